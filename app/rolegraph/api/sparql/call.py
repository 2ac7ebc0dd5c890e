"""One request to the SPARQL endpoint, as ASGI brings it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.types import Receive, Scope, Send

from rolegraph.http.proxies import party_in


class Call:
    """One request, its headers picked out in one pass."""

    __slots__ = (
        "accept",
        "client_gone",
        "conditional",
        "content_type",
        "encoding",
        "method",
        "query_string",
        "receive",
        "scope",
        "send",
    )

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope, self.receive, self.send = scope, receive, send
        self.method: str = scope["method"]
        self.query_string: bytes = scope["query_string"]
        self.client_gone = False
        self.accept: bytes | None = None
        self.content_type: bytes | None = None
        self.conditional = False
        self.encoding: bytes | None = None
        for name, value in scope["headers"]:
            if name == b"accept":
                self.accept = value if self.accept is None else self.accept + b"," + value
            elif name == b"content-type":
                self.content_type = value
            elif name in {b"if-none-match", b"if-match"}:
                self.conditional = True
            elif name == b"accept-encoding":
                self.encoding = value if self.encoding is None else self.encoding + b"," + value

    @property
    def head(self) -> bool:
        """Whether only the headers are wanted."""
        return self.method == "HEAD"

    @property
    def client(self) -> str:
        """Whose turn in the queue it takes."""
        return party_in(self.scope)

    def watch(self, end_query: Callable[[], None]) -> None:
        """From now on, end the query when the client goes away."""

        async def wait() -> None:
            while (await self.receive())["type"] != "http.disconnect":
                pass
            self.client_gone = True
            end_query()

        task = asyncio.get_running_loop().create_task(wait())
        # The loop holds tasks only weakly; the scope lives as long as the request.
        self.scope["rolegraph.watch"] = task
