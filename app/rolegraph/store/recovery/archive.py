"""The archive: commits that `rolegraph compact` has taken out of the journal.

Each file of the folder `archive` is a part of the journal, packed by gzip: the entries of some
revisions as they stood there. Together with the journal they are the whole history.
"""

from __future__ import annotations

import gzip
import re
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from rolegraph.errors import Damaged

FOLDER = "archive"
_NAME = re.compile(r"changes-(\d+)-(\d+)\.rdfp\.gz")
_CHUNK = 2**20


@dataclass(frozen=True)
class Archive:
    """A file of the archive, with the commits from its first revision to its last."""

    path: Path
    first: int
    last: int


def name_of(first: int, last: int) -> str:
    """Return the name of the file with some revisions."""
    return f"changes-{first}-{last}.rdfp.gz"


def archives(folder: Path, until: int | None = None) -> list[Archive]:
    """Return the files of the archive of a data directory or a backup, oldest first.

    Args:
        folder: the data directory or the backup.
        until: the revision up to which they must have all, if they must.

    Raises:
        Damaged: one is missing.
    """
    found = [
        Archive(path, int(match[1]), int(match[2]))
        for path in (folder / FOLDER).glob("*.gz")
        if (match := _NAME.fullmatch(path.name))
    ]
    # A compaction that was killed leaves a file that overlaps with later ones.
    longest = {archive.first: archive for archive in sorted(found, key=lambda one: one.last)}
    chain, after = [], 0
    while (archive := longest.get(after + 1)) is not None:
        chain.append(archive)
        after = archive.last
    if until is not None and after < until:
        raise Damaged(
            f"The archive {folder / FOLDER} does not have the commits of revision {after + 1} and "
            "later. Put its files back from where you keep them, or take a backup that has them."
        )
    return chain


@contextmanager
def unpacked(archive: Archive) -> Iterator[Path]:
    """Give the part of a journal that is in a file of the archive.

    Raises:
        Damaged: the file is damaged.
    """
    with TemporaryDirectory() as folder:
        plain = Path(folder) / "part.rdfp"
        try:
            with gzip.open(archive.path, "rb") as read, plain.open("wb") as write:
                shutil.copyfileobj(read, write, _CHUNK)
        except (OSError, EOFError, zlib.error) as error:
            raise Damaged(
                f"{archive.path} is damaged: {error}. Take it from a backup of the data directory."
            ) from None
        yield plain
