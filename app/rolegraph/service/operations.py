"""Puts together what operators see of a service: metrics, logs of requests, traces."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from typing import TextIO

from fastapi import APIRouter
from starlette.types import ASGIApp, Scope

from rolegraph import __version__
from rolegraph.analysis.findings import PresentFindings
from rolegraph.api.operations import health
from rolegraph.api.operations.answer_cache import AnswerCache
from rolegraph.api.operations.observing import UNKNOWN, Observed, RequestIds, Requests
from rolegraph.api.operations.seen_directly import SeenDirectly
from rolegraph.api.sparql.results import ResultCache
from rolegraph.errors import ConfigurationError
from rolegraph.http.request import Headers
from rolegraph.service.upstream import Upstream
from rolegraph.settings import Settings
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.workers.pool import QueryWorkers
from rolegraph.telemetry.gauges import (
    FindingCounts,
    GaugeReading,
    LabelledGauge,
    Readings,
    guard_seconds,
    new_registry,
)
from rolegraph.telemetry.logs import console_line, is_console
from rolegraph.telemetry.long_work import LongWork
from rolegraph.telemetry.request_log import RequestLog
from rolegraph.telemetry.tracing import tracing_of

_PATIENCE = 0.2
"""Seconds that a scrape waits for findings; those it had last are told otherwise."""


class Operations:
    """What operators see of one service.

    Args:
        settings: of the service.
        store: its store.
        out: where the log goes; by default standard error.
    """

    def __init__(self, settings: Settings, store: EmbeddedStore, out: TextIO | None = None) -> None:
        self.registry = new_registry()
        self.tracing = tracing_of(os.environ)
        self.ids = RequestIds()
        self._store = store
        out = out or sys.stderr
        render = console_line if is_console(settings.log_format, out) else None
        log = RequestLog(settings.log_level, out, render)
        self.requests = Requests(log, lambda: store.revision)
        self.registry.register(self.requests)
        self._front: Observed | None = None
        self._further: Callable[[], Headers] | None = None
        self._workers: QueryWorkers | None = None

    def guard_timer(self) -> Callable[[float], object]:
        """Return what takes how many seconds the guard took, for the metrics."""
        return guard_seconds(self.registry).observe

    def watch(
        self,
        workers: QueryWorkers,
        cache: ResultCache,
        answers: AnswerCache,
        findings: PresentFindings,
    ) -> None:
        """Have the metrics show the numbers that parts keep."""
        store = self._store
        self._workers = workers

        def severities() -> list[str] | None:
            try:
                found = findings.within(_PATIENCE)
            except ConfigurationError:  # which writes and the page of checks tell of
                return None
            return None if found is None else [finding.severity for finding in found]

        self.registry.register(FindingCounts(severities, lambda: store.revision))
        self.registry.register(
            Readings(
                (
                    GaugeReading(
                        "rolegraph_revision", "The present revision.", lambda: store.revision
                    ),
                    GaugeReading(
                        "rolegraph_store_failed",
                        "1 once the store's engine has failed, and a restart is needed.",
                        lambda: float(store.failed),
                    ),
                    GaugeReading(
                        "rolegraph_http_requests_in_flight",
                        "Requests that are being answered.",
                        lambda: self.requests.in_flight,
                    ),
                    GaugeReading(
                        "rolegraph_queries_waiting",
                        "Queries that wait for a worker.",
                        lambda: workers.waiting,
                    ),
                    GaugeReading(
                        "rolegraph_queries_running",
                        "Queries that run.",
                        lambda: sum(query.started is not None for query in workers.running()),
                    ),
                    GaugeReading(
                        "rolegraph_query_workers",
                        "Worker processes, busy and idle.",
                        lambda: workers.size,
                    ),
                    GaugeReading(
                        "rolegraph_query_workers_replaced",
                        "Worker processes that ended and were replaced.",
                        lambda: workers.replaced,
                        "counter",
                    ),
                    GaugeReading(
                        "rolegraph_query_cache_hits",
                        "Queries answered from the results kept in memory.",
                        lambda: cache.hits,
                        "counter",
                    ),
                    GaugeReading(
                        "rolegraph_query_cache_misses",
                        "Queries whose result was not kept.",
                        lambda: cache.misses,
                        "counter",
                    ),
                    GaugeReading(
                        "rolegraph_query_cache_bytes",
                        "Bytes of results kept in memory.",
                        lambda: cache.size,
                    ),
                    GaugeReading(
                        "rolegraph_answer_cache_hits",
                        "Reads of JSON and pages answered from what is kept in memory.",
                        lambda: answers.hits,
                        "counter",
                    ),
                    GaugeReading(
                        "rolegraph_answer_cache_misses",
                        "Reads of JSON and pages whose answer was not kept.",
                        lambda: answers.misses,
                        "counter",
                    ),
                    GaugeReading(
                        "rolegraph_answer_cache_bytes",
                        "Bytes of answers kept in memory.",
                        lambda: answers.size,
                    ),
                )
            )
        )
        self.registry.register(
            LabelledGauge(
                "rolegraph_build_info",
                "The version that runs.",
                "version",
                lambda: {__version__: 1},
            )
        )

    def observed(
        self,
        app: ASGIApp,
        plain: frozenset[str],
        further: Callable[[], Headers] | None,
        every: Callable[[Scope], Headers],
        name_of: Callable[[str | None], str],
    ) -> Observed:
        """Return an application whose requests are seen.

        Args:
            app: the application.
            plain: its paths that no router knows.
            further: gives headers that answers have besides, where routes do not give them.
            every: gives headers that every answer has.
            name_of: gives the name that the log has for the sender of an Authorization header.
        """
        self._further = further
        self._front = Observed(
            app, plain, self.requests, self.ids, further, self.tracing, every, name_of
        )
        return self._front

    @property
    def under_way(self) -> int:
        """How many requests and queries are being answered."""
        workers = self._workers
        lending = None if workers is None else workers.lending
        if lending is not None and lending.lent:  # which soon come back, or tell what they run
            return lending.lent
        queries = 0 if workers is None else len(workers.running())
        return max(self.requests.in_flight, queries)

    @property
    def directly(self) -> SeenDirectly | None:
        """What sees requests that are answered below ASGI; None where spans are wanted."""
        if self._front is None or self.tracing.active:
            return None
        return SeenDirectly(self._front, self.requests, self.ids, self._further)

    def refused(self, status: int, client: str, began: float) -> str:
        """Count and log a request that never reached the application.

        Args:
            status: that it is answered with.
            client: the address it came from.
            began: when it began, by `time.perf_counter`; 0 where that is not known.

        Returns:
            The name that its answer carries.
        """
        name = self.ids.of(None)
        seconds = time.perf_counter() - began if began else 0.0
        self.requests.observe(
            UNKNOWN, UNKNOWN, status, seconds, request_id=name, client=client, path="-"
        )
        return name

    @property
    def ending(self) -> bool:
        """Whether new requests are refused, since the service is about to end."""
        return self._front is not None and self._front.ending

    def begin_ending(self) -> None:
        """Refuse new requests from now on."""
        if self._front is not None:
            self._front.ending = True

    def ending_check(self) -> str | None:
        """Say that the service is not ready any more, once it is about to end."""
        return "The service is ending." if self.ending else None

    def close(self) -> None:
        """Write and send what is left."""
        self.requests.flush()
        self.tracing.close()


def readiness(
    store: EmbeddedStore,
    workers: QueryWorkers,
    operations: Operations,
    upstream: Upstream | None,
    further: Mapping[str, health.Check],
    work: LongWork,
) -> APIRouter:
    """Return the routes of `/health`, with all that must be well."""
    checks: dict[str, health.Check] = {
        "store": health.store_check(store),
        "workers": health.workers_check(workers),
        "running": operations.ending_check,
        **further,
    }
    if upstream is None:
        return health.router(store, workers, checks, work)
    operations.registry.register(upstream.readings())
    return health.router(store, workers, {**checks, **upstream.checks()}, work, upstream.state)
