"""How new a remote store is, told to all who ask at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import structlog

from rolegraph.errors import QueryTimeout, RolegraphError, StorageFull, StoreUnavailable
from rolegraph.store.remote.lease import Moment
from rolegraph.store.remote.log.quick import QuickLook
from rolegraph.store.remote.mirror import Mirror

_log = structlog.get_logger(__name__)
_PATIENCE = 0.001
"""Seconds for which a question waits that others come along, where there were others just now."""
_FOLLOWING = 5.0
"""Seconds that a question waits for the mirror to have a large commit of others."""

Tell = Callable[[int | RolegraphError], None]
"""Takes the revision of the store, or why that is not known."""


class Newest:
    """Looks how new the store is, and has the mirror follow it.

    One look is enough for all who came before it began. Who comes while one is under way waits for
    the next, together with all others who do. Where several came to the last looks, the next does
    not begin with the first of them, but once as many are there or one has all but the look. So
    all share it: a look takes the engine about half of what a small question does. While the mirror
    has a lease, what the last look found is good for a while.

    Args:
        mirror: knows the store.
        seconds: how long a look may take.
    """

    def __init__(self, mirror: Mirror, seconds: float) -> None:
        self._mirror, self._seconds = mirror, seconds
        self._quick = QuickLook(mirror.client)
        self._waiting: list[Tell] = []
        self._looking: list[Tell] | None = None
        self._here, self._together, self._came = 0, 1, 1
        self._lease = mirror.lease
        self._began: Moment = (0.0, 0)
        self._mark = ""
        self._claiming: asyncio.Future[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None

    def ask(self, tell: Tell) -> None:
        """Have the revision told that the store has now; the mirror has it then as well.

        Where a commit is so large that the mirror takes long to follow, it may be told before.

        Args:
            tell: called once, at once or later.
        """
        if self._lease.holds:
            tell(self._mirror.store.revision)
            return
        self._waiting.append(tell)
        if self._looking is None and len(self._waiting) >= self._together:
            self._look()

    def hurry(self) -> None:
        """Begin the next look, unless one is under way: somebody waits for nothing else."""
        if self._looking is None and self._waiting:
            self._look()

    def close(self) -> None:
        """Close the connection; nobody is told anything more."""
        self._quick.close()
        if self._timer is not None:
            self._timer.cancel()
        if self._task is not None:
            self._task.cancel()

    def _look(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._looking, self._waiting = self._waiting, []
        self._began, self._mark = self._lease.moment(), self._lease.mark
        self._here = self._mirror.store.revision
        self._quick.ask(self._here, self._found, self._mark)

    def _found(self, there: bool | None) -> None:
        if there:
            if self._mark:
                self._lease.found(self._began)
            elif self._lease.wanted():
                self._claiming = asyncio.ensure_future(asyncio.to_thread(self._mirror.claim_lease))
                self._claiming.add_done_callback(_heard)
            self._tell(self._here)
        else:
            self._task = asyncio.ensure_future(self._look_closely(self._here, there))

    def _tell(self, outcome: int | RolegraphError) -> None:
        told, self._looking = self._looking or [], None
        came = len(told) + len(self._waiting)
        self._together, self._came = max(came, self._came, 1), came
        if self._waiting:  # those who are told now may ask again at once, and come along
            self._timer = asyncio.get_running_loop().call_later(_PATIENCE, self.hurry)
        if len(told) == 1:
            told[0](outcome)
            return
        loop = asyncio.get_running_loop()
        for tell in told:  # what happens to one must not keep the others from being told
            loop.call_soon(tell, outcome)

    async def _look_closely(self, here: int, there: bool | None) -> None:
        outcome: int | RolegraphError
        try:
            outcome = await self._followed(here, there)
        except RolegraphError as error:
            outcome = error
        except BaseException:
            self._tell(StoreUnavailable("The store was not asked: the service has failed in it."))
            raise
        self._tell(outcome)

    async def _followed(self, here: int, there: bool | None) -> int:
        """Return the revision of the store as the client sees it, once the mirror has it."""
        try:
            async with asyncio.timeout(self._seconds):
                head = await asyncio.to_thread(self._mirror.log.head)
        except TimeoutError:
            raise QueryTimeout(self._seconds) from None
        newest = head.revision if head is not None else 0
        same = head is not None and not head.settling and newest == here
        if there is False and same and (not self._mark or await self._has_mark()):
            self._quick.doubt()
        elif there is False and not same and not self._lease.committed_since(self._began):
            await self._outrun()
        if newest > self._mirror.store.revision:
            following = asyncio.ensure_future(asyncio.to_thread(self._follow))
            following.add_done_callback(_heard)
            # The answer says which revision it shows, where that is not the newest yet.
            await asyncio.wait([following], timeout=_FOLLOWING)
            if following.done():
                following.result()
        return newest

    async def _has_mark(self) -> bool:
        """Tell whether the mark of the lease is there still; where it is not, do without."""
        if await asyncio.to_thread(self._mirror.is_lease_there):
            return True
        self._lease.lost()
        return False

    async def _outrun(self) -> None:
        """Give the lease up for good where another service has committed without ending it."""
        if self._mark and await self._has_mark():
            # It is of an earlier version, and would not wait the next time either.
            _log.warning("mirror.lease_ignored")
            await asyncio.to_thread(self._mirror.renounce_lease)

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
