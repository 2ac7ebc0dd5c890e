"""Who may read about people is answered from the whole catalogue, anybody else from the rest."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from rolegraph.access.authenticate import Authenticator
from rolegraph.access.cookies import reference_in
from rolegraph.access.identity import AccessRole
from rolegraph.api.operations.gate import Refuse, private
from rolegraph.errors import Busy, PermissionDenied, RolegraphError, Unauthenticated
from rolegraph.history.people import PublicView, Sealed, knows_people
from rolegraph.http.problems import answer_error
from rolegraph.http.request import header
from rolegraph.settings import Settings
from rolegraph.store.embedded import EmbeddedStore

_OPERATING = frozenset(
    {"/health/live", "/health/ready", "/metrics", "/sign-in", "/sign-out", "/favicon.ico", "/mcp"}
)
"""What tells of the service and not of the catalogue. An agent at `/mcp` gets what the requests get
that it leads to."""
_ABOUT = (
    *("/memberships", "/edit/memberships", "/id/memberships", "/api/v1/memberships"),
    "/api/v1/queries/role-holders-and-conflicts",
)
"""Addresses that are about people, whatever is recorded."""


class People:
    """How one service keeps what it knows about people.

    Args:
        view: the state without them; None where nobody has to be kept from them.
        role: the least role that may read about them.
        guarded: whether they may be written about.
        closed: tells whether only those may still be answered who may read about them.
    """

    def __init__(
        self,
        view: PublicView | None,
        role: AccessRole = AccessRole.READER,
        *,
        guarded: bool,
        closed: Callable[[], bool] = lambda: False,
    ) -> None:
        self.view, self.role, self.guarded, self.closed = view, role, guarded, closed

    @classmethod
    def without(cls, view: PublicView) -> People:
        """Return how the part of the service keeps them that knows nothing of them."""
        return cls(None, guarded=False, closed=lambda: view.failed)

    @classmethod
    def of(cls, settings: Settings, store: EmbeddedStore) -> People:
        """Return what the settings ask for, and the store needs."""
        role = AccessRole.named(settings.read_people or AccessRole.READER.label)
        if not settings.open_reading and role is AccessRole.READER:
            return cls(None, role, guarded=True)
        if settings.read_people is not None or knows_people(store):
            view = PublicView(store)
            return cls(view, role, guarded=True, closed=lambda: view.failed)
        sealed = Sealed(store)
        return cls(None, role, guarded=False, closed=lambda: sealed.closed)


class ReadersOfPeople:
    """Chooses from which state of the catalogue a request is answered.

    It is asked where there are two states, or the one that there is is closed.

    Args:
        whole: answers from the whole catalogue.
        rest: answers from the state that knows nothing of people.
        authenticator: knows who asks.
        people: how they are kept.
        refuse: answers a refused request with a page, if it is a person who asks.
    """

    def __init__(
        self,
        whole: ASGIApp,
        rest: ASGIApp,
        authenticator: Authenticator,
        people: People,
        refuse: Refuse,
    ) -> None:
        self._whole, self._rest = whole, rest
        self._authenticator, self._role = authenticator, people.role
        self._closed = people.closed
        self._refuse = refuse

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"] in _OPERATING:
            return self._whole(scope, receive, send)
        return self._divided(scope, receive, send)

    async def _divided(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            if await self._may(scope):
                # No cache in between may give this to somebody else.
                await self._whole(scope, receive, private(send))
                return
            if self._closed():
                raise Busy("The service has to be restarted before it answers this.", 60)
        except RolegraphError as error:
            if await self._refuse(scope, receive, send, error):
                return
            await answer_error(send, error, [], head=scope["method"] == "HEAD")
            return
        await self._rest(scope, receive, send)

    async def _may(self, scope: Scope) -> bool:
        """Tell whether who asks may read about people.

        Raises:
            Unauthenticated: it is about people, and no good token came with it.
            PermissionDenied: it is about people, and the token's role does not reach so far.
        """
        about = is_about_people(scope["path"], scope["query_string"])
        text = header(scope, b"authorization")
        session = reference_in(scope["headers"]) if text is None else None
        if session:
            secret = self._authenticator.sessions.token(session)
            text = f"Bearer {secret}" if secret else None
        if text is None:
            if about:
                raise Unauthenticated("Who holds which role is shown to those with a token only.")
            return False
        try:
            identity = await run_in_threadpool(
                self._authenticator.authenticate, text, AccessRole.READER
            )
        except (Unauthenticated, PermissionDenied):
            if about:
                raise
            return False
        if identity.role < self._role and about:
            identity.reaching(self._role, "Who holds which role is not for all to read.")
        return identity.role >= self._role


def is_about_people(path: str, query: bytes = b"") -> bool:
    """Tell whether an address is about people, whatever is recorded.

    Args:
        path: its path.
        query: its query part, undecoded.
    """
    if any(path == one or path.startswith((f"{one}/", f"{one}.")) for one in _ABOUT):
        return True
    return path == "/query" and b"name=role-holders-and-conflicts" in query
