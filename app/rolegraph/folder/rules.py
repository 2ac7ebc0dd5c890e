"""Applies a catalogue's `[rules]` and languages to the shapes, so that all who read them agree.

The shapes in a store, and those that a check compiles, are the result: nobody who reads shapes
(check, guard, forms, pages, JSON Schema) needs to know of profiles. With the profile `complete`,
in English and without severities of its own, a catalogue's shapes stay as they are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from rolegraph.errors import ConfigurationError
from rolegraph.folder.manifest import Manifest, RuleProfile, RuleSeverity
from rolegraph.rdf.namespaces import RDF, SH, SHAPES, SHAPES_GRAPHS, XSD
from rolegraph.rdf.terms import BlankNode, GraphName, Literal, NamedNode, Quad, Subject, Term

DRAFT_SEVERITY = SHAPES + "draftSeverity"
"""The severity, under the profile `draft`, of what a shape finds missing."""
_DRAFT_ALSO, _DRAFT_MESSAGE = SHAPES + "draftAlso", SHAPES + "draftMessage"
"""What counts there as well, such as letters in a matrix as work of a role; and the message."""
MISSING = "-missing"
"""What the name of a rule ends in that was split off because it asks for values at all."""
FILE_RULES = (
    "syntax", "sssom-header", "sssom-column", "sssom-missing", "sssom-value", "sssom-duplicate",
    "sssom-left-out", "query-syntax", "query-header", "ill-formed-shape", "unsupported-shape",
    "misspelt-shacl-term", "unknown-shacl-term", "idle-parameter", "ill-typed-literal",
    "unaimed-shape", "unkept-datatype", "undeclared-term", "class-without-shape",
    "class-without-page", "dangling-link", "duplicate-definition", "label-clash",
    "unreachable-thing", "owl-disjoint-classes",
    "owl-complement", "owl-nothing", "owl-max-cardinality", "owl-disjoint-properties",
    "owl-irreflexive", "owl-asymmetric", "owl-negative", "owl-different", "owl-datatype",
    "missing-shape", "recursive-shape", "missing-import", "broken-json",
    "misspelt-datatype", "unknown-datatype", "unmapped-key", "unmapped-type",
    "unknown-standard-term", "prefix-as-scheme", "unread-rdf", "not-served", "blank-node",
    "misspelt-target", "saved-query",
)  # fmt: skip
"""The rules of `rolegraph check` that are no shapes; see `checking/rules/registry.py`."""

_TERMS_GRAPH = NamedNode(SHAPES_GRAPHS + "ontology.ttl")
_CONSTRAINTS = frozenset(
    SH + name
    for name in (
        "class", "datatype", "nodeKind", "maxCount", "minExclusive", "minInclusive", "maxExclusive",
        "maxInclusive", "minLength", "maxLength", "pattern", "languageIn", "uniqueLang", "equals",
        "disjoint", "lessThan", "lessThanOrEquals", "not", "and", "or", "xone", "node", "property",
        "qualifiedValueShape", "closed", "hasValue", "in", "sparql",
    )
)  # fmt: skip
_COPIED = frozenset(SH + name for name in ("path", "message", "name"))
_NAMES = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian",
    "nl": "Dutch", "pt": "Portuguese", "pl": "Polish", "cs": "Czech", "da": "Danish",
    "sv": "Swedish", "no": "Norwegian", "nb": "Norwegian", "fi": "Finnish", "el": "Greek",
    "uk": "Ukrainian", "ru": "Russian", "tr": "Turkish", "ja": "Japanese", "zh": "Chinese",
    "ar": "Arabic", "he": "Hebrew", "fa": "Persian", "ko": "Korean", "hi": "Hindi",
}  # fmt: skip
_TEXTS = frozenset(
    {SH + "message", SH + "description", "http://www.w3.org/2000/01/rdf-schema#comment"}
)


def effective_shapes(quads: Iterable[Quad], manifest: Manifest, name: str) -> list[Quad]:
    """Return the shapes that hold in a catalogue.

    Args:
        quads: the shapes as written, each file in its graph.
        manifest: what the catalogue says of its rules and languages.
        name: the `rolegraph.toml`, for messages.

    Raises:
        ConfigurationError: `[rules]` names a rule that there is not.
    """
    shapes = _Shapes(quads)
    shapes.speak(manifest.catalogue.tags)
    if manifest.rules.profile is RuleProfile.DRAFT:
        shapes.relax()
    shapes.set_severities(manifest.rules.severities, name)
    return shapes.quads


def file_severities(manifest: Manifest) -> dict[str, RuleSeverity]:
    """Return the severities of those rules of `rolegraph check` that are no shapes."""
    return {n: reported for n, reported in manifest.rules.severities.items() if n in FILE_RULES}


class _Shapes:
    """Shapes that are being changed, by subject."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._about: dict[Subject, list[Quad]] = {}
        for quad in quads:
            self._about.setdefault(quad.subject, []).append(quad)

    @property
    def quads(self) -> list[Quad]:
        """All of them."""
        return [quad for about in self._about.values() for quad in about]

    def speak(self, tags: tuple[str, ...]) -> None:
        """Ask for texts in these languages wherever the core shapes ask for English."""
        if tags == ("en",):
            return
        heads = {
            quad.object
            for quad in self.quads
            if quad.predicate.value == SH + "languageIn" and self._items(quad.object) == ["en"]
        }
        for head in heads:
            if isinstance(head, BlankNode):
                graph = self._about[head][0].graph_name
                terms = graph == _TERMS_GRAPH
                wanted = tuple(dict.fromkeys((*tags, "en"))) if terms else tags
                self._about[head] = list(_list(head, wanted, graph))
        for subject, about in self._about.items():
            several = len(tags) > 1 and any(quad.object in heads for quad in about)
            asked = map(_in_each_language, about) if several else about
            self._about[subject] = [_reworded(quad, tags) for quad in asked]

    def relax(self) -> None:
        """Give what is only missing the severity that its shape has for drafts."""
        for subject, about in list(self._about.items()):
            severity = next((q for q in about if q.predicate.value == DRAFT_SEVERITY), None)
            if severity is None or not isinstance(subject, NamedNode):
                continue
            told = {q.predicate.value for q in about}
            # How a catalogue describes an ontology of its own misleads nobody about a role.
            of_terms = severity.graph_name == _TERMS_GRAPH and _DRAFT_ALSO not in told
            if _MIN_COUNT in told and not told.isdisjoint(_CONSTRAINTS) and not of_terms:
                self._split(subject, severity)
            else:
                self._put(subject, "severity", severity.object)

    def _split(self, subject: NamedNode, severity: Quad) -> None:
        """Move `sh:minCount` to a shape of its own, with another severity."""
        missing, graph = NamedNode(subject.value + MISSING), severity.graph_name
        about = self._about[subject]
        self._about[missing] = [
            Quad(missing, _TYPE, NamedNode(SH + "PropertyShape"), graph),
            Quad(missing, NamedNode(SH + "severity"), severity.object, graph),
            *(Quad(missing, q.predicate, q.object, graph) for q in about if _moves(q)),
        ]
        self._count_also(missing, about)
        self._about[subject] = [q for q in about if q.predicate.value != _MIN_COUNT]
        for holder in self._about.values():
            holder += [
                Quad(q.subject, q.predicate, missing, q.graph_name)
                for q in holder
                if q.predicate.value == _PROPERTY and q.object == subject
            ]

    def _count_also(self, missing: NamedNode, about: list[Quad]) -> None:
        """Let a shape for what is missing count the values of another path too."""
        also = next((q.object for q in about if q.predicate.value == _DRAFT_ALSO), None)
        path = next((q.object for q in about if q.predicate.value == SH + "path"), None)
        message = next((q.object for q in about if q.predicate.value == _DRAFT_MESSAGE), None)
        if also is None or path is None:
            return
        name, graph = local_name(missing.value), about[0].graph_name
        either, first, second = (BlankNode(f"{name}-{part}") for part in ("path", "list", "rest"))
        self._put(missing, "path", either)
        if message is not None:
            self._put(missing, "message", message)
        self._about[either] = [Quad(either, NamedNode(SH + "alternativePath"), first, graph)]
        self._about[first] = [Quad(first, _FIRST, path, graph), Quad(first, _REST, second, graph)]
        self._about[second] = [Quad(second, _FIRST, also, graph), Quad(second, _REST, _NIL, graph)]

    def set_severities(self, severities: Mapping[str, RuleSeverity], name: str) -> None:
        """Give rules the severities that a catalogue chose."""
        if not severities:
            return
        named = self._named_shapes()
        for rule, severity in severities.items():
            found = [*named.get(rule, ()), *named.get(rule + MISSING, ())]
            if not found and rule not in FILE_RULES:
                raise ConfigurationError(_unknown(rule, [*named, *FILE_RULES], name))
            for subject in found:
                if severity is RuleSeverity.OFF:
                    self._put(subject, "deactivated", Literal("true", datatype=_BOOLEAN))
                else:
                    self._put(subject, "severity", NamedNode(SH + severity.value.capitalize()))

    def _named_shapes(self) -> dict[str, list[NamedNode]]:
        """Return local name → the shapes of that name."""
        used = {quad.object for quad in self.quads if quad.predicate.value == _PROPERTY}
        found: dict[str, list[NamedNode]] = {}
        for subject, about in self._about.items():
            if isinstance(subject, NamedNode) and (
                subject in used
                or any(q.predicate == _TYPE and q.object in _SHAPE_CLASSES for q in about)
            ):
                found.setdefault(local_name(subject.value), []).append(subject)
        return found

    def _put(self, subject: NamedNode, predicate: str, value: Term) -> None:
        """Have a shape say one thing, in the graph that it stands in."""
        reported, about = NamedNode(SH + predicate), self._about[subject]
        graph = about[0].graph_name
        self._about[subject] = [q for q in about if q.predicate != reported]
        self._about[subject].append(Quad(subject, reported, value, graph))

    def _items(self, head: Term) -> list[str]:
        """Return the values of an RDF list of literals."""
        found: list[str] = []
        while isinstance(head, BlankNode):
            about = {quad.predicate: quad.object for quad in self._about.get(head, ())}
            first = about.get(_FIRST)
            found.append(first.value if isinstance(first, Literal) else "")
            head = about.get(_REST, _NIL)
        return found


_TYPE = NamedNode(RDF + "type")
_SHAPE_CLASSES = frozenset({NamedNode(SH + "NodeShape"), NamedNode(SH + "PropertyShape")})
_MIN_COUNT, _PROPERTY = SH + "minCount", SH + "property"
_BOOLEAN = NamedNode(XSD + "boolean")
_FIRST, _REST, _NIL = (NamedNode(RDF + name) for name in ("first", "rest", "nil"))


def local_name(iri: str) -> str:
    """Return what stands behind the last `#` or `/` of an IRI."""
    return iri.rpartition("#")[2].rpartition("/")[2]


def _unknown(rule: str, known: Iterable[str], name: str) -> str:
    close = get_close_matches(rule, known, n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(map(repr, close))}?" if close else ""
    return (
        f"{name}: [rules] names {rule!r}, but there is no such rule. {hint} "
        "`rolegraph check --format json` tells the rule of each finding."
    ).replace("  ", " ")


def _moves(quad: Quad) -> bool:
    return quad.predicate.value == _MIN_COUNT or quad.predicate.value in _COPIED


def _list(head: BlankNode, values: Iterable[str], graph: GraphName) -> Iterator[Quad]:
    """Yield an RDF list of plain literals that begins at a node."""
    texts = list(values)
    node = head
    for position, text in enumerate(texts, 1):
        last = position == len(texts)
        following = _NIL if last else BlankNode()
        yield Quad(node, _FIRST, Literal(text), graph)
        yield Quad(node, _REST, following, graph)
        node = following if isinstance(following, BlankNode) else node


def _in_each_language(quad: Quad) -> Quad:
    """Return a triple of a shape that asks for one text so that it asks for one in a language."""
    subject, predicate, value, graph = quad
    if predicate.value == SH + "maxCount" and value.value == "1":
        return Quad(
            subject, NamedNode(SH + "uniqueLang"), Literal("true", datatype=_BOOLEAN), graph
        )
    if predicate.value == SH + "message" and isinstance(value, Literal):
        said = f"{value.value.removesuffix('.')}; one in each language."
        return Quad(subject, predicate, Literal(said, language="en"), graph)
    return quad


def _reworded(quad: Quad, tags: tuple[str, ...]) -> Quad:
    """Return a triple whose text asks for the right language."""
    text = quad.object
    if quad.predicate.value not in _TEXTS or not isinstance(text, Literal):
        return quad
    names = " or ".join(_NAMES.get(tag.partition("-")[0], f'"{tag}"') for tag in tags)
    said = text.value.replace("@en", " or ".join(f"@{tag}" for tag in tags))
    said = said.replace("English", names)
    if said == text.value:
        return quad
    return Quad(quad.subject, quad.predicate, Literal(said, language="en"), quad.graph_name)
