"""The dataset as workers hold it: in memory, with the union of its graphs materialised.

Where queries see the union of the default dataset graphs, each of its triples is also put into
the replica's own default graph. A query then runs on one plain graph, without a union to form and
free of duplicates at every pattern, at the price of memory. The graph of changes is not here: it
grows with each commit, and is asked seldom. Nor is that of inferred triples. Most queries name no
graph at all; for them the default graph stands in a store of its own, where scans pass no quads of
named graphs.
"""

from __future__ import annotations

import os
from typing import IO, Any, BinaryIO, Protocol, cast

import pyoxigraph as ox

from rolegraph.rdf.named_graphs import dataset_of, names_graph, speaks_of_graphs
from rolegraph.rdf.namespaces import APART_GRAPHS
from rolegraph.store.journal.glance import Place
from rolegraph.store.workers.inside.journal_text import JournalText
from rolegraph.store.workers.inside.merging import Merges
from rolegraph.store.workers.inside.updates import Evaluation

LARGE = 4 * 2**20
"""Bytes from which on a patch is large: it is loaded, and workers are forked anew after it."""


class NQuadsSource(Protocol):
    """What N-Quads are read from."""

    def read(self, size: int = -1) -> bytes:
        """Read at most so many bytes."""


class WorkerReplica:
    """The dataset, and where that pays its default graph once more.

    Attributes:
        full: the named graphs and the default graph.
        revision: of the last commit that it has.
        plain: the default graph alone, for queries that name no graph; the same store as `full`
            where the default graph is no union.
    """

    def __init__(self) -> None:
        self.plain = self.full = ox.Store()
        self.revision = 0
        self._merges = Merges(self.full)
        self._snapshot: str | None = None

    @classmethod
    def on_disk(cls, path: str, revision: int, *, writable: bool) -> WorkerReplica:
        """Return a replica in files: a snapshot in which the default graph is as queries see it.

        Args:
            path: its folder.
            revision: the revision that it has, and keeps.
            writable: whether it may be changed; no other process may have it open then.
        """
        replica = cls()
        replica.revision = revision
        if writable:
            replica.full = replica.plain = ox.Store(path)
            replica._merges = Merges(replica.full)
        else:
            replica._snapshot = path
            replica.open_anew()
        return replica

    def open_anew(self) -> None:
        """Open the snapshot anew, if it is one, which gives back what the engine keeps of files.

        It keeps up to 32 MB of blocks as long as it is open. The operating system keeps them as
        well, for all workers together, and takes 15 ms of the processor to open them again.
        """
        if self._snapshot is not None:
            self.full = self.plain = ox.Store.read_only(self._snapshot)
            self._merges = Merges(self.full)

    def load(
        self, quads: NQuadsSource, default_graph: BinaryIO | None, *, merged: bool = False
    ) -> None:
        """Fill an empty replica.

        Args:
            quads: N-Quads of the dataset.
            default_graph: N-Triples of what queries see as the default graph besides, or None.
            merged: whether the dataset has that in its default graph already.
        """
        # parse keeps the names of blank nodes, which Store.load and bulk_load would replace;
        # patches name them.
        self.full.bulk_extend(ox.parse(cast("IO[bytes]", quads), format=ox.RdfFormat.N_QUADS))
        if default_graph is not None:
            self.full.bulk_extend(ox.parse(default_graph, format=ox.RdfFormat.N_TRIPLES))
        if merged or default_graph is not None:
            self.plain = ox.Store()
            materialised = self.full.quads_for_pattern(None, None, None, ox.DefaultGraph())
            self.plain.bulk_extend(materialised)

    def apply(self, revision: int, removed: bytes, added: bytes) -> None:
        """Apply the patch of a commit, given as two N-Quads texts; one that it has already, not.

        A replica that is forked during a commit is sent a patch that its parent had. Taking that
        one again would bring back what a later one has changed.
        """
        if revision <= self.revision:
            return
        self.revision = revision
        self._merges.forget()
        both = self.plain is not self.full
        for quad in ox.parse(removed, format=ox.RdfFormat.N_QUADS):
            self.full.remove(quad)
            if both and isinstance(quad.graph_name, ox.DefaultGraph):
                self.plain.remove(quad)
        if len(added) > LARGE and not both and b"_:" not in added:
            # Without an object of Python for each quad; blank nodes would be named anew.
            self.full.load(added, format=ox.RdfFormat.N_QUADS, lenient=True)
            return
        quads = list(ox.parse(added, format=ox.RdfFormat.N_QUADS))
        self.full.extend(quads)
        if both:
            self.plain.extend(q for q in quads if isinstance(q.graph_name, ox.DefaultGraph))

    def apply_logged(self, revision: int, file: str, place: Place) -> None:
        """Apply the patch of a commit that only adds, as it stands in the journal.

        Args:
            revision: the commit's; one that it has already is not applied.
            file: the journal.
            place: where in it the patch is.

        Raises:
            OSError: the journal cannot be read.
        """
        if revision <= self.revision:
            return
        self.revision = revision
        self._merges.forget()
        journal = os.open(file, os.O_RDONLY)
        try:
            text = JournalText(self.full, journal, union=False, tell=lambda _: None)
            text.finish([place], b"")
        finally:
            os.close(journal)

    def bring_to(self, removed: bytes, added: bytes, union: bool, stored_default: bytes) -> None:
        """Bring it to another state; the server ends this worker after the query.

        Args:
            removed: N-Quads of what is not there.
            added: N-Quads of what is there besides.
            union: whether queries see the union of graphs as default graph.
            stored_default: N-Triples of the default graph as it is stored.
        """
        self._merges.forget()
        default = ox.parse(stored_default, format=ox.RdfFormat.N_TRIPLES)
        evaluation = Evaluation(self.full, union=union, stored_default=default)
        evaluation.change(
            ox.parse(removed, format=ox.RdfFormat.N_QUADS),
            ox.parse(added, format=ox.RdfFormat.N_QUADS),
        )

    def store_for(self, text: str) -> ox.Store:
        """Return the store that a query without a dataset of its own is to run on."""
        if self.plain is self.full or not speaks_of_graphs(text):
            return self.plain
        return self.full

    def merged(
        self, text: str, base: str | None, graphs: tuple[list[str], list[str]] | None
    ) -> tuple[ox.Store, dict[str, Any]] | None:
        """Return a store with the merge of the graphs that a query asks; see `Merges.of`.

        Args:
            text: the query.
            base: its base IRI.
            graphs: the default and the named graphs, where the request says which.

        Returns:
            None where the query asks no two graphs that share a triple.
        """
        if graphs is None:
            if not speaks_of_graphs(text):
                return None
            graphs = dataset_of(text, base)
        return self._merges.of(*graphs)

    def lacks(self, text: str, base: str | None, graphs: list[str] | None) -> list[str]:
        """Return which graphs a query names that are in no replica.

        Args:
            text: the query.
            base: its base IRI.
            graphs: those that it asks, where the request and not the text says which.
        """
        if graphs is not None:
            return [graph for graph in APART_GRAPHS if graph in graphs]
        if not speaks_of_graphs(text):
            return []
        return [graph for graph in APART_GRAPHS if names_graph(text, graph, base)]

    def take_in(self, quads: bytes, *, merged: str | None = None) -> None:
        """Add N-Quads that no replica has otherwise; this one is of no use for others then.

        Args:
            quads: what to add.
            merged: a graph whose triples are also put into the default graph.
        """
        self._merges.forget()
        found = list(ox.parse(quads, format=ox.RdfFormat.N_QUADS))
        self.full.extend(found)
        if merged is not None:
            graph = ox.NamedNode(merged)
            self.full.extend(
                ox.Quad(q.subject, q.predicate, q.object) for q in found if q.graph_name == graph
            )
