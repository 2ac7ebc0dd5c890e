"""A query on its way through the pool: who waits for it, and what of its answer is here."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from rolegraph.errors import RolegraphError
from rolegraph.store.workers.job import Answer, QueryJob, UpdateJob
from rolegraph.store.workers.turns.stream import STREAM_BUFFER, ResultStream

if TYPE_CHECKING:
    from rolegraph.store.workers.turns.lane import Lane, Runner

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
        asked, queued, started: when it came, when it began to wait, and when a worker turned to it;
            of `time.monotonic`.
        due: when it is to be looked after next.
        lane: whose workers it waits for, or runs on.
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
    ) -> None:
        self.number, self.job, self.client = number, job, client
        self._take, self.on_slow, self.lane = take, on_slow, lane
        self.asked = self.queued = time.monotonic()
        self.started: float | None = None
        self.due = math.inf
        self.revision = 0
        self.worker: Runner | None = None
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
