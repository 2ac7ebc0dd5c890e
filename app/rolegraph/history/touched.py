"""Which commits speak of a thing; read off the change log once, then kept up with it."""

from __future__ import annotations

import re
import threading
from bisect import bisect_right
from collections.abc import Sequence

from rolegraph.folder.description import base_of
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.journal.entry_format import Entry

_PIECE = 1 << 20  # bytes that are searched in one go, so that other threads get their turn


class Touched:
    """Knows the commits by the things they speak of. Safe to share among threads.

    A commit that changes what is nested in a thing (`…/thing#part`) speaks of the thing.

    Args:
        store: the store whose change log is read.
    """

    def __init__(self, store: EmbeddedStore) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._known = 0
        self._own: dict[str, list[int]] = {}
        self._named: dict[str, list[int]] = {}
        # The lines of a patch: `A <subject> <predicate> <object> …`
        # (`store/journal/entry_format.py`).
        named = rb"<(" + re.escape(base_of(store).encode()) + rb"[^>#]+)"
        self._pattern = re.compile(
            rb"^[AD] (?:<([^>]+)>|_:\S+) <[^>]+> (?:" + named + rb")?", re.MULTILINE
        )

    def prepare(self) -> None:
        """Read what the change log has so far."""
        with self._lock:
            self._catch_up()

    def revisions(self, iri: str) -> Sequence[int]:
        """Return the revisions whose commits speak of a thing, oldest first.

        Things count as spoken of where a statement is about them, or leads to them.
        """
        with self._lock:
            self._catch_up()
            return sorted({*self._own.get(iri, ()), *self._named.get(iri, ())})

    def last(self, iri: str, at: int | None = None) -> Entry | None:
        """Return the last commit that changed what is said of a thing, or None.

        Args:
            iri: the thing.
            at: commits after this revision do not count.
        """
        with self._lock:
            self._catch_up()
            found = self._own.get(iri, [])
            place = len(found) if at is None else bisect_right(found, at)
        return self._store.journal.entry(found[place - 1]) if place else None

    def _catch_up(self) -> None:
        for entry in self._store.journal.since(self._known):
            if entry.revision > self._store.revision:
                break
            self._read(entry)
            self._known = entry.revision

    def _read(self, entry: Entry) -> None:
        text = self._store.journal.text(entry)
        own: set[bytes] = set()
        named: set[bytes] = set()
        start = 0
        while start < len(text):
            end = text.rfind(b"\n", start, start + _PIECE) + 1
            end = end if end > start else len(text)
            for subject, thing in self._pattern.findall(text, start, end):
                own.add(subject)
                named.add(thing)
            start = end
        # What is nested in a thing belongs to it.
        own |= {subject.partition(b"#")[0] for subject in own}
        for found, known in ((own, self._own), (named, self._named)):
            for iri in found - {b""}:
                known.setdefault(iri.decode(), []).append(entry.revision)
