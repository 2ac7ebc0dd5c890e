"""Who is told of the processes of a population."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rolegraph.store.workers.messages.job import QueryJob
from rolegraph.store.workers.processes.worker import Worker
from rolegraph.store.workers.turns.lane import Running, Take


@dataclass(frozen=True)
class Owner:
    """Who is told of a worker's messages, its end, and its being ready; and of a change of all.

    `on_replace` is told when workers that are forked from now on are to take over from those that
    there are. That is once replicas in memory are filled, and at a very large commit: each worker
    would take as long over it as the fork server does, which has it first. `adopt` takes in a query
    that a worker runs for a connection that it was lent.
    """

    on_message: Callable[[Worker, Any], None]
    on_lost: Callable[[Worker], None]
    on_ready: Callable[[Worker], None]
    on_replace: Callable[[], None] = lambda: None
    adopt: Callable[[Worker, QueryJob, str, Take], Running] | None = None
