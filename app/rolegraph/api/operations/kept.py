"""Answers that stay the same for a while: made once, kept as bytes, given again.

Kept is what a GET is answered with by 200 and an entity tag. Such an answer follows from the
revision, the address and few headers, so whoever asks the same next never reaches a handler. One
whose handler says what it was made from outlasts the commits that touch nothing of that. It is
compressed once as well. Where a client sends the very same bytes again, it does not even reach
ASGI: the server's protocol asks `again`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from collections.abc import Set as AbstractSet

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rolegraph.access.cookies import reference_in
from rolegraph.access.identity import Identity
from rolegraph.api.operations.answer_cache import SHORTCUT_BYTES, AnswerCache, KeptAnswer
from rolegraph.api.operations.gate import IDENTITY
from rolegraph.catalogue.index.model import API
from rolegraph.errors import InputError, PreconditionFailed
from rolegraph.http.accept import takes_gzip
from rolegraph.http.answers import DEPENDENCE, UNTIL, answer_unchanged
from rolegraph.http.conditions import is_known
from rolegraph.http.languages import languages_of
from rolegraph.http.problems import answer_error
from rolegraph.http.request import Headers, header

RAW = "rolegraph.raw"
"""Where the scope has the bytes of a request that came alone and whole."""

Again = tuple[bytes, bytes, str]
"""The end of a response head, from behind what the server itself says, the body, the route."""

_CONDITIONS = frozenset({b"if-match", b"if-none-match"})
_PARTS = frozenset({b"range", b"last-event-id"})
_FOR_PEOPLE = ("headings=", "bpmn", "mermaid")
_OF_LANGUAGE = frozenset({b"accept-language", b"cookie"})
_OF_BODY = frozenset({b"content-length", b"content-type", b"content-encoding"})


class KeptAnswers:
    """Stands behind the gate and before the routes.

    Args:
        app: the routes.
        cache: keeps the answers.
        revision: gives the present revision.
        cross_origin: gives the headers for pages of other origins, which another layer adds to
            what comes by ASGI.
        says_revision: whether that layer also adds the revision, where a route does not.
        closed: tells whether each request has to reach ASGI from now on.
    """

    def __init__(
        self,
        app: ASGIApp,
        cache: AnswerCache,
        revision: Callable[[], int],
        cross_origin: Callable[[Scope], Headers],
        *,
        says_revision: bool,
        closed: Callable[[], bool] = lambda: False,
    ) -> None:
        self._closed = closed
        self._app, self._cache, self._revision = app, cache, revision
        self._cross_origin, self._says_revision = cross_origin, says_revision
        self._raw: dict[bytes, tuple[Hashable, int, bool, bytes, str]] = {}
        self._raw_revision = -1
        self._making: dict[Hashable, asyncio.Event] = {}

    def again(self, raw: bytes) -> Again | None:
        """Return the answer that the very same bytes had before, if it still holds; else None."""
        known = self._raw.get(raw)
        if known is None or self._closed():
            return None
        revision = self._revision()
        if self._says_revision and revision != self._raw_revision:
            return None
        question, number, gzip, head, route = known
        found = self._cache.get(question, revision)
        if found is None or found.number != number:
            return None
        return head, (found.packed if gzip else None) or found.body, route

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        question = _question(scope)
        if question is None:
            await self._app(scope, receive, send)
            return
        found = self._cache.get(question, self._revision())
        if found is None and question in self._making:
            # Whoever asks what is being worked out already waits for that, once.
            await self._making[question].wait()
            found = self._cache.get(question, self._revision())
        if found is None:
            found = await self._made(question, scope, receive, send)
        if found is not None:
            await self._give(found, question, scope, send)

    async def _made(
        self, question: Hashable, scope: Scope, receive: Receive, send: Send
    ) -> KeptAnswer | None:
        """Have an answer made, and keep it; None where it cannot be kept and has been sent."""
        revision = self._revision()
        done = asyncio.Event()
        if self._cache.largest:
            self._making[question] = done
        # A kept answer is a whole one; conditions are looked at afterwards.
        headers = [pair for pair in scope["headers"] if pair[0] not in _CONDITIONS]
        forwarded = {**scope, "headers": headers}
        gathered = _Gathered(scope, send, self._cache.largest, done.set)
        try:
            await self._app(forwarded, receive, gathered.take)
            scope["route"] = forwarded.get("route")
            if gathered.start is None:
                return None
            answer = KeptAnswer.of(
                gathered.start,
                gathered.body,
                revision,
                scope["route"],
                forwarded.get(DEPENDENCE),
                forwarded.get(UNTIL),
            )
            if self._revision() == revision:
                self._cache.put(question, answer)
            return answer
        finally:
            done.set()
            if self._making.get(question) is done:
                del self._making[question]

    async def _give(self, answer: KeptAnswer, question: Hashable, scope: Scope, send: Send) -> None:
        scope["route"] = answer.route
        encoding = header(scope, b"accept-encoding")
        gzip = takes_gzip(None if encoding is None else encoding.encode("latin-1"))
        etag, headers, body = answer.represented(gzip=gzip)
        if await _is_settled(scope, etag, headers, send):
            return
        self._link(scope, question, answer, headers, packed=body is not answer.body)
        await send({"type": "http.response.start", "status": 200, "headers": [*headers]})
        await send({"type": "http.response.body", "body": body})

    def _link(
        self,
        scope: Scope,
        question: Hashable,
        answer: KeptAnswer,
        headers: Headers,
        *,
        packed: bool,
    ) -> None:
        """Have the same bytes answered before they reach ASGI from now on."""
        raw: bytes | None = scope.get(RAW)
        if raw is None or len(raw) > SHORTCUT_BYTES:
            return
        most = 4 * max(len(self._cache), 256)
        if (self._says_revision and self._raw_revision != answer.revision) or (
            len(self._raw) >= most
        ):
            self._raw.clear()
            self._raw_revision = answer.revision
        every = [*headers, *self._cross_origin(scope)]
        if self._says_revision and all(name != b"rolegraph-revision" for name, _ in every):
            every.append((b"rolegraph-revision", str(answer.revision).encode()))
        head = b"".join([name + b": " + value + b"\r\n" for name, value in every]) + b"\r\n"
        route = str(getattr(answer.route, "path", scope["path"]))
        self._raw[raw] = (question, answer.number, packed, head, route)


class _Gathered:
    """Takes an answer: one that can be kept is gathered, any other goes through.

    Args:
        scope: of the request.
        send: where the answer goes.
        most: bytes of a body beyond which an answer is not kept.
        not_kept: is called as soon as it is known that the answer goes through.

    Attributes:
        start: the head of an answer that can be kept, once it is whole; else None.
        body: its body.
    """

    def __init__(self, scope: Scope, send: Send, most: int, not_kept: Callable[[], None]) -> None:
        self._scope, self._send, self._most = scope, send, most
        self._not_kept = not_kept
        self._head: Message | None = None
        self._parts: list[bytes] = []
        self._size = 0
        self._settled = False
        self.start: Message | None = None

    @property
    def body(self) -> bytes:
        return b"".join(self._parts)

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if _can_be_kept(message):
                self._head = message
                return
            self._not_kept()
        elif self._head is not None:
            self._parts.append(message.get("body", b""))
            self._size += len(self._parts[-1])
            if not message.get("more_body", False):
                self.start, self._head = self._head, None
            elif self._size > self._most:
                await self._go_through()
            return
        elif self._settled:
            return
        await self._send(message)

    async def _go_through(self) -> None:
        """Send what was gathered, and what comes, as it is."""
        head, self._head = self._head, None
        if head is None:
            return
        self._not_kept()
        tag = dict(head["headers"]).get(b"etag", b"").decode("latin-1")
        self._settled = await _is_settled(self._scope, tag, head["headers"], self._send)
        if not self._settled:
            await self._send(head)
            await self._send({"type": "http.response.body", "body": self.body, "more_body": True})
        self._parts.clear()


async def _is_settled(scope: Scope, etag: str, headers: Headers, send: Send) -> bool:
    """Answer a request by its conditions alone, if they allow no other answer."""
    try:
        if not is_known(scope, etag):
            return False
    except PreconditionFailed as error:
        await answer_error(send, error, [])
        return True
    await answer_unchanged(send, [pair for pair in headers if pair[0] not in _OF_BODY])
    return True


def _can_be_kept(start: Message) -> bool:
    fields = {name.lower(): value for name, value in start["headers"]}
    return (
        start["status"] == 200  # noqa: PLR2004 - OK
        and b"etag" in fields
        and b"set-cookie" not in fields
        and b"no-store" not in fields.get(b"cache-control", b"")
    )


def _question(scope: Scope) -> Hashable | None:
    """Return what an answer follows from at one revision; None where there is more than that.

    What a token lets its owner see follows from its role.
    """
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    names = {name for name, _ in scope["headers"]}
    if names & _PARTS:
        return None
    identity: Identity | None = scope.get(IDENTITY)
    if identity is None and b"authorization" in names:
        return None
    if b"cookie" in names and reference_in(scope["headers"]) is not None:
        return None
    return (
        *(scope.get("scheme"), scope.get("root_path"), header(scope, b"host")),
        *(scope["path"], scope["query_string"], header(scope, b"accept")),
        None if identity is None else identity.role,
        _languages(scope, names),
    )


def _is_for_people(scope: Scope) -> bool:
    """Tell whether data may be a table or a diagram with texts in one language.

    A query with an escaped letter may ask for anything.
    """
    query, accept = scope["query_string"], (header(scope, b"accept") or "").lower()
    return b"%" in query or any(word in f"{query!r}{accept}" for word in _FOR_PEOPLE)


def _languages(scope: Scope, names: AbstractSet[bytes]) -> Hashable:
    """Return the languages that what is for people is wanted in; data have all."""
    query = scope["query_string"]
    if not (names & _OF_LANGUAGE or b"lang=" in query):
        return None
    if API in scope["path"] and not _is_for_people(scope):
        return None
    try:
        return languages_of(scope)
    except InputError:
        return None  # which the page that refuses it does not keep
