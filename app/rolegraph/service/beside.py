"""What the service gets ready beside its answers: it gives way to whoever is being answered."""

from __future__ import annotations

import asyncio
import contextlib
import math
import time
from collections.abc import Callable, Sequence
from functools import partial

from anyio import to_thread

from rolegraph.api.operations.observing import Requests
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.workers.pool import QueryWorkers

Step = Callable[[], object]

_QUIET = 0.4
"""Seconds without a request after which nobody is being answered: what a page needs comes in
several requests, one soon after the other."""
_LOOK = 0.02
_ALONE = 1.0
"""Seconds without a request in which the filling of replicas waits for a first reader; twice of
them at most, as long as there are requests."""
_PATIENCE = 1.0
"""Seconds that a step waits for that: some answers, as a feed, have no end."""
_REST = 2.0
"""Seconds without a commit after which questions are asked anew."""
_SHARE = 5
"""So many times as long as the last round took, the next one waits at least."""


class Preparing:
    """Has ready what first requests need, and after commits what they need again.

    Args:
        store: whose commits are followed.
        workers: answer questions.
        requests: tell whether somebody is being answered.
        at_once: steps that take a moment.
        later: further steps.
        questions: steps that each ask one question, where its rows are not at hand.
        keep: keeps rows for the next start.
        rest: seconds without a commit after which questions are asked anew.
        alone: seconds without a request after which nobody is held to come.
    """

    def __init__(
        self,
        store: EmbeddedStore,
        workers: QueryWorkers,
        requests: Requests,
        *,
        at_once: Sequence[Step] = (),
        later: Sequence[Step] = (),
        questions: Sequence[Step] = (),
        keep: Step = lambda: None,
        rest: float = _REST,
        alone: float = _ALONE,
    ) -> None:
        self._store, self._workers, self._requests = store, workers, requests
        self._at_once, self._later, self._questions = at_once, later, questions
        self._keep, self._rest, self._alone = keep, rest, alone
        self._ending = asyncio.Event()

    async def run(self) -> None:
        """Do all there is to do, until `end` is called.

        What takes a moment comes as soon as questions are taken. All else waits for replicas that
        are being filled: they serve all questions. Where they are filled from the start, since
        there is much, what takes a moment waits as well until somebody was answered. Where there is
        no memory for replicas, there is none for what may be asked by nobody.
        """
        workers = self._workers
        if not workers.in_memory:
            return
        while not workers.ready and not await self._ends_within(_LOOK):
            pass
        while workers.filling_from_the_start and not self._was_asked():
            if await self._ends_within(_LOOK):
                break
        await self._each(self._at_once)
        while workers.filling is not None and not await self._ends_within(1.0):
            pass
        if not await self._ends_within(1.0):
            await self._each(self._later)
            await self._ask()

    async def first_reader(self) -> None:
        """Wait until whoever came first has a whole page, or until nobody has come for a while.

        What is begun meanwhile takes the processors from the service and from the browser.
        """
        requests, began = self._requests, time.perf_counter()
        while (now := time.perf_counter()) < began + 2 * self._alone:
            if not requests.in_flight and now - max(requests.ended, began) > self._alone:
                return
            if await self._ends_within(_LOOK):
                return

    def nobody_asks(self) -> bool:
        """Tell whether nobody is being answered, and was not a moment ago."""
        requests = self._requests
        return not requests.in_flight and time.perf_counter() - requests.ended > self._alone

    def _was_asked(self) -> bool:
        return self._requests.ended > -math.inf

    async def end(self, running: asyncio.Task[None]) -> None:
        """End it; a question under way is not waited for, since it may take half a minute."""
        self._ending.set()
        while not running.done():
            for query in self._workers.running():
                if getattr(query.job, "background", False):
                    self._workers.cancel(query.number)
            await asyncio.wait((running,), timeout=_LOOK)
        await running

    async def _ask(self) -> None:
        """Ask the questions, and once commits have paused those again that they touched."""
        store, asked, rest = self._store, self._store.revision, self._rest
        if not self._questions:
            return
        await self._each(self._questions)
        await to_thread.run_sync(self._keep)
        while True:
            seen = store.revision
            if await self._ends_within(rest):
                return
            rest, began = self._rest, time.monotonic()
            if seen == store.revision != asked:
                if await self._each(self._questions, partial(self._is_at, seen)):
                    asked = seen
                rest = max(rest, _SHARE * (time.monotonic() - began))

    async def _each(self, steps: Sequence[Step], go_on: Callable[[], bool] = lambda: True) -> bool:
        """Do steps one after the other; False where not all of them were done."""
        for step in steps:
            if not await self._is_quiet() or not go_on():
                return False
            await to_thread.run_sync(step)  # which may call what the event loop runs
        return True

    def _is_at(self, revision: int) -> bool:
        return self._store.revision == revision

    async def _is_quiet(self) -> bool:
        """Wait while somebody is being answered, for a moment; False where the service ends."""
        requests, until = self._requests, time.perf_counter() + _PATIENCE
        while (now := time.perf_counter()) < until:
            if not requests.in_flight and now - requests.ended > _QUIET:
                break
            if await self._ends_within(_LOOK):
                break
        return not self._ending.is_set()

    async def _ends_within(self, seconds: float) -> bool:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._ending.wait(), seconds)
        return self._ending.is_set()
