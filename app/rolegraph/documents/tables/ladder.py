"""Career ladders and tables of competencies: a level in each column, a skill in each row."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.model import LabelKind, RoleRead
from rolegraph.documents.content.content import Content
from rolegraph.documents.language.levels import are_levels, has_level, is_level
from rolegraph.documents.language.likeness import MAYBE
from rolegraph.documents.language.names import RoleName
from rolegraph.documents.outline import Passage, Row, Table
from rolegraph.documents.tables.degrees import EMPTY
from rolegraph.documents.tables.matrix import LetterMatrix, cell_at

_A_THIRD = 1 / 3
_EXPECTED = "practice"
"""What is expected of whoever has a level, where nothing says that it is a skill."""


class RowReader(Protocol):
    """What reads what somebody does in an activity."""

    def stated(self, role: RoleRead, named: Passage, cell: Passage, kind: str) -> None:
        """Read what a cell says of something that another one names."""


class ColumnReader(Protocol):
    """What reads the cells of a column for a role."""

    @property
    def rows(self) -> RowReader:
        """What reads the cells of activities."""

    def kind(self, cell: Passage | None) -> LabelKind:
        """Return what a cell says of what stands beside or below it."""


class Ladder:
    """Reads tables of levels.

    Args:
        context: the document while it is read.
        content: reads what stands in cells.
        matrix: tells which tables are matrices of letters.
        columns: reads cells.
    """

    def __init__(
        self, context: Context, content: Content, matrix: LetterMatrix, columns: ColumnReader
    ) -> None:
        self._context = context
        self._content = content
        self._matrix = matrix
        self._columns = columns

    def is_one(self, table: Table) -> bool:
        """Tell whether each column of a table but the first is a level, or a role at a level."""
        context, heads = self._context, table.head.cells[1:]
        named = [cell for row in table.rows if (cell := cell_at(row, 0))]
        if len(heads) < 2 or not all(heads) or not named or self._matrix.is_one(table):  # noqa: PLR2004
            return False
        texts = [head.plain for head in heads if head]
        if all(is_level(each, context.words) or has_level(each) for each in texts):
            return not self._is_of_holders(table)
        return all(map(context.is_sure, texts)) and are_levels(texts, context.words)

    def _is_of_holders(self, table: Table) -> bool:
        """Tell whether the cells name who acts: “Severity | Level 1 | Level 2” of an escalation."""
        cells = [cell for row in table.rows for cell in row.cells[1:] if cell]
        named = [cell for cell in cells if self._context.is_sure(self._context.name(cell).name)]
        return len(named) >= _A_THIRD * len(cells)

    def read(self, table: Table, of: RoleRead | None) -> bool:
        """Read a table of levels; tell whether it is one.

        Args:
            table: the table.
            of: the role in whose section it stands, whose levels they are.
        """
        if not self.is_one(table):
            return False
        self._context.account.claim(*table.head.cells)
        roles = [self._role(head, of) for head in table.head.cells[1:]]
        expected = self._expected(cell_at(table.head, 0))
        for row in table.rows:
            if not any(row.cells[1:]):
                # A row with a label alone speaks for the rows below it.
                self._context.account.claim(row.cells[0])
                expected = self._expected(row.cells[0])
            elif self._is_head(row):
                self._context.account.claim(*row.cells)
                roles = [self._role(head, of) for head in row.cells[1:]]
            else:
                self._row(row, roles, expected)
        return True

    def _is_head(self, row: Row) -> bool:
        """Tell whether a row begins another ladder in the same table."""
        heads = [cell.plain for cell in row.cells[1:] if cell]
        return len(heads) > 1 and all(has_level(each) for each in heads)

    def _role(self, head: Passage | None, of: RoleRead | None) -> RoleRead | None:
        """Return the role of a column; one that only a level names is asked about."""
        context = self._context
        if head is None:
            return None
        name = context.name(head)
        if not is_level(head.plain, context.words) and context.is_sure(name.name):
            return context.role(name)
        if of is not None and is_level(head.plain, context.words):
            called = f"{of.name} {name.name}"
            name = replace(name, name=called)
        known = context.known(name.name)
        if known is not None:
            return known
        aliases = name.aliases if of is None else ()
        role = context.role(RoleName(name.passage, name.name, aliases, MAYBE, name.remark))
        context.ask_whether_role(role, 0)
        return role

    def _expected(self, head: Passage | None) -> str:
        """Return what the rows are: skills, or what is expected in general."""
        kind = self._columns.kind(head)
        return kind.name if kind.is_statement and kind.name else _EXPECTED

    def _row(self, row: Row, roles: list[RoleRead | None], expected: str) -> None:
        context, named = self._context, cell_at(row, 0)
        cells = [cell for cell in row.cells[1:] if cell]
        if named is None:
            context.account.refuse("a row that names nothing", *cells)
            return
        context.account.claim(named)
        kind = self._columns.kind(named)
        is_whole = kind.is_statement and kind.status == "read"
        label = context.label(named.plain)
        is_plain = is_whole and label is not None and not label.rest
        for role, cell in zip(roles, row.cells[1:], strict=False):
            if cell is None or role is None:
                continue
            if EMPTY.fullmatch(cell.plain):
                context.account.claim(cell)
            elif is_plain or kind.name == "description":
                self._content.cell(role, cell, kind, row.line)
            else:
                name = kind.name if is_whole and kind.name else expected
                self._columns.rows.stated(role, named, cell, name)
