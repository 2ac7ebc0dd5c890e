"""Locks: for many readers or one writer, and for the one process that owns a data directory.

The standard library has no lock for readers and writers; this one is the textbook second form: a
waiting writer goes before new readers, so that a stream of readers cannot starve commits.
"""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from rolegraph.errors import StoreError
from rolegraph.store.files.durable import make_private_folder


class ReadersWriterLock:
    """Many threads read at once, or one writes."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._readers = 0
        self._writing = False
        self._writers_waiting = 0

    @property
    def is_free(self) -> bool:
        """Whether a reader would not have to wait now."""
        return not self._writing and not self._writers_waiting

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold the lock together with other readers; not to be nested."""
        with self._changed:
            self._changed.wait_for(lambda: not self._writing and not self._writers_waiting)
            self._readers += 1
        try:
            yield
        finally:
            with self._changed:
                self._readers -= 1
                self._changed.notify_all()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lock alone."""
        with self._changed:
            self._writers_waiting += 1
            self._changed.wait_for(lambda: not self._writing and not self._readers)
            self._writers_waiting -= 1
            self._writing = True
        try:
            yield
        finally:
            with self._changed:
                self._writing = False
                self._changed.notify_all()


def lock_folder(folder: Path) -> IO[str]:
    """Make a data directory if need be, and take its lock, which ends with the file.

    Raises:
        StoreError: another process has it, or the directory cannot be used.
    """
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
            "end it, or choose another directory with --data-dir. To reach a service that runs, "
            "give its address with --url."
        ) from None
    return lock_file
