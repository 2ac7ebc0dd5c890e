"""Earlier states of the dataset and the differences between them.

The change log holds every patch, so a state is reached from the present one by taking patches
back; nothing is stored twice.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable
from datetime import MAXYEAR, UTC, datetime, timedelta
from typing import Generic, TypeVar

from rolegraph.errors import Archived, NotFound, ParameterError
from rolegraph.history.earlier_state import EarlierState
from rolegraph.rdf.patch import Patch, composed
from rolegraph.rdf.terms import Quad
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.journal.entry_format import END, Entry, encode_head

T = TypeVar("T")
_DAY, _INSTANT = timedelta(days=1), timedelta(microseconds=1)
_KEPT = 4
"""How many earlier states are kept at hand."""
_NEAR = 20_000
"""Quads of the commits between, up to which an earlier state lies over the present one."""


class Versions:
    """The history of a store.

    Args:
        store: the store.
    """

    def __init__(self, store: EmbeddedStore) -> None:
        self._store = store
        self._states: _Kept[frozenset[Quad]] = _Kept(_KEPT)
        self._stores: _Kept[EmbeddedStore] = _Kept(_KEPT)

    @property
    def revision(self) -> int:
        """The present revision."""
        return self._store.revision

    def entry(self, revision: int) -> Entry:
        """Return what the change log says of the commit that made a revision.

        Raises:
            NotFound: there is no such revision.
        """
        journal = self._store.journal
        entry = journal.entry(revision)
        if entry is None and 0 < revision < journal.snapshot:
            raise Archived(revision, journal.snapshot)
        if entry is None:
            raise self._no_such(revision)
        return entry

    def time_of(self, revision: int) -> str:
        """Return when a revision was committed, in ISO 8601; nothing where no commit says so."""
        entry = self._store.journal.entry(revision)
        return entry.time if entry else ""

    @property
    def first(self) -> int:
        """The first revision that the change log has; a snapshot, where earlier are archived."""
        return self._store.journal.snapshot or 1

    @property
    def filling(self) -> Entry | None:
        """The commit in which the service filled the catalogue at its first start, if it did."""
        entry = self.entry(1) if self.first == 1 <= self.revision else None
        return entry if entry is not None and entry.is_of_service else None

    def without_filling(self, old: int, new: int) -> int:
        """Return where a stretch of revisions begins for people.

        The first filling would drown all that came after it. A stretch that holds it begins
        behind it.
        """
        return 1 if old == 0 < new and self.filling is not None else old

    def newest(self, limit: int, before: int | None = None) -> list[Entry]:
        """Return commits, the newest first.

        Args:
            limit: how many at most.
            before: only those of revisions below this one.
        """
        last = min(self.revision, self.revision if before is None else before - 1)
        numbers = range(last, max(last - limit, self.first - 1), -1)
        return [self.entry(number) for number in numbers]

    def patch(self, revision: int) -> Patch:
        """Return the patch that made a revision.

        Raises:
            NotFound: there is no such revision.
            Archived: its commit is archived.
        """
        return self._store.journal.patch(self._commit(revision))

    def _commit(self, revision: int) -> Entry:
        entry = self.entry(revision)
        if entry.is_snapshot:
            raise Archived(revision, revision)
        return entry

    def rdf_patch(self, revision: int) -> bytes:
        """Return a commit in RDF Patch form, as it stands in the change log.

        Raises:
            NotFound: there is no such revision.
        """
        entry = self._commit(revision)
        return encode_head(entry.headers) + self._store.journal.text(entry) + END

    def resolve(self, at: str, *, end: bool = False) -> int:
        """Return the revision that `at` names: a number, or the last one of a moment.

        Args:
            at: a revision, or a date or time in ISO 8601, in UTC where it names no zone. A date
                stands for its beginning. Before the first commit there is revision 0, empty.
            end: whether it ends a stretch of time, so that a date includes its whole day.

        Raises:
            ParameterError: it is neither.
            NotFound: no commit has made the revision yet.
        """
        if at.isascii() and at.isdigit() and len(at) < 16:  # noqa: PLR2004 - more are no revision
            revision = int(at)
            if revision > self.revision:
                raise self._no_such(revision)
            return revision
        try:
            moment = datetime.fromisoformat(at)
        except ValueError:
            raise ParameterError(
                f"at={at!r} is neither the number of a revision nor a time such as "
                "2026-11-23T14:00:00Z."
            ) from None
        if end and len(at) <= len("2026-11-23") and moment.year < MAXYEAR:
            moment += _DAY - _INSTANT
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        entries = self._store.entries()
        times = [entry.time for entry in entries]
        place = bisect_right(times, moment.isoformat(timespec="microseconds"))
        if place == 0 and self.first > 1:
            raise Archived(self.first - 1, self.first)
        return entries[place - 1].revision if place else 0

    def between(self, old: int, new: int) -> Patch:
        """Return the exact patch that leads from one revision to another, forward or back.

        Raises:
            NotFound: one of them does not exist.
        """
        for revision in (old, new):
            if not 0 <= revision <= self.revision:
                raise self._no_such(revision)
            if revision < self.first and self.first > 1:
                raise Archived(revision, self.first)
        if old > new:
            return self.between(new, old).inverse()
        return composed(self.patch(revision) for revision in range(old + 1, new + 1))

    def graph_at(self, revision: int) -> frozenset[Quad]:
        """Return the dataset as it was, without the graph of changes.

        Raises:
            NotFound: there is no such revision.
        """

        def build() -> frozenset[Quad]:
            if not self.first > 1 and self.moved(0, revision) < self.moved(revision, self.revision):
                return self.between(0, revision).added  # it is nearer to the beginning
            with self._store.reading() as now:
                back = self.between(now, revision)
                data = self._store.data()
                return frozenset(quad for quad in data if quad not in back.removed) | back.added

        return self._states.get(revision, build)

    def state_at(self, revision: int) -> EarlierState | EmbeddedStore:
        """Return the dataset as it was, for reading only, at a cost that follows what changed.

        Raises:
            NotFound: there is no such revision.
        """
        if self.moved(revision, self.revision) > _NEAR:
            return self.store_at(revision)
        return EarlierState(self._store, revision, self.between, lambda: self.store_at(revision))

    def moved(self, old: int, new: int) -> int:
        """Return how many quads the commits between two revisions have touched."""
        between = (one for one in self._store.entries() if old < one.revision <= new)
        return sum(one.added + one.removed for one in between)

    def store_at(self, revision: int) -> EmbeddedStore:
        """Return a store in memory with the dataset as it was; for reading only.

        Raises:
            NotFound: there is no such revision.
        """
        return self._stores.get(
            revision, lambda: EmbeddedStore.snapshot(self.graph_at(revision), revision)
        )

    def _no_such(self, revision: int) -> NotFound:
        return NotFound(f"There is no revision {revision}; the last is {self.revision}.")


class _Kept(Generic[T]):
    """The values used last, by revision."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._values: OrderedDict[int, T] = OrderedDict()

    def get(self, revision: int, build: Callable[[], T]) -> T:
        """Return the value of a revision, made where it is not at hand."""
        with self._lock:
            if revision in self._values:
                self._values.move_to_end(revision)
                return self._values[revision]
        value = build()
        with self._lock:
            self._values[revision] = value
            while len(self._values) > self._size:
                self._values.popitem(last=False)
        return value
