"""What pull and push ask of a service, and the service that is a data directory on this machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from rolegraph.history.commit import Committer
from rolegraph.history.permission import Confirmation
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Quad
from rolegraph.store.embedded import EmbeddedStore


@dataclass(frozen=True)
class DatasetSnapshot:
    """The dataset of one revision, as whoever asks may see it.

    Attributes:
        revision: the revision.
        quads: the dataset.
        hides_people: whether it may have memberships that were not shown, so that nothing can be
            said of those that the files have.
    """

    revision: int
    quads: Sequence[Quad]
    hides_people: bool = False


@dataclass(frozen=True)
class Pushed:
    """What became of a commit.

    Attributes:
        revision: the one it made; the present one where it changed nothing.
        findings: what the guard remarked, as JSON objects.
        added: how many quads it added that were not there before.
    """

    revision: int
    findings: tuple[dict[str, Any], ...] = ()
    added: int = 0


class ExchangeService(Protocol):
    """A catalogue service, on this machine or another."""

    @property
    def name(self) -> str:
        """What tells it from other services: its address or its data directory."""

    def read(self) -> DatasetSnapshot:
        """Return the present state."""

    def history(self) -> Iterator[tuple[int, Patch]]:
        """Yield the commits, the newest first, as far as they are known."""

    def commit(
        self,
        patch: Patch,
        message: str,
        expected: int,
        *,
        dry_run: bool,
        confirmed: frozenset[Confirmation] = frozenset(),
    ) -> Pushed:
        """Make one guarded commit.

        Raises:
            Conflict: another commit came after the revision `expected`.
            Refused: the guard found violations.
        """


class LocalService:
    """The service whose data directory this process holds.

    Args:
        name: what tells it from others.
        store: its store.
        committer: its way to write.
        author: who answers for pushes.
    """

    def __init__(self, name: str, store: EmbeddedStore, committer: Committer, author: str) -> None:
        self._name, self._store = name, store
        self._committer, self._author = committer, author

    @property
    def name(self) -> str:
        """What tells it from other services."""
        return self._name

    def read(self) -> DatasetSnapshot:
        """Return the present state."""
        with self._store.reading() as revision:
            return DatasetSnapshot(revision, tuple(self._store.match()))

    def history(self) -> Iterator[tuple[int, Patch]]:
        """Yield the commits, the newest first."""
        journal = self._store.journal
        if journal is not None:
            for entry in reversed(journal.entries):
                if entry.is_snapshot:
                    return
                yield entry.revision, journal.patch(entry)

    def commit(
        self,
        patch: Patch,
        message: str,
        expected: int,
        *,
        dry_run: bool,
        confirmed: frozenset[Confirmation] = frozenset(),
    ) -> Pushed:
        """Make one guarded commit.

        Raises:
            Conflict: another commit came after the revision `expected`.
            Refused: the guard found violations.
        """
        commit = self._committer.commit(
            patch,
            author=self._author,
            message=message,
            dry_run=dry_run,
            expected=expected,
            confirmed=confirmed,
        )
        findings = tuple(finding.to_json() for finding in commit.findings)
        return Pushed(commit.revision, findings, len(commit.patch.added))
