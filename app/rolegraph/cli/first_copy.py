"""Serves what there is to say while a read replica makes its first copy."""

from __future__ import annotations

import asyncio
import socket

import uvicorn

from rolegraph.api.operations.waiting import Waiting
from rolegraph.service.replica import FirstCopy


def copy_first(copy: FirstCopy, listener: socket.socket) -> None:
    """Return once a replica has a whole copy; answer 503 meanwhile, and that it lives.

    Args:
        copy: makes it, where it is needed.
        listener: whose connections are answered; it stays open, so that none is refused between.

    Raises:
        StoreError: the data directory cannot be used.
    """
    if copy.needed:
        asyncio.run(_copy(copy, listener))


async def _copy(copy: FirstCopy, listener: socket.socket) -> None:
    config = uvicorn.Config(
        Waiting(lambda: copy.state),
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener.dup()]))
    copying = asyncio.create_task(copy.run())
    # A signal ends the server first, and is raised again when it has ended.
    await asyncio.wait({serving, copying}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    copying.cancel()
    await serving
    try:
        await copying
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
