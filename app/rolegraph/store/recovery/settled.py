"""What is known of the engine's files: the file `settled` of a data directory.

A service that ends in order notes the size and the CRC-32 of each of the engine's files. They are
compared at the next start, which takes a third of a second a gigabyte. The engine checks sums of
its own only where it reads, so a flipped bit would otherwise be met in the middle of a query.

After a crash the files that the note names may be gone, as the engine merges them. Those that are
still there must be as they were: the engine never changes a file of data.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import structlog

from rolegraph.store.engine.engine import ENGINE
from rolegraph.store.files.durable import write_durably
from rolegraph.store.files.summing import feed_sum

NOTE = "settled"
_DATA = ".sst"
_UNSUMMED = ("LOG", "LOCK", "OPTIONS")
"""Beginnings of the names of files in which the engine keeps no data."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Settled:
    """What is known of the engine's files.

    Attributes:
        revision: a commit that they are known to have.
        clean: whether nothing has opened them since.
        identity: the engine's name for them, which a new engine does not have.
        files: name of a file → its size and its CRC-32.
        marked: whether the engine had a mark; older versions wrote only the revision.
    """

    revision: int
    clean: bool = False
    identity: str = ""
    files: dict[str, tuple[int, int]] = field(default_factory=dict)
    marked: bool = True

    def write(self, folder: Path) -> None:
        """Note it durably in a data directory."""
        said = {
            "revision": self.revision,
            "clean": self.clean,
            "identity": self.identity,
            "files": self.files,
        }
        write_durably(folder / NOTE, json.dumps(said).encode())


def read_settled(folder: Path) -> Settled | None:
    """Return the note of a data directory; None where there is none that can be read."""
    path = folder / NOTE
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        _log.warning("settled.unreadable", file=str(path), error=str(error))
        return None
    if text.strip().isascii() and text.strip().isdigit():
        return Settled(int(text), marked=False)
    try:
        said = json.loads(text)
        files = {str(name): (int(size), int(crc)) for name, (size, crc) in said["files"].items()}
        return Settled(int(said["revision"]), bool(said["clean"]), str(said["identity"]), files)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        _log.warning("settled.unreadable", file=str(path), error=str(error))
        return None


def note_closed(folder: Path, revision: int) -> None:
    """Note durably what the files of a data directory's engine are like, which is closed."""
    engine = folder / ENGINE
    files = {path.name: _sum(path) for path in sorted(engine.iterdir()) if _has_data(path)}
    Settled(revision, clean=True, identity=_identity(engine), files=files).write(folder)


def known_sums(folder: Path) -> dict[int, tuple[int, int]]:
    """Return the sums of an engine's files of data that were compared when it was opened.

    Args:
        folder: its data directory.

    Returns:
        Number of the file (inode) → size and CRC-32, for who has links to the same files.
    """
    settled, engine = read_settled(folder), folder / ENGINE
    names = settled.files if settled is not None else {}
    data = {name: total for name, total in names.items() if name.endswith(_DATA)}
    return {
        (engine / name).stat().st_ino: total
        for name, total in data.items()
        if (engine / name).is_file()
    }


def difference(
    engine: Path, settled: Settled, known: Mapping[int, tuple[int, int]] = MappingProxyType({})
) -> str | None:
    """Return what is wrong with the files of an engine, or None; before it is opened.

    Args:
        engine: the folder of its files.
        settled: what they should be like.
        known: sums of files that were made already, as `known_sums` gives them.
    """
    if not engine.is_dir():
        return "its folder is missing" if settled.files else None
    if _identity(engine) != settled.identity:
        return "it is another engine" if settled.clean else None
    for name, (size, crc) in settled.files.items():
        path = engine / name
        if not path.is_file():
            if settled.clean:
                return f"its file {name} is missing"
        elif (settled.clean or path.suffix == _DATA) and (
            known.get(path.stat().st_ino) or _sum(path)
        ) != (size, crc):
            return f"its file {name} is damaged"
    return None


def _has_data(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(_UNSUMMED)


def _identity(engine: Path) -> str:
    try:
        return (engine / "IDENTITY").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _sum(path: Path) -> tuple[int, int]:
    crc = 0

    def add(part: memoryview) -> None:
        nonlocal crc
        crc = zlib.crc32(part, crc)

    with path.open("rb") as file:
        size = feed_sum(file, path.stat().st_size, add)
    return size, crc
