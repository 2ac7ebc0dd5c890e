"""Tables and columns on the pages of a PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

from rolegraph.documents.readers.pdf.bullets import is_label
from rolegraph.documents.readers.pdf.pages import Line, Word, lines_on_page

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table

_NEAR = 4.0
"""Points within which two edges are one."""
_LEAST_LINES = 8
_LEAST_ROWS = 3
_NARROWEST = 0.25
"""The share of a page that a column of running text takes, at the least."""
_FULL = 0.6
"""How much of its width the lines of a column of running text take, at the least."""
_MOST_LINES = 5000
"""A page that draws more than that is a picture, and has no table."""
_WIDE = 1.5
"""From so many times the size of the letters on, a gap parts two cells."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its lines, and over how many columns and rows it goes."""

    lines: tuple[Line, ...]
    page: int
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table on a page: its rows, and its edges in points."""

    rows: tuple[tuple[Cell, ...], ...]
    page: int
    top: float
    bottom: float
    x0: float
    x1: float
    edges: tuple[float, ...]

    def lines(self) -> Iterator[Line]:
        """Yield the lines in its cells."""
        return (line for row in self.rows for cell in row for line in cell.lines)

    def goes_on(self, other: Grid) -> bool:
        """Tell whether another one, on the next page, has the same columns."""
        return (
            other.page == self.page + 1
            and len(self.edges) == len(other.edges)
            and all(abs(a - b) <= _NEAR for a, b in zip(self.edges, other.edges, strict=True))
        )

    def joined(self, other: Grid) -> Grid:
        """Return the table that goes on with another one: its head is not said again."""
        rows = other.rows
        if _texts(rows[0]) == _texts(self.rows[0]):
            rows = rows[1:]
        last, first = self.rows[-1], rows[0] if rows else ()
        if first and not first[0].lines and len(first) == len(last):
            # A page ended within the row.
            whole = tuple(
                replace(one, lines=(*one.lines, *more.lines))
                for one, more in zip(last, first, strict=True)
            )
            return replace(other, rows=(*self.rows[:-1], whole, *rows[1:]))
        return replace(other, rows=(*self.rows, *rows))

    def holds(self, word: Word) -> bool:
        """Tell whether a word stands in it."""
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


def grids_of(page: Page, words: Sequence[Word], before: Grid | None) -> list[Grid]:
    """Return the tables with lines around their cells, but for those that frame one text.

    Args:
        page: where to look.
        words: on it.
        before: the last table of the page before it; it may go on with a single row.
    """
    found: list[Grid] = []
    if len(page.lines) + len(page.rects) + len(page.curves) > _MOST_LINES:
        return found
    for table in page.find_tables():
        grid = _grid(table, page.page_number, words)
        filled = sum(any(cell.lines for cell in row) for row in grid.rows)
        goes_on = before is not None and not found and before.goes_on(grid)
        if max(map(len, grid.rows)) > 1 and (filled > 1 or (filled and goes_on)):
            found.append(grid)
    return found


def _texts(row: Sequence[Cell]) -> list[str]:
    return [" ".join(line.text for line in cell.lines) for cell in row]


def _grid(table: Table, page: int, words: Sequence[Word]) -> Grid:
    x0, top, x1, bottom = table.bbox
    edges = _edges(cell[0] for cell in table.cells)
    levels = _edges(cell[1] for cell in table.cells)
    rows: dict[int, list[tuple[float, Cell]]] = {}
    for left, above, right, below in table.cells:
        inside = [
            word
            for word in words
            if left <= (word.x0 + word.x1) / 2 <= right
            and above <= (word.top + word.bottom) / 2 <= below
        ]
        cell = Cell(
            tuple(lines_on_page(inside)),
            page,
            max(1, sum(left - 1 <= edge < right - 1 for edge in edges)),
            max(1, sum(above - 1 <= level < below - 1 for level in levels)),
        )
        row = min(range(len(levels)), key=lambda n: abs(levels[n] - above))
        rows.setdefault(row, []).append((left, cell))
    ordered = tuple(
        tuple(cell for _, cell in sorted(rows[row], key=lambda each: each[0]))
        for row in sorted(rows)
    )
    return Grid(ordered, page, top, bottom, x0, x1, tuple(edges))


def _edges(values: Iterator[float]) -> list[float]:
    """Return values in order, those that lie close together once."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > 1:
            found.append(value)
    return found


def in_columns(page: Page, words: Sequence[Word], grids: Sequence[Grid]) -> Iterator[Line | Grid]:
    """Yield the lines and tables of a page in the order in which people read them."""
    outside = [word for word in words if not any(grid.holds(word) for grid in grids)]
    lines = lines_on_page(outside)
    gutter = _gutter(lines)
    pieces: list[Line | Grid] = [*lines, *grids]
    pieces.sort(key=lambda piece: piece.top)
    left: list[Line] = []
    right: list[Line] = []
    plain: list[Line] = []

    def flush() -> Iterator[Line | Grid]:
        yield from _with_aligned(plain, page.page_number)
        yield from left
        yield from right
        for each in (plain, left, right):
            each.clear()

    for piece in pieces:
        if isinstance(piece, Grid):
            yield from flush()
            yield piece
            continue
        sides = None if gutter is None else _sides(piece, gutter)
        if sides is None:
            if left or right:
                yield from flush()
            plain.append(piece)
            continue
        if plain:
            yield from flush()
        left += sides[0]
        right += sides[1]
    yield from flush()


def _gutter(lines: Sequence[Line]) -> float | None:
    """Return where the gap between two columns of running text is; None where there is none."""
    middles = [
        (before.x1 + after.x0) / 2
        for line in lines
        for before, after in zip(line.words, line.words[1:], strict=False)
        if after.x0 - before.x1 >= line.size
    ]
    best, most = None, 0
    for middle in {round(each / _NEAR) * _NEAR for each in middles}:
        count = sum(abs(each - middle) <= 2 * _NEAR for each in middles)
        if count > most:
            best, most = middle, count
    if best is None or most < _LEAST_LINES:
        return None
    page_width = max(line.x1 for line in lines) - min(line.x0 for line in lines)
    parted = [sides for line in lines if (sides := _sides(line, best)) is not None]
    for side in (0, 1):
        ones = [line for sides in parted for line in sides[side]]
        if len(ones) < _LEAST_LINES:
            return None
        width = max(line.x1 for line in ones) - min(line.x0 for line in ones)
        is_full = median(line.x1 - line.x0 for line in ones) >= _FULL * width
        if not is_full or width < _NARROWEST * page_width:
            return None
    return best


def _sides(line: Line, gutter: float) -> tuple[list[Line], list[Line]] | None:
    """Return the two parts of a line beside a gap; None where it goes over it."""
    left = tuple(word for word in line.words if word.x1 <= gutter + 1)
    right = tuple(word for word in line.words if word.x0 >= gutter - 1)
    if len(left) + len(right) < len(line.words):
        return None
    if left and right and right[0].x0 - left[-1].x1 < line.size * 0.8:
        return None
    return [Line(left)] if left else [], [Line(right)] if right else []


def _with_aligned(lines: Sequence[Line], page: int) -> Iterator[Line | Grid]:
    """Yield lines; those whose parts stand below each other, with gaps between, as a table."""
    run: list[tuple[Line, list[Line]]] = []
    for line in lines:
        parts = _parts(line)
        if run and _fits([part.x0 for _, ones in run for part in ones], parts, run):
            run.append((line, parts))
            continue
        yield from _run(run, page)
        run = [(line, parts)] if len(parts) > 1 else []
        if not run:
            yield line
    yield from _run(run, page)


def _fits(
    edges: Sequence[float], parts: Sequence[Line], run: Sequence[tuple[Line, list[Line]]]
) -> bool:
    last = run[-1][0]
    if parts[0].top - last.top > 3 * last.size:
        return False
    return all(any(abs(part.x0 - edge) <= _NEAR for edge in edges) for part in parts)


def _parts(line: Line) -> list[Line]:
    """Return the parts of a line between which gaps are; the sign of an entry is no part."""
    parts: list[list[Word]] = [[line.words[0]]]
    for before, word in zip(line.words, line.words[1:], strict=False):
        is_gap = word.x0 - before.x1 >= _WIDE * line.size
        if is_gap and not (len(parts) == 1 and is_label(" ".join(w.text for w in parts[0]))):
            parts.append([word])
        else:
            parts[-1].append(word)
    return [Line(tuple(part)) for part in parts]


def _run(run: Sequence[tuple[Line, list[Line]]], page: int) -> Iterator[Line | Grid]:
    """Yield a table of lines that fit, or the lines where they are too few for one."""
    if sum(len(parts) > 1 for _, parts in run) < _LEAST_ROWS:
        yield from (line for line, _ in run)
        return
    edges: list[float] = []
    for x0 in sorted(part.x0 for _, parts in run for part in parts):
        if not edges or x0 - edges[-1] > _NEAR:
            edges.append(x0)
    rows: list[list[list[Line]]] = []
    for _, parts in run:
        is_new = abs(parts[0].x0 - edges[0]) <= _NEAR
        if rows and (not is_new or (len(parts) == 1 and parts[0].text[:1].islower())):
            row = rows[-1]
        else:
            row = [[] for _ in edges]
            rows.append(row)
        for part in parts:
            column = min(range(len(edges)), key=lambda n: abs(edges[n] - part.x0))
            row[column].append(part)
    lines = [line for line, _ in run]
    yield Grid(
        tuple(tuple(Cell(tuple(cell), page) for cell in row) for row in rows),
        page,
        min(line.top for line in lines),
        max(line.bottom for line in lines),
        min(line.x0 for line in lines),
        max(line.x1 for line in lines),
        tuple(edges),
    )
