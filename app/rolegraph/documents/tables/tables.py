"""Tables: one row a role, one row a responsibility, fields of one role, or a matrix of letters."""

from __future__ import annotations

from functools import cached_property

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.model import PEOPLE, UNKNOWN_KIND, LabelKind, RoleRead
from rolegraph.documents.content.content import Content, is_short
from rolegraph.documents.content.pieces import pieces, without_sign
from rolegraph.documents.language.blanks import BLANK
from rolegraph.documents.language.likeness import NO
from rolegraph.documents.language.names import name_key
from rolegraph.documents.outline import Passage, Row, Table
from rolegraph.documents.tables.columns import NUMBER, RoleColumns, says_nothing
from rolegraph.documents.tables.degrees import EMPTY
from rolegraph.documents.tables.forms import Forms
from rolegraph.documents.tables.heads import (
    GROUP,
    OF_PAGE,
    in_other_words,
    is_of_page,
    is_of_people,
    is_vague,
    name_several,
)
from rolegraph.documents.tables.matrix import LetterMatrix, cell_at
from rolegraph.documents.tables.owners import OwnerTable
from rolegraph.documents.tables.ticks import TickedRows
from rolegraph.documents.tables.tool_table import ToolTable

_A_FEW = 5
_MOST, _HALF = 0.6, 0.5


class Tables:
    """Reads tables.

    Args:
        context: the document while it is read.
        content: reads what stands in cells.
    """

    def __init__(self, context: Context, content: Content) -> None:
        self._context, self._content = context, content

    # Most documents have no table, so what reads its kinds is made for the first one.
    _matrix = cached_property(lambda self: LetterMatrix(self._context))
    _tools = cached_property(lambda self: ToolTable(self._context))
    _owners = cached_property(lambda self: OwnerTable(self._context, self._matrix))
    _forms = cached_property(lambda self: Forms(self._context, self._content))
    _ticks = cached_property(lambda self: TickedRows(self._context, self._content, self.columns))
    columns = cached_property(lambda self: RoleColumns(self._context, self._content, self._matrix))

    def outside(self, table: Table, *, grouped: bool, reason: str) -> None:
        """Read a table that stands in no role's section.

        Args:
            table: the table.
            grouped: whether it stands where roles are listed.
            reason: why it is not read, if it cannot be.
        """
        if is_of_page(self._context, table):
            self._context.account.refuse(OF_PAGE, table)
            return
        if self._matrix.read(table) or self._tools.read(table):
            return
        named = self._role_column(table, grouped=grouped)
        owners = self._owners.columns(table)
        is_open = named is None or named in owners or is_vague(self._context, table, named)
        if owners and (is_open or self._owners.is_whole(owners)):
            self._owners.read(table, owners)
        elif named is not None:
            self._role_rows(table, named)
        elif is_of_people(self._context, self.columns.kinds(table), table):
            self._context.account.refuse(PEOPLE, table)
        elif not self.columns.read(table):
            column = self._owners.owned_by(table)
            if column is not None:
                self._owners.keep(table, column, reason)
                return
            self._context.account.refuse(
                f"{reason}; a table of roles has a column “Role”".strip("; "), table
            )

    def read_owned(self) -> None:
        """Read what tables say of roles by their names, once all of the document are known."""
        self._tools.read_users()
        self._owners.read_kept()

    def is_of_roles(self, table: Table) -> bool:
        """Tell whether a table names several roles: a matrix, or one row a role."""
        if self._matrix.is_one(table) or self._owners.columns(table) or self.columns.fits(table):
            return True
        named = self._role_column(table, grouped=False)
        return named is not None and len({cell.plain for cell in self._cells(table, named)}) > 1

    def within(self, role: RoleRead, table: Table, kind: LabelKind) -> None:
        """Read a table in the section of a role."""
        if self._forms.read(role, table) or self._is_whole(role, table):
            return
        if not table.rows:
            self._context.account.refuse("a table of one row, which is its head", table)
            return
        is_fields = self.is_fields(table)
        if not is_fields and self._tools.read(table, role):
            return
        if is_fields:
            heads = not self.columns.begins_with_field(table.head)
            if heads:  # “Field | Information”
                told = [cell for cell in table.head.cells if cell]
                self._context.account.refuse("the head of a table of fields", *told)
            for row in table.rows if heads else (table.head, *table.rows):
                self._field_row(role, row)
            return
        named = self._role_column(table, grouped=False)
        if named is not None and self._names_others(role, table, named):
            self._role_rows(table, named)
        elif not self.columns.read(table, role):
            if is_of_people(self._context, self.columns.kinds(table), table):
                self._context.account.refuse(PEOPLE, table)
            else:
                self._rows_within(role, table, kind)

    def _is_whole(self, role: RoleRead, table: Table) -> bool:
        """Read a matrix of letters, or of names, in the section of a role; whether it is one."""
        matrix, owners = self._matrix, self._owners
        is_letters = bool(table.rows) and (matrix.read_of(role, table) or matrix.read(table))
        return is_letters or (bool(table.rows) and owners.read_whole(table))

    def _rows_within(self, role: RoleRead, table: Table, kind: LabelKind) -> None:
        kinds = self.columns.kinds_beside_labels(table)
        self._context.account.claim(*table.head.cells)
        is_ticked = self._ticks.read(role, table, kind)
        if not (is_ticked or self._named_rows(role, table, kinds)):
            self._note_unknown(table, kinds)
            for row in table.rows:
                self._plain_row(role, row, kinds, kind)

    def _named_column(self, table: Table, kinds: list[LabelKind]) -> int | None:
        """Return the column with what another one says a word of: “Decision | Authority”."""
        is_word = self._context.is_word
        heads = enumerate(table.head.cells)
        named = [n for n, head in heads if head and is_word(head.plain, "fields", "activity")]
        said = [n for n, kind in enumerate(kinds) if kind.is_statement]
        cells = [cell for n in said for cell in self._cells(table, n)]
        are_words = bool(cells) and all(len(cell.plain.split()) <= _A_FEW for cell in cells)
        is_one = len(named) == 1 and len(said) == 1 and len(kinds) == 2  # noqa: PLR2004
        return named[0] if is_one and named[0] not in said and are_words else None

    def _named_rows(self, role: RoleRead, table: Table, kinds: list[LabelKind]) -> bool:
        """Read a table in which a column names what another says a word of; whether it is one."""
        column = self._named_column(table, kinds)
        if column is None:
            return False
        for row in table.rows:
            named, said = cell_at(row, column), cell_at(row, 1 - column)
            if named is None or said is None or EMPTY.fullmatch(said.plain):
                whole = [cell for cell in (named, said) if cell]
                self._context.account.refuse("a row of which one cell says nothing", *whole)
            else:
                self.columns.rows.stated(role, named, said, kinds[1 - column].name or "")
        return True

    def _names_others(self, role: RoleRead, table: Table, named: int) -> bool:
        """Tell whether a column names several roles, or one that is not the section's own."""
        names = {cell.plain for cell in self._cells(table, named)}
        own = {name_key(each) for each in (role.name, *role.aliases)}
        return len(names) > 1 or any(
            self._context.is_sure(name) and name_key(name) not in own for name in names
        )

    def _plain_row(
        self, role: RoleRead, row: Row, kinds: list[LabelKind], above: LabelKind
    ) -> None:
        """Read a row of a role's table: statements where the head says so, else one statement."""
        cells = [cell for cell in row.cells if cell]
        labelled = [
            (cell, kinds[n])
            for n, cell in enumerate(row.cells)
            if cell and n < len(kinds) and kinds[n].is_statement and kinds[n].status == "read"
        ]
        if cells and labelled and above.name != "skipped":
            for cell, kind in labelled:
                self._content.cell(role, cell, kind, cells[0].span.start)
            for n, other in enumerate(row.cells):
                if other is None or any(other is each for each, _ in labelled):
                    continue
                if n < len(kinds) and kinds[n].name == "skipped":
                    self._context.account.refuse(kinds[n].label, other)
                elif n < len(kinds) and kinds[n] is UNKNOWN_KIND and is_short(other.plain):
                    reason = "a word or a few in a column whose head is not known"
                    self._context.account.refuse(reason, other)
                else:
                    self._content.cell(role, other, LabelKind("description"), cells[0].span.start)
            return
        if cells:
            if len(cells) == 1 and cells[0].is_bold and len(row.cells) > 1:
                self._context.account.refuse(GROUP, cells[0])
                return
            cells[0] = without_sign(self._context, cells[0])
            whole = self._context.outline.passage(cells[0].span.start, cells[-1].span.end)
            is_turned = cells[0].span.start > cells[-1].span.start
            self._content.one(role, cells[0] if is_turned else whole, above, row.line)

    def is_fields(self, table: Table) -> bool:
        """Tell whether a table has two columns, the first with labels of fields."""
        rows = [table.head, *table.rows]
        if max(len(row.cells) for row in rows) != 2:  # noqa: PLR2004
            return False
        # Others stand over a group of fields.
        groups = [row for row in rows if cell_at(row, 1) in {None, cell_at(row, 0)}]
        rows = [row for row in rows if row not in groups] or rows
        known = [row for row in rows if (cell := cell_at(row, 0)) and self.columns.is_field(cell)]
        return len(known) >= max(2, len(rows) / (3 if len(groups) > 1 else 2))

    def _field_row(self, role: RoleRead, row: Row) -> None:
        head, value = cell_at(row, 0), cell_at(row, 1)
        self._context.account.claim(head)
        if value is None or value == head:
            return
        kind = self.columns.kind(head)
        if reason := says_nothing(kind, value.plain):
            self._context.account.refuse(reason, value)
        elif head is not None and self.columns.is_name_head(head):
            self._context.account.claim(value)
            self._context.alias(role, value.plain)
        else:
            # “May not sign contracts” is an exclusion below a label that is not known, too.
            self._content.cell(role, value, kind, row.line)

    def _cells(self, table: Table, column: int) -> list[Passage]:
        return [cell for row in table.rows if (cell := cell_at(row, column))]

    def _role_column(self, table: Table, *, grouped: bool) -> int | None:
        """Return the column that names roles, one row a role; None where there is none."""
        heads = table.head.cells
        if len(heads) < 2 or not table.rows:  # noqa: PLR2004
            return None
        plain = [n for n, head in enumerate(heads) if head and not self._is_weak(head)]
        # “Title” is that of an entry, where another column names the role: “Role owner”.
        plain.sort(key=lambda n: self._context.is_word(heads[n].plain, "vague_name_heads"))  # type: ignore[union-attr]
        weak = [n for n, head in enumerate(heads) if head and self._is_weak(head)]
        for column in (*plain, *weak):
            head = heads[column]
            if head and self.columns.names_roles(head, table):
                cells = self._cells(table, column)
                if is_of_people(self._context, self.columns.kinds(table), table):
                    return None
                is_others = column in weak and (
                    self._heads_are_known(table, column) or name_several(self._context, cells)
                )
                named = any(self._context.name(cell).likeness != NO for cell in cells)
                if cells and named and not is_others:
                    return column
        cells = self._cells(table, 0)
        sure = [cell for cell in cells if self._context.is_sure(self._context.name(cell).name)]
        wanted = 0.5 if grouped else _MOST
        labelled = any(kind is not UNKNOWN_KIND for kind in self.columns.kinds(table)[1:])
        if cells and len(sure) >= wanted * len(cells) and (labelled or grouped):
            return 0
        return None

    def _heads_are_known(self, table: Table, column: int) -> bool:
        """Tell whether other columns are roles of the document: “User” beside “Steward”."""
        others = [head for n, head in enumerate(table.head.cells) if head and n not in {0, column}]
        return len(others) > 1 and all(self.columns.rows.stands_for(head) for head in others)

    def _is_weak(self, head: Passage) -> bool:
        return self._context.is_word(head.plain, "weak_name_heads")

    def _role_rows(self, table: Table, named: int) -> None:
        context = self._context
        context.account.claim(*table.head.cells)
        kinds = self.columns.kinds(table)
        kinds = [
            in_other_words(context, table, kinds, n) or self._kind_by_cells(table, n, kind)
            for n, kind in enumerate(kinds)
        ]
        kinds = self.columns.with_ids(table, kinds, named)
        tells = any(k.is_statement or k.name == "description" for k in kinds)
        self._note_unknown(table, kinds, named)
        says = self._kinds_column(table, named)
        answers = self._matrix.answered(table, named)
        sort = self._sort_column(table, named)
        role: RoleRead | None = None
        reason = "a row without a role"
        for row in table.rows:
            other = cell_at(row, sort) if sort is not None else None
            if other is not None and not context.is_word(other.plain, "types"):
                what = f"is a row of the sort “{other.plain}”, and no role"
                context.account.refuse(what, *(c for c in row.cells if c))
                continue
            cell = cell_at(row, named)
            if cell is not None:
                found = context.name(cell)
                if found.likeness == NO and not context.is_word(cell.plain, "fields", "name"):
                    found = context.name(pieces(context, cell)[0])
                role = context.role(found) if found.name else None
                reason = "a row without a role" if found.name else BLANK
                context.account.claim(cell if role else None)
            if role is None:
                context.account.refuse(reason, *(c for c in row.cells if c))
                continue
            said = self._said_by(row, says)
            for column, value in enumerate(row.cells):
                if value is None or column in {named, says}:
                    continue
                if column in answers:
                    self._matrix.answer(role, cell_at(table.head, column), value)
                    continue
                kind = kinds[column] if column < len(kinds) else UNKNOWN_KIND
                kind = said if said is not None and kind.name == "responsibility" else kind
                self._value(role, value, kind, row, tells=tells)

    def _sort_column(self, table: Table, named: int) -> int | None:
        """Return the column that says which rows are roles, in a table of several sorts."""
        for column, head in enumerate(table.head.cells):
            if head and column != named and self._context.is_word(head.plain, "sorts_of_rows"):
                return column
        return None

    def _kinds_column(self, table: Table, named: int) -> int | None:
        """Return the column that says of each row what it is: “Must”, “Must not”, “May”."""
        context = self._context
        for column, head in enumerate(table.head.cells):
            cells = self._cells(table, column) if head is not None and column != named else []
            plain = [cell for cell in cells if self.columns.is_label(cell)]
            known = [cell for cell in cells if context.is_word(cell.plain, "modals")]
            denied = [cell for cell in plain if self.columns.kind(cell).name == "exclusion"]
            if denied and all(cell in plain or cell in known for cell in cells):
                return column
        return None

    def _said_by(self, row: Row, column: int | None) -> LabelKind | None:
        """Return what a row says that it is, in the column for that."""
        cell = cell_at(row, column) if column is not None else None
        if cell is None:
            return None
        self._context.account.claim(cell)
        kind = self.columns.kind(cell)
        return kind if kind.is_statement else None

    def _kind_by_cells(self, table: Table, column: int, kind: LabelKind) -> LabelKind:
        """Return the kind of a column of a table of roles; one of words alone describes nothing."""
        head = cell_at(table.head, column)
        if head is not None and kind.is_statement and self._is_mark(head):
            return LabelKind(
                "skipped", label=f"“{head.plain}” marks an entry, and is no text of it"
            )
        if kind is not UNKNOWN_KIND or head is None:
            return kind
        cells = self._cells(table, column)
        if self._is_weak(head):
            sure = [cell for cell in cells if self._context.is_sure(cell.plain)]
            # “Who: Head of a business unit” says who has the role, and is no other name of it.
            says_who = self._context.is_word(head.plain, "holders_heads")
            is_alias = len(sure) >= _MOST * len(cells) and not says_who
            return LabelKind("alias") if is_alias else LabelKind("skipped", label=PEOPLE)
        if self._context.is_word(head.plain, "fields", "name") or not cells:
            return kind
        if sum(is_short(cell.plain) for cell in cells) > _MOST * len(cells):
            reason = f"“{head.plain}” has a head that is not known, and cells of a word or a few; "
            reason += "`[words]` in rolegraph.toml can say what it holds"
            return LabelKind("skipped", label=reason)
        return kind

    def _is_mark(self, head: Passage) -> bool:
        """Tell whether a column numbers or sorts entries: “Task ID”, “Task Type”."""
        words = head.plain.split()
        return len(words) > 1 and self._context.is_word(words[-1], "marks_of_entries")

    def _note_unknown(self, table: Table, kinds: list[LabelKind], named: int = -1) -> None:
        """Note the columns whose heads are not known."""
        unknown = [
            f"“{head.plain}”"
            for column, head in enumerate(table.head.cells)
            if head and column != named and kinds[column] is UNKNOWN_KIND
        ]
        if unknown:
            line = next(head.line for head in table.head.cells if head)
            reason = f"not known as the head of a column: {', '.join(unknown)}; the cells are read"
            self._context.account.drop(line, reason)

    def _value(
        self, role: RoleRead, cell: Passage, kind: LabelKind, row: Row, *, tells: bool
    ) -> None:
        """Read a cell of a role's row; below an unknown head it describes the role."""
        if kind.name == "skipped":
            self._context.account.refuse(f"the column {kind.label}", cell)
        elif (kind.name == "description" or kind.is_statement) and not any(
            sign.isalpha() for sign in cell.plain
        ):
            self._context.account.refuse(NUMBER, cell)
        elif kind is UNKNOWN_KIND:
            self._content.cell(role, cell, LabelKind("description") if tells else kind, row.line)
        else:
            self._content.cell(role, cell, kind, row.line)
