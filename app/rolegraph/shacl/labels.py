"""Names things for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rolegraph.rdf.namespaces import DCTERMS, RDFS, SKOS, compact
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Quad, Term
from rolegraph.rdf.triple_text import TripleText
from rolegraph.shacl.results import ValidationResult

LABELS = (
    SKOS + "prefLabel",
    RDFS + "label",
    DCTERMS + "title",
    "https://schema.org/name",
    "http://xmlns.com/foaf/0.1/name",
)
"""Predicates of labels, the preferred one first."""


class Labels:
    """The labels in some quads; a node without one goes by that of the thing it belongs to."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._ranked: dict[str, tuple[int, bool, str]] = {}
        order = {predicate: n for n, predicate in enumerate(LABELS)}
        for quad in quads:
            rank = order.get(quad.predicate.value)
            if rank is None or not isinstance(quad.object, Literal):
                continue
            entry = (rank, quad.object.language not in {"en", None}, quad.object.value)
            node = str(quad.subject).strip("<>")
            if node not in self._ranked or entry < self._ranked[node]:
                self._ranked[node] = entry

    def label(self, node: str | None) -> str | None:
        """Return the English label of an IRI or `_:label`, else any, else None."""
        if node is None:
            return None
        found = self._ranked.get(node) or self._ranked.get(node.partition("#")[0])
        return found[2] if found else None

    def in_text(self, text: str, value: Term | None) -> str:
        """Put the label of a thing where a message names it by its IRI."""
        if not isinstance(value, NamedNode):
            return text
        shown = self.label(value.value)
        shown = f"{shown!r}" if shown else compact(value.value)
        return text.replace(f"<{value.value}>", shown).replace(value.value, shown)


def labels_for(results: Iterable[ValidationResult], triples: TripleText) -> Labels:
    """Return the labels of what some results name, out of all that the data has."""
    named = {str(term).strip("<>") for result in results for term in _named(result)}
    named |= {node.partition("#")[0] for node in named}
    subjects = {node if node.startswith("_:") else f"<{node}>" for node in named}
    return Labels(triples.of_predicates(LABELS, subjects) if subjects else ())


def _named(result: ValidationResult) -> Iterator[Term]:
    yield result.focus
    if isinstance(result.value, NamedNode | BlankNode):
        yield result.value
    for detail in result.details:
        yield from _named(detail)
