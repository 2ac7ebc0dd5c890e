"""Results as bytes, kept while their revision lasts."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Generic, Protocol, TypeVar

from cachetools import LRUCache

SHORTCUT_BYTES = 8192
"""Bytes beyond which a request is not remembered as it came, but only by its question."""

QUICK = 0.005
"""Seconds below which a result is made in a moment."""
_PLACES = 2**17


@dataclass(slots=True)
class CachedResult:
    """A complete result, ready to be sent.

    Attributes:
        revision: the revision it was computed at.
        content_type: its Content-Type.
        etag: its strong entity tag, with quotation marks.
        body: the bytes.
        gzipped: the bytes compressed; made when first asked for.
        at: the earlier revision that it is about, where it was asked for one.
        made: the heads and bodies of answers made of it before, by whether they are compressed.
    """

    revision: int
    content_type: str
    etag: str
    body: bytes
    gzipped: bytes | None = None
    at: int | None = None
    made: dict[bool, tuple[bytes, bytes]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes held."""
        # What is compressed later counts from the start, by its usual share.
        return len(self.body) + len(self.body) // 4 + 1024


class Keepable(Protocol):
    """What can be kept."""

    revision: int

    @property
    def size(self) -> int:
        """Bytes held."""


K = TypeVar("K", bound=Keepable)


class _Marks:
    """Tells what was noted before, in one byte for each.

    A place holds one mark, and the last one noted stays. So something may be forgotten, and one in
    255 that were never noted counts as noted.
    """

    def __init__(self) -> None:
        self._marks = bytearray(_PLACES)

    def note(self, what: Hashable) -> bool:
        """Note something; return whether it was noted before."""
        number = hash(what)
        place, mark = number % _PLACES, number // _PLACES % 255 + 1
        before = self._marks[place]
        self._marks[place] = mark
        return before == mark


class ResultCache(Generic[K]):
    """Results of one revision under a bound of bytes; the least recently used goes first.

    A result may be found under its question (text, dataset, formats) and, faster, under the exact
    request it was asked with. What is made in a moment is kept from its second time on.

    Args:
        limit: bytes; 0 keeps nothing.
    """

    def __init__(self, limit: int) -> None:
        self._results: LRUCache[Hashable, K] = LRUCache(limit, attrgetter("size"))
        self._shortcuts: dict[Hashable, tuple[Hashable, bool]] = {}
        self._put_before = _Marks()
        self._revision = -1
        self.hits = 0
        self.misses = 0

    def get(self, question: Hashable, revision: int) -> K | None:
        """Return the result of a question at a revision, or None."""
        if revision != self._revision:
            self._reset(revision)
        found = self._results.get(question)
        if found is None:
            self.misses += 1
            return None
        self.hits += 1
        return found

    def get_by_request(self, request: Hashable, revision: int) -> tuple[K, bool] | None:
        """Return the result that the same request had at this revision, or None.

        With it comes what the request was linked with: whether its sender takes gzip.
        """
        if revision != self._revision:
            return None
        link = self._shortcuts.get(request)
        if link is None:
            return None
        question, gzip = link
        found = self._results.get(question)
        if found is None:
            return None
        self.hits += 1
        return found, gzip

    def put(self, question: Hashable, result: K, *, seconds: float = math.inf) -> bool:
        """Keep a result, unless a newer revision came meanwhile or it is too large.

        Args:
            question: what was asked.
            result: the result.
            seconds: how long it took to make. Where that was a moment, it is kept only if it was
                put before, at whatever revision: most questions are asked once, and would drive
                out others.

        Returns:
            Whether it is kept.
        """
        if seconds < QUICK and not self._put_before.note(question):
            return False
        if result.size > self.largest:
            return False
        if result.revision > self._revision:
            self._reset(result.revision)
        if result.revision != self._revision:
            return False
        self._results[question] = result
        return True

    def link(
        self, request: Hashable, length: int, question: Hashable, *, gzip: bool = False
    ) -> None:
        """Find a question's result under a request from now on.

        Args:
            request: the request as it came.
            length: its bytes; long ones are not remembered.
            question: what it asks.
            gzip: whether its sender takes gzip.
        """
        if length > SHORTCUT_BYTES:
            return
        if len(self._shortcuts) >= 4 * max(len(self._results), 256):
            self._shortcuts.clear()
        self._shortcuts[request] = (question, gzip)

    def __len__(self) -> int:
        return len(self._results)

    @property
    def largest(self) -> int:
        """Bytes beyond which a result is not kept."""
        return int(self._results.maxsize) // 4

    @property
    def size(self) -> int:
        """Bytes held."""
        return int(self._results.currsize)

    def _reset(self, revision: int) -> None:
        self._results.clear()
        self._shortcuts.clear()
        self._revision = revision
