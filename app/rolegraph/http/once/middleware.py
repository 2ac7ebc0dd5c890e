"""Carries out a write with an `Idempotency-Key` once, however often it is sent.

Source: https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/.

A key belongs to who sent it: name and role. Others who send the same key have another one. Whoever
sends no token writes nothing, so for them the header has no effect. What needs If-Match is not done
twice anyway, but its second answer would be a refusal. An answer is kept before its
end is sent. Answers that say that nothing was tried (who may, when, how busy) are not kept.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rolegraph.errors import InputError, RolegraphError, StoredBefore
from rolegraph.history.commit import marking
from rolegraph.http.answers import answer
from rolegraph.http.bodies import read_body, released, replayed
from rolegraph.http.commits import REVISION
from rolegraph.http.once.keys import FirstAnswer, Keys, Unanswered
from rolegraph.http.problems import answer_error
from rolegraph.http.request import Headers, header

KEY = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
"""On answers that were given before."""
MOST_OF_KEY = 255
"""Characters that a key may have."""
_WELL_FORMED = re.compile(r"[\x21-\x7e]+")
_MEANT = (b"accept", b"content-type", b"content-encoding", b"if-match", b"if-none-match")
"""Headers that make a request another one."""
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
"""Methods of requests that are carried out once."""
_NOT_TRIED = frozenset({401, 403, 408, 421, 425, 429, 503, 507})
"""Statuses after which the same request may be tried again."""
_REVISION = REVISION.lower().encode()


def key_in(scope: Scope) -> str | None:
    """Return the key of a request, or None.

    The draft has it in quotation marks, many clients send it bare; both are one key.

    Raises:
        InputError: it is empty, too long, or has other characters than visible ASCII.
    """
    given = header(scope, b"idempotency-key")
    if given is None:
        return None
    key = given.strip()
    if len(key) > 1 and key[0] == key[-1] == '"':
        key = key[1:-1]
    if len(key) > MOST_OF_KEY or not _WELL_FORMED.fullmatch(key):
        raise InputError(
            f"{KEY} has 1 to {MOST_OF_KEY} visible ASCII characters without blanks, such as a UUID."
        )
    return key


class Once:
    """Stands before an application, and carries out no keyed write twice.

    Args:
        app: the application.
        keys: keeps keys and answers.
        who: names who asks and what they may do; None for who says nothing of themselves.
        revision: the present revision.
        stored: finds the commit of a mark behind a revision.
        body_limit: bytes that a body may have.
    """

    def __init__(
        self,
        app: ASGIApp,
        keys: Keys,
        who: Callable[[Scope], Awaitable[str | None]],
        revision: Callable[[], int],
        stored: Callable[[str, int], int | None],
        body_limit: int,
    ) -> None:
        self._app, self._keys, self._who = app, keys, who
        self._revision, self._stored, self._limit = revision, stored, body_limit

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] not in WRITES:
            return self._app(scope, receive, send)
        return self._write(scope, receive, send)

    async def _write(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            key = key_in(scope)
            who = None if key is None else await self._who(scope)
            if key is None or who is None:
                await self._app(scope, receive, send)
                return
            body = await read_body(scope, receive, self._limit)
            released(scope)
            name = hashlib.sha256(f"{who}\n{key}".encode()).hexdigest()
            began = self._revision()
            found = await asyncio.to_thread(
                self._keys.begin, name, _fingerprint(scope, body), began
            )
        except RolegraphError as error:
            await answer_error(send, error, [])
            return
        except ConnectionResetError:
            return
        if isinstance(found, FirstAnswer):
            await _send(send, found, [(REPLAYED.lower().encode(), b"true")])
            return
        if isinstance(found, Unanswered):
            began = found.revision
            revision = await asyncio.to_thread(self._stored, name, began)
            if revision is not None:
                self._keys.leave(name)
                await answer_error(send, _lost(revision), [(_REVISION, str(revision).encode())])
                return
        await self._carry_out(scope, replayed(body, receive), send, name, began)

    async def _carry_out(
        self, scope: Scope, receive: Receive, send: Send, name: str, began: int
    ) -> None:
        recorder = _Recorder(send, lambda kept: asyncio.to_thread(self._settle, name, kept))
        try:
            with marking(name):
                await self._app(scope, receive, recorder.send)
        finally:
            if not recorder.settled:
                # The client has gone, or the service failed: did anything come of it?
                await asyncio.shield(asyncio.to_thread(self._unsettled, name, began))

    def _settle(self, name: str, kept: FirstAnswer | None) -> None:
        if kept is None or kept.status in _NOT_TRIED:
            self._keys.forget(name)
        else:
            self._keys.finish(name, kept)

    def _unsettled(self, name: str, began: int) -> None:
        if self._stored(name, began) is None:
            self._keys.forget(name)
        else:
            self._keys.leave(name)


class _Recorder:
    """Keeps an answer, and sends its end only once it is kept.

    Of reads nothing is kept: they may be large, and do nothing that could be done twice.
    """

    def __init__(self, send: Send, settle: Callable[[FirstAnswer | None], Awaitable[None]]) -> None:
        self._send, self._settle = send, settle
        self._start: Message | None = None
        self._parts: list[bytes] = []
        self.settled = False

    async def send(self, message: Message) -> None:
        if self.settled:
            await self._send(message)
        elif message["type"] == "http.response.start":
            self._start = message
            written = any(name.lower() == _REVISION for name, _ in message["headers"])
            if message["status"] < 400 and not written:  # noqa: PLR2004 - the first error
                self.settled = True
                await self._settle(None)
                await self._send(message)
        elif self._start is not None:
            self._parts.append(message.get("body", b""))
            if not message.get("more_body", False):
                kept = FirstAnswer(
                    self._start["status"], list(self._start["headers"]), b"".join(self._parts)
                )
                await self._settle(kept)
                self.settled = True
                await self._send(self._start)
                await self._send({"type": "http.response.body", "body": kept.body})


def _fingerprint(scope: Scope, body: bytes) -> str:
    target = scope["path"].encode() + b"?" + scope["query_string"]
    headers = [name + b":" + (header(scope, name) or "").encode("latin-1") for name in _MEANT]
    message = b"message:" + (header(scope, b"rolegraph-message") or "").encode("latin-1")
    # The method of a POST is left out, so that keys of earlier builds stay theirs.
    method = b"" if scope["method"] == "POST" else scope["method"].encode() + b" "
    digest = hashlib.sha256(method + b"\n".join([target, *headers, message, b""]))
    digest.update(body)
    return digest.hexdigest()


def _lost(revision: int) -> StoredBefore:
    return StoredBefore(
        f"The first request with this Idempotency-Key was stored as revision {revision}, but its "
        f"answer was lost. It is not carried out again; /api/v1/changes/{revision} has what it did."
    )


async def _send(send: Send, kept: FirstAnswer, further: Headers) -> None:
    """Send an answer as it was given."""
    headers = [pair for pair in kept.headers if pair[0].lower() != b"content-length"]
    await answer(send, kept.status, [*headers, *further], kept.body, head=False)
