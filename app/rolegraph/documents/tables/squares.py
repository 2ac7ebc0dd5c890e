"""Tables with the same roles in rows and columns: who may hold which of them together."""

from __future__ import annotations

from rolegraph.documents.account.context import Context
from rolegraph.documents.language.names import name_key
from rolegraph.documents.outline import Table

TOGETHER = (
    "says which roles one person may hold together, or how they stand to each other; the model has "
    "no place for pairs of roles"
)
_FEW = 2
_MOST = 0.7


def is_square(context: Context, table: Table) -> bool:
    """Tell whether most roles in the first column of a table have a column as well.

    Args:
        context: the document while it is read.
        table: the table.

    Returns:
        Whether it is one, such as a matrix of separation of duties. Its signs say something of two
        roles, and nothing that either of them does.
    """
    heads = {name_key(head.plain) for head in table.head.cells[1:] if head}
    firsts = [row.cells[0] for row in table.rows if row.cells and row.cells[0]]
    keys = [name_key(cell.plain) for cell in firsts if cell]
    both = [key for key in keys if key in heads]
    sure = [cell for cell in firsts if cell and context.is_sure(context.name(cell).name)]
    is_square = len(both) > _FEW and len(both) >= _MOST * max(len(keys), len(heads))
    return is_square and bool(sure)
