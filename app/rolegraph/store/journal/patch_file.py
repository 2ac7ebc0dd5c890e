"""Patches too large for memory: the quads that one adds, in a file, and entries read in pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rolegraph.rdf.terms import Quad, RdfFormat, parse
from rolegraph.rdf.uploads.nesting import check_readable
from rolegraph.store.files.pieces import as_file, whole_lines
from rolegraph.store.journal.entry_format import CHUNK, marked

_ADDS, _REMOVES = b"A ", b"D "


class PatchFile:
    """A file of N-Quads that are to be added, removed when it is closed.

    Takes them as a binary file does, in pieces of any length. The journal's form asks for no
    order, so they stand in the order in which they came.

    Args:
        path: the file, written anew.

    Attributes:
        path: the file.
        added: how many quads it adds.
        length: how many bytes the lines of its journal entry have.
        blank: whether there are blank nodes in it, as who writes it has to say.
        plain: whether there are surely no blank nodes and triple terms in it; likewise.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("w+b")
        self.restart()

    def restart(self) -> None:
        """Begin anew with no lines."""
        self._begun = b""
        self.added = self.length = 0
        self.blank, self.plain = False, True
        self._cut(0)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Take back what the block has written, should it fail."""
        self._file.flush()
        place = self._file.tell()
        before = (self.added, self.length, self.blank, self.plain)
        try:
            yield
        except BaseException:
            self._begun = b""
            self.added, self.length, self.blank, self.plain = before
            self._cut(place)
            raise

    def _cut(self, place: int) -> None:
        self._file.seek(place)
        self._file.truncate()

    def write(self, text: bytes) -> int:
        """Take a piece of N-Quads; a line that it leaves open is kept for the next piece.

        Raises:
            Unreadable: a term in it nests too deep to be read again.
        """
        end = text.rfind(b"\n") + 1
        lines = self._begun + text[:end] if end else b""
        self._begun = text[end:] if end else self._begun + text
        if lines:
            check_readable(lines)
            number = lines.count(b"\n")
            self._file.write(lines)
            self.added += number
            self.length += len(lines) + number * len(_ADDS)
        return len(text)

    def flush(self) -> None:
        """Have all of it in the file."""
        self._file.flush()

    def lines(self) -> Iterator[bytes]:
        """Yield its N-Quads in pieces of whole lines."""
        self.flush()
        with self.path.open("rb") as file:
            yield from whole_lines(iter(lambda: file.read(CHUNK), b""))

    def parts(self) -> Iterator[bytes]:
        """Yield the lines of its journal entry in pieces."""
        return (marked(lines, _ADDS) for lines in self.lines())

    def quads(self) -> Iterator[Quad]:
        """Yield the quads, the names of blank nodes kept."""
        self.flush()
        return parse(path=self.path, format=RdfFormat.N_QUADS)

    def close(self) -> None:
        """Let go of the file and remove it."""
        self._file.close()
        self.path.unlink(missing_ok=True)


def added_quads(parts: Iterable[bytes]) -> Iterator[Quad]:
    """Yield the quads that the lines of a patch add, the lines given in pieces of any length."""
    return _quads(parts, _ADDS)


def removed_quads(parts: Iterable[bytes]) -> Iterator[Quad]:
    """Yield the quads that the lines of a patch remove, the lines given in pieces of any length."""
    return _quads(parts, _REMOVES)


def _quads(parts: Iterable[bytes], mark: bytes) -> Iterator[Quad]:
    text = (
        _readable(unmarked) for lines in whole_lines(parts) if (unmarked := _unmarked(lines, mark))
    )
    return parse(as_file(text), format=RdfFormat.N_QUADS)


def _readable(lines: bytes) -> bytes:
    check_readable(lines)
    return lines


def _unmarked(lines: bytes, mark: bytes) -> bytes:
    """Return those of some lines that begin with a mark, without it."""
    other = _REMOVES if mark == _ADDS else _ADDS
    text = b"\n" + lines
    if b"\n" + other in text:
        kept = (line[2:] for line in lines.splitlines(keepends=True) if line[:2] == mark)
        return b"".join(kept)
    return text.replace(b"\n" + mark, b"\n")[1:]
