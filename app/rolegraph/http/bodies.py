"""Bodies of requests: read whole, up to a limit, in a media type that is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.types import Message, Receive, Scope

from rolegraph.errors import InputError, TooLarge, UnsupportedMedia
from rolegraph.http.headers import header

ReadBody = Callable[[Request], Any]


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


def body_reader(limit: int) -> ReadBody:
    """Return a dependency that gives the body of a request, of at most `limit` bytes."""

    async def body(request: Request) -> bytes:
        try:
            return await read_body(request.scope, request.receive, limit)
        except ConnectionResetError:
            raise InputError("The client went away before the end of the body.") from None

    return body


def check_media_type(scope: Scope, *allowed: str) -> None:
    """Go on only if the body is in a media type that is read here.

    Raises:
        UnsupportedMedia: it is in another one.
    """
    given = (header(scope, b"content-type") or "").partition(";")[0].strip().lower()
    if given not in allowed:
        raise UnsupportedMedia(
            f"A body of {given or 'no media type'} is not read here; send {' or '.join(allowed)}."
        )
