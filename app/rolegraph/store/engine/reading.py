"""Reading an engine at the revision it has, and the lock that keeps it there.

The standard library has no lock for readers and writers; this one is the textbook second form: a
waiting writer goes before new readers, so that a stream of readers cannot starve commits.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import BinaryIO, cast

import pyoxigraph as ox

from rolegraph.rdf.named_graphs import names_graph, speaks_of_graphs, without_enumerating
from rolegraph.rdf.namespaces import (
    CHANGES_GRAPH,
    is_default_dataset_graph,
    is_engine_mark,
)
from rolegraph.rdf.query_rewriting import grouping_texts
from rolegraph.rdf.sparql_terminals import unescape_codepoints
from rolegraph.rdf.terms import (
    BlankNode,
    DefaultGraph,
    GraphName,
    NamedNode,
    Quad,
    RdfFormat,
    Subject,
    Term,
    Variable,
    refusing_in_words,
    serialize,
)
from rolegraph.store.engine.behind import Behind


class ReadersWriterLock:
    """Many threads read at once, or one writes."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._readers = 0
        self._writing = False
        self._writers_waiting = 0
        self._mine = threading.local()  # how often the thread reads already, as `depth`

    @property
    def is_free(self) -> bool:
        """Whether a reader would not have to wait now."""
        return not self._writing and not self._writers_waiting

    @property
    def is_idle(self) -> bool:
        """Whether nobody reads or writes now, or waits for that."""
        return self.is_free and not self._readers

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold the lock together with other readers.

        A thread that reads already does not let a waiting writer go first: the writer waits for
        this very thread, and both would wait for ever.
        """
        depth: int = getattr(self._mine, "depth", 0)
        with self._changed:
            self._changed.wait_for(
                lambda: not self._writing and (depth > 0 or not self._writers_waiting)
            )
            self._readers += 1
        self._mine.depth = depth + 1
        try:
            yield
        finally:
            # Where another thread ends what this one began, it has nothing to count back.
            self._mine.depth = max(getattr(self._mine, "depth", 0) - 1, 0)
            with self._changed:
                self._readers -= 1
                self._changed.notify_all()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lock alone."""
        with self._changed:
            self._writers_waiting += 1
            self._changed.wait_for(lambda: not self._writing and not self._readers)
            self._writers_waiting -= 1
            self._writing = True
        try:
            yield
        finally:
            with self._changed:
                self._writing = False
                self._changed.notify_all()


_CHANGES = NamedNode(CHANGES_GRAPH)
_NONE = NamedNode("urn:rolegraph:empty")
"""A graph that is nowhere: an empty list of graphs would mean that none is given."""


class EngineReader:
    """The part of a `Store` that reads.

    Args:
        engine: what to read.
        revision: the revision it has.

    Attributes:
        revision: the number of the committed state; 0 before the first.
    """

    def __init__(self, engine: ox.Store, revision: int = 0) -> None:
        self._engine = engine
        self.revision = revision
        self._lock = ReadersWriterLock()
        self._behind = Behind()

    @property
    def _current(self) -> ox.Store:
        """The engine, once it has the last commit that was answered."""
        self._behind.wait()
        return self._engine

    @property
    def is_calm(self) -> bool:
        """Whether no commit is under way that a reader would have to wait for."""
        return self._lock.is_free

    @contextmanager
    def reading(self) -> Iterator[int]:
        """Hold off commits while the block reads, and give the revision it reads."""
        with self._lock.reading():
            yield self.revision

    def match(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,  # noqa: A002 - the RDF word
        graph: GraphName | None = None,
    ) -> Iterator[Quad]:
        """Yield the quads that fit a pattern; None fits everything, also every graph."""
        return self._current.quads_for_pattern(subject, predicate, object, graph)

    def select(
        self, query: str, substitutions: Mapping[str, Term] | None = None
    ) -> list[dict[str, Term]]:
        """Run a fixed SELECT over the union of the default dataset graphs."""
        known = self.graph_names()
        graphs: list[GraphName] = [DefaultGraph()]
        graphs += [g for g in known if is_default_dataset_graph(g.value)]
        named: list[NamedNode | BlankNode] | None = None
        if speaks_of_graphs(query):
            named = [*known]
            if names_graph(query, CHANGES_GRAPH):
                named.append(_CHANGES)
                query = without_enumerating(unescape_codepoints(query), CHANGES_GRAPH)
            named = named or [_NONE]
        values = {Variable(name): term for name, term in (substitutions or {}).items()}
        solutions = cast(
            "ox.QuerySolutions",
            self._current.query(
                grouping_texts(query),
                default_graph=graphs,
                named_graphs=named,
                substitutions=values or None,
            ),
        )
        names = [variable.value for variable in solutions.variables]
        return [
            {name: term for name in names if (term := solution[name]) is not None}
            for solution in solutions
        ]

    def graph_names(self) -> list[NamedNode]:
        """Return the names of the named graphs, sorted.

        The graph of changes is not listed anywhere: it answers who names it.
        """
        names = (
            name
            for name in self._current.named_graphs()
            if isinstance(name, NamedNode) and name != _CHANGES and not is_engine_mark(name.value)
        )
        return sorted(names, key=lambda name: name.value)

    def holds(self, quad: Quad) -> bool:
        """Tell whether the dataset has a quad."""
        return quad in self._current

    def has_any(self, graphs: Iterable[str]) -> bool:
        """Tell whether the dataset has a quad in one of some graphs.

        Args:
            graphs: their names; that of the default graph is empty.
        """
        nodes = (NamedNode(name) if name else DefaultGraph() for name in graphs)
        return any(next(self.match(graph=node), None) is not None for node in nodes)

    def data(self) -> Iterator[Quad]:
        """Yield the quads that commits have put there: all but those of the graph of changes."""
        return (quad for quad in self.match() if quad.graph_name != _CHANGES)

    def count(self) -> int:
        """Return the number of quads."""
        return len(self._current)

    def dump(
        self,
        output: BinaryIO,
        rdf_format: RdfFormat,
        graph: GraphName | None = None,
        prefixes: Mapping[str, str] | None = None,
    ) -> None:
        """Write all data, or the triples of one graph, to a binary file.

        The graph of changes is no part of the dataset that is written, and can be written alone.

        Args:
            output: what to write to.
            rdf_format: the format.
            graph: the graph; None for the dataset, which needs a format that names graphs.
            prefixes: abbreviations that the format may use.
        """
        short = dict(prefixes) if prefixes else None
        if graph is None:
            serialize(self.data(), output, format=rdf_format, prefixes=short)
            return
        with refusing_in_words():
            self._current.dump(output, format=rdf_format, from_graph=graph, prefixes=short)
