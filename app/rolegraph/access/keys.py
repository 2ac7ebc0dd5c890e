"""The public keys of an OpenID Connect issuer (a JSON Web Key Set, RFC 7517)."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
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
_MOMENT = 0.5
"""Seconds that somebody may wait for a fetch which others need."""
_MOST_WAITING = 4
_LONGEST = 2**20  # bytes of a key set
_LEAST_RSA = 2048

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

        until, parts, size = time.monotonic() + TIMEOUT, [], 0
        headers = {"Accept": "application/json"}
        with httpx.stream("GET", address, timeout=TIMEOUT, headers=headers) as answer:
            answer.raise_for_status()
            for part in answer.iter_bytes():
                size += len(part)
                if size > _LONGEST or time.monotonic() > until:
                    raise ValueError("it is too long, or came too slowly")
                parts.append(part)
        return b"".join(parts)

    return fetch


class KeySet:
    """Keys by their id, fetched when first needed, when old, and when an unknown one is asked for.

    One fetch runs at a time, in a thread of its own, and nobody whose key is known waits for it
    but for a moment: a silent issuer holds up nobody else.

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
        self._fetching: threading.Event | None = None
        self._waiting = 0

    def known(self, key_id: str | None) -> PyJWK | None:
        """Return a key that is at hand, without a word to the issuer."""
        if key_id is None and len(self._keys) == 1:
            return next(iter(self._keys.values()))
        return self._keys.get(key_id)

    def get(self, key_id: str | None) -> PyJWK | None:
        """Return a key, or None where the issuer has none of that id.

        Without an id the only key is meant; of several, none.

        Raises:
            Busy: the keys could not be fetched so far, or are being fetched.
        """
        with self._lock:
            found = self.known(key_id)
            if found is not None and not self._is_old():
                return found
            began = self._begin()
            done = self._fetching
            waits = done is not None and (
                began or (found is None and self._waiting < _MOST_WAITING)
            )
            self._waiting += waits
        if done is not None and waits:
            try:
                done.wait(TIMEOUT if began and found is None else _MOMENT)
            finally:
                with self._lock:
                    self._waiting -= 1
        with self._lock:
            found = self.known(key_id)
            if found is None and (self._fetched is None or self._fetching is not None):
                raise Busy(
                    "The keys of the issuer cannot be read at present; try again later.",
                    retry_after=1 if self._fetching is not None else int(MIN_INTERVAL),
                )
            return found

    def _is_old(self) -> bool:
        return self._fetched is None or self._clock() - self._fetched > MAX_AGE

    def _begin(self) -> bool:
        """Begin a fetch, if none runs and the last one is long enough ago; tell whether it did."""
        now = self._clock()
        if self._fetching is not None:
            return False
        if self._tried is not None and now - self._tried < MIN_INTERVAL:
            return False
        self._tried, self._fetching = now, threading.Event()
        threading.Thread(target=self._fetch, args=(now,), name="issuer-keys", daemon=True).start()
        return True

    def _fetch(self, now: float) -> None:
        keys = None
        try:
            keys = _parse(self._read())
        except Exception as error:  # noqa: BLE001 - whatever it is, the keys known so far stay
            _log.warning("access.keys_unread", error=str(error))
        with self._lock:
            if keys is not None:
                self._keys, self._fetched = keys, now
            done, self._fetching = self._fetching, None
        if done is not None:
            done.set()


def _parse(document: bytes) -> dict[str | None, PyJWK]:
    """Return the keys of a set by which signatures can be checked.

    Left out are keys for encryption, RSA keys that are too short, and keys of unknown kinds
    (RFC 7517, sections 4.2, 4.3 and 5).
    """
    from jwt import PyJWK
    from jwt.exceptions import PyJWTError

    found: dict[str | None, PyJWK] = {}
    for described in json.loads(document)["keys"]:
        fault = _fault(described)
        if fault is None:
            try:
                key = PyJWK.from_dict(described)
            except PyJWTError as error:
                fault = str(error)
            else:
                if getattr(key.key, "key_size", _LEAST_RSA) < _LEAST_RSA and key.key_type == "RSA":
                    fault = f"an RSA key below {_LEAST_RSA} bits"
                else:
                    found[key.key_id] = key
        if fault is not None:
            _log.info("access.key_left_out", key=described.get("kid"), reason=fault)
    return found


def _fault(described: Mapping[str, Any]) -> str | None:
    """Say why a key is not for signatures; None where it may be."""
    if described.get("kty") == "oct":
        return "a secret, not a public key"
    if described.get("use", "sig") != "sig":
        return f"a key for {described['use']}"
    if "verify" not in described.get("key_ops", ("verify",)):
        return "a key for other operations"
    return None
