"""The form of the journal on disk: RDF Patch (https://afs.github.io/rdf-patch/), a text of lines.

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
with them at the end of the file was never acknowledged and is cut off. One that does not agree
with them in the middle was damaged later; then nothing is cut off and the store does not open.
`added` and `removed` count quads. Other headers, such as author and message, are kept as given.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from rolegraph.errors import Diverged, StoreError
from rolegraph.rdf.nesting import check_readable
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Quad, RdfFormat, parse, serialize

BEGIN, END = b"TX .\n", b"TC .\n"
_FIRST_LINE = b'\nH revision "'
CHUNK = 2**20
"""How many bytes of the file are read at once: a patch may be larger than the memory."""


@dataclass(frozen=True)
class Entry:
    """One commit as the journal knows it, its patch still on disk.

    Attributes:
        revision: the revision that the commit made.
        headers: what was said of it: parent, time, author, message, guard, added, removed.
        offset: where its patch begins in the file, in bytes.
        length: how long its patch is, in bytes.
    """

    revision: int
    headers: Mapping[str, str] = field(default_factory=dict)
    offset: int = 0
    length: int = 0

    @property
    def time(self) -> str:
        """When it was committed, ISO 8601 in UTC; later entries never have earlier times."""
        return self.headers.get("time", "")

    @property
    def author(self) -> str:
        """Who answers for it."""
        return self.headers.get("author", "")

    @property
    def message(self) -> str:
        """What it does, for people."""
        return self.headers.get("message", "")

    @property
    def added(self) -> int:
        """How many quads it added."""
        return int(self.headers.get("added", "0"))

    @property
    def removed(self) -> int:
        """How many quads it removed."""
        return int(self.headers.get("removed", "0"))


def encode_patch(patch: Patch) -> bytes:
    """Return the lines of a patch: removals, then additions, each sorted.

    Raises:
        Unreadable: a term in it nests too deep to be read again.
    """
    lines = []
    for mark, quads in ((b"D ", patch.removed), (b"A ", patch.added)):
        text = serialize(quads, format=RdfFormat.N_QUADS) or b""
        check_readable(text)
        lines += sorted(mark + line for line in text.splitlines(keepends=True))
    return b"".join(lines)


def decode_patch(body: bytes) -> Patch:
    """Return the patch that lines encode, the names of blank nodes kept.

    Raises:
        SyntaxError: they encode none.
        Unreadable: a term in it nests too deep to be read.
    """
    removed = b"".join(line[2:] for line in body.splitlines(keepends=True) if line[:2] == b"D ")
    added = b"".join(line[2:] for line in body.splitlines(keepends=True) if line[:2] == b"A ")
    return Patch(removed=frozenset(_quads(removed)), added=frozenset(_quads(added)))


def decode_parts(parts: Iterable[bytes]) -> Iterator[Patch]:
    """Yield a patch piece by piece, to be applied in this order; for patches of any size.

    Args:
        parts: the lines that encode it, cut anywhere.
    """
    rest = b""
    for part in parts:
        whole, newline, end = part.rpartition(b"\n")
        if newline:
            yield decode_patch(rest + whole + newline)
            rest = end
        else:
            rest += part
    if rest:
        yield decode_patch(rest)


def _quads(text: bytes) -> Iterator[Quad]:
    check_readable(text)
    return parse(text, format=RdfFormat.N_QUADS)


def check_continues(headers: Mapping[str, str], body: bytes, revision: int) -> None:
    """Go on only if a commit that was made elsewhere is whole and follows on a revision.

    Raises:
        Diverged: it is damaged, or it follows on another revision.
    """
    said = headers.get("revision", "")
    if said != str(revision + 1) or headers.get("parent") != str(revision):
        raise Diverged(
            f"The commit of revision {said or 'unknown'} does not follow on revision {revision}."
        )
    size, digest = str(len(body)), hashlib.sha256(body).hexdigest()
    if (headers.get("bytes"), headers.get("digest")) != (size, digest):
        raise Diverged(f"The patch of revision {said} does not have the digest it should.")
    if any(line[:2] not in {b"A ", b"D "} for line in body.splitlines()):
        raise Diverged(f"The patch of revision {said} has lines that neither add nor remove.")


def encode_head(headers: Mapping[str, str]) -> bytes:
    """Return the lines of an entry before its patch."""
    lines = "".join(f"H {name} {json.dumps(value)} .\n" for name, value in headers.items())
    return lines.encode() + BEGIN


def head_digest(headers: Mapping[str, str]) -> str:
    """Return what names a commit: a SHA-256 of its headers, which have the digest of its patch.

    Two histories that have the same one at a revision are the same up to it: author, message and
    a time in microseconds are in it.
    """
    return hashlib.sha256(encode_head(headers)).hexdigest()


def scan(path: Path) -> Iterator[Entry]:
    """Yield the whole entries of a file and cut off a torn one at the end.

    Raises:
        StoreError: an entry in the middle is damaged.
    """
    good = revision = 0
    with path.open("rb") as file:
        while (entry := _read_entry(file)) is not None:
            if entry.revision != revision + 1:
                break
            good, revision = file.tell(), entry.revision
            yield entry
        torn = file.seek(0, os.SEEK_END) > good
        file.seek(good)
        # One commit is written at a time, so a crash leaves one torn entry and nothing after it.
        damaged = torn and _has_a_commit_more(file)
    if not torn:
        return
    if damaged:
        raise StoreError(
            f"The change log {path} is damaged behind revision {revision}, and has more commits "
            "after that. Restore it from a backup; nothing was changed."
        )
    with path.open("r+b") as file:
        file.truncate(good)
        os.fsync(file.fileno())


def _has_a_commit_more(file: BinaryIO) -> bool:
    """Tell whether another entry begins behind the one that begins here."""
    before = b""
    while part := file.read(CHUNK):
        if _FIRST_LINE in before + part:
            return True
        before = part[-len(_FIRST_LINE) :]
    return False


def _read_entry(file: BinaryIO) -> Entry | None:
    """Return the entry that begins here, or None where there is none or it is torn."""
    headers = _read_headers(file)
    if headers is None:
        return None
    offset, length = file.tell(), int(headers["bytes"])
    digest, left = hashlib.sha256(), length
    while left and (part := file.read(min(left, CHUNK))):
        digest.update(part)
        left -= len(part)
    if left or file.read(len(END)) != END or digest.hexdigest() != headers["digest"]:
        return None
    return Entry(int(headers["revision"]), headers, offset, length)


def _read_headers(file: BinaryIO) -> dict[str, str] | None:
    """Return the headers up to `TX`, or None where the entry is torn or the file ends."""
    headers: dict[str, str] = {}
    for line in iter(file.readline, b""):
        if line == BEGIN:
            return headers if {"revision", "bytes", "digest"} <= headers.keys() else None
        if not line.startswith(b"H ") or not line.endswith(b" .\n"):
            return None
        try:
            name, _, value = line[2:-3].decode().partition(" ")
            headers[name] = json.loads(value)
        except ValueError:
            return None
    return None
