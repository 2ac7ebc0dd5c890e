"""What answers the queries of users: query workers, or another engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from rolegraph.store.workers.messages.job import Answer, QueryJob


class Queries(Protocol):
    """Runs queries: query workers, or the engine of a remote store."""

    @property
    def revision(self) -> int:
        """The revision that a query sent now will see."""

    async def run(
        self,
        job: QueryJob,
        client: str = "local",
        on_slow: Callable[[Callable[[], None]], None] | None = None,
    ) -> Answer:
        """Run one query and return its answer; see `QueryWorkers.run`."""

    async def close(self) -> None:
        """End what runs, and let go of it."""
