"""Puts together what operators see of a service: metrics, logs of requests, traces."""

from __future__ import annotations

import sys
from typing import TextIO

from starlette.types import ASGIApp

from rolegraph import __version__
from rolegraph.api.observing import Observed
from rolegraph.rdf.patch import Patch
from rolegraph.settings import Settings
from rolegraph.shacl.findings import Finding
from rolegraph.shacl.guard import Guard
from rolegraph.sparql.cache import ResultCache
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.workers.pool import QueryWorkers
from rolegraph.telemetry.gauges import LabelledGauge, Reading, Readings, new_registry
from rolegraph.telemetry.guard_time import TimedChecks
from rolegraph.telemetry.logs import console_line, is_console
from rolegraph.telemetry.request_ids import RequestIds
from rolegraph.telemetry.request_log import RequestLog
from rolegraph.telemetry.requests import Requests
from rolegraph.telemetry.tracing import Tracing


class Operations:
    """What operators see of one service.

    Args:
        settings: of the service.
        store: its store.
        out: where the log goes; by default standard error.
    """

    def __init__(self, settings: Settings, store: EmbeddedStore, out: TextIO | None = None) -> None:
        self.registry = new_registry()
        self.tracing = Tracing()
        self.ids = RequestIds()
        self._store = store
        out = out or sys.stderr
        render = console_line if is_console(settings.log_format, out) else None
        self.log = RequestLog(settings.log_level, out, render)
        self.requests = Requests(self.log, lambda: store.revision)
        self.registry.register(self.requests)

    def timed(self, guard: Guard) -> TimedChecks[Patch, list[Finding]]:
        """Return a guard whose time is measured."""
        return TimedChecks(guard, self.registry, self.tracing)

    def watch(self, workers: QueryWorkers, cache: ResultCache) -> None:
        """Have the metrics tell of the parts that keep numbers."""
        store = self._store
        self.registry.register(
            Readings(
                (
                    Reading("rolegraph_revision", "The present revision.", lambda: store.revision),
                    Reading(
                        "rolegraph_store_failed",
                        "1 once the store's engine has failed, and a restart is needed.",
                        lambda: float(store.failed),
                    ),
                    Reading(
                        "rolegraph_http_requests_in_flight",
                        "Requests that are being answered.",
                        lambda: self.requests.in_flight,
                    ),
                    Reading(
                        "rolegraph_queries_waiting",
                        "Queries that wait for a worker.",
                        lambda: workers.waiting,
                    ),
                    Reading(
                        "rolegraph_queries_running",
                        "Queries that run.",
                        lambda: sum(query.started is not None for query in workers.running()),
                    ),
                    Reading(
                        "rolegraph_query_workers",
                        "Worker processes, busy and idle.",
                        lambda: workers.size,
                    ),
                    Reading(
                        "rolegraph_query_workers_replaced",
                        "Worker processes that ended and were replaced.",
                        lambda: workers.replaced,
                        "counter",
                    ),
                    Reading(
                        "rolegraph_query_cache_hits",
                        "Queries answered from the results kept in memory.",
                        lambda: cache.hits,
                        "counter",
                    ),
                    Reading(
                        "rolegraph_query_cache_misses",
                        "Queries whose result was not kept.",
                        lambda: cache.misses,
                        "counter",
                    ),
                    Reading(
                        "rolegraph_query_cache_bytes",
                        "Bytes of results kept in memory.",
                        lambda: cache.size,
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

    def observed(self, app: ASGIApp, plain: frozenset[str]) -> Observed:
        """Return an application whose requests are seen.

        Args:
            app: the application.
            plain: its paths that no router knows.
        """
        return Observed(app, plain, self.requests, self.ids)

    def close(self) -> None:
        """Write and send what is left."""
        self.log.flush()
        self.tracing.close()
