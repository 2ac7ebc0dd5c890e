"""Requests that were answered: counted and logged, at the cost of a few microseconds each.

The log has one line for each, written many at a time. The lines look as structlog's do. They are
put together by hand, since a general serialiser took longer than the whole answer to a query whose
result is at hand. Each request has a name, by which a client's report and the log are brought
together.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import math
import re
import secrets
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator
from itertools import accumulate
from json.encoder import encode_basestring as quoted
from typing import Any, NamedTuple, TextIO

import structlog
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric

REQUEST_ID = b"x-request-id"
"""The header: what a client or proxy calls its request, and what it is called here."""

_KEY = "request_id"
_WELL_FORMED = re.compile(rb"[A-Za-z0-9._:+/=@-]{1,128}")


class RequestIds:
    """Takes the name that a request comes with, or makes one.

    What is made need not be secret, only unlike any other: a prefix of this process and a number.
    """

    def __init__(self) -> None:
        self._prefix = secrets.token_hex(6)
        self._numbers = itertools.count(1)

    def of(self, given: bytes | None) -> str:
        """Return the name of a request.

        Args:
            given: its header, or None. Anything but up to 128 letters, digits and `._:+/=@-` is
                passed over: it will stand in logs.
        """
        if given is not None and _WELL_FORMED.fullmatch(given):
            return given.decode("ascii")
        return f"{self._prefix}-{next(self._numbers):x}"


def bind(request_id: str) -> None:
    """Put the name of a request on every line that is logged in its course."""
    structlog.contextvars.bind_contextvars(**{_KEY: request_id})


def present() -> str | None:
    """Return the name of the request that is being answered, or None."""
    found = structlog.contextvars.get_contextvars().get(_KEY)
    return None if found is None else str(found)


_LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}
_DELAY = 0.2
"""Seconds that a line may wait for others: one write for all of them costs the hot path little."""
_MOST = 500
"""Lines that may wait."""
_LONGEST = 300
"""Characters of a path that are written; it may have thousands."""


class LogLine(NamedTuple):
    """What is told of a request."""

    at: float
    level: str
    request_id: str
    method: str
    route: str
    path: str
    status: int
    seconds: float
    client: str
    user: str
    revision: int


class RequestLog:
    """Writes lines about requests.

    Args:
        level: below which nothing is written: debug, info, warning or error.
        out: where to.
        render: makes a line for people of its values; None writes JSON.
    """

    def __init__(
        self, level: str, out: TextIO, render: Callable[[dict[str, Any]], str] | None = None
    ) -> None:
        self._least = _LEVELS[level]
        self._out, self._render = out, render
        self._lines: list[LogLine] = []
        self._timer: asyncio.TimerHandle | None = None
        self._second, self._stamp = 0, ""

    def wants(self, level: str) -> bool:
        """Tell whether lines of a level are written."""
        return _LEVELS[level] >= self._least

    def write(self, line: LogLine) -> None:
        """Take a line; it is written soon."""
        self._lines.append(line)
        if len(self._lines) >= _MOST:
            self.flush()
        elif self._timer is None:
            try:
                loop = asyncio.get_running_loop()
            except RuntimeError:
                self.flush()
            else:
                self._timer = loop.call_later(_DELAY, self.flush)

    def flush(self) -> None:
        """Write what waits."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        lines, self._lines = self._lines, []
        if lines:
            form = self._as_json if self._render is None else self._for_people
            # A log that cannot be written must not keep anybody from an answer.
            with contextlib.suppress(OSError):
                self._out.write("".join(map(form, lines)))
                self._out.flush()

    def _as_json(self, line: LogLine) -> str:
        at, level, request_id, method, route, path, status, seconds, client, user, revision = line
        return (
            f'{{"event": "request", "request_id": {quoted(request_id)}, '
            f'"method": {quoted(method)}, "route": {quoted(route)}, '
            f'"path": {quoted(path[:_LONGEST])}, "status": {status}, "seconds": {seconds:.6f}, '
            f'"client": {quoted(client)}, "user": {quoted(user)}, "revision": {revision}, '
            f'"level": "{level}", '
            f'"timestamp": "{self._time(at)}"}}\n'
        )

    def _for_people(self, line: LogLine) -> str:
        values = line._asdict()
        values |= {"path": line.path[:_LONGEST], "seconds": round(line.seconds, 6)}
        reported = {"event": "request", "timestamp": self._time(values.pop("at")), **values}
        return self._render(reported) + "\n" if self._render else ""

    def _time(self, at: float) -> str:
        """Return a moment in ISO 8601, in UTC."""
        second = int(at)
        if second != self._second:
            self._second = second
            self._stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))
        return f"{self._stamp}.{int((at - second) * 1e6):06d}Z"


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

    Attributes:
        in_flight: how many requests are being answered.
        ended: when the last one was answered that is none of `QUIET`, by `time.perf_counter`.
    """

    def __init__(self, log: RequestLog, revision: Callable[[], int]) -> None:
        self._log, self._revision = log, revision
        # By method, route and status: how many took as long as each bucket, and seconds in all.
        self._counts: dict[tuple[str, str, int], list[int]] = {}
        self._seconds: dict[tuple[str, str, int], float] = {}
        self.in_flight = 0
        self.ended = -math.inf

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
