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
from rolegraph.store.workers.messages import wire
from rolegraph.store.workers.messages.job import Limits
from rolegraph.store.workers.processes.fork_server import ReplicaForkServer
from rolegraph.store.workers.processes.replication import replica_patch
from rolegraph.store.workers.processes.worker import Worker
from rolegraph.store.workers.turns.lane import Lane

FEDERATED_CONNECTIONS = 8
"""Connections that a worker may open for the SERVICE clauses of its one query."""
_PAUSE, _LONGEST_PAUSE = 0.05, 5.0

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Owner:
    """Who is told of a worker's messages, its end, and its being ready."""

    on_message: Callable[[Worker, Any], None]
    on_lost: Callable[[Worker], None]
    on_ready: Callable[[Worker], None]


class Population:
    """A fork server and its workers.

    Args:
        store: the store that the replicas follow.
        limits: what one query may use.
        union: whether queries see the union of the default dataset graphs as default graph.
        owner: who is told.

    Attributes:
        workers: the workers, those included that are being forked.
        revision: the revision that a query sent now will see.
        replaced: how many workers have ended.
    """

    def __init__(self, store: EmbeddedStore, limits: Limits, *, union: bool, owner: Owner) -> None:
        self._store, self._limits, self._union = store, limits, union
        self._owner = owner
        self._fork_server = ReplicaForkServer(store, limits, union=union)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._restarting = asyncio.Lock()
        self._closing = False
        self._ready: set[Worker] = set()
        self.workers: set[Worker] = set()
        self.revision = 0
        self.replaced = 0

    @property
    def size(self) -> int:
        """How many workers are ready, busy or idle."""
        return len(self._ready)

    async def start(self) -> None:
        """Load the fork server."""
        self._loop = asyncio.get_running_loop()
        self._store.on_commit(self._publish)
        await asyncio.to_thread(self._fork_server.start)
        self.revision = max(self.revision, self._fork_server.revision)

    async def settled(self) -> None:
        """Wait until all workers that were asked for are ready."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self) -> None:
        """End every process."""
        self._closing = True
        # Forks under way are waited for, so that none is left behind.
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for worker in list(self.workers):
            worker.end()
        await asyncio.to_thread(self._fork_server.end)
        await asyncio.sleep(0)  # lets the transports close

    def spawn(self, lane: Lane) -> None:
        """Have a worker forked for a lane; the owner is told when it is ready."""
        task = asyncio.get_running_loop().create_task(self._spawn(lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _spawn(self, lane: Lane) -> None:
        """Fork until there is a worker: whoever waits for it has nobody else to wait for."""
        pause = _PAUSE
        while not self._closing:
            fork_server = self._fork_server
            try:
                if await self._fork(lane):
                    return
            except (StoreError, OSError) as error:
                _log.warning("fork_server.lost", error=str(error))
                with contextlib.suppress(StoreError, OSError):
                    await self._restart(fork_server)
                    continue
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    async def _fork(self, lane: Lane) -> bool:
        """Fork a worker; False where it was lost as soon as it was born."""
        worker = Worker(lane, self._owner.on_message, self._lost)
        # Known before it is forked: a commit in between then reaches it at least once, and a
        # replica takes no patch twice.
        self.workers.add(worker)
        try:
            forked = await asyncio.to_thread(
                self._fork_server.fork, FEDERATED_CONNECTIONS if lane.name == "federated" else 0
            )
            worker.born(forked.pid, forked.pidfd)
            await worker.connect(forked.connection)
        except (StoreError, OSError):
            self.workers.discard(worker)
            worker.end()
            raise
        if self._closing:
            worker.end()
        elif worker in self.workers:
            self._ready.add(worker)
            self._owner.on_ready(worker)
        else:
            return False
        return True

    def _lost(self, worker: Worker) -> None:
        self.workers.discard(worker)
        worker.end()
        if not self._closing:
            self.replaced += 1
        if worker in self._ready:
            self._ready.discard(worker)
            self._owner.on_lost(worker)

    async def _restart(self, lost: ReplicaForkServer) -> None:
        """Load the dataset anew, after the fork server died (out of memory, or by an operator).

        With it all its workers died, and each of them asks for a replacement: the first to come
        here does it for all.
        """
        async with self._restarting:
            if self._fork_server is not lost or lost.running or self._closing:
                return
            # Known before it loads: commits meanwhile wait in it until it has.
            self._fork_server = ReplicaForkServer(self._store, self._limits, union=self._union)
            await asyncio.to_thread(lost.end)
            await asyncio.to_thread(self._fork_server.start)

    def _publish(self, revision: int, patch: Patch) -> None:
        """Bring a commit to the replicas; called by the committing thread before it answers."""
        removed, added = replica_patch(self._store, patch, union=self._union)
        frame = wire.pack((wire.PATCH, revision, removed, added))
        with contextlib.suppress(OSError):  # a lost fork server is loaded anew
            self._fork_server.publish(revision, frame)
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._deliver, revision, frame)

    def _deliver(self, revision: int, frame: bytes) -> None:
        for worker in self.workers:
            if worker.follows:
                worker.send(frame)
        self.revision = revision
