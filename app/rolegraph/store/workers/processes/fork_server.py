"""The server's end of the fork servers: of the one that holds the dataset, and of one without."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable

import structlog

from rolegraph.errors import StoreError
from rolegraph.rdf.namespaces import is_default_dataset_graph
from rolegraph.rdf.terms import RdfFormat
from rolegraph.sandbox.forking import Forked, ForkServer
from rolegraph.store.copies import feeding
from rolegraph.store.copies.snapshots import Snapshot
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.engine.free_memory import heap_of_queries
from rolegraph.store.workers.messages import wire
from rolegraph.store.workers.messages.job import Limits
from rolegraph.store.workers.processes.ahead import LoadingAhead
from rolegraph.store.workers.processes.numbers import MODULE, NAME, numbers_for
from rolegraph.store.workers.processes.of_journal import content_of_journal

_WORTH_TELLING = 100_000
"""Quads from which on the log tells at each quarter how far loading is."""
_NONE = -1
"""The descriptor of a pipe that there is not."""


_log = structlog.get_logger(__name__)


class ReplicaForkServer:
    """The workers' fork server: loaded from a store at one revision, then kept up by patches.

    Args:
        store: the store.
        limits: what one query may use.
        union: whether replicas have the union of the default dataset graphs as default graph.
        one_copy: whether they have nothing besides it.
        ahead: a process that loads the journal already, for the same limits and union.

    Attributes:
        revision: the revision that was loaded.
        loaded: how many quads have been loaded so far.
    """

    def __init__(
        self,
        store: EmbeddedStore,
        limits: Limits,
        *,
        union: bool,
        one_copy: bool = False,
        ahead: LoadingAhead | None = None,
    ) -> None:
        self._store, self._limits, self._union = store, limits, union
        self._one_copy, self._ahead = one_copy, ahead
        self._server = ForkServer(MODULE, NAME)
        self._lock = threading.Lock()
        self._is_loaded = False
        self._feeding: subprocess.Popen[bytes] | None = None
        self._unsent: list[tuple[int, bytes]] = []
        self.revision = -1
        self.loaded = 0

    @property
    def running(self) -> bool:
        """Whether the process is up and has the dataset."""
        return self._server.running

    def start_from_journal(self) -> bool:
        """Start the process and have it read the journal; blocks until it is ready to fork.

        Others answer meanwhile, and commits do not wait.

        Returns:
            False where commits have removed so much that the copy on disk is read in less time:
            then nothing was started.

        Raises:
            StoreError: it did not come up.
        """
        content = content_of_journal(self._store, union=self._union)
        if content is None:
            self._end_ahead()
            return False
        self.revision, told = content
        journal = self._store.journal.lend()
        if self._ahead is not None and self._ahead.is_of(journal):
            os.close(journal)
            self._server, quads_write = self._ahead.server, self._ahead.take()
        else:
            self._end_ahead()
            quads_read, quads_write = os.pipe()
            self._launch(quads_read, journal=journal, beside=True)

        def feed() -> None:
            with os.fdopen(quads_write, "wb") as pipe:
                pipe.write(told)

        self._await_loaded(feed)
        return True

    def _end_ahead(self) -> None:
        if self._ahead is not None:
            self._ahead.end()

    def start(self, snapshot: Snapshot | None = None) -> None:
        """Start the process and give it the dataset; blocks until it is ready to fork.

        Args:
            snapshot: what it is loaded from, while others answer; by default the store, whose
                commits wait meanwhile. Where a replica has no more than one copy of each quad, the
                journal is read instead of the snapshot if that takes less time.

        Raises:
            StoreError: it did not come up.
        """
        if snapshot is None:
            quads_read, quads_write = os.pipe()
            default_read, default_write = os.pipe() if self._union else (_NONE, _NONE)
            self._launch(quads_read, default=default_read)
            self._await_loaded(lambda: self._feed(quads_write, default_write))
            return
        if (self._one_copy or not self._union) and self.start_from_journal():
            return
        self.revision = snapshot.revision
        quads_read, quads_write = os.pipe()
        merged = self._union and not self._one_copy
        self._launch(quads_read, merged=merged, beside=True)
        self._await_loaded(lambda: self._feed_from(snapshot, quads_write))

    def _launch(
        self,
        quads: int,
        *,
        default: int = _NONE,
        journal: int = _NONE,
        merged: bool = False,
        beside: bool = False,
    ) -> None:
        self._server.launch(
            *numbers_for(
                self._limits,
                quads=quads,
                default=default,
                journal=journal,
                merged=merged,
                beside=beside,
                union=self._union,
            ),
            pass_fds=[fd for fd in (quads, default, journal) if fd >= 0],
            environment=heap_of_queries(os.environ, huge=True),
        )

    def _await_loaded(self, feed: Callable[[], None]) -> None:
        self._server.await_ready(feed, self._note)
        if self._feeding is not None and self._feeding.wait() != 0:
            self._server.end()
            raise StoreError("The replica got a part of the dataset only.")
        with self._lock:
            self._server.send(wire.pack((wire.PATCH, self.revision, b"", b"")))
            for revision, frame in self._unsent:
                if revision > self.revision:
                    self._server.send(frame)
            self._unsent.clear()
            self._is_loaded = True

    def _note(self, loaded: int) -> None:
        size = self._store.journal.size
        before, now = (4 * number // max(size, 1) for number in (self.loaded, loaded))
        self.loaded = loaded
        if now > before and size >= _WORTH_TELLING:
            _log.info("replicas.filling", quads=loaded, of=size)

    def _feed(self, quads_write: int, default_write: int) -> None:
        store = self._store
        with store.reading() as revision:
            with os.fdopen(quads_write, "wb") as quads:
                store.dump(quads, RdfFormat.N_QUADS)
            if default_write >= 0:
                with os.fdopen(default_write, "wb") as default_graph:
                    for name in store.graph_names():
                        if is_default_dataset_graph(name.value):
                            store.dump(default_graph, RdfFormat.N_TRIPLES, name)
            self.revision = revision

    def _feed_from(self, snapshot: Snapshot, quads_write: int) -> None:
        command = [sys.executable, "-P", "-m", feeding.__name__, str(snapshot.path)]
        if self._one_copy:
            command.append(feeding.DEFAULT_GRAPH)
        with os.fdopen(quads_write, "wb") as quads:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=quads)
        with contextlib.suppress(ProcessLookupError):  # what has failed tells of that by its end
            os.setpriority(os.PRIO_PROCESS, process.pid, feeding.NICENESS)
        self._feeding = process

    def publish(self, revision: int, frame: bytes) -> None:
        """Send the patch of a commit; until the dataset is loaded, keep it."""
        with self._lock:
            if self._is_loaded:
                self._server.send(frame)
            else:
                self._unsent.append((revision, frame))

    def fork(self, connections: int = 0, lent: tuple[int, int, int] | None = None) -> Forked:
        """Have a worker forked.

        Args:
            connections: how many connections it may open.
            lent: where it finds connections that it is lent: the number of its slot, and the
                descriptors of its socket and of the shared memory.

        Raises:
            StoreError: the fork server is gone.
        """
        if lent is None:
            return self._server.fork(connections)
        return self._server.fork(connections, lent[0], fds=lent[1:])

    def end(self) -> None:
        """End the process, and with it every worker."""
        if self._feeding is not None:
            self._feeding.kill()
            self._feeding.wait()
        self._end_ahead()
        self._server.end()


class SnapshotForkServer:
    """A fork server without the dataset: its workers open snapshots of it.

    Args:
        limits: what one query may use.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._server = ForkServer(MODULE, NAME)

    def start(self) -> None:
        """Start the process.

        Raises:
            StoreError: it did not come up.
        """
        self._server.start(
            *numbers_for(self._limits), environment=heap_of_queries(os.environ, huge=False)
        )

    @property
    def running(self) -> bool:
        """Whether the process is up."""
        return self._server.running

    def fork(
        self, connections: int, snapshot: Snapshot | None = None, *, writable: bool = False
    ) -> Forked:
        """Have a worker forked that opens a snapshot.

        Args:
            connections: how many connections it may open.
            snapshot: what it opens; None where it is to read nothing.
            writable: whether it alone has it, and may change it.

        Raises:
            StoreError: the fork server is gone.
        """
        if snapshot is None:
            return self._server.fork(connections)
        return self._server.fork(connections, str(snapshot.path), snapshot.revision, writable)

    def end(self) -> None:
        """End the process, and with it every worker."""
        self._server.end()
