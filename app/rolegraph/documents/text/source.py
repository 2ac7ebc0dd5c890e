"""The text of a source file and the places in it."""

from __future__ import annotations

import codecs
import hashlib
import re
from bisect import bisect_right
from collections.abc import Mapping

from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.documents.text.model import PAGE, Span
from rolegraph.errors import SyntaxFault

_LINE_END = re.compile("\r\n|\n|\r")
_BYTE_ORDER_MARK = "\ufeff"


def _way_out(content: bytes) -> str:
    """Return how to bring a file in another encoding into UTF-8."""
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    seems = "UTF-16" if is_wide else "the one of an older Windows program (windows-1252)"
    code = "UTF-16" if is_wide else "WINDOWS-1252"
    return (
        f"its encoding seems to be {seems}. In Excel, save it as “CSV UTF-8”; an editor has “Save "
        f"with encoding”; or use `iconv -f {code} -t UTF-8 FILE > NEW`."
    )


class SourceText:
    """A file's text with its lines.

    Lines end as CommonMark says (LF, CRLF or CR); a byte order mark is a character of the file
    but of no line.

    Args:
        file: name for people, such as `data/roles.md`.
        content: the bytes of the file, UTF-8.
        pages: for a file with pages, line → page, both from 1.
        word: what a page is called: `page`, or `slide`.

    Raises:
        MalformedDocument: the bytes are not UTF-8.
    """

    def __init__(
        self,
        file: str,
        content: bytes,
        pages: Mapping[int, int] | None = None,
        word: str = PAGE,
    ) -> None:
        self.file = file
        self.word = word
        self._pages = pages or {}
        self.sha256 = hashlib.sha256(content).hexdigest()
        try:
            self.text = content.decode()
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            message = f"The file is not UTF-8 text; {_way_out(content)}"
            raise MalformedDocument([SyntaxFault(message, source=file, line=line)]) from None
        first = len(_BYTE_ORDER_MARK) if self.text.startswith(_BYTE_ORDER_MARK) else 0
        ends = list(_LINE_END.finditer(self.text))
        self._starts = [first, *(end.end() for end in ends)]
        self._ends = [*(end.start() for end in ends), len(self.text)]

    @property
    def body(self) -> str:
        """The text without a byte order mark."""
        return self.text[self._starts[0] :]

    @property
    def line_count(self) -> int:
        """How many lines there are, counting an empty one after a last line end."""
        return len(self._starts)

    def line(self, number: int) -> Span:
        """Return a line, counted from 1, without its line end."""
        return self.span(self._starts[number - 1], self._ends[number - 1])

    def line_at(self, offset: int) -> int:
        """Return the number of the line that an offset lies in."""
        return max(bisect_right(self._starts, offset), 1)

    def span(self, start: int, end: int) -> Span:
        """Return the stretch between two offsets, without blanks at its two ends."""
        text = self.text[start:end]
        if text[:1].isspace():
            start += len(text) - len(text.lstrip())
        text = text.strip()
        line = self.line_at(start)
        column = start - self._starts[line - 1] + 1
        return Span(text, start, start + len(text), line, column, self.page(line), self.word)

    def page(self, line: int) -> int:
        """Return the page of a line, from 1; 0 for a file without pages."""
        return self._pages.get(line, 0)

    def part(self, whole: Span, start: int, end: int) -> Span:
        """Return a stretch of a span, by offsets within it."""
        return self.span(whole.start + start, whole.start + end)


class DocumentFaults:
    """Collects what is wrong with a file, so that all of it is reported together."""

    def __init__(self, source: SourceText) -> None:
        self._source = source
        self._found: list[SyntaxFault] = []
        self._broken = False

    def add(self, message: str, place: Span | int, *, breaks: bool = True) -> None:
        """Note a fault where a span begins, or at the begin of a line.

        Args:
            message: what is wrong.
            place: where.
            breaks: whether the fault makes it doubtful what the rest of the file says.
        """
        line, column = (place, 1) if isinstance(place, int) else (place.line, place.column)
        fault = SyntaxFault(message, source=self._source.file, line=line, column=column)
        self._found.append(fault)
        self._broken = self._broken or breaks

    @property
    def found(self) -> tuple[SyntaxFault, ...]:
        """The faults so far."""
        return tuple(self._found)

    def raise_if_any(self) -> None:
        """Raise `MalformedDocument` when there are faults."""
        if self._found:
            raise MalformedDocument(self._found)

    def raise_if_broken(self) -> None:
        """Raise `MalformedDocument` when there are faults that make the rest doubtful."""
        if self._broken:
            raise MalformedDocument(self._found)
