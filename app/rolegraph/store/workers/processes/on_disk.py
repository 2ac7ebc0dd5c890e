"""Workers on disk: the copy of the dataset, its snapshots, and who forks workers that open them."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass

from rolegraph.errors import StoreError
from rolegraph.sandbox.forking import Forked
from rolegraph.store.copies.disk_copy import DiskCopy
from rolegraph.store.copies.snapshots import FOLDER, Snapshot, Snapshots
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.workers.messages.job import Limits
from rolegraph.store.workers.processes.fork_server import SnapshotForkServer


@dataclass(frozen=True)
class OnSnapshot:
    """A worker that was forked, and what it reads."""

    forked: Forked
    snapshot: Snapshot


class OnDisk:
    """What workers need that read the dataset from disk. Safe to share among threads.

    Args:
        store: the store, which has a folder.
        limits: what one query may use.
        union: whether queries see the union of the default dataset graphs as default graph.

    Attributes:
        copy: the copy that they read.
    """

    def __init__(self, store: EmbeddedStore, limits: Limits, *, union: bool) -> None:
        if store.folder is None:
            raise StoreError("A store in memory has no copy on disk.")
        self._limits = limits
        self.copy = DiskCopy(store, union=union)
        self._snapshots = Snapshots(self.copy, store.folder / FOLDER)
        self._server = SnapshotForkServer(limits)
        self._lock = threading.Lock()
        self._begun: list[Future[None]] = []
        # Kept to the end: the kernel ends a process that is to die with its parent together with
        # the thread that started it (prctl(2), PR_SET_PDEATHSIG).
        self._threads = ThreadPoolExecutor(2)

    def begin(self) -> None:
        """Begin to open the copy and to start the fork server; `start` waits for both."""
        self._begun = [
            self._threads.submit(self._server.start),
            self._threads.submit(self._open),
        ]

    def _open(self) -> None:
        self._snapshots.tidy()
        self.copy.open()

    def start(self) -> None:
        """Open the copy and start the fork server; blocks until workers can be forked.

        Raises:
            StoreError: one of both is not to be had.
        """
        if not self._begun:
            self.begin()
        wait(self._begun)
        for one in self._begun:
            one.result()

    def fork(self, connections: int, *, writable: bool) -> OnSnapshot:
        """Have a worker forked on the present state.

        Args:
            connections: how many connections it may open.
            writable: whether it is to change what it reads.

        Raises:
            StoreError: the fork server is gone, or the copy cannot be read.
        """
        snapshot = self._snapshots.private() if writable else self._snapshots.newest()
        try:
            forked = self._running().fork(connections, snapshot, writable=writable)
            return OnSnapshot(forked, snapshot)
        except BaseException:
            self._snapshots.release(snapshot)
            raise

    def fork_without(self) -> Forked:
        """Have a worker forked that reads nothing of the dataset.

        Raises:
            StoreError: the fork server is gone.
        """
        return self._running().fork(0)

    def _running(self) -> SnapshotForkServer:
        with self._lock:
            if not self._server.running:
                self._server.end()
                self._server = SnapshotForkServer(self._limits)
                self._server.start()
            return self._server

    @contextmanager
    def reading(self) -> Iterator[Snapshot]:
        """Give a snapshot of the present state for as long as the block runs."""
        snapshot = self._snapshots.newest()
        try:
            yield snapshot
        finally:
            self._snapshots.release(snapshot)

    def release(self, snapshot: Snapshot) -> None:
        """Note that a worker has a snapshot no more."""
        self._snapshots.release(snapshot)

    def close(self) -> None:
        """End the fork server and its workers, and close the copy."""
        wait(self._begun)
        self._server.end()
        self._threads.shutdown()
        self.copy.close()
        with contextlib.suppress(OSError):
            self._snapshots.tidy()
