"""Notices that a client has gone before its answer is there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.types import Receive, Scope


def when_gone(scope: Scope, receive: Receive, act: Callable[[], None]) -> None:
    """From now on, do something once the client of a request goes away.

    Args:
        scope: the request; its body has been read, or it has none.
        receive: its messages.
        act: called once, on the event loop. Also after the answer, where it must do no harm.
    """

    async def wait() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        act()

    # The loop holds tasks only weakly; the scope lives as long as the request.
    scope["rolegraph.watch"] = asyncio.get_running_loop().create_task(wait())
