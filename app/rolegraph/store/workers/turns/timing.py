"""What becomes of queries that take long: they make room for others, and end at their limits."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable

from rolegraph.errors import Busy, QueryTimeout
from rolegraph.store.workers.turns.lane import Runner, Running
from rolegraph.store.workers.turns.schedule import Schedule

LONG = 0.05
"""Seconds after which nothing waits behind a query any more, and between looks at what it uses."""
_SLOW = 0.05
"""Seconds of the processor's time that make a query a slow one."""

_TELL_AFTER = 0.2
"""Seconds after which who waits for a query is told that it takes long."""


class Timing:
    """Looks after queries at the time they are due, with one timer for all of them.

    Most queries end long before; setting and cancelling a timer for each cost more than the rest
    of their way through the pool.

    Args:
        seconds: how long a query may run.
        wait: how many seconds it may wait for a worker.
        schedule: gives the schedule, which is told what is found.
    """

    def __init__(self, seconds: float, wait: float, schedule: Callable[[], Schedule]) -> None:
        self._seconds, self._wait, self._schedule = seconds, wait, schedule
        self._first_look = min(LONG, seconds)
        self._timer: asyncio.TimerHandle | None = None
        self._rings = math.inf

    def waits(self, query: Running) -> None:
        """Note that a query begins to wait for a worker."""
        query.queued = time.monotonic()
        self._set(query, min(_TELL_AFTER, self._wait), query.queued)

    def begins(self, query: Running) -> None:
        """Note that a worker turns to a query: its time runs from now."""
        query.started = time.monotonic()
        self._set(query, self._first_look, query.started)

    def close(self) -> None:
        """Stop looking."""
        if self._timer is not None:
            self._timer.cancel()

    def _set(self, query: Running, seconds: float, now: float) -> None:
        query.due = now + seconds
        if query.due < self._rings:
            self._ring_at(query.due, now)

    def _ring_at(self, due: float, now: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._rings = due
        self._timer = asyncio.get_running_loop().call_later(max(due - now, 0.0), self._ring)

    def _ring(self) -> None:
        """Look after all that is due, and set the timer for the next."""
        self._timer, self._rings = None, math.inf
        active = self._schedule().active
        now = time.monotonic() + 0.001  # the loop's clock and this one differ a little
        for query in list(active.values()):
            if query.due <= now:
                query.due = math.inf
                self._look_after(query, now)
        first = min((query.due for query in active.values()), default=math.inf)
        if first < self._rings:
            self._ring_at(first, time.monotonic())

    def _look_after(self, query: Running, now: float) -> None:
        worker = query.worker
        if worker is None:
            self._look_after_waiting(query, now)
        elif worker.query is query and not worker.ended:
            self._look_after_running(query, worker, now)

    def _look_after_waiting(self, query: Running, now: float) -> None:
        query.tell_slow()
        left = query.queued + self._wait - now
        if left > 0:
            self._set(query, left, now)
            return
        self._schedule().fail(
            query,
            Busy(
                f"The query waited {self._wait:g} s for its turn, since many others run. "
                "Try again later.",
                retry_after=10,
            ),
        )

    def _look_after_running(self, query: Running, worker: Runner, now: float) -> None:
        schedule = self._schedule()
        left = (query.started or now) + self._seconds - now
        if query.settled and query.stream is None:
            schedule.retire(worker)  # nobody waits for it, and it turns out to take long
        elif left <= 0:
            schedule.fail(query, QueryTimeout(self._seconds))
        elif not query.taken_long:
            schedule.takes_long(worker, query)
            self._set(query, min(LONG, left), now)
        elif worker.lane not in (schedule.ordinary, schedule.graphs):
            self._set(query, left, now)
        elif worker.processor_seconds() < _SLOW:
            # A query is slow by what it uses, not by how long a busy machine makes it wait.
            self._set(query, min(LONG, left), now)
        else:
            schedule.is_slow(worker, query)
            if query.worker is worker and not worker.ended:
                self._set(query, left, now)
