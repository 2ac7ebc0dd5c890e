"""What a worker's serialiser writes to: results on their way to the server."""

from __future__ import annotations

import socket
from typing import Any

from rolegraph.store.workers.inside.rows import RowCounter
from rolegraph.store.workers.messages import wire
from rolegraph.store.workers.messages.job import GZIP_FROM, body_hash, compress

CHUNK_BYTES = 128 * 1024


class WorkerOutput:
    """A file the serialiser writes to: gathers small results whole, sends large ones in parts."""

    __slots__ = (
        "_byte_limit",
        "_connection",
        "_held",
        "_kind",
        "_most",
        "_parts",
        "_revision",
        "_rows",
        "_total",
    )

    def __init__(
        self,
        connection: socket.socket,
        revision: int,
        kind: str,
        byte_limit: int,
        rows: RowCounter | None,
    ) -> None:
        self._connection = connection
        self._revision, self._kind = revision, kind
        self._byte_limit = byte_limit
        self._rows = rows
        self._parts: list[bytes] = []
        self._held = 0
        self._total = 0
        self._most = CHUNK_BYTES

    def write(self, data: bytes) -> int:
        """Take a part of the result; send what is held where that is much."""
        size = len(data)
        self._total += size
        if self._total > self._byte_limit:
            raise LimitReached(f"The result is larger than {self._byte_limit} bytes.")
        if self._rows is not None:
            self._rows.feed(data)
        self._parts.append(data)
        self._held += size
        if self._held >= self._most:
            self._part()
        return size

    def _part(self) -> None:
        part = b"".join(self._parts)
        self._connection.sendall(wire.pack((wire.CHUNK, self._revision, part, self._kind)))
        self._parts.clear()
        self._held = 0

    def flush(self) -> None:
        """Do nothing: parts are sent by size."""

    def finish(self, *, retires: bool, gzip: bool) -> None:
        """Send the rest; say whether the worker ends after it."""
        parts = self._parts
        rest = parts[0] if len(parts) == 1 else b"".join(parts)
        frame: tuple[Any, ...]
        if self._total == self._held:
            # Done here, since the server has one thread and there are several workers.
            gzipped = compress(rest) if gzip and len(rest) >= GZIP_FROM else None
            digest = body_hash(rest)
            frame = (wire.WHOLE, self._revision, rest, self._kind, retires, digest, gzipped)
        else:
            frame = (wire.END, self._revision, rest, self._kind, retires)
        self._connection.sendall(wire.pack(frame))


class LimitReached(Exception):
    """A result has more bytes than one may have."""
