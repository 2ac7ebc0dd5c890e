"""Takes old commits out of the journal: they go to the archive, and a snapshot takes their place.

A journal with many small commits makes starts slow and costs memory for each of them. After that
it begins with the dataset as it was, and only the commits behind it follow. These stay as they
are, byte for byte, so replicas that have them go on as before.

A crash at any moment leaves the old journal or the new one.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

import pyoxigraph as ox

from rolegraph.errors import StoreError
from rolegraph.rdf.terms import RdfFormat
from rolegraph.store.engine.engine import STAGED
from rolegraph.store.files.durable import (
    lock_folder,
    make_private,
    make_private_folder,
    open_private,
    sync_file,
    sync_folder,
    write_all,
)
from rolegraph.store.journal.entry_format import (
    END,
    SERVICE,
    SNAPSHOT,
    SNAPSHOT_NAME,
    START,
    Entry,
    encode_head,
    head_digest,
    sealed,
)
from rolegraph.store.journal.journal import Journal
from rolegraph.store.journal.patch_file import PatchFile
from rolegraph.store.journal.reading import LogFile
from rolegraph.store.journal.upgrade import copy_entry, write_entries
from rolegraph.store.recovery.archive import FOLDER, Archive, name_of, unpacked
from rolegraph.store.recovery.rebuild import fill_with_data
from rolegraph.store.recovery.start import JOURNAL, TO_REBUILD, open_and_close, open_data

KEEP = 100
"""Commits that stay in the journal where nothing else is said."""


@dataclass(frozen=True)
class Compacted:
    """What became of a journal.

    Attributes:
        revision: the present revision.
        snapshot: the revision of the snapshot that the journal begins with; 0 where it has none.
        archive: the file with the commits that were taken out; None where there were none.
        quads: how many quads the snapshot has.
        before: how many bytes the journal had.
        after: how many it has.
    """

    revision: int
    snapshot: int
    archive: Path | None
    quads: int
    before: int
    after: int


def compact(folder: Path, keep: int = KEEP) -> Compacted:
    """Archive the commits of a data directory but for the last ones.

    Args:
        folder: the data directory; no service may use it.
        keep: how many commits stay in the journal, at least one.

    Raises:
        Damaged: the data directory is damaged; says what to do.
        StoreError: it is in use, or the disk does not take it; the journal is as before.
    """
    with lock_folder(folder):
        opened = open_data(folder)
        journal, engine = opened.journal, opened.engine
        del opened, engine  # which closes its files
        try:
            made = _compact(folder, journal, max(keep, 1))
        except OSError as error:
            raise StoreError(
                f"{folder} cannot be compacted ({error.strerror or error}); the change log is as "
                "before. There must be room for a snapshot and the archive; free some space."
            ) from error
        finally:
            journal.close()
        open_and_close(folder)  # the engine forgets what it told of archived commits
        return made


def _compact(folder: Path, journal: Journal, keep: int) -> Compacted:
    path = folder / JOURNAL
    before = path.stat().st_size if path.exists() else 0
    last = journal.revision - keep
    if last <= max(journal.snapshot, 0):
        return Compacted(journal.revision, journal.snapshot, None, 0, before, before)
    old = [entry for entry in journal.entries if entry.revision <= last]
    kept = [entry for entry in journal.entries if entry.revision > last]
    archive = _archive(folder, path, [entry for entry in old if not entry.is_snapshot])
    beside = folder / f"{JOURNAL}.compact"
    try:
        quads = _write(folder, beside, path, journal, old, kept)
        _check(beside, journal)
        make_private(folder / TO_REBUILD)
        sync_folder(folder)
        after = beside.stat().st_size
        beside.rename(path)
        sync_folder(folder)
    finally:
        beside.unlink(missing_ok=True)
        shutil.rmtree(folder / STAGED, ignore_errors=True)
    return Compacted(journal.revision, last, archive, quads, before, after)


def _archive(folder: Path, path: Path, entries: Sequence[Entry]) -> Path:
    """Write entries of a journal to a file of the archive, and read it back."""
    make_private_folder(folder / FOLDER)
    first, last = entries[0], entries[-1]
    target = folder / FOLDER / name_of(first.revision, last.revision)
    part = target.with_name(f"{target.name}.part")
    with (
        path.open("rb") as read,
        open_private(part, "wb") as file,
        gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=6, mtime=0) as packed,
    ):
        write_entries(cast("BinaryIO", packed), read, entries)
    sync_file(part)
    with unpacked(Archive(part, first.revision, last.revision)) as plain:
        log = LogFile(plain, first.revision - 1, first.headers["previous"])
        for _ in log.whole():
            pass
    if (log.revision, log.link) != (last.revision, last.link):
        raise StoreError(f"The archive {part} does not read back as it was written.")
    part.rename(target)
    sync_folder(folder / FOLDER)
    sync_folder(folder)
    return target


def _write(
    folder: Path,
    target: Path,
    path: Path,
    journal: Journal,
    old: Sequence[Entry],
    kept: Sequence[Entry],
) -> int:
    """Write a journal that begins with a snapshot, and return how many quads that has."""
    shutil.rmtree(folder / STAGED, ignore_errors=True)
    engine = ox.Store(str(folder / STAGED))
    fill_with_data(engine, journal, old)
    patch = PatchFile(folder / f"{STAGED}.nq")
    try:
        engine.dump(cast("BinaryIO", patch), format=RdfFormat.N_QUADS)
        del engine
        digest = hashlib.sha256()
        for part in patch.parts():
            digest.update(part)
        headers = _headers(old[-1], old[0], patch, digest.hexdigest())
        with path.open("rb") as read, open_private(target, "wb") as write:
            write_entries(write, read, ())
            write_all(write, encode_head(headers))
            for part in patch.parts():
                write_all(write, part)
            write_all(write, END)
            for entry in kept:
                copy_entry(write, read, entry)
            os.fsync(write.fileno())
        return patch.added
    finally:
        patch.close()


def _headers(last: Entry, first: Entry, patch: PatchFile, digest: str) -> dict[str, str]:
    """Return the headers of the snapshot that stands in the place of commits."""
    name = name_of(first.revision + first.is_snapshot, last.revision)
    return sealed(
        {
            "revision": str(last.revision),
            "parent": str(last.revision - 1),
            "time": last.time,
            "author": SERVICE,
            "message": f"Snapshot of revision {last.revision}; earlier commits are in {name}",
            SNAPSHOT: last.link,
            SNAPSHOT_NAME: head_digest(last.headers),
            "added": str(patch.added),
            "removed": "0",
            "bytes": str(patch.length),
            "digest": digest,
        },
        START,
    )


def _check(path: Path, journal: Journal) -> None:
    log = LogFile(path)
    for _ in log.whole():
        pass
    if (log.revision, log.link) != (journal.revision, journal.seal) or log.fault is not None:
        raise StoreError(f"The new change log {path} does not read back as it was written.")
