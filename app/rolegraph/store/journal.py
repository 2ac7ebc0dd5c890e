"""The append-only journal of commits, in RDF Patch form: the durable truth of an embedded store.

A commit is on disk (fsync) before it is applied to the engine, so a crash at any moment leaves
either the old revision or, after the journal is read again at start, the new one.

Format: RDF Patch (https://afs.github.io/rdf-patch/), a text of lines

```
H revision "5" .
H parent "4" .
H time "2026-11-23T14:00:00Z" .
H bytes "482" .
H digest "…" .
TX .
D <s> <p> <o> <g> .
A <s> <p> <o> <g> .
TC .
```

`bytes` and `digest` (SHA-256) are of the lines between `TX` and `TC`; an entry that does not agree
with them at the end of the file was never acknowledged and is cut off. Other headers, such as
author and message, are kept as they are given.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from rolegraph.errors import StoreError
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Quad, RdfFormat, parse, serialize

_BEGIN, _END = b"TX .\n", b"TC .\n"


@dataclass(frozen=True)
class Entry:
    """One commit as the journal knows it, its patch still on disk.

    Attributes:
        revision: the revision that the commit made.
        headers: what was said of it: parent, time, author, message, guard.
        offset: where its patch begins in the file, in bytes.
        length: how long its patch is, in bytes.
    """

    revision: int
    headers: Mapping[str, str] = field(default_factory=dict)
    offset: int = 0
    length: int = 0

    @property
    def time(self) -> str:
        """When it was committed, ISO 8601 in UTC."""
        return self.headers.get("time", "")


def encode_patch(patch: Patch) -> bytes:
    """Return the lines of a patch: removals, then additions, each sorted."""
    lines = []
    for mark, quads in ((b"D ", patch.removed), (b"A ", patch.added)):
        text = serialize(quads, format=RdfFormat.N_QUADS) or b""
        lines += sorted(mark + line for line in text.splitlines(keepends=True))
    return b"".join(lines)


def decode_patch(body: bytes) -> Patch:
    """Return the patch that lines encode, the names of blank nodes kept."""
    removed = b"".join(line[2:] for line in body.splitlines(keepends=True) if line[:2] == b"D ")
    added = b"".join(line[2:] for line in body.splitlines(keepends=True) if line[:2] == b"A ")
    return Patch(removed=frozenset(_quads(removed)), added=frozenset(_quads(added)))


def _quads(text: bytes) -> Iterator[Quad]:
    return parse(text, format=RdfFormat.N_QUADS)


class Journal:
    """The journal file of one data directory.

    Args:
        path: the file; made when it is not there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        path.touch(exist_ok=True)
        self._entries = list(self._scan())
        self._file: BinaryIO = path.open("ab", buffering=0)

    @property
    def entries(self) -> list[Entry]:
        """All commits, oldest first; a copy."""
        with self._lock:
            return list(self._entries)

    @property
    def revision(self) -> int:
        """The revision of the last commit, 0 where there is none."""
        return self._entries[-1].revision if self._entries else 0

    def entry(self, revision: int) -> Entry | None:
        """Return the commit that made a revision, or None."""
        first = self._entries[0].revision if self._entries else 0
        index = revision - first
        if 0 <= index < len(self._entries):
            return self._entries[index]
        return None

    def patch(self, entry: Entry) -> Patch:
        """Read the patch of a commit."""
        with self._path.open("rb") as file:
            file.seek(entry.offset)
            return decode_patch(file.read(entry.length))

    def text(self, entry: Entry) -> bytes:
        """Read the lines of a commit's patch as they stand."""
        with self._path.open("rb") as file:
            file.seek(entry.offset)
            return file.read(entry.length)

    def append(self, patch: Patch, headers: Mapping[str, str]) -> Entry:
        """Write a commit durably and return it.

        Raises:
            StoreError: the disk does not take it; the journal is as before.
        """
        with self._lock:
            revision = self.revision + 1
            body = encode_patch(patch)
            said = {
                "revision": str(revision),
                "parent": str(revision - 1),
                "time": datetime.now(UTC).isoformat(timespec="microseconds"),
                **headers,
                "bytes": str(len(body)),
                "digest": hashlib.sha256(body).hexdigest(),
            }
            head = "".join(f"H {name} {json.dumps(value)} .\n" for name, value in said.items())
            start = self._file.seek(0, os.SEEK_END)
            text = head.encode() + _BEGIN + body + _END
            try:
                _write_all(self._file, text)
                os.fsync(self._file.fileno())
            except OSError as error:
                self._file.truncate(start)
                raise StoreError(
                    f"The change log cannot be written ({error.strerror}); nothing was stored. "
                    "Free some space on the disk of the data directory and try again."
                ) from error
            offset = start + len(head.encode()) + len(_BEGIN)
            entry = Entry(revision, said, offset, len(body))
            self._entries.append(entry)
            return entry

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _scan(self) -> Iterator[Entry]:
        """Yield the whole entries and cut off a torn one at the end."""
        good = 0
        with self._path.open("rb") as file:
            while True:
                headers = _read_headers(file)
                if headers is None:
                    break
                offset, length = file.tell(), int(headers["bytes"])
                body = file.read(length)
                if file.read(len(_END)) != _END:
                    break
                if hashlib.sha256(body).hexdigest() != headers["digest"]:
                    break
                good = file.tell()
                yield Entry(int(headers["revision"]), headers, offset, length)
            size = file.seek(0, os.SEEK_END)
        if good < size:
            with self._path.open("r+b") as file:
                file.truncate(good)
                os.fsync(file.fileno())


def _read_headers(file: BinaryIO) -> dict[str, str] | None:
    """Return the headers up to `TX`, or None where the entry is torn or the file ends."""
    headers: dict[str, str] = {}
    for line in iter(file.readline, b""):
        if line == _BEGIN:
            return headers if {"revision", "bytes", "digest"} <= headers.keys() else None
        if not line.startswith(b"H ") or not line.endswith(b" .\n"):
            return None
        name, _, value = line[2:-3].decode().partition(" ")
        try:
            headers[name] = json.loads(value)
        except ValueError:
            return None
    return None


def _write_all(file: BinaryIO, text: bytes) -> None:
    view = memoryview(text)
    while view:
        view = view[file.write(view) :]


def replay(entries: Iterable[Entry], journal: Journal) -> frozenset[Quad]:
    """Return the dataset that commits lead to, from nothing."""
    dataset: set[Quad] = set()
    for entry in entries:
        patch = journal.patch(entry)
        dataset -= patch.removed
        dataset |= patch.added
    return frozenset(dataset)
