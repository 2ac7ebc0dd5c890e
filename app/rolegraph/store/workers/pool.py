"""Runs queries in worker processes: whose turn it is, and where it runs."""

from __future__ import annotations

import asyncio
import itertools
import math
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from rolegraph.errors import Busy, QueryTimeout, RolegraphError
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.workers import wire
from rolegraph.store.workers.faults import USED_UP, error_of, worker_died
from rolegraph.store.workers.job import Answer, Limits, QueryJob, UpdateJob
from rolegraph.store.workers.population import Owner, Population
from rolegraph.store.workers.process import Worker
from rolegraph.store.workers.queue import FairQueue
from rolegraph.store.workers.running import Running, Take
from rolegraph.store.workers.slow import SlowQueries

FEDERATED_PLACES = 4
"""Queries with SERVICE that may wait for a worker of their own."""


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
        self._size = size
        self._queue = FairQueue(queue_length, per_client)
        self._population = Population(
            store, limits, union=union, owner=Owner(self._on_message, self._on_lost, self._on_ready)
        )
        self._active: dict[int, Running] = {}
        self._slow = SlowQueries(
            self._population, limits, size, slow_places, self._active.values, self._take_back
        )
        self._idle: list[Worker] = []
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
        self._slow.close()
        await self._population.close()

    @property
    def revision(self) -> int:
        """The revision that a query sent now will see."""
        return self._population.revision

    @property
    def replaced(self) -> int:
        """How many workers have ended and been replaced."""
        return self._population.replaced

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
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()

        def take(outcome: Answer | RolegraphError) -> None:
            if future.done():
                return
            if isinstance(outcome, Answer):
                future.set_result(outcome)
            else:
                future.set_exception(outcome)

        def end() -> None:
            future.cancel()
            self._abandon(query)

        query = self.submit(job, client, take, None if on_slow is None else lambda: on_slow(end))
        try:
            return await future
        except asyncio.CancelledError:
            self._abandon(query)
            raise

    def submit(
        self,
        job: QueryJob | UpdateJob,
        client: str,
        take: Take,
        on_slow: Callable[[], None] | None = None,
    ) -> Running:
        """Have one query run, and be told what becomes of it.

        This is `run` without a coroutine, for who answers very many.

        Args:
            job: the query.
            client: whose turn in the queue it takes.
            take: is given the answer, or the error that `run` would raise.
            on_slow: called when the answer takes long.

        Raises:
            Busy: too many queries wait.
        """
        if not self._open:
            raise Busy("The service is not taking queries now.", retry_after=5)
        query = Running(next(self._numbers), job, client, take, on_slow)
        if isinstance(job, QueryJob) and job.federated:
            self._wait_for_own_worker(query)
        elif not self._queue and self._queue.may_start(client) and (worker := self._free()):
            self._dispatch(worker, query)
        else:
            self._queue.put(query)
            self._active[query.number] = query
            self._slow.waits(query)
        return query

    def leave(self, query: Running) -> None:
        """Drop what becomes of a query, since who asked has gone.

        One that has run for a moment only is let run: it ends sooner than its worker is replaced.
        """
        if query.worker is None or query.taken_long or query.stream is not None:
            self._abandon(query)
        query.settled = True

    def running(self) -> list[Running]:
        """Return the queries that run or wait, oldest first."""
        return sorted(self._active.values(), key=lambda query: query.asked)

    def cancel(self, number: int) -> bool:
        """End a running or waiting query; False where there is none of that number."""
        query = self._active.get(number)
        if query is None:
            return False
        query.fail(QueryTimeout(time.monotonic() - query.asked))
        self._abandon(query)
        return True

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
        self._active[query.number] = query
        self._population.spawn(federated=True)

    def _dispatch(self, worker: Worker, query: Running) -> None:
        query.revision = self._population.revision
        query.worker = worker
        self._active[query.number] = query
        self._queue.started(query.client)
        if worker.query is None:
            self._begin(worker, query)
        else:
            worker.ahead = query
            query.due = math.inf
        worker.send(wire.pack(query.job.message()))

    def _begin(self, worker: Worker, query: Running) -> None:
        """Note that a worker turns to a query, and set its time."""
        worker.start(query)
        self._slow.begins(query)

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
        query.worker = None
        if query.settled:  # its client has gone meanwhile
            self._active.pop(query.number, None)
            return
        self._queue.put_first(query)
        self._slow.waits(query)
        self._feed_idle()

    # What workers say

    def _on_message(self, worker: Worker, message: Any) -> None:
        query = worker.query
        if query is None:
            return
        mark = message[0]
        if mark == wire.WHOLE:
            # Freed first, so that it has its next query while this answer is sent.
            self._finished(worker, query, retires=message[3])
            _, body, kind, _, digest, gzipped = message
            query.settle(Answer(query.revision, kind, body, None, b"", gzipped, digest))
        elif mark == wire.CHUNK:
            query.add(message[1], message[2], worker, lambda: self._abandon(query))
        elif mark == wire.END:
            query.end(message[1], message[2])
            self._finished(worker, query, retires=message[3])
        elif mark == wire.CHANGED:
            query.settle(Answer(query.revision, "change", message[2], removed=message[1]))
            self._finished(worker, query)
        else:
            query.fail(error_of(*message[1:]))
            self._finished(worker, query, retires=message[1] in USED_UP)

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

    def _on_lost(self, worker: Worker) -> None:
        """A worker has ended: by its limits, by us, or by its own choice after a large query."""
        if worker in self._idle:
            self._idle.remove(worker)
        query = worker.query
        if query is not None:
            query.fail(worker_died())
            self._release(worker, query)
        self._take_back(worker)
        if self._open and self._slow.too_few_ordinary:
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

    def _abandon(self, query: Running) -> None:
        """Nobody waits for a query any more: free its worker, or its place in the queue."""
        query.settled = True
        if query.number not in self._active:
            return
        worker = query.worker
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
