"""What all readers of tables share: rows of cells to titles and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from rolegraph.documents.outline import Aside, Block, Paragraph, Passage, Row, Table

_PROGRAM = re.compile(r"[a-z]+(?:[A-Z][a-z]+)+|[A-Za-z]+(?:_[A-Za-z]+)+")
_BREAK = re.compile(r"(?<=[a-z])(?=[A-Z])|_")
_WIDEST = 50
GROUP = "stands over several columns of a table, whose own heads are read"
Above = dict[int, tuple[int, Passage | None]]
"""Cells that reach down: the number of a column → the rows that are left, and the cell."""


def blocks_of(rows: Sequence[Row]) -> Iterator[Block]:
    """Yield the tables of a sheet, which empty rows part, and the titles above them."""
    group: list[Row] = []
    is_first = True
    for row in [*rows, Row((), 0)]:
        if any(row.cells):
            group.append(row)
            continue
        for block in _table(group):
            if isinstance(block, Table) and not is_first:
                yield replace(block, apart=tuple(group))
            else:
                yield block
        is_first = is_first and not group
        group = []


def _table(rows: list[Row]) -> Iterator[Block]:
    """Yield one table; rows with a single cell above a wider one are its titles.

    A title may be one cell that is merged over all columns.
    """
    if not rows:
        return
    widest = max(_full(row) for row in rows)
    start = 0
    while start < len(rows) - 1 and _full(rows[start]) == 1 and widest > 1:
        yield from (Paragraph(cell) for cell in list(filter(None, rows[start].cells))[:1])
        start += 1
    head, others, groups = take_head(rows[start:])
    yield from (Aside(group.span, GROUP) for group in groups)
    yield Table(Row(tuple(map(_in_words, head.cells)), head.line), tuple(others))


def _in_words(head: Passage | None) -> Passage | None:
    """Return the head of a column with blanks where a program wrote `preferredLabel`."""
    if head is None or not _PROGRAM.fullmatch(head.plain):
        return head
    return replace(head, plain=" ".join(_BREAK.sub(" ", head.plain).split()))


def _full(row: Row) -> int:
    return len({(cell.span.start, cell.cell) for cell in row.cells if cell is not None})


def take_head(rows: Sequence[Row]) -> tuple[Row, Sequence[Row], list[Passage]]:
    """Return the head of a table, its other rows, and what stands over groups of columns.

    “Yard” over “Foreman” and “Welder” is a group, and the second row has the names of columns.
    """
    whole = rows[0], rows[1:], list[Passage]()
    width = max((len(row.cells) for row in rows[:2]), default=0)
    if len(rows) < 3 or width < 2:  # noqa: PLR2004
        return whole
    upper, lower = ([*row.cells, *[None] * (width - len(row.cells))] for row in rows[:2])
    starts = [n for n in range(width) if upper[n] and (n == 0 or upper[n] != upper[n - 1])]
    head = lower[: starts[0]] if starts else []
    groups: list[Passage] = []
    for start, end in pairwise([*starts, width]):
        above, below = upper[start], lower[start:end]
        if above and end - start > 1 and all(each and each != above for each in below):
            groups.append(above)
            head += below
        elif all(each is None or each == above for each in below):
            head += upper[start:end]
        else:
            return whole  # a head with values below it
    if groups and starts == [0] and width > 2:  # noqa: PLR2004
        return Row(tuple(head), rows[1].line), rows[2:], groups  # a title over the table
    if not groups or (len(groups) == len(starts) and starts[0] == 0):
        return whole
    return Row(tuple(head), rows[1].line), rows[2:], groups


def fill_from_above(cells: list[Passage | None], above: Above, below: Above) -> None:
    """Add the cells of rows above that reach into this row, up to the next free column."""
    while len(cells) in above:
        left, passage = above[len(cells)]
        if left > 1:
            below[len(cells)] = (left - 1, passage)
        cells.append(passage)


def add_cell(
    cells: list[Passage | None], below: Above, passage: Passage | None, columns: int, rows: int
) -> None:
    """Add a cell that is so many columns wide and so many rows high."""
    for number in range(columns):
        if rows > 1:
            below[len(cells)] = (rows - 1, passage)
        cells.append(None if number else passage)


def spanned(value: str) -> int:
    """Return how many rows or columns a cell is over, within reason."""
    value = value.strip()
    return min(max(int(value), 1), _WIDEST) if re.fullmatch(r"[0-9]{1,4}", value) else 1
