"""A server whose endless answers end when it is to end."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn


class EndingServer(uvicorn.Server):
    """A uvicorn server that ends feeds before it waits for its connections.

    It waits for every answer to be complete before the application's lifespan ends, so that a feed
    would keep it up for good.

    Args:
        config: of uvicorn.
        ending: called when the server is told to end.
    """

    def __init__(self, config: uvicorn.Config, ending: Callable[[], None]) -> None:
        super().__init__(config)
        self._ending = ending

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End what is endless, then the rest."""
        self._ending()
        await super().shutdown(sockets)
