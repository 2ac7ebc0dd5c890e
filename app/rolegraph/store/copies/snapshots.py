"""Snapshots of the copy on disk: a state that a worker opens, and that stays as it is.

The engine's files of data never change, so a snapshot is a folder of links to them. It costs some
ten milliseconds, and a hundred after a commit, which is written to such a file first. So one is
made when a worker needs it, and not at each commit.
"""

from __future__ import annotations

import itertools
import shutil
import threading
from dataclasses import dataclass
from pathlib import Path

from rolegraph.store.copies.disk_copy import DiskCopy
from rolegraph.store.files.durable import make_private_folder

FOLDER = "snapshots"


@dataclass(eq=False)
class Snapshot:
    """One state of the dataset in a folder of its own.

    Attributes:
        path: the folder, to be opened by the engine.
        revision: the revision that it has.
        users: how many workers have it.
    """

    path: Path
    revision: int
    users: int = 1


class Snapshots:
    """Makes and removes snapshots. Safe to share among threads.

    Args:
        copy: what they are of.
        folder: where they are put, as folders of their own.
    """

    def __init__(self, copy: DiskCopy, folder: Path) -> None:
        self._copy, self._folder = copy, folder
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._newest: Snapshot | None = None

    def tidy(self) -> None:
        """Remove what a service that was killed has left behind."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def newest(self) -> Snapshot:
        """Return a snapshot of the present state, to be released later.

        Raises:
            StoreError: none can be made.
        """
        with self._lock:
            newest = self._newest
            if newest is not None and newest.revision == self._copy.revision:
                newest.users += 1
                return newest
            made = self._newest = self._make()
        if newest is not None and newest.users == 0:
            shutil.rmtree(newest.path, ignore_errors=True)
        return made

    def private(self) -> Snapshot:
        """Return a snapshot that one worker alone has, and may change.

        Raises:
            StoreError: none can be made.
        """
        with self._lock:
            return self._make()

    def release(self, snapshot: Snapshot) -> None:
        """Note that a worker has a snapshot no more."""
        with self._lock:
            snapshot.users -= 1
            unused = snapshot.users == 0 and snapshot is not self._newest
        if unused:
            shutil.rmtree(snapshot.path, ignore_errors=True)

    def _make(self) -> Snapshot:
        make_private_folder(self._folder)
        path = self._folder / str(next(self._numbers))
        return Snapshot(path, self._copy.snapshot(path))
