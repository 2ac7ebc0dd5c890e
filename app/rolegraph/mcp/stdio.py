"""The protocol on standard input and output, for a program that starts it as its child."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
from mcp.server.stdio import stdio_server

from rolegraph.client import AsyncClient
from rolegraph.mcp.server import AgentServer

Connect = Callable[[], Awaitable[AsyncClient]]
"""Gives the client of the service, once there is one."""
_PAUSE = 0.05


async def serve_stdio(
    connect: Connect, *, commits: bool, token_hint: str, keeps: bool = True
) -> None:
    """Answer an agent until its end of the pipe is closed.

    Args:
        connect: gives the service; it may take its time, while the agent is greeted.
        commits: whether the agent may commit.
        token_hint: how a token is given, for errors.
        keeps: whether what the agent proposes stays when it has gone.
    """
    agents = agent_server(connect, commits=commits, token_hint=token_hint, keeps=keeps)
    server = agents.server()
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


def agent_server(
    connect: Connect, *, commits: bool, token_hint: str, keeps: bool = True
) -> AgentServer:
    """Return a server whose every request is answered by one client; see `serve_stdio`."""

    @asynccontextmanager
    async def reach(_: Any) -> AsyncIterator[AsyncClient]:
        yield await connect()

    return AgentServer(reach, commits=commits, token_hint=token_hint, keeps=keeps)


@asynccontextmanager
async def client_within(service: Any, token: str) -> AsyncIterator[AsyncClient]:
    """Give a client of a service in this process, once that takes queries.

    Args:
        service: the ASGI application, whose lifespan runs.
        token: what it gives its writers.
    """
    transport = httpx.ASGITransport(service)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost/") as probe:
        while not (await probe.get("/health/ready")).is_success:  # noqa: ASYNC110
            await asyncio.sleep(_PAUSE)  # readiness is asked for; nobody tells it
    async with AsyncClient(
        "http://localhost/", token, transport=httpx.ASGITransport(service)
    ) as one:
        yield one
