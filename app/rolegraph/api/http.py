"""What the plain ASGI routes share: headers, bodies, answers, cross-origin rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.types import Message, Receive, Scope, Send

from rolegraph.api.problems import MEDIA_TYPE, encode, problem_of
from rolegraph.errors import RolegraphError, TooLarge

Headers = list[tuple[bytes, bytes]]


def header(scope: Scope, name: bytes) -> str | None:
    """Return a request header, repeated ones joined by commas, or None."""
    values = [value for key, value in scope["headers"] if key == name]
    return b", ".join(values).decode("latin-1") if values else None


def message_in(scope: Scope) -> str | None:
    """Return what a write says of itself for the change log, or None.

    Header values are bytes; people write UTF-8 in them.
    """
    for name, value in scope["headers"]:
        if name == b"rolegraph-message":
            return str(value.decode("utf-8", "replace")).strip() or None
    return None


async def read_body(scope: Scope, receive: Receive, limit: int) -> bytes:
    """Read the whole body of a request.

    Raises:
        TooLarge: it has more bytes than `limit`.
        ConnectionResetError: the client went away before its end.
    """
    declared = header(scope, b"content-length")
    if declared is not None and declared.isdigit() and int(declared) > limit:
        raise TooLarge(f"The body has {declared} bytes; the limit is {limit}.")
    parts, size = [], 0
    while True:
        message: Message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionResetError
        part = message.get("body", b"")
        size += len(part)
        if size > limit:
            raise TooLarge(f"The body has more than the limit of {limit} bytes.")
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


async def answer(send: Send, status: int, headers: Headers, body: bytes, *, head: bool) -> None:
    """Send a whole response; without its body to a HEAD request."""
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": b"" if head else body})


async def answer_error(
    send: Send, error: RolegraphError, extra: Headers, *, head: bool = False
) -> None:
    """Send the problem document of an error."""
    status, document, own = problem_of(error)
    await answer_problem(send, (status, document, own), extra, head=head)


async def answer_problem(
    send: Send,
    problem: tuple[int, dict[str, Any], Mapping[str, str]],
    extra: Headers,
    *,
    head: bool = False,
) -> None:
    """Send a problem document."""
    status, document, own = problem
    headers = [(b"content-type", MEDIA_TYPE.encode()), (b"cache-control", b"no-store"), *extra]
    headers += [(name.lower().encode(), value.encode()) for name, value in own.items()]
    await answer(send, status, headers, encode(document), head=head)


class CrossOrigin:
    """Which pages of other origins may use an address (CORS, https://fetch.spec.whatwg.org/).

    Credentials are never allowed by cookie; a bearer token is a header that the page itself sets.

    Args:
        origins: comma-separated origins, or `*` for any.
    """

    def __init__(self, origins: str) -> None:
        self._origins = {origin.strip() for origin in origins.split(",") if origin.strip()}

    def headers(self, origin: str | None) -> Headers:
        """Return the headers that let a page of `origin` read an answer."""
        if "*" in self._origins:
            return [(b"access-control-allow-origin", b"*")]
        vary = [(b"vary", b"Origin")]
        if origin is not None and origin in self._origins:
            return [(b"access-control-allow-origin", origin.encode("latin-1")), *vary]
        return vary

    def preflight(self, origin: str | None, methods: tuple[str, ...]) -> Headers:
        """Return the headers of the answer to OPTIONS."""
        return [
            *self.headers(origin),
            (b"allow", ", ".join(methods).encode()),
            (b"access-control-allow-methods", ", ".join(methods).encode()),
            (
                b"access-control-allow-headers",
                b"Accept, Authorization, Content-Type, If-Match, If-None-Match",
            ),
            (b"access-control-max-age", b"86400"),
        ]
