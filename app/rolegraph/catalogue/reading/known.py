"""Forms of things (JSON, version), kept while nothing changes of what they were made from."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from operator import attrgetter

from cachetools import LRUCache

from rolegraph.catalogue.index.changes import Dependence

_OF_KEY = 120
"""Bytes that a key costs, about."""


@dataclass(frozen=True, slots=True)
class Known:
    """A form of a thing.

    Attributes:
        content: the bytes.
        dependence: what they were made from.
    """

    content: bytes
    dependence: Dependence

    @property
    def size(self) -> int:
        """Bytes held, about."""
        return len(self.content) + _OF_KEY * len(self.dependence.keys) + 500


class KnownThings:
    """Keeps things under a bound of bytes; the least recently used goes first.

    Args:
        limit: bytes; 0 keeps nothing.
    """

    def __init__(self, limit: int) -> None:
        self._lock = threading.Lock()
        self._known: LRUCache[tuple[str, str], Known] = LRUCache(limit, attrgetter("size"))

    @property
    def size(self) -> int:
        """Bytes held, about."""
        return int(self._known.currsize)

    def get(self, what: str, iri: str) -> Known | None:
        """Return what is known of a thing and still holds, or None.

        Args:
            what: which form of it.
            iri: the thing.
        """
        with self._lock:
            found = self._known.get((what, iri))
            if found is None or not found.dependence.holds:
                return None
            return found

    def put(self, what: str, iri: str, form: Known) -> None:
        """Keep a form of a thing."""
        with self._lock:
            if form.size > self._known.maxsize // 4:
                self._known.pop((what, iri), None)
            else:
                self._known[what, iri] = form
