"""One plain HTTP connection of the event loop, for small questions that are asked very often."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import cast

import httptools

LONGEST = 65_536
"""Bytes of an answer."""

Tell = Callable[[int, bytes | None], None]
"""Takes the status and the body of an answer; 0 and None where none came that can be read."""


class PlainConnection(asyncio.Protocol):
    """A connection over which one question at a time is asked."""

    def __init__(self) -> None:
        self.open = False
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._body = b""
        self._tell: Tell | None = None
        self._timer: asyncio.TimerHandle | None = None

    def ask(self, request: bytes, seconds: float, tell: Tell) -> None:
        """Send a request, and have its answer told later.

        Args:
            request: all of it.
            seconds: how long the answer may take; after that the connection is closed, since what
                still comes must not be taken for the next answer.
            tell: called once, never from within this call.
        """
        loop = asyncio.get_running_loop()
        self._body = b""
        if self._transport is None or not self.open or self._tell is not None:
            loop.call_soon(tell, 0, None)
            return
        self._tell = tell
        self._timer = loop.call_later(seconds, self.close)
        self._transport.write(request)

    def close(self) -> None:
        """End the connection at once; whoever waits is told that no answer comes."""
        self.open = False
        if self._transport is not None:
            self._transport.abort()
        self._settle(0, None)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take note of where requests go."""
        self._transport, self.open = cast(asyncio.Transport, transport), True

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's name
        """Tell whoever waits that no answer comes."""
        self._transport, self.open = None, False
        self._settle(0, None)

    def data_received(self, data: bytes) -> None:
        """Read a part of an answer."""
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self.close()

    def on_body(self, body: bytes) -> None:
        """Keep a part of the body."""
        self._body += body
        if len(self._body) > LONGEST:
            self.close()

    def on_message_complete(self) -> None:
        """Hand over the answer."""
        if not self._parser.should_keep_alive():
            self.open = False
        if self._tell is None:  # nobody asked
            self.close()
        else:
            self._settle(self._parser.get_status_code(), self._body)

    def _settle(self, status: int, body: bytes | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        tell, self._tell = self._tell, None
        if tell is not None:
            # Not from within the parser: whoever is told may ask the next question at once.
            asyncio.get_running_loop().call_soon(tell, status, body)
