"""Tables of AsciiDoc: `|===`, with columns, heads and cells over several of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rolegraph.documents.outline import Outline, Passage, Row, SetAside, Table
from rolegraph.documents.readers.asciidoc.lines import SourceLine
from rolegraph.documents.readers.asciidoc.signs import BlockAttributes
from rolegraph.documents.readers.grid import GROUP, Above, add_cell, fill_from_above, take_head

NESTED = "a table within a cell of a table"
_BAR = re.compile(
    r"(?:(?<=[ \t\n])|(?<![^\n]))"
    r"(?P<spec>(?:(?:\d+(?:\.\d+)?|\.\d+)[*+])?[<^>]?(?:\.[<^>])?[a-z]?)(?<!\\)\||(?<!\\)\|"
)
_SPEC = re.compile(
    r"(?:(?P<columns>\d+)?(?:\.(?P<rows>\d+))?(?P<sign>[*+]))?(?:[<^>])?(?:\.[<^>])?(?P<style>[a-z])?"
)
_COLUMN = re.compile(r"\s*(?:(?P<times>\d+)\*)?\s*(?P<rest>[^*]*)")
_MOST = 100
"""Columns that a table may have, and times that a cell may be repeated."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell as it is written.

    Attributes:
        start, end: where its text stands.
        line: the place of the line that it begins in, among those of the table.
    """

    start: int
    end: int
    line: int
    columns: int = 1
    rows: int = 1
    times: int = 1


def table_of(
    lines: Sequence[SourceLine],
    above: BlockAttributes,
    outline: Outline,
    aside: list[SetAside],
) -> Table | None:
    """Return a table; None where it has no cell.

    Args:
        lines: those between its signs.
        above: its attributes: `cols`, `options`.
        outline: makes passages of the file.
        aside: bars and specifiers of cells are noted here as marks, what is not read with a reason.
    """
    lines = [line for line in lines if not line.is_comment]
    cells = list(_cells(lines, aside))
    if not cells:
        return None
    width = _width(above.named.get("cols", ""))
    if width == 0:
        width = sum(each.columns * each.times for each in cells if each.line == cells[0].line)
    rows = list(_rows(cells, min(width, _MOST), outline, aside))
    if not rows:
        return None
    if not _has_head(lines, cells, above):
        return Table(rows[0], tuple(rows[1:]))
    head, others, groups = take_head(rows)
    aside += [SetAside(each.span.start, each.span.end, GROUP) for each in groups]
    return Table(head, tuple(others))


def _has_head(lines: Sequence[SourceLine], cells: Sequence[_Cell], above: BlockAttributes) -> bool:
    """Tell whether the first row is a head: by an option, or by the blank line behind it."""
    if {"header", "noheader"} & above.options:
        return "header" in above.options
    first = next((n for n, line in enumerate(lines) if not line.is_blank), 0)
    is_parted = first + 1 < len(lines) and lines[first + 1].is_blank
    return first == 0 and is_parted and cells[0].line == first


def _width(columns: str) -> int:
    """Return how many columns are said: `1,2`, `3*`, `2*,1a`; 0 where none are."""
    if not columns.strip():
        return 0
    count = 0
    for part in re.split(r"[,;]", columns.strip("\"' ")):
        found = _COLUMN.match(part)
        count += int(found["times"]) if found and found["times"] else 1
    return min(count, _MOST)


def _cells(lines: Sequence[SourceLine], aside: list[SetAside]) -> Iterator[_Cell]:
    """Yield the cells, each from behind its bar to the next one."""
    bars: list[tuple[int, int, int, str]] = []
    for number, line in enumerate(lines):
        for found in _BAR.finditer(line.text):
            start, end = line.start + found.start(), line.start + found.end()
            bars.append((start, end, number, found["spec"] or ""))
    last = lines[-1].start + len(lines[-1].text) if lines else 0
    if lines and bars and lines[0].text[:1] not in {"|", ""}:
        aside.append(SetAside(lines[0].start, bars[0][0], "stands before the first cell"))
    for place, (start, end, number, spec) in enumerate(bars):
        after = bars[place + 1][0] if place + 1 < len(bars) else last
        aside.append(SetAside(start, end, ""))
        said = _SPEC.fullmatch(spec)
        columns, rows, times = 1, 1, 1
        if said and said["sign"] == "*":
            times = int(said["columns"] or 1)
        elif said and said["sign"] == "+":
            columns, rows = int(said["columns"] or 1), int(said["rows"] or 1)
        yield _Cell(end, after, number, min(columns, _MOST), min(rows, _MOST), min(times, _MOST))


def _rows(
    cells: Sequence[_Cell], width: int, outline: Outline, aside: list[SetAside]
) -> Iterator[Row]:
    """Yield rows of a width; a cell over several rows stands in each of them."""
    row: list[Passage | None] = []
    above: Above = {}
    below: Above = {}
    line = 0
    for cell in (each for each in cells for _ in range(each.times)):
        if not row:
            line = outline.source.line_at(cell.start)
        fill_from_above(row, above, below)
        add_cell(row, below, _passage(cell, outline, aside), cell.columns, cell.rows)
        fill_from_above(row, above, below)
        if len(row) >= width:
            yield Row(tuple(row), line)
            row, above, below = [], below, {}
    if row:
        yield Row(tuple(row), line)


def _passage(cell: _Cell, outline: Outline, aside: list[SetAside]) -> Passage | None:
    passage = outline.passage(cell.start, cell.end)
    if not passage.span.text:
        return None
    if re.search(r"^!={3,}", passage.span.text, re.MULTILINE):
        aside.append(SetAside(passage.span.start, passage.span.end, NESTED))
        return None
    return passage
