"""Opens a data directory: journal and engine are compared before anything is read from them.

The journal is the truth. Where the engine does not have the state that it should, it is rebuilt.
Where the journal has less than the engine, or is damaged, nothing is opened: the error says which
command helps.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import pyoxigraph as ox
import structlog

from rolegraph.errors import Damaged, StoreError, Unreadable
from rolegraph.store.engine.engine import ENGINE, FAULTS, apply_entry, open_engine, tidy
from rolegraph.store.files.durable import close_to_others, make_private
from rolegraph.store.journal.journal import Journal
from rolegraph.store.journal.provenance import described
from rolegraph.store.journal.upgrade import upgrade
from rolegraph.store.recovery.mark import DirectoryMark, read_mark, write_mark
from rolegraph.store.recovery.probe import not_taken, refuse_poison
from rolegraph.store.recovery.rebuild import rebuild
from rolegraph.store.recovery.settled import (
    NOTE,
    Settled,
    difference,
    note_closed,
    read_settled,
)
from rolegraph.store.recovery.unfinished import refuse_unfinished

JOURNAL = "changes.rdfp"
TO_REBUILD = "rebuild"
"""A file that says: the engine is not to be used, but built anew from the journal."""
_APPLYING = "applying"
"""A file that is there while commits are applied at start, and stays where that ends the process"""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Opened:
    """A data directory whose engine has the state of its journal.

    Attributes:
        engine: the engine, open.
        journal: the journal, open.
        mark: what the engine says of itself.
    """

    engine: ox.Store
    journal: Journal
    mark: DirectoryMark


@dataclass
class _Found:
    """An engine as it was found.

    Attributes:
        engine: the engine; None where it cannot be used, and then closed.
        mark: what it says of itself.
        newest: the last commit that it, or the note of its files, is known to have had.
        fault: why it cannot be used, as the end of a sentence.
    """

    engine: ox.Store | None
    mark: DirectoryMark | None
    newest: int
    fault: str | None


def open_data(folder: Path, *, accept_loss: bool = False) -> Opened:
    """Open a data directory, and make the engine have the state of the journal.

    Args:
        folder: the data directory, whose lock is held.
        accept_loss: whether to go on where the journal has lost commits at its end.

    Raises:
        Damaged: the journal is damaged, or has less than the engine; says what to do.
        StoreError: the disk does not take it.
        OSError: likewise.
    """
    refuse_unfinished(folder)
    path = folder / JOURNAL
    settled = read_settled(folder)
    if not path.exists() and ((settled and settled.revision) or _has_engine(folder)):
        raise Damaged(
            f"The change log {path} is missing, but the data directory was in use. Nothing was "
            "changed. Put the file back, or make a new data directory from a backup with "
            "`rolegraph restore BACKUP --data-dir NEW`."
        )
    if path.exists():
        upgrade(path)
    close_to_others(folder, JOURNAL, NOTE)
    for left in folder.glob(f"{JOURNAL}.*"):  # by a compaction or an upgrade that was killed
        if left.suffix in {".compact", ".upgrade"}:
            left.unlink()
    journal = Journal(path)
    try:
        tidy(folder)
        found = _find_engine(folder, settled, journal)
        if not accept_loss:
            _refuse_shorter(path, journal.revision, found.newest)
            _refuse_unknown(path, journal, found)
        _cut_torn(journal)
        return _bring_up(folder, journal, found, settled)
    except BaseException:
        journal.close()
        raise


def rebuild_at_start(folder: Path) -> None:
    """Have the engine of a data directory built anew when it is next opened, if that can be noted.

    What cannot be noted is met at the start all the same, where the engine is compared.
    """
    try:
        make_private(folder / TO_REBUILD)
    except OSError as error:
        _log.warning("rebuild.not_noted", error=str(error))


def open_and_close(folder: Path, *, accept_loss: bool = False) -> DirectoryMark:
    """Make the engine of a data directory have the state of the journal, and return its mark.

    Raises:
        Damaged, StoreError, OSError: as `open_data` does.
    """
    opened = open_data(folder, accept_loss=accept_loss)
    opened.journal.close()
    mark = opened.mark
    try:
        opened.engine.flush()
    except FAULTS as error:
        rebuild_at_start(folder)
        raise StoreError(
            f"The engine of {folder} could not be written: {error}. The change log has all "
            "commits; the next start builds the engine anew."
        ) from error
    del opened  # which closes the engine's files
    note_closed(folder, mark.revision)
    return mark


def _refuse_shorter(path: Path, revision: int, newest: int) -> None:
    """Go on only if a journal has all commits that the engine was known to have.

    Raises:
        Damaged: commits that were acknowledged are missing at its end.
    """
    if newest > revision:
        raise Damaged(
            f"The change log {path} ends at revision {revision}, but revision {newest} was "
            "committed: the end of the file is lost or damaged. Nothing was changed. Make a new "
            "data directory from a backup with `rolegraph restore BACKUP --data-dir NEW`; or do "
            f"without the later commits with `rolegraph rebuild --data-dir {path.parent} "
            "--accept-loss`."
        )


def _refuse_unknown(path: Path, journal: Journal, found: _Found) -> None:
    """Go on only if a torn commit is known to be one that was never acknowledged.

    Raises:
        Damaged: the engine, which would have it otherwise, is lost.
    """
    torn = journal.torn
    if torn is not None and not torn.unfinished and found.fault is not None and not found.mark:
        raise Damaged(
            f"The change log {path} ends within a commit behind revision {journal.revision}, and "
            f"the engine cannot tell whether that was acknowledged: {found.fault}. Nothing was "
            "changed. Make a new data directory from a backup with `rolegraph restore BACKUP "
            "--data-dir NEW`; or do without that commit with `rolegraph rebuild --data-dir "
            f"{path.parent} --accept-loss`."
        )


def _has_engine(folder: Path) -> bool:
    return any((folder / ENGINE).glob("CURRENT"))


def _find_engine(folder: Path, settled: Settled | None, journal: Journal) -> _Found:
    """Open the engine of a data directory and see what it has."""
    noted = settled.revision if settled else 0
    if (folder / TO_REBUILD).exists():
        return _Found(None, None, max(noted, _newest(folder)), "it is to be rebuilt")
    existed = _has_engine(folder)
    fault = difference(folder / ENGINE, settled) if settled else None
    if fault is not None:
        return _Found(None, None, noted, fault)
    if settled and settled.clean:
        replace(settled, clean=False).write(folder)
    try:
        engine = open_engine(folder)
        mark = read_mark(engine)
        # To count takes a fifth of a second a million. Files that are as they were left have what
        # they had.
        size = mark.quads if mark and settled and settled.clean else len(engine)
    except FAULTS as error:
        return _Found(None, None, noted, f"it cannot be opened ({error})")
    newest = max(noted, mark.revision if mark else 0)
    fault = _disagreement(mark, size, settled, journal)
    if fault is not None and not existed:
        fault = "there is none"
    return _Found(engine if fault is None else None, mark, newest, fault)


def _newest(folder: Path) -> int:
    """Return the revision that the engine of a data directory has, if that can be read."""
    try:
        mark = read_mark(ox.Store.read_only(str(folder / ENGINE)))
    except FAULTS:
        return 0
    return mark.revision if mark else 0


def _disagreement(
    mark: DirectoryMark | None, size: int, settled: Settled | None, journal: Journal
) -> str | None:
    """Return in what an engine differs from what it should have, or None."""
    if mark is None:
        # An older version had no marks; its engine is compared when it has all commits.
        older = settled is not None and not settled.marked
        fits = older or (size == 0 and journal.revision == 0)
        return None if fits else "it has no mark of a commit"
    if size != mark.quads:
        return f"it has {size:,} quads, and should have {mark.quads:,}"
    entry = journal.entry(mark.revision)
    if entry is None and 0 < mark.revision < journal.snapshot:
        return f"it is at revision {mark.revision}, which is archived"
    if entry is not None and entry.link[:32] != mark.seal:
        return f"its revision {mark.revision} is another commit"
    return None


def _cut_torn(journal: Journal) -> None:
    torn = journal.torn
    kept = journal.cut_torn()
    if torn is not None:
        _log.warning(
            "journal.torn",
            revision=journal.revision,
            bytes=torn.size,
            kept=str(kept) if kept else None,
            reason="a commit that was never acknowledged was cut off",
        )


def _bring_up(folder: Path, journal: Journal, found: _Found, settled: Settled | None) -> Opened:
    """Have the engine hold what the journal has; rebuild it where that is not possible."""
    fault, engine, mark = found.fault, found.engine, found.mark
    if engine is not None and mark is not None and mark.revision == journal.revision:
        return Opened(engine, journal, mark)
    after = mark.revision if mark else settled.revision if settled else 0
    with _applying(folder, journal, after if engine is not None else 0):
        if engine is not None:
            try:
                return Opened(engine, journal, _catch_up(engine, journal, after, mark))
            except (*FAULTS, _CountsDiffer) as error:
                fault = str(error)
                found.engine = engine = None  # which closes its files
        _log.warning("engine.rebuild", reason=fault, revision=journal.revision)
        engine, mark = rebuild(folder, journal)
    Settled(mark.revision).write(folder)
    (folder / TO_REBUILD).unlink(missing_ok=True)
    _log.warning("engine.rebuilt", revision=mark.revision, quads=mark.quads)
    return Opened(engine, journal, mark)


class _CountsDiffer(Exception):
    """An engine without a mark does not have as many quads as the journal says."""


def _catch_up(
    engine: ox.Store, journal: Journal, after: int, mark: DirectoryMark | None
) -> DirectoryMark:
    """Apply the commits behind a revision to an engine, and return its new mark.

    Raises:
        OSError: the engine's files fail.
        _CountsDiffer: an engine of an older version does not have what it should.
    """
    for entry in journal.since(after):
        apply_entry(engine, journal, entry)
        engine.extend(described(entry))
    size = len(engine)
    if mark is None:
        expected = journal.size + len(set(chain.from_iterable(map(described, journal.entries))))
        if size != expected:
            raise _CountsDiffer(f"it has {size:,} quads, and should have {expected:,}")
    made = DirectoryMark(journal.revision, size, journal.seal)
    write_mark(engine, made)
    return made


@contextmanager
def _applying(folder: Path, journal: Journal, after: int) -> Iterator[None]:
    """Note that commits are being applied, so that one which ends the process is found."""
    marker = folder / _APPLYING
    if marker.exists():
        refuse_poison(folder / JOURNAL, after)
    marker.touch()
    try:
        yield
    except (SyntaxError, ValueError, Unreadable) as error:
        refuse_poison(folder / JOURNAL, after)
        raise not_taken(folder / JOURNAL, journal.revision, f"refuses it ({error})") from error
    finally:
        marker.unlink(missing_ok=True)
