"""Who may use which address: the gate before all routes, and the identity behind a request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Request
from fastapi.security import HTTPBearer
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rolegraph.access.authenticate import Authenticator
from rolegraph.access.cookies import reference_in
from rolegraph.access.identity import ANONYMOUS, AccessRole, Identity
from rolegraph.errors import PermissionDenied, ReadOnlyReplica, RolegraphError, Unauthenticated
from rolegraph.http.problems import answer_error
from rolegraph.http.request import header

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "QUERY"})
"""Methods that change nothing."""

READING_POSTS = frozenset({"/sparql", "/api/v1/validate", "/api/v1/readings", "/read", "/mcp"})
"""Addresses whose POST only reads, or is judged once more: `/sparql` asks for an editor itself when
it is an update, and what an agent writes at `/mcp` is a request of its own."""

SIGNING = frozenset({"/sign-in", "/sign-out"})
"""Addresses whose POST begins or ends a session; they look themselves at who asks."""

FORM_FOLDERS = ("/edit-many/", "/edit-plain/", "/read/")
"""Where a POST is a plain form of a page: it has the token in a field, and is judged there."""

OPEN_PATHS = frozenset({"/favicon.ico"})
OPEN_FOLDERS = ("/health/", "/static/")
"""What is answered to anybody even where reading is closed: it tells nothing of the data."""

RUNNING = "/api/v1/running"
"""What an administrator does here is not a write to the data, so replicas allow it."""

_OF_ADDRESS = "/%:@!$&'()*+,;=-._~?"
IDENTITY = "rolegraph.identity"
"""Where the scope has who asks, once that is known."""
_BEARER = HTTPBearer(
    auto_error=False,
    scheme_name="token",
    description="A token made by `rolegraph token create`, or of the OpenID Connect issuer.",
)


async def identify(authenticator: Authenticator, scope: Scope, role: AccessRole) -> Identity:
    """Return whose request it is; for plain ASGI routes.

    Raises:
        Unauthenticated: no token, or one that is wrong, expired or revoked.
        PermissionDenied: its role does not reach as far as `role`.
    """
    known: Identity | None = scope.get(IDENTITY)
    if known is None or known.role < role:
        text = header(scope, b"authorization")
        session = _session(authenticator, scope) if text is None else None
        if session and role is AccessRole.READER:
            text = f"Bearer {session}"
        # In a thread, since the keys of an issuer may have to be fetched.
        known = await run_in_threadpool(authenticator.authenticate, text, role)
        if session:  # a cookie lets nobody write, whoever they are
            known = Identity(known.name, AccessRole.READER)
        scope[IDENTITY] = known
    return known.reaching(role)


async def name_of(authenticator: Authenticator, scope: Scope) -> str | None:
    """Return role and name of whose request it is, as one text; None for who is not known."""
    try:
        identity = await identify(authenticator, scope, AccessRole.READER)
    except (Unauthenticated, PermissionDenied):
        return None
    return None if identity == ANONYMOUS else f"{identity.role.label} {identity.name}"


def _session(authenticator: Authenticator, scope: Scope) -> str | None:
    reference = reference_in(scope["headers"])
    return authenticator.sessions.token(reference) if reference else None


def require(authenticator: Authenticator, role: AccessRole) -> Callable[..., Awaitable[Identity]]:
    """Return a FastAPI dependency that gives the `Identity` behind a request of `role` or above."""

    async def identity(request: Request, _: Annotated[object, Depends(_BEARER)]) -> Identity:
        return await identify(authenticator, request.scope, role)

    return identity


Refuse = Callable[[Scope, Receive, Send, RolegraphError], Awaitable[bool]]
"""Answers a refused request in its own way; tells whether it did."""


class Gate:
    """Stands before all routes and lets nobody through to what is not for them.

    A method that may change something needs an editor wherever it goes, so that a route added
    without a thought to access is closed, not open. Where reading is closed, all that tells of
    the data needs a reader.

    Args:
        app: what lies behind.
        authenticator: knows who may come.
        opened: further paths that are open even where reading is closed.
        refuse: answers people who may not read with a page, if it is people who ask.
        leader: where writes go, of a read replica; it refuses them all.
    """

    def __init__(
        self,
        app: ASGIApp,
        authenticator: Authenticator,
        opened: frozenset[str] = frozenset(),
        refuse: Refuse | None = None,
        leader: str | None = None,
    ) -> None:
        self._app, self._authenticator = app, authenticator
        self._open_paths, self._refuse = OPEN_PATHS | opened, refuse
        self._leader = leader

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through, or answer it with 401 or 403."""
        role = self._needed(scope)
        if role is None:
            await self._app(scope, receive, send)
            return
        try:
            if self._leader and role is AccessRole.EDITOR and not _is_local(scope["path"]):
                raise ReadOnlyReplica(same_at(self._leader, scope))
            await identify(self._authenticator, scope, role)
        except RolegraphError as error:
            if self._refuse and await self._refuse(scope, receive, send, error):
                return
            await answer_error(send, error, [], head=scope["method"] == "HEAD")
            return
        await self._app(scope, receive, send if self._authenticator.open_reading else private(send))

    def _needed(self, scope: Scope) -> AccessRole | None:
        """Return the role that a request needs, None where anybody may come."""
        if scope["type"] != "http":
            return None
        method, path = scope["method"], scope["path"]
        if self._authenticator.open_reading or method == "OPTIONS":
            return role_needed(method, path, open_reading=True)
        return role_needed(method, path, open_reading=False, opened=self._open_paths)


def role_needed(
    method: str, path: str, *, open_reading: bool, opened: frozenset[str] = OPEN_PATHS
) -> AccessRole | None:
    """Return the role that a method of an address needs, None where anybody may come.

    Args:
        method: the HTTP method.
        path: the path.
        open_reading: whether anybody may read.
        opened: the paths that are open even where reading is closed.
    """
    if method == "POST" and path in SIGNING:
        return None
    reads = path in READING_POSTS or path.startswith(FORM_FOLDERS)
    if method not in SAFE_METHODS and not (method == "POST" and reads):
        return AccessRole.EDITOR
    if open_reading or path in opened or path.startswith(OPEN_FOLDERS):
        return None
    return AccessRole.READER


def same_at(leader: str, scope: Scope) -> str:
    """Return the address at which another service would take the same request."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    path = quote(raw.decode("latin-1"), safe=_OF_ADDRESS)
    # What stands behind /sparql? may be a query, which no answer repeats.
    query = "" if path == "/sparql" else quote(scope["query_string"].decode("latin-1"), _OF_ADDRESS)
    return f"{leader}{path}?{query}" if query else f"{leader}{path}"


def _is_local(path: str) -> bool:
    """Tell whether a path is about this process, not about the data."""
    return path == RUNNING or path.startswith(f"{RUNNING}/")


def private(send: Send) -> Send:
    """Keep what only some may read out of the caches between here and them."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [pair for pair in message["headers"] if pair[0].lower() != b"cache-control"]
            message = {**message, "headers": [*headers, (b"cache-control", b"private, no-cache")]}
        await send(message)

    return sending
