"""Who looks after queries that wait or run for long, as the schedule sees it."""

from __future__ import annotations

from typing import Protocol

from rolegraph.store.workers.turns.lane import Running


class Clock(Protocol):
    """Who looks after queries that wait or run for long."""

    def waits(self, query: Running) -> None:
        """Note that a query begins to wait."""

    def begins(self, query: Running) -> None:
        """Note that a worker turns to a query."""
