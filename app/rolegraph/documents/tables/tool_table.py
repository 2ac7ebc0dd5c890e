"""Tables of tools: “Tool | Vendor | Licence | Purpose | Used by”."""

from __future__ import annotations

import re
from dataclasses import replace

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.model import IS_TOOL, RoleRead, ToolRead
from rolegraph.documents.language.words import LANGUAGES, Words
from rolegraph.documents.outline import Passage, Row, Table

_NAME, _USERS, _ABOUT = "name", "users", "about"
_FACTS = ("purpose", "license", "version", "address")
_SECTION = "tool_table"
_BETWEEN = re.compile(r"\s*(?:[,;/\n\u3001\uff0c]|<br\s*/?>)\s*")
_BRACKETS = re.compile(r"\s*[(\uff08][^()\uff08\uff09]*[)\uff09]")
_NUMBERS = frozenset({"#", "No", "Nr", "ID", "Id", "N\u00b0", "N\u00ba"})
USER = "tool-user"
"""The answer that other documents give: a role of theirs has a name that a table of tools has."""


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
        told = [(tool, cell, cell.plain) for tool, cell in self._users]
        for tool, place, text in (*told, *context.tool_users):
            context.account.claim(place)
            names = () if context.is_word(text, "nobody") else _names(text)
            for name in names:
                role = self._role(name, place)
                if role is not None and tool not in role.tools:
                    role.tools.append(tool)
                elif role is None:
                    reason = (
                        f"who uses “{tool.name}”: no role of this document is called "
                        f"“{_BRACKETS.sub('', name).strip()}”, nor one of those imported before it"
                    )
                    context.account.explain(place.line, reason)

    def _role(self, name: str, cell: Passage) -> RoleRead | None:
        """Return the role that a cell names, perhaps of another document of the catalogue."""
        context, bare = self._context, _BRACKETS.sub("", name).strip()
        for each in (name, bare):
            if (known := context.known(each)) is not None:
                return known
        if context.answers.get((USER, bare)) != "yes":
            context.users_elsewhere.append(bare)
            return None
        at = cell.span.text.find(bare)
        place = context.outline.part(cell, at, at + len(bare)) if at >= 0 else cell
        return context.role(replace(context.name(place), name=bare))

    def _tool(self, table: Table, row: Row, columns: list[str], named: Passage) -> ToolRead:
        context, purpose = self._context, ""
        context.account.claim(named)
        facts: list[tuple[str, str]] = []
        for column, what in enumerate(columns):
            cell, head = _cell(row, column), _cell(table.head, column)
            if cell is not None and head is not None and what == _USERS:
                if _BRACKETS.search(cell.plain):  # “Conservator (read only)”
                    facts.append((_ABOUT, f"{head.plain}: {cell.plain}"))
                continue
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
            first = self._first(each, table)
            if _NAME not in found and first is not None:
                found[first] = _NAME
            if _NAME not in found and self._is_named_plainly(each, table, found):
                found[0] = _NAME
            others = found[found.index(_NAME) + 1 :] if found.count(_NAME) == 1 else []
            # “Role | Duties | Tools” is a table of roles.
            if _USERS not in found[: -len(others) or None] and set(others) & {*_FACTS, _USERS}:
                return found
        return None

    def _first(self, words: Words, table: Table) -> int | None:
        """Return the first column where its head is a word such as “System”; None for others.

        Further on it says which system something else is about. A number may stand before it.
        """
        heads = table.head.cells
        number = heads[0].plain.strip(" .") if heads[0] else "#"
        is_number = number in _NUMBERS or self._context.is_word(number, "marks_of_entries")
        for column in (0, *((1,) if is_number and len(heads) > 1 else ())):
            head = heads[column]
            if head is not None and words.exact(head.plain.strip(" :"), _SECTION, "first"):
                cells = [cell for row in table.rows if (cell := _cell(row, column))]
                names = [cell for cell in cells if self._context.is_sure(cell.plain)]
                told = any(self._column(words, each) == _USERS for each in heads)
                return column if told or len(names) * 2 <= len(cells) else None
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


def _names(text: str) -> list[str]:
    """Return the names in a cell; commas within brackets part none."""
    masked = _BRACKETS.sub(lambda found: re.sub(r"[,;/]", "\x00", found[0]), text)
    names = (each for each in _BETWEEN.split(masked) if each)
    return [each.replace("\x00", ",") for each in names]


def _cell(row: Row, column: int) -> Passage | None:
    return row.cells[column] if column < len(row.cells) else None
