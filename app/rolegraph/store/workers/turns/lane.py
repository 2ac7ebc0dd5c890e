"""Lanes: workers of one kind, and the queries that wait for them."""

from __future__ import annotations

from typing import Protocol

from rolegraph.store.workers.turns.fair_queue import FairQueue
from rolegraph.store.workers.turns.running import Running


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

    def send(self, frame: bytes) -> None:
        """Send it a frame."""

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


class Lane:
    """Workers of one kind, and the queries that wait for them.

    Args:
        name: ordinary, slow, updates or federated.
        places: workers that may be there at once.
        spare: workers that are kept ready while nothing waits.
        queue: what waits.
        single_use: whether a worker ends after one query.

    Attributes:
        workers: those that are there, busy and idle.
        idle: those that have nothing to do, the one that was busy last at the end.
        unborn: how many are being forked.
    """

    def __init__(
        self, name: str, queue: FairQueue, *, places: int, spare: int, single_use: bool
    ) -> None:
        self.name, self.queue = name, queue
        self.places, self.spare, self.single_use = places, spare, single_use
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
        return min(self.places, busy + max(self.queue.startable, self.spare))
