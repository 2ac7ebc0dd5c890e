"""Tables whose columns are roles and whose cells hold text."""

from __future__ import annotations

import re
from dataclasses import replace

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.model import (
    UNKNOWN_KIND,
    LabelKind,
    RoleRead,
)
from rolegraph.documents.content.content import Content, is_short
from rolegraph.documents.content.pieces import pieces
from rolegraph.documents.language.blanks import is_blank
from rolegraph.documents.language.names import RoleName, name_key
from rolegraph.documents.language.tables import NOTATION
from rolegraph.documents.language.words import fold
from rolegraph.documents.outline import Passage, Row, Table
from rolegraph.documents.tables.activities import ActivityRows
from rolegraph.documents.tables.ladder import Ladder
from rolegraph.documents.tables.matrix import LetterMatrix, cell_at

_CODE = "a code, which alone describes nothing"
NUMBER = "a number, which alone describes nothing"
_CODE_ALONE = re.compile(r"(?=\S*[0-9])[\w./-]+")
BESIDE = "names what the cells beside it are about"
"""Why the first column of a table of criteria is no criterion."""
_IDS = frozenset(
    {"id", "ids", "code", "key", "ref", "identifier", "no", "nr", "number"}
    | {"kennung", "k\u00fcrzel", "nummer", "identifiant", "num\u00e9ro", "c\u00f3digo", "codice"}
)
"""Heads of columns, folded, that may have what roles are referred to by."""
_ROLE_IN = re.compile(r"(?P<head>\w+) (?:in|im|on|at|within|dans|en|nel|nella|no|na|w|bij) ")
_BRACKETS = re.compile(r"\([^()]*\)")
_MOST = 0.6
_HALF = 0.5
_WORDS_OF_NAME = 3
_DENYING = 2
"""So many words at most deny something: “do not”, “ne … pas”."""


class RoleColumns:
    """Reads tables of one role a column.

    Args:
        context: the document while it is read.
        content: reads what stands in cells.
        matrix: tells which tables are matrices of letters.
    """

    def __init__(self, context: Context, content: Content, matrix: LetterMatrix) -> None:
        self._context = context
        self._content = content
        self._matrix = matrix
        self.rows = ActivityRows(context, matrix, self.is_label)
        self._ladder = Ladder(context, content, matrix, self)

    def fits(self, table: Table) -> bool:
        """Tell whether a table has a role in each column."""
        is_ladder = self._ladder.is_one(table)
        return is_ladder or self._has_roles(table) or self._has_only_roles(table)

    def read(self, table: Table, of: RoleRead | None = None) -> bool:
        """Read a table whose columns are roles and whose cells hold text; tell whether it is one.

        That is a table such as “| | Member | Reviewer |” with a kind or a field in each row, or one
        of levels: “| Category | Junior | Senior |”.

        Args:
            table: the table.
            of: the role in whose section it stands.
        """
        return self._ladder.read(table, of) or self._read(table)

    def _read(self, table: Table) -> bool:
        if self._has_only_roles(table):
            self._columns_alone(table)
            return True
        if not self._has_roles(table):
            return False
        context = self._context
        context.account.claim(*table.head.cells)
        heads = table.head.cells[1:]
        roles = [self.rows.headed_by(head) for head in heads]
        if self.rows.are_rows(table):
            for row in table.rows:
                self.rows.read(row, roles)
            return True
        above = LabelKind("description")
        for row in table.rows:
            first = cell_at(row, 0)
            context.account.claim(first)
            kind = self.kind(first)
            if first and not any(row.cells[1:]):
                # A row with a label alone speaks for the rows below it.
                is_kind = kind.is_statement and kind.status == "read"
                above = replace(kind, status="inferred") if is_kind else LabelKind("description")
                continue
            if first and context.label(first.plain) is None:
                reason = f"not known as the label of a row: “{first.plain}”; the cells are read"
                context.account.drop(first.line, reason)
                kind = above if kind is UNKNOWN_KIND else kind
            for role, cell in zip(roles, row.cells[1:], strict=False):
                if cell and role:
                    self._content.cell(role, cell, kind, row.line)
        return True

    def _columns_alone(self, table: Table) -> None:
        """Read a table of one role a column, without labels: its cells are like bullets."""
        names = [self._context.name(head) for head in table.head.cells if head]
        roles = [self._context.role(name) for name in names]
        for row in table.rows:
            for role, cell in zip(roles, row.cells, strict=False):
                for piece in pieces(self._context, cell) if cell else ():
                    self._content.one(role, piece, UNKNOWN_KIND, row.line)

    def _has_only_roles(self, table: Table) -> bool:
        """Tell whether all columns of a table are roles, the first too, with texts below."""
        context, heads = self._context, table.head.cells
        if len(heads) < 2 or not table.rows or self._matrix.is_one(table):  # noqa: PLR2004
            return False
        if not all(head and context.is_sure(context.name(head).name) for head in heads):
            return False
        if any(head and context.is_word(head.plain, "fields", "name") for head in heads):
            return False
        cells = [cell for row in table.rows for cell in row.cells if cell]
        texts = [cell for cell in cells if not is_short(cell.plain)]
        first = [cell for row in table.rows if (cell := cell_at(row, 0))]
        labels = [cell for cell in first if is_short(cell.plain) or self.is_label(cell)]
        return len(texts) > _MOST * len(cells) and len(labels) < _HALF * max(len(first), 1)

    def _has_roles(self, table: Table) -> bool:
        """Tell whether the columns of a table, but for the first, are roles with texts below."""
        heads = [head for head in table.head.cells[1:] if head]
        context = self._context
        known = len(heads) > 1 and all(map(self.rows.stands_for, heads))
        sure = (context.is_sure(context.name(head).name) for head in heads)
        if not heads or not (known or all(sure) or self.rows.tells_deeds(table)):
            return False
        labels = [cell for row in table.rows if (cell := cell_at(row, 0))]
        if not labels or self._matrix.is_one(table) or self._is_of_holders(table):
            return False
        return len(heads) > 1 or all(self.is_label(cell) for cell in labels)

    def _is_of_holders(self, table: Table) -> bool:
        """Tell whether columns say who has a part in each row: “Work package | Lead | Deputy”."""
        heads = [head.plain for head in table.head.cells[1:] if head]
        if any(len(head.split()) > 1 or head.isupper() for head in heads):
            return False
        firsts = [cell for row in table.rows if (cell := cell_at(row, 0))]
        cells = [cell.plain for row in table.rows for cell in row.cells[1:] if cell]
        names = [
            each for each in cells if len(each.split()) <= _WORDS_OF_NAME and each[:1].isupper()
        ]
        words = self._context.words
        deeds = [each for each in cells if words and words.matches(each, "presents")]
        if len(deeds) >= _HALF * len(cells):
            return False  # “Approves”, “Defines”
        return bool(cells) and len(names) == len(cells) and not any(map(self.is_label, firsts))

    def is_label(self, cell: Passage) -> bool:
        """Tell whether a cell is a label of what stands beside or below it."""
        label = self._context.label(cell.plain)
        if label is None or not label.rest:
            return label is not None
        return len(label.rest.split()) == 1 and self._context.is_strong(label)

    def is_field(self, cell: Passage) -> bool:
        """Tell whether a cell is a field of a role or of the page: “Job title”, “Version”."""
        context = self._context
        is_property = context.is_word(cell.plain, "page_properties")
        is_name = self.is_name_head(cell) and not is_blank(cell.plain)
        return self.is_label(cell) or is_property or is_name

    def names_in_fields(self, table: Table) -> list[RoleName]:
        """Return the name that a table of fields gives the role: “Job title | Keeper”."""
        for row in (table.head, *table.rows):
            head, value = cell_at(row, 0), cell_at(row, 1)
            if head and value and self.is_name_head(head):
                return [self._context.name(value)]
        return []

    def names_roles(self, head: Passage, table: Table) -> bool:
        """Tell whether the head of a column says that names of roles stand below it.

        “Operator role (Art. 3)” does, as “Role” does, where another column says what they do.
        """
        context = self._context
        bare = fold(_BRACKETS.sub(" ", head.plain))
        if (named := _ROLE_IN.match(bare)) and context.is_word(named["head"], "role_heads"):
            return True  # “Role in the study”
        words = bare.split()
        ends = words[:1] if context.is_head_first else words[-1:]
        is_role = len(words) <= _WORDS_OF_NAME and any(
            context.is_word(each, "role_heads") for each in ends
        )
        is_told = is_role and any(kind.is_statement for kind in self.kinds(table))
        if context.is_word(bare, "unit_heads") and self._names_units(head, table):
            return False
        return context.is_word(bare, "fields", "name") or is_told

    def _names_units(self, head: Passage, table: Table) -> bool:
        """Tell whether a column “Team” names teams beside who is in them, and nothing they do."""
        place = table.head.cells.index(head)
        kinds = [kind for n, kind in enumerate(self.kinds(table)) if n != place]
        cells = [cell for row in table.rows if (cell := cell_at(row, place))]
        sure = [cell for cell in cells if self._context.is_sure(self._context.name(cell).name)]
        return len(sure) <= _HALF * len(cells) and all(kind is UNKNOWN_KIND for kind in kinds)

    def is_name_head(self, head: Passage) -> bool:
        """Tell whether a label says what a role is called: “Job title:”."""
        return self._context.is_word(head.plain.strip(" :\uff1a"), "fields", "name")

    def begins_with_field(self, row: Row) -> bool:
        """Tell whether a first row is a field like those below: “Job code | R-01”.

        “Field | Information” is the head of a table of fields.
        """
        first, value = cell_at(row, 0), cell_at(row, 1)
        if first is None or self.is_field(first):
            return True
        if value is None:
            return False
        # A code or number is the value of a field, whatever its label.
        return self._context.is_sure(value.plain) or any(map(str.isdigit, value.plain))

    def kinds(self, table: Table) -> list[LabelKind]:
        """Return what the heads of a table say of what stands below them.

        Heads in another language count where none is in that of the document: beside “Aufgaben”,
        a column “Tasks” says the same once more.
        """
        heads = table.head.cells
        words = self._context.words
        is_own = any(head and words and words.label(head.plain) for head in heads)
        return [self.kind(head, is_own=is_own) for head in heads]

    def with_ids(self, table: Table, kinds: list[LabelKind], named: int) -> list[LabelKind]:
        """Return the same, where a column “ID” has what roles are referred to by.

        There is one such id for each role then. A number alone is one where another column, such
        as “Reports to”, refers to it; else it counts the rows.
        """
        rows = [(cell_at(row, named), row) for row in table.rows]
        names = {name_key(cell.plain) for cell, _ in rows if cell}
        found = list(kinds)
        for column, head in enumerate(table.head.cells):
            if head is None or column == named or fold(head.plain) not in _IDS:
                continue
            cells = [cell for _, row in rows if (cell := cell_at(row, column))]
            ids = {cell.plain.casefold() for cell in cells}
            others = {
                cell.plain.casefold()
                for _, row in rows
                for place, cell in enumerate(row.cells)
                if cell and place not in {column, named}
            }
            is_of_roles = len(cells) == len(ids) == len(names) == len(table.rows)
            are_codes = all(any(map(str.isalpha, each)) and " " not in each for each in ids)
            if is_of_roles and (are_codes or ids & others):
                found[column] = LabelKind(NOTATION, "read", label=head.plain)
        return found

    def kinds_beside_labels(self, table: Table) -> list[LabelKind]:
        """Return the same, where a first column may only name what the others ask for.

        That is “Criteria | Essential | Desirable” with “Experience”, “Skills” and so on below.
        """
        kinds = self.kinds(table)
        first = [cell for row in table.rows if (cell := cell_at(row, 0))]
        same = [kind for kind in kinds[1:] if kind.name == kinds[0].name]
        labels = [cell for cell in first if self._context.label(cell.plain)]
        head = cell_at(table.head, 0)
        is_area = head is not None and self._context.is_word(head.plain, "areas")
        others = any(kind.is_statement for kind in kinds[1:])
        if (kinds[0].is_statement and same and len(labels) > _MOST * len(first)) or (
            is_area and others
        ):
            kinds[0] = LabelKind("skipped", label=BESIDE)
        heads = [fold(head.plain).split() if head else [] for head in table.head.cells]
        denied = [set(h) for h, k in zip(heads, kinds, strict=True) if k.name == "exclusion"]
        return [
            LabelKind("responsibility", "read", label=" ".join(head))
            if kind is UNKNOWN_KIND and any(_is_affirmed(head, each) for each in denied)
            else kind
            for head, kind in zip(heads, kinds, strict=True)
        ]

    def kind(self, cell: Passage | None, *, is_own: bool = False) -> LabelKind:
        """Return what a cell says of what stands beside or below it.

        Args:
            cell: the cell.
            is_own: whether it counts in the language of the document alone.
        """
        words = self._context.words
        if cell is None:
            return UNKNOWN_KIND
        if is_own:
            label = words.label(cell.plain) if words else None
        else:
            label = self._context.label(cell.plain)
        if label is None:
            return self._content.kind_of_unknown(cell.plain)
        return self._content.kind_of_label(label, cell.plain)


def _is_affirmed(head: list[str], denied: set[str]) -> bool:
    """Tell whether a head affirms what another denies: “I am expected to”, “I am not …”."""
    return bool(head) and set(head) < denied and len(denied - set(head)) <= _DENYING


def says_nothing(kind: LabelKind, text: str) -> str:
    """Return why the value of a field describes nothing without its label; empty where it does."""
    if kind is UNKNOWN_KIND and _CODE_ALONE.fullmatch(text):
        return _CODE
    return NUMBER if kind.name == "description" and not any(map(str.isalpha, text)) else ""
