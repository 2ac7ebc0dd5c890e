"""Reads the file of a journal, and tells what is torn from what is damaged.

One commit is written at a time, so a crash leaves one torn entry, and nothing after it. All else
that is not as it should be was damaged later.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from rolegraph.errors import Damaged
from rolegraph.store.files.summing import feed_sum
from rolegraph.store.journal.entry_format import (
    BEGIN,
    CHAIN,
    CHUNK,
    END,
    FORMAT_LINE,
    SNAPSHOT,
    START,
    UNFINISHED,
    Entry,
    sealed,
)

_FORMAT = FORMAT_LINE.rpartition(b" ")[0]
_FIRST_LINE = b'\nH revision "'
_NUMBERS = ("revision", "parent", "added", "removed", "bytes")
_LONGEST_NUMBER = 15


@dataclass(frozen=True)
class JournalFault:
    """What stands behind the last whole entry of a file.

    Attributes:
        offset: where it begins, in bytes.
        size: how much there is, in bytes.
        torn: whether a crash may have left it: an entry begins, and the file ends within it.
        what: what is wrong, as the end of a sentence.
        unfinished: whether it says itself that it was never committed.
    """

    offset: int
    size: int
    torn: bool
    what: str
    unfinished: bool = False


class SpoiltEntry(Exception):
    """An entry cannot be read."""


class _Cut(SpoiltEntry):
    """The file ends within the entry."""


class _Unfinished(_Cut):
    """It says itself that it was not written to its end."""


class _Wrong(SpoiltEntry):
    """The entry is not as it should be."""


class LogFile:
    """The file of a journal, read once from its beginning.

    Args:
        path: the file.
        after: the revision that it goes on from, if it is a part of a journal.
        link: the seal of that revision.
        salvage: whether a first line that is spoilt is passed over, to get at the entries.

    Attributes:
        path: the file.
        fault: what stands behind the last whole entry; known once all entries are read.
        last: the last whole entry that was read.
    """

    def __init__(
        self, path: Path, after: int = 0, link: str = START, *, salvage: bool = False
    ) -> None:
        self.path = path
        self._salvage = salvage
        self._after, self._link = after, link
        self.fault: JournalFault | None = None
        self.last: Entry | None = None

    @property
    def revision(self) -> int:
        """The revision of the last whole entry that was read."""
        return self.last.revision if self.last else self._after

    @property
    def link(self) -> str:
        """What the next entry must have for the seal before it."""
        return self.last.link if self.last else self._link

    def entries(self) -> Iterator[Entry]:
        """Yield the whole entries, sealed, up to the first that is not.

        Raises:
            Damaged: the first line is not that of a change log.
        """
        with self.path.open("rb") as file:
            chained = read_format(file, self.path, salvage=self._salvage)
            good = file.tell()
            try:
                while (entry := self._entry(file, chained=chained)) is not None:
                    self.last, good = entry, file.tell()
                    yield entry
            except SpoiltEntry as error:
                self.fault = _fault(file, good, error)

    def whole(self) -> Iterator[Entry]:
        """Yield the entries; a torn one at the end is left out, and reported in `fault`.

        Raises:
            Damaged: the file is damaged.
        """
        yield from self.entries()
        if self.fault is not None and not self.fault.torn:
            raise damaged(self.path, self.revision, self.fault.what)

    def _entry(self, file: BinaryIO, *, chained: bool) -> Entry | None:
        """Return the entry that begins here, or None at the end of the file.

        Raises:
            _Cut: the file ends within it.
            _Wrong: it is damaged.
        """
        read = read_headers(file)
        if read is None:
            return None
        headers, seal = read
        revision, length = int(headers["revision"]), int(headers["bytes"])
        if revision != self.revision + 1 and (self.last or SNAPSHOT not in headers):
            raise _Wrong(f"revision {revision} follows on revision {self.revision}")
        if chained:
            if tuple(headers)[-2:] != CHAIN or headers["seal"] != seal:
                raise _Wrong(f"the headers of revision {revision} do not have the seal they should")
            if headers["previous"] != self.link:
                raise _Wrong(f"revision {revision} was made behind another one")
        if headers["digest"] == UNFINISHED:
            raise _Unfinished(f"revision {revision} was not written to its end")
        offset = file.tell()
        digest = hashlib.sha256()
        found = feed_sum(file, length, digest.update)
        end = file.read(len(END))
        if found < length or (len(end) < len(END) and END.startswith(end)):
            raise _Cut(f"the file ends within revision {revision}")
        if end != END or digest.hexdigest() != headers["digest"]:
            raise _Wrong(f"the patch of revision {revision} does not have the digest it should")
        made = headers if chained else sealed(headers, self.link)
        return Entry(revision, made, offset, length)


def read_format(file: BinaryIO, path: Path, *, salvage: bool = False) -> bool:
    """Read the first line; tell whether entries are sealed (format 2) or not (format 1).

    Raises:
        Damaged: it is the first line of something else.
    """
    first = file.read(len(FORMAT_LINE))
    if first == FORMAT_LINE:
        return True
    file.seek(0)
    if first.startswith(b"H ") or not first:
        return not first
    if FORMAT_LINE.startswith(first):
        return True
    if first.startswith(_FORMAT) and first[len(_FORMAT) :].strip(b"\n ").isdigit():
        raise Damaged(
            f"The change log {path} is of a later format. Use the version of rolegraph that wrote "
            "it, or a later one; nothing was changed."
        )
    file.seek(0)
    if salvage and file.readline(2 * len(FORMAT_LINE)).endswith(b"\n"):
        return True
    raise Damaged(
        f"The change log {path} is damaged in its first line, which does not name a format. "
        "Nothing was changed. Make a new data directory from what is whole with `rolegraph restore "
        f"{path.parent} --data-dir NEW`, or from a backup with `rolegraph restore BACKUP "
        "--data-dir NEW`."
    )


def damaged(path: Path, revision: int, what: str) -> Damaged:
    """Return the error of a file that is damaged behind a revision."""
    return Damaged(
        f"The change log {path} is damaged behind revision {revision}: {what}. Nothing was "
        "changed. Make a new data directory from a backup with `rolegraph restore BACKUP "
        f"--data-dir NEW`, or from what is whole here with `rolegraph restore {path.parent} "
        f"--until {revision} --data-dir NEW`."
    )


def _fault(file: BinaryIO, good: int, error: Exception) -> JournalFault:
    size = file.seek(0, os.SEEK_END) - good
    file.seek(good)
    torn = isinstance(error, _Cut) and not has_a_commit_more(file)
    return JournalFault(good, size, torn, str(error), unfinished=isinstance(error, _Unfinished))


def has_a_commit_more(file: BinaryIO) -> bool:
    """Tell whether another entry begins behind the one that begins here."""
    before = b""
    while part := file.read(CHUNK):
        text = before + part
        if _FIRST_LINE in text:
            return True
        before = text[-len(_FIRST_LINE) :]
    return False


def read_headers(file: BinaryIO) -> tuple[dict[str, str], str] | None:
    """Return the headers up to `TX`, and the seal of their lines; None at the end of the file.

    Raises:
        SpoiltEntry: they are cut off, or not as they should be.
    """
    headers: dict[str, str] = {}
    digest, seal = hashlib.sha256(), ""
    for line in iter(file.readline, b""):
        if line == BEGIN:
            break
        if not line.endswith(b"\n"):
            raise _Cut("the file ends within the headers of an entry")
        if not line.startswith(b"H ") or not line.endswith(b" .\n"):
            raise _Wrong("a line of its headers is no header")
        try:
            name, _, value = line[2:-3].decode().partition(" ")
            headers[name] = json.loads(value)
        except ValueError:
            raise _Wrong("a header cannot be read") from None
        if name == "seal":
            seal = digest.hexdigest()
        digest.update(line)
    else:
        if headers:
            raise _Cut("the file ends within the headers of an entry")
        return None
    _check_form(headers)
    return headers, seal


def _check_form(headers: dict[str, str]) -> None:
    """Go on only if what is needed to read on is there, and what must be numbers are numbers."""
    for name in _NUMBERS:
        value = headers.get(name, "0" if name in {"parent", "added", "removed"} else "")
        if not (_is_text(value) and value.isascii() and value.isdigit()) or (
            len(value) > _LONGEST_NUMBER
        ):
            raise _Wrong(f"its header {name} is no number")
    if not all(map(_is_text, headers.values())) or "digest" not in headers:
        raise _Wrong("a header that it needs is missing or no text")


def _is_text(value: object) -> bool:
    return isinstance(value, str)
