"""Tables with a column for each way of taking part: “Task | Responsible | Accountable | …”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.leads import DETERMINER
from rolegraph.documents.account.model import StatementPart, StatementRead
from rolegraph.documents.language.names import halves, name_key
from rolegraph.documents.language.words import Words, fold
from rolegraph.documents.outline import Passage, Table
from rolegraph.documents.tables.degrees import EMPTY
from rolegraph.documents.tables.matrix import LetterMatrix, cell_at, summary_column

_SPLIT = re.compile(
    r"\s*(?:<br\s*/?>|\u2028|;|,|\n|\u3001|\s[&+]\s|\s(?:and|und|et|y|e|en|и|та|i)\s)\s*"
)
_LINES = re.compile(r"\s*(?:<br\s*/?>|\u2028|;|\n)\s*")
_SLASH = re.compile(r"\s*/\s*|\s*&\s*")
_GENERAL = frozenset(
    {"party", "parties", "person", "role", "roles", "team", "people", "who", "is", "to", "be"}
    | {"the", "unit", "function", "rolle", "rollen", "stelle", "rôle", "rol", "ruolo", "papel"}
)
"""Words beside “Responsible” in the head of a column."""
_BRACKETS = re.compile(r"[(\[\uff08]([^()\[\]\uff08\uff09]*)[)\]\uff09]")
_PIECES = re.compile(r"\s*[/=:|\u2013\u2014]\s*|\s+-\s+")
_FULL = frozenset("RACI")
_DECISIONS = (frozenset({"drive", "approve"}), frozenset({"recommend", "decide"}))
"""Beginnings of heads that only tables on decisions have together."""
_ENOUGH = 3
_HALF = 0.5
_CLEARLY = 0.3
_COUNT = re.compile(
    r"(?:(?:two|three)[ -](?:thirds?|quarters?)|(?:a\s+)?(?:simple\s+)?majority|half|zwei\s+drittel"
    r"|die\s+mehrheit|deux\s+tiers|la\s+majorité"
    r"|(?:(?:at\s+least|mindestens|au\s+moins|al\s+menos|pelo\s+menos|almeno|minstens)\s+)?"
    r"(?:an?|any|one|two|three|four|five|[0-9]+|alle?|all|both|each|every|most|eine?r?|zwei|drei"
    r"|une?|deux|trois|tous|toutes|dos|tres|todos|todas|uma?|dois|duas|due|tre|tutt[ie]|een|twee"
    r"|drie))\s+(?:(?:of|der|des|de|du)\s+)?(?:the\s+|les\s+)?",
    re.IGNORECASE,
)
"""How many of a role do something: “one maintainer”, “two thirds of the members”."""
_MARK = re.compile(r"[xX\u2713\u2714\u2705\u2611\u25cf]")


class OwnerTable:
    """Reads tables whose columns are ways of taking part and whose cells name roles.

    Args:
        context: the document while it is read.
        matrix: takes what was read.
    """

    def __init__(self, context: Context, matrix: LetterMatrix) -> None:
        self._context = context
        self._matrix = matrix
        self._kept: list[tuple[Table, int, str]] = []
        english = Words.load("en")
        own = context.words
        self._words = [each for each in (own, english) if each is not None]

    def columns(self, table: Table) -> dict[int, str]:
        """Return the columns such as “Responsible” and “Informed” → their letters.

        Three of R, A, C and I make a table one of this sort, whatever its cells are. With fewer,
        at least half of the cells must name roles, since “Owner” and “Lead” are names of roles too.
        """
        if not table.rows:
            return {}
        is_decision = self._is_on_decisions(table)
        heads = {
            column: letter
            for column, head in enumerate(table.head.cells)
            if column and head and (letter := self._letter(head, is_decision=is_decision))
        }
        if self.is_whole(heads):
            # “S” alone may be anything, but beside R, A and C.
            named = enumerate(table.head.cells)
            return heads | {n: "S" for n, head in named if head and head.plain.strip() == "S"}
        found = {
            column: letter
            for column, letter in heads.items()
            if self._share_of_roles(self._named_in(table, column)) >= _HALF
        }
        first = table.head.cells[0]
        is_activity = first is not None and self._context.is_word(first.plain, "fields", "activity")
        return found if is_activity or len(found) > 1 else {}

    def _is_on_decisions(self, table: Table) -> bool:
        """Tell whether columns are those of DACI or RAPID: “Driver | Approver”."""
        heads = {fold(head.plain).rstrip("rs") for head in table.head.cells if head}
        return any(pair <= heads for pair in _DECISIONS)

    def owned_by(self, table: Table) -> int | None:
        """Return the column “Owner” of a table of any things; None where it has not just one."""
        heads = table.head.cells
        found = [n for n, head in enumerate(heads) if n and head and self._letter(head) == "R"]
        return found[0] if len(found) == 1 and table.rows else None

    def keep(self, table: Table, column: int, reason: str) -> None:
        """Keep a table with an owner for each row until all roles are known.

        Args:
            table: the table.
            column: that of the owners.
            reason: why it is not read, if it cannot be.
        """
        self._kept.append((table, column, reason))

    def read_kept(self) -> None:
        """Read what such tables say of roles by their names."""
        for table, column, reason in self._kept:
            if why := self._read_owned(table, column):
                self._context.account.refuse(f"{reason}; {why}".strip("; "), table)

    def _read_owned(self, table: Table, column: int) -> str:
        """Read the owners of any things, such as documents, where they are roles read before.

        What the first column names is the activity. Returns why the table is not read: too few of
        its owners are known; empty where it was.
        """
        context, head = self._context, table.head.cells[column]
        owner = head.plain if head else ""
        named = self._named_in(table, column)
        known = [each for each in named if context.known(each.plain) is not None]
        are_plain = len(named) > 1 and all(self._is_role(e) and context.name(e).name for e in named)
        if not (are_plain or known) or (not are_plain and len(known) < _HALF * len(named)):
            count = f"{len(known)} of {len(named)}"
            return f"{count} entries in its column “{owner}” name a role of this document"
        context.account.claim(*table.head.cells)
        first = self._named_by(table, column)
        for row in table.rows:
            cells = list(row.cells)
            thing, cell = cell_at(row, first), cell_at(row, column)
            if thing is None or cell is None:
                what = "name" if thing is None else f"“{owner}”"
                context.account.refuse(f"a row without its {what}", *_full(row.cells))
                continue
            context.account.claim(thing)
            others = _full(tuple(c for n, c in enumerate(cells) if n not in {first, column}))
            context.account.refuse(f"says more of what has an “{owner}”", *others)
            self._owners(thing, cell, owner)
        return ""

    def _named_by(self, table: Table, owner: int) -> int:
        """Return the first column that says in words what has an owner; a number names nothing."""
        for column in range(len(table.head.cells)):
            cells = [cell for row in table.rows if (cell := cell_at(row, column))]
            if column != owner and any(any(map(str.isalpha, cell.plain)) for cell in cells):
                return column
        return 0

    def _owners(self, thing: Passage, cell: Passage, owner: str) -> None:
        context = self._context
        for part in self._names(cell):
            role = context.known(part.plain)
            if EMPTY.fullmatch(part.plain) or context.is_word(part.plain, "nobody"):
                context.account.claim(part)
            elif role is not None:
                context.account.claim(part)
                self._matrix.assign(role.name, thing, ("R",), part)
            elif context.is_sure(part.plain):
                role = context.role(context.name(part))
                context.ask_whether_role(role, 0)
                self._matrix.assign(role.name, thing, ("R",), part)
            else:
                reason = f"stands below “{owner}”, and is no role of this document"
                context.account.refuse(reason, part)

    def is_whole(self, columns: dict[int, str]) -> bool:
        """Tell whether columns are those of a RACI table: three of its ways at least."""
        return len(_FULL & set(columns.values())) >= _ENOUGH

    def read_whole(self, table: Table) -> bool:
        """Read a table that is plainly one of a RACI matrix; tell whether it is one."""
        columns = self.columns(table)
        if not self.is_whole(columns):
            return False
        self.read(table, columns)
        return True

    def read(self, table: Table, columns: dict[int, str]) -> None:
        """Read a table; `columns` has the letter of each column with roles."""
        context = self._context
        context.account.claim(*table.head.cells)
        first = self._text_column(table, columns)
        turned = self._is_turned(table, columns, first)
        for row in table.rows:
            named = cell_at(row, first)
            if named is None:
                what = "role" if turned else "activity"
                context.account.refuse(f"a row without a name of its {what}", *_full(row.cells))
                continue
            context.account.claim(named)
            for column, cell in enumerate(row.cells):
                if cell is None or column == first:
                    continue
                if column not in columns and not turned and self._is_veto(table, column):
                    self._vetoes(named, cell, table.head.cells[column])
                elif column not in columns:
                    place = (
                        "groups the rows of a matrix" if column < first else "a note in a matrix"
                    )
                    context.account.refuse(place, cell)
                elif turned:
                    self._activities(named, cell, columns[column])
                else:
                    self._roles(named, cell, columns[column])

    def _text_column(self, table: Table, columns: dict[int, str]) -> int:
        """Return the last column with words before the first with roles, or that of summaries."""
        summary = summary_column(self._context, table)
        if summary is not None and summary not in columns:
            return summary
        texts = [
            column
            for column in range(min(columns))
            if any(
                any(sign.isalpha() for sign in cell.plain)
                for row in table.rows
                if (cell := cell_at(row, column))
            )
        ]
        full = [
            column
            for column in texts
            if sum(1 for row in table.rows if cell_at(row, column)) >= _HALF * len(table.rows)
        ]
        activity = [
            column
            for column in full
            if (head := cell_at(table.head, column))
            and self._context.is_word(head.plain, "fields", "activity")
        ]
        # “Projects” says the same in each row of what an office tool writes, and “Name” does not.
        apart = [
            column
            for column in full
            if len({c.plain for row in table.rows if (c := cell_at(row, column))})
            == len(table.rows)
        ]
        return (activity or apart or full or texts or [0])[-1]

    def _is_turned(self, table: Table, columns: dict[int, str], first: int) -> bool:
        """Tell whether rows are roles, and the cells what they take part in."""
        head = cell_at(table.head, first)
        if head and self._context.is_word(head.plain, "fields", "activity"):
            return False
        rows = [cell for row in table.rows if (cell := cell_at(row, first))]
        cells = [each for column in columns for each in self._named_in(table, column)]
        return self._share_of_roles(rows) > self._share_of_roles(cells) + _CLEARLY

    def _roles(self, activity: Passage, cell: Passage, letter: str) -> None:
        context = self._context
        for part in self._names(cell):
            if EMPTY.fullmatch(part.plain) or context.is_word(part.plain, "nobody"):
                context.account.claim(part)
                continue
            name = context.name(self._uncounted(part))
            if not name.name or not any(sign.isalpha() for sign in name.name):
                context.account.refuse("names no role", part)
                continue
            if self._is_aside(part):
                context.account.refuse("says how, and names no role", part)
                continue
            if _MARK.fullmatch(name.name):
                context.account.refuse("a mark where a role should be named", part)
                continue
            context.in_cells.add(name_key(name.name))
            role = context.role(name)
            context.account.claim(part)
            self._matrix.assign(role.name, activity, (letter,), part)
        context.account.claim(cell)

    def _is_veto(self, table: Table, column: int) -> bool:
        head = cell_at(table.head, column)
        return head is not None and any(
            fold(head.plain) in words.set_of("vetoes") for words in self._words
        )

    def _vetoes(self, activity: Passage, cell: Passage, head: Passage | None) -> None:
        """Read who may stop a decision: a privilege of each, and no way to take part in it."""
        context = self._context
        for part in self._names(cell):
            name = context.name(part)
            is_empty = EMPTY.fullmatch(part.plain) or context.is_word(part.plain, "nobody")
            if is_empty or not name.name or head is None:
                context.account.claim(part)
                continue
            context.in_cells.add(name_key(name.name))
            role = context.role(name)
            context.account.claim(part, activity)
            told = (StatementPart(head),)
            role.statements.append(StatementRead("privilege", activity, "inferred", told))
        context.account.claim(cell)

    def _activities(self, named: Passage, cell: Passage, letter: str) -> None:
        role = self._context.role(self._context.name(named))
        for part in self._names(cell, is_text=True):
            self._context.account.claim(part)
            if not EMPTY.fullmatch(part.plain):
                self._matrix.assign(role.name, part, (letter,), part)
        self._context.account.claim(cell)

    def _uncounted(self, part: Passage) -> Passage:
        """Return a name without how many of the role are meant, where it is one of the document."""
        found = _COUNT.match(part.span.text)
        if found is None or self._context.known(part.plain) is not None:
            return part
        rest = self._context.outline.part(part, found.end())
        return rest if self._context.known(rest.plain) is not None else part

    def _is_aside(self, part: Passage) -> bool:
        """Tell whether a piece begins with a small word and no article: “on the mailing list”."""
        words = self._context.words
        first = fold(part.plain).split()[:1]
        is_small = words is not None and bool(first) and first[0] in words.common
        is_named = self._is_role(part) or DETERMINER.match(part.plain) is not None
        return is_small and not is_named

    def _named_in(self, table: Table, column: int) -> list[Passage]:
        cells = [cell for row in table.rows if (cell := cell_at(row, column))]
        return [
            part for cell in cells for part in self._names(cell) if not EMPTY.fullmatch(part.plain)
        ]

    def _share_of_roles(self, names: list[Passage]) -> float:
        sure = [each for each in names if self._is_role(each)]
        return len(sure) / len(names) if names else 0.0

    def _is_role(self, passage: Passage) -> bool:
        plain = self._uncounted(passage).plain
        return self._context.is_sure(plain) or self._context.known(plain) is not None

    def _names(self, cell: Passage, *, is_text: bool = False) -> list[Passage]:
        """Return the names in a cell; “Research and Development Lead” stays one where it is known.

        A slash joins two roles where both are roles of the document: “PM/Analyst”.
        """
        if self._context.known(cell.plain) is not None:
            return [cell]
        parts = list(self._cut(cell, _LINES if is_text else _SPLIT))
        found: list[Passage] = []
        for part in parts:
            pair = [] if is_text else halves(part.plain)
            if pair and all(self._context.known(half) for half in pair):
                found += self._cut(part, _SLASH)
            else:
                found.append(part)
        return found

    def _cut(self, cell: Passage, at: re.Pattern[str]) -> Iterator[Passage]:
        text, depth, begin = cell.span.text, 0, 0
        for hit in at.finditer(text):
            depth = text.count("(", 0, hit.start()) - text.count(")", 0, hit.start())
            if depth > 0:
                continue  # “Lead (security, privacy)”
            if part := self._part(cell, begin, hit.start()):
                yield part
            begin = hit.end()
        if part := self._part(cell, begin, len(text)):
            yield part

    def _part(self, cell: Passage, start: int, end: int) -> Passage | None:
        part = self._context.outline.part(cell, start, end)
        return part if part.span.text else None

    def _letter(self, head: Passage, *, is_decision: bool = False) -> str | None:
        """Return the letter of the head of a column: “R”, “Responsible (R)”, “Accountable role”."""
        plain = head.plain.strip()
        outside = _BRACKETS.sub(" ", plain)
        tries = [plain, outside, *_BRACKETS.findall(plain), *_PIECES.split(outside)]
        for words in self._words:
            for each in tries if is_decision else ():
                if letter := words.participation(each, "decisions"):
                    return letter
            for each in tries:
                if letter := words.participation(each):
                    return letter if len(each) > 1 or each.upper() in "RACI" else None
            for each in tries:
                kept = " ".join(w for w in each.split() if w.casefold() not in _GENERAL)
                if len(kept) > 1 and (letter := words.participation(kept)):
                    return letter
        return None


def _full(cells: tuple[Passage | None, ...]) -> list[Passage]:
    return [cell for cell in cells if cell is not None]
