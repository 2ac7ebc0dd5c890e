"""Sessions of people who browse: a reference in a cookie, the token behind it kept here.

A session lets its owner read, never write: a page of another site can make a browser send a
cookie, but not a header. The token is looked at again with each request, so one that is revoked
or has expired ends its sessions. They are kept in memory: a restart ends them all.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import OrderedDict

LIFETIME = 12 * 3600
"""Seconds after which a session ends."""

_MOST = 10_000  # sessions at once; the oldest makes room


class Sessions:
    """The sessions of one server. Safe to share among threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: OrderedDict[bytes, tuple[float, str]] = OrderedDict()

    def begin(self, token: str) -> str:
        """Begin a session of whoever has a token and return the reference to it."""
        reference = secrets.token_urlsafe(32)
        with self._lock:
            while len(self._open) >= _MOST:
                self._open.popitem(last=False)
            self._open[_key(reference)] = (time.monotonic() + LIFETIME, token)
        return reference

    def token(self, reference: str) -> str | None:
        """Return the token behind a reference, or None where the session has ended."""
        with self._lock:
            found = self._open.get(_key(reference))
        return found[1] if found and time.monotonic() < found[0] else None

    def end(self, reference: str) -> None:
        """End a session, if it is there."""
        with self._lock:
            self._open.pop(_key(reference), None)


def _key(reference: str) -> bytes:
    # Looked up by its hash, so that how long it takes says nothing about other references.
    return hashlib.sha256(reference.encode()).digest()
