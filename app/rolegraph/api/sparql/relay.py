"""The way of SERVICE clauses to the addresses that an operator allows.

A query worker may not connect to anything. Where a query asks an allowed service, its address is
judged and pinned here, and in the text replaced by one of this relay on loopback, which only a
worker forked for that query can reach. The relay passes the question on to the pinned address,
follows no redirect, and bounds the answer.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import socket
from collections.abc import AsyncIterator

import httpx
import uvicorn
from starlette.types import Receive, Scope, Send

from rolegraph.errors import InputError, TooLarge
from rolegraph.http.answers import answer
from rolegraph.http.bodies import read_body
from rolegraph.http.request import header
from rolegraph.sparql.outbound import Outbound, Target
from rolegraph.sparql.policy import ServiceClause, services, unnamed

_QUESTION_LIMIT = 4 * 2**20


class Relay:
    """Passes on what queries ask of other services.

    Args:
        outbound: what may be asked.
        seconds: how long an answer may take.
        limit: bytes that an answer may have.
    """

    def __init__(self, outbound: Outbound, seconds: float, limit: int) -> None:
        self._outbound, self._seconds, self._limit = outbound, seconds, limit
        self._targets: dict[str, Target] = {}
        self._port = 0

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Listen on a free loopback port while the block runs; not at all if nothing is allowed."""
        if not self._outbound.any:
            yield
            return
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        self._port = listener.getsockname()[1]
        config = uvicorn.Config(self, lifespan="off", log_level="error", server_header=False)
        server = uvicorn.Server(config)
        task = asyncio.create_task(server._serve([listener]))  # noqa: SLF001 - serve() takes signals
        try:
            yield
        finally:
            server.should_exit = True
            await task

    @contextlib.asynccontextmanager
    async def rewritten(self, text: str) -> AsyncIterator[str]:
        """Give the text of a query whose SERVICE clauses lead to this relay.

        Raises:
            ForbiddenOperation: an address is not allowed.
        """
        keys, pieces, position = [], [], 0
        for service in services(text):
            key = secrets.token_urlsafe(24)
            target = await self._target(text, service)
            if target is not None:
                self._targets[key] = target
                keys.append(key)
            address = f"<http://127.0.0.1:{self._port}/{key}>"
            pieces += [text[position : service.start], address]
            position = service.end
        try:
            yield "".join([*pieces, text[position:]])
        finally:
            for key in keys:
                self._targets.pop(key, None)

    async def _target(self, text: str, service: ServiceClause) -> Target | None:
        """Return what a clause may ask; None where it may not, and is not to say so (SILENT)."""
        try:
            if service.url is None:
                raise unnamed(text, service)
            return await asyncio.to_thread(self._outbound.target, service.url, "SERVICE")
        except InputError:
            if not service.silent:
                raise
            return None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on one request of a worker."""
        target = self._targets.get(scope["path"][1:])
        if target is None:
            await answer(send, 404, [], b"", head=False)
            return
        try:
            status, kind, body = await self._ask(scope, receive, target)
        except (httpx.HTTPError, TooLarge):
            status, kind, body = 502, "text/plain", b"The service could not be asked."
        await answer(send, status, [(b"content-type", kind.encode("latin-1"))], body, head=False)

    async def _ask(self, scope: Scope, receive: Receive, target: Target) -> tuple[int, str, bytes]:
        question = await read_body(scope, receive, _QUESTION_LIMIT)
        url = httpx.URL(target.url)
        headers = {"Host": url.netloc.decode()}
        for name in ("accept", "content-type"):
            value = header(scope, name.encode())
            if value is not None:
                headers[name] = value
        pinned = url.copy_with(host=target.address)
        if scope["query_string"]:
            pinned = pinned.copy_with(query=scope["query_string"])
        parts, size = [], 0
        async with (
            httpx.AsyncClient(timeout=self._seconds, trust_env=False) as client,
            client.stream(
                scope["method"],
                pinned,
                content=question,
                headers=headers,
                extensions={"sni_hostname": target.host},
            ) as found,
        ):
            if found.status_code != httpx.codes.OK:
                return 502, "text/plain", f"It answered {found.status_code}.".encode()
            async for part in found.aiter_bytes():
                size += len(part)
                if size > self._limit:
                    raise TooLarge(f"<{target.url}> gave more than {self._limit} bytes.")
                parts.append(part)
            return 200, found.headers.get("content-type", ""), b"".join(parts)
