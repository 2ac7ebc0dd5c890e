"""The mark of a restore that is under way, and stays where it was interrupted."""

from __future__ import annotations

import json
from pathlib import Path

from rolegraph.errors import Damaged
from rolegraph.store.files.durable import sync_folder, write_durably

_MARK = "restoring"
_OLD_MARK, _JOURNAL = "changes.rdfp.new", "changes.rdfp"
"""What an interrupted restore of an older version left, in place of the journal."""


def begin(folder: Path, source: Path, until: int | None) -> None:
    """Note durably that a data directory is being restored."""
    said = {"source": str(source), "until": until}
    write_durably(folder / _MARK, json.dumps(said).encode())


def end(folder: Path) -> None:
    """Note durably that a data directory is restored."""
    (folder / _MARK).unlink()
    sync_folder(folder)


def is_unfinished(folder: Path) -> bool:
    """Tell whether a restore into a folder was interrupted."""
    old = (folder / _OLD_MARK).exists() and not (folder / _JOURNAL).exists()
    return (folder / _MARK).exists() or old


def refuse_unfinished(folder: Path) -> None:
    """Go on only if no restore into a folder was interrupted.

    Raises:
        Damaged: one was; names the command that finishes it.
    """
    if not is_unfinished(folder):
        return
    source, until = "BACKUP", None
    try:
        said = json.loads((folder / _MARK).read_text(encoding="utf-8"))
        source, until = str(said["source"]), said["until"]
    except (OSError, ValueError, KeyError, TypeError):
        pass  # the folder of the backup is not known then
    option = "" if until is None else f" --until {until}"
    raise Damaged(
        f"A restore into {folder} was interrupted. Run it again: `rolegraph restore {source}"
        f"{option} --data-dir {folder}`."
    )
