"""Query workers as the rest of the package uses them."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from rolegraph.errors import Busy, QueryTimeout, RolegraphError
from rolegraph.rdf.namespaces import CHANGES_GRAPH, INFERRED_GRAPH
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.workers.lent.lender import Lender
from rolegraph.store.workers.lent.lending import Lending
from rolegraph.store.workers.messages import wire
from rolegraph.store.workers.messages.faults import LACKING, USED_UP, ending, error_of, lost_again
from rolegraph.store.workers.messages.job import Answer, Further, Limits, QueryJob, UpdateJob
from rolegraph.store.workers.processes.changes import changes_text, check_inferred
from rolegraph.store.workers.processes.early import EarlyFilling
from rolegraph.store.workers.processes.memory_plan import BESIDE_MEMORY, ONE_COPY, plan_for
from rolegraph.store.workers.processes.on_disk import OnDisk
from rolegraph.store.workers.processes.owner import Owner
from rolegraph.store.workers.processes.population import Population
from rolegraph.store.workers.processes.worker import Worker
from rolegraph.store.workers.turns.lane import Running, Take
from rolegraph.store.workers.turns.schedule import Schedule
from rolegraph.store.workers.turns.timing import Timing

FEDERATED_PLACES = 4
"""Queries with SERVICE that may run at once."""
_REST = 10.0
"""Seconds after which a slow worker that has had nothing to do is ended, within twice of them."""


class QueryWorkers:
    """A pool of workers over the replicas of one store.

    Must be started and used on one event loop.

    Attributes:
        lending: lends connections of clients to workers; None without replicas in memory.

    Args:
        store: the store that the replicas follow.
        limits: what one query may use.
        size: workers that are kept ready for ordinary queries.
        slow_places: slow queries that may run besides, at low priority.
        queue_length: queries that may wait.
        per_client: queries of one client that may run at once.
        wait: seconds that a query may wait for a worker.
        union: whether queries see the union of the default dataset graphs as default graph.
        memory: bytes that all processes are to take at most; with more data, workers read a copy
            on disk.
        beside_memory: from how many quads on they do so until the replicas are filled.
        one_copy: from how many quads on replicas hold the union of graphs alone.
        on_disk: the copy on disk with its fork server, where somebody has begun to open it.
        early: the replicas in memory, where somebody has begun to fill them.
        inferred: gives the inferred triples as N-Quads, and the revision that they are of; None
            where nothing is inferred.
    """

    def __init__(
        self,
        store: EmbeddedStore,
        limits: Limits,
        *,
        size: int = 2,
        slow_places: int = 6,
        queue_length: int = 256,
        per_client: int = 4,
        wait: float = 30.0,
        union: bool = True,
        memory: int = 2**40,
        beside_memory: int = BESIDE_MEMORY,
        one_copy: int = ONE_COPY,
        on_disk: OnDisk | None = None,
        early: EarlyFilling | None = None,
        inferred: Callable[[], tuple[int, bytes]] | None = None,
    ) -> None:
        owner = Owner(
            self._on_message, self._on_lost, self._on_ready, self._on_replace, self._adopt
        )
        plan = self._plan = plan_for(
            store,
            memory,
            union=union,
            slow_places=slow_places,
            beside_memory=beside_memory,
            one_copy=one_copy,
        )
        self.lending = Lending(per_client, self._lenders) if plan.memory else None
        self._population = Population(
            store,
            limits,
            union=union,
            owner=owner,
            plan=plan,
            on_disk=on_disk,
            early=early,
            lending=self.lending,
        )
        self._timing = Timing(limits.seconds, wait, lambda: self._schedule)
        self._schedule = Schedule(
            self._population.spawn,
            self._timing,
            size=size,
            slow_places=slow_places,
            slow_kept=plan.slow_kept,
            federated_places=FEDERATED_PLACES,
            queue_length=queue_length,
            per_client=per_client,
        )
        self._numbers = itertools.count(1)
        self._open = False
        self._store, self._inferred = store, inferred
        self._tasks: set[asyncio.Task[None]] = set()
        self._shedding: asyncio.TimerHandle | None = None

    async def start(self, calm: Callable[[], Awaitable[object]] | None = None) -> None:
        """Have ready what workers read, and fork the first ones.

        Args:
            calm: is waited for before replicas are filled beside workers that answer already.
        """
        await self._population.start()
        self._schedule.on_disk = not self._population.filled
        one_copy = self._population.one_copy
        if one_copy or (self._schedule.on_disk and not self._plan.memory):
            self._schedule.keep_on_disk(graphs_alone=one_copy)
        self._schedule.open()
        await self._population.settled()
        self._open = True
        self._population.fill(calm)
        self._shed()

    async def close(self) -> None:
        """End every process."""
        self._open = False
        if self._shedding is not None:
            self._shedding.cancel()
        self._schedule.close()
        self._timing.close()
        if self.lending is not None:
            self.lending.recall()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._population.close()
        if self.lending is not None:
            self.lending.close()

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
        return self._population.size

    @property
    def ready(self) -> bool:
        """Whether queries are taken."""
        return self._open and (self.size > 0 or self._population.is_renewing)

    @property
    def in_memory(self) -> bool:
        """Whether there is memory for replicas, be they filled or not."""
        return self._plan.memory

    @property
    def filling_from_the_start(self) -> bool:
        """Whether replicas are being filled that were begun before anything could be asked."""
        return self._population.early and self.filling is not None

    @property
    def filling(self) -> int | None:
        """How many quads are in the replicas that will take over; None where none are filled."""
        population = self._population
        return None if population.filled or not self._plan.memory else population.loaded

    @property
    def waiting(self) -> int:
        """How many queries wait for a worker."""
        return self._schedule.waiting

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
            Busy: too many queries wait, or it has waited for too long.
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
            self._schedule.abandon(query)

        query = self.submit(job, client, take, None if on_slow is None else lambda: on_slow(end))
        try:
            return await future
        except asyncio.CancelledError:
            self._schedule.abandon(query)
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
        lane = self._schedule.lane_of(job)
        needed = self._population.revision
        query = Running(next(self._numbers), job, client, take, on_slow, lane, needed)
        self._schedule.submit(query)
        return query

    def _adopt(self, worker: Worker, job: QueryJob, client: str, take: Take) -> Running:
        """Take in a query that a worker runs for a connection that it was lent."""
        needed = self._population.revision
        query = Running(next(self._numbers), job, client, take, None, worker.lane, needed)
        self._schedule.adopt(worker, query)
        return query

    def _lenders(self) -> list[Lender]:
        """Return what lends to workers now; nobody may wait for a worker."""
        lane = self._schedule.ordinary
        return [] if lane.queue or not self._open else self._population.lenders(lane)

    def leave(self, query: Running) -> None:
        """Drop what becomes of a query, since who asked has gone.

        One that has run for a moment only is let run: it ends sooner than its worker is replaced.
        """
        if query.worker is None or query.taken_long or query.stream is not None:
            self._schedule.abandon(query)
        query.settled = True

    def running(self) -> list[Running]:
        """Return the queries that run or wait, oldest first."""
        return sorted(self._schedule.active.values(), key=lambda query: query.asked)

    def cancel(self, number: int) -> bool:
        """End a running or waiting query; False where there is none of that number."""
        query = self._schedule.active.get(number)
        if query is None:
            return False
        self._schedule.fail(query, QueryTimeout(time.monotonic() - query.asked))
        return True

    def _on_replace(self) -> None:
        self._schedule.on_disk = not self._population.filled
        self._schedule.take_over()

    def _shed(self) -> None:
        self._schedule.shed()
        self._shedding = asyncio.get_running_loop().call_later(_REST, self._shed)

    def _on_ready(self, worker: Worker) -> None:
        self._schedule.ready(worker)

    def _on_lost(self, worker: Worker) -> None:
        query = worker.query
        if query is None or worker.ended:
            pass  # nobody waits, or has been told why it was ended
        elif not self._open:
            query.fail(ending())
        elif worker.orphaned:
            # Its fork server was ended, mostly by others: that says nothing of the query.
            if query.stream is None and query.lost_with in {None, worker.parent}:
                query.lost_with = worker.parent
                self._schedule.finished(worker, query, retires=True)
                self._schedule.lost(worker)
                self._run_anew(query)
                return
            query.fail(lost_again())
        self._schedule.lost(worker)

    def _send_with(self, query: Running, graphs: list[str]) -> None:
        """Have a query run anew, together with graphs that it names and no replica has."""
        task = asyncio.get_running_loop().create_task(self._run_with(query, graphs))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _further(self, job: QueryJob | UpdateJob, graphs: list[str]) -> Further:
        """Return graphs that no replica has.

        Raises:
            ParameterError: what follows is asked for, and is not known here.
        """
        rewind = None if isinstance(job, UpdateJob) else job.rewind
        parts, revision = [], None
        if CHANGES_GRAPH in graphs:
            parts.append(changes_text(self._store, None if rewind is None else rewind.wanted))
        if INFERRED_GRAPH in graphs:
            check_inferred(job, infers=self._inferred is not None)
            if self._inferred is not None:
                revision, text = self._inferred()
                parts.append(text)
        return revision, b"".join(parts)

    async def _run_with(self, query: Running, graphs: list[str]) -> None:
        try:
            further = await asyncio.to_thread(self._further, query.job, graphs)
        except RolegraphError as error:
            query.fail(error)
            return
        if query.settled:  # its client has gone meanwhile
            return
        query.job = replace(query.job, further=further)
        query.lane = self._schedule.lane_of(query.job)
        self._run_anew(query)

    def _run_anew(self, query: Running) -> None:
        query.wait_again()
        try:
            if not self._open:
                raise ending()
            self._schedule.submit(query)
        except Busy as error:
            query.fail(error)

    def _on_message(self, worker: Worker, message: Any) -> None:
        """Take what a worker says of the query that it runs."""
        query = worker.query
        if query is None or worker.ended:
            return
        mark = message[0]
        if mark == wire.WHOLE:
            # Freed first, so that it has its next query while this answer is sent.
            _, revision, body, kind, retires, digest, gzipped = message
            self._schedule.finished(worker, query, retires=retires)
            query.settle(Answer(revision, kind, body, None, b"", gzipped, digest))
        elif mark == wire.CHUNK:
            query.revision = message[1]
            query.add(message[2], message[3], worker, lambda: self._schedule.abandon(query))
        elif mark == wire.END:
            query.end(message[2], message[3])
            self._schedule.finished(worker, query, retires=message[4])
        elif mark == wire.FAULT and message[1] == LACKING:
            self._schedule.finished(worker, query, retires=False)
            self._send_with(query, message[2].split())
        elif mark == wire.CHANGED:
            query.settle(Answer(message[1], "change", message[3], removed=message[2]))
            self._schedule.finished(worker, query, retires=message[4])
        else:
            asked = query.job.text if isinstance(query.job, QueryJob) else ""
            _, kind, reason, line, column = message
            query.fail(error_of(kind, reason, line, column, asked))
            self._schedule.finished(worker, query, retires=message[1] in USED_UP)
