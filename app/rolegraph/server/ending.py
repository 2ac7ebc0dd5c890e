"""A server that ends in order: what runs is finished, what comes new is sent away."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import time
from collections.abc import Callable
from types import FrameType

import uvicorn

from rolegraph.server.limited import Crowd, LimitedProtocol
from rolegraph.service.operations import Operations

_TICK = 0.05
_LOOK_EVERY = 5
"""Ticks of uvicorn, each a tenth of a second, between two looks at the clock."""


class EndingServer(uvicorn.Server):
    """A uvicorn server that ends in three steps.

    First it refuses new requests with 503, so that whoever balances the load hears of it, and ends
    feeds, which would keep it up for good. When all requests are answered, or their time is over,
    it closes its connections. Then the application ends. A second signal ends it at once, which is
    safe: what is acknowledged is on disk.

    Args:
        config: of uvicorn.
        operations: counts the requests that are being answered, and refuses new ones.
        end_feeds: ends what is endless.
        timeout: seconds that requests may take to end.
        crowd: is told how many connections there are.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        operations: Operations,
        end_feeds: Callable[[], None],
        timeout: float,
        crowd: Crowd,
    ) -> None:
        super().__init__(config)
        self._operations, self._end_feeds, self._timeout = operations, end_feeds, timeout
        self._crowd = crowd

    async def on_tick(self, counter: int) -> bool:
        """Have connections end whose time is over."""
        if counter % _LOOK_EVERY == 0:
            now, connections = asyncio.get_running_loop().time(), self.server_state.connections
            self._crowd.look(len(connections))
            for connection in tuple(connections):
                if isinstance(connection, LimitedProtocol):
                    connection.look_at_the_clock(now)
        return await super().on_tick(counter)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end; at a second signal, end at once."""
        if self.should_exit:
            signal.signal(sig, signal.SIG_DFL)
            os.kill(os.getpid(), sig)
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End."""
        self._operations.begin_ending()
        self._end_feeds()
        until = time.monotonic() + self._timeout
        # Once in a life; requests need not tell of their end for that.
        while self._operations.under_way and time.monotonic() < until:  # noqa: ASYNC110
            await asyncio.sleep(_TICK)
        # Uvicorn waits for connections to be closed by their clients; those have their answers.
        self.config.timeout_graceful_shutdown = 1
        await super().shutdown(sockets)
