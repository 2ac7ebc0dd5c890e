"""The ontology and the shapes as people read them, each term at its own place on the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.schema.fields import LAST
from rolegraph.catalogue.schema.triples import Triples
from rolegraph.rdf.namespaces import (
    DCTERMS,
    GRAPHS,
    ONTOLOGY,
    OWL,
    RDF,
    RDFS,
    SH,
    SHAPES,
    SHAPES_GRAPHS,
    SKOS,
    compact,
)
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Quad, Subject, Term
from rolegraph.shacl.shapes import Shapes

_KINDS = {
    OWL + "Class": "class",
    OWL + "ObjectProperty": "object property",
    OWL + "DatatypeProperty": "datatype property",
    OWL + "AnnotationProperty": "annotation property",
}
_FACTS = (
    (RDFS + "subClassOf", "is a kind of"),
    (RDFS + "subPropertyOf", "is a kind of"),
    (RDFS + "domain", "is said of"),
    (RDFS + "range", "leads to"),
    (OWL + "inverseOf", "is the inverse of"),
    (OWL + "disjointWith", "is never"),
    (OWL + "propertyDisjointWith", "never holds together with"),
    (SKOS + "closeMatch", "is close to"),
    (SKOS + "relatedMatch", "is related to"),
)
_CONSTRAINTS = (
    ("minCount", "at least {}"),
    ("maxCount", "at most {}"),
    ("datatype", "{}"),
    ("class", "a {}"),
    ("nodeKind", "{}"),
    ("minLength", "{} characters or more"),
    ("minInclusive", "from {}"),
    ("maxInclusive", "up to {}"),
    ("pattern", "of the form {}"),
    ("hasValue", "has {}"),
    ("equals", "the same as {}"),
    ("disjoint", "other than {}"),
)


@dataclass(frozen=True)
class TermPage:
    """A term of the ontology.

    Attributes:
        iri: the term.
        local: its name behind the `#`, which is its place on the page.
        kind: class or property.
        label: name for people.
        definition: what it means.
        facts: caption → IRIs, of what the ontology says of it.
        rules: IRIs of the property shapes about it.
        plural: where its things are listed, for a class that has a list.
    """

    iri: str
    local: str
    kind: str
    label: str
    definition: str
    facts: Sequence[tuple[str, Sequence[str]]]
    rules: Sequence[str]
    plural: str | None


@dataclass(frozen=True)
class Module:
    """A module of the ontology with its terms."""

    iri: str
    title: str
    description: str
    version: str
    terms: Sequence[TermPage]


@dataclass(frozen=True)
class RuleText:
    """A property shape, or a shape of a whole thing.

    Attributes:
        local: its name, which is its place on the page.
        name: what it is about.
        description: what it asks for.
        path: the property, abbreviated.
        predicate: IRI of the property where the path is one.
        field: the JSON field, if it makes one.
        asks: its constraints in words.
        severity: Violation, Warning or Info.
        message: what is said where it fails.
        order: its place among the rules of a shape.
    """

    local: str
    name: str
    description: str
    path: str
    predicate: str | None
    field: str | None
    asks: Sequence[str]
    severity: str
    message: str
    order: float


@dataclass(frozen=True)
class ShapePage:
    """The rules for things of one class."""

    local: str
    label: str
    description: str
    target: str | None
    plural: str | None
    home: str | None
    rules: Sequence[RuleText]


class VocabularyReader:
    """Reads ontology and shapes of a catalogue.

    Args:
        catalogue: whose store holds them.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def modules(self) -> list[Module]:
        """Return the modules of the ontology that define terms, with their terms."""
        graph = Triples(self._quads())
        plurals = {kind.iri: kind.plural for kind in self._catalogue.types.values()}
        rules: dict[str, list[str]] = {}
        for shape, path in graph.pairs(SH + "path"):
            if isinstance(shape, NamedNode) and isinstance(path, NamedNode):
                rules.setdefault(path.value, []).append(shape.value)
        found: dict[str, list[TermPage]] = {}
        for kind, name in _KINDS.items():
            for subject in graph.subjects(RDF + "type", NamedNode(kind)):
                if isinstance(subject, NamedNode) and subject.value.startswith(ONTOLOGY):
                    term = _term(graph, subject, name, rules, plurals)
                    home = next(iter(graph.iris(subject, RDFS + "isDefinedBy")), "")
                    found.setdefault(home, []).append(term)
        return [_module(graph, home, terms) for home, terms in sorted(found.items())]

    def shapes(self) -> list[ShapePage]:
        """Return the node shapes, those with a list of things first, by their names."""
        quads = list(self._quads())
        graph, compiled = Triples(quads), Shapes(quads)
        pages = [
            _shape(graph, compiled, shape)
            for shape in graph.subjects(RDF + "type", NamedNode(SH + "NodeShape"))
            if isinstance(shape, NamedNode) and shape.value.startswith(SHAPES)
        ]
        return sorted(pages, key=lambda page: (page.plural is None, page.label.casefold()))

    def _quads(self) -> Iterator[Quad]:
        store = self._catalogue.store
        for name in store.graph_names():
            if name.value.startswith((SHAPES_GRAPHS, GRAPHS + "ontology/")):
                yield from store.match(graph=name)


def _term(
    graph: Triples,
    subject: NamedNode,
    kind: str,
    rules: dict[str, list[str]],
    plurals: dict[str, str],
) -> TermPage:
    facts = [(caption, graph.iris(subject, predicate)) for predicate, caption in _FACTS]
    if kind == "class":
        below = _named(graph.subjects(RDFS + "subClassOf", subject))
        facts.append(("has the kinds", below))
        facts.append(("has the properties", _named(graph.subjects(RDFS + "domain", subject))))
        facts.append(("is led to by", _named(graph.subjects(RDFS + "range", subject))))
    return TermPage(
        subject.value,
        subject.value.removeprefix(ONTOLOGY),
        kind,
        graph.text(subject, SKOS + "prefLabel", RDFS + "label") or "",
        graph.text(subject, SKOS + "definition", RDFS + "comment") or "",
        [(caption, sorted(iris)) for caption, iris in facts if iris],
        sorted(rules.get(subject.value, ())),
        plurals.get(subject.value),
    )


def _named(nodes: Iterable[Subject]) -> list[str]:
    return [node.value for node in nodes if isinstance(node, NamedNode)]


def _module(graph: Triples, home: str, terms: list[TermPage]) -> Module:
    node = NamedNode(home) if home else BlankNode()
    return Module(
        home,
        graph.text(node, DCTERMS + "title") or compact(home) or "Terms",
        graph.text(node, DCTERMS + "description") or "",
        graph.text(node, OWL + "versionInfo") or "",
        sorted(terms, key=lambda term: (term.kind != "class", term.label.casefold())),
    )


def _shape(graph: Triples, compiled: Shapes, shape: NamedNode) -> ShapePage:
    rules = [
        _rule(graph, compiled, rule)
        for rule in graph.nodes(shape, SH + "property")
        if isinstance(rule, NamedNode)
    ]
    own = graph.text(shape, SH + "message")
    if own:
        rules.append(_rule(graph, compiled, shape))
    targets = graph.iris(shape, SH + "targetClass")
    rules.sort(key=lambda rule: rule.order)
    return ShapePage(
        shape.value.removeprefix(SHAPES),
        graph.text(shape, RDFS + "label") or shape.value.removeprefix(SHAPES),
        graph.text(shape, RDFS + "comment", SH + "description") or "",
        targets[0] if targets else None,
        graph.text(shape, SHAPES + "pluralName"),
        graph.text(shape, SHAPES + "homeFile"),
        rules,
    )


def _rule(graph: Triples, compiled: Shapes, rule: NamedNode) -> RuleText:
    path = compiled.path(rule.value) or ""
    severity = next(iter(graph.iris(rule, SH + "severity")), SH + "Violation")
    return RuleText(
        rule.value.removeprefix(SHAPES),
        graph.text(rule, SH + "name", RDFS + "label") or rule.value.removeprefix(SHAPES),
        graph.text(rule, SH + "description", RDFS + "comment") or "",
        _short_path(path),
        path if path.startswith("http") else None,
        graph.text(rule, SHAPES + "fieldName"),
        _asks(graph, rule),
        severity.removeprefix(SH),
        graph.text(rule, SH + "message") or "",
        graph.number(rule, SH + "order") or LAST,
    )


def _asks(graph: Triples, rule: NamedNode) -> list[str]:
    found = []
    for name, words in _CONSTRAINTS:
        found += [words.format(_shown(value)) for value in graph.objects(rule, SH + name)]
    for name, words in (("in", "one of {}"), ("languageIn", "in the language {}")):
        for head in graph.objects(rule, SH + name):
            found.append(words.format(", ".join(_shown(item) for item in graph.items(head))))
    if graph.objects(rule, SH + "sparql"):
        found.append("found by a query")
    return found


def _shown(term: Term) -> str:
    if isinstance(term, NamedNode):
        return compact(term.value).removeprefix("sh:")
    return term.value if isinstance(term, Literal | BlankNode) else str(term)


def _short_path(path: str) -> str:
    if path.startswith("http"):
        return compact(path)
    parts = path.replace(">", "<").split("<")
    return "".join(compact(part) if part.startswith("http") else part for part in parts)
