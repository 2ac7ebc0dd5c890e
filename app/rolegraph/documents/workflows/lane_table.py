"""Tables with one lane a role: each step stands in the column of the role that does it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.workflows import StepRead, Told
from rolegraph.documents.outline import Passage, Row, Table
from rolegraph.documents.workflows.parties import plain_names
from rolegraph.documents.workflows.vocabulary import WorkflowWords

_BESIDE = ("number", "step", "when", "stage")
_MOST_BESIDE = 1.4
"""So many steps has a row at most, on average: where all cells are filled, they are duties."""
_WORD = 2
_SIGNS = re.compile(r"[A-Z]{1,3}(?:\s*[/,&+]\s*[A-Z]{1,3})*|[xX\u2713\u2714\u2022\u25cf-]")
_FEW = 2


def lanes(
    context: Context, spoken: Iterable[WorkflowWords], table: Table
) -> tuple[int | None, list[int]] | None:
    """Return the column that numbers the rows, if any, and those of roles; None for other tables.

    Args:
        context: the document while it is read.
        spoken: the words on workflows of each language.
        table: the table.
    """
    heads = table.head.cells
    roles = [n for n, head in enumerate(heads) if head and _is_role(context, head)]
    others = [n for n in range(len(heads)) if n not in roles]
    if len(roles) < _FEW or len(table.rows) < _FEW or len(others) > 1:
        return None
    beside = others[0] if others else None
    if beside is not None:
        head = heads[beside]
        known = [words.column(head.plain.strip(" :*")) for words in spoken] if head else []
        numbers = [row.cells[beside] for row in table.rows if beside < len(row.cells)]
        are_numbers = all(cell is None or _is_number(cell.plain) for cell in numbers)
        if beside or not (are_numbers or any(each in _BESIDE for each in known)):
            return None
    cells = [cell for row in table.rows for cell in _in(row, roles)]
    if any(_SIGNS.fullmatch(cell.plain) for cell in cells):
        return None
    used = [n for n in roles if any(n < len(row.cells) and row.cells[n] for row in table.rows)]
    is_sparse = 0 < len(cells) <= _MOST_BESIDE * len(table.rows)
    are_texts = sum(len(cell.plain.split()) >= _WORD for cell in cells) * 2 >= len(cells)
    return (beside, roles) if is_sparse and are_texts and len(used) >= _FEW else None


def lane_steps(table: Table, beside: int | None, roles: list[int]) -> list[StepRead]:
    """Return the steps of a table with lanes, row by row; a row may hold several."""
    steps: list[StepRead] = []
    for row in table.rows:
        for n in roles:
            cell = row.cells[n] if n < len(row.cells) else None
            if cell is None or not any(map(str.isalnum, cell.plain)):
                continue
            step = StepRead(cell.plain.strip().rstrip("."), cell)
            head, mark = table.head.cells[n], row.cells[beside] if beside is not None else None
            step.told += [Told("who", head)] if head else []
            if mark is not None and _is_number(mark.plain):
                step.number = mark.plain.strip(" .)#")
            elif mark is not None:
                step.notes.append(mark)
            steps.append(step)
    return steps


def _in(row: Row, columns: list[int]) -> list[Passage]:
    cells = (row.cells[n] for n in columns if n < len(row.cells))
    return [cell for cell in cells if cell is not None and any(map(str.isalnum, cell.plain))]


def _is_role(context: Context, head: Passage) -> bool:
    return bool(plain_names(context, context.name(head).name or head.plain))


def _is_number(text: str) -> bool:
    return re.fullmatch(r"\W*[0-9]{1,3}\W*", text) is not None
