"""What quads are read from: a store, a state of one, or quads in memory; and which are seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from rolegraph.rdf.namespaces import is_default_dataset_graph
from rolegraph.rdf.terms import GraphName, NamedNode, Quad, Subject, Term


class QuadSource(Protocol):
    """What quads can be read from."""

    def match(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,  # noqa: A002 - the RDF word
        graph: GraphName | None = None,
    ) -> Iterable[Quad]:
        """Yield the quads that fit a pattern; None fits everything, also every graph."""


def visible(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield the quads of graphs that belong to the default dataset."""
    known: dict[GraphName, bool] = {}
    for quad in quads:
        graph = quad.graph_name
        seen = known.get(graph)
        if seen is None:
            seen = not isinstance(graph, NamedNode) or is_default_dataset_graph(graph.value)
            known[graph] = seen
        if seen:
            yield quad
