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
        self._whole = self._stays = False
        self._tell: Tell | None = None
        self._due = 0.0
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
        # One timer runs on over many answers: to make one for each costs more than to read one.
        self._due = loop.time() + seconds
        if self._timer is None:
            self._timer = loop.call_later(seconds, self._look_at_clock)
        self._transport.write(request)

    def close(self) -> None:
        """End the connection at once; whoever waits is told that no answer comes."""
        self.open = False
        if self._transport is not None:
            self._transport.abort()
        if self._timer is not None:
            self._timer.cancel()
        self._settle(0, None)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take note of where requests go."""
        self._transport, self.open = cast(asyncio.Transport, transport), True

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's name
        """Tell whoever waits that no answer comes."""
        self._transport = None
        self.close()

    def data_received(self, data: bytes) -> None:
        """Read a part of an answer, and hand over one that is whole."""
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self.close()
            return
        # Not from within the parser: whoever is told may ask the next question at once.
        if self._whole:
            self._whole = False
            tell, self._tell = self._tell, None
            if tell is None or not self._stays:  # nobody asked, or it was the last answer
                self.close()
            if tell is not None:
                tell(self._parser.get_status_code(), self._body)

    def on_body(self, body: bytes) -> None:
        """Keep a part of the body."""
        self._body += body
        if len(self._body) > LONGEST:
            self.close()

    def on_message_complete(self) -> None:
        """Note that the answer is whole; a second one at once was not asked for."""
        if self._whole:
            self.close()
        self._whole, self._stays = True, self._parser.should_keep_alive()

    def _look_at_clock(self) -> None:
        self._timer = None
        if self._tell is None:
            return
        loop = asyncio.get_running_loop()
        left = self._due - loop.time()
        if left > 0:
            self._timer = loop.call_later(left, self._look_at_clock)
        else:
            self.close()

    def _settle(self, status: int, body: bytes | None) -> None:
        tell, self._tell = self._tell, None
        if tell is not None:
            tell(status, body)
