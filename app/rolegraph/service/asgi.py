"""The service as one ASGI application, and the part of it that knows nothing of people."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from rolegraph.access.authenticate import Authenticator
from rolegraph.api.operations.kept import KeptAnswers
from rolegraph.api.operations.people import People
from rolegraph.api.sparql.direct import DirectQueries
from rolegraph.documents.uploads.imports import DocumentImports
from rolegraph.history.commit import Committer
from rolegraph.history.people import PublicView
from rolegraph.http.front import as_get
from rolegraph.http.once.middleware import WRITES
from rolegraph.service.operations import Operations


class Service:
    """The service as an ASGI application: the endpoints in plain ASGI, then FastAPI.

    Args:
        api: everything but the plain endpoints.
        plain: paths that go round FastAPI, for the sake of their hot path.
        front: puts in place what stands before all of them.
        once: puts in place what carries out no POST twice.
        direct: answers plain queries below ASGI; None where each must pass the gate.
        kept: stands before the reads of FastAPI, and gives its answers again.
        people: how the service keeps what it knows about people.
        rest: the same service without what it knows about people, where that is kept apart.
        choose: puts in place what chooses between the two; None in that part itself.
    """

    def __init__(
        self,
        api: FastAPI,
        plain: dict[str, ASGIApp],
        front: Callable[[ASGIApp], ASGIApp],
        once: Callable[[ASGIApp], ASGIApp],
        direct: DirectQueries | None,
        kept: KeptAnswers,
        people: People,
        rest: Service | None = None,
        choose: Callable[[ASGIApp, ASGIApp], ASGIApp] | None = None,
    ) -> None:
        self.api = api
        self.state = api.state
        self.plain = plain
        self._reads = kept
        # Below ASGI nobody is known, so what is answered there knows nothing of people.
        self.direct: DirectQueries | None = direct if rest is None else rest.direct
        self.kept: KeptAnswers = self._reads if rest is None else rest.kept
        self._divided = rest is not None
        self._closed = people.closed
        self._rest = rest
        within = self.dispatch
        without = within if rest is None else rest.dispatch
        self._chosen: ASGIApp = within if choose is None else choose(within, without)
        self._writes = once(self._lead)
        self._answer = front(self._enter)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or run the lifespan."""
        await self._answer(scope, receive, send)

    def close_feeds(self) -> None:
        """End the answers that would go on for ever, so that the service can end.

        Connections that query workers were lent come back as well.
        """
        lending = None if self.direct is None else self.direct.lending
        if lending is not None:
            lending.recall()
        self.state.feed.close()
        if self._rest is not None:
            self._rest.close_feeds()

    def _enter(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Lead a request that has passed the front past what is not for it."""
        if scope["type"] == "http" and scope["method"] in WRITES:
            return self._writes(scope, receive, send)
        return self._lead(scope, receive, send)

    def _lead(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Have one of the two parts answer, where there are two or the one is closed."""
        if self._divided or self._closed():
            return self._chosen(scope, receive, send)
        return self.dispatch(scope, receive, send)

    def dispatch(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Answer one request that has passed the front."""
        if scope["type"] != "http":
            return self.api(scope, receive, send)
        endpoint = self.plain.get(scope["path"])
        if endpoint is not None:
            return endpoint(scope, receive, send)
        if scope["method"] == "GET":
            return self._reads(scope, receive, send)
        if scope["method"] == "HEAD":
            return as_get(self._reads, scope, receive, send)
        return self.api(scope, receive, send)


@dataclass(frozen=True)
class Whole:
    """What the service without people shares with the whole one."""

    view: PublicView
    authenticator: Authenticator
    operations: Operations
    committer: Committer
    imports: DocumentImports
