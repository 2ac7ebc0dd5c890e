"""Queries of users on the mirror of a remote store, as new as the store itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress

from rolegraph.errors import RolegraphError
from rolegraph.store.remote.mirror import Mirror
from rolegraph.store.remote.newest import Newest
from rolegraph.store.workers.messages.job import Answer, QueryJob, UpdateJob
from rolegraph.store.workers.pool import QueryWorkers
from rolegraph.store.workers.turns.lane import Running, Take


class CurrentQueries:
    """Runs queries on the mirror, once that has what the store had when they came.

    One look at the log is enough for all queries that came before it began. So a crowd of them
    costs the store no more than a few.

    Args:
        workers: run queries on the mirror.
        mirror: knows the store.
        seconds: how long a look may take.
    """

    def __init__(self, workers: QueryWorkers, mirror: Mirror, seconds: float) -> None:
        self._workers, self._newest = workers, Newest(mirror, seconds)
        self._pending: dict[int, _Pending] = {}
        self._leaving: set[asyncio.Task[None]] = set()

    @property
    def revision(self) -> int:
        """The revision that a query sent now will see, unless others have committed."""
        return self._workers.revision

    async def close(self) -> None:
        """Close the connection, and end the query workers."""
        self._newest.close()
        await self._workers.close()

    async def run(
        self,
        job: QueryJob | UpdateJob,
        client: str = "local",
        on_slow: Callable[[Callable[[], None]], None] | None = None,
    ) -> Answer:
        """Run one query and return its answer; see `QueryWorkers.run`.

        Raises:
            QueryTimeout: the store does not tell in time what it has.
            StoreError: the store fails.
        """
        if isinstance(job, UpdateJob) or job.rewind is not None:
            return await self._workers.run(job, client, on_slow)
        look: asyncio.Future[int | RolegraphError] = asyncio.get_running_loop().create_future()
        self._newest.ask(lambda newest: None if look.done() else look.set_result(newest))
        # Both at once: most often nobody has committed, and the answer is good.
        answer = await self._workers.run(job, client, on_slow)
        if not look.done():
            self._newest.hurry()
        try:
            newest = await look
        except BaseException:
            await _leave(answer)
            raise
        if isinstance(newest, RolegraphError):
            await _leave(answer)
            raise newest
        if answer.revision < newest:
            await _leave(answer)
            answer = await self._workers.run(job, client, on_slow)
        return answer

    def submit(self, job: QueryJob, client: str, take: Take) -> Running:
        """Have one query run, and be told what becomes of it; see `QueryWorkers.submit`.

        Raises:
            Busy: too many queries wait.
        """
        pending = _Pending(self, job, client, take)
        # The store first: what it says is mostly there, then, by the time that a worker answers.
        self._newest.ask(pending.looked)
        pending.query = query = self._workers.submit(job, client, pending.answered)
        pending.number = query.number
        self._pending[query.number] = pending
        return query

    def leave(self, query: Running) -> None:
        """Drop what becomes of a query, since who asked has gone."""
        pending = self._pending.pop(query.number, None)
        if pending is None:
            self._workers.leave(query)
            return
        pending.left = True
        self._workers.leave(pending.query or query)
        if pending.answer is not None:
            self.give_up(pending.answer)

    # What a pending query does

    def hurry(self) -> None:
        """Have the store looked at, since nothing else is waited for."""
        self._newest.hurry()

    def settled(self, number: int) -> None:
        """Note that somebody has been told what became of a query."""
        self._pending.pop(number, None)

    def again(self, pending: _Pending) -> Running:
        """Have a query run once more, on what the mirror has now."""
        return self._workers.submit(pending.job, pending.client, pending.settle)

    def give_up(self, answer: Answer) -> None:
        """End what is left of an answer that nobody gets."""
        if answer.stream is not None:
            task = asyncio.get_running_loop().create_task(_leave(answer))
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)


class _Pending:
    """A query that has a worker's answer, or a look at the log, or neither yet.

    Attributes:
        job: what is asked.
        client: whose turn in the queue it takes.
        number: that of the query when it came.
        query: as the workers know it now.
        answer: what the worker said, while the look is not done.
        left: whether nobody waits for it any more.
    """

    __slots__ = (
        "_newest",
        "_queries",
        "_take",
        "answer",
        "client",
        "job",
        "left",
        "number",
        "query",
    )

    def __init__(self, queries: CurrentQueries, job: QueryJob, client: str, take: Take) -> None:
        self.job, self.client, self.number = job, client, 0
        self.query: Running | None = None
        self.answer: Answer | None = None
        self.left = False
        self._queries, self._take = queries, take
        self._newest: int | RolegraphError | None = None

    def answered(self, outcome: Answer | RolegraphError) -> None:
        """Take what became of the query on the mirror as it was."""
        if isinstance(outcome, RolegraphError) or self.left:
            self.settle(outcome)
            return
        self.answer = outcome
        if self._newest is None:
            self._queries.hurry()
        else:
            self._compare()

    def looked(self, newest: int | RolegraphError) -> None:
        """Take the revision that the store has."""
        self._newest = newest
        self._compare()

    def settle(self, outcome: Answer | RolegraphError) -> None:
        """Tell who waits what became of it."""
        if not self.left:
            self.left = True
            self._queries.settled(self.number)
            self._take(outcome)
        elif isinstance(outcome, Answer):
            self._queries.give_up(outcome)

    def _compare(self) -> None:
        """Once answer and revision are there, tell the answer, unless it is too old."""
        answer, newest = self.answer, self._newest
        if answer is None or newest is None or self.left:
            return
        self.answer = None
        if not isinstance(newest, RolegraphError) and answer.revision >= newest:
            self.settle(answer)
            return
        self._queries.give_up(answer)
        if isinstance(newest, RolegraphError):
            self.settle(newest)
            return
        try:
            self.query = self._queries.again(self)
        except RolegraphError as error:
            self.settle(error)


async def _leave(answer: Answer) -> None:
    """End what is left of an answer that nobody gets."""
    if isinstance(answer.stream, AsyncGenerator):
        with suppress(RolegraphError):
            await anext(answer.stream, None)  # what was never begun has nothing to end
        await answer.stream.aclose()
