"""Tables with an activity in each row, whose columns are roles: “Activity | Board | Office”."""

from __future__ import annotations

from collections.abc import Callable

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.model import RoleRead, StatementPart, StatementRead
from rolegraph.documents.language.likeness import NO
from rolegraph.documents.language.meaning import is_doubtful
from rolegraph.documents.language.names import name_key
from rolegraph.documents.language.tables import STATEMENT_KINDS
from rolegraph.documents.outline import Passage, Row, Table
from rolegraph.documents.tables.degrees import EMPTY
from rolegraph.documents.tables.matrix import LetterMatrix, cell_at

_HALF = 0.5
_FEW = 2


class ActivityRows:
    """Reads what the roles of columns do in the activities of rows.

    Args:
        context: the document while it is read.
        matrix: takes the ways to take part that a cell names by a word.
        is_label: tells whether a cell is a label of what stands beside it.
    """

    def __init__(
        self, context: Context, matrix: LetterMatrix, is_label: Callable[[Passage], bool]
    ) -> None:
        self._context, self._matrix, self._is_label = context, matrix, is_label

    def tells_deeds(self, table: Table) -> bool:
        """Tell whether columns say what is done in each activity, and most are plainly roles.

        “IT Security” beside “Privacy Manager” is one where its cells say “Searches the systems”.
        """
        words, heads = self._context.words, list(enumerate(table.head.cells))[1:]
        if words is None or len(heads) < _FEW or not self.are_rows(table):
            return False
        sure = [n for n, head in heads if head and self.stands_for(head)]
        sure += [
            n for n, head in heads if head and n not in sure and self._context.is_sure(head.plain)
        ]
        for n, head in heads:
            if n in sure:
                continue
            cells = [cell.plain for row in table.rows if (cell := cell_at(row, n))]
            deeds = [each for each in cells if words.matches(each, "presents") or self._way(each)]
            is_open = head is not None and self._context.name(head).likeness != NO
            if not is_open or len(deeds) <= _HALF * len(cells):
                return False
        return len(sure) > _HALF * len(heads)

    def _way(self, text: str) -> str | None:
        """Return the letter of a cell such as “Informed”; None for what one does."""
        words = self._context.words
        if words is None or len(text) <= _FEW or words.matches(text, "presents"):
            return None
        return words.participation(text)

    def are_rows(self, table: Table) -> bool:
        """Tell whether the first column of a table names what is done: “Activity | Board | …”."""
        head = cell_at(table.head, 0)
        if head is None or not self._context.is_word(head.plain, "fields", "activity"):
            return False
        firsts = [cell for row in table.rows if (cell := cell_at(row, 0))]
        return sum(self._is_label(cell) for cell in firsts) < _HALF * len(firsts)

    def read(self, row: Row, roles: list[RoleRead | None]) -> None:
        """Read what each role does in an activity; the cell is a part of the statement on it."""
        context = self._context
        named = cell_at(row, 0)
        if named is None:
            context.account.refuse("a row without its activity", *(c for c in row.cells if c))
            return
        context.account.claim(named)
        for role, cell in zip(roles, row.cells[1:], strict=False):
            if cell is None or role is None:
                continue
            if EMPTY.fullmatch(cell.plain) or context.is_word(cell.plain, "no_part"):
                context.account.refuse(f"says that the role has no part in “{named.plain}”", cell)
                continue
            if way := self._way(cell.plain):
                context.account.claim(cell)
                self._matrix.assign(role.name, named, (way,), cell)
                continue
            self.stated(role, named, cell, "responsibility")

    def stated(self, role: RoleRead, named: Passage, cell: Passage, kind: str) -> None:
        """Read what a cell says of something that another one names: a statement with a part."""
        context = self._context
        context.account.claim(named, cell)
        asked = is_doubtful(context.words, cell.plain, context.language)
        answer = context.answers.get(("negation", cell.plain))
        if asked and answer is None:
            context.doubts.add("negation", cell.span.start, cell)
        part = StatementPart(cell, (), asked and answer is None)
        role.statements.append(
            StatementRead(
                answer if answer in STATEMENT_KINDS else kind,
                named,
                "asked" if part.is_asked else "inferred",
                (part,),
                "negation" if part.is_asked else "",
            )
        )

    def headed_by(self, head: Passage | None) -> RoleRead | None:
        """Return the role that a head names; what is none but for those beside it is asked."""
        if head is None:
            return None
        role = self.stands_for(head) or self._context.role(self._context.name(head))
        if not role.waits_for and role.passage == head and not self._context.is_sure(role.name):
            self._context.ask_whether_role(role, 0)
        return role

    def stands_for(self, head: Passage | None) -> RoleRead | None:
        """Return the one role of the document that a head names: “Steward” is “Data Steward”."""
        if head is None:
            return None
        known = self._context.known(head.plain)
        key = name_key(head.plain)
        place = 0 if self._context.is_head_first else -1
        roles = self._context.roles
        found = [each for each in roles if name_key(each.name).split(" ")[place] == key]
        return known or (found[0] if len(found) == 1 else None)
