"""Goes through the lines of an AsciiDoc file, and takes those of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Self

from rolegraph.documents.outline import Aside, Block, Outline, Passage, SetAside
from rolegraph.documents.readers.asciidoc.lines import VERBATIM, SourceLine
from rolegraph.documents.readers.asciidoc.signs import (
    ABOVE,
    BULLET,
    CONTINUED,
    DELIMITER,
    NUMBER,
    TABLE,
    TERM,
    BlockAttributes,
)

CODE = "a code block"


class LineCursor:
    """Goes through the lines of a file, or of a block within it.

    Args:
        lines: those that are read.
        outline: makes passages of the file.
        aside: what is marks, or is told, is put here.
        names: identifiers → the titles that references to them read as; those found are put here.
        identifiers: what the identifier of a section begins with, and what parts its words.
        depth: of blocks within blocks.
        outer: the markers of the lists around these lines; an entry with one of them ends all.
    """

    def __init__(
        self,
        lines: list[SourceLine],
        outline: Outline,
        aside: list[SetAside],
        names: dict[str, str],
        identifiers: tuple[str, str] = ("_", "_"),
        depth: int = 0,
        outer: frozenset[str] = frozenset(),
    ) -> None:
        self._lines, self._outline, self._aside, self._names = lines, outline, aside, names
        self._identifiers = identifiers
        self._depth, self._outer = depth, outer
        self._at = 0
        self._above = BlockAttributes()

    def _reader(self, lines: list[SourceLine], outer: frozenset[str] = frozenset()) -> Self:
        """Return a reader of some lines that goes one step deeper."""
        return type(self)(
            lines,
            self._outline,
            self._aside,
            self._names,
            self._identifiers,
            self._depth + 1,
            outer,
        )

    @property
    def taken(self) -> int:
        """How many lines were read."""
        return self._at

    def _line(self, ahead: int = 0) -> SourceLine | None:
        place = self._at + ahead
        return self._lines[place] if place < len(self._lines) else None

    def _skip_blanks(self) -> bool:
        while (line := self._line()) is not None and line.is_blank:
            self._at += 1
        return self._line() is not None

    def _mark(self, start: int, end: int, reason: str = "") -> None:
        self._aside.append(SetAside(start, end, reason))

    def _mark_line(self, line: SourceLine, reason: str = "") -> None:
        self._mark(line.start, line.start + len(line.text), reason)

    def _passage(self, line: SourceLine, start: int, end: int) -> Passage:
        return self._outline.passage(line.start + start, line.start + end)

    def _closes(self, fence: str) -> bool:
        """Tell whether a block that a line opens has an end; an open one is taken as text."""
        fence = fence.rstrip()
        return any(each.text.rstrip() == fence for each in self._lines[self._at + 1 :])

    def _text_lines(self) -> list[SourceLine]:
        """Take the lines of a paragraph: to a blank line, or one that begins another block."""
        found = [self._lines[self._at]]
        self._at += 1
        while (line := self._line()) is not None and (line.is_comment or not line.is_blank):
            if line.is_comment:
                self._at += 1
                continue
            if VERBATIM.fullmatch(line.text) or TABLE.fullmatch(line.text):
                break
            if DELIMITER.fullmatch(line.text) and self._closes(line.text):
                break
            if ABOVE.fullmatch(line.text):
                break
            if self._is_of_outer(line) or CONTINUED.fullmatch(line.text):
                break
            found.append(line)
            self._at += 1
        return found

    def _paragraph_as(self, what: str) -> Iterator[Block]:
        for each in self._text_lines():
            yield Aside(self._passage(each, 0, len(each.text)).span, what)

    def _is_of_outer(self, line: SourceLine) -> bool:
        """Tell whether a line begins an entry of a list around these lines."""
        sign = self._list_sign(line)
        return sign is not None and sign[1] in self._outer

    def _list_sign(self, line: SourceLine) -> tuple[str, str, re.Match[str]] | None:
        """Return kind, marker and match of a line that begins an entry of a list."""
        if found := BULLET.fullmatch(line.text):
            return "ul", found["marker"], found
        if found := NUMBER.fullmatch(line.text):
            sign = found["marker"]
            kind = sign if sign[0] == "." else "1." if sign[0].isdecimal() else sign[-1]
            return "ol", kind, found
        found = TERM.fullmatch(line.text)
        return ("dl", found["marker"], found) if found else None
