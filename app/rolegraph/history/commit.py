"""The one way to write: every change becomes an exact patch, passes the guard and is committed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol

from rolegraph.access.identity import Identity
from rolegraph.errors import Busy, Conflict, Outrun
from rolegraph.history.permission import (
    Confirmation,
    report,
    require_apart,
    require_permission,
    require_review,
    require_sound,
    spare_the_log,
    touches_rules,
)
from rolegraph.history.saved_queries import QUERY_TEXT, query_findings
from rolegraph.rdf.namespaces import KEPT_DOCUMENTS, PROPOSALS_GRAPH
from rolegraph.rdf.patch import Patch, WrittenPatch
from rolegraph.rdf.terms import Quad
from rolegraph.settings.modes import GuardMode
from rolegraph.shacl.findings import Finding
from rolegraph.shacl.guard.guard import is_shape, touches_shapes
from rolegraph.shacl.guard.rules import NewFindings
from rolegraph.shacl.kept_datatypes import findings_of
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.engine.staging import Staging
from rolegraph.store.files.fidelity import as_stored, stay
from rolegraph.telemetry.spans import Note, Tracing


class Turns:
    """Lets one thread in at a time, in arrival order; not to be nested.

    `threading.Lock` promises no order, and a writer could wait while later ones overtake it.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._next = 0
        self._serving = 0

    def __enter__(self) -> None:
        with self._changed:
            mine = self._next
            self._next += 1
            self._changed.wait_for(lambda: self._serving == mine)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._changed:
            self._serving += 1
            self._changed.notify_all()


Build = Patch | Callable[[EmbeddedStore], Patch]
REQUEST = "request"
"""The header of a commit that names the request that it was made for, by a mark.

A service that ends between a commit and its answer leaves the commit in the journal. By the mark
it is known which request made it, so that the request is not carried out again.
"""

_PRESENT: ContextVar[str | None] = ContextVar("mark", default=None)
_ATTEMPTS = 8
"""How often a change is made anew because another service committed first."""


class ChangeGuard(Protocol):
    """What a committer asks of a guard."""

    def check(self, patch: Patch) -> list[Finding]:
        """Return the findings that the state with the patch has and the present one has not."""


class Truth(Protocol):
    """Where commits are made that the store then shows, such as a remote store's log.

    Attributes:
        reads_text: whether a large commit begins with its text, which may be read while the
            quads are still indexed here.
    """

    reads_text: bool

    def newest(self) -> AbstractContextManager[None]:
        """Bring the store to the newest commit, and keep it there while the block runs."""

    def apply(self, patch: Patch, headers: Mapping[str, str]) -> int:
        """Commit an exact patch durably and return the new revision.

        Raises:
            Outrun: somebody else has committed first.
        """

    def take(
        self, staged: Staging, headers: Mapping[str, str], tell: Callable[[str, float], None]
    ) -> int:
        """Commit what is staged durably and return the new revision.

        Args:
            staged: settled; of no use once it is taken.
            headers: what to note of the commit.
            tell: told the stage, and which share of it is done.

        Raises:
            Outrun: somebody else has committed first.
        """


class Alone:
    """A store that nobody else writes to."""

    reads_text = False

    def __init__(self, store: EmbeddedStore) -> None:
        self._store, self.apply = store, store.apply

    def newest(self) -> AbstractContextManager[None]:
        """Do nothing: the store is always at its newest commit."""
        return nullcontext()

    def take(
        self, staged: Staging, headers: Mapping[str, str], tell: Callable[[str, float], None]
    ) -> int:
        """Commit what is staged in the store."""
        tell("storing", 0)
        return self._store.take(staged, headers)


@dataclass(frozen=True)
class Commit:
    """What became of a change.

    Attributes:
        revision: the revision that it made; the present one where it changed nothing or was a
            dry run.
        patch: what it removed and added, exactly.
        findings: new warnings, and with mode `warn` new violations as well.
        dry_run: whether nothing was to be stored.
    """

    revision: int
    patch: Patch
    findings: tuple[Finding, ...] = ()
    dry_run: bool = False


@dataclass(frozen=True)
class _Change:
    """What `Committer.commit` was given."""

    build: Build
    author: Identity | str
    message: str | Callable[[], str]
    expected: int | None
    confirmed: frozenset[Confirmation]
    dry_run: bool
    proposals: bool
    documents: bool
    reviewed: bool

    @property
    def own(self) -> frozenset[str]:
        """The graphs that it may write, and others may not."""
        if self.proposals:  # one that is approved may be of a document
            return KEPT_DOCUMENTS | {PROPOSALS_GRAPH}
        return KEPT_DOCUMENTS if self.documents else frozenset()


class Committer:
    """Commits changes one at a time, in the order in which they arrive.

    Args:
        store: what the change is built and judged on.
        guard: judges patches; None lets everything pass.
        mode: what becomes of violations.
        tracing: takes spans of each commit and of what the guard does.
        timed: is told how many seconds the guard took.
        truth: where commits are made, if not in the store itself.
        guards_people: whether what is written about people is kept from those who may not read it.
    """

    def __init__(
        self,
        store: EmbeddedStore,
        guard: ChangeGuard | None,
        mode: GuardMode = GuardMode.ENFORCE,
        tracing: Tracing | None = None,
        truth: Truth | None = None,
        timed: Callable[[float], object] = lambda _: None,
        *,
        guards_people: bool = True,
    ) -> None:
        self._store = store
        self._truth = truth or Alone(store)
        self._guard = guard
        self._guards_people = guards_people
        self._mode = mode
        self._turns = Turns()
        self._tracing = tracing if tracing and tracing.active else None
        self._timed = timed

    def commit(
        self,
        build: Build,
        *,
        author: Identity | str,
        message: str | Callable[[], str],
        dry_run: bool = False,
        expected: int | None = None,
        confirmed: frozenset[Confirmation] = frozenset(),
        proposals: bool = False,
        documents: bool = False,
        reviewed: bool = False,
    ) -> Commit:
        """Make one commit of a change.

        Args:
            build: the patch, or a function that makes it from the state that it will change. A
                function may raise; then nothing is stored.
            author: who answers for it. A name alone is somebody on this machine, who may do all.
            message: what it does, for people; or what tells it once the patch is made.
            dry_run: judge it, but store nothing.
            expected: the revision that it was made for, if it must be the present one.
            confirmed: what the author confirmed (see `permission.py`).
            proposals: whether it may write the graph of proposals, which nothing else writes.
            documents: whether it may write the graphs that keep what belongs to documents.
            reviewed: whether somebody else looks at it, or it was made before: then it may call
                things approved.

        Raises:
            Conflict: the present revision is not `expected`.
            Refused: the guard found violations that were not there before, or the change calls
                something approved without a review; has the findings and the patch.
            PermissionDenied: it changes the rules, and the author is no administrator.
            ConfirmationNeeded: it changes the rules, and that was not confirmed.
            ForbiddenOperation: it touches the graph in which the change log describes itself, or
                writes about people where anybody could read it.
            IllTyped: the store would make a value of a literal that has none.
            Busy: other services on the same store kept committing first.
            StoreError: it could not be stored.
        """
        with self._span("commit") as note, self._turns:
            change = _Change(
                build, author, message, expected, confirmed, dry_run, proposals, documents, reviewed
            )
            commit = self._in_turn(change)
            if note is not None and commit.patch and not dry_run:
                note("rolegraph.revision", commit.revision)
                note("rolegraph.added", commit.patch.number_added)
                note("rolegraph.removed", len(commit.patch.removed))
            return commit

    @property
    def store(self) -> EmbeddedStore:
        """The store that is written."""
        return self._store

    @property
    def guards_people(self) -> bool:
        """Whether what is written about people is kept from those who may not read it."""
        return self._guards_people

    def refresh(self) -> None:
        """Bring the store to the newest commit, for who reads it before a change is built."""
        with self._truth.newest():
            pass

    def _in_turn(self, change: _Change) -> Commit:
        for _ in range(_ATTEMPTS):
            with self._truth.newest(), suppress(Outrun):
                return self._commit(change)
        raise Busy("Other services kept committing first; send the change again.", retry_after=1)

    def _commit(self, change: _Change) -> Commit:
        store, expected = self._store, change.expected
        if expected is not None and expected != store.revision:
            raise Conflict(
                f"The change was made for revision {expected}, but revision {store.revision} "
                "has come since. Read again what it touches, and send it anew."
            )
        wanted = change.build(store) if callable(change.build) else change.build
        graphs = wanted.graphs
        spare_the_log(graphs - change.own)
        patch = self._exact(wanted)
        require_apart(wanted, guarded=self._guards_people)
        # Whoever has the files may deploy rules; over HTTP that takes an administrator's word.
        if isinstance(change.author, Identity) and touches_rules(patch):
            needed = (Confirmation.RULES,)
            require_permission(change.author, needed, change.confirmed, dry_run=change.dry_run)
        if isinstance(change.author, Identity) and not change.reviewed:
            require_review(patch, store)
        findings = self._judge(patch)
        if change.dry_run or not patch:
            return Commit(store.revision, patch, findings.reported, change.dry_run)
        name = change.author.name if isinstance(change.author, Identity) else change.author
        message = change.message() if callable(change.message) else change.message
        headers = {"author": name, "message": message, "guard": self._report(findings)}
        headers |= mark_headers()
        return Commit(self._truth.apply(patch, headers), patch, findings.reported)

    def _exact(self, wanted: Patch) -> Patch:
        """Return a patch as the engine will have it, and exact against the present state.

        Raises:
            IllTyped: the engine would make a value of a literal that has none.
        """
        store = self._store
        known = store.has_any(wanted.graphs)
        is_new = isinstance(wanted, WrittenPatch) and (wanted.is_exact or not known)
        if is_new and isinstance(wanted, WrittenPatch) and stay(wanted.typed):
            return wanted
        removed = as_stored(wanted.removed, wanted.removed_text)
        added = as_stored(wanted.added, wanted.added_text)
        patch = Patch.exact(removed, added, store.holds if known else _holds_none)
        return wanted if patch == wanted else patch  # of which much is known by now

    def _judge(self, patch: Patch) -> NewFindings:
        if self._guard is None or self._mode is GuardMode.OFF or not patch:
            return NewFindings()
        shapes = [quad for quad in patch.added if is_shape(quad)] if touches_shapes(patch) else []
        unkept = findings_of(shapes) if shapes else ()
        queries = query_findings(patch.added) if patch.may_add(QUERY_TEXT) else ()
        findings = NewFindings.of([*self._checked(self._guard, patch), *unkept, *queries])
        require_sound(findings, self._mode, patch)
        return findings

    def _checked(self, guard: ChangeGuard, patch: Patch) -> list[Finding]:
        began = time.perf_counter()
        try:
            with self._span("guard"):
                return guard.check(patch)
        finally:
            self._timed(time.perf_counter() - began)

    def _span(self, name: str) -> AbstractContextManager[Note | None]:
        return nullcontext() if self._tracing is None else self._tracing.span(name)

    def _report(self, findings: NewFindings) -> str:
        return report(findings, GuardMode.OFF if self._guard is None else self._mode)


def _holds_none(_: Quad) -> bool:
    return False


@contextmanager
def marking(mark: str) -> Iterator[None]:
    """Put a mark on the commits that are made within."""
    token = _PRESENT.set(mark)
    try:
        yield
    finally:
        _PRESENT.reset(token)


def mark_headers() -> dict[str, str]:
    """Return the header of a commit that is made now; none where nothing marks it."""
    mark = _PRESENT.get()
    return {} if mark is None else {REQUEST: mark}


def revision_marked(store: EmbeddedStore, mark: str, behind: int) -> int | None:
    """Return the revision of the commit with a mark, or None.

    Args:
        store: whose journal is looked at.
        mark: the mark.
        behind: the revision that the commit must come after.
    """
    for entry in reversed(store.entries()):
        if entry.revision <= behind:
            return None
        if entry.headers.get(REQUEST) == mark:
            return entry.revision
    return None
