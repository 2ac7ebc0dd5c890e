"""The file that tokens are kept in: replaced as a whole, read again when it changed."""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rolegraph.errors import StoreError

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
