"""Where a follower puts the commits of its leader: a store, or the file of a first copy."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from rolegraph.errors import Diverged, InputError, StoreError
from rolegraph.sandbox.sandbox import Sandbox
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.durable import (
    lock_folder,
    make_private,
    open_private,
    sync_folder,
    write_durably,
)
from rolegraph.store.journal.entry_format import (
    END,
    FORMAT_LINE,
    SNAPSHOT,
    encode_head,
    head_digest,
    sealed_after,
)
from rolegraph.store.journal.log_stream import Begin
from rolegraph.store.journal.reading import LogFile
from rolegraph.store.journal.upgrade import upgrade

ENTRY_TASK = "rolegraph.store.journal.entry_task"
_PIECE = 8 * 2**20
JOURNAL, COPIED = "changes.rdfp", "copied"
_SYNC_AFTER = 64 * 2**20
"""Bytes that a first copy may lose in a power failure; it is resumed then."""


class StoreSink:
    """Commits to a store, for its subscribers to follow.

    Args:
        store: the store.
        sandbox: where patches are read before the store reads them.
    """

    def __init__(self, store: EmbeddedStore, sandbox: Sandbox) -> None:
        self._store, self._sandbox = store, sandbox
        self._begun: Begin | None = None
        self._parts: list[bytes] = []

    @property
    def revision(self) -> int:
        """The present revision."""
        return self._store.revision

    def known(self) -> str | None:
        """Return the digest of the headers of its last commit."""
        entry = self._store.journal.entry(self.revision)
        return None if entry is None else head_digest(entry.headers)

    async def begin(self, begin: Begin) -> None:
        """Take the headers of the next commit."""
        self._begun = begin
        self._parts.clear()

    async def part(self, part: bytes) -> None:
        """Take a part of its patch."""
        self._parts.append(part)

    async def end(self) -> None:
        """Commit it.

        Raises:
            Diverged: it does not follow on the present revision, or cannot be read.
            StoreError: it could not be written.
        """
        if self._begun is None:
            return
        body = b"".join(self._parts)
        self._parts.clear()
        try:
            for piece in _pieces(body):
                await self._sandbox.run(ENTRY_TASK, {}, piece)
        except InputError as error:
            revision = self._begun.headers.get("revision")
            raise Diverged(f"The patch of revision {revision} cannot be read: {error}") from None
        await asyncio.to_thread(self._store.replay, self._begun.headers, body)


def _pieces(body: bytes) -> Iterator[bytes]:
    """Cut a patch between lines, so that its size is bounded by nothing that one text may use."""
    start = 0
    while start < len(body):
        end = body.find(b"\n", start + _PIECE) + 1 or len(body)
        yield body[start:end]
        start = end


class CopySink:
    """Writes the change log of a data directory that no store is open on.

    Nothing is held in memory, so that a log of any size is copied; the engine's files are made
    from it when the store is opened.

    Args:
        folder: the data directory, made if need be and held until `close`.

    Raises:
        StoreError: it is in use, or cannot be written, or its log is damaged.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = lock_folder(folder)
        path = folder / JOURNAL
        if not path.exists():
            make_private(path)
        upgrade(path)
        log = LogFile(path)
        for _ in log.whole():
            pass
        self._revision, self._link = log.revision, log.link
        self._known = head_digest(log.last.headers) if log.last else None
        self._file = open_private(path, "r+b")
        self._good = log.fault.offset if log.fault else self._file.seek(0, os.SEEK_END)
        if self._good == 0:
            self._file.write(FORMAT_LINE)
            self._good = len(FORMAT_LINE)
        self._unsynced = 0
        self._headers: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.truncate(self._good)
        self._file.close()
        self._lock.close()

    @property
    def revision(self) -> int:
        """The last revision that the log has."""
        return self._revision

    def known(self) -> str | None:
        """Return the digest of the headers of its last commit."""
        return self._known

    async def begin(self, begin: Begin) -> None:
        """Take the headers of the next commit.

        Raises:
            Diverged: it does not follow on the last one.
        """
        headers = begin.headers
        begins = SNAPSHOT in headers and not self._revision
        if headers.get("revision") != str(self._revision + 1) and not begins:
            raise Diverged(
                f"The leader sends revision {headers.get('revision')} after {self._revision}."
            )
        self._headers = sealed_after(headers, self._link)
        self._file.seek(self._good)
        self._file.truncate()
        self._write(encode_head(self._headers))

    async def part(self, part: bytes) -> None:
        """Take a part of its patch."""
        self._write(part)

    async def end(self) -> None:
        """Keep it."""
        self._write(END)
        self._good = self._file.tell()
        self._revision = int(self._headers["revision"])
        self._link = self._headers.get(SNAPSHOT, self._headers["seal"])
        self._known = head_digest(self._headers)
        if self._unsynced > _SYNC_AFTER:
            await asyncio.to_thread(self._sync)

    def complete(self) -> None:
        """Note durably that the copy was as far as the leader once."""
        self._sync()
        sync_folder(self._folder)
        write_durably(self._folder / COPIED, f"{self._revision}\n".encode())

    def _sync(self) -> None:
        os.fsync(self._file.fileno())
        self._unsynced = 0

    def _write(self, data: bytes) -> None:
        left = memoryview(data)
        try:
            while left:
                left = left[self._file.write(left) :]
        except OSError as error:
            raise StoreError(
                f"The copy of the leader's change log cannot be written ({error.strerror}). Free "
                "some space on the disk of the data directory; it goes on then."
            ) from error
        self._unsynced += len(data)


def has_copy(folder: Path) -> bool:
    """Tell whether a data directory has a copy that was as far as its leader once."""
    return (folder / COPIED).exists()
