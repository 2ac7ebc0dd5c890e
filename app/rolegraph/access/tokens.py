"""The tokens of a data directory: made at random, stored hashed, with a role and an end.

A token is 256 random bits. Slow hashes (argon2, scrypt) exist because people choose passwords that
can be guessed; nothing can be guessed here, so one round of SHA-256 protects a stolen file as well
and costs a request a microsecond.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from rolegraph.access.identity import ANONYMOUS, AccessRole
from rolegraph.errors import Conflict, InputError, NotFound, StoreError

_REQUIRED = {"name", "role", "sha256", "created"}
_Signature = tuple[int, int, int]


class TokenFile:
    """A JSON file of records, safe to change while servers read it.

    It is never written in place: a new file takes its name in one step, readable by its owner
    alone. Those who change it take turns by a lock file beside it.

    Args:
        path: the file; it need not exist.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: tuple[_Signature | None, tuple[dict[str, str], ...]] = (None, ())

    def records(self) -> tuple[dict[str, str], ...]:
        """Return the records; from memory while the file is the same.

        Raises:
            StoreError: the file cannot be read or is damaged.
        """
        signature = self._signature()
        known, records = self._known
        if signature != known:
            records = self._read()
            # The signature is the older of the two: a change meanwhile is seen at the next call.
            self._known = (signature, records)
        return records

    @contextmanager
    def changing(self) -> Iterator[list[dict[str, str]]]:
        """Give the records to change; they are stored when the block ends without an error.

        Raises:
            StoreError: the file cannot be read or written.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.with_suffix(".lock").open("w") as turn:
                fcntl.flock(turn, fcntl.LOCK_EX)
                records = list(self._read())
                yield records
                self._write(records)
        except OSError as error:
            raise StoreError(f"{self._path} cannot be written: {error}.") from error

    def _signature(self) -> _Signature | None:
        try:
            state = self._path.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(f"{self._path} cannot be read: {error}.") from error
        return (state.st_ino, state.st_mtime_ns, state.st_size)

    def _read(self) -> tuple[dict[str, str], ...]:
        try:
            document = json.loads(self._path.read_bytes())
        except FileNotFoundError:
            return ()
        except (OSError, ValueError) as error:
            raise StoreError(f"{self._path} cannot be read: {error}.") from error
        records = document.get("tokens") if isinstance(document, dict) else None
        if not isinstance(records, list) or not all(
            isinstance(record, dict) and record.keys() >= _REQUIRED for record in records
        ):
            raise StoreError(f"{self._path} is damaged: it is no list of tokens.")
        return tuple(records)

    def _write(self, records: list[dict[str, str]]) -> None:
        # mkstemp makes the file 0600 from its first moment on.
        descriptor, name = tempfile.mkstemp(dir=self._path.parent, prefix=self._path.name)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump({"version": 1, "tokens": records}, file, indent=2)
                file.write("\n")
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self._path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


PREFIX = "rolegraph_"
"""What every token begins with, so that scanners for leaked secrets can know one."""

WRITE_TOKEN, ONE_TIME = "write-token", "one-time"
"""Names of the token of the settings, and of the one that a server makes for itself."""
RESERVED = frozenset({WRITE_TOKEN, ONE_TIME, ANONYMOUS.name})
_log = structlog.get_logger(__name__)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}")
_DURATION = re.compile(r"([1-9][0-9]{0,4})([mhdwy])")
_UNITS = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
    "y": timedelta(days=365),
}


@dataclass(frozen=True)
class Token:
    """What is stored of a token: everything but itself.

    Attributes:
        name: who or what uses it; the author of its changes.
        role: what it may do.
        digest: SHA-256 of its text, in hexadecimal.
        created: when it was made.
        expires: when it ends, or None.
        revoked: when it was revoked, or None.
    """

    name: str
    role: AccessRole
    digest: str
    created: datetime
    expires: datetime | None = None
    revoked: datetime | None = None

    def state(self, now: datetime) -> str:
        """Return `active`, `expired` or `revoked`."""
        if self.revoked is not None:
            return "revoked"
        return "expired" if self.expires is not None and self.expires <= now else "active"


def new_secret() -> str:
    """Return the text of a new token: a prefix and 256 random bits."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """Return what is stored of a token's text."""
    return hashlib.sha256(secret.encode()).hexdigest()


def parse_duration(text: str) -> timedelta:
    """Return the duration that a text such as `30d`, `12h` or `1y` means.

    Raises:
        InputError: it is of another form.
    """
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        raise InputError(
            f"{text!r} is no duration; write a number and m, h, d, w or y, such as 30d."
        )
    return int(match[1]) * _UNITS[match[2]]


class Tokens:
    """The tokens of one data directory; a running server sees changes at the next request.

    Args:
        folder: the data directory.
    """

    def __init__(self, folder: Path) -> None:
        self._file = TokenFile(folder / "tokens.json")
        self._known: tuple[object, tuple[Token, ...] | None] = (None, None)

    def all(self) -> tuple[Token, ...]:
        """Return every token, oldest first, ended ones included.

        Raises:
            StoreError: the file cannot be read or is damaged.
        """
        records = self._file.records()
        known, before = self._known
        if records is known:  # the same object as long as the file is the same
            return before or ()
        tokens = tuple(_of_record(record) for record in records)
        if before is not None:
            _log_changes(before, tokens)
        self._known = (records, tokens)
        return tokens

    def create(self, name: str, role: AccessRole, lifetime: timedelta | None = None) -> str:
        """Make a token and return its text, which nobody can read again.

        Raises:
            InputError: the name has characters that a name must not have.
            Conflict: a token of that name is in use.
        """
        if not _NAME.fullmatch(name):
            raise InputError(
                f"{name!r} cannot name a token; use up to 64 letters, digits and . _ @ + -, "
                "beginning with a letter or digit."
            )
        if name in RESERVED:
            raise InputError(f"The log calls others {name!r}; choose another name for the token.")
        secret, now = new_secret(), datetime.now(UTC)
        try:
            expires = None if lifetime is None else now + lifetime
        except OverflowError:
            raise InputError("The token would outlive the calendar; choose less.") from None
        with self._file.changing() as records:
            if any(t.name == name and t.state(now) == "active" for t in map(_of_record, records)):
                raise Conflict(
                    f"A token named {name!r} is in use; revoke it first, or choose another name."
                )
            records.append(_to_record(Token(name, role, digest_of(secret), now, expires)))
        return secret

    def revoke(self, name: str) -> None:
        """End the token of a name at once.

        Raises:
            NotFound: no token of that name is in use.
        """
        now = datetime.now(UTC)
        with self._file.changing() as records:
            tokens = [_of_record(record) for record in records]
            active = [t for t in tokens if t.name == name and t.state(now) == "active"]
            if not active:
                raise NotFound(f"No token named {name!r} is in use; `rolegraph token list` says.")
            records[:] = [_to_record(replace(t, revoked=now) if t in active else t) for t in tokens]


def _log_changes(before: tuple[Token, ...], after: tuple[Token, ...]) -> None:
    """Log which tokens were made and revoked, for whoever asks later."""
    known = {token.digest: token for token in before}
    for token in after:
        old = known.get(token.digest)
        if old is None:
            expires = token.expires and token.expires.isoformat(timespec="seconds")
            _log.info(
                "access.token_created", token=token.name, role=token.role.label, expires=expires
            )
        if token.revoked is not None and (old is None or old.revoked is None):
            _log.info("access.token_revoked", token=token.name, role=token.role.label)


def _to_record(token: Token) -> dict[str, str]:
    record = {
        "name": token.name,
        "role": token.role.label,
        "sha256": token.digest,
        "created": token.created.isoformat(timespec="seconds"),
    }
    for key, time in (("expires", token.expires), ("revoked", token.revoked)):
        if time is not None:
            record[key] = time.isoformat(timespec="seconds")
    return record


def _of_record(record: dict[str, str]) -> Token:
    def time(key: str) -> datetime | None:
        text = record.get(key)
        return None if text is None else datetime.fromisoformat(text)

    try:
        return Token(
            record["name"],
            AccessRole.named(record["role"]),
            record["sha256"],
            datetime.fromisoformat(record["created"]),
            time("expires"),
            time("revoked"),
        )
    except (InputError, ValueError, TypeError) as error:
        raise StoreError(f"The file of tokens is damaged: {error}") from error
