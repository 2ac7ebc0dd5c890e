"""Counts and logs the requests that were answered, at the cost of a few microseconds each."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Callable, Iterator
from itertools import accumulate

from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric

from rolegraph.telemetry.request_log import LogLine, RequestLog

BOUNDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 30.0)
"""Upper bounds of the histogram's buckets, in seconds."""

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"})
"""Methods that are counted by their name; a client can make up any number of others."""

UNKNOWN = "unknown"
"""The route of what no route answers, and the method that none of `METHODS` is."""

QUIET = ("/health/", "/metrics")
"""Routes that machines ask all the time; they are logged at level debug."""

CLIENT_LEFT = 499
"""What a request is logged as whose client went away before the answer, as nginx does it."""

_FAULT = 500
"""The status of a fault of the service itself; those above tell that it is busy or ending."""


class Requests:
    """Is told of each request once it is answered.

    To be called on one thread, that of the event loop.

    Args:
        log: writes the lines.
        revision: tells the present revision of the store.
    """

    def __init__(self, log: RequestLog, revision: Callable[[], int]) -> None:
        self._log, self._revision = log, revision
        # By method, route and status: how many took as long as each bucket, and seconds in all.
        self._counts: dict[tuple[str, str, int], list[int]] = {}
        self._seconds: dict[tuple[str, str, int], float] = {}
        self.in_flight = 0

    def observe(
        self,
        method: str,
        route: str,
        status: int,
        seconds: float,
        *,
        request_id: str,
        client: str,
        user: str = "anonymous",
        path: str | None = None,
    ) -> None:
        """Note an answer.

        Args:
            method: of the request.
            route: the template of its path, such as `/api/v1/{plural}/{slug}`.
            status: of the answer.
            seconds: from its beginning to the last byte of the answer.
            request_id: its name.
            client: the address it came from.
            user: the name of the token that it came with, or anonymous.
            path: its path, where that is not the route; without the query, which may be private.
        """
        key = (method if method in METHODS else UNKNOWN, route, status)
        counts = self._counts.get(key)
        if counts is None:
            counts = self._counts[key] = [0] * (len(BOUNDS) + 1)
            self._seconds[key] = 0.0
        counts[bisect_left(BOUNDS, seconds)] += 1
        self._seconds[key] += seconds
        level = "info"
        if status >= _FAULT:
            level = "error" if status == _FAULT else "warning"
        elif route.startswith(QUIET):
            level = "debug"
        if self._log.wants(level):
            self._log.write(
                LogLine(
                    time.time(),
                    level,
                    request_id,
                    method,
                    route,
                    path or route,
                    status,
                    seconds,
                    client,
                    user,
                    self._revision(),
                )
            )

    def collect(self) -> Iterator[Metric]:
        """Yield the metrics, for a Prometheus registry."""
        total = CounterMetricFamily(
            "rolegraph_http_requests", "Requests answered.", labels=("method", "route", "status")
        )
        durations = HistogramMetricFamily(
            "rolegraph_http_request_duration_seconds",
            "Seconds from the beginning of a request to the end of its answer.",
            labels=("method", "route"),
        )
        merged: dict[tuple[str, str], tuple[list[int], float]] = {}
        for (method, route, status), counts in list(self._counts.items()):
            total.add_metric((method, route, str(status)), sum(counts))
            before, seconds = merged.get((method, route), ([0] * len(counts), 0.0))
            together = [a + b for a, b in zip(before, counts, strict=True)]
            merged[method, route] = (together, seconds + self._seconds[method, route, status])
        for labels, (counts, seconds) in merged.items():
            running = accumulate(counts)
            names = [*(repr(bound) for bound in BOUNDS), "+Inf"]
            buckets = [(name, float(n)) for name, n in zip(names, running, strict=True)]
            durations.add_metric(labels, buckets, seconds)
        yield total
        yield durations
