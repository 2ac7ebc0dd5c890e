"""Edits by hand in the file of a graph, each as a finding at its line."""

from __future__ import annotations

from rolegraph.documents.drift.explain import finding
from rolegraph.documents.drift.inputs import GraphSource
from rolegraph.documents.graph.record import Turned
from rolegraph.rdf.namespaces import compact
from rolegraph.rdf.terms import Literal, NamedNode, Triple
from rolegraph.rdf.turtle.places import TurtlePlaces
from rolegraph.shacl.findings import Finding, Place

_REMEDY = (
    "change the document or its curation; `rolegraph documents import` takes into the curation "
    "what that can say, and takes the rest back with `--overwrite`"
)
_LENGTH = 60


def edit_findings(source: GraphSource, found: Turned) -> list[Finding]:
    """Return each edit of a graph that an import would change back, in the order of lines.

    Args:
        source: the graph, as its file has it.
        found: the edits.
    """
    told = [(each, "stands in the graph alone") for each in found.lost]
    told += [(each, "was taken out of the graph") for each in found.returned]
    findings = [_finding(source, triple, words) for triple, words in told]
    return sorted(findings, key=lambda each: (each.line or 0, each.message))


def _finding(source: GraphSource, triple: Triple, words: str) -> Finding:
    line = _line(source.places, triple) if source.places else 1
    predicate, value = compact(triple.predicate.value), _value(triple)
    label, iri = "[…]", None
    if isinstance(triple.subject, NamedNode):
        iri = triple.subject.value.partition("#")[0]
        label = source.described.label(iri)
    message = f"“{label}”: {predicate} {value} {words}, and not in document or curation."
    if words.startswith("was"):
        message = f"“{label}”: {predicate} {value} {words}, and document or curation has it."
    place = Place(source.name or "", line, 1, line, 2)
    return finding("drift-edited", message, focus=iri, hint=_REMEDY).at(place)


def _value(triple: Triple) -> str:
    if isinstance(triple.object, Literal):
        text = triple.object.value
        return f"“{text if len(text) <= _LENGTH else text[: _LENGTH - 1] + '…'}”"
    return compact(triple.object.value) if isinstance(triple.object, NamedNode) else "[…]"


def _line(places: TurtlePlaces, triple: Triple) -> int:
    """Return the line of a triple, else that of its subject, else the first."""
    if not isinstance(triple.subject, NamedNode):
        return 1
    for each in places.triples(triple.subject.value):
        if each.predicate == triple.predicate and each.object == triple.object:
            return places.lines.place(each.at_object.start)[0]
    at = places.subject(triple.subject.value)
    return places.lines.place(at.start)[0] if at else 1
