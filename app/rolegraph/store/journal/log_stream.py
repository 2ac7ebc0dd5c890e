"""The journal as a stream of bytes: what a replica copies, entry by entry, as it stands.

Between entries, comments tell how far the sender is: `# revision 12`. They make the stream show
that it lives while nothing happens, and a reader know how much is to come. (Comments are as in
N-Triples, on whose syntax RDF Patch is built.)
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rolegraph.errors import Diverged
from rolegraph.store.journal.entry_format import BEGIN, END, Entry, encode_head
from rolegraph.store.journal.journal import Journal

PART = 256 * 1024
"""Bytes that are held at once of an entry, which may have hundreds of millions."""
_LONGEST_LINE = 16 * 2**20
"""Bytes of a header; a guard's report is the longest."""
_COMMENT = b"# revision "


@dataclass(frozen=True)
class StreamMark:
    """How far the sender is."""

    revision: int


@dataclass(frozen=True)
class Begin:
    """The headers of an entry; the lines of its patch follow as bytes, then `End`."""

    headers: Mapping[str, str]


@dataclass(frozen=True)
class End:
    """The entry is whole, and its patch has the digest that its headers say."""


Event = StreamMark | Begin | bytes | End


def mark(revision: int) -> bytes:
    """Return the comment that tells how far the sender is."""
    return _COMMENT + str(revision).encode() + b"\n"


def parts_of(journal: Journal, entry: Entry) -> Iterator[bytes]:
    """Yield an entry of a journal as it stands there, part by part."""
    yield encode_head(entry.headers)
    for start in range(0, entry.length, PART):
        yield journal.part(entry, start, min(PART, entry.length - start))
    yield END


class StreamReader:
    """Reads such a stream as it comes in, whatever the pieces.

    Holds no more than a header or `PART` bytes at a time. What was read of an entry whose `End`
    has not come is not to be kept.
    """

    def __init__(self) -> None:
        self._held = b""
        self._headers: dict[str, str] | None = None
        self._head = b""
        self._left = -1
        self._hash = hashlib.sha256()

    def feed(self, data: bytes) -> Iterator[Event]:
        """Yield what a further piece of the stream tells.

        Raises:
            Diverged: it is no stream of a journal, or an entry was damaged on its way.
        """
        self._held += data
        while True:
            if self._left < 0:
                event = self._line()
                if event is None:
                    return
                if not isinstance(event, bool):
                    yield event
            elif self._left > 0:
                if not self._held:
                    return
                part, self._held = self._held[: self._left], self._held[self._left :]
                self._left -= len(part)
                self._hash.update(part)
                yield part
            else:
                if len(self._held) < len(END):
                    return
                yield self._end()

    def _line(self) -> Event | bool | None:
        """Read a line between patches; None where it is not all there, True for a header."""
        line, newline, rest = self._held.partition(b"\n")
        if not newline:
            if len(line) > _LONGEST_LINE:
                raise Diverged("What the leader sends is no change log: it has an endless line.")
            return None
        self._held = rest
        line += newline
        if line.startswith(_COMMENT) and self._headers is None:
            return StreamMark(_number(line[len(_COMMENT) :]))
        if line == BEGIN and self._headers is not None:
            return self._begin(self._headers)
        if not line.startswith(b"H ") or not line.endswith(b" .\n"):
            raise Diverged(f"What the leader sends is no change log: {line[:60]!r}.")
        name, _, value = line[2:-3].partition(b" ")
        try:
            self._headers = {**(self._headers or {}), name.decode(): str(json.loads(value))}
        except ValueError:
            raise Diverged(f"A header of the change log cannot be read: {line[:60]!r}.") from None
        self._head += line
        return True

    def _begin(self, headers: dict[str, str]) -> Begin:
        # What is written from the headers must be what was sent, byte for byte.
        if encode_head(headers) != self._head + BEGIN:
            raise Diverged(
                f"The headers of revision {headers.get('revision')} are not in the form in which "
                "they are kept here."
            )
        self._left = _number(headers.get("bytes", "").encode())
        self._hash = hashlib.sha256()
        return Begin(headers)

    def _end(self) -> End:
        headers = self._headers or {}
        if not self._held.startswith(END) or self._hash.hexdigest() != headers.get("digest"):
            raise Diverged(f"The patch of revision {headers.get('revision')} came damaged.")
        self._held = self._held[len(END) :]
        self._headers, self._head, self._left = None, b"", -1
        return End()


def _number(text: bytes) -> int:
    text = text.strip()
    if not text.isdigit() or len(text) > 15:  # noqa: PLR2004 - more than any log has
        raise Diverged(f"What the leader sends is no change log: {text[:60]!r} is no number.")
    return int(text)
