"""What tests of agents share: a service in this process, and the protocol's own client."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import httpx2
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from rolegraph.client import AsyncClient
from rolegraph.main import create_app
from rolegraph.mcp.stdio import agent_server, client_within
from rolegraph.service.asgi import Service
from rolegraph.settings import Settings
from serving import Server

TOKEN = "a-token-for-tests-of-agents"
LINE_44 = {"file": "data/roles.md", "line": 44}


@dataclass(frozen=True)
class Served:
    """A server and its tokens."""

    server: Server
    editor: str
    reader: str

    @property
    def url(self) -> str:
        return self.server.url


@asynccontextmanager
async def running(folder: Path, **settings: Any) -> AsyncIterator[Service]:
    """Run a service in this process."""
    service = create_app(Settings(data_dir=folder, write_token=TOKEN, query_workers=1, **settings))
    async with service.api.router.lifespan_context(service.api):
        yield service


@asynccontextmanager
async def agent(
    folder: Path, *, commits: bool = False, keeps: bool = True, **settings: Any
) -> AsyncIterator[Client]:
    """Give the protocol's client of a service, both in this process."""
    async with running(folder, **settings) as service, client_within(service, TOKEN) as client:

        async def connect() -> AsyncClient:
            return client

        agents = agent_server(connect, commits=commits, token_hint="Give a token.", keeps=keeps)
        server = agents.server()
        async with Client(server) as connected:
            yield connected


@asynccontextmanager
async def agent_over_http(url: str, token: str | None = None) -> AsyncIterator[Client]:
    """Give the protocol's client of a server, over HTTP."""
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    async with (
        httpx2.AsyncClient(headers=headers, timeout=60) as http,
        Client(streamable_http_client(f"{url}mcp", http_client=http)) as connected,
    ):
        yield connected


async def call(client: Client, name: str, **arguments: Any) -> dict[str, Any]:
    """Call a tool that must not fail, and return its structured content."""
    found = await client.call_tool(name, arguments)
    assert not found.is_error, found.content
    content: dict[str, Any] = found.structured_content
    return content


async def refused(client: Client, name: str, **arguments: Any) -> str:
    """Call a tool that must fail, and return what it says."""
    found = await client.call_tool(name, arguments)
    assert found.is_error, found.structured_content
    return str(found.content[0].text)  # type: ignore[union-attr]


def run(act: Callable[[], Awaitable[None]]) -> None:
    """Run a coroutine to its end."""
    asyncio.run(act())  # type: ignore[arg-type]


def post(client: httpx.Client, **headers: str) -> httpx.Response:
    """Ask what the server is, as a program without the library would."""
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    accept = {"Accept": "application/json, text/event-stream"}
    return client.post("/mcp", json=body, headers={**accept, **headers})
