"""A schedule without processes: stand-ins that do what workers do, one event at a time."""

from __future__ import annotations

import itertools
from collections import deque
from typing import TypeVar

from rolegraph.errors import Busy, QueryResourceLimit, QueryTimeout, RolegraphError
from rolegraph.store.workers.messages.job import Answer, QueryJob, Rewind, UpdateJob
from rolegraph.store.workers.turns.lane import Lane, Runner, Running, spoils
from rolegraph.store.workers.turns.schedule import Schedule
from rolegraph.store.workers.turns.stream import STREAM_BUFFER

T = TypeVar("T")
WAITS, RUNS = 1.0, 2.0
KINDS = ("query", "query", "query", "past", "update", "data", "federated")


class StandIn:
    """What a worker process does: it takes queries in the order in which they are sent."""

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        self.query: Running | None = None
        self.ahead: Running | None = None
        self.last = self.ended = self.gone = self.changed = self.yields = False
        self.revision = 0
        self.sent = 0
        self.answered = 0

    def can_answer(self, query: Running) -> bool:
        return self.revision >= query.needed

    def ask(self, _: QueryJob | UpdateJob) -> None:
        assert not self.ended
        self.sent += 1

    def start(self, query: Running) -> None:
        assert not self.changed, "its replica is of another state"
        self.changed = spoils(query.job)
        self.query = query

    def pause(self, _: bool) -> None:
        pass

    def yield_to_others(self) -> None:
        self.yields = True

    def processor_seconds(self) -> float:
        return 0.0

    def end(self) -> None:
        self.ended = True


class World:
    """A schedule, and all that happens around it.

    Args:
        size: ordinary workers.
        slow_places: slow queries that may run at once.
        per_client: queries of one client that may run at once.
        queue_length: queries that may wait.
    """

    def __init__(
        self, size: int = 2, slow_places: int = 2, per_client: int = 2, queue_length: int = 6
    ) -> None:
        self.per_client, self.size = per_client, size
        self.unborn: deque[Lane] = deque()
        self.workers: list[StandIn] = []
        self.outcomes: dict[int, list[Answer | RolegraphError]] = {}
        self.hung_up: set[int] = set()
        self.killed: set[int] = set()
        self._numbers = itertools.count(1)
        self.revision = 0
        self.schedule = Schedule(
            self.unborn.append,
            self,
            size=size,
            slow_places=slow_places,
            slow_kept=slow_places,
            federated_places=2,
            queue_length=queue_length,
            per_client=per_client,
        )
        self.schedule.open()

    # The schedule's clock

    def waits(self, query: Running) -> None:
        """Look after it as one that waits; time passes by events here."""
        query.due = WAITS

    def begins(self, query: Running) -> None:
        """Look after it as one that runs."""
        query.due = RUNS

    # What happens

    def arrive(self, client: int, kind: str = "query", text: str = "ASK {}") -> Running | None:
        """Have a query come; None where it is refused."""
        number = next(self._numbers)
        job: QueryJob | UpdateJob = QueryJob(text, federated=kind == "federated")
        if kind == "past":
            job = QueryJob(text, rewind=Rewind(2, 1, b"", b"", union=False))
        elif kind in {"update", "data"}:
            job = UpdateJob(text, (text,), (), union=False, reads=kind == "update")
        reported = self.outcomes.setdefault(number, [])
        lane = self.schedule.lane_of(job)
        client_name = f"client {client}"
        query = Running(number, job, client_name, reported.append, None, lane, self.revision)
        try:
            self.schedule.submit(query)
        except Busy:
            del self.outcomes[number]
            return None
        return query

    def fork(self) -> None:
        """Have the next worker ready."""
        if self.unborn:
            worker = StandIn(self.unborn.popleft())
            worker.revision = self.revision
            self.workers.append(worker)
            self.schedule.ready(worker)

    def commit(self) -> None:
        """Have something written; who asks from now on is to see it."""
        self.revision += 1

    def answer(self, pick: int, *, retires: bool = False) -> None:
        """Have a worker answer what it runs."""
        if worker := self._one_of(self.busy(), pick):
            worker.answered += 1
            query = worker.query
            assert query is not None
            if query.stream is not None:
                query.end(b"", "bindings")
            self.schedule.finished(worker, query, retires=retires)
            query.settle(Answer(1, "boolean", b""))

    def die(self, pick: int) -> None:
        """Have a worker killed by somebody else."""
        if worker := self._one_of([w for w in self.workers if not w.gone], pick):
            if worker.query is not None:
                self.killed.add(worker.query.number)
            self._lose(worker)

    def bury(self) -> None:
        """Hear of the end of all workers that were told to end."""
        for worker in self.workers:
            if worker.ended and not worker.gone:
                self._lose(worker)

    def _lose(self, worker: StandIn) -> None:
        worker.gone = True
        self.schedule.lost(worker)

    def stream(self, pick: int) -> None:
        """Have a query begin to send a large result."""
        running = [w for w in self.busy() if isinstance(_query(w).job, QueryJob)]
        if worker := self._one_of(running, pick):
            query = _query(worker)
            query.add(b"x" * (STREAM_BUFFER + 1), "bindings", worker, lambda: None)

    def take_long(self, pick: int) -> None:
        """Have a query turn out to take long."""
        if worker := self._one_of([w for w in self.busy() if not _query(w).taken_long], pick):
            self.schedule.takes_long(worker, _query(worker))

    def turn_slow(self, pick: int) -> None:
        """Have a query that takes long turn out to use the processor."""
        ordinary = self.schedule.ordinary
        slow = [w for w in self.busy() if _query(w).taken_long and w.lane is ordinary]
        if worker := self._one_of(slow, pick):
            self.schedule.is_slow(worker, _query(worker))

    def hang_up(self, pick: int) -> None:
        """Have a client go away."""
        if query := self._one_of(list(self.schedule.active.values()), pick):
            self.hung_up.add(query.number)
            self.schedule.abandon(query)

    def run_out(self, pick: int) -> None:
        """Have the time of a query run out, be it to wait or to run."""
        if query := self._one_of(list(self.schedule.active.values()), pick):
            self.schedule.fail(query, QueryTimeout(1))

    def drain(self) -> None:
        """Answer all there is, until nothing is left to do."""
        for _ in range(1000):
            self.bury()
            self.fork()
            self.answer(0)
            if not (self.schedule.active or self.unborn) and all(
                w.gone for w in self.workers if w.ended
            ):
                return
        raise AssertionError(f"never done: {self.schedule.active}, {self.schedule.lanes}")

    def rest(self) -> None:
        """Let so much time pass without a query that what is kept for the next is given up."""
        for _ in range(2):
            self.schedule.shed()
            self.drain()

    # What there is

    def busy(self) -> list[StandIn]:
        """Return the workers that run something and have not been told to end."""
        return [w for w in self.workers if w.query is not None and not w.ended]

    def check(self) -> None:
        """Hold the schedule to its rules."""
        blamed = {n for n, reported in self.outcomes.items() if _lost_its_worker(reported)}
        assert blamed <= self.killed, "a query was ended with a worker that ran another's"
        active = self.schedule.active.values()
        for lane in self.schedule.lanes:
            waiting = [q for q in active if q.lane is lane and q.worker is None]
            startable = lane.queue.startable
            idle: list[Runner] = lane.idle
            assert not (startable and idle), f"{startable} wait beside an idle worker of {lane}"
            assert len(waiting) == len(lane.queue)
            if startable:
                assert lane.count >= min(lane.places, startable), f"nobody comes for {lane}"
            assert lane.count >= lane.wanted
            assert not any(query.settled for query in waiting), "nobody waits for it any more"
            assert all(query.due == WAITS for query in waiting), "it may wait for ever"
            assert lane.count <= 2 * lane.places
            assert all(w.query is None and not w.ended and w in lane.workers for w in idle)
            for client in {query.client for query in active}:
                started = [q for q in active if q.lane is lane and q.worker and q.client == client]
                assert len(started) <= self.per_client or lane is self.schedule.slow
                assert len(started) == lane.queue._running[client]
        for worker in self.workers:
            if worker.ended:
                continue
            open_ = [q for q in (worker.query, worker.ahead) if q is not None]
            # Each answer goes to the query that the worker has come to, or the worker ends first.
            assert len(open_) == worker.sent - worker.answered or worker.last
            assert all(query.worker is worker for query in open_)
            assert not (worker.ahead and _query(worker).taken_long), "waits behind a long query"

    @staticmethod
    def _one_of(those: list[T], pick: int) -> T | None:
        return those[pick % len(those)] if those else None


def _lost_its_worker(reported: list[Answer | RolegraphError]) -> bool:
    return any(isinstance(outcome, QueryResourceLimit) for outcome in reported)


def _query(worker: StandIn) -> Running:
    assert worker.query is not None
    return worker.query
