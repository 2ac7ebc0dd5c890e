"""Stands before all routes: what is true of every request, whichever surface it is for."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rolegraph.errors import InputError, RolegraphError
from rolegraph.http.answers import answer
from rolegraph.http.bodies import BodyBudget
from rolegraph.http.cross_origin import CrossOrigin
from rolegraph.http.headers import ALWAYS, Headers, header
from rolegraph.http.hosts import AllowedHosts
from rolegraph.http.problems import MERGE_PATCH, answer_error

_BEYOND_ASCII = re.compile(rb"%[89A-Fa-f]|[\x80-\xff]")
_RAW = re.compile(rb"[\x80-\xff]")


class Front:
    """Refuses what no surface takes, and answers OPTIONS for all of them.

    Args:
        app: what lies behind.
        hosts: the names that the service answers to.
        cross_origin: which pages of other origins may use it.
        methods: gives the methods of the address of a request; none where nothing is there.
        bodies: what all requests together may hold.
    """

    def __init__(
        self,
        app: ASGIApp,
        hosts: AllowedHosts,
        cross_origin: CrossOrigin,
        methods: Callable[[Scope], tuple[str, ...]],
        bodies: BodyBudget,
    ) -> None:
        self._app, self._hosts, self._methods, self._bodies = app, hosts, methods, bodies
        self._cross_origin = cross_origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            self._hosts.check(header(scope, b"host"))
            check_encoding(scope)
        except RolegraphError as error:
            await answer_error(send, error, [], head=scope["method"] == "HEAD")
            return
        if scope["method"] == "OPTIONS":
            methods = self._methods(scope)
            if methods:
                headers = [
                    (b"allow", ", ".join(methods).encode()),
                    *_described(scope, methods),
                    *self._cross_origin.preflight(scope, methods),
                ]
                await answer(send, 204, headers, b"", head=False)
                return
        share = self._bodies.share(scope)
        try:
            await self._app(scope, receive, send)
        finally:
            share.give_back()

    def headers(self, scope: Scope) -> Headers:
        """Return the headers that every answer has."""
        return [*ALWAYS, *self._cross_origin.headers(scope)]


def _described(scope: Scope, methods: tuple[str, ...]) -> Headers:
    """Return what the answer to OPTIONS says besides the methods (RFC 8631, RFC 5789)."""
    root = scope.get("root_path", "").encode("latin-1")
    found = [(b"link", b"<" + root + b'/openapi.json>; rel="service-desc"')]
    if "PATCH" in methods:
        found.append((b"accept-patch", MERGE_PATCH.encode()))
    return found


def check_encoding(scope: Scope) -> None:
    """Go on only if path and query of an address are percent-encoded UTF-8 (RFC 3986, 2.5).

    Raises:
        InputError: they are not.
    """
    for part, where in ((scope.get("raw_path"), "path"), (scope["query_string"], "query")):
        if part and _BEYOND_ASCII.search(part):
            try:
                unquote_to_bytes(part).decode()
            except UnicodeDecodeError:
                part = b"\xff"  # noqa: PLW2901 - refused below, as what is not encoded
            if _RAW.search(part):
                raise InputError(f"The {where} of the address is not percent-encoded UTF-8.")


async def as_get(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer HEAD as GET is answered, without the body (RFC 9110, 9.3.2).

    An endless answer ends with its head: the application is told that the client has gone.
    """
    begun = asyncio.Event()
    asked = False

    async def receiving() -> Message:
        nonlocal asked
        if not asked:
            asked = True
            return await receive()
        await begun.wait()
        return {"type": "http.disconnect"}

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            await send(message)
            await send({"type": "http.response.body", "body": b""})
            begun.set()

    forwarded = {**scope, "method": "GET"}
    try:
        await app(forwarded, receiving, sending)
    finally:
        scope["route"] = forwarded.get("route")  # for those who observe requests
