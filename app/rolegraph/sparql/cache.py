"""Query results as bytes, kept while their revision lasts."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass


@dataclass
class CachedResult:
    """A complete result, ready to be sent.

    Attributes:
        revision: the revision it was computed at.
        content_type: its Content-Type.
        etag: its strong entity tag, with quotation marks.
        body: the bytes.
        gzipped: the bytes compressed; made when first asked for.
        at: the earlier revision that it is about, where it was asked for one.
    """

    revision: int
    content_type: str
    etag: str
    body: bytes
    gzipped: bytes | None = None
    at: int | None = None

    @property
    def size(self) -> int:
        """Bytes held."""
        # What is compressed later counts from the start, by its usual share.
        return len(self.body) + len(self.body) // 4 + 512


class ResultCache:
    """Results of one revision under a bound of bytes; the least recently used goes first.

    A result may be found under its question (text, dataset, formats) and, faster, under the exact
    request it was asked with.

    Args:
        limit: bytes; 0 keeps nothing.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._results: OrderedDict[Hashable, CachedResult] = OrderedDict()
        self._shortcuts: dict[Hashable, Hashable] = {}
        self._revision = -1
        self._size = 0
        self.hits = 0
        self.misses = 0

    def get(self, question: Hashable, revision: int) -> CachedResult | None:
        """Return the result of a question at a revision, or None."""
        if revision != self._revision:
            self._reset(revision)
        found = self._results.get(question)
        if found is None:
            self.misses += 1
            return None
        self.hits += 1
        self._results.move_to_end(question)
        return found

    def get_by_request(self, request: Hashable, revision: int) -> CachedResult | None:
        """Return the result that the same request had at this revision, or None."""
        if revision != self._revision:
            return None
        question = self._shortcuts.get(request)
        found = None if question is None else self._results.get(question)
        if found is not None:
            self.hits += 1
            self._results.move_to_end(question)
        return found

    def put(self, question: Hashable, request: Hashable, result: CachedResult) -> None:
        """Keep a result, unless a newer revision came meanwhile or it is too large."""
        if result.size > self._limit // 4:
            return
        if result.revision > self._revision:
            self._reset(result.revision)
        if result.revision != self._revision:
            return
        old = self._results.pop(question, None)
        if old is not None:
            self._size -= old.size
        self._results[question] = result
        self._size += result.size
        while self._size > self._limit:
            _, dropped = self._results.popitem(last=False)
            self._size -= dropped.size
        self.link(request, question)

    def link(self, request: Hashable, question: Hashable) -> None:
        """Find a question's result under a request from now on."""
        if len(self._shortcuts) >= 4 * max(len(self._results), 256):
            self._shortcuts.clear()
        self._shortcuts[request] = question

    @property
    def size(self) -> int:
        """Bytes held."""
        return self._size

    def _reset(self, revision: int) -> None:
        self._results.clear()
        self._shortcuts.clear()
        self._size = 0
        self._revision = revision
