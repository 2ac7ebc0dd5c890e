"""A quick look at the log: is the head still where it was?

Most looks find that it is. So they are one small question over one plain connection of the event
loop, without a thread. Whatever is unusual about it is left to the client that knows how to ask
again.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import cast
from urllib.parse import urlencode, urlsplit

import httptools
import httpx

from rolegraph.store.remote.endpoints.client import StoreClient
from rolegraph.store.remote.endpoints.results import JSON
from rolegraph.store.remote.log.templates import head_at

_LONGEST = 65_536
"""Bytes of an answer; that of an ASK has some fifty."""


class QuickLook:
    """Asks where the head is; httpx takes four times the processor time for this.

    All calls come from one event loop, one after the other.

    Args:
        client: the store; its addresses and credentials are used.
    """

    def __init__(self, client: StoreClient) -> None:
        self._client = client
        self._address: str | None = None
        self._host, self._port = "", 0
        self._before, self._behind = "", b""
        self._connection: _Connection | None = None

    async def is_at(self, revision: int) -> bool:
        """Tell whether the head is settled at a revision; False also where that is not known."""
        address = self._client.addresses.query
        if address != self._address:
            self.close()
            self._turn_to(address)
        if not self._host:
            return False
        question = urlencode({"query": f"ASK {{ {head_at(revision)} }}"})
        try:
            async with asyncio.timeout(self._client.limits.connect):
                if self._connection is None or not self._connection.open:
                    loop = asyncio.get_running_loop()
                    found = await loop.create_connection(_Connection, self._host, self._port)
                    self._connection = found[1]
                text = await self._connection.ask(
                    f"{self._before}{question}".encode("ascii") + self._behind
                )
        except OSError:  # `TimeoutError` is one as well
            self.close()
            return False
        with suppress(ValueError):
            answer = json.loads(text)
            return isinstance(answer, dict) and answer.get("boolean") is True
        return False

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
        self._connection = self._address = None

    def _turn_to(self, address: str) -> None:
        """Be ready to ask an address, unless only the other client can."""
        self._address, self._host = address, ""
        url, given = httpx.URL(address), self._client.credentials
        if url.scheme != "http" or isinstance(given, httpx.DigestAuth):
            return
        self._host, self._port = url.host, url.port or 80
        parts = urlsplit(address)
        self._before = f"GET {parts.path or '/'}?{parts.query + '&' if parts.query else ''}"
        request = httpx.Request("GET", address, headers={"Accept": JSON})
        if given is not None:
            request = next(given.auth_flow(request))
        lines = [
            b"%s: %s\r\n" % (name, value)
            for name, value in request.headers.raw
            if name.lower() in (b"host", b"accept", b"authorization")
        ]
        self._behind = b" HTTP/1.1\r\n" + b"".join(lines) + b"\r\n"


class _Connection(asyncio.Protocol):
    """One connection, over which one question at a time is asked."""

    def __init__(self) -> None:
        self.open = False
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._body = b""
        self._answer: asyncio.Future[bytes] | None = None

    async def ask(self, request: bytes) -> bytes:
        """Send a request and return the body of its answer.

        Raises:
            OSError: the connection ends, or what comes is no good answer.
        """
        if self._transport is None:
            raise ConnectionResetError
        self._body = b""
        answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._answer = answer
        try:
            self._transport.write(request)
            return await answer
        finally:
            self._answer = None
            if answer.cancelled():  # what still comes must not be taken for the next answer
                self.close()

    def close(self) -> None:
        """End the connection at once."""
        self.open = False
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take note of where requests go."""
        self._transport, self.open = cast(asyncio.Transport, transport), True

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's name
        """Tell whoever waits that no answer comes."""
        self._transport, self.open = None, False
        self._fail()

    def data_received(self, data: bytes) -> None:
        """Read a part of an answer."""
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._fail()

    def on_body(self, body: bytes) -> None:
        """Keep a part of the body."""
        self._body += body
        if len(self._body) > _LONGEST:
            self._fail()

    def on_message_complete(self) -> None:
        """Hand over the answer, if it is one."""
        if not self._parser.should_keep_alive():
            self.open = False
        if self._parser.get_status_code() != httpx.codes.OK:
            self._fail()
        elif self._answer is not None and not self._answer.done():
            self._answer.set_result(self._body)
        else:  # nobody asked
            self.close()

    def _fail(self) -> None:
        self.close()
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ConnectionResetError())
