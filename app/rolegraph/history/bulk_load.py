"""Files as one commit: all of their quads, or none.

What fits an ordinary patch takes the ordinary way: a commit, judged at the cost of the change.
More is staged on disk (`store/engine/staging.py`), validated whole, and taken in as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain

from rolegraph.errors import Busy, Outrun
from rolegraph.history.commit import Alone, Committer, Truth
from rolegraph.history.permission import report, require_sound, spare_the_log
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Quad
from rolegraph.settings.modes import GuardMode
from rolegraph.shacl.guard.bulk import BulkGuard, Judged
from rolegraph.shacl.guard.guard import Guard
from rolegraph.shacl.guard.rules import NewFindings
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.rdf_files import RdfFile

FEW = 50_000
"""As many quads, and no more, are loaded as an ordinary patch."""

_ATTEMPTS = 4
"""How often a load is made anew because another service committed first."""

Progress = Callable[[str, int, int], None]
"""Told what is done, how many bytes of the files are read and how many quads were in them."""


@dataclass(frozen=True)
class Loading:
    """How to load.

    Attributes:
        mode: what becomes of new violations of the shapes.
        author: who answers for it.
        message: what it does, for people.
        dry_run: judge it, but store nothing.
        progress: told how far it is.
    """

    mode: GuardMode
    author: str
    message: str
    dry_run: bool = False
    progress: Progress = lambda _stage, _bytes, _quads: None


@dataclass(frozen=True)
class Loaded:
    """What became of a load: the revision, the number of new quads, and new findings."""

    revision: int
    added: int
    findings: NewFindings = field(default_factory=NewFindings)


def load(
    store: EmbeddedStore,
    files: Sequence[RdfFile],
    how: Loading,
    truth: Truth | None = None,
    few: int | None = None,
) -> Loaded:
    """Add the quads of files as one commit.

    Args:
        store: where to.
        files: what.
        how: with which mode, and what is said of it.
        truth: where commits are made, if not in the store itself.
        few: as many quads, and no more, are loaded as an ordinary patch; `FEW` unless given.

    Raises:
        SyntaxFault: a file does not parse.
        InputError: a file cannot be read.
        Refused: the guard found violations that were not there before.
        ForbiddenOperation: a file has quads of the graph in which the change log describes itself.
        Busy: other services on the same store kept committing first.
        NotSeenYet: a remote store has it, and cannot show it yet.
        StoreError: it could not be stored. What a remote store has been sent is found again by the
            next load of the same files.

    In each case but `NotSeenYet` nothing was stored.
    """
    some: list[Quad] = []
    most = FEW if few is None else few
    for batch in chain.from_iterable(file.quads() for file in files):
        some += batch
        if len(some) > most:
            return _load_in_turn(store, files, how, truth or Alone(store))
    guard = None if how.mode is GuardMode.OFF else Guard(store)
    commit = Committer(store, guard, how.mode, truth=truth).commit(
        Patch(added=frozenset(some)), author=how.author, message=how.message, dry_run=how.dry_run
    )
    return Loaded(commit.revision, len(commit.patch.added), NewFindings.of(commit.findings))


def _load_in_turn(
    store: EmbeddedStore, files: Sequence[RdfFile], how: Loading, truth: Truth
) -> Loaded:
    for _ in range(_ATTEMPTS):
        with truth.newest(), suppress(Outrun):
            return _load_many(store, files, how, truth)
    raise Busy("Other services kept committing first; load the files again.", retry_after=1)


def _load_many(
    store: EmbeddedStore, files: Sequence[RdfFile], how: Loading, truth: Truth
) -> Loaded:
    size = sum(file.size for file in files)
    with store.staging() as staged, ThreadPoolExecutor(1) as pool:
        guard = BulkGuard(store, staged)
        judging: list[Future[Judged]] = []

        def read(quads: int) -> None:
            how.progress("reading", sum(file.position for file in files), quads)

        def written() -> None:
            if how.mode is not GuardMode.OFF:
                judging.append(pool.submit(guard.results))
            how.progress("indexing", -1, -1)

        staged.fill(files, read, written, gives_way=truth.reads_text)
        spare_the_log(staged.graphs)
        findings = NewFindings()
        if judging:
            how.progress("judging", -1, -1)
            findings = guard.findings(judging[-1].result())
            require_sound(findings, how.mode, Patch())
        staged.sort_out(early=truth.reads_text)
        added = staged.patch.added
        if how.dry_run or not added:
            return Loaded(store.revision, added, findings)

        def tell(stage: str, share: float) -> None:
            how.progress(stage, round(size * share) if share else -1, added)

        said = {"author": how.author, "message": how.message, "guard": report(findings, how.mode)}
        return Loaded(truth.take(staged, said, tell), added, findings)
