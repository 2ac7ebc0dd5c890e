"""The append-only journal of commits: the durable truth of an embedded store.

A commit is on disk (fsync) before it is applied to the engine, so a crash at any moment leaves
either the old revision or, after the journal is read again at start, the new one. What the file
looks like is described in `entry_format.py`.
"""

from __future__ import annotations

import hashlib
import io
import os
import threading
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from rolegraph.errors import Archived, StorageFull, StoreError
from rolegraph.rdf.patch import Patch, WrittenPatch
from rolegraph.rdf.terms import Quad
from rolegraph.store.files.durable import (
    make_private,
    open_private,
    sync_folder,
    write_all,
    write_durably,
)
from rolegraph.store.journal.entry_format import (
    CHUNK,
    END,
    FORMAT_LINE,
    SNAPSHOT,
    START,
    UNFINISHED,
    Entry,
    check_continues,
    check_patch,
    check_snapshot,
    decode_parts,
    decode_patch,
    encode_head,
    encode_patch,
    is_long,
    length_of,
    parts_of,
    sealed,
)
from rolegraph.store.journal.patch_file import PatchFile
from rolegraph.store.journal.reading import JournalFault, LogFile

_PIECE = 4 * 2**20
"""Bytes of a patch that are read at once where it need not be whole."""


class Journal:
    """The journal file of one data directory.

    Args:
        path: the file, made when it is not there; None for a journal in memory.

    Attributes:
        torn: what a crash has left behind the last commit. It is cut off by `cut_torn`, once the
            engine was asked whether it was ever acknowledged; until then nothing can be appended.

    Raises:
        Damaged: the file is damaged.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._broken = False
        self.torn: JournalFault | None = None
        self._file: BinaryIO
        if path is None:
            self._entries: list[Entry] = []
            self._file = io.BytesIO()
            return
        if not path.exists():
            make_private(path)
            sync_folder(path.parent)
        log = LogFile(path)
        self._entries = list(log.whole())
        self.torn = log.fault
        self._file = open_private(path, "a+b")

    def cut_torn(self) -> Path | None:
        """Cut off what a crash has left behind the last commit, and keep it in a file beside.

        Returns:
            The file; None where there was nothing, or only a load that was never committed.
        """
        if self.torn is None or self._path is None:
            return None
        beside = None
        if not self.torn.unfinished:
            beside = self._path.with_name(f"{self._path.name}.torn")
            write_durably(beside, os.pread(self._file.fileno(), self.torn.size, self.torn.offset))
        self._file.truncate(self.torn.offset)
        os.fsync(self._file.fileno())
        self.torn = None
        return beside

    @property
    def path(self) -> Path | None:
        """The file; None for a journal in memory."""
        return self._path

    @property
    def entries(self) -> list[Entry]:
        """All commits, oldest first; a copy."""
        with self._lock:
            return list(self._entries)

    @property
    def revision(self) -> int:
        """The revision of the last commit, 0 where there is none."""
        return self._entries[-1].revision if self._entries else 0

    @property
    def snapshot(self) -> int:
        """The revision of the snapshot that it begins with, 0 where it has all commits."""
        first = self._entries[0] if self._entries else None
        return first.revision if first is not None and first.is_snapshot else 0

    @property
    def seal(self) -> str:
        """What the next commit has for the seal before it."""
        return self._entries[-1].link if self._entries else START

    @property
    def size(self) -> int:
        """How many quads the commits lead to."""
        return sum(entry.added - entry.removed for entry in self.entries)

    def entry(self, revision: int) -> Entry | None:
        """Return the commit that made a revision, or None; for that of a snapshot, the snapshot."""
        first = self._entries[0].revision if self._entries else 0
        index = revision - first
        if 0 <= index < len(self._entries):
            return self._entries[index]
        return None

    def since(self, revision: int) -> list[Entry]:
        """Return the commits after a revision, oldest first; from 0 on, a snapshot stands for them.

        Raises:
            Archived: some of them are archived, and revision 0 was not asked for.
        """
        with self._lock:
            if not self._entries or revision <= 0:
                return list(self._entries)
            first = self._entries[0].revision
            if revision < first:
                raise Archived(revision, first)
            return self._entries[revision - first + 1 :]

    def changes(self, after: int, until: int, most: int) -> Iterator[Patch] | None:
        """Return what commits changed, in pieces to be applied in this order.

        Args:
            after: the revision before the first of them.
            until: the revision of the last.
            most: quads; where they changed more, or some are archived, None is returned.
        """
        try:
            entries = [entry for entry in self.since(after) if entry.revision <= until]
        except Archived:
            return None
        if sum(entry.added + entry.removed for entry in entries) > most:
            return None
        return (piece for entry in entries for piece in self.pieces(entry))

    def patch(self, entry: Entry) -> Patch:
        """Read the patch of a commit."""
        return decode_patch(self.text(entry))

    def pieces(self, entry: Entry) -> Iterator[Patch]:
        """Read the patch of a commit in pieces, to be applied in this order."""
        return decode_parts(self.parts(entry))

    def parts(self, entry: Entry) -> Iterator[bytes]:
        """Read the lines of a commit's patch in pieces, for who cannot have them all in memory."""
        for start in range(0, entry.length, _PIECE):
            yield self.part(entry, start, min(_PIECE, entry.length - start))

    def text(self, entry: Entry) -> bytes:
        """Read the lines of a commit's patch as they stand."""
        return self.part(entry, 0, entry.length)

    def part(self, entry: Entry, start: int, length: int) -> bytes:
        """Read some bytes of the lines of a commit's patch."""
        offset = entry.offset + start
        if isinstance(self._file, io.BytesIO):
            with self._lock:
                return bytes(self._file.getbuffer()[offset : offset + length])
        return os.pread(self._file.fileno(), length, offset)

    def lend(self) -> int:
        """Return a descriptor of the file, for a process that reads commits from it.

        Raises:
            StoreError: it is in memory.
        """
        if isinstance(self._file, io.BytesIO):
            raise StoreError("A journal in memory has no file.")
        return os.dup(self._file.fileno())

    def append(self, patch: Patch, headers: Mapping[str, str]) -> Entry:
        """Write a commit durably and return it.

        Raises:
            StoreError: the disk does not take it; the journal is as before.
        """
        with self._lock:
            if isinstance(patch, WrittenPatch) and is_long(patch) and self._path is not None:
                # Piece by piece, without a copy of all of it; a reader finds the same.
                check_patch(patch)
                numbers = (patch.number_added, 0, length_of(patch))
                return self._write(self._head(headers, numbers, UNFINISHED), parts_of(patch))
            head, body = self.draft(patch, headers)
            return self._write(head, [body])

    def draft(self, patch: Patch, headers: Mapping[str, str]) -> tuple[dict[str, str], bytes]:
        """Return the headers and the patch's lines of the commit that would come next."""
        body = encode_patch(patch)
        digest = hashlib.sha256(body).hexdigest()
        numbers = (patch.number_added, len(patch.removed), len(body))
        return self._head(headers, numbers, digest), body

    def draft_file(
        self, patch: PatchFile, headers: Mapping[str, str], digest: str
    ) -> dict[str, str]:
        """Return the headers of the commit that would come next, whose patch is in a file.

        Args:
            patch: the file.
            headers: what is said of it.
            digest: SHA-256 of the patch's lines.
        """
        return self._head(headers, (patch.added, 0, patch.length), digest)

    def append_file(
        self, patch: PatchFile, headers: Mapping[str, str], *, drafted: bool = False
    ) -> Entry:
        """Write a commit that is in a file durably, piece by piece, and return it.

        Args:
            patch: the file.
            headers: what is said of it.
            drafted: whether these are all of its headers, as `draft_file` gave them.

        Raises:
            StoreError: the disk does not take it; the journal is as before.
        """
        with self._lock:
            if drafted:
                return self._write(dict(headers), patch.parts())
            head = self._head(headers, (patch.added, 0, patch.length), UNFINISHED)
            return self._write(head, patch.parts())

    def append_verbatim(self, headers: Mapping[str, str], body: bytes) -> Entry:
        """Write a commit that was made elsewhere durably, byte for byte, and return it.

        Args:
            headers: its headers, in their order.
            body: the lines of its patch.

        Raises:
            Diverged: it does not follow on the last commit here, or is damaged.
            StoreError: the disk does not take it; the journal is as before.
        """
        with self._lock:
            if SNAPSHOT in headers and not self._entries:
                made = check_snapshot(headers, body)
            else:
                made = check_continues(headers, body, self.revision, self.seal)
            return self._write(made, [body])

    def _head(
        self, headers: Mapping[str, str], numbers: tuple[int, int, int], digest: str
    ) -> dict[str, str]:
        """Return the headers of the commit that comes next.

        Args:
            headers: what is said of it.
            numbers: quads added, quads removed, bytes of the patch's lines.
            digest: SHA-256 of these lines.
        """
        added, removed, length = map(str, numbers)
        made = {
            "revision": str(self.revision + 1),
            "parent": str(self.revision),
            "time": self._now(),
            **headers,
            "added": added,
            "removed": removed,
            "bytes": length,
            "digest": digest,
        }
        return sealed(made, self.seal)

    def _write(self, headers: dict[str, str], body: Iterable[bytes]) -> Entry:
        if self._broken or self.torn is not None:
            raise StoreError("The change log ends in a torn commit; restart the service.")
        start = self._file.seek(0, os.SEEK_END)
        head = (b"" if start else FORMAT_LINE) + encode_head(headers)
        try:
            if headers["digest"] == UNFINISHED:
                digest = hashlib.sha256()
                _write_all(self._file, chain([head], _digested(body, digest), [END]))
                headers = sealed({**headers, "digest": digest.hexdigest()}, self.seal)
                self._replace(start, head[: -len(encode_head(headers))] + encode_head(headers))
            else:
                _write_all(self._file, chain([head], body, [END]))
            if self._path is not None:
                os.fsync(self._file.fileno())
        except OSError as error:
            self._cut_off(start)
            raise StorageFull(
                f"The change log cannot be written ({error.strerror}); nothing was stored. "
                "Free some space on the disk of the data directory and try again."
            ) from error
        revision, length = int(headers["revision"]), int(headers["bytes"])
        entry = Entry(revision, headers, start + len(head), length)
        self._entries.append(entry)
        return entry

    def _replace(self, start: int, head: bytes) -> None:
        """Write the head of the entry that is being written anew, as long as it was."""
        if self._path is not None:  # the journal's own file only ever appends
            with self._path.open("r+b") as file:
                file.seek(start)
                file.write(head)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _cut_off(self, start: int) -> None:
        """Take back a write that failed; where that fails too, a restart does it."""
        try:
            self._file.truncate(start)
        except OSError:
            self._broken = True

    def _now(self) -> str:
        """Return the time, not before that of the last commit even if the clock went back."""
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        return max(now, self._entries[-1].time) if self._entries else now


def _digested(parts: Iterable[bytes], digest: hashlib._Hash) -> Iterator[bytes]:
    for part in parts:
        digest.update(part)
        yield part


def _write_all(file: BinaryIO, parts: Iterable[bytes]) -> None:
    # What is small goes to the disk at once: a write for each part costs more than to join them.
    gathered: list[bytes] = []
    size = 0
    for part in parts:
        if len(part) >= CHUNK:
            write_all(file, b"".join(gathered))
            write_all(file, part)
            gathered, size = [], 0
            continue
        gathered.append(part)
        size += len(part)
        if size >= CHUNK:
            write_all(file, b"".join(gathered))
            gathered, size = [], 0
    write_all(file, b"".join(gathered))


def replay(entries: Iterable[Entry], journal: Journal) -> frozenset[Quad]:
    """Return the dataset that commits lead to, from nothing."""
    dataset: set[Quad] = set()
    for entry in entries:
        patch = journal.patch(entry)
        dataset -= patch.removed
        dataset |= patch.added
    return frozenset(dataset)
