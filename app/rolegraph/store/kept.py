"""What took long to find out, kept in a file of the data directory for the next start.

With 10,000 roles it takes seconds to read lists off the engine, and a tenth of a second to read
the file. The file says which commit it tells of, and by which rules it was made. It is taken if the
journal has that commit, with the same seal. What commits have touched since is read anew. A file
that does not fit is left aside, and written over later.

It is a line of JSON, then the parts that the line names, one after the other.
"""

from __future__ import annotations

import json
import threading
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import structlog

from rolegraph.rdf.patch import Patch
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.durable import write_durably

FILE = "index"
"""The file with what is known of all things."""
FINDINGS_FILE = "findings"
"""The file with what is wrong."""
INFERRED_FILE = "inferred"
"""The file with what follows."""
DESCRIPTION_FILE = "openapi"
"""The file with the description of the API."""
ROWS_FILE = "rows"
"""The file with rows of questions."""
RULES_FILE = "rules"
"""The file with what pages tell of ontology and shapes."""
_LAYOUT = 8
"""Changes with what the parts look like, or with what is read from the same quads."""
_MOST = 20_000
"""Quads of commits since; with more, reading all anew costs less."""
_LONGEST_HEAD = 10_000

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class KeptPart:
    """A part of what was known at an earlier revision.

    Attributes:
        content: the part, as it was handed over.
        revision: the revision it tells of.
        since: the quads that commits have touched since.
    """

    content: bytes
    revision: int
    since: Patch


class KeptParts(Protocol):
    """What gives parts of what was known at another revision."""

    def take(self, name: str, revision: int) -> KeptPart | None:
        """Hand out a part, with what has changed between; None where there is none that fits."""


class KeptIndex:
    """A file of a data directory. Safe to share among threads.

    Args:
        store: whose folder and journal it is about; a store in memory keeps nothing.
        rules: differs where parts of the same quads would be others.
        file: its name.
        least: quads that the store has at least for anything to be kept.
    """

    def __init__(self, store: EmbeddedStore, rules: str, file: str = FILE, least: int = 0) -> None:
        self._store, self._rules, self._least = store, rules, least
        self._path = None if store.folder is None else store.folder / file
        self._lock = threading.Lock()
        self._parts: dict[str, tuple[int, int, int]] | None = None
        self._revision = -1
        self._names: frozenset[str] = frozenset()

    @property
    def revision(self) -> int:
        """The revision that the file tells of; -1 where there is none that fits."""
        with self._lock:
            self._open()
            return self._revision

    @property
    def keeps(self) -> bool:
        """Whether what is known of the store is worth keeping, and there is a place for it."""
        store = self._store
        return self._path is not None and not store.failed and store.journal.size >= self._least

    def lacks(self, revision: int, names: Collection[str] = ()) -> bool:
        """Tell whether what is known at a revision is worth keeping, and not yet kept.

        Args:
            revision: the revision.
            names: of parts that are known now.
        """
        return self.keeps and (self.revision != revision or not self._names.issuperset(names))

    def take(self, name: str, revision: int) -> KeptPart | None:
        """Hand out a part, once; None where there is none that fits.

        Args:
            name: of the part.
            revision: the present one, which must stay meanwhile.
        """
        with self._lock:
            place = self._open().pop(name, None)
            since = None if place is None else self._since(self._revision, revision)
            if place is None or since is None:
                return None
            try:
                content = self._content(name, *place)
            except (OSError, ValueError) as error:
                self._tell(error)
                return None
            return KeptPart(content, self._revision, since)

    def take_now(self, name: str) -> KeptPart | None:
        """Hand out a part, once, with what has changed up to now; None where none fits."""
        with self._store.reading() as revision:
            return self.take(name, revision)

    def write_now(self, parts: Mapping[str, bytes]) -> None:
        """Keep the parts as those of the present revision, where that is worth it."""
        with self._store.reading() as revision:
            if self.lacks(revision):
                self.write(revision, parts)

    def write(self, revision: int, parts: Mapping[str, bytes]) -> None:
        """Keep the parts for the next start; where the disk does not take them, the log says so.

        Parts of the same revision that nobody has taken stay in the file.

        Args:
            revision: the revision they tell of.
            parts: name → content.
        """
        entry = self._store.journal.entry(revision)
        if self._path is None or entry is None or entry.revision != revision:
            return
        parts = {**self._untaken(revision), **parts}
        said = {
            "layout": _LAYOUT,
            "revision": revision,
            "seal": entry.link,
            "rules": self._rules,
            "parts": {name: [len(part), zlib.crc32(part)] for name, part in parts.items()},
        }
        head = json.dumps(said).encode() + b"\n"
        try:
            write_durably(self._path, b"".join((head, *parts.values())))
        except OSError as error:
            _log.warning("index.not_kept", file=str(self._path), error=str(error))
            return
        with self._lock:
            self._revision, self._parts, self._names = revision, {}, frozenset(parts)

    def _untaken(self, revision: int) -> dict[str, bytes]:
        """Return the parts of a revision that the file has and nobody has taken."""
        with self._lock:
            left = dict(self._open())
            if self._revision != revision:
                return {}
            try:
                return {name: self._content(name, *place) for name, place in left.items()}
            except (OSError, ValueError) as error:
                self._tell(error)
                return {}

    def _open(self) -> dict[str, tuple[int, int, int]]:
        """Return begin, length and sum of the parts that are left; reads the first line once."""
        if self._parts is None:
            self._parts = {}
            if self._path is not None and self._path.exists():
                try:
                    self._read_head(self._path)
                except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
                    self._tell(error)
        return self._parts

    def _tell(self, error: Exception) -> None:
        _log.warning("index.unreadable", file=str(self._path), error=str(error))

    def _read_head(self, path: Path) -> None:
        with path.open("rb") as file:
            said = json.loads(file.readline(_LONGEST_HEAD))
            start = file.tell()
        if said["layout"] != _LAYOUT or said["rules"] != self._rules:
            return
        revision = int(said["revision"])
        entry = self._store.journal.entry(revision)
        if entry is None or entry.revision != revision or entry.link != said["seal"]:
            return
        parts = {}
        for name, (size, crc) in said["parts"].items():
            parts[name] = start, int(size), int(crc)
            start += int(size)
        self._parts, self._revision, self._names = parts, revision, frozenset(parts)

    def _content(self, name: str, start: int, size: int, crc: int) -> bytes:
        if self._path is None:
            raise ValueError("there is no file")
        with self._path.open("rb") as file:
            file.seek(start)
            part = file.read(size)
        if zlib.crc32(part) != crc or len(part) != size:
            raise ValueError(f"the part {name} is damaged")
        return part

    def _since(self, after: int, until: int) -> Patch | None:
        """Return what commits touched; None where that is too much, or no longer known."""
        changes = self._store.journal.changes(after, until, _MOST)
        if changes is None:
            return None
        pieces = list(changes)
        return Patch(
            frozenset().union(*(piece.removed for piece in pieces)),
            frozenset().union(*(piece.added for piece in pieces)),
        )
