"""The processes behind the pool: born, replaced, kept at the store's revision."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from functools import partial

import structlog

from rolegraph.errors import StoreError
from rolegraph.rdf.patch import Patch
from rolegraph.sandbox.forking import Forked
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.journal.glance import place_of
from rolegraph.store.workers.inside.replica import LARGE
from rolegraph.store.workers.lent.lender import Lender
from rolegraph.store.workers.lent.lending import Lending
from rolegraph.store.workers.messages import wire
from rolegraph.store.workers.messages.job import Limits
from rolegraph.store.workers.processes.early import EarlyFilling
from rolegraph.store.workers.processes.fork_server import ReplicaForkServer
from rolegraph.store.workers.processes.memory_plan import MemoryPlan
from rolegraph.store.workers.processes.on_disk import OnDisk
from rolegraph.store.workers.processes.owner import Owner
from rolegraph.store.workers.processes.replication import replica_patch
from rolegraph.store.workers.processes.worker import Worker
from rolegraph.store.workers.turns.lane import Lane

FEDERATED_CONNECTIONS = 8
"""Connections that a worker may open for the SERVICE clauses of its one query."""
_PAUSE, _LONGEST_PAUSE = 0.05, 5.0

_log = structlog.get_logger(__name__)


class Population:
    """A fork server and its workers.

    Args:
        store: the store that the replicas follow.
        limits: what one query may use.
        union: whether queries see the union of the default dataset graphs as default graph.
        owner: who is told.
        plan: where workers read from.
        on_disk: the copy on disk with its fork server, where somebody has begun to open it.
        early: the replicas in memory, where somebody has begun to fill them besides.
        lending: lends connections of clients to workers with a replica in memory.

    Attributes:
        workers: the workers, those included that are being forked.
        revision: the revision that a query sent now will see.
        replaced: how many workers have ended.
        one_copy: whether what is in memory is the union of graphs alone.
        is_renewing: whether workers are forked anew, once the fork server has a large commit.
    """

    def __init__(
        self,
        store: EmbeddedStore,
        limits: Limits,
        *,
        union: bool,
        owner: Owner,
        plan: MemoryPlan,
        on_disk: OnDisk | None = None,
        early: EarlyFilling | None = None,
        lending: Lending | None = None,
    ) -> None:
        self._lending = lending
        self._store, self._limits, self._union = store, limits, union
        self._owner = owner
        self._plan = plan
        self._disk = on_disk or (OnDisk(store, limits, union=union) if plan.disk else None)
        self.one_copy = plan.one_copy and self._disk is not None
        self._fork_server = self._new_fork_server()
        self._filling: asyncio.Task[None] | None = None
        self.filled = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._restarting = asyncio.Lock()
        self._closing = False
        self._ready: set[Worker] = set()
        self.workers: set[Worker] = set()
        self.revision = 0
        self.replaced = 0
        self.is_renewing = False
        self._frame: bytes | None = None
        """What workers are sent of the commit under way."""
        self._is_logged = False
        """Whether that is in the journal, where only the fork server can read it."""
        self._follows = on_disk is not None
        if self._follows:  # the copy may be open already, and is to miss no commit
            self._follow()
        self._early = early
        if early is not None:
            self._fork_server = early.server

    @property
    def early(self) -> bool:
        """Whether somebody had begun to fill replicas, and it was not given up."""
        return self._early is not None

    @property
    def size(self) -> int:
        """How many workers are ready, busy or idle."""
        return len(self._ready)

    def lenders(self, lane: Lane) -> list[Lender]:
        """Return what lends to the workers of a lane that may be lent a connection now."""
        workers = (worker for worker in self._ready if worker.lane is lane)
        return [each.lender for each in workers if each.takes_connections and each.lender]

    async def start(self) -> None:
        """Have ready what workers are forked from: the copy on disk, or the dataset in memory."""
        self._loop = asyncio.get_running_loop()
        if not self._follows:
            self._follow()
        if self._disk is not None:
            try:
                await asyncio.to_thread(self._disk.start)
            except StoreError as error:
                # Then the start takes longer, and more memory than was wished for.
                _log.warning("copy.unusable", error=str(error))
                await asyncio.to_thread(self._disk.close)
                self._disk, self.one_copy = None, False
                self._give_up_early()
                self._fork_server = self._new_fork_server()
            else:
                self.revision = max(self.revision, self._disk.copy.revision)
                return
        await asyncio.to_thread(self._fork_server.start)
        self.filled = True
        self.revision = max(self.revision, self._fork_server.revision)

    def fill(self, calm: Callable[[], Awaitable[object]] | None = None) -> None:
        """Begin to fill the replicas that take over from workers on disk, if that is planned.

        Args:
            calm: is waited for first.
        """
        if self._disk is not None and self._plan.memory:
            self._filling = asyncio.get_running_loop().create_task(self._fill(self._disk, calm))

    async def _fill(self, disk: OnDisk, calm: Callable[[], Awaitable[object]] | None) -> None:
        """Load the dataset into memory while workers on disk answer, then have it take over."""
        if not await self._is_filled_early():
            if calm is not None:
                await calm()
            await self._fill_from(disk)
        if self._closing:
            return
        self.filled = True
        self._owner.on_replace()
        _log.info("replicas.filled", quads=self._store.journal.size, revision=self.revision)
        if not self.one_copy:
            # Workers on disk that are still busy read snapshots, which stay without it. To sum its
            # files for the next start takes a while.
            await asyncio.to_thread(disk.copy.close)

    async def _is_filled_early(self) -> bool:
        """Wait for replicas that are being filled already; False where there are none."""
        if self._early is None:
            return False
        try:
            if await asyncio.wrap_future(self._early.filled):
                return True
        except (StoreError, OSError) as error:
            _log.warning("fork_server.not_filled", error=str(error))
        await asyncio.to_thread(self._give_up_early)
        self._fork_server = self._new_fork_server()
        return False

    def _give_up_early(self) -> None:
        early, self._early = self._early, None
        if early is not None:
            early.end()

    async def _fill_from(self, disk: OnDisk) -> None:
        pause = _PAUSE
        while not self._closing:
            try:
                await asyncio.to_thread(self._load_from, disk)
                break
            except (StoreError, OSError) as error:
                _log.warning("fork_server.not_filled", error=str(error))
                await asyncio.to_thread(self._fork_server.end)
                self._fork_server = self._new_fork_server()
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _new_fork_server(self) -> ReplicaForkServer:
        return ReplicaForkServer(
            self._store, self._limits, union=self._union, one_copy=self.one_copy
        )

    def _load_from(self, disk: OnDisk) -> None:
        with disk.reading() as snapshot:
            self._fork_server.start(snapshot)

    @property
    def loaded(self) -> int:
        """How many quads have been loaded into memory so far."""
        return self._fork_server.loaded

    async def settled(self) -> None:
        """Wait until all workers that were asked for are ready."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self) -> None:
        """End every process."""
        self._closing = True
        if self._filling is not None and not self._filling.done():
            await asyncio.to_thread(self._fork_server.end)  # which ends the loading
            await self._filling
        # Forks under way are waited for, so that none is left behind.
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for worker in list(self.workers):
            worker.kill()
        await asyncio.to_thread(self._fork_server.end)
        await asyncio.to_thread(self._give_up_early)
        if self._disk is not None:
            await asyncio.to_thread(self._disk.close)
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
                self.is_renewing = False
                if not self.filled:
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, _LONGEST_PAUSE)
                    continue
                with contextlib.suppress(StoreError, OSError):
                    await self._restart(fork_server)
                    continue
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    async def _fork(self, lane: Lane) -> bool:
        """Fork a worker; False where it was lost as soon as it was born."""
        disk = None if self.filled and not self._stays_on_disk(lane) else self._disk
        worker = Worker(lane, self._owner.on_message, self._lost, on_disk=disk is not None)
        # Known before it is forked: a commit in between then reaches it at least once, and a
        # replica takes no patch twice.
        self.workers.add(worker)
        connections = FEDERATED_CONNECTIONS if lane.name == "federated" else 0
        try:
            if disk is None:
                forked = await self._forked_in_memory(worker, connections)
            elif lane.name == "data":
                forked = await asyncio.to_thread(disk.fork_without)
            else:
                writable = lane.name == "updates"
                made = await asyncio.to_thread(disk.fork, connections, writable=writable)
                forked, worker.snapshot = made.forked, made.snapshot
            worker.born(forked)
            await worker.connect(forked.connection)
        except (StoreError, OSError):
            self.workers.discard(worker)
            self._end(worker)
            raise
        if worker.snapshot is not None and self.filled and not self._stays_on_disk(lane):
            # Memory took over meanwhile.
            self.workers.discard(worker)
            self._end(worker)
            return False
        if worker.is_late:
            self.workers.discard(worker)
            self._end(worker)
            return False
        if self._closing:
            worker.end()
        elif worker in self.workers:
            self._ready.add(worker)
            self.is_renewing = False
            self._owner.on_ready(worker)
        else:
            return False
        return True

    async def _forked_in_memory(self, worker: Worker, connections: int) -> Forked:
        fork, lending, adopt = self._fork_server.fork, self._lending, self._owner.adopt
        if lending is None or adopt is None or worker.lane.name != "ordinary":
            return await asyncio.to_thread(fork, connections)
        made = lending.new(partial(adopt, worker), worker.send, worker.used)
        if made is None:
            return await asyncio.to_thread(fork, connections)
        worker.lender, hand = made
        with hand:
            place = (worker.lender.slot.index, hand.fileno(), lending.board.fd)
            return await asyncio.to_thread(fork, connections, place)

    def _stays_on_disk(self, lane: Lane) -> bool:
        return self.one_copy and lane.on_disk

    def _end(self, worker: Worker) -> None:
        worker.kill()
        if worker.lender is not None and self._lending is not None:
            self._lending.lost(worker.lender, worker.take_pidfd())
            worker.lender = None
        snapshot, worker.snapshot = worker.snapshot, None
        if snapshot is not None and self._disk is not None:
            self._disk.release(snapshot)

    def _lost(self, worker: Worker) -> None:
        self.workers.discard(worker)
        self._end(worker)
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
            self._fork_server = self._new_fork_server()
            await asyncio.to_thread(lost.end)
            if self.one_copy and self._disk is not None:
                await asyncio.to_thread(self._load_from, self._disk)
            else:
                await asyncio.to_thread(self._fork_server.start)

    def _follow(self) -> None:
        # Only for the union it is looked up where a triple stands besides.
        self._store.on_commit(self._publish, reads_store=self._union)
        self._store.on_commit(self._see)

    def _publish(self, revision: int, patch: Patch) -> None:
        """Bring a commit to the replicas; called by the committing thread before it answers."""
        self._frame, self._is_logged = None, False
        message = self._logged(revision)
        if message is None:
            needed = replica_patch(self._store, patch, union=self._union)
            of_replica = needed.of_union if self.one_copy else needed.whole
            if self._disk is not None:
                self._disk.copy.follow(revision, *needed.whole)
                if not self._plan.memory:
                    return
            message = (wire.PATCH, revision, *of_replica)
        else:
            self._is_logged = True
        self._frame = wire.pack(message)
        with contextlib.suppress(OSError):  # a lost fork server is loaded anew
            self._fork_server.publish(revision, self._frame)

    def _logged(self, revision: int) -> tuple[object, ...] | None:
        """Return what has the fork server read a large commit from the journal, if it can do so."""
        journal = self._store.journal
        entry = journal.entry(revision)
        if journal.path is None or self._union or self._disk is not None or entry is None:
            return None
        if entry.removed or entry.length <= LARGE:
            return None
        place = place_of(entry.headers, entry.offset)
        return (wire.LOGGED, revision, str(journal.path.resolve()), place)

    def _see(self, revision: int, _: Patch) -> None:
        """Have workers answer from the commit; called when the store has it."""
        frame, self._frame = self._frame, None
        if self._lending is not None:
            self._lending.committed(revision)
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._deliver, revision, frame, self._is_logged)

    def _deliver(self, revision: int, frame: bytes | None, is_logged: bool) -> None:
        if frame is not None and (is_logged or len(frame) > LARGE):
            self.is_renewing = True
            self._owner.on_replace()
        for worker in self.workers:
            if is_logged:  # which it cannot read; it may be forked from before that
                worker.is_late = worker not in self._ready
            elif frame is not None and worker.follows:
                worker.send(frame)
        self.revision = revision
