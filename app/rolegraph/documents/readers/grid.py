"""What all readers of tables share: rows of cells to titles and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rolegraph.documents.outline import Block, Paragraph, Passage, Row, Table

_PROGRAM = re.compile(r"[a-z]+(?:[A-Z][a-z]+)+|[A-Za-z]+(?:_[A-Za-z]+)+")
_BREAK = re.compile(r"(?<=[a-z])(?=[A-Z])|_")


def blocks_of(rows: Sequence[Row]) -> Iterator[Block]:
    """Yield the tables of a sheet, which empty rows part, and the titles above them."""
    group: list[Row] = []
    for row in [*rows, Row((), 0)]:
        if any(row.cells):
            group.append(row)
            continue
        yield from _table(group)
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
    head = Row(tuple(map(_in_words, rows[start].cells)), rows[start].line)
    yield Table(head, tuple(rows[start + 1 :]))


def _in_words(head: Passage | None) -> Passage | None:
    """Return the head of a column with blanks where a program wrote `preferredLabel`."""
    if head is None or not _PROGRAM.fullmatch(head.plain):
        return head
    return replace(head, plain=" ".join(_BREAK.sub(" ", head.plain).split()))


def _full(row: Row) -> int:
    return len({(cell.span.start, cell.cell) for cell in row.cells if cell is not None})
