"""Stands before all routes: names each request, counts it, and has a line written about it."""

from __future__ import annotations

import asyncio
import itertools
import math
import re
import secrets
import time
from bisect import bisect_left
from collections.abc import Awaitable, Callable, Iterator
from itertools import accumulate
from typing import Any

import structlog
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rolegraph.access.identity import ANONYMOUS, Identity
from rolegraph.api.operations.gate import IDENTITY
from rolegraph.errors import Busy
from rolegraph.http.problems import answer_error, answer_problem, internal
from rolegraph.http.request import Headers, client_in, header
from rolegraph.telemetry.request_log import REQUEST_NAME, LogLine, RequestLog
from rolegraph.telemetry.spans import Note, Tracing

_log = structlog.get_logger(__name__)
REQUEST_ID = b"x-request-id"
"""The header: what a client or proxy calls its request, and what it is called here."""
BEGAN = "rolegraph.began"
"""Where the scope tells when a request began that was looked at below ASGI first."""
_DELAY = 0.2
"""Seconds that a line may wait for others: one write for all of them costs the hot path little."""
_MOST = 500
"""Lines that may wait."""

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


_WELL_FORMED = re.compile(rb"[A-Za-z0-9._:+/=@-]{1,128}")


class RequestIds:
    """Takes the name that a request comes with, or makes one.

    What is made need not be secret, only unlike any other: a prefix of this process and a number.

    Attributes:
        prefix_of_workers: what the names begin with that query workers make, each from numbers of
            its own.
    """

    def __init__(self) -> None:
        self._prefix = secrets.token_hex(6)
        self._numbers = itertools.count(1)
        self.prefix_of_workers = f"{self._prefix}-w"

    def of(self, given: bytes | None) -> str:
        """Return the name of a request.

        Args:
            given: its header, or None. Anything but up to 128 letters, digits and `._:+/=@-` is
                passed over: it will stand in logs.
        """
        if given is not None and _WELL_FORMED.fullmatch(given):
            return given.decode("ascii")
        return f"{self._prefix}-{next(self._numbers):x}"


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
        self._log, self._levels, self._revision = log, log.levels, revision
        self._lines: list[LogLine] = []
        self._timer: asyncio.TimerHandle | None = None
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
        at: float | None = None,
        revision: int | None = None,
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
            at: when it was answered, where that is not just now.
            revision: of what, where that may be another than the present one.
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
        if level in self._levels:
            line = LogLine(
                time.time() if at is None else at,
                level,
                request_id,
                method,
                route,
                path or route,
                status,
                seconds,
                client,
                user,
                self._revision() if revision is None else revision,
            )
            self._lines.append(line)
            if len(self._lines) >= _MOST:
                self.flush()
            elif self._timer is None:
                self._flush_soon()

    def _flush_soon(self) -> None:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self.flush()
        else:
            self._timer = loop.call_later(_DELAY, self.flush)

    def flush(self) -> None:
        """Have the log write the lines that wait."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        lines, self._lines = self._lines, []
        if lines:
            self._log.write(lines)

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


class Observed:
    """Passes requests on, and tells `Requests` what became of them.

    Args:
        app: what lies behind.
        plain: paths that are routes of their own.
        requests: is told.
        ids: names requests.
        further: gives headers that every answer has besides, where its route gives none of these
            names.
        tracing: takes a span of each request.
        every: gives headers that every answer has, whatever its route gives.
        name_of: gives the name that the log has for the sender of an Authorization header.
    """

    def __init__(
        self,
        app: ASGIApp,
        plain: frozenset[str],
        requests: Requests,
        ids: RequestIds,
        further: Callable[[], Headers] | None = None,
        tracing: Tracing | None = None,
        every: Callable[[Scope], Headers] = lambda _: [],
        name_of: Callable[[str | None], str] = lambda _: ANONYMOUS.name,
    ) -> None:
        self._app, self._plain, self._every = app, plain, every
        self.name_of = name_of
        self._requests, self._ids = requests, ids
        self._further = further
        self._tracing = tracing if tracing and tracing.active else None
        self.ending = False

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Pass one request on."""
        if scope["type"] != "http":
            return self._app(scope, receive, send)
        if self._tracing is None:
            return self._observed(scope, receive, send)
        return self._traced(self._tracing, scope, receive, send)

    async def _traced(self, tracing: Tracing, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1"): v.decode("latin-1") for name, v in scope["headers"]}
        method: str = scope["method"] if scope["method"] in METHODS else UNKNOWN
        with tracing.request(method, headers) as note:
            await self._observed(scope, receive, send, note)

    async def _observed(
        self, scope: Scope, receive: Receive, send: Send, note: Note | None = None
    ) -> None:
        began: float = scope.pop(BEGAN, None) or time.perf_counter()
        given = next((value for name, value in scope["headers"] if name == REQUEST_ID), None)
        request_id = self._ids.of(given)
        # On every line that is logged in its course.
        structlog.contextvars.bind_contextvars(**{REQUEST_NAME: request_id})
        always = [(REQUEST_ID, request_id.encode()), *self._every(scope)]
        further = [] if self._further is None else self._further()
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                own = message.get("headers", ())
                # What a route says itself is the more exact.
                names = {name.lower() for name, _ in own} if further else ()
                others = [pair for pair in further if pair[0] not in names]
                message["headers"] = [*own, *others, *always]
            await send(message)

        requests = self._requests
        requests.in_flight += 1
        try:
            if self.ending and not scope["path"].startswith(QUIET):
                await answer_error(sending, _ending(), [(b"connection", b"close")])
            else:
                await self._app(scope, receive, sending)
        except Exception as error:
            if status:  # the answer has begun, or a route has told of it already
                raise
            _log.exception("service.fault", exc_info=error)
            await answer_problem(sending, internal(), [])
        except BaseException:
            status = status or 500
            raise
        finally:
            requests.in_flight -= 1
            ended = time.perf_counter()
            if not scope["path"].startswith(QUIET):  # nobody waits for what a probe asks
                requests.ended = ended
            status = status or CLIENT_LEFT
            requests.observe(
                scope["method"],
                self._route(scope),
                status,
                ended - began,
                request_id=request_id,
                client=client_in(scope),
                path=scope["path"],
                user=self._user(scope),
            )
            if note is not None:
                note("http.route", self._route(scope))
                note("url.path", scope["path"])
                note("http.response.status_code", status)
                note("rolegraph.request_id", request_id)

    def _user(self, scope: Scope) -> str:
        known: Identity | None = scope.get(IDENTITY)
        if known is not None:
            return known.name
        text = header(scope, b"authorization")
        return ANONYMOUS.name if text is None else self.name_of(text)

    def _route(self, scope: Scope) -> str:
        """Return the template of the path; a path itself would be without end."""
        path: str = scope["path"]
        if path in self._plain:
            return path
        route: Any = scope.get("route")  # as the router found it
        return str(getattr(route, "path", UNKNOWN))


def _ending() -> Busy:
    return Busy("The service is ending; ask another one, or this one once it is back.", 5)
