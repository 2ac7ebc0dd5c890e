"""Tables of tools: “Tool | Vendor | Licence | Purpose | Used by”."""

from __future__ import annotations

import re

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.model import IS_TOOL, RoleRead, ToolRead
from rolegraph.documents.language.words import LANGUAGES, Words
from rolegraph.documents.outline import Passage, Row, Table

_NAME, _USERS, _ABOUT = "name", "users", "about"
_FACTS = ("purpose", "license", "version", "address")
_SECTION = "tool_table"
_BETWEEN = re.compile(r"\s*(?:[,;/\n]|<br\s*/?>)\s*")


class ToolTable:
    """Reads tables with one tool a row.

    Args:
        context: the document while it is read.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._users: list[tuple[ToolRead, Passage]] = []
        """Tools with the cells that name who uses them, until all roles are known."""

    def read(self, table: Table, of: RoleRead | None = None) -> bool:
        """Read a table of tools; tell whether it is one.

        Args:
            table: the table.
            of: the role in whose section it stands, which uses the tools.
        """
        columns = self._columns(table)
        if columns is None:
            return False
        context = self._context
        context.account.claim(*table.head.cells)
        for row in table.rows:
            named = _cell(row, columns.index(_NAME))
            if named is None or context.answers.get((IS_TOOL, named.plain)) == "no":
                reason = "a row without a tool"
                context.account.refuse(reason, *(each for each in row.cells if each))
                continue
            tool = self._tool(table, row, columns, named)
            if of is not None:
                of.tools.append(tool)
            else:
                context.tools.append(tool)
            users = _cell(row, columns.index(_USERS)) if _USERS in columns else None
            if users is not None:
                self._users.append((tool, users))
        return True

    def read_users(self) -> None:
        """Say of each role which tools a table says that it uses, once all roles are known."""
        context = self._context
        for tool, cell in self._users:
            names = [each for each in _BETWEEN.split(cell.plain) if each]
            found = {name: context.known(name) for name in names}
            context.account.claim(cell)
            for name, role in found.items():
                if role is not None and tool not in role.tools:
                    role.tools.append(tool)
                elif role is None:
                    reason = f"who uses “{tool.name}”: no role of this document is called “{name}”"
                    context.account.drop(cell.line, reason)

    def _tool(self, table: Table, row: Row, columns: list[str], named: Passage) -> ToolRead:
        context, purpose = self._context, ""
        context.account.claim(named)
        facts: list[tuple[str, str]] = []
        for column, what in enumerate(columns):
            cell, head = _cell(row, column), _cell(table.head, column)
            if cell is None or what in {_NAME, _USERS}:
                continue
            context.account.claim(cell)
            if not any(map(str.isalnum, cell.plain)) or context.is_word(cell.plain, "nobody"):
                continue
            if what == "purpose":
                purpose = cell.plain
            elif what == _ABOUT and head is not None:
                facts.append((_ABOUT, f"{head.plain}: {cell.plain}"))
            else:
                facts.append((what, cell.plain))
        return ToolRead(named.plain, named, purpose, facts=tuple(facts))

    def _columns(self, table: Table) -> list[str] | None:
        """Return what each column says of a tool; None where it is no table of tools."""
        words = self._context.words
        if words is None or not table.rows:
            return None
        spoken = [words, *filter(None, (Words.load(each) for each in LANGUAGES))]
        for each in spoken:
            found = [self._column(each, head) for head in table.head.cells]
            if _NAME not in found and self._is_named_plainly(each, table, found):
                found[0] = _NAME
            others = found[found.index(_NAME) + 1 :] if found.count(_NAME) == 1 else []
            # “Role | Duties | Tools” is a table of roles.
            if _USERS not in found[: -len(others) or None] and set(others) & {*_FACTS, _USERS}:
                return found
        return None

    def _is_named_plainly(self, words: Words, table: Table, found: list[str]) -> bool:
        """Tell whether a first column “Name” is that of tools, as the other heads show.

        Tools have a licence, and say who uses them and what for; so do no roles and no people.
        """
        first, context = _cell(table.head, 0), self._context
        if first is None or not words.exact(first.plain.strip(" :"), "weak_name_heads"):
            return False
        users = [head for head, what in zip(table.head.cells, found, strict=True) if what == _USERS]
        is_used = any(h and not words.exact(h.plain.strip(" :"), "fields", "name") for h in users)
        if len(users) > is_used or not ("license" in found or (is_used and set(found) & {*_FACTS})):
            return False
        names = [cell.plain for row in table.rows if (cell := _cell(row, 0))]
        return not any(context.is_sure(each) for each in names)

    def _column(self, words: Words, head: Passage | None) -> str:
        if head is None:
            return _ABOUT
        text = head.plain.strip(" :")
        kinds = (_NAME, _USERS, *_FACTS)
        return next((each for each in kinds if words.exact(text, _SECTION, each)), _ABOUT)


def _cell(row: Row, column: int) -> Passage | None:
    return row.cells[column] if column < len(row.cells) else None
