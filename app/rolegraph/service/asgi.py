"""The service as one ASGI application, and the part of it that knows nothing of people."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from rolegraph.access.authenticate import Authenticator
from rolegraph.api.operations.kept import KeptAnswers
from rolegraph.api.sparql.direct import DirectQueries
from rolegraph.history.commit import Committer
from rolegraph.history.people import PublicView
from rolegraph.http.front import as_get
from rolegraph.service.operations import Operations


class Service:
    """The service as an ASGI application: the endpoints in plain ASGI, then FastAPI.

    Args:
        api: everything but the plain endpoints.
        plain: paths that go round FastAPI, for the sake of their hot path.
        front: puts in place what stands before all of them.
        direct: answers plain queries below ASGI; None where each must pass the gate.
        kept: stands before the reads of FastAPI, and gives its answers again.
        rest: the same service without what it knows about people, where that is kept apart.
        choose: puts in place what chooses between the two.
    """

    def __init__(
        self,
        api: FastAPI,
        plain: dict[str, ASGIApp],
        front: Callable[[ASGIApp], ASGIApp],
        direct: DirectQueries | None,
        kept: KeptAnswers,
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
        within: ASGIApp = self.dispatch
        if choose is not None:
            within = choose(within, within if rest is None else rest.dispatch)
        self._rest = rest
        self._answer = front(within)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or run the lifespan."""
        await self._answer(scope, receive, send)

    def close_feeds(self) -> None:
        """End the answers that would go on for ever, so that the service can end."""
        self.state.feed.close()
        if self._rest is not None:
            self._rest.close_feeds()

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
