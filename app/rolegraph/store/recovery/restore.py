"""Makes a data directory from a backup or from another one, whole or up to a revision."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import takewhile
from pathlib import Path

from rolegraph.errors import StoreError
from rolegraph.store.files.durable import (
    lock_folder,
    make_private_folder,
    open_private,
    sync_file,
    sync_folder,
    write_all,
)
from rolegraph.store.journal.entry_format import FORMAT_LINE, START
from rolegraph.store.journal.reading import LogFile, damaged
from rolegraph.store.journal.upgrade import copy_entry, write_entries
from rolegraph.store.recovery import unfinished
from rolegraph.store.recovery.archive import FOLDER, archives, unpacked
from rolegraph.store.recovery.backup import COPY, JOURNAL, MANIFEST, verify_backup

_CHUNK = 2**20
_PART = f"{JOURNAL}.part"


def restore(source: Path, data_dir: Path, until: int | None = None) -> int:
    """Make a data directory from a backup or another data directory, and return its revision.

    It may have any name that is not taken. One that an interrupted restore has left is begun anew.

    Args:
        source: the backup, or the data directory; it is only read.
        data_dir: the folder to make.
        until: the last revision that is taken over; by default all are.

    Raises:
        StoreError: the source is damaged or has no such revision, or the folder has something in
            it; says what to do.
    """
    is_backup = (source / MANIFEST).exists()
    if is_backup:
        verify_backup(source)
    elif not (source / JOURNAL).is_file():
        raise StoreError(f"{source} is neither a backup nor a data directory.")
    again = data_dir.is_dir() and unfinished.is_unfinished(data_dir)
    if data_dir.exists() and any(data_dir.iterdir()) and not again:
        raise StoreError(f"{data_dir} is not empty; a restore overwrites nothing.")
    with _plain_journal(source, data_dir, is_backup=is_backup) as journal:
        _check_reach(source, journal, until)
        with lock_folder(data_dir):
            unfinished.begin(data_dir, source, until)
            try:
                return _restore(source, journal, data_dir, until)
            except OSError as error:
                raise StoreError(
                    f"{data_dir} cannot be written ({error.strerror or error}). Free some space "
                    "and run the restore again."
                ) from error


@contextmanager
def _plain_journal(source: Path, data_dir: Path, *, is_backup: bool) -> Iterator[Path]:
    """Give the journal of a source, unpacked beside the folder that is to be made."""
    if not is_backup:
        yield source / JOURNAL
        return
    beside = data_dir.with_name(f"{data_dir.name}.unpacking")
    beside.parent.mkdir(parents=True, exist_ok=True)
    try:
        with gzip.open(source / COPY, "rb") as read, open_private(beside, "wb") as write:
            while part := read.read(_CHUNK):
                write_all(write, part)
        yield beside
    finally:
        beside.unlink(missing_ok=True)


def _check_reach(source: Path, journal: Path, until: int | None) -> None:
    """Go on only if a source has all commits that are wanted, whole.

    Raises:
        Damaged: it has not.
        StoreError: there is no such revision.
    """
    if until is not None and until < _snapshot(journal):
        archives(source, until)
        return
    log = LogFile(journal, salvage=True)
    for entry in log.entries():
        if entry.revision == until:
            return
    if log.fault is not None and (until is not None or not log.fault.torn):
        raise damaged(source / JOURNAL, log.revision, log.fault.what)
    if until is not None and until != log.revision:
        raise StoreError(f"{source} has no revision {until}; the last is {log.revision}.")


def _snapshot(journal: Path) -> int:
    """Return the revision of the snapshot that a journal begins with, 0 where it has none."""
    first = next(LogFile(journal, salvage=True).entries(), None)
    return first.revision if first is not None and first.is_snapshot else 0


def _restore(source: Path, journal: Path, data_dir: Path, until: int | None) -> int:
    for name in (JOURNAL, _PART):
        (data_dir / name).unlink(missing_ok=True)
    shutil.rmtree(data_dir / FOLDER, ignore_errors=True)
    if until is not None and until < _snapshot(journal):
        revision = _from_archive(source, data_dir / _PART, until)
    else:
        revision = _from_journal(journal, data_dir / _PART, until)
        _copy_archive(source, data_dir)
    sync_file(data_dir / _PART)
    (data_dir / _PART).rename(data_dir / JOURNAL)
    sync_folder(data_dir)
    sync_folder(data_dir.parent)
    unfinished.end(data_dir)
    return revision


def _from_journal(journal: Path, target: Path, until: int | None) -> int:
    entries = takewhile(
        lambda entry: until is None or entry.revision <= until,
        LogFile(journal, salvage=True).entries(),
    )
    with journal.open("rb") as read, open_private(target, "wb") as write:
        return write_entries(write, read, entries)


def _from_archive(source: Path, target: Path, until: int) -> int:
    """Write the commits up to an archived revision, from the first one on."""
    revision, link = 0, START
    with open_private(target, "wb") as write, ExitStack() as stack:
        write_all(write, FORMAT_LINE)
        for archive in archives(source, until):
            if revision == until:
                break
            plain = stack.enter_context(unpacked(archive))
            log = LogFile(plain, revision, link)
            with plain.open("rb") as read:
                for entry in log.whole():
                    if entry.revision > until:
                        break
                    copy_entry(write, read, entry)
                    revision, link = entry.revision, entry.link
    return revision


def _copy_archive(source: Path, data_dir: Path) -> None:
    found = archives(source)
    if not found:
        return
    make_private_folder(data_dir / FOLDER)
    for archive in found:
        target = data_dir / FOLDER / archive.path.name
        shutil.copyfile(archive.path, target)
        sync_file(target)
    sync_folder(data_dir / FOLDER)
