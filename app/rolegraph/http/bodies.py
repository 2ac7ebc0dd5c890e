"""Bodies of requests: read whole, up to a limit, in a media type that is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from starlette.requests import Request
from starlette.types import Message, Receive, Scope

from rolegraph.errors import Busy, InputError, TooLarge, UnsupportedMedia
from rolegraph.http.request import header, party_in

ReadBody = Callable[[Request], Any]
_SHARE = "rolegraph.share-of-bodies"
_UTF_8 = frozenset({"utf-8", "utf8", "us-ascii"})  # the last is a part of it


class BodyBudget:
    """The bytes of bodies that all requests together may hold in memory.

    The requests of one client hold no more than half of them, so that it cannot keep all others
    out. A single request may hold more than that: its body has a limit of its own.

    To be used on one thread, that of the event loop.

    Args:
        limit: how many they are.
    """

    def __init__(self, limit: int) -> None:
        self.limit, self.held = limit, 0
        self.of_party: Counter[str] = Counter()

    def share(self, scope: Scope) -> BudgetShare:
        """Give a request its share; whoever asks gives it back when the request is answered."""
        share = scope[_SHARE] = BudgetShare(self, party_in(scope))
        return share


class BudgetShare:
    """What one request holds of a budget."""

    __slots__ = ("_budget", "_held", "_party")

    def __init__(self, budget: BodyBudget, party: str) -> None:
        self._budget, self._party, self._held = budget, party, 0

    def take(self, size: int) -> None:
        """Take more.

        Raises:
            Busy: there is not so much left, or other requests of this client hold their half.
        """
        budget, own = self._budget, self._budget.of_party[self._party]
        if own > self._held and own + size > budget.limit // 2:
            raise Busy(
                "Your requests hold half of the bytes of bodies that the service keeps in memory; "
                "wait for their answers, then send this one again.",
                retry_after=5,
            )
        if budget.held + size > budget.limit:
            raise Busy(
                "Other requests hold as many bytes of bodies as the service keeps in memory; try "
                "again later.",
                retry_after=5,
            )
        budget.held += size
        budget.of_party[self._party] += size
        self._held += size

    def give_back(self) -> None:
        """Give back what was taken."""
        budget = self._budget
        budget.held -= self._held
        budget.of_party[self._party] -= self._held
        if not budget.of_party[self._party]:
            del budget.of_party[self._party]
        self._held = 0


def released(scope: Scope) -> None:
    """Give back what a request holds of the budget, since its body is read once more."""
    share: BudgetShare | None = scope.get(_SHARE)
    if share is not None:
        share.give_back()


async def read_body(scope: Scope, receive: Receive, limit: int) -> bytes:
    """Read the whole body of a request.

    Raises:
        TooLarge: it has more bytes than `limit`.
        Busy: other requests hold too much already.
        ConnectionResetError: the client went away before its end.
    """
    share: BudgetShare | None = scope.get(_SHARE)
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
        if share is not None:
            share.take(len(part))
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


@lru_cache(maxsize=256)
def media_type_of(content_type: str | None) -> str:
    """Return the media type that a Content-Type header names, without parameters; "" for none.

    Raises:
        UnsupportedMedia: it names a charset that is not UTF-8.
    """
    media_type, *parameters = [part.strip() for part in (content_type or "").split(";")]
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip(' "').lower() not in _UTF_8:
            raise UnsupportedMedia(f"The body is said to be {value.strip()}; send UTF-8.")
    return media_type.lower()


def check_media_type(scope: Scope, *allowed: str) -> None:
    """Go on only if the body is in a media type that is read here.

    Raises:
        UnsupportedMedia: it is in another one.
    """
    given = media_type_of(header(scope, b"content-type"))
    if given not in allowed:
        raise UnsupportedMedia(
            f"A body of {given or 'no media type'} is not read here; send {' or '.join(allowed)}.",
            allowed,
        )


def replayed(body: bytes, receive: Receive) -> Receive:
    """Return what gives a body that was read already, then what comes after it."""
    given = False

    async def receiving() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receiving
