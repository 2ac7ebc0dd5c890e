"""Degrees of contribution (CRediT) in the cells of a table: “lead”, “equal”, “supporting”."""

from __future__ import annotations

import re

from rolegraph.documents.language.words import Words
from rolegraph.documents.outline import Passage, Table

EMPTY = re.compile(r"[-\u2013\u2014./\s*]*|n/?a|\(?none\)?|tb[acd]|\?+", re.IGNORECASE)
"""A cell that says nothing."""


def degree(cell: Passage) -> str | None:
    """Return the letter of a degree; the words are those of CRediT, in documents of any language.

    Who leads, or has an equal part, is responsible (R); who supports, supports (S).
    """
    english = Words.load("en")
    return english.participation(cell.plain, "contributions") if english else None


def has_degrees(table: Table) -> bool:
    """Tell whether the cells of a table, but for its first column, are degrees, of two sorts."""
    cells = (cell for row in table.rows for cell in row.cells[1:] if cell)
    ways = {degree(cell) for cell in cells if not EMPTY.fullmatch(cell.plain)}
    return len(ways) > 1 and None not in ways
