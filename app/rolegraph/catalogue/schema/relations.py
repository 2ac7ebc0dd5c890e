"""Which class lies below which, and which property is another one read backwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rolegraph.catalogue.schema.triples import Triples
from rolegraph.rdf.namespaces import OWL, RDFS
from rolegraph.rdf.terms import NamedNode


@dataclass(frozen=True)
class TermRelations:
    """Classes below classes, and inverse properties.

    Attributes:
        subclasses: each class that has classes below it, with itself and all of them.
        inverses: each predicate with those that say the same the other way round, narrower and
            broader ones included: with `hasPart` inverse of `partOf` and `hasWheel` below
            `hasPart`, the inverses of `partOf` are `hasPart` and `hasWheel`.
    """

    subclasses: Mapping[str, frozenset[str]] = field(default_factory=dict)
    inverses: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def from_triples(cls, graph: Triples) -> TermRelations:
        """Read rdfs:subClassOf, rdfs:subPropertyOf and owl:inverseOf."""
        classes = _pairs(graph, RDFS + "subClassOf")
        broader = _pairs(graph, RDFS + "subPropertyOf")
        stated = _pairs(graph, OWL + "inverseOf")
        stated |= {(other, one) for one, other in stated}
        narrower = _closures((wide, narrow) for narrow, wide in broader)
        inverses: dict[str, set[str]] = {}
        for one, other in stated:
            for left in narrower.get(one, {one}):
                inverses.setdefault(left, set()).update(narrower.get(other, {other}))
        return cls(
            {iri: frozenset(found) for iri, found in _closures((b, a) for a, b in classes).items()},
            {iri: frozenset(found) for iri, found in inverses.items()},
        )

    def below(self, iri: str) -> frozenset[str]:
        """Return a class and all classes below it."""
        return self.subclasses.get(iri, frozenset({iri}))


def _pairs(graph: Triples, predicate: str) -> set[tuple[str, str]]:
    return {
        (subject.value, value.value)
        for subject, value in graph.pairs(predicate)
        if isinstance(subject, NamedNode) and isinstance(value, NamedNode)
    }


def _closures(edges: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Return each start of an edge with all that can be reached from it, itself included."""
    following: dict[str, set[str]] = {}
    for start, end in edges:
        following.setdefault(start, set()).add(end)
    found: dict[str, set[str]] = {}
    for start in following:
        reached, pending = {start}, [start]
        while pending:
            new = following.get(pending.pop(), set()) - reached
            reached |= new
            pending += new
        found[start] = reached
    return found
