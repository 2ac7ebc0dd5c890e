"""The dataset as workers hold it: in memory, with the union of its graphs laid out beforehand.

Where queries see the union of the default dataset graphs, each of its triples is also put into
the replica's own default graph. A query then runs on one plain graph, without a union to form and
free of duplicates at every pattern, at the price of memory. Most queries name no graph at all; for
them the default graph stands in a store of its own, where scans pass no quads of named graphs.
"""

from __future__ import annotations

from typing import BinaryIO

import pyoxigraph as ox

from rolegraph.rdf.sparql_terminals import Keywords


class Replica:
    """The dataset, and where that pays its default graph once more.

    Attributes:
        full: the named graphs and the default graph.
        plain: the default graph alone, for queries that name no graph; the same store as `full`
            where the default graph is not laid out.
    """

    def __init__(self) -> None:
        self.full = ox.Store()
        self.plain = self.full
        self._graph_words = Keywords("GRAPH", "FROM")

    def load(self, quads: BinaryIO, default_graph: BinaryIO | None) -> None:
        """Fill an empty replica.

        Args:
            quads: N-Quads of the dataset.
            default_graph: N-Triples of what queries see as the default graph besides, or None.
        """
        # parse keeps the names of blank nodes, which Store.load and bulk_load would replace;
        # patches name them.
        self.full.bulk_extend(ox.parse(quads, format=ox.RdfFormat.N_QUADS))
        if default_graph is not None:
            self.full.bulk_extend(ox.parse(default_graph, format=ox.RdfFormat.N_TRIPLES))
            self.plain = ox.Store()
            laid_out = self.full.quads_for_pattern(None, None, None, ox.DefaultGraph())
            self.plain.bulk_extend(laid_out)

    def apply(self, removed: bytes, added: bytes) -> None:
        """Apply a patch given as two N-Quads texts."""
        both = self.plain is not self.full
        for quad in ox.parse(removed, format=ox.RdfFormat.N_QUADS):
            self.full.remove(quad)
            if both and isinstance(quad.graph_name, ox.DefaultGraph):
                self.plain.remove(quad)
        quads = list(ox.parse(added, format=ox.RdfFormat.N_QUADS))
        self.full.extend(quads)
        if both:
            self.plain.extend(q for q in quads if isinstance(q.graph_name, ox.DefaultGraph))

    def store_for(self, text: str) -> ox.Store:
        """Return the store that a query without a dataset of its own is to run on."""
        if self.plain is self.full or self._graph_words.absent(text):
            return self.plain
        return self.full
