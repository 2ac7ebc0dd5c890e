"""Runs queries in worker processes: dispatch, time limits, replacement, commits to replicas."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import time
from collections.abc import Callable
from typing import Any

import structlog

from rolegraph.errors import (
    Busy,
    QueryResourceLimit,
    QueryTimeout,
    RolegraphError,
    StoreError,
)
from rolegraph.rdf.patch import Patch
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.workers import wire
from rolegraph.store.workers.faults import error_of
from rolegraph.store.workers.job import (
    STREAM_BUFFER,
    Answer,
    Limits,
    QueryJob,
    ResultStream,
    Running,
    UpdateJob,
)
from rolegraph.store.workers.process import Nursery, Worker
from rolegraph.store.workers.queue import FairQueue
from rolegraph.store.workers.replication import replica_patch

SLOW_AFTER = 0.2
"""Seconds after which a query may count as slow: its worker yields to others, then is replaced."""

_log = structlog.get_logger(__name__)


class QueryWorkers:
    """A pool of workers over the replicas of one store.

    Must be started and used on one event loop; `publish` may be called from any thread.

    Args:
        store: the store that the replicas follow.
        limits: what one query may use.
        size: workers that are kept ready for ordinary queries.
        slow_places: slow queries that may run besides, at low priority.
        queue_length: queries that may wait.
        per_client: queries of one client that may run at once.
        union: whether queries see the union of the default dataset graphs as default graph.
    """

    def __init__(
        self,
        store: EmbeddedStore,
        limits: Limits,
        *,
        size: int = 2,
        slow_places: int = 6,
        queue_length: int = 64,
        per_client: int = 4,
        union: bool = True,
    ) -> None:
        self._store, self._limits, self._union = store, limits, union
        self._size, self._slow_places = size, slow_places
        self._queue = FairQueue(queue_length, per_client)
        self._nursery = Nursery(store, limits, union=union)
        self._workers: set[Worker] = set()
        self._idle: list[Worker] = []
        self._active: dict[int, tuple[Running, Worker | None]] = {}
        self._numbers = itertools.count(1)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._forking = 0
        self._restarting = asyncio.Lock()
        self._closing = False
        self.revision = 0
        self.replaced = 0

    async def start(self) -> None:
        """Load the replicas and fork the first workers."""
        self._loop = asyncio.get_running_loop()
        self._store.on_commit(self._publish)
        await asyncio.to_thread(self._nursery.start)
        self.revision = max(self.revision, self._nursery.revision)
        for _ in range(self._size):
            await self._add_worker()

    async def close(self) -> None:
        """End every process."""
        self._closing = True
        # Forks under way are waited for, so that none is left behind.
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for worker in list(self._workers):
            worker.end()
        await asyncio.to_thread(self._nursery.end)
        await asyncio.sleep(0)  # lets the transports close

    # What callers use

    async def run(
        self,
        job: QueryJob | UpdateJob,
        client: str = "local",
        on_slow: Callable[[Callable[[], None]], None] | None = None,
    ) -> Answer:
        """Run one query and return its answer, whole or as a stream.

        Cancelling the call ends the query.

        Args:
            job: the query.
            client: whose turn in the queue it takes.
            on_slow: called when the answer takes long, with a function that ends the query: the
                moment from which it pays to watch whether the client is still there.

        Raises:
            SyntaxFault: the text does not parse.
            ForbiddenOperation: it tries to leave this machine.
            NotAcceptable: the form of the query has no format that was asked for.
            TooLarge: the result is larger than its limit.
            QueryTimeout: it ran past its time limit.
            QueryResourceLimit: it ran past its memory limit.
            Busy: too many queries wait.
        """
        loop = self._loop
        if loop is None or self._closing:
            raise Busy("The service is not taking queries now.", retry_after=5)
        query = Running(next(self._numbers), job, client, loop.create_future(), on_slow)
        if self._idle and not self._queue and self._queue.may_start(client):
            self._dispatch(self._idle.pop(), query)
        else:
            self._queue.put(query)
            self._active[query.number] = (query, None)
            query.timer = loop.call_later(SLOW_AFTER, self._watch, query)
        try:
            return await query.answer
        except asyncio.CancelledError:
            self._abandon(query)
            raise

    def running(self) -> list[Running]:
        """Return the queries that run or wait, oldest first."""
        return [query for query, _ in sorted(self._active.values(), key=lambda item: item[0].asked)]

    def cancel(self, number: int) -> bool:
        """End a running or waiting query; False where there is none of that number."""
        found = self._active.get(number)
        if found is None:
            return False
        error = QueryTimeout(time.monotonic() - found[0].asked)
        self._fail(found[0], error)
        self._abandon(found[0])
        return True

    @property
    def size(self) -> int:
        """How many workers there are now, busy and idle."""
        return len(self._workers)

    @property
    def ready(self) -> bool:
        """Whether queries are taken."""
        return bool(self._workers) and not self._closing

    @property
    def waiting(self) -> int:
        """How many queries wait for a worker."""
        return len(self._queue)

    # Dispatch

    def _dispatch(self, worker: Worker, query: Running) -> None:
        query.started = time.monotonic()
        query.revision = self.revision
        worker.start(query)
        if query.timer is not None:
            query.timer.cancel()
        self._active[query.number] = (query, worker)
        self._queue.started(query.client)
        loop = asyncio.get_running_loop()
        query.timer = loop.call_later(
            min(SLOW_AFTER, self._limits.seconds), self._turned_slow, worker, query
        )
        worker.send(wire.pack(query.job.message()))

    def _feed_idle(self) -> None:
        while self._idle and self._queue:
            query = self._queue.take()
            if query is None:
                return
            if query.answer.done():  # its client has gone meanwhile
                self._active.pop(query.number, None)
                continue
            self._dispatch(self._idle.pop(), query)

    def _turned_slow(self, worker: Worker, query: Running) -> None:
        """Lower the priority of a slow query, make room beside it, and set its time limit.

        A query is slow by what it uses, not by how long a busy machine makes it wait.
        """
        loop = asyncio.get_running_loop()
        ran = time.monotonic() - (query.started or 0.0)
        if worker.processor_seconds() < SLOW_AFTER / 2 and ran < self._limits.seconds:
            self._watch(query)
            left = min(SLOW_AFTER, self._limits.seconds - ran)
            query.timer = loop.call_later(left, self._turned_slow, worker, query)
            return
        query.slow = True
        self._watch(query)
        worker.yield_to_others()
        if self._ordinary_workers() < self._size and self._slow_workers() <= self._slow_places:
            self._spawn()
        left = max(self._limits.seconds - ran, 0.0)
        query.timer = loop.call_later(left, self._time_is_up, worker, query)

    def _watch(self, query: Running) -> None:
        if query.on_slow is not None:
            on_slow, query.on_slow = query.on_slow, None
            on_slow(lambda: self._client_gone(query))

    def _client_gone(self, query: Running) -> None:
        query.answer.cancel()
        self._abandon(query)

    def _time_is_up(self, worker: Worker, query: Running) -> None:
        if worker.query is query:
            self._fail(query, QueryTimeout(self._limits.seconds))
            worker.end()

    def _slow_workers(self) -> int:
        return sum(1 for worker in self._workers if worker.query is not None and worker.query.slow)

    def _ordinary_workers(self) -> int:
        return len(self._workers) - self._slow_workers() + self._forking

    # What workers say

    def _on_message(self, worker: Worker, message: Any) -> None:
        query = worker.query
        if query is None:
            return
        mark = message[0]
        if mark == wire.WHOLE:
            if not query.answer.done():
                query.answer.set_result(Answer(query.revision, message[2], body=message[1]))
            self._finished(worker, query)
        elif mark == wire.CHUNK:
            self._on_chunk(worker, query, message[1], message[2])
        elif mark == wire.END:
            self._on_end(worker, query, message[1], message[2])
        elif mark == wire.CHANGED:
            changed = Answer(query.revision, "change", body=message[2], removed=message[1])
            if not query.answer.done():
                query.answer.set_result(changed)
            self._finished(worker, query)
        else:
            self._fail(query, error_of(*message[1:]))
            self._finished(worker, query)

    def _on_chunk(self, worker: Worker, query: Running, part: bytes, kind: str) -> None:
        if query.stream is not None:
            query.stream.put(part)
            return
        query.parts.append(part)
        query.held += len(part)
        if query.held > STREAM_BUFFER and not query.answer.done():
            stream = ResultStream(worker.pause, lambda: self._abandon(query))
            query.stream = stream
            for held in query.parts:
                stream.put(held)
            query.parts.clear()
            query.answer.set_result(Answer(query.revision, kind, stream=aiter(stream)))

    def _on_end(self, worker: Worker, query: Running, part: bytes, kind: str) -> None:
        if query.stream is not None:
            query.stream.put(part)
            query.stream.end()
        elif not query.answer.done():
            body = b"".join([*query.parts, part])
            query.answer.set_result(Answer(query.revision, kind, body=body))
        self._finished(worker, query)

    def _finished(self, worker: Worker, query: Running) -> None:
        self._release(worker, query)
        if query.slow or isinstance(query.job, UpdateJob):
            # It runs at low priority for good and holds what the query took; or its replica has
            # gone its own way, even where the update failed. Replace it.
            worker.end()
            return
        self._idle.append(worker)
        if self._queue:
            self._feed_idle()

    def _release(self, worker: Worker, query: Running) -> None:
        worker.query = None
        self._active.pop(query.number, None)
        self._queue.ended(query.client)
        if query.timer is not None:
            query.timer.cancel()

    def _on_lost(self, worker: Worker) -> None:
        """A worker has ended: by its limits, by us, or by its own choice after a large query."""
        self._workers.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        query = worker.query
        if query is not None:
            self._fail(
                query,
                QueryResourceLimit(
                    "The query needed more memory, or nests deeper, than its limit and was ended. "
                    "Make it more selective, or ask the operator for a higher limit."
                ),
            )
            self._release(worker, query)
        worker.end()
        if not self._closing:
            self.replaced += 1
            if self._ordinary_workers() < self._size:
                self._spawn()

    def _fail(self, query: Running, error: RolegraphError) -> None:
        if not query.answer.done():
            query.answer.set_exception(error)
        elif query.stream is not None:
            query.stream.end(error)

    def _abandon(self, query: Running) -> None:
        """Nobody waits for a query any more: free its worker, or its place in the queue."""
        found = self._active.get(query.number)
        if found is None:
            return
        worker = found[1]
        if worker is None:
            self._queue.remove(query)
            self._active.pop(query.number, None)
        elif worker.query is query:
            worker.end()

    # Workers come and go

    def _spawn(self) -> None:
        self._forking += 1
        task = asyncio.get_running_loop().create_task(self._replace())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _replace(self) -> None:
        try:
            await self._add_worker()
        except StoreError as error:
            _log.warning("nursery.lost", error=str(error))
            await self._restart_nursery()
        finally:
            self._forking -= 1
        self._feed_idle()

    async def _add_worker(self) -> None:
        nursery = self._nursery
        worker = Worker(self._on_message, self._on_lost)
        # Known before it is forked: a commit in between then reaches it at least once, and
        # patches may be applied twice.
        self._workers.add(worker)
        try:
            connection, pid, pidfd = await asyncio.to_thread(nursery.fork)
        except StoreError:
            self._workers.discard(worker)
            raise
        worker.born(pid, pidfd)
        await worker.connect(connection)
        if self._closing:
            worker.end()
        elif worker in self._workers:  # else it was lost as soon as it was born
            self._idle.append(worker)

    async def _restart_nursery(self) -> None:
        """Load the dataset anew, after the nursery died (out of memory, or by an operator).

        With it all its workers died, and each of them asks for a replacement: the first to come
        here does it for all.
        """
        lost = self._nursery
        async with self._restarting:
            if self._nursery is not lost or self._closing:
                return
            await asyncio.to_thread(lost.end)
            fresh = Nursery(self._store, self._limits, union=self._union)
            await asyncio.to_thread(fresh.start)
            self._nursery = fresh
            while self._ordinary_workers() - self._forking < self._size and not self._closing:
                await self._add_worker()

    # Commits

    def _publish(self, revision: int, patch: Patch) -> None:
        """Bring a commit to the replicas; called by the committing thread before it answers."""
        frame = wire.pack((wire.PATCH, *replica_patch(self._store, patch, union=self._union)))
        with contextlib.suppress(StoreError, OSError):  # a lost nursery is loaded anew
            self._nursery.send(frame)
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._deliver, revision, frame)

    def _deliver(self, revision: int, frame: bytes) -> None:
        for worker in self._workers:
            worker.send(frame)
        self.revision = revision
