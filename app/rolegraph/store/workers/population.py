"""The processes behind the pool: born, replaced, kept at the store's revision."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog

from rolegraph.errors import StoreError
from rolegraph.rdf.patch import Patch
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.workers import wire
from rolegraph.store.workers.job import Limits
from rolegraph.store.workers.process import Nursery, Worker
from rolegraph.store.workers.replication import replica_patch

FEDERATED_CONNECTIONS = 8
"""Connections that a worker may open for the SERVICE clauses of its one query."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Owner:
    """Who is told of a worker's messages, its end, and its being ready."""

    on_message: Callable[[Worker, Any], None]
    on_lost: Callable[[Worker], None]
    on_ready: Callable[[Worker], None]


class Population:
    """A nursery and its workers.

    Args:
        store: the store that the replicas follow.
        limits: what one query may use.
        union: whether queries see the union of the default dataset graphs as default graph.
        owner: who is told.
    """

    def __init__(self, store: EmbeddedStore, limits: Limits, *, union: bool, owner: Owner) -> None:
        self._store, self._limits, self._union = store, limits, union
        self._owner = owner
        self._nursery = Nursery(store, limits, union=union)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._restarting = asyncio.Lock()
        self._closing = False
        self._size = 0
        self._unborn = 0
        self.workers: set[Worker] = set()
        self.revision = 0
        self.replaced = 0

    @property
    def count(self) -> int:
        """How many workers there are, those included that are being forked."""
        return len(self.workers) + self._unborn

    async def start(self, size: int) -> None:
        """Load the nursery and fork the first workers."""
        self._loop = asyncio.get_running_loop()
        self._size = size
        self._store.on_commit(self._publish)
        await asyncio.to_thread(self._nursery.start)
        self.revision = max(self.revision, self._nursery.revision)
        for _ in range(size):
            await self._add()

    async def close(self) -> None:
        """End every process."""
        self._closing = True
        # Forks under way are waited for, so that none is left behind.
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for worker in list(self.workers):
            worker.end()
        await asyncio.to_thread(self._nursery.end)
        await asyncio.sleep(0)  # lets the transports close

    def spawn(self, *, federated: bool = False) -> None:
        """Have one more worker forked; the owner is told when it is ready.

        Args:
            federated: it is for one query with a SERVICE, and may open connections.
        """
        self._unborn += 1
        task = asyncio.get_running_loop().create_task(self._spawn(federated=federated))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _spawn(self, *, federated: bool) -> None:
        nursery = self._nursery
        try:
            await self._add(federated=federated)
        except StoreError as error:
            _log.warning("nursery.lost", error=str(error))
            await self._restart(nursery)
        finally:
            self._unborn -= 1

    async def _add(self, *, federated: bool = False) -> None:
        nursery = self._nursery
        worker = Worker(self._owner.on_message, self._lost, federated=federated)
        # Known before it is forked: a commit in between then reaches it at least once, and
        # patches may be applied twice.
        self.workers.add(worker)
        try:
            forked = await asyncio.to_thread(
                nursery.fork, FEDERATED_CONNECTIONS if federated else 0
            )
        except StoreError:
            self.workers.discard(worker)
            raise
        worker.born(forked.pid, forked.pidfd)
        await worker.connect(forked.connection)
        if self._closing:
            worker.end()
        elif worker in self.workers:  # else it was lost as soon as it was born
            self._owner.on_ready(worker)

    def _lost(self, worker: Worker) -> None:
        self.workers.discard(worker)
        worker.end()
        if not self._closing:
            self.replaced += 1
        self._owner.on_lost(worker)

    async def _restart(self, lost: Nursery) -> None:
        """Load the dataset anew, after the nursery died (out of memory, or by an operator).

        With it all its workers died, and each of them asks for a replacement: the first to come
        here does it for all.
        """
        async with self._restarting:
            if self._nursery is not lost or lost.running or self._closing:
                return
            # Known before it loads: commits meanwhile wait in it until it has.
            self._nursery = Nursery(self._store, self._limits, union=self._union)
            await asyncio.to_thread(lost.end)
            await asyncio.to_thread(self._nursery.start)
            while len(self.workers) < self._size and not self._closing:
                await self._add()

    def _publish(self, revision: int, patch: Patch) -> None:
        """Bring a commit to the replicas; called by the committing thread before it answers."""
        frame = wire.pack((wire.PATCH, *replica_patch(self._store, patch, union=self._union)))
        with contextlib.suppress(OSError):  # a lost nursery is loaded anew
            self._nursery.publish(revision, frame)
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._deliver, revision, frame)

    def _deliver(self, revision: int, frame: bytes) -> None:
        for worker in self.workers:
            worker.send(frame)
        self.revision = revision
