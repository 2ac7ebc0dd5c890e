"""Queries of users on the mirror of a remote store, as new as the store itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from typing import Any

from rolegraph.errors import QueryTimeout, RolegraphError, StorageFull, StoreUnavailable
from rolegraph.store.remote.log.quick import QuickLook
from rolegraph.store.remote.mirror import Mirror
from rolegraph.store.workers.messages.job import Answer, QueryJob, UpdateJob
from rolegraph.store.workers.pool import QueryWorkers

_FOLLOWING = 5.0
"""Seconds that a query waits for the mirror to have a large commit of others."""


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
        self._workers, self._mirror, self._seconds = workers, mirror, seconds
        self._quick = QuickLook(mirror.client)
        self._running: asyncio.Future[int] | None = None
        self._next: asyncio.Future[int] | None = None

    @property
    def revision(self) -> int:
        """The revision that a query sent now will see, unless others have committed."""
        return self._workers.revision

    async def close(self) -> None:
        """Close the connection, and end the query workers."""
        self._quick.close()
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
        if self._next is None:
            self._next = asyncio.ensure_future(self._look_behind(self._running))
            self._next.add_done_callback(_heard)
        look = asyncio.shield(self._next)
        # Both at once: most often nobody has committed, and the answer is good.
        answer = await self._workers.run(job, client, on_slow)
        try:
            newest = await look
        except BaseException:
            await _leave(answer)
            raise
        if answer.revision < newest:
            await _leave(answer)
            answer = await self._workers.run(job, client, on_slow)
        return answer

    async def _look_behind(self, running: asyncio.Future[int] | None) -> int:
        """Return the revision of the store, once the look that runs is done.

        Who comes while it looks needs another.
        """
        if running is not None:
            await asyncio.wait([running])
        self._running, self._next = self._next, None
        try:
            async with asyncio.timeout(self._seconds):
                newest = await self._newest()
        except TimeoutError:
            raise QueryTimeout(self._seconds) from None
        if newest > self._mirror.store.revision:
            following = asyncio.ensure_future(asyncio.to_thread(self._follow))
            following.add_done_callback(_heard)
            # The answer says which revision it shows, where that is not the newest yet.
            await asyncio.wait([following], timeout=_FOLLOWING)
            if following.done():
                following.result()
        return newest

    async def _newest(self) -> int:
        here = self._mirror.store.revision
        if await self._quick.is_at(here):
            return here
        head = await asyncio.to_thread(self._mirror.log.head)
        return head.revision if head is not None else 0

    def _follow(self) -> None:
        try:
            with self._mirror.newest():
                return
        except StorageFull as error:  # its words are about a write
            raise StoreUnavailable(
                "The mirror of the store cannot follow it: the disk of the data directory "
                "takes no more. Free some space there; questions are answered again then."
            ) from error


def _heard(future: asyncio.Future[Any]) -> None:
    """Take note of how it ended, where nobody waits for it any more."""
    if not future.cancelled():
        future.exception()


async def _leave(answer: Answer) -> None:
    """End what is left of an answer that nobody gets."""
    if isinstance(answer.stream, AsyncGenerator):
        with suppress(RolegraphError):
            await anext(answer.stream, None)  # what was never begun has nothing to end
        await answer.stream.aclose()
