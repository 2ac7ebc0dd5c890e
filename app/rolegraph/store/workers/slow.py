"""What becomes of queries that take long: they yield to others, and end at their limit."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Iterable

from rolegraph.errors import QueryTimeout
from rolegraph.store.workers.job import Limits
from rolegraph.store.workers.population import Population
from rolegraph.store.workers.process import Worker
from rolegraph.store.workers.running import Running

SLOW_AFTER = 0.2
"""Seconds after which a query may count as slow: its worker yields to others, then is replaced."""


class SlowQueries:
    """Looks after queries at the time they are due, with one timer for all of them.

    Most queries end long before; setting and cancelling a timer for each cost more than the rest
    of their way through the pool.

    Args:
        population: the workers.
        limits: what one query may use.
        size: workers that are kept ready for ordinary queries.
        places: slow queries that may run besides, at low priority.
        queries: gives those that wait or run.
        take_back: gives the query that was sent ahead to a worker to another one.
    """

    def __init__(
        self,
        population: Population,
        limits: Limits,
        size: int,
        places: int,
        queries: Callable[[], Iterable[Running]],
        take_back: Callable[[Worker], None],
    ) -> None:
        self._population, self._limits = population, limits
        self._size, self._places = size, places
        self._queries, self._take_back = queries, take_back
        self._first_look = min(SLOW_AFTER, limits.seconds)
        self._timer: asyncio.TimerHandle | None = None
        self._rings = math.inf

    def waits(self, query: Running) -> None:
        """Note that a query has to wait for a worker."""
        self._set(query, SLOW_AFTER)

    def begins(self, query: Running) -> None:
        """Note that a worker turns to a query: its time runs from now."""
        query.started = time.monotonic()
        self._set(query, self._first_look, query.started)

    @property
    def too_few_ordinary(self) -> bool:
        """Whether fewer workers are left for ordinary queries than there should be."""
        population = self._population
        federated = sum(1 for worker in population.workers if worker.federated)
        return population.count - self._slow_workers() - federated < self._size

    def close(self) -> None:
        """Stop looking."""
        if self._timer is not None:
            self._timer.cancel()

    def _slow_workers(self) -> int:
        workers = self._population.workers
        return sum(1 for worker in workers if worker.query is not None and worker.query.slow)

    def _set(self, query: Running, seconds: float, now: float | None = None) -> None:
        now = time.monotonic() if now is None else now
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
        now = time.monotonic() + 0.001  # the loop's clock and this one differ a little
        for query in list(self._queries()):
            if query.due <= now:
                query.due = math.inf
                self._look_after(query)
        first = min((query.due for query in self._queries()), default=math.inf)
        if first < self._rings:
            self._ring_at(first, time.monotonic())

    def _look_after(self, query: Running) -> None:
        worker = query.worker
        if worker is None:
            query.tell_slow()
        elif worker.query is not query:
            return  # sent ahead; its time has not begun
        elif query.slow:
            query.fail(QueryTimeout(self._limits.seconds))
            worker.end()
        elif query.settled and query.stream is None:
            worker.end()  # nobody waits for it, and it turns out to take long
        else:
            self._turned_slow(worker, query)

    def _turned_slow(self, worker: Worker, query: Running) -> None:
        """Lower the priority of a slow query, make room beside it, and set its time limit.

        A query is slow by what it uses, not by how long a busy machine makes it wait.
        """
        left = max(self._limits.seconds - (time.monotonic() - (query.started or 0.0)), 0.0)
        query.taken_long = True
        query.tell_slow()
        if worker.processor_seconds() < SLOW_AFTER / 2 and left > 0:
            self._set(query, min(SLOW_AFTER, left))
            return
        query.slow = True
        # Only now: the worker has the query that was sent ahead all the same, and must come to an
        # end before it answers it in the place of another.
        self._take_back(worker)
        worker.yield_to_others()
        if self.too_few_ordinary and self._slow_workers() <= self._places:
            self._population.spawn()
        self._set(query, left)
