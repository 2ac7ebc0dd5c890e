"""Runs queries in worker processes: whose turn it is, where it runs, how long it may take."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from rolegraph.errors import (
    Busy,
    QueryTimeout,
    RolegraphError,
)
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.workers import wire
from rolegraph.store.workers.faults import USED_UP, error_of, worker_died
from rolegraph.store.workers.job import (
    STREAM_BUFFER,
    Answer,
    Limits,
    QueryJob,
    ResultStream,
    Running,
    UpdateJob,
)
from rolegraph.store.workers.population import Owner, Population
from rolegraph.store.workers.process import Worker
from rolegraph.store.workers.queue import FairQueue

FEDERATED_PLACES = 4
"""Queries with SERVICE that may wait for a worker of their own."""

SLOW_AFTER = 0.2
"""Seconds after which a query may count as slow: its worker yields to others, then is replaced."""


class QueryWorkers:
    """A pool of workers over the replicas of one store.

    Must be started and used on one event loop.

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
        self._limits = limits
        self._size, self._slow_places = size, slow_places
        self._queue = FairQueue(queue_length, per_client)
        self._population = Population(
            store, limits, union=union, owner=Owner(self._on_message, self._on_lost, self._on_ready)
        )
        self._idle: list[Worker] = []
        self._active: dict[int, tuple[Running, Worker | None]] = {}
        self._numbers = itertools.count(1)
        self._federated: deque[Running] = deque()
        self._open = False

    async def start(self) -> None:
        """Load the replicas and fork the first workers."""
        await self._population.start(self._size)
        self._open = True

    async def close(self) -> None:
        """End every process."""
        self._open = False
        await self._population.close()

    @property
    def revision(self) -> int:
        """The revision that a query sent now will see."""
        return self._population.revision

    @property
    def replaced(self) -> int:
        """How many workers have ended and been replaced."""
        return self._population.replaced

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
        loop = asyncio.get_running_loop()
        if not self._open:
            raise Busy("The service is not taking queries now.", retry_after=5)
        query = Running(next(self._numbers), job, client, loop.create_future(), on_slow)
        if isinstance(job, QueryJob) and job.federated:
            self._wait_for_own_worker(query)
        elif not self._queue and self._queue.may_start(client) and (worker := self._free()):
            self._dispatch(worker, query)
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
        return len(self._population.workers)

    @property
    def ready(self) -> bool:
        """Whether queries are taken."""
        return self._open and bool(self._population.workers)

    @property
    def waiting(self) -> int:
        """How many queries wait for a worker."""
        return len(self._queue)

    # Dispatch

    def _free(self) -> Worker | None:
        """Return a worker that can be sent a query: an idle one, or one that is about to be.

        A busy worker is sent one query ahead, which it finds without going to sleep in between;
        where the one before turns out slow, the query is taken back.
        """
        if self._idle:
            return self._idle.pop()
        for worker in self._population.workers:
            query = worker.query
            waits = query is not None and worker.ahead is None and not query.taken_long
            if waits and not worker.federated:
                return worker
        return None

    def _wait_for_own_worker(self, query: Running) -> None:
        """Have a worker forked for one query that leaves this machine."""
        if len(self._federated) >= FEDERATED_PLACES:
            raise Busy("Too many federated queries are running; try again.", retry_after=5)
        self._federated.append(query)
        self._active[query.number] = (query, None)
        self._population.spawn(federated=True)

    def _dispatch(self, worker: Worker, query: Running) -> None:
        query.revision = self.revision
        if query.timer is not None:
            query.timer.cancel()
        self._active[query.number] = (query, worker)
        self._queue.started(query.client)
        if worker.query is None:
            self._begin(worker, query)
        else:
            worker.ahead = query
        worker.send(wire.pack(query.job.message()))

    def _begin(self, worker: Worker, query: Running) -> None:
        """Note that a worker turns to a query, and set its time."""
        query.started = time.monotonic()
        worker.start(query)
        query.timer = asyncio.get_running_loop().call_later(
            min(SLOW_AFTER, self._limits.seconds), self._turned_slow, worker, query
        )

    def _feed_idle(self) -> None:
        while self._queue and (worker := self._free()):
            query = self._queue.take()
            if query is None:
                if worker.query is None:
                    self._idle.append(worker)
                return
            self._dispatch(worker, query)

    def _take_back(self, worker: Worker) -> None:
        """Give the query that was sent ahead to another worker; this one will not come to it."""
        query, worker.ahead = worker.ahead, None
        if query is None:
            return
        self._queue.ended(query.client)
        if query.answer.done():  # its client has gone meanwhile
            self._active.pop(query.number, None)
            return
        self._active[query.number] = (query, None)
        self._queue.put_first(query)
        self._feed_idle()

    def _turned_slow(self, worker: Worker, query: Running) -> None:
        """Lower the priority of a slow query, make room beside it, and set its time limit.

        A query is slow by what it uses, not by how long a busy machine makes it wait.
        """
        loop = asyncio.get_running_loop()
        ran = time.monotonic() - (query.started or 0.0)
        query.taken_long = True
        self._take_back(worker)
        if worker.processor_seconds() < SLOW_AFTER / 2 and ran < self._limits.seconds:
            self._watch(query)
            left = min(SLOW_AFTER, self._limits.seconds - ran)
            query.timer = loop.call_later(left, self._turned_slow, worker, query)
            return
        query.slow = True
        self._watch(query)
        worker.yield_to_others()
        if self._ordinary_workers() < self._size and self._slow_workers() <= self._slow_places:
            self._population.spawn()
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
        workers = self._population.workers
        return sum(1 for worker in workers if worker.query is not None and worker.query.slow)

    def _ordinary_workers(self) -> int:
        federated = sum(1 for worker in self._population.workers if worker.federated)
        return self._population.count - self._slow_workers() - federated

    # What workers say

    def _on_message(self, worker: Worker, message: Any) -> None:
        query = worker.query
        if query is None:
            return
        mark = message[0]
        if mark == wire.WHOLE:
            if not query.answer.done():
                query.answer.set_result(Answer(query.revision, message[2], body=message[1]))
            self._finished(worker, query, retires=message[3])
        elif mark == wire.CHUNK:
            self._on_chunk(worker, query, message[1], message[2])
        elif mark == wire.END:
            self._on_end(worker, query, *message[1:])
        elif mark == wire.CHANGED:
            changed = Answer(query.revision, "change", body=message[2], removed=message[1])
            if not query.answer.done():
                query.answer.set_result(changed)
            self._finished(worker, query)
        else:
            self._fail(query, error_of(*message[1:]))
            self._finished(worker, query, retires=message[1] in USED_UP)

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

    def _on_end(
        self, worker: Worker, query: Running, part: bytes, kind: str, retires: bool
    ) -> None:
        if query.stream is not None:
            query.stream.put(part)
            query.stream.end()
        elif not query.answer.done():
            body = b"".join([*query.parts, part])
            query.answer.set_result(Answer(query.revision, kind, body=body))
        self._finished(worker, query, retires=retires)

    def _finished(self, worker: Worker, query: Running, *, retires: bool = False) -> None:
        self._release(worker, query)
        if query.slow or retires or worker.federated or _changes_replica(query.job):
            # It runs at low priority for good; or it holds what the query took; or its replica
            # has gone its own way, even where the update failed. Replace it.
            self._take_back(worker)
            worker.end()
            return
        if worker.ahead is not None:
            following, worker.ahead = worker.ahead, None
            self._begin(worker, following)
        else:
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
        if worker in self._idle:
            self._idle.remove(worker)
        query = worker.query
        if query is not None:
            self._fail(query, worker_died())
            self._release(worker, query)
        self._take_back(worker)
        if self._open and self._ordinary_workers() < self._size:
            self._population.spawn()

    def _on_ready(self, worker: Worker) -> None:
        if worker.federated:
            if self._federated:
                self._dispatch(worker, self._federated.popleft())
            else:
                worker.end()
            return
        self._idle.append(worker)
        self._feed_idle()

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
            if query in self._federated:
                self._federated.remove(query)
            else:
                self._queue.remove(query)
            self._active.pop(query.number, None)
        elif worker.query is query:
            worker.end()


def _changes_replica(job: QueryJob | UpdateJob) -> bool:
    return isinstance(job, UpdateJob) or job.rewind is not None
