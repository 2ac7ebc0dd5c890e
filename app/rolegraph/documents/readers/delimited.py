"""CSV and TSV to an outline; each cell keeps its place in the file (RFC 4180, RFC 7111)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from rolegraph.documents.outline import Outline, Passage, Row
from rolegraph.documents.readers.grid import blocks_of
from rolegraph.documents.readers.plain import plain_text
from rolegraph.documents.text.source import SourceText

DELIMITERS = (",", ";", "\t", "|")
_TRIED = 50


@dataclass(frozen=True, slots=True)
class _Cell:
    start: int
    end: int


def read_delimited(source: SourceText) -> Outline:
    """Return the outline of a table file; its separator is found out.

    A passage of a quoted cell is what stands between the quotes. Its cell is the fragment of
    RFC 7111, such as `cell=4,2`: record 4 (the head is record 1), column 2.
    """
    shell = Outline(source, (), plain_text)
    rows = []
    for number, cells in enumerate(_records(source, _delimiter(source)), start=1):
        passages = [
            _passage(shell, cell, number, column) for column, cell in enumerate(cells, start=1)
        ]
        line = source.span(cells[0].start, cells[0].end).line if cells else 0
        rows.append(Row(tuple(passages), line))
    return Outline(source, tuple(blocks_of(rows)), plain_text, has_breaks=True)


def _passage(outline: Outline, cell: _Cell, row: int, column: int) -> Passage | None:
    found = outline.passage(cell.start, cell.end, f"cell={row},{column}")
    if not found.span.text:
        return None
    plain = plain_text(found.span.text.replace('""', '"'))
    return Passage(found.span, plain, found.cell)


def _delimiter(source: SourceText) -> str:
    """Return the separator by which most rows have the same number of cells, beyond one."""

    def fits(delimiter: str) -> tuple[int, int]:
        widths: Counter[int] = Counter()
        for number, cells in enumerate(_records(source, delimiter)):
            if number == _TRIED:
                break
            if len(cells) > 1:
                widths[len(cells)] += 1
        if not widths:
            return 0, 0
        width, count = widths.most_common(1)[0]
        return count, width

    return max(DELIMITERS, key=fits)


def _records(source: SourceText, delimiter: str) -> Iterator[list[_Cell]]:
    text = source.text
    position = len(text) - len(source.body)
    cells: list[_Cell] = []
    while position <= len(text):
        cell, position = _cell(text, position, delimiter)
        cells.append(cell)
        if position < len(text) and text[position] == delimiter:
            position += 1
            continue
        yield cells
        cells = []
        if position >= len(text):
            return
        position += 2 if text.startswith("\r\n", position) else 1


def _cell(text: str, position: int, delimiter: str) -> tuple[_Cell, int]:
    """Return a cell and where it ended: at a separator, a line end, or the end of the file."""
    start = position
    while start < len(text) and text[start] == " ":
        start += 1
    if text.startswith('"', start):
        end = start + 1
        while True:
            end = text.find('"', end)
            if end < 0:
                return _Cell(start + 1, len(text)), len(text)
            if not text.startswith('""', end):
                break
            end += 2
        after = end + 1
        while after < len(text) and text[after] not in {delimiter, "\n", "\r"}:
            after += 1
        return _Cell(start + 1, end), after
    end = position
    while end < len(text) and text[end] not in {delimiter, "\n", "\r"}:
        end += 1
    return _Cell(position, end), end
