"""The keys that clients sent, with what their requests were answered; kept for a day, on disk."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import structlog

from rolegraph.errors import Busy, KeyReused, StillRunning
from rolegraph.store.files.durable import make_private

FILE = "idempotency.sqlite3"
"""Name of the file in the data directory."""
KEPT = 86_400.0
"""Seconds for which an answer is kept."""
MOST = 100_000
"""Keys that are kept at once."""
_TABLE = """
CREATE TABLE IF NOT EXISTS keys (
  id TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, begun REAL NOT NULL, revision INTEGER NOT NULL,
  status INTEGER, headers TEXT, body BLOB
);
CREATE INDEX IF NOT EXISTS keys_begun ON keys (begun);
"""
_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class FirstAnswer:
    """An answer as it was given."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


@dataclass(frozen=True)
class Unanswered:
    """A request that began before the service ended, and whose answer is not known.

    Attributes:
        revision: the one at which it began.
    """

    revision: int


class Keys:
    """The keys of a service. Safe to use from several threads.

    Args:
        folder: the data directory; None keeps them in memory.
        now: the clock, in seconds.
    """

    def __init__(self, folder: Path | None = None, now: Callable[[], float] = time.time) -> None:
        self._path = None if folder is None else folder / FILE
        self._now = now
        self._lock = threading.Lock()
        self._running: set[str] = set()
        self._opened: sqlite3.Connection | None = None

    def begin(self, key: str, fingerprint: str, revision: int) -> FirstAnswer | Unanswered | None:
        """Begin a request under a key, unless there was one.

        Args:
            key: names client and key.
            fingerprint: of all that makes the request what it is.
            revision: the present one.

        Returns:
            None for a new key; the answer of the first request under it; or that the answer is
            not known. Only after the first does nobody else run under the key until `finish` or
            `forget`; after the last the same holds.

        Raises:
            KeyReused: the first request was another one.
            StillRunning: the first one still runs.
            Busy: so many keys are kept already that no more are taken.
        """
        with self._lock:
            connection, now = self._connection(), self._now()
            connection.execute("DELETE FROM keys WHERE begun < ?", (now - KEPT,))
            row = connection.execute(
                "SELECT fingerprint, revision, status, headers, body FROM keys WHERE id = ?",
                (key,),
            ).fetchone()
            if row is None:
                (count,) = connection.execute("SELECT count(*) FROM keys").fetchone()
                if count >= MOST:
                    raise Busy(
                        f"The service keeps {MOST} idempotency keys already, and takes no more "
                        "before the oldest is a day old. Send the request without a key.",
                        retry_after=600,
                    )
                connection.execute(
                    "INSERT INTO keys (id, fingerprint, begun, revision) VALUES (?, ?, ?, ?)",
                    (key, fingerprint, now, revision),
                )
                connection.commit()
                self._running.add(key)
                return None
            connection.commit()
            if row[0] != fingerprint:
                raise KeyReused(
                    "The Idempotency-Key was sent before, with another request. Send a new key "
                    "with a new request; a repeated request must be the same in method, address, "
                    "headers and body."
                )
            if row[2] is not None:
                headers = [
                    (n.encode("latin-1"), v.encode("latin-1")) for n, v in json.loads(row[3])
                ]
                return FirstAnswer(row[2], headers, zlib.decompress(row[4]))
            if key in self._running:
                raise StillRunning(
                    "The first request with this Idempotency-Key still runs. Send it again a "
                    "little later to get its answer."
                )
            self._running.add(key)
            return Unanswered(row[1])

    def finish(self, key: str, answer: FirstAnswer) -> None:
        """Keep the answer of a request."""
        headers = [(n.decode("latin-1"), v.decode("latin-1")) for n, v in answer.headers]
        with self._lock:
            connection = self._connection()
            connection.execute(
                "UPDATE keys SET status = ?, headers = ?, body = ? WHERE id = ?",
                (answer.status, json.dumps(headers), zlib.compress(answer.body, 1), key),
            )
            connection.commit()
            self._running.discard(key)

    def forget(self, key: str) -> None:
        """Let a key be new again: nothing came of its request."""
        with self._lock:
            connection = self._connection()
            connection.execute("DELETE FROM keys WHERE id = ?", (key,))
            connection.commit()
            self._running.discard(key)

    def leave(self, key: str) -> None:
        """Leave a request without an answer: something may have come of it."""
        with self._lock:
            self._running.discard(key)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._opened is not None:
                self._opened.close()
                self._opened = None

    def _connection(self) -> sqlite3.Connection:
        """Return the open file; a service to which no key is sent has none."""
        if self._opened is None:
            try:
                self._opened = self._open()
            except sqlite3.DatabaseError as error:
                if self._path is None or not self._path.exists():
                    raise
                aside = self._path.with_suffix(".broken")
                self._path.replace(aside)
                _log.warning("idempotency.file-broken", error=str(error), moved_to=str(aside))
                self._opened = self._open()
        return self._opened

    def _open(self) -> sqlite3.Connection:
        if self._path is not None:
            make_private(self._path)
        place = ":memory:" if self._path is None else str(self._path)
        connection = sqlite3.connect(place, check_same_thread=False)
        try:
            connection.execute("PRAGMA synchronous = FULL")
            connection.executescript(_TABLE)
        except sqlite3.DatabaseError:
            connection.close()
            raise
        return connection
