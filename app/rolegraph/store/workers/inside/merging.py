"""The merge of several graphs: a triple that two of them have is in it once.

So SPARQL 1.1 has it for several FROM (13.2.1), for `default-graph-uri` and for USING.

The engine, told several graphs, gives such a triple once for each, so that counts and sums are too
large. Where no two of the graphs share a triple, that makes no difference, and nothing is copied.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyoxigraph as ox

_MOST = 1_000
"""Sets of graphs that are remembered: who asks may name ever new ones."""
_SIZE = "SELECT (COUNT(*) AS ?n) { GRAPH %s { ?s ?p ?o } }"
_SHARED = "ASK { GRAPH %s { ?s ?p ?o } GRAPH ?other { ?s ?p ?o } FILTER (?other != %s) }"


class Merges:
    """Merges graphs of a store, and remembers which of them share a triple.

    Args:
        store: the store.
    """

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._share: dict[frozenset[str], bool] = {}

    def forget(self) -> None:
        """Forget which graphs share a triple, as when the store has changed."""
        self._share.clear()

    def of(
        self, graphs: Sequence[str], named: Sequence[str]
    ) -> tuple[ox.Store, dict[str, Any]] | None:
        """Return a store whose default graph is the merge of graphs.

        Args:
            graphs: IRIs of the graphs to merge.
            named: IRIs of the named graphs that it has besides.

        Returns:
            The store, and what its method `query` is told of the dataset. None where the engine can
            be told the graphs themselves.
        """
        distinct = frozenset(graphs)
        if len(distinct) < 2:  # noqa: PLR2004
            return None
        if distinct not in self._share:
            if len(self._share) >= _MOST:
                self.forget()
            self._share[distinct] = self._share_a_triple(distinct)
        if not self._share[distinct]:
            return None
        merge = ox.Store()
        for name in distinct:
            merge.bulk_extend(
                ox.Quad(quad.subject, quad.predicate, quad.object)
                for quad in self._store.quads_for_pattern(None, None, None, ox.NamedNode(name))
            )
        for name in named:
            merge.bulk_extend(self._store.quads_for_pattern(None, None, None, ox.NamedNode(name)))
        names = [ox.NamedNode(name) for name in named]
        return merge, {"default_graph": ox.DefaultGraph(), "named_graphs": names}

    def _share_a_triple(self, names: frozenset[str]) -> bool:
        """Tell whether two graphs share a triple; those of the largest one are not gone through."""
        by_size: list[Any] = sorted(map(ox.NamedNode, names), key=self._size)
        return any(
            self._store.query(_SHARED % (graph, graph), named_graphs=by_size[place:])
            for place, graph in enumerate(by_size[:-1])
        )

    def _size(self, graph: ox.NamedNode) -> int:
        counted: Any = self._store.query(_SIZE % graph)
        return int(next(iter(counted))["n"].value)
