"""The embedded store: pyoxigraph on disk, or in memory for tests and the command line.

A data directory has this content:

* `store/`, the engine's files;
* `changes.rdfp`, the journal (see `journal/`), written before the engine;
* `settled`, what is known of the engine's files (see `recovery/settled.py`);
* `archive/`, commits that `rolegraph compact` has taken out of the journal;
* `lock`, held by the one process that owns the writes.

The engine has a mark of the last commit that it took. What the journal holds beyond it is applied
at start. The last commit that touches a quad decides whether it is there, so this leads to the
state of the last commit whatever part of those commits the engine had kept.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

import pyoxigraph as ox
import structlog

from rolegraph.errors import Diverged, NotSeenYet, RestartNeeded, StoreError, Unreadable
from rolegraph.rdf.namespaces import CHANGES_GRAPH
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import DefaultGraph, GraphName, NamedNode, Quad, RdfFormat
from rolegraph.store.engine.behind import has_room
from rolegraph.store.engine.engine import (
    FAULTS,
    apply,
    open_once_free,
    open_to_read,
    replace_engine,
)
from rolegraph.store.engine.reading import EngineReader
from rolegraph.store.engine.staging import Staging
from rolegraph.store.files.durable import lock_folder
from rolegraph.store.followers import Followers
from rolegraph.store.journal import dump as journal_dump
from rolegraph.store.journal.dump import MANY
from rolegraph.store.journal.entry_format import Entry, decode_patch
from rolegraph.store.journal.journal import Journal
from rolegraph.store.journal.provenance import described
from rolegraph.store.recovery.mark import DirectoryMark, replace_mark, write_mark
from rolegraph.store.recovery.settled import Settled, note_closed
from rolegraph.store.recovery.start import open_data, rebuild_at_start

_log = structlog.get_logger(__name__)
_LARGE = 20_000
"""Added quads of a large commit, which is answered before the engine has it."""
_FAILED = "the store's engine failed at it, and the service must be restarted"
_SETTLE_AFTER = 1000
"""How many commits, and thousands of quads, the engine may have that are only in the journal."""


class EmbeddedStore(EngineReader):
    """A `Store` in this process.

    Args:
        folder: the data directory, or None for a store, and its journal, in memory.
        describe: whether the graph of changes tells of the commits (see `journal/provenance.py`).

    Raises:
        StoreError: another process holds the directory, or it cannot be opened.
    """

    def __init__(self, folder: Path | None = None, *, describe: bool = True) -> None:
        self._folder = folder
        self._describe = describe
        self._commit_lock = threading.Lock()
        self._followers = Followers()
        self._failed = self._is_to_open = False
        self._unsettled = 0
        self._journal = Journal(None)
        self._mark = DirectoryMark(0, 0, "")
        if folder is None:
            super().__init__(ox.Store())
            return
        self._lock_file = lock_folder(folder)
        try:
            opened = open_data(folder)
        except FAULTS as error:
            self._lock_file.close()
            raise StoreError(f"The store in {folder} cannot be opened: {error}.") from error
        except BaseException:
            self._lock_file.close()
            raise
        self._journal, self._mark = opened.journal, opened.mark
        super().__init__(opened.engine, opened.mark.revision)

    @classmethod
    def snapshot(cls, quads: Iterable[Quad], revision: int) -> EmbeddedStore:
        """Return a store in memory that holds an earlier state, for reading only."""
        store = cls(describe=False)
        store._engine.bulk_extend(quads)
        store.revision = revision
        return store

    def count(self) -> int:
        """Return the number of quads: as the mark has it, since the engine would count each."""
        self._behind.wait()
        return self._mark.quads or super().count()

    @property
    def failed(self) -> bool:
        """Whether the engine has failed, so that nothing is written until a restart."""
        return self._failed

    @property
    def folder(self) -> Path | None:
        """The data directory; None for a store in memory."""
        return self._folder

    @property
    def journal(self) -> Journal:
        """The journal of all commits."""
        return self._journal

    def apply(self, patch: Patch, headers: Mapping[str, str] | None = None) -> int:
        """Commit an exact patch durably and return the new revision.

        Args:
            patch: what to remove and add, exact against the current state.
            headers: what to note of the commit in the journal, such as author and message.

        Raises:
            StoreError: it could not be written; the store is as before.
        """
        with self._commit_lock:
            self._check_engine()
            return self._follow(self._journal.append(patch, headers or {}), patch)

    def replay(self, headers: Mapping[str, str], body: bytes) -> int:
        """Commit verbatim what was committed elsewhere, and return its revision.

        Args:
            headers: the headers of its journal entry, in their order.
            body: the lines of its patch; the names of blank nodes stay.

        Raises:
            Diverged: it does not follow on the present revision, or is damaged.
            StoreError: it could not be written; the store is as before.
        """
        try:
            patch = decode_patch(body)
        except (SyntaxError, Unreadable) as error:
            raise Diverged(
                f"The patch of revision {headers.get('revision')} does not parse: {error}."
            ) from None
        with self._commit_lock:
            self._check_engine()
            return self._follow(self._journal.append_verbatim(headers, body), patch)

    def staging(self) -> Staging:
        """Return a place for quads that are too many for a patch; to be closed.

        Raises:
            StoreError: the store is in memory.
        """
        if self._folder is None:
            raise StoreError("A store in memory takes patches only.")
        return Staging(self._folder, self._current)

    def take(self, staged: Staging, headers: Mapping[str, str], *, drafted: bool = False) -> int:
        """Commit what is staged durably, as one revision, and return that.

        Args:
            staged: settled; of no use afterwards.
            headers: what to note of the commit in the journal.
            drafted: whether these are all headers, as the journal drafted them.

        Raises:
            StoreError: it could not be written, or somebody follows the commits of this store; the
                store is as before.
        """
        with self._commit_lock:
            self._check_engine()
            if self._folder is None or self._followers.any:
                raise StoreError("A store that serves takes patches only; end the service first.")
            larger = staged.is_larger
            if larger:
                staged.take_in_present()
            entry = self._journal.append_file(staged.patch, headers, drafted=drafted)
            with self._lock.writing(), self._engine_may_fail(entry):
                if larger:
                    del self._engine  # which closes its files
                    self._engine = replace_engine(self._folder)
                else:
                    self._engine.bulk_extend(staged.patch.quads())
                self._engine.extend(described(entry))
                self._mark = DirectoryMark(entry.revision, len(self._engine), entry.link)
                write_mark(self._engine, self._mark)
                self.revision = entry.revision
                self._settle()
            return entry.revision

    @contextmanager
    def _engine_may_fail(self, entry: Entry) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            # The commit is in the journal, so it is made: a restart applies it.
            self._failed = True
            _log.exception("engine.failed", revision=entry.revision)
            raise NotSeenYet(entry.revision, _FAILED) from error

    def _check_engine(self) -> None:
        self._behind.settle()
        if self._failed:
            raise RestartNeeded
        if self._is_to_open:
            self._open_to_write()
        if self._is_to_open:
            raise StoreError(
                "An answer that began a while ago still reads the store's engine, and nothing was "
                "stored. Send it again once that answer has ended."
            )

    def let_go(self) -> bool:
        """Let go of what the engine has read, which it keeps as long as its files are open.

        Reading goes on meanwhile, in the same files. Nothing is done while somebody reads or
        commits, or right after a commit.

        Returns:
            Whether it was done.
        """
        if self._folder is None or not self._lock.is_idle:
            return False
        if not self._commit_lock.acquire(blocking=False):
            return False
        try:
            if self._failed or self._behind.is_busy:
                return False
            if self._unsettled:
                self._settle()  # after which the engine may merge files for a while
                return False
            if not self._is_to_open:
                self._engine, self._is_to_open = open_to_read(self._folder), True
            self._open_to_write()
        except FAULTS as error:
            _log.info("engine.not_opened_anew", reason=str(error))  # it was merging files
            return False
        finally:
            self._commit_lock.release()
        return not self._is_to_open

    def _open_to_write(self) -> None:
        engine = open_once_free(cast("Path", self._folder))
        if engine is not None:
            self._engine, self._is_to_open = engine, False

    def _follow(self, entry: Entry, patch: Patch) -> int:
        """Bring engine and followers to a commit that the journal has."""
        told = described(entry) if self._describe else frozenset()
        whole = patch.with_added(told) if told else patch
        large = patch.number_added > _LARGE
        self._followers.tell(entry.revision, whole, early=True, large=large)

        def see() -> None:
            self.revision = entry.revision

        def take() -> bool:
            with suppress(NotSeenYet), self._engine_may_fail(entry):
                self._apply_to_engine(whole, patch, told, entry)
            return not self._failed

        if large and self._folder and has_room(self._folder, entry.length):
            self._behind.take(self._lock.writing(), see, take)
        else:
            with self._lock.writing(), self._engine_may_fail(entry):
                self._apply_to_engine(whole, patch, told, entry)
                see()
        try:
            self._followers.tell(entry.revision, whole, early=False, large=large)
        except RestartNeeded as error:  # one that reads the engine, which has failed meanwhile
            raise NotSeenYet(entry.revision, _FAILED) from error
        return entry.revision

    def on_commit(
        self, subscriber: Callable[[int, Patch], None], *, reads_store: bool = True
    ) -> None:
        """Have a function called after each commit, before it is acknowledged.

        It is called with the revision and the patch, to which is added what the graph of changes
        tells of the commit, by the committing thread, one commit at a time and in their order.

        Args:
            subscriber: the function.
            reads_store: whether it reads the store: then it may wait for the engine. One that
                does not is told of a large commit as soon as the journal has it.
        """
        self._followers.add(subscriber, early=not reads_store)

    def _apply_to_engine(
        self, whole: Patch, patch: Patch, told: frozenset[Quad], entry: Entry
    ) -> None:
        """Have the engine take a commit: its patch, and what the graph of changes tells of it."""
        if CHANGES_GRAPH in patch.graphs:
            told -= patch.added
        new = sum(quad not in self._engine for quad in told)
        apply(self._engine, whole)
        if self._folder is not None:
            quads = self._mark.quads + patch.number_added - len(patch.removed) + new
            mark = DirectoryMark(entry.revision, quads, entry.link)
            replace_mark(self._engine, self._mark, mark)
            self._mark = mark
        self._unsettled += 1 + len(whole) // 1000
        if self._unsettled >= _SETTLE_AFTER:
            self._settle()

    def _settle(self) -> None:
        """Have the engine's files on disk, so that a restart need not apply old commits again."""
        self._unsettled = 0
        if self._folder is not None:
            self._engine.flush()
            Settled(self._mark.revision).write(self._folder)

    def load(self, quads: Iterable[Quad], headers: Mapping[str, str] | None = None) -> int:
        """Add many quads as one new revision and return it."""
        return self.apply(
            Patch.exact((), quads, self._current.__contains__),
            headers,
        )

    def entries(self) -> list[Entry]:
        """Return the commits of the journal, oldest first."""
        return self._journal.entries

    def dump(
        self,
        output: BinaryIO,
        rdf_format: RdfFormat,
        graph: GraphName | None = None,
        prefixes: Mapping[str, str] | None = None,
    ) -> None:
        """Write all data, or the triples of one graph; see `EngineReader.dump`."""
        plain = RdfFormat.N_QUADS if graph is None else RdfFormat.N_TRIPLES
        told_here = graph == NamedNode(CHANGES_GRAPH)  # which is not in the journal
        named = not isinstance(graph, DefaultGraph) and not told_here
        if rdf_format == plain and named and self._has_many(graph):
            entries = [e for e in self._journal.entries if e.revision <= self.revision]
            if journal_dump.is_worth_it(entries):
                journal_dump.dump(self._journal, entries, output, graph)
                return
        super().dump(output, rdf_format, graph, prefixes)

    def _has_many(self, graph: GraphName | None) -> bool:
        return graph is None or sum(1 for _ in islice(self.match(graph=graph), MANY)) == MANY

    def backup(self, folder: Path) -> None:
        """Write a consistent copy that can be opened on its own.

        Raises:
            StoreError: the store is in memory, or `folder` exists.
        """
        if self._folder is None:
            raise StoreError("A store in memory has no backup; dump it instead.")
        if folder.exists():
            raise StoreError(f"{folder} exists already; a backup overwrites nothing.")
        if self._is_to_open:
            with self._commit_lock:
                self._check_engine()
        self._current.backup(str(folder))

    def close(self) -> None:
        """Release files and locks, whatever state the engine is in."""
        if self._folder is not None:
            with self._commit_lock:  # a commit under way is finished first
                self._behind.settle()
                sound = not self._failed and self._flushed()
                self._failed = True  # and none comes after
                self._journal.close()
                self.__dict__.pop("_engine", None)  # which lets go of its files
                if sound:
                    note_closed(self._folder, self._mark.revision)
                self._lock_file.close()

    def _flushed(self) -> bool:
        """Return whether the engine's files are on disk; where not, have them built anew."""
        if self._is_to_open:  # they were before it was closed, and nothing came since
            return True
        try:
            self._engine.flush()
        except FAULTS as error:
            # Each commit is in the journal, and the next start makes the engine from that.
            _log.warning("engine.failed", reason=str(error), revision=self._mark.revision)
            rebuild_at_start(cast("Path", self._folder))
            return False
        return True
