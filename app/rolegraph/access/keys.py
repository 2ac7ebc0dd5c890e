"""The public keys of an OpenID Connect issuer (a JSON Web Key Set, RFC 7517)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import structlog

from rolegraph.errors import Busy, ConfigurationError

if TYPE_CHECKING:
    from jwt import PyJWK

_log = structlog.get_logger(__name__)

MAX_AGE = 3600.0
"""Seconds after which keys are fetched anew, so that withdrawn ones end."""
MIN_INTERVAL = 30.0
"""Seconds between two fetches, whatever tokens come, so that nobody makes us flood the issuer."""
TIMEOUT = 5.0
"""Seconds that a fetch may take."""

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def key_source(address: str) -> Callable[[], bytes]:
    """Return what reads a key set from an `https:` address or a file.

    Raises:
        ConfigurationError: the address is plain `http:` to another machine, where anybody on the
            way could put in keys of their own.
    """
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"}:
        return Path(address).read_bytes
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise ConfigurationError(f"The keys must come by https: {address}")

    def fetch() -> bytes:
        import httpx

        answer = httpx.get(address, timeout=TIMEOUT, headers={"Accept": "application/json"})
        return answer.raise_for_status().content

    return fetch


class KeySet:
    """Keys by their id, fetched when first needed, when old, and when an unknown one is asked for.

    Args:
        read: returns the key set as JSON.
        clock: seconds that only grow; another one in tests.
    """

    def __init__(
        self, read: Callable[[], bytes], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._read, self._clock = read, clock
        self._lock = threading.Lock()
        self._keys: Mapping[str | None, PyJWK] = {}
        self._fetched: float | None = None
        self._tried: float | None = None

    def get(self, key_id: str | None) -> PyJWK | None:
        """Return a key, or None where the issuer has none of that id.

        Without an id the only key is meant; of several, none.

        Raises:
            Busy: no keys could be fetched so far.
        """
        with self._lock:
            if self._is_old() or self._find(key_id) is None:
                self._refresh()
            if self._fetched is None:
                raise Busy(
                    "The keys of the issuer cannot be read at present; try again later.",
                    retry_after=int(MIN_INTERVAL),
                )
            return self._find(key_id)

    def _find(self, key_id: str | None) -> PyJWK | None:
        if key_id is None and len(self._keys) == 1:
            return next(iter(self._keys.values()))
        return self._keys.get(key_id)

    def _is_old(self) -> bool:
        return self._fetched is None or self._clock() - self._fetched > MAX_AGE

    def _refresh(self) -> None:
        now = self._clock()
        if self._tried is not None and now - self._tried < MIN_INTERVAL:
            return
        self._tried = now
        try:
            self._keys = _parse(self._read())
        except Exception as error:  # noqa: BLE001 - whatever it is, the keys known so far stay
            _log.warning("access.keys_unread", error=str(error))
            return
        self._fetched = now


def _parse(document: bytes) -> dict[str | None, PyJWK]:
    """Return the keys of a set; those of unknown kinds are left out (RFC 7517, section 5)."""
    from jwt import PyJWKSet

    return {key.key_id: key for key in PyJWKSet.from_json(document.decode()).keys}
