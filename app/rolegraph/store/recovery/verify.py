"""Compares all that a data directory has with what it should have, and changes nothing."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

from rolegraph.errors import Damaged, StoreError
from rolegraph.rdf.namespaces import CHANGES_GRAPH
from rolegraph.rdf.terms import NamedNode
from rolegraph.store.engine.engine import ENGINE, FAULTS
from rolegraph.store.files.durable import lock_folder
from rolegraph.store.journal.dump import present_quads
from rolegraph.store.journal.entry_format import SNAPSHOT, START, Entry
from rolegraph.store.journal.journal import Journal
from rolegraph.store.journal.provenance import described
from rolegraph.store.journal.reading import LogFile
from rolegraph.store.recovery.archive import Archive, archives, unpacked
from rolegraph.store.recovery.mark import read_mark
from rolegraph.store.recovery.settled import NOTE, difference, read_settled
from rolegraph.store.recovery.unfinished import refuse_unfinished

JOURNAL = "changes.rdfp"
_CHANGES = NamedNode(CHANGES_GRAPH)


@dataclass
class Verified:
    """What a verification found.

    Attributes:
        fine: what is as it should be, a sentence each.
        problems: what is not, each with the command that helps.
    """

    fine: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def verify(folder: Path, sample: int | None = 1000) -> Verified:
    """Verify the change log, the archive and the engine of a data directory.

    Args:
        folder: the data directory; of one that a service is using, the engine is left out.
        sample: how many quads are looked up in the engine, chosen by chance; None for all.

    Raises:
        StoreError: there is no data directory, or it cannot be read.
    """
    found = Verified()
    path = folder / JOURNAL
    if not folder.is_dir() or not any(folder.iterdir()):
        raise StoreError(f"{folder} is no data directory; name it with --data-dir.")
    try:
        refuse_unfinished(folder)
        if not path.is_file():
            raise Damaged(
                f"The change log {path} is missing. Make a new data directory from a backup with "
                "`rolegraph restore BACKUP --data-dir NEW`."
            )
        entries = _verify_journal(path, found)
        _verify_archive(folder, entries[0] if entries else None, found)
    except Damaged as error:
        found.problems.append(str(error))
        return found
    try:
        lock = lock_folder(folder)
    except StoreError:
        found.fine.append("The engine was left out: a service is using the data directory.")
        return found
    with lock:
        _verify_engine(folder, sample, found)
    return found


def _verify_journal(path: Path, found: Verified) -> list[Entry]:
    log = LogFile(path)
    entries = []
    with path.open("rb") as file:
        for entry in log.whole():
            entries.append(entry)
            if (wrong := _miscounted(file.fileno(), entry)) is not None:
                found.problems.append(f"The change log {path}, revision {entry.revision}: {wrong}.")
    found.fine.append(
        f"The change log has {len(entries)} entries up to revision {log.revision}, each with the "
        "digest and the seal that it should have."
    )
    if log.fault is not None:
        found.fine.append(
            f"Behind them, {log.fault.what} ({log.fault.size} bytes). A commit that was never "
            "acknowledged is cut off at the next start."
        )
    return entries


def _miscounted(descriptor: int, entry: Entry) -> str | None:
    """Return in what an entry's patch does not have the numbers of quads that its headers say."""
    added = removed = 0
    rest = b""
    for start in range(0, entry.length, 2**20):
        part = rest + os.pread(descriptor, min(2**20, entry.length - start), entry.offset + start)
        lines = part.split(b"\n")
        rest = lines.pop()
        added += sum(line.startswith(b"A ") for line in lines)
        removed += sum(line.startswith(b"D ") for line in lines)
    if (added, removed) != (entry.added, entry.removed):
        return (
            f"it adds {added} and removes {removed} quads, but says {entry.added} and "
            f"{entry.removed}"
        )
    return None


def _verify_archive(folder: Path, first: Entry | None, found: Verified) -> None:
    """Verify that the archive leads from the first commit to the snapshot of the journal."""
    if first is None or not first.is_snapshot:
        return
    revision, link = 0, START
    for archive in archives(folder, first.revision):
        if revision == first.revision:
            break
        revision, link = _verify_part(archive, revision, link)
    if link != first.headers[SNAPSHOT]:
        raise Damaged(
            f"The archive of {folder} does not lead to the snapshot of revision {first.revision}: "
            "it is of another history. Take its files from a backup of the data directory."
        )
    found.fine.append(f"The archive has the commits up to revision {revision}.")


def _verify_part(archive: Archive, revision: int, link: str) -> tuple[int, str]:
    with unpacked(archive) as plain:
        log = LogFile(plain, revision, link)
        for _ in log.entries():
            pass
    if log.fault is not None or log.revision != archive.last:
        what = log.fault.what if log.fault else f"it ends at revision {log.revision}"
        raise Damaged(
            f"{archive.path} is damaged: {what}. Take it from a backup of the data directory."
        )
    return log.revision, log.link


def _verify_engine(folder: Path, sample: int | None, found: Verified) -> None:
    if not (folder / ENGINE).is_dir() and not (folder / NOTE).exists():
        found.fine.append("There is no engine yet; the first start builds it.")
        return
    settled = read_settled(folder)
    rebuild = f"Run `rolegraph rebuild --data-dir {folder}`."
    fault = difference(folder / ENGINE, settled) if settled else None
    if fault is not None:
        found.problems.append(f"The engine is not as it was left: {fault}. {rebuild}")
        return
    journal = Journal(folder / JOURNAL)
    try:
        engine = ox.Store.read_only(str(folder / ENGINE))
        found.problems += [f"{text} {rebuild}" for text in _differences(engine, journal, sample)]
    except FAULTS as error:
        found.problems.append(f"The engine cannot be read: {error}. {rebuild}")
        return
    finally:
        journal.close()
    if not found.problems:
        looked_up = journal.size if sample is None else min(sample, journal.size)
        found.fine.append(
            f"The engine is at revision {journal.revision} with {len(engine):,} quads; "
            f"{looked_up:,} of {journal.size:,} quads of the data were looked up."
        )


def _differences(engine: ox.Store, journal: Journal, sample: int | None) -> Iterator[str]:
    mark = read_mark(engine)
    entries = journal.entries
    if mark is None:
        yield "The engine has no mark of a commit."
        return
    if (mark.revision, mark.seal) != (journal.revision, journal.seal[:32]):
        yield (
            f"The engine is at revision {mark.revision}, the change log at {journal.revision} "
            f"(or revision {mark.revision} is another commit there)."
        )
        return
    if len(engine) != mark.quads:
        yield f"The engine has {len(engine):,} quads, and should have {mark.quads:,}."
    reported = {quad for quad in chain.from_iterable(map(described, entries)) if quad in engine}
    there = sum(1 for _ in engine.quads_for_pattern(None, None, None, _CHANGES))
    if len(reported) != there:
        yield "What the engine tells of commits is not what the change log has."
    missing, total = _looked_up(engine, journal, entries, sample)
    if missing:
        yield f"{missing:,} quads of the change log are not in the engine."
    if total + there != len(engine):
        yield f"The change log leads to {total:,} quads, the engine has {len(engine) - there:,}."


def _looked_up(
    engine: ox.Store, journal: Journal, entries: Sequence[Entry], sample: int | None
) -> tuple[int, int]:
    """Look quads of the journal up in an engine; return how many are missing, and how many are."""
    every = 1 if sample is None else max(journal.size // max(sample, 1), 1)
    first = random.randrange(every)  # noqa: S311 - which quads are looked up is no secret
    missing = total = 0
    for total, quad in enumerate(present_quads(journal, entries), start=1):
        if total % every == first and quad not in engine:
            missing += 1
    return missing, total
