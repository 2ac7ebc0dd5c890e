"""Stands before all routes: what is true of every request, whichever surface it is for.

Which host names the service answers to, which pages of other origins may use it (CORS,
https://fetch.spec.whatwg.org/), how addresses are encoded, and OPTIONS.

A page of any site can have a name of its own lead to this machine (DNS rebinding) and then read
what the service answers under that name. So a name must be known here. An address in numbers
cannot be made to lead elsewhere, and is always taken.
"""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Callable, Iterable
from ipaddress import ip_address
from urllib.parse import unquote_to_bytes, urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rolegraph.errors import ConfigurationError, InputError, Misdirected, RolegraphError
from rolegraph.http.answers import answer
from rolegraph.http.bodies import BodyBudget
from rolegraph.http.problems import MERGE_PATCH, answer_error
from rolegraph.http.request import ALWAYS, Headers, header

SURFACES = ("/api/v1/", "/id/", "/context.jsonld", "/openapi.json", "/sparql", "/graphs", "/mcp")
"""Addresses that pages of other origins may use; those that end in a slash with all below."""
EXPOSED = (
    *("ETag", "Location", "Link", "X-Total-Count"),
    *("Rolegraph-Revision", "Rolegraph-Added", "Rolegraph-Removed", "Rolegraph-Lag"),
    *("Content-Location", "Retry-After", "X-Request-ID", "Idempotency-Replayed"),
)
"""Headers of answers that such pages may read."""
SENT = (
    *("Accept", "Authorization", "Content-Type", "If-Match", "If-None-Match", "Last-Event-ID"),
    *("Rolegraph-Message", "X-Request-ID", "Mcp-Protocol-Version", "Idempotency-Key"),
)
"""Headers of requests that such pages may send."""
_KEPT = 86400
BODILESS = frozenset({"GET", "HEAD"})
"""Methods whose body means nothing (RFC 9110, 9.3.1), so nothing here reads it."""


class CrossOrigin:
    """The rule for pages of other origins.

    Credentials are never allowed by cookie; a bearer token is a header that the page itself sets.

    Args:
        origins: comma-separated origins, `*` for any; empty, no page of another origin.
    """

    def __init__(self, origins: str) -> None:
        self._origins = {origin.strip() for origin in origins.split(",") if origin.strip()}
        self._any = "*" in self._origins

    def headers(self, scope: Scope) -> Headers:
        """Return the headers that let a page of the request's origin read the answer."""
        return self._of(header(scope, b"origin")) if self._covers(scope) else []

    @property
    def of_plain(self) -> Headers:
        """The headers of answers to requests that name no origin."""
        return self._of(None) if self._origins else []

    def preflight(self, scope: Scope, methods: Iterable[str]) -> Headers:
        """Return the further headers of an answer to OPTIONS.

        Args:
            scope: of the request.
            methods: that its address has.
        """
        if not self._covers(scope) or header(scope, b"access-control-request-method") is None:
            return []
        return [
            (b"access-control-allow-methods", ", ".join(methods).encode()),
            (b"access-control-allow-headers", ", ".join(SENT).encode()),
            (b"access-control-max-age", str(_KEPT).encode()),
        ]

    def allows(self, scope: Scope) -> bool:
        """Tell whether a request may come: from a program, a page of this host, or a known origin.

        It is for addresses that a browser would not keep a foreign page from posting to.
        """
        origin = header(scope, b"origin")
        if origin is None or self._any or origin in self._origins:
            return True
        return urlsplit(origin).netloc == (header(scope, b"host") or "")

    def _covers(self, scope: Scope) -> bool:
        if not self._origins:
            return False
        path: str = scope["path"].removeprefix(scope.get("root_path", ""))
        return any(
            path.startswith(surface) if surface.endswith("/") else path == surface
            for surface in SURFACES
        )

    def _of(self, origin: str | None) -> Headers:
        exposed = (b"access-control-expose-headers", ", ".join(EXPOSED).encode())
        if self._any:
            return [(b"access-control-allow-origin", b"*"), exposed]
        vary = (b"vary", b"Origin")
        if origin is not None and origin in self._origins:
            return [(b"access-control-allow-origin", origin.encode("latin-1")), exposed, vary]
        return [vary]


_HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~!$&'()*+,;=%-]+)(?::[0-9]{0,5})?")
"""RFC 9110, 7.2: `uri-host [ ":" port ]`."""
_NAME = re.compile(r"(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|\[?[0-9a-f:.]+\]?")
_ANY = "*"
SETTING = "ROLEGRAPH_ALLOWED_HOSTS"


def is_host(value: str) -> bool:
    """Tell whether a text has the form of a Host header."""
    return _HOST.fullmatch(value) is not None


class AllowedHosts:
    """The names that the service answers to.

    Always among them: addresses in numbers, `localhost` and what ends in `.localhost`, the name of
    this machine, the host to listen on, and the host of the public address.

    Args:
        names: comma-separated further names; `*.example.org` takes all below `example.org`, and
            `*` any name.
        public_url: the address under which users reach the service.
        host: what the service listens on.

    Raises:
        ConfigurationError: one of the names is none.
    """

    def __init__(self, names: str = "", public_url: str | None = None, host: str = "") -> None:
        given = [name.strip().lower() for name in names.split(",") if name.strip()]
        for name in given:
            if name != _ANY and not _NAME.fullmatch(name):
                raise ConfigurationError(
                    f"{SETTING} has {name!r}, which is no host name. Write names without port, "
                    "such as roles.example.org or *.example.org, or * for any."
                )
        self._any = _ANY in given
        self._below = tuple(name[1:] for name in given if name.startswith("*."))
        own = {"localhost", host.lower(), socket.gethostname().lower()}
        if public_url:
            own.add((urlsplit(public_url).hostname or "").lower())
        self._names = own | set(given)

    def allows(self, host: str | None) -> bool:
        """Tell whether the service answers to a Host header; without one there is no name."""
        if self._any or host is None:
            return True
        match = _HOST.fullmatch(host)
        if match is None:
            return False
        name = match["name"].lower().rstrip(".")
        if name in self._names or name.endswith((".localhost", *self._below)):
            return True
        try:
            ip_address(name.strip("[]"))
        except ValueError:
            return False
        return True

    def check(self, host: str | None) -> None:
        """Go on only if the service answers to a Host header.

        Raises:
            Misdirected: it does not.
        """
        if not self.allows(host):
            raise Misdirected(
                f"This service does not answer to the name {host!r}. If it should, its operator "
                f"adds the name to {SETTING}."
            )


_BEYOND_ASCII = re.compile(rb"%[89A-Fa-f]|[\x80-\xff]")
_RAW = re.compile(rb"[\x80-\xff]")


class Front:
    """Refuses what no surface takes, and answers OPTIONS for all of them.

    Args:
        app: what lies behind.
        reads: what lies behind for GET and HEAD.
        hosts: the names that the service answers to.
        cross_origin: which pages of other origins may use it.
        methods: gives the methods of the address of a request; none where nothing is there.
        bodies: what all requests together may hold.
    """

    def __init__(
        self,
        app: ASGIApp,
        reads: ASGIApp,
        hosts: AllowedHosts,
        cross_origin: CrossOrigin,
        methods: Callable[[Scope], tuple[str, ...]],
        bodies: BodyBudget,
    ) -> None:
        self._app, self._reads, self._bodies = app, reads, bodies
        self._hosts, self._cross_origin, self._methods = hosts, cross_origin, methods

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
        if scope["method"] in BODILESS:
            await self._reads(scope, receive, send)
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
