"""`/mcp`: the protocol over HTTP, with the rights of whoever asks.

Each request of an agent becomes requests to the JSON API of the same service, with the same
credentials. So access, limits, logs and the part that knows nothing of people are those of the API.

The protocol's library is loaded at the first request: it takes seconds and 44 MB.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from importlib.util import find_spec
from typing import Any

import httpx
from starlette.types import ASGIApp, Receive, Scope, Send

from rolegraph.client import AsyncClient
from rolegraph.errors import MethodNotAllowed, NotFound, PermissionDenied, RolegraphError
from rolegraph.http.bodies import read_body, replayed
from rolegraph.http.front import CrossOrigin
from rolegraph.http.problems import answer_error
from rolegraph.telemetry.request_log import present

PATH = "/mcp"
METHODS = ("POST", "OPTIONS")
LARGEST = 4 * 2**20
"""Bytes that a request may have."""
INSTALL = "pip install 'rolegraph[mcp]'"
_WITHIN = "http://localhost/"
_TOKEN = (
    "Give the MCP client a token of the service: it is sent as the header "  # noqa: S105 - a text
    "Authorization: Bearer TOKEN. An editor's token is needed to propose and to commit."
)
_FORWARDED = (b"authorization", b"accept-language")
"""Headers of the agent's request that requests to the API take over."""

Handle = Callable[[Scope, Receive, Send], Awaitable[None]]


class AgentEndpoint:
    """Answers agents.

    Args:
        enabled: whether it does.
        commits: whether agents may commit.
        cross_origin: whose pages may use it.
    """

    def __init__(self, *, enabled: bool, commits: bool, cross_origin: CrossOrigin) -> None:
        self._enabled, self._commits = enabled, commits
        self._cross_origin = cross_origin
        self._service: ASGIApp | None = None
        self._starting = asyncio.Lock()
        self._ending = asyncio.Event()
        self._handle: Handle | None = None
        self._running: asyncio.Task[None] | None = None

    def connect(self, service: ASGIApp) -> None:
        """Say which service agents ask: the whole of it, with what stands before its routes."""
        self._service = service

    async def close(self) -> None:
        """End what answers agents."""
        self._ending.set()
        if self._running is not None:
            await self._running

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            self._check(scope)
            body = await read_body(scope, receive, LARGEST)
            handle = self._handle or await self._begin()
        except RolegraphError as error:
            await answer_error(send, error, [], head=scope["method"] == "HEAD")
            return
        except ConnectionResetError:
            return
        await handle(scope, replayed(body, receive), send)

    def _check(self, scope: Scope) -> None:
        """Go on only if agents are answered here, and the request can be one of theirs.

        Raises:
            MethodNotAllowed: there are no sessions here, and no streams to listen to.
            PermissionDenied: it comes from a page that may not use the service.
            NotFound: agents are not answered here.
        """
        if not self._enabled:
            raise NotFound("This service does not answer agents; see ROLEGRAPH_MCP.")
        if find_spec("mcp") is None:
            raise NotFound(f"This service cannot answer agents. Its operator installs: {INSTALL}")
        if scope["method"] != "POST":
            raise MethodNotAllowed(
                "Agents send POST here. There is no stream to listen to and no session to end.",
                METHODS,
            )
        if not self._cross_origin.allows(scope):
            raise PermissionDenied(
                "Pages of this origin may not use the service. If they should, its operator adds "
                "the origin to ROLEGRAPH_CORS_ORIGINS."
            )

    async def _begin(self) -> Handle:
        """Load the protocol's library and start what answers; once, whoever comes first."""
        async with self._starting:
            if self._handle is None:
                manager = await asyncio.to_thread(self._manager)
                ready = asyncio.Event()
                self._running = asyncio.create_task(self._run(manager, ready))
                await ready.wait()
                handle: Handle = manager.handle_request
                self._handle = handle
            return self._handle

    def _manager(self) -> Any:
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        from rolegraph.mcp.server import AgentServer

        # Types and questions of this process stay what they are until it ends.
        agents = AgentServer(
            self._reach, commits=self._commits, token_hint=_TOKEN, kept=float("inf")
        )
        server = agents.server()
        # Stateless: every process of a service answers every request, and nothing is kept between.
        return StreamableHTTPSessionManager(
            server, json_response=True, stateless=True, max_request_body_size=LARGEST
        )

    async def _run(self, manager: Any, ready: asyncio.Event) -> None:
        async with manager.run():
            ready.set()
            await self._ending.wait()

    @asynccontextmanager
    async def _reach(self, ctx: Any) -> AsyncIterator[AsyncClient]:
        """Give a client of this service with the rights and the address of who asks."""
        scope: Scope = ctx.request.scope
        headers = {
            name.decode(): value.decode("latin-1")
            for name, value in scope["headers"]
            if name in _FORWARDED
        }
        if (request_id := present()) is not None:
            headers["X-Request-ID"] = request_id
        client = scope.get("client") or ("127.0.0.1", 0)
        assert self._service is not None  # noqa: S101 - `connect` comes before the first request
        transport = httpx.ASGITransport(self._service, client=tuple(client))
        async with AsyncClient(_WITHIN, headers=headers, transport=transport) as connected:
            yield connected
