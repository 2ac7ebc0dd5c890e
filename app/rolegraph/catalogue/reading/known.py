"""Forms of things (JSON, version), kept while nothing changes of what they were made from."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

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

    Attributes:
        size: bytes held, about.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self.size = 0
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[str, str], Known] = OrderedDict()

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
            self._known.move_to_end((what, iri))
            return found

    def put(self, what: str, iri: str, form: Known) -> None:
        """Keep a form of a thing."""
        with self._lock:
            old = self._known.pop((what, iri), None)
            self.size -= old.size if old else 0
            if form.size > self._limit // 4:
                return
            self._known[what, iri] = form
            self.size += form.size
            while self.size > self._limit:
                _, dropped = self._known.popitem(last=False)
                self.size -= dropped.size
