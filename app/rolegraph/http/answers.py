"""Answers: of plain ASGI routes, and with entity tags."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from msgspec import json
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope, Send

from rolegraph.http.conditions import entity_tag, is_known
from rolegraph.http.request import Headers, header

DEPENDENCE = "rolegraph.dependence"
"""Where the scope has what its answer was made from."""

UNTIL = "rolegraph.until"
"""Where the scope has the time from which on its answer is another one, in seconds since 1970."""


class AnswerDependence(Protocol):
    """What an answer was made from."""

    def holds_at(self, revision: int) -> bool:
        """Tell whether the answer would be the same at the present revision."""


def page_headers(total: int, following: str | None) -> dict[str, str]:
    """Return the headers of a part of a list: how many there are, and the next part (RFC 8288).

    Args:
        total: entries of the whole list.
        following: address of the next part; None for the last one.
    """
    headers = {"X-Total-Count": str(total)}
    if following is not None:
        headers["Link"] = f'<{following}>; rel="next"'
    return headers


_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


async def answer(send: Send, status: int, headers: Headers, body: bytes, *, head: bool) -> None:
    """Send a whole response; without its body to a HEAD request."""
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": b"" if head else body})


async def answer_unchanged(send: Send, headers: Headers) -> None:
    """Send 304: the client has the representation already."""
    await send({"type": "http.response.start", "status": 304, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def json_bytes(value: object) -> bytes:
    """Return JSON as UTF-8, written for machines but with line ends for people."""
    return indented(json.encode(value))


def indented(compact: bytes) -> bytes:
    """Return JSON with line ends for people."""
    return json.format(compact, indent=1)


def joined(first: Mapping[str, object], others: bytes) -> bytes:
    """Return a JSON object with some members put before those of another, which has some."""
    return b"%b,%b" % (json.encode(first)[:-1], others[1:])


def follows_from(request: Request, dependence: AnswerDependence) -> None:
    """Note what an answer was made from, so that it can be kept as long as that stays.

    Without this it counts for one revision.
    """
    request.scope[DEPENDENCE] = dependence


def holds_until(request: Request, moment: float) -> None:
    """Note when an answer becomes another one by itself: one that speaks of today, at midnight.

    Args:
        request: what is answered.
        moment: in seconds since 1970.
    """
    request.scope[UNTIL] = moment


def midnight_after(day: date) -> float:
    """Return when a day ends in UTC, in seconds since 1970."""
    following = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
    return following.timestamp()


def tagged(
    request: Request,
    body: bytes,
    media_type: str,
    *,
    version: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a body with a strong ETag, or 304 where the client has it already.

    Args:
        request: whose If-None-Match is heeded.
        body: the representation.
        media_type: its Content-Type.
        version: names the state of the thing, whatever the representation; it becomes the first
            part of the tag, so that a write can tell by it whether the thing has changed since.
        headers: further headers.
    """
    etag = entity_tag(body, version)
    fields = {"ETag": etag, "Vary": "Accept", "Cache-Control": "no-cache", **(headers or {})}
    if is_known(request.scope, etag):
        return Response(status_code=304, headers=fields)
    if media_type.startswith("text/"):
        media_type += "; charset=utf-8"
    fields |= {"Content-Type": media_type, "Accept-Ranges": "bytes"}
    status, part, place = part_of(request.scope, etag, body)
    return Response(part, status, {**fields, **place})


def part_of(scope: Scope, etag: str, body: bytes) -> tuple[int, bytes, dict[str, str]]:
    """Return status, body and further headers of a representation: the range that is wanted.

    It is all of it where none is wanted, or several, or one of another state (RFC 9110, 13.1.5
    and 14.2).
    """
    wanted, state = header(scope, b"range"), header(scope, b"if-range")
    if wanted is None or scope["method"] != "GET" or (state is not None and state.strip() != etag):
        return 200, body, {}
    found = _RANGE.fullmatch(wanted.strip())
    size = len(body)
    if found is None or not (found[1] or found[2]):
        return 200, body, {}
    if found[1]:
        first, last = int(found[1]), min(int(found[2] or size), size - 1)
        if found[2] and int(found[2]) < first:
            return 200, body, {}
    else:
        first, last = max(size - int(found[2]), 0), size - 1
    if first > last:
        return 416, b"", {"Content-Range": f"bytes */{size}"}
    return 206, body[first : last + 1], {"Content-Range": f"bytes {first}-{last}/{size}"}
