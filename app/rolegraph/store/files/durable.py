"""Files that outlive a power failure, and that only their owner can read; the lock of a folder."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from shlex import quote
from typing import IO, BinaryIO, cast

from rolegraph.errors import StoreError

_PRIVATE_FILE, _PRIVATE_FOLDER = 0o600, 0o700
JOURNAL = "changes.rdfp"
"""The journal of a data directory."""
_BACKUP = (f"{JOURNAL}.gz", "manifest.json")
"""What a data directory has, and what a backup has in its place; see `store/recovery/backup.py`."""


def make_private(path: Path) -> None:
    """Make an empty file that only its owner can read."""
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, _PRIVATE_FILE))


def open_private(path: Path, mode: str) -> BinaryIO:
    """Open a file unbuffered; one that is made can be read by its owner only."""
    opened = open(  # noqa: SIM115 - pathlib knows no opener
        path, mode, buffering=0, opener=lambda name, flags: os.open(name, flags, _PRIVATE_FILE)
    )
    return cast("BinaryIO", opened)


def write_all(file: BinaryIO, text: bytes) -> None:
    """Write all of a text to an unbuffered file."""
    view = memoryview(text)
    while view:
        view = view[file.write(view) :]


def make_private_folder(folder: Path) -> None:
    """Make a folder, and those above it, that only its owner can enter."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)


def close_to_others(folder: Path, *names: str) -> None:
    """Take from others what they may do with a folder and files in it, where that is ours to say.

    A folder that belongs to somebody else, such as a mounted volume, stays as it is.
    """
    for path, mode in ((folder, _PRIVATE_FOLDER), *((folder / n, _PRIVATE_FILE) for n in names)):
        if path.exists() and path.stat().st_uid == os.geteuid():
            path.chmod(mode)


def sync_file(path: Path) -> None:
    """Make the content of a file durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Make the names of files in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_durably(path: Path, content: bytes) -> None:
    """Replace a small file so that a crash leaves the old content or the new one."""
    beside = path.with_name(path.name + ".new")
    with open_private(beside, "wb") as file:
        view = memoryview(content)
        while view:
            view = view[file.write(view) :]
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(path.parent)


def lock_folder(folder: Path) -> IO[str]:
    """Make a data directory if need be, and take its lock, which ends with the file.

    Raises:
        StoreError: another process has it, the directory cannot be used, or it is a backup, in
            which a new store would begin beside the copy.
    """
    if all((folder / name).is_file() for name in _BACKUP) and not (folder / JOURNAL).exists():
        raise StoreError(
            f"{folder} is a backup and no data directory. Make one from it with: rolegraph restore "
            f"{quote(str(folder))} --data-dir NEW"
        )
    try:
        make_private_folder(folder)
        (folder / "lock").touch(mode=0o600)
        lock_file = (folder / "lock").open("w")
    except OSError as error:
        raise StoreError(f"The data directory {folder} cannot be used: {error}.") from error
    try:
        fcntl.flock(lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock_file.close()
        raise StoreError(
            f"The data directory {folder} is in use by another rolegraph process; "
            "end it, or choose another directory with --data-dir. Commands with --url reach a "
            "service that runs. For the others make a copy, also while it runs: `rolegraph backup "
            f"COPY --data-dir {quote(str(folder))}`, then `rolegraph restore COPY --data-dir NEW`."
        ) from None
    return lock_file
