"""Stands before all routes: names each request, counts it, and writes a line about it."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rolegraph.access.identity import ANONYMOUS, Identity
from rolegraph.api.operations.gate import IDENTITY
from rolegraph.errors import Busy
from rolegraph.http.problems import answer_error, answer_problem, internal
from rolegraph.http.request import ALWAYS, Headers, client_in, header
from rolegraph.telemetry.requests import (
    CLIENT_LEFT,
    METHODS,
    QUIET,
    REQUEST_ID,
    UNKNOWN,
    RequestIds,
    Requests,
    bind,
)
from rolegraph.telemetry.spans import Note, Tracing

_log = structlog.get_logger(__name__)
_ALWAYS = b"".join(b": ".join(pair) + b"\r\n" for pair in ALWAYS) + b"x-request-id: "
BEGAN = "rolegraph.began"
"""Where the scope tells when a request began that was looked at below ASGI first."""


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
        bind(request_id)
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

    def directly(self) -> SeenDirectly | None:
        """Return what sees requests that are answered below ASGI; None where spans are wanted."""
        if self._tracing is not None:
            return None
        return SeenDirectly(self, self._requests, self._ids, self._further)


class SeenDirectly:
    """Names, counts and logs requests that are answered below ASGI, as `Observed` does others.

    Args:
        front: knows whether the service is ending.
        requests: is told.
        ids: names requests.
        further: gives headers that every answer has besides.
    """

    def __init__(
        self,
        front: Observed,
        requests: Requests,
        ids: RequestIds,
        further: Callable[[], Headers] | None,
    ) -> None:
        self._front, self._requests, self._ids = front, requests, ids
        self._further = further

    @property
    def ending(self) -> bool:
        """Whether new requests are refused."""
        return self._front.ending

    def begin(self) -> None:
        """Note that a request is being answered."""
        self._requests.in_flight += 1

    def end(self) -> None:
        """Note that it is no more, or by others."""
        self._requests.in_flight -= 1

    def answer(
        self,
        method: str,
        route: str,
        client: str,
        began: float,
        given: str | None,
        path: str | None = None,
    ) -> bytes:
        """Note that a request is answered with 200, and return further lines of its head.

        Args:
            method: of the request.
            route: the template of its path.
            client: the address it came from.
            began: when it began.
            given: its Authorization header, or None.
            path: its path, where that is not the route.
        """
        name = self._ids.of(None)
        self._observe(method, route, 200, client, began, name, given, path)
        line = _ALWAYS + name.encode() + b"\r\n"
        if self._further is None:
            return line
        others = [pair for pair in self._further() if pair[0] != b"rolegraph-revision"]
        return line + b"".join([key + b": " + value + b"\r\n" for key, value in others])

    def left(self, method: str, path: str, client: str, began: float, given: str | None) -> None:
        """Note that the client of a request went away."""
        self._observe(method, path, CLIENT_LEFT, client, began, self._ids.of(None), given)

    def _observe(
        self,
        method: str,
        route: str,
        status: int,
        client: str,
        began: float,
        name: str,
        given: str | None,
        path: str | None = None,
    ) -> None:
        seconds = time.perf_counter() - began
        user = ANONYMOUS.name if given is None else self._front.name_of(given)
        self._requests.observe(
            method, route, status, seconds, request_id=name, client=client, user=user, path=path
        )


def _ending() -> Busy:
    return Busy("The service is ending; ask another one, or this one once it is back.", 5)
