"""Whole answers as bytes, each kept as long as it would be the same."""

from __future__ import annotations

import time
from collections.abc import Hashable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from cachetools import LRUCache
from starlette.types import Message

from rolegraph.http.answers import AnswerDependence
from rolegraph.http.request import Headers
from rolegraph.store.workers.messages.job import GZIP_FROM, compress

SHORTCUT_BYTES = 8192
"""Bytes beyond which a request is not remembered as it came, but only by its question."""
_TEXTS = (b"json", b"xml", b"text/", b"turtle", b"trig", b"n-triples", b"n-quads", b"sparql")


@dataclass(slots=True)
class KeptAnswer:
    """A whole answer.

    Attributes:
        revision: the last revision that it is known to hold at.
        headers: as its handler gave them, but for what depends on the encoding.
        etag: its strong entity tag.
        body: the bytes.
        packs: whether its media type is worth compressing.
        route: as the router found it.
        dependence: what it was made from; None where it holds at one revision only.
        until: when it becomes another one by itself, in seconds since 1970; None for never.
        packed: the bytes compressed; made when first asked for.
        number: tells it from all others in its cache.
    """

    revision: int
    headers: Headers
    etag: str
    body: bytes
    packs: bool
    route: Any
    dependence: AnswerDependence | None = None
    until: float | None = None
    packed: bytes | None = None
    number: int = 0

    @property
    def size(self) -> int:
        """Bytes held; what is compressed later counts from the start, by its usual share."""
        return len(self.body) + len(self.body) // 4 + 2048

    def holds_at(self, revision: int) -> bool:
        """Tell whether it is the answer at the present revision as well."""
        if self.until is not None and time.time() >= self.until:
            return False
        if self.revision == revision:
            return True
        if self.dependence is None or not self.dependence.holds_at(revision):
            return False
        self.revision = revision
        return True

    def represented(self, *, gzip: bool) -> tuple[str, Headers, bytes]:
        """Return entity tag, headers and body for a client that takes gzip, or does not."""
        body, etag, encoding = self.body, self.etag, []
        if gzip and self.packs:
            if self.packed is None:
                self.packed = compress(self.body)
            # Another representation needs another strong entity tag.
            body, etag = self.packed, f'{self.etag[:-1]}-gzip"'
            encoding = [(b"content-encoding", b"gzip")]
        length = (b"content-length", str(len(body)).encode())
        return etag, [*self.headers, (b"etag", etag.encode()), *encoding, length], body

    @classmethod
    def of(
        cls,
        start: Message,
        body: bytes,
        revision: int,
        route: Any,
        dependence: AnswerDependence | None = None,
        until: float | None = None,
    ) -> KeptAnswer:
        """Return an answer as its handler gave it."""
        given = [(name.lower(), value) for name, value in start["headers"]]
        fields = dict(given)
        kind = fields.get(b"content-type", b"")
        packs = (
            len(body) >= GZIP_FROM
            and b"content-encoding" not in fields
            and any(text in kind for text in _TEXTS)
        )
        own = [pair for pair in given if pair[0] not in {b"content-length", b"etag", b"vary"}]
        vary = fields.get(b"vary", b"")
        if packs:
            vary = b", ".join(filter(None, [vary, b"Accept-Encoding"]))
        if vary:
            own.append((b"vary", vary))
        etag = fields[b"etag"].decode("latin-1")
        return cls(revision, own, etag, body, packs, route, dependence, until)


class AnswerCache:
    """Answers under a bound of bytes; the least recently used goes first.

    A commit drops nothing by itself: whether an answer still holds is looked at when it is asked
    for. What nobody asks for any more goes as the least recently used.

    Args:
        limit: bytes; 0 keeps nothing.

    Attributes:
        hits, misses: how often an answer was there, and was not.
    """

    def __init__(self, limit: int) -> None:
        self._count = self.hits = self.misses = 0
        self._answers: LRUCache[Hashable, KeptAnswer] = LRUCache(limit, attrgetter("size"))

    def get(self, question: Hashable, revision: int) -> KeptAnswer | None:
        """Return the answer to a question at the present revision, or None."""
        found = self._answers.get(question)
        if found is None or not found.holds_at(revision):
            self.misses += 1
            return None
        self.hits += 1
        return found

    def put(self, question: Hashable, answer: KeptAnswer) -> None:
        """Keep an answer, unless it is too large."""
        if answer.size > self.largest:
            self._answers.pop(question, None)
            return
        self._count += 1
        answer.number = self._count
        self._answers[question] = answer

    def __len__(self) -> int:
        return len(self._answers)

    @property
    def largest(self) -> int:
        """Bytes beyond which an answer is not kept."""
        return int(self._answers.maxsize) // 2

    @property
    def size(self) -> int:
        """Bytes held."""
        return int(self._answers.currsize)
