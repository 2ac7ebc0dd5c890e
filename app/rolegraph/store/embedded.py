"""The embedded store: pyoxigraph on disk, or in memory for tests and the command line.

A data directory holds

* `store/`, the engine's files;
* `changes.rdfp`, the journal (see `journal.py`), written before the engine;
* `lock`, held by the one process that owns the writes.

The engine remembers the last revision applied to it in the graph of changes; what the journal
holds beyond that is applied again at start. Patches are sets, so applying one twice is harmless.
"""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import pyoxigraph as ox

from rolegraph.errors import StoreError
from rolegraph.rdf.namespaces import CHANGES_GRAPH, ONTOLOGY, is_default_dataset_graph
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import (
    DefaultGraph,
    GraphName,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Subject,
    Term,
    Variable,
    integer,
)
from rolegraph.store.journal import Entry, Journal
from rolegraph.store.locks import ReadersWriterLock

_CHANGES = NamedNode(CHANGES_GRAPH)
_CURRENT_REVISION = NamedNode(ONTOLOGY + "currentRevision")


class EmbeddedStore:
    """A `Store` in this process.

    Args:
        folder: the data directory, or None for a store in memory that keeps no journal.

    Raises:
        StoreError: another process holds the directory, or it cannot be opened.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._lock = ReadersWriterLock()
        self._commit_lock = threading.Lock()
        self._journal: Journal | None = None
        self._revision = 0
        self._subscribers: list[Callable[[int, Patch], None]] = []
        if folder is None:
            self._engine = ox.Store()
            return
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock_file = (folder / "lock").open("w")
        except OSError as error:
            raise StoreError(f"The data directory {folder} cannot be used: {error}.") from error
        try:
            fcntl.flock(self._lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._lock_file.close()
            raise StoreError(
                f"The data directory {folder} is in use by another rolegraph process; "
                "end it, or choose another directory with --data-dir."
            ) from None
        try:
            self._engine = ox.Store(str(folder / "store"))
        except OSError as error:
            raise StoreError(f"The store in {folder} cannot be opened: {error}.") from error
        self._journal = Journal(folder / "changes.rdfp")
        self._recover()

    def _recover(self) -> None:
        """Apply what the journal has and the engine lacks."""
        journal = cast("Journal", self._journal)
        self._revision = self._engine_revision()
        for entry in journal.entries:
            if entry.revision > self._revision:
                self._apply_to_engine(journal.patch(entry), entry.revision)
        self._revision = journal.revision

    def _engine_revision(self) -> int:
        for quad in self._engine.quads_for_pattern(_CHANGES, _CURRENT_REVISION, None, _CHANGES):
            return int(cast("Literal", quad.object).value)
        return 0

    @property
    def revision(self) -> int:
        """The number of the committed state; 0 before the first."""
        return self._revision

    @property
    def journal(self) -> Journal | None:
        """The journal, or None for a store in memory."""
        return self._journal

    @contextmanager
    def reading(self) -> Iterator[int]:
        """Hold off commits while the block reads, and give the revision it reads."""
        with self._lock.reading():
            yield self._revision

    def match(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,  # noqa: A002 - the RDF word
        graph: GraphName | None = None,
    ) -> Iterator[Quad]:
        """Yield the quads that fit a pattern; None fits everything, also every graph."""
        return self._engine.quads_for_pattern(subject, predicate, object, graph)

    def select(
        self, query: str, substitutions: Mapping[str, Term] | None = None
    ) -> list[dict[str, Term]]:
        """Run a fixed SELECT over the union of the default dataset graphs."""
        graphs: list[GraphName] = [DefaultGraph()]
        graphs += [g for g in self.graph_names() if is_default_dataset_graph(g.value)]
        values = {Variable(name): term for name, term in (substitutions or {}).items()}
        solutions = cast(
            "ox.QuerySolutions",
            self._engine.query(query, default_graph=graphs, substitutions=values or None),
        )
        names = [variable.value for variable in solutions.variables]
        return [
            {name: term for name in names if (term := solution[name]) is not None}
            for solution in solutions
        ]

    def graph_names(self) -> list[NamedNode]:
        """Return the names of the named graphs, sorted."""
        names = (name for name in self._engine.named_graphs() if isinstance(name, NamedNode))
        return sorted(names, key=lambda name: name.value)

    def apply(self, patch: Patch, headers: Mapping[str, str] | None = None) -> int:
        """Commit an exact patch durably and return the new revision.

        Args:
            patch: what to remove and add, exact against the current state.
            headers: what to note of the commit in the journal, such as author and message.

        Raises:
            StoreError: it could not be written; the store is as before.
        """
        with self._commit_lock:
            revision = self._revision + 1
            if self._journal is not None:
                revision = self._journal.append(patch, headers or {}).revision
            with self._lock.writing():
                self._apply_to_engine(patch, revision)
                self._revision = revision
            for subscriber in self._subscribers:
                subscriber(revision, patch)
            return revision

    def on_commit(self, subscriber: Callable[[int, Patch], None]) -> None:
        """Have a function called after each commit, before it is acknowledged.

        It is called with the revision and the patch, by the committing thread, one commit at a
        time and in their order.
        """
        self._subscribers.append(subscriber)

    def _apply_to_engine(self, patch: Patch, revision: int) -> None:
        for quad in patch.removed:
            self._engine.remove(quad)
        self._engine.extend(patch.added)
        if self._journal is not None:
            for quad in self._engine.quads_for_pattern(_CHANGES, _CURRENT_REVISION, None, _CHANGES):
                self._engine.remove(quad)
            self._engine.add(Quad(_CHANGES, _CURRENT_REVISION, integer(revision), _CHANGES))

    def load(self, quads: Iterable[Quad], headers: Mapping[str, str] | None = None) -> int:
        """Add many quads as one new revision and return it."""
        return self.apply(
            Patch.exact((), quads, self._engine.__contains__),
            headers,
        )

    def holds(self, quad: Quad) -> bool:
        """Tell whether the dataset has a quad."""
        return quad in self._engine

    def entries(self) -> list[Entry]:
        """Return the commits of the journal, oldest first."""
        return self._journal.entries if self._journal else []

    def count(self) -> int:
        """Return the number of quads."""
        return len(self._engine)

    def dump(self, output: BinaryIO, rdf_format: RdfFormat, graph: GraphName | None = None) -> None:
        """Write all quads, or the triples of one graph, to a binary file."""
        self._engine.dump(output, format=rdf_format, from_graph=graph)

    def backup(self, folder: Path) -> None:
        """Write a consistent copy that can be opened on its own.

        Raises:
            StoreError: the store is in memory, or `folder` exists.
        """
        if self._folder is None:
            raise StoreError("A store in memory has no backup; dump it instead.")
        if folder.exists():
            raise StoreError(f"{folder} exists already; a backup overwrites nothing.")
        self._engine.backup(str(folder))

    def close(self) -> None:
        """Release files and locks."""
        if self._folder is not None:
            self._engine.flush()
            cast("Journal", self._journal).close()
            del self._engine
            self._lock_file.close()
