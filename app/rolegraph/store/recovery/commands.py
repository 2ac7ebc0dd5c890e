"""What `rolegraph rebuild` does."""

from __future__ import annotations

from pathlib import Path

from rolegraph.errors import StoreError
from rolegraph.store.files.durable import lock_folder, make_private
from rolegraph.store.recovery.mark import DirectoryMark
from rolegraph.store.recovery.start import JOURNAL, TO_REBUILD, open_and_close


def rebuild_directory(folder: Path, *, accept_loss: bool = False) -> DirectoryMark:
    """Build the engine of a data directory anew from its journal, and return its mark.

    Args:
        folder: the data directory; no service may use it.
        accept_loss: whether commits may be lost that the engine has and the journal has not.

    Raises:
        Damaged: the journal is damaged, or has less than the engine; says what to do.
        StoreError: the directory is in use, or the disk does not take it.
    """
    if not (folder / JOURNAL).is_file():
        raise StoreError(
            f"{folder} has no change log {JOURNAL} to build from. Make a new data directory from "
            "a backup with `rolegraph restore BACKUP --data-dir NEW`."
        )
    with lock_folder(folder):
        make_private(folder / TO_REBUILD)
        return open_and_close(folder, accept_loss=accept_loss)
