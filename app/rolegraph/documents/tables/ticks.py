"""Tables in the section of a role that tick what it may do: “Right | Yes | No”."""

from __future__ import annotations

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.model import (
    BOUND,
    LabelKind,
    RoleRead,
    StatementPart,
    StatementRead,
)
from rolegraph.documents.content.content import Content
from rolegraph.documents.outline import Passage, Row, Table
from rolegraph.documents.tables.columns import RoleColumns
from rolegraph.documents.tables.degrees import EMPTY
from rolegraph.documents.tables.matrix import cell_at

_HALF = 0.5
_OTHER = "says more of what is ticked in its row, for which the model has no place"


class TickedRows:
    """Reads tables that tick in columns what the first of them names.

    Args:
        context: the document while it is read.
        content: reads what stands in cells.
        columns: tells what the heads of columns say.
    """

    def __init__(self, context: Context, content: Content, columns: RoleColumns) -> None:
        self._context, self._content, self._columns = context, content, columns

    def read(self, role: RoleRead, table: Table, above: LabelKind) -> bool:
        """Read a table of ticks in the section of a role; tell whether it is one.

        A tick below “No”, and a cross below “Allowed”, are exclusions. What must be referred to
        somebody else is asked about.

        Args:
            role: the role.
            table: the table.
            above: what the heading of the section says.
        """
        ticked = self._ticked(table)
        if not ticked or not (len(ticked) > 1 or self._is_of_rights(table, ticked[0], above)):
            return False
        context = self._context
        context.account.claim(*table.head.cells)
        for row in table.rows:
            self._row(role, table, row, ticked, above)
        return True

    def _is_of_rights(self, table: Table, column: int, above: LabelKind) -> bool:
        """Tell whether one column alone ticks rights, and not whether something is done."""
        head = cell_at(table.head, column)
        kind = self._columns.kind(head)
        is_right = "privilege" in {kind.name, above.name} or kind.name == "exclusion"
        return is_right or (head is not None and bool(self._way(head)))

    def _ticked(self, table: Table) -> list[int]:
        """Return the columns whose cells are ticks and crosses, where most cells are."""
        found = []
        for column in range(1, len(table.head.cells)):
            cells = [cell for row in table.rows if (cell := self._full(row, column))]
            marks = [cell for cell in cells if self._mark(cell)]
            if marks and len(marks) == len(cells):
                found.append(column)
        signs = any(
            not cell.plain.strip().isalpha() or len(cell.plain.strip()) == 1
            for row in table.rows
            for column in found
            if (cell := self._full(row, column))
        )
        # “High” beside “Yes” is no table of ticks.
        return found if signs and len(found) >= _HALF * (len(table.head.cells) - 1) else []

    def _full(self, row: Row, column: int) -> Passage | None:
        cell = cell_at(row, column)
        return None if cell is None or EMPTY.fullmatch(cell.plain) else cell

    def _mark(self, cell: Passage | None) -> str:
        """Return `yes` or `no` for a cell with a tick or a cross; empty for another one."""
        if cell is None:
            return ""
        words, text = self._context.words_raw, cell.plain.strip().casefold()
        return next((each for each in ("yes", "no") if text in words("answers", each)), "")

    def _way(self, head: Passage) -> str:
        """Return the way of taking part that a head names: “Decides”; empty for another one."""
        words = self._context.words
        if words is None:
            return ""
        letter = words.participation(head.plain, "decisions") or words.participation(head.plain)
        return "privilege" if letter in {"A", "P"} else "responsibility" if letter else ""

    def _row(
        self, role: RoleRead, table: Table, row: Row, ticked: list[int], above: LabelKind
    ) -> None:
        context, named = self._context, cell_at(row, 0)
        marks = [n for n in ticked if self._full(row, n)]
        others = [
            (n, cell)
            for n in range(1, len(row.cells))
            if n not in ticked and (cell := self._full(row, n))
        ]
        if named is None or not (marks or others):
            context.account.refuse("a row of which one cell says nothing", *filter(None, row.cells))
            return
        for column in marks:
            self._tick(role, cell_at(table.head, column), named, row.cells[column], above)
        if not marks:
            head = cell_at(table.head, others[0][0])
            label = LabelKind("privilege", "asked", BOUND, head.plain if head else "")
            self._content.one(role, named, label, named.span.start)
        for _, cell in others:
            context.account.refuse(_OTHER, cell)
        context.account.claim(*(cell for cell in row.cells if cell and EMPTY.fullmatch(cell.plain)))

    def _tick(
        self,
        role: RoleRead,
        head: Passage | None,
        named: Passage,
        cell: Passage | None,
        above: LabelKind,
    ) -> None:
        """Read one tick or cross: what the head of its column says of what the row names."""
        context = self._context
        kind = self._columns.kind(head)
        context.account.claim(named, cell)
        is_no = head is not None and (self._mark(head) == "no" or kind.name == "exclusion")
        way = self._way(head) if head is not None else ""
        if (self._mark(cell) == "no") != is_no:
            if not way and (is_no or cell is None or self._mark(cell) == "no"):
                label = head.plain if head else ""
                self._content.one(
                    role, named, LabelKind("exclusion", "read", label=label), named.span.start
                )
            return
        if is_no:
            return  # a cross below “No” says no more than a tick below “Yes”
        is_plain = head is None or kind.is_statement or self._mark(head) == "yes"
        if head is not None and not is_plain:
            # “Recommends” says what the role does with what the row names.
            part = StatementPart(head, ())
            role.statements.append(
                StatementRead(way or "responsibility", named, "inferred", (part,))
            )
            return
        said = kind if kind.is_statement else above
        said = said if said.is_statement else LabelKind("privilege", "inferred")
        self._content.one(role, named, said, named.span.start)
