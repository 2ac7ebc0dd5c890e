"""Upgrades a journal of format 1, once.

Every header and patch stays as it was. Each entry gets its seal, which follows from these. What
names a commit (`head_digest`) leaves the seal out, so an old entry can still be told by its name.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import structlog

from rolegraph.errors import StoreError
from rolegraph.store.files.durable import open_private, sync_folder, write_all, write_durably
from rolegraph.store.journal.entry_format import CHUNK, END, FORMAT_LINE, Entry, encode_head
from rolegraph.store.journal.reading import LogFile, read_format

_log = structlog.get_logger(__name__)


def upgrade(path: Path) -> bool:
    """Bring the journal at a path to the present format, and tell whether it had to be.

    A crash leaves the old file or the new one. A torn entry at the end is kept in a file beside.

    Raises:
        Damaged: the file is damaged.
        StoreError: there is no room for the new file; the old one is as it was.
    """
    with path.open("rb") as file:
        if read_format(file, path):
            return False
    old, beside = LogFile(path), path.with_name(f"{path.name}.upgrade")
    try:
        with path.open("rb") as read, open_private(beside, "wb") as write:
            write_entries(write, read, old.whole())
            os.fsync(write.fileno())
        new = LogFile(beside)
        for _ in new.whole():
            pass
        if new.revision != old.revision or new.fault is not None:
            raise StoreError(f"The upgrade of {path} failed; it is as it was.")
        if old.fault is not None:
            _keep(path, old.fault.offset)
        beside.replace(path)
    except OSError as error:
        raise StoreError(
            f"The change log {path} cannot be upgraded ({error.strerror}); it is as it was. There "
            "must be room for it twice."
        ) from error
    finally:
        beside.unlink(missing_ok=True)
    sync_folder(path.parent)
    _log.info("journal.upgraded", revision=new.revision, format=2)
    return True


def write_entries(write: BinaryIO, read: BinaryIO, entries: Iterable[Entry]) -> int:
    """Write a journal with entries whose patches are in another one; return the last revision."""
    write_all(write, FORMAT_LINE)
    revision = 0
    for entry in entries:
        copy_entry(write, read, entry)
        revision = entry.revision
    return revision


def copy_entry(write: BinaryIO, read: BinaryIO, entry: Entry) -> None:
    """Write an entry whose patch is in another journal."""
    write_all(write, encode_head(entry.headers))
    left = entry.length
    read.seek(entry.offset)
    while left and (part := read.read(min(left, CHUNK))):
        write_all(write, part)
        left -= len(part)
    write_all(write, END)


def _keep(path: Path, offset: int) -> None:
    with path.open("rb") as file:
        file.seek(offset)
        write_durably(path.with_name(f"{path.name}.torn"), file.read())
