"""Queries on their way through the pool, the queues that they wait in, and the lanes of workers."""

from __future__ import annotations

import math
import re
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable
from typing import Protocol

from rolegraph.errors import Busy, RolegraphError
from rolegraph.rdf.named_graphs import speaks_of_graphs
from rolegraph.store.workers.messages.job import Answer, QueryJob, UpdateJob
from rolegraph.store.workers.turns.stream import STREAM_BUFFER, ResultStream

_KEPT = 1000
_VARIES = re.compile(
    r"""(<[^<>"{}|^`\\\s]*>)"""  # an address, which stays
    r"""|\#[^\n\r]*|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'|\s+|(?<![\w:.?$\-])\d[\d.]*"""
)


class KnownSlow:
    """The shapes of queries that were slow when they last ran."""

    def __init__(self) -> None:
        self._shapes: OrderedDict[int, None] = OrderedDict()

    def __contains__(self, job: QueryJob) -> bool:
        return bool(self._shapes) and shape(job.text) in self._shapes

    def note(self, job: QueryJob | UpdateJob, *, slow: bool) -> None:
        """Note how a query turned out."""
        key = shape(job.text)
        if slow:
            self._shapes[key] = None
            self._shapes.move_to_end(key)
            if len(self._shapes) > _KEPT:
                self._shapes.popitem(last=False)
        else:
            self._shapes.pop(key, None)


def shape(text: str) -> int:
    """Return a number that queries share which differ in what varies from one time to the next."""
    return hash(_VARIES.sub(_fixed, text))


def _fixed(found: re.Match[str]) -> str:
    return found[1] or " "


def spoils(job: QueryJob | UpdateJob) -> bool:
    """Tell whether the replica that runs a job is of no use afterwards."""
    if isinstance(job, UpdateJob):
        return job.reads
    return job.rewind is not None or job.further is not None


def asks_graphs(job: QueryJob) -> bool:
    """Tell whether a query may need more than the default graph."""
    if job.default_graphs is not None or job.named_graphs is not None or spoils(job):
        return True
    return speaks_of_graphs(job.text)


Take = Callable[[Answer | RolegraphError], None]
"""Takes what becomes of a query; called once, on the event loop."""


class Running:
    """A query that waits or runs, as `GET /api/v1/running` lists it.

    A plain class with slots, since one is made for each query.

    Attributes:
        number: its number in this process.
        job: what is asked.
        client: whose turn in the queue it takes.
        on_slow: called once when the answer takes long.
        revision: of the dataset that it was run on, once there is an answer.
        needed: the revision that was committed when it came; its answer is of that or a later one.
        asked, queued, started: when it came, when it began to wait, and when a worker turned to it;
            of `time.monotonic`.
        due: when it is to be looked after next.
        lane: whose workers it waits for, or runs on.
        lost_with: the process that ended, and its worker with it; it is then run anew, once.
        worker: who runs it, or will run it next; None while it waits.
        stream: the result under way to a client that reads it already.
        taken_long: it has run for a while.
        settled: nobody waits for its outcome any more, since it is told or not wanted.
    """

    __slots__ = (
        "_held",
        "_parts",
        "_take",
        "asked",
        "client",
        "due",
        "job",
        "lane",
        "lost_with",
        "needed",
        "number",
        "on_slow",
        "queued",
        "revision",
        "settled",
        "started",
        "stream",
        "taken_long",
        "worker",
    )

    def __init__(
        self,
        number: int,
        job: QueryJob | UpdateJob,
        client: str,
        take: Take,
        on_slow: Callable[[], None] | None,
        lane: Lane,
        needed: int,
    ) -> None:
        self.needed = needed
        self.number, self.job, self.client = number, job, client
        self._take, self.on_slow, self.lane = take, on_slow, lane
        self.asked = self.queued = time.monotonic()
        self.started: float | None = None
        self.due = math.inf
        self.revision = 0
        self.worker: Runner | None = None
        self.lost_with: object | None = None
        self.stream: ResultStream | None = None
        self.taken_long = self.settled = False
        self._parts: list[bytes] = []
        self._held = 0

    def wait_again(self) -> None:
        """Be as if no worker had ever turned to it; only while no part of the result is told."""
        self.worker = self.started = None
        self.taken_long = False
        self._parts.clear()
        self._held = 0

    def settle(self, outcome: Answer | RolegraphError) -> None:
        """Tell who waits what became of it; a second outcome is dropped."""
        if not self.settled:
            self.settled = True
            self._take(outcome)

    def fail(self, error: RolegraphError) -> None:
        """Tell who waits, or who reads the stream, that it failed."""
        if self.stream is not None:
            self.stream.end(error)
        else:
            self.settle(error)

    def tell_slow(self) -> None:
        """Tell who waits that the answer takes long; once."""
        if self.on_slow is not None:
            on_slow, self.on_slow = self.on_slow, None
            on_slow()

    def add(self, part: bytes, kind: str, worker: Runner, abandon: Callable[[], None]) -> None:
        """Take a part of the result; with a megabyte there, the answer begins as a stream."""
        if self.stream is not None:
            self.stream.put(part)
            return
        if self.settled:  # nobody will read it
            return
        self._parts.append(part)
        self._held += len(part)
        if self._held > STREAM_BUFFER:
            self.stream = ResultStream(worker.pause, abandon)
            for held in self._parts:
                self.stream.put(held)
            self._parts.clear()
            self.settle(Answer(self.revision, kind, stream=aiter(self.stream)))

    def end(self, part: bytes, kind: str) -> None:
        """Take the last part of the result."""
        if self.stream is not None:
            self.stream.put(part)
            self.stream.end()
        else:
            self.settle(Answer(self.revision, kind, body=b"".join([*self._parts, part])))


class Runner(Protocol):
    """What a turn is given to: a worker process, as the schedule sees it.

    Attributes:
        lane: where it works.
        query: what it runs, if anything.
        ahead: what it has been sent besides, to run next.
        last: whether it ends after its present query.
        ended: whether it has been told to end.
    """

    lane: Lane
    query: Running | None
    ahead: Running | None
    last: bool
    ended: bool

    def can_answer(self, query: Running) -> bool:
        """Tell whether it has the state that a query is to see."""

    def ask(self, job: QueryJob | UpdateJob) -> None:
        """Send it what it is to run once it is done with its present query."""

    def start(self, query: Running) -> None:
        """Note the query that it runs from now on."""

    def pause(self, paused: bool) -> None:
        """Stop or resume reading its answer."""

    def processor_seconds(self) -> float:
        """Return the processor time that its present query has used."""

    def yield_to_others(self) -> None:
        """Lower its priority for good."""

    def end(self) -> None:
        """Kill it."""


class FairQueue:
    """Queries that wait for a worker: clients take turns, however many each of them has waiting.

    Args:
        length: queries that may wait in all.
        per_client: queries of one client that may run at once.
    """

    def __init__(self, length: int, per_client: int) -> None:
        self._length = length
        self._per_client = per_client
        self._waiting: OrderedDict[str, deque[Running]] = OrderedDict()
        self._running: Counter[str] = Counter()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def startable(self) -> int:
        """How many of the waiting queries may start now, if there are workers for them."""
        return sum(
            min(len(own), max(self._per_client - self._running[client], 0))
            for client, own in self._waiting.items()
        )

    def put(self, query: Running) -> None:
        """Let a query wait.

        Raises:
            Busy: the queue is full, or this client fills more than its half of it.
        """
        own = self._waiting.get(query.client)
        if self._count >= self._length or (own and len(own) >= max(self._length // 2, 1)):
            raise Busy("Too many queries are waiting; try again in a moment.", retry_after=2)
        if own is None:
            own = self._waiting[query.client] = deque()
        own.append(query)
        self._count += 1

    def put_first(self, query: Running) -> None:
        """Let a query wait that has waited its turn already; never refused."""
        own = self._waiting.setdefault(query.client, deque())
        own.appendleft(query)
        self._waiting.move_to_end(query.client, last=False)
        self._count += 1

    def take(self) -> Running | None:
        """Return the next query of the client whose turn it is, or None.

        Clients that already run as many as they may are passed over; they keep their turn.
        """
        for client in list(self._waiting):
            if not self.may_start(client):
                continue
            own = self._waiting.pop(client)
            query = own.popleft()
            self._count -= 1
            if own:
                self._waiting[client] = own  # at the end: the others go first now
            return query
        return None

    def remove(self, query: Running) -> bool:
        """Take a waiting query out; False where it does not wait."""
        own = self._waiting.get(query.client)
        if not own or query not in own:
            return False
        own.remove(query)
        self._count -= 1
        if not own:
            del self._waiting[query.client]
        return True

    def may_start(self, client: str) -> bool:
        """Tell whether a client may have one more query running."""
        return self._running.get(client, 0) < self._per_client

    def started(self, client: str) -> None:
        """Note that a query of a client runs."""
        self._running[client] = self._running.get(client, 0) + 1

    def ended(self, client: str) -> None:
        """Note that a query of a client runs no more."""
        left = self._running[client] - 1
        if left:
            self._running[client] = left
        else:
            del self._running[client]


class Lane:
    """Workers of one kind, and the queries that wait for them.

    Args:
        name: ordinary, slow, graphs, updates, data or federated.
        places: workers that may be there at once.
        spare: workers that are kept ready while nothing waits.
        queue: what waits.
        kept: idle workers that stay after their query, until `Schedule.shed` ends them.
        single_use: whether a worker ends after one query.
        sends_ahead: whether a busy worker is sent its next query before it is done.
        on_disk: whether its workers read from disk although replicas are filled.

    Attributes:
        workers: those that are there, busy and idle.
        idle: those that have nothing to do, the one that was busy last at the end.
        unborn: how many are being forked.
    """

    def __init__(
        self,
        name: str,
        queue: FairQueue,
        *,
        places: int,
        spare: int = 0,
        kept: int = 0,
        single_use: bool = True,
        sends_ahead: bool = False,
        on_disk: bool = False,
    ) -> None:
        self.name, self.queue = name, queue
        self.on_disk = on_disk
        self.places, self.spare, self.kept = places, spare, kept
        self.single_use, self.sends_ahead = single_use, sends_ahead
        self.workers: set[Runner] = set()
        self.idle: list[Runner] = []
        self.unborn = 0

    def __repr__(self) -> str:
        return f"<lane {self.name}>"

    @property
    def count(self) -> int:
        """How many workers there are, those included that are being forked."""
        return len(self.workers) + self.unborn

    @property
    def wanted(self) -> int:
        """How many workers there should be."""
        if self.name == "ordinary":
            # Queries that take long hold workers, so there are more for a while; but not without
            # end, since on a busy machine all queries take long.
            long = sum(1 for w in self.workers if w.query is not None and w.query.taken_long)
            return self.spare + min(long, self.spare)
        busy = sum(1 for worker in self.workers if worker.query is not None)
        staying = min(self.kept, self.count)
        return min(self.places, max(busy + max(self.queue.startable, self.spare), staying))
