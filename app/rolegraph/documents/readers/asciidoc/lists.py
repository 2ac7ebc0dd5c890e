"""Lists of AsciiDoc: bullets, numbers, terms, and what is attached to their entries."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field

from rolegraph.documents.outline import Block, Bullets, Heading, Item, Paragraph
from rolegraph.documents.readers.asciidoc.cursor import CODE, LineCursor
from rolegraph.documents.readers.asciidoc.lines import VERBATIM, SourceLine
from rolegraph.documents.readers.asciidoc.signs import (
    ABOVE,
    CALLOUT,
    CONTINUED,
    DELIMITER,
    HEADING,
    MEDIA,
    TABLE,
)

_LABEL = 7
_TERMS = {"::": 7, ":::": 8, "::::": 9, ";;": 9}
"""The levels of terms, as labels."""


@dataclass
class _OpenItem:
    """An entry of a list while its lines are read."""

    marker: tuple[int, int]
    start: int
    end: int
    blocks: list[Block] = field(default_factory=list)
    is_done: bool | None = None


@dataclass
class _OpenList:
    """A list while its entries are read."""

    kind: str
    marker: str
    items: list[_OpenItem] = field(default_factory=list)
    terms: list[Block] = field(default_factory=list)


class ListReader(LineCursor):
    """Reads lists."""

    @abstractmethod
    def first(self) -> list[Block]:
        """Return the first block of the lines alone."""

    def _list(self) -> Iterator[Block]:
        """Yield a list; terms with what is said of them become labels."""
        stack: list[_OpenList] = []
        done: list[Block] = []
        while (line := self._line()) is not None:
            sign = self._list_sign(line)
            if sign is None or sign[1] in self._outer:
                break
            self._enter(stack, done, sign[0], sign[1])
            self._entry(stack, line, sign)
            if not self._goes_on(stack):
                break
        while stack:
            self._leave(stack, done)
        yield from done

    def _enter(self, stack: list[_OpenList], done: list[Block], kind: str, marker: str) -> None:
        """Go to the list of a marker: one that is open, or one within the last entry."""
        known = next((n for n, each in enumerate(stack) if each.marker == marker), None)
        if known is None:
            stack.append(_OpenList(kind, marker))
            return
        while len(stack) > known + 1:
            self._leave(stack, done)

    def _leave(self, stack: list[_OpenList], done: list[Block]) -> None:
        """Close the innermost list, and put it into the entry that it stands in."""
        closed = stack.pop()
        blocks = list(self._closed(closed))
        if stack:
            stack[-1].items[-1].blocks += blocks
        else:
            done += blocks

    def _closed(self, closed: _OpenList) -> Iterator[Block]:
        source = self._outline.source
        if closed.kind != "dl":
            items = []
            for each in closed.items:
                passage = self._outline.passage(each.start, each.end)
                text = passage if passage.span.text else None
                marker = source.span(*each.marker)
                items.append(Item(text, tuple(each.blocks), marker, each.is_done))
            yield Bullets(tuple(items), closed.kind == "ol")
            return
        level = _TERMS.get(closed.marker, _LABEL)
        for each in closed.items:
            term = self._outline.passage(*each.marker)
            yield Heading(term, level, is_label=True)
            text = self._outline.passage(each.start, each.end)
            if text.span.text:
                yield Paragraph(text)
            yield from each.blocks

    def _entry(
        self, stack: list[_OpenList], line: SourceLine, sign: tuple[str, str, re.Match[str]]
    ) -> None:
        """Read the lines of an entry: its text, which goes on to a blank line or another entry."""
        kind, _, found = sign
        start = line.start + (found.start("text") if found["text"] else len(line.text))
        if kind == "dl":
            marker = (line.start + found.start("term"), line.start + found.end("term"))
            self._mark(line.start + found.start("marker"), line.start + found.end("marker"))
        else:
            marker = (line.start, start)
        item = _OpenItem(marker, start, line.start + len(line.text))
        if kind == "ul" and found["box"]:
            item.is_done = found["box"] != "[ ]"
        stack[-1].items.append(item)
        self._at += 1
        if kind == "dl" and not found["text"]:
            self._skip_before_text(item)
        while (following := self._line()) is not None and self._belongs(following):
            if not following.is_comment:
                item.end = following.start + len(following.text)
                item.start = item.start if item.start < item.end else following.start
            self._at += 1

    def _skip_before_text(self, item: _OpenItem) -> None:
        """Go to the text of a term that stands below it, perhaps behind blank lines."""
        ahead = 0
        while (line := self._line(ahead)) is not None and line.is_blank:
            ahead += 1
        if line is not None and self._belongs(line):
            self._at += ahead
            item.start = item.end = line.start

    def _belongs(self, line: SourceLine) -> bool:
        """Tell whether a line goes on with the text of an entry."""
        text = line.text
        if line.is_comment:
            return True
        if line.is_blank or self._list_sign(line) is not None or CONTINUED.fullmatch(text):
            return False
        if VERBATIM.fullmatch(text) or TABLE.fullmatch(text) or CALLOUT.fullmatch(text):
            return False
        is_block = DELIMITER.fullmatch(text) or ABOVE.fullmatch(text) or MEDIA.fullmatch(text)
        return not (is_block or HEADING.fullmatch(text))

    def _goes_on(self, stack: list[_OpenList]) -> bool:
        """Read what is attached to the last entry; tell whether more entries follow."""
        while True:
            blanks, has_comment = 0, False
            while (line := self._line(blanks)) is not None and line.is_blank:
                has_comment |= line.is_comment and blanks > 0
                blanks += 1
            if line is None:
                return False
            if CONTINUED.fullmatch(line.text):
                self._at += blanks
                self._attach(stack, blanks)
                continue
            if line.text[:1] in " \t" and blanks and self._list_sign(line) is None:
                self._at += blanks
                stack[-1].items[-1].blocks += self._paragraph_as(CODE)
                continue
            if not blanks and (DELIMITER.fullmatch(line.text) or ABOVE.fullmatch(line.text)):
                return self._attached_list(stack, line)
            self._at += blanks
            return not has_comment and self._list_sign(line) is not None

    def _attached_list(self, stack: list[_OpenList], line: SourceLine) -> bool:
        """Read a list with attributes right below an entry as one within it."""
        after = self._line(1)
        if ABOVE.fullmatch(line.text) is None or after is None:
            return False
        sign = self._list_sign(after)
        if sign is None or any(each.marker == sign[1] for each in stack):
            return False
        self._mark_line(line)
        self._at += 1
        return True

    def _attach(self, stack: list[_OpenList], blanks: int) -> None:
        """Read the block behind a `+`; each blank line before it goes to one entry further out."""
        sign = self._line()
        if sign is not None:
            self._mark_line(sign)
        self._at += 1
        for _ in range(min(blanks, len(stack) - 1)):
            closed = stack.pop()
            stack[-1].items[-1].blocks += list(self._closed(closed))
        if self._line() is None or not self._skip_blanks():
            return
        reader = self._reader(
            self._lines[self._at :], self._outer | {each.marker for each in stack}
        )
        stack[-1].items[-1].blocks += reader.first()
        self._at += reader.taken
