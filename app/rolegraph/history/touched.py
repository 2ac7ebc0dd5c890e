"""Which commits speak of a thing; read off the change log once, then kept up with it."""

from __future__ import annotations

import re
import threading
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from sys import intern

from msgspec import Struct, msgpack

from rolegraph.errors import Removed
from rolegraph.folder.description import base_of
from rolegraph.rdf.namespaces import RDF, SKOS
from rolegraph.rdf.terms import Literal, NamedNode
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.compressed_table import CompressedTable, compressed_table
from rolegraph.store.journal.entry_format import Entry
from rolegraph.store.kept import KeptIndex

_PIECE = 1 << 20  # bytes that are searched in one go, so that other threads get their turn


_LOOSE = 20_000
"""Names of commits that lie beside the table at most."""
PART = "touched"
"""Name of the part that is kept for the next start."""


class _State(Struct, array_like=True):
    """What was read up to a revision: tables by subject and by name, and what names begin with."""

    base: str
    known: int
    own: bytes
    named: bytes


class _Commits:
    """Name → the revisions of the commits that speak of it.

    What an earlier start has kept is not unpacked: a page asks for a few names of very many. What
    commits have added since lies beside it.
    """

    def __init__(self, kept: bytes | None = None) -> None:
        self._kept = None if kept is None else CompressedTable(kept)
        self._since: dict[str, tuple[int, ...]] = {}

    def of(self, name: str) -> tuple[int, ...]:
        """Return the revisions, oldest first."""
        return self._before(name) + self._since.get(name, ())

    def add(self, names: Iterable[bytes], revision: int) -> None:
        """Know of a commit."""
        # Many things are named by the same commits, and all of them by other parts as well.
        one: dict[tuple[int, ...], tuple[int, ...]] = {}
        for name in names:
            iri = intern(name.decode())
            commits = (*self._since.get(iri, ()), revision)
            self._since[iri] = one.setdefault(commits, commits)

    @property
    def is_loose(self) -> bool:
        """Whether so much lies beside the table that a new one takes far less room."""
        return len(self._since) > _LOOSE

    def packed(self) -> bytes:
        """Return all that is known, to be kept."""
        rows = {} if self._kept is None else dict(self._kept.items())
        rows |= {name: msgpack.encode(self.of(name)) for name in self._since}
        return compressed_table(rows)

    def _before(self, name: str) -> tuple[int, ...]:
        found = None if self._kept is None else self._kept.get(name)
        return () if found is None else msgpack.decode(found, type=tuple[int, ...])


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
        self._own, self._named = _Commits(), _Commits()
        self._base = base_of(store)
        self._kept_index: KeptIndex | None = None
        # The lines of a patch: `A <subject> <predicate> <object> …`
        # (`store/journal/entry_format.py`).
        named = rb"<(" + re.escape(self._base.encode()) + rb"[^>#]+)"
        self._pattern = re.compile(
            rb"^[AD] (?:<([^>]+)>|_:\S+) <[^>]+> (?:" + named + rb")?", re.MULTILINE
        )

    def use(self, kept: KeptIndex) -> None:
        """Take what an earlier start has kept, instead of reading the whole change log."""
        self._kept_index = kept

    def parts(self, revision: int) -> dict[str, bytes]:
        """Return what is known up to a revision, to be kept; empty where that is not all."""
        with self._lock:
            if self._known != revision:
                return {}
            state = _State(self._base, revision, self._own.packed(), self._named.packed())
            return {PART: msgpack.encode(state)}

    def knows(self, revision: int) -> bool:
        """Tell whether `parts` has something of a revision."""
        with self._lock:
            return self._known == revision

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
            return sorted({*self._own.of(iri), *self._named.of(iri)})

    def first(self, iri: str) -> Entry | None:
        """Return the first commit that said something of a thing, or None."""
        with self._lock:
            self._catch_up()
            found = self._own.of(iri)
        return self._store.journal.entry(found[0]) if found else None

    def last(self, iri: str, at: int | None = None) -> Entry | None:
        """Return the last commit that changed what is said of a thing, or None.

        Args:
            iri: the thing.
            at: commits after this revision do not count.
        """
        with self._lock:
            self._catch_up()
            found = self._own.of(iri)
            place = len(found) if at is None else bisect_right(found, at)
        return self._store.journal.entry(found[place - 1]) if place else None

    def removal(self, iri: str, at: int | None = None) -> tuple[Entry, str] | None:
        """Return the commit that removed a thing, and what the thing was called.

        Args:
            iri: the thing.
            at: commits after this revision do not count.

        Returns:
            None where it was never there, is still there, or where the commit is archived.
        """
        entry = self.last(iri, at)
        if entry is None or entry.is_snapshot:
            return None
        node, patch = NamedNode(iri), self._store.journal.patch(entry)
        removed = [quad for quad in patch.removed if quad.subject == node]
        if not any(quad.predicate.value == RDF + "type" for quad in removed):
            return None
        if any(quad.subject == node for quad in patch.added):
            return None
        names = sorted(
            quad.object.value
            for quad in removed
            if quad.predicate.value == SKOS + "prefLabel" and isinstance(quad.object, Literal)
        )
        return entry, names[0] if names else ""

    def removed(self, iri: str, at: int | None = None) -> Removed | None:
        """Return the error that tells of a removed thing; None as `removal` does."""
        found = self.removal(iri, at)
        if found is None:
            return None
        entry, label = found
        name = label or iri.rpartition("/")[2]
        return Removed(name, entry.revision, entry.author, entry.time, entry.message)

    def since(self, iri: str, revision: int) -> list[Entry]:
        """Return the commits after a revision that changed what is said of a thing, newest first.

        Args:
            iri: the thing.
            revision: commits up to this one do not count.
        """
        with self._lock:
            self._catch_up()
            found = self._own.of(iri)
        later = found[bisect_right(found, revision) :]
        entries = map(self._store.journal.entry, reversed(later))
        return [entry for entry in entries if entry is not None]

    def _catch_up(self) -> None:
        if not self._known:
            self._take()
        for entry in self._store.journal.since(self._known):
            if entry.revision > self._store.revision:
                break
            self._read(entry)
            self._known = entry.revision
        if self._own.is_loose:
            self._own, self._named = (_Commits(one.packed()) for one in (self._own, self._named))

    def _take(self) -> None:
        kept = self._kept_index and self._kept_index.take(PART, self._store.revision)
        state = msgpack.decode(kept.content, type=_State) if kept else None
        if state is not None and state.base == self._base:
            self._known = state.known
            self._own, self._named = _Commits(state.own), _Commits(state.named)

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
        self._own.add(own - {b""}, entry.revision)
        self._named.add(named - {b""}, entry.revision)
