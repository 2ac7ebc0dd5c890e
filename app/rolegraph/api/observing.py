"""Stands before all routes: names each request, counts it, and writes a line about it."""

from __future__ import annotations

import time
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rolegraph.telemetry.request_ids import REQUEST_ID, RequestIds, bind
from rolegraph.telemetry.requests import CLIENT_LEFT, UNKNOWN, Requests


class Observed:
    """Passes requests on, and tells `Requests` what became of them.

    Args:
        app: what lies behind.
        plain: paths that are routes of their own.
        requests: is told.
        ids: names requests.
    """

    def __init__(
        self, app: ASGIApp, plain: frozenset[str], requests: Requests, ids: RequestIds
    ) -> None:
        self._app, self._plain = app, plain
        self._requests, self._ids = requests, ids

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        given = next((value for name, value in scope["headers"] if name == REQUEST_ID), None)
        request_id = self._ids.of(given)
        bind(request_id)
        named = (REQUEST_ID, request_id.encode())
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), named]
            await send(message)

        requests = self._requests
        requests.in_flight += 1
        try:
            await self._app(scope, receive, sending)
        except BaseException:
            status = status or 500
            raise
        finally:
            requests.in_flight -= 1
            path: str = scope["path"]
            client = scope.get("client")
            requests.observe(
                scope["method"],
                path if path in self._plain else _template(scope),
                status or CLIENT_LEFT,
                time.perf_counter() - began,
                request_id=request_id,
                client=client[0] if client else "local",
                path=path,
            )


def _template(scope: Scope) -> str:
    """Return the template of the path that a router found; a path itself would be without end."""
    route: Any = scope.get("route")
    return str(getattr(route, "path", UNKNOWN))
