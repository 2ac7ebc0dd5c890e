"""A PDF without tags to the elements of a text, by how its pages look."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from rolegraph.documents.readers.office.outlining import NOTE, TextNode
from rolegraph.documents.readers.pdf.bullets import bullet_of, number_of
from rolegraph.documents.readers.pdf.levels import Levels
from rolegraph.documents.readers.pdf.margins import MARGIN, Margins, line_numbers, once
from rolegraph.documents.readers.pdf.nodes import node_of, not_read
from rolegraph.documents.readers.pdf.pages import (
    Columns,
    Joining,
    Line,
    Word,
    lines_on_page,
    upright,
    words_of,
)
from rolegraph.documents.readers.pdf.tables import Cell, Grid, grids_of, in_columns

if TYPE_CHECKING:
    from pdfplumber.page import Page

_CONTENTS = re.compile(r"(?:[.\u2026]\s?){3,}\s*[0-9ivx]+$")
_ENTRIES = 3
"""So many lines with dots and a number make a page a table of contents."""
_ENDS = re.compile(r"[.!?:;\u3002\uff01\uff1f][\"\u201d\u2019)\]]*$")
_WIDER = 1.3
"""From so many times the usual distance of lines on, a new paragraph begins."""
_WIDE = 1.75
"""So many sizes apart, lines are those of a text with wide lines, or paragraphs."""
_INDENT = 3.0
"""Points by which the text of an entry stands further in than its sign."""
_SMALLER = 0.92

_FULL = 0.8
"""From this share of the widest line on, a line ends where the page does."""

Piece = Line | Grid


class Layout:
    """Reads the pages of a file.

    Args:
        pages: of the file.
    """

    def __init__(self, pages: Sequence[Page]) -> None:
        pieces: list[Piece] = []
        last: Grid | None = None
        counted: set[Word] = set()
        self._contents: set[int] = set()
        self._unread: list[TextNode] = []
        for page in pages:
            of_page = words_of(upright(page), in_order=False)
            self._unread += not_read(page)
            numbers = line_numbers(of_page)
            counted |= numbers
            of_page = [word for word in of_page if word not in numbers]
            plain = lines_on_page(of_page)
            if sum(_CONTENTS.search(line.text) is not None for line in plain) >= _ENTRIES:
                self._contents.add(page.page_number)
                pieces += plain
                continue
            grids = grids_of(page, of_page, last)
            pieces += in_columns(page, of_page, grids)
            last = grids[-1] if grids else None
            page.close()
        lines = [each for each in pieces if isinstance(each, Line)]
        heights = {page.page_number: float(page.height) for page in pages}
        margins = Margins(lines, heights)
        beside = [Line((word,)) for word in counted]
        self._margins = once([*(line for line in lines if margins.has(line)), *beside])
        self._pieces = _whole(
            each for each in pieces if isinstance(each, Grid) or not margins.has(each)
        )
        lines = [each for each in self._pieces if isinstance(each, Line)]
        grids = [each for each in self._pieces if isinstance(each, Grid)]
        self._columns = Columns(lines)
        in_cells = (
            line for grid in grids for row in grid.rows for cell in row for line in cell.lines
        )
        self._joining = Joining([*lines, *in_cells], self._columns)
        self._levels = Levels(lines)
        self._pitch = _pitches(lines)
        self._widest = max((line.x1 - line.x0 for line in lines), default=0.0)

    def blocks(self) -> list[TextNode]:
        """Return what the pages have, as blocks."""
        found = [*self._unread, *self._blocks(self._pieces)]
        for line in self._margins:
            node = node_of("aside", line.text, [line])
            node.what = MARGIN
            found.append(node)
        return found

    def _blocks(self, pieces: Sequence[Piece]) -> Iterator[TextNode]:
        flow = _Flow(self._joining)
        for group in self._groups(pieces):
            if isinstance(group, Grid):
                yield from flow.end()
                yield self._table(group)
            else:
                yield from flow.take(group, self._kind(group))
        yield from flow.end()

    def _kind(self, group: Sequence[Line]) -> str:
        level = self._levels.of(group)
        if level is not None:
            return f"h{level}"
        if group[0].page in self._contents and group[-1].words[-1].text.isdecimal():
            return "contents"
        is_small = group[0].size < self._levels.usual * _SMALLER
        return "note" if is_small and group[0].words[0].text.isdecimal() else "p"

    def _groups(self, pieces: Sequence[Piece]) -> Iterator[Grid | list[Line]]:
        """Yield tables, and the lines that belong together: a heading, a paragraph, an entry."""
        group: list[Line] = []
        for piece in pieces:
            if isinstance(piece, Line) and group and self._goes_on(group, piece):
                group.append(piece)
                continue
            if group:
                yield group
            group = []
            if isinstance(piece, Grid):
                yield piece
            else:
                group = [piece]
        if group:
            yield group

    def _goes_on(self, group: Sequence[Line], line: Line) -> bool:
        last = group[-1]
        is_entry = last.page in self._contents and last.words[-1].text.isdecimal()
        if is_entry or _sign_of(line) is not None or line.size != last.size:
            return False
        if line.page != last.page or line.top < last.top:
            # At the end of a page or column only the words tell.
            return line.text[:1].islower() and not _ENDS.search(last.text)
        apart = line.top - last.top
        if apart > self._pitch.get(line.size, line.size * 1.2) * _WIDER:
            return False
        if apart > _WIDE * line.size and _ENDS.search(last.text):
            return False  # paragraphs of one line each look like a text with wide lines
        if all(each.is_bold for each in group) != line.is_bold:
            # A label in bold stands for itself; words in bold may begin a text as well.
            return last.x1 - last.x0 > _FULL * self._widest and not line.is_bold
        return self._is_within(group, line)

    def _is_within(self, group: Sequence[Line], line: Line) -> bool:
        """Tell by where it begins whether a line belongs to the entry or paragraph above it."""
        if _sign_of(group[0]) is None:
            return line.x0 >= group[0].x0 - _INDENT or len(group) == 1
        is_deeper = line.x0 >= group[0].x0 + _INDENT
        return is_deeper or not self._columns.breaks(group[-1], line)

    def _table(self, grid: Grid) -> TextNode:
        table = TextNode("table")
        for row in grid.rows:
            line = TextNode("tr")
            line.children += [self._cell(cell) for cell in row]
            table.children.append(line)
        return table

    def _cell(self, cell: Cell) -> TextNode:
        node = TextNode("td")
        node.columns, node.rows, node.page = cell.columns, cell.rows, cell.page
        groups = self._groups(cell.lines)
        flow = _Flow(self._joining)
        for group in groups:
            if not isinstance(group, Grid):
                node.children += flow.take(group, "p")
        node.children += flow.end()
        return node


class _Flow:
    """Puts paragraphs, entries and headings in their order, with lists in each other."""

    def __init__(self, joining: Joining) -> None:
        self._joining = joining
        self._open: list[tuple[float, TextNode]] = []
        """The lists that are open: where their signs stand, and the list."""

    def take(self, group: Sequence[Line], kind: str) -> Iterator[TextNode]:
        """Take lines that belong together, and yield what is complete."""
        sign = _sign_of(group[0]) if kind == "p" else None
        if sign is None:
            yield from self.end()
            yield self._plain(group, kind)
            return
        text = self._joining.text(group)
        item = node_of("li", text[len(sign) :], group)
        x0 = group[0].x0
        while self._open and x0 < self._open[-1][0] - _INDENT:
            outer = self._open.pop()
            if not self._open:
                yield outer[1]
        if not self._open or x0 > self._open[-1][0] + _INDENT:
            node = TextNode("ol" if number_of(text) else "ul")
            if self._open:
                *_, last = self._open[-1][1].elements()
                last.children.append(node)
            self._open.append((x0, node))
        self._open[-1][1].children.append(item)

    def end(self) -> Iterator[TextNode]:
        """Yield the list that is open, and close it."""
        if self._open:
            yield self._open[0][1]
        self._open = []

    def _plain(self, group: Sequence[Line], kind: str) -> TextNode:
        if kind in {"contents", "note"}:
            node = node_of("aside", self._joining.text(group, keeps_breaks=False), group)
            node.what = NOTE if kind == "note" else "a table of contents"
            return node
        return node_of(kind, self._joining.text(group, keeps_breaks=kind == "p"), group)


def _whole(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the pieces of all pages, with tables that go on over several in one."""
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if isinstance(piece, Grid) and isinstance(last, Grid) and last.goes_on(piece):
            found[-1] = last.joined(piece)
        else:
            found.append(piece)
    return found


def _sign_of(line: Line) -> str | None:
    """Return the sign or number that makes a line the beginning of an entry."""
    text = line.text
    sign = bullet_of(text)
    if sign is not None or line.is_bold:
        return sign  # a number before a line in bold is that of a title
    return number_of(text)


def _pitches(lines: Iterable[Line]) -> dict[float, float]:
    """Return how far apart the lines of a paragraph stand, by the size of their letters."""
    found: dict[float, Counter[float]] = {}
    for one, after in pairwise(lines):
        distance = round((after.top - one.top) * 2) / 2
        if one.page == after.page and one.size == after.size and 0 < distance < 2.2 * one.size:
            found.setdefault(one.size, Counter())[distance] += 1
    return {size: min(_frequent(counts)) for size, counts in found.items()}


def _frequent(counts: Counter[float]) -> list[float]:
    """Return the distances that are at least a third as frequent as the most frequent one."""
    most = max(counts.values())
    return [distance for distance, number in counts.items() if number * 3 >= most]
