"""What a service answers that is not there yet: that it lives, and why it has to be waited for."""

from __future__ import annotations

from collections.abc import Callable

from starlette.types import Receive, Scope, Send

from rolegraph.errors import Busy
from rolegraph.http.answers import answer
from rolegraph.http.problems import answer_error

_RETRY = 2


class Waiting:
    """An ASGI application in the place of one that is being made.

    Args:
        state: says why it has to be waited for.
    """

    def __init__(self, state: Callable[[], str]) -> None:
        self._state = state

    async def __call__(self, scope: Scope, _: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        head = scope["method"] == "HEAD"
        if scope["path"] == "/health/live":
            kind = (b"content-type", b"application/json")
            await answer(send, 200, [kind], b'{"status":"live"}', head=head)
        else:
            await answer_error(send, Busy(self._state(), _RETRY), [], head=head)
