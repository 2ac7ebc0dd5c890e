"""Adds to findings what helps to fix them: near misses, what to add, and whom to ask."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from rolegraph.checking.files.corpus import Corpus
from rolegraph.checking.files.sources import Source
from rolegraph.rdf.namespaces import DCTERMS, OWL, RDF, SH, compact
from rolegraph.rdf.terms import Literal, NamedNode
from rolegraph.shacl.findings import Finding
from rolegraph.shacl.report import shortened_path
from rolegraph.shacl.results import plain_text, read_term

_HEADERS = frozenset({"http://rdfs.org/ns/void#Dataset", OWL + "Ontology"})
_CREATOR = DCTERMS + "creator"


def enrich(corpus: Corpus, findings: Sequence[Finding]) -> list[Finding]:
    """Return findings with hint, snippet and responsible, as far as they can be known."""
    people = _Responsible(corpus)
    return [
        finding.but(
            message=_message(corpus, finding),
            expected=finding.expected and corpus.readable(finding.expected),
            details=tuple(_detail(corpus, detail) for detail in finding.details),
            hint=finding.hint or _hint(corpus, finding),
            snippet=finding.snippet or _snippet(corpus, finding),
            responsible=people.of(finding),
        )
        for finding in findings
    ]


def _message(corpus: Corpus, finding: Finding) -> str:
    """Abbreviate the IRIs in a message that the shapes do not give themselves."""
    path, message = finding.path, finding.message
    if path and message.startswith(path):
        message = shortened_path(path, corpus.prefixes) + message[len(path) :]
    if finding.own_words:
        return message
    return corpus.readable(message)


def _detail(corpus: Corpus, detail: Finding) -> Finding:
    inner = tuple(_detail(corpus, one) for one in detail.details)
    return detail.but(message=_message(corpus, detail), details=inner)


class _Responsible:
    """Says who answers for a thing: its creator, else that of its file."""

    def __init__(self, corpus: Corpus) -> None:
        self._files = {source.name: source for source in corpus.sources}
        self._known: dict[str, dict[str, str]] = {}

    def of(self, finding: Finding) -> str | None:
        source = self._files.get(finding.file or "")
        if source is None:
            return None
        if source.name not in self._known:
            self._known[source.name] = _creators(source)
        creators = self._known[source.name]
        return creators.get(finding.focus or "") or creators.get("")


def _creators(source: Source) -> dict[str, str]:
    """Return subject → its creators; the empty string stands for the file."""
    found: dict[str, list[str]] = {}
    said = list(source.triples.of_predicates([_CREATOR]))
    instances = source.triples.instances if said else {}
    headers = {subject for kind in _HEADERS for subject in instances.get(f"<{kind}>", ())}
    for quad in said:
        subject = str(quad.subject)
        name = getattr(quad.object, "value", str(quad.object))
        found.setdefault(subject[1:-1], []).append(name)
        if subject in headers:
            found.setdefault("", []).append(name)
    return {subject: ", ".join(names) for subject, names in found.items()}


def _hint(corpus: Corpus, finding: Finding) -> str | None:
    component = finding.component or ""
    if component == "InConstraintComponent" and finding.value:
        return _nearest_of(corpus, finding)
    if component == "ClassConstraintComponent" and finding.value:
        kinds = corpus.types.get(finding.value)
        if kinds:
            names = ", ".join(compact(kind) for kind in sorted(kinds))
            label = corpus.labels.label(finding.value) or compact(finding.value)
            return f"{label} is a {names}."
    if component == "DatatypeConstraintComponent" and finding.value:
        value = read_term(finding.value)
        if isinstance(value, Literal):
            kind = compact(value.datatype.value)
            if finding.expected and finding.expected.endswith(kind):
                return f"Its text is no valid {kind}."
            return (
                f"It is {f'a text in the language {value.language!r}' if value.language else kind}."
            )
        return "It is an IRI; put a literal there."
    return None


def shape_of(finding: Finding) -> str:
    """Return the shape that a finding is by, which may have no IRI of its own."""
    return finding.shape or finding.rule_iri


def _nearest_of(corpus: Corpus, finding: Finding) -> str | None:
    said = plain_text(finding.value or "")
    for shape in corpus.shapes.values_lists(shape_of(finding), SH + "in"):
        words = {item.value: item for item in shape if isinstance(item, Literal)}
        close = get_close_matches(said.lower(), words, n=1, cutoff=0.7)
        if close:
            return f'Did you mean "{close[0]}"?'
    return None


def _snippet(corpus: Corpus, finding: Finding) -> str | None:
    """Return Turtle that would fill what is missing, with a blank to fill in."""
    if finding.component != "MinCountConstraintComponent" or not finding.path or not finding.focus:
        return None
    shapes, shape = corpus.shapes, shape_of(finding)
    path = finding.path
    if path.startswith("^<"):
        subject = _any_of(corpus, _class_of_value(corpus, finding))
        return f"{subject} {_turtle(corpus, path[2:-1])} {_turtle(corpus, finding.focus)} ."
    if path.startswith(("(", "<", "_:")) or "/" in path.replace("://", "").partition(">")[2]:
        return None
    value = "…"
    for quad_value in shapes.values(shape, SH + "datatype"):
        value = _blank(quad_value.value if isinstance(quad_value, NamedNode) else "")
    items = [item for found in shapes.values_lists(shape, SH + "in") for item in found]
    if items and isinstance(items[0], Literal):
        value = f'"{items[0].value}"'
    kind = _class_of_value(corpus, finding)
    if kind:
        value = _any_of(corpus, kind)
    elif shapes.values(shape, SH + "nodeKind") == [NamedNode(SH + "IRI")]:
        value = "<…>"
    if value == "…" and shapes.values(shape, SH + "languageIn"):
        value = '"…"@en'
    return f"{_turtle(corpus, path)} {value} ;"


def _class_of_value(corpus: Corpus, finding: Finding) -> str | None:
    classes = corpus.shapes.values(shape_of(finding), SH + "class")
    return classes[0].value if classes and isinstance(classes[0], NamedNode) else None


def _blank(datatype: str) -> str:
    if datatype == RDF + "langString":
        return '"…"@en'
    local = datatype.rpartition("#")[2]
    examples = {"integer": "1", "decimal": "0.5", "boolean": "true", "string": '"…"'}
    return examples.get(local) or f'"…"^^{compact(datatype)}'


def _any_of(corpus: Corpus, kind: str | None) -> str:
    """Return the only thing of a class, or the form that the names of such things have."""
    things = corpus.things_of(kind) if kind else []
    if len(things) == 1:
        return _turtle(corpus, things[0])
    prefix, colon, _ = corpus.short(things[0]).partition(":") if things else ("", "", "")
    return f"{prefix}:…" if colon and "/" not in prefix and prefix != "https" else "<…>"


def _turtle(corpus: Corpus, iri: str) -> str:
    name = corpus.short(iri)
    return f"<{iri}>" if name == iri else name
