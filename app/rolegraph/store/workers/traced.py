"""Query workers whose work is seen in traces."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rolegraph.store.workers.messages.job import Answer, QueryJob, UpdateJob
from rolegraph.store.workers.pool import QueryWorkers
from rolegraph.telemetry.spans import Tracing


class TracedQueryWorkers(QueryWorkers):
    """Query workers with a span for each query, from its wait in the queue to its first bytes.

    Args:
        options: see `QueryWorkers`.
        tracing: takes the spans.
    """

    def __init__(self, *options: Any, tracing: Tracing, **named: Any) -> None:
        super().__init__(*options, **named)
        self._tracing = tracing

    async def run(
        self,
        job: QueryJob | UpdateJob,
        client: str = "local",
        on_slow: Callable[[Callable[[], None]], None] | None = None,
    ) -> Answer:
        """Run one query and return its answer; see `QueryWorkers.run`."""
        with self._tracing.span("query" if isinstance(job, QueryJob) else "update") as note:
            answer = await super().run(job, client, on_slow)
            if note is not None:
                note("rolegraph.revision", answer.revision)
                note("rolegraph.result", answer.kind)
            return answer
