"""Where a command finds the history: in a store of its own, or at a service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from rolegraph.history.commit import ChangeGuard, Committer, Truth
from rolegraph.history.permission import Confirmation
from rolegraph.history.reports.rendering import difference
from rolegraph.history.revert import revert
from rolegraph.history.versions import Versions
from rolegraph.settings.modes import GuardMode
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.journal.entry_format import encode_patch


@dataclass(frozen=True)
class Logged:
    """A commit, as a list of commits shows it."""

    revision: int
    time: str
    author: str | None
    message: str | None
    added: int
    removed: int


class HistorySource(Protocol):
    """What the commands ask."""

    def log(self, limit: int) -> list[Logged]:
        """Return commits, the newest first."""

    def diff(self, old: str, new: str | None, form: str) -> str:
        """Return a difference as `text`, `markdown` or `patch`."""

    def revert(
        self,
        revision: int,
        message: str | None,
        *,
        dry_run: bool,
        confirmed: frozenset[Confirmation] = frozenset(),
    ) -> int:
        """Take a commit back and return the present revision."""


class LocalHistory:
    """The history of a store in this process.

    Args:
        store: the store.
        guard: judges commits.
        mode: what becomes of violations.
        author: who answers for commits.
        truth: where commits are made, if not in the store itself.
    """

    def __init__(
        self,
        store: EmbeddedStore,
        guard: ChangeGuard,
        mode: GuardMode,
        author: str,
        truth: Truth | None = None,
    ) -> None:
        self._store, self._author = store, author
        self._versions = Versions(store)
        self._committer = Committer(store, guard, mode, truth=truth)

    def log(self, limit: int) -> list[Logged]:
        """Return commits, the newest first."""
        return [
            Logged(e.revision, e.time, e.author, e.message, e.added, e.removed)
            for e in self._versions.newest(limit)
        ]

    def diff(self, old: str, new: str | None, form: str) -> str:
        """Return a difference as `text`, `markdown` or `patch`.

        Raises:
            NotFound: there is no such revision.
            ParameterError: `old` or `new` is neither a revision nor a time.
        """
        versions = self._versions
        first = versions.resolve(old)
        last = versions.revision if new is None else versions.resolve(new, end=True)
        if form == "patch":
            return f"TX .\n{encode_patch(versions.between(first, last)).decode()}TC .\n"
        return difference(self._store, versions, first, last, markdown=form == "markdown")

    def revert(
        self,
        revision: int,
        message: str | None,
        *,
        dry_run: bool,
        confirmed: frozenset[Confirmation] = frozenset(),
    ) -> int:
        """Take a commit back and return the present revision.

        Raises:
            NotFound: there is no such revision.
            Conflict: later commits changed what it changed.
            ConfirmationNeeded: it removes much, and that was not confirmed.
            Refused: the guard found violations.
        """
        commit = revert(
            self._committer,
            self._versions,
            revision,
            author=self._author,
            message=message,
            dry_run=dry_run,
            confirmed=confirmed,
        )
        return commit.revision
