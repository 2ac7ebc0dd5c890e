"""Responsibility matrices (RACI and its kin): roles by activities, with letters in the cells."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.model import Assignment, RoleRead, StatementRead
from rolegraph.documents.language.blanks import BLANK
from rolegraph.documents.language.likeness import NO
from rolegraph.documents.language.names import name_key
from rolegraph.documents.language.people import may_be_person
from rolegraph.documents.language.words import fold
from rolegraph.documents.outline import Passage, Row, Table
from rolegraph.documents.tables.degrees import EMPTY, degree, has_degrees
from rolegraph.documents.tables.squares import TOGETHER, is_square

_LETTERS = re.compile(
    r"\(?([A-Z])\)?(?:\s*[/,&+|;.\u00b7\u2022\u2219\u30fb\u3001-]?\s*\(?([A-Z])\)?){0,1}"
    r"(?:\s*[/,&+|;.\u00b7\u2022\u2219\u30fb\u3001-]?\s*\(?([A-Z])\)?){0,1}\*?"
)
_USUAL = frozenset("RACI")
_KNOWN = frozenset("RACISPVQOLDEX")
_MOST = 0.7
_HALF = 0.5
_FEW = 2
_TWINS = str.maketrans({"\u0410": "A", "\u0421": "C", "\u0406": "I", "\u0391": "A", "\u0399": "I"})
"""Letters of other scripts that look like Latin ones, and slip into a matrix unseen."""
_ONE_ROLE = re.compile(
    r"(?:RA[SC]CI|RACI|RASCI|DACI)(?:[ -](?:role|code|letter|status))?|letters?|code", re.IGNORECASE
)
"""The head of a column with the letters of the one role in whose section the table stands."""
_SIGNS = " *\u2020\u2021\u00a7\u00b9\u00b2\u00b3\u2074\u2075"
"""What stands behind a letter for a note below the table."""
_RAPID = {"R": "recommend", "A": "P", "P": "R", "I": "C", "D": "A"}
"""The letters of a matrix with D and P and no C: who agrees, performs, gives input, decides."""
_DACI = {"D": "R"}
"""The letters of a matrix with D and no R: who drives the work."""


def cell_at(row: Row, column: int) -> Passage | None:
    """Return a cell of a row; None where it is empty or beyond the end."""
    return row.cells[column] if 0 <= column < len(row.cells) else None


def is_group(row: Row) -> bool:
    """Tell whether a row has one text over all its columns: “A Safety”, above the rows on that."""
    texts = [cell.plain for cell in row.cells if cell]
    return len(texts) > _FEW and len(set(texts)) == 1


def summary_column(context: Context, table: Table) -> int | None:
    """Return the column that says in one line what is to be done, as trackers of issues have."""
    heads = enumerate(table.head.cells)
    found = (n for n, head in heads if head and context.is_word(head.plain, "summaries"))
    return next(found, None)


class LetterMatrix:
    """Reads tables whose cells hold letters, or yes and no.

    Args:
        context: the document while it is read.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._usual: Mapping[str, str] = {}
        """What the letters of the table that is read mean, where no legend says so."""
        self._has_degrees = False
        """Whether the cells of the table that is read are degrees: “lead”, “supporting”."""
        self._has_decisions = False
        """Whether each cell of it says who decides, or how else one takes part."""

    def read(self, table: Table) -> bool:
        """Read a matrix; tell whether the table is one."""
        if is_square(self._context, table):
            self._context.account.refuse(TOGETHER, table)
            return True
        columns = self._lettered(table)
        if columns:
            self._read(table, columns)
            return True
        columns = self._columns(table, self._answer)
        if columns and self._heads_are_roles(table, columns):
            self._read_answers(table, columns)
            return True
        return False

    def read_of(self, role: RoleRead, table: Table) -> bool:
        """Read the letters of one role in its own section: “Activity | RACI”; whether it is so."""
        columns = self._lettered(table)
        head = cell_at(table.head, columns[0]) if len(columns) == 1 else None
        if head is None or not _ONE_ROLE.fullmatch(head.plain):
            return False
        context = self._context
        context.account.claim(*table.head.cells)
        for row in table.rows:
            named, cell = cell_at(row, 0), cell_at(row, columns[0])
            others = [each for each in row.cells[1:] if each is not None and each is not cell]
            context.account.refuse("a note in a matrix", *others)
            letters = self._letters(cell) if cell else ()
            if named is None or cell is None or not letters:
                left = [each for each in (named, cell) if each is not None]
                context.account.refuse("a row without an activity or a letter", *left)
                continue
            context.account.claim(named, cell)
            self.assign(role.name, named, letters, cell)
        return True

    def is_one(self, table: Table) -> bool:
        """Tell whether a table is a matrix of letters."""
        return bool(self._lettered(table))

    def _lettered(self, table: Table) -> list[int]:
        """Return the columns with letters; none where R and A are not among them."""
        self._has_degrees, self._has_decisions = has_degrees(table), True
        cells = (cell for row in table.rows for cell in row.cells[1:] if cell)
        self._has_decisions = all(EMPTY.fullmatch(e.plain) or self._letters(e) for e in cells)
        columns = self._columns(table, self._letters)
        used, said = self._used(table, columns), self._context.letters
        meant = {said.get(letter, letter) for letter in used} | used
        return columns if meant & {"R", "A"} else []

    def _used(self, table: Table, columns: list[int]) -> set[str]:
        """Return the letters in some columns of a table."""
        cells = [cell for row in table.rows for n in columns if (cell := cell_at(row, n))]
        return {letter for cell in cells for letter in self._letters(cell)}

    def assign(
        self,
        role: str,
        activity: Passage,
        letters: tuple[str, ...],
        cell: Passage,
        apart: Passage | None = None,
    ) -> None:
        """Note how a role takes part in an activity; `apart` tells it from one of its name."""
        name = activity.plain.strip(" :")
        name = f"{name} ({apart.plain})" if apart is not None else name
        self._context.in_matrices.add(name_key(role))
        said = self._context.letters or self._usual
        meant = tuple(dict.fromkeys(said.get(letter, letter) for letter in letters))
        self._context.assignments.append(Assignment(role, name, meant, cell, activity))

    def _letters(self, cell: Passage) -> tuple[str, ...]:
        """Return the letters of a cell; empty where it holds something else."""
        plain = cell.plain.strip().rstrip(_SIGNS)
        words = self._context.words
        if self._has_degrees:
            return tuple(filter(None, (degree(cell),)))
        found = _LETTERS.fullmatch(plain.upper().translate(_TWINS))
        if found and (plain.isupper() or len(plain) == 1):
            letters = tuple(dict.fromkeys(each for each in found.groups() if each))
            return letters if set(letters) <= _KNOWN | self._context.letters.keys() else ()
        if words and len(plain) > 2:  # noqa: PLR2004
            names = re.split(r"\s*[/,&+]\s*", plain)
            ways = ("raci", "decisions") if self._has_decisions else ("raci",)
            told = ([words.participation(each, way) for way in ways] for each in names)
            pieces = [next(filter(None, each), None) for each in told]
            if any(self._context.is_sure(each) for each in names):
                return ()  # “Owner” and “Lead” are ways to take part, and names of roles first
            if pieces and all(pieces):
                return tuple(dict.fromkeys(each for each in pieces if each))
        return ()

    def _answer(self, cell: Passage) -> tuple[str, ...]:
        folded = cell.plain.strip().casefold()
        words = self._context.words
        for answer in ("yes", "no"):
            if words and (folded in words.raw("answers", answer) or fold(folded) == answer):
                return (answer,)
        return ()

    def _columns(self, table: Table, holds: object) -> list[int]:
        """Return the columns whose cells hold letters (or answers), all but for a few."""
        found = []
        rows = [row for row in table.rows if not is_group(row)]
        for column in range(len(table.head.cells)):
            cells = [cell_at(row, column) for row in rows]
            full = [cell for cell in cells if cell and not EMPTY.fullmatch(cell.plain)]
            if holds == self._answer:
                full = [cell for cell in cells if cell]
            good = [cell for cell in full if callable(holds) and holds(cell)]
            if full and len(good) >= _MOST * len(full):
                found.append(column)
        # A column without a letter between two with some is one of them.
        return (
            [
                column
                for column in range(min(found, default=0), max(found, default=-1) + 1)
                if column in found or not any(cell_at(row, column) for row in table.rows)
            ]
            if found and 0 not in found
            else []
        )

    def _heads_are_roles(self, table: Table, columns: list[int]) -> bool:
        heads = [head for column in columns if (head := cell_at(table.head, column))]
        firsts = [cell for row in table.rows if (cell := cell_at(row, 0))]
        if not any(any(sign.isalpha() for sign in cell.plain) for cell in firsts):
            return False  # “Level | Senior”: a number is nothing that a role may do
        names = [self._context.name(head) for head in heads]
        sure = [name for name in names if self._context.is_sure(name.name)]
        known = [name for name in names if self._context.known(name.name)]
        # “Hospital IT” beside “Triage Nurse” and “Shift Physician” may be one, and is asked about.
        is_open = all(name.likeness != NO for name in names) and len(sure) > _HALF * len(names)
        return bool(heads) and (len({*map(id, sure), *map(id, known)}) == len(names) or is_open)

    def _with_roles(self, table: Table, columns: list[int]) -> list[int]:
        """Return the columns with letters, and those beside them whose head is a role too.

        Most of their cells hold something else, such as a tick; they name no activity.
        """
        context = self._context
        heads = {n: head for n, head in enumerate(table.head.cells) if head}
        names = {n: context.name(head).name for n, head in heads.items()}
        roles = {n for n, name in names.items() if context.is_sure(name) or context.known(name)}
        if not roles.issuperset(n for n in columns if n in heads):
            return columns
        last = max(columns)
        return sorted({*columns, *(n for n in roles if n > 0 and n <= last + 1)})

    def _is_turned(self, table: Table, columns: list[int], text: int) -> bool:
        """Tell whether rows are roles and columns activities."""
        context = self._context
        head = cell_at(table.head, text)
        is_said = head is not None and context.is_word(head.plain, "fields", "activity")
        if table.of_activities or is_said:
            return False
        firsts = [cell for row in table.rows if (cell := cell_at(row, text))]
        heads = [each for column in columns if (each := cell_at(table.head, column))]
        rows = sum(context.is_sure(context.name(cell).name) for cell in firsts)
        tops = sum(context.is_sure(context.name(each).name) for each in heads)
        share_rows, share_tops = rows / max(len(firsts), 1), tops / max(len(heads), 1)
        if head and context.is_word(head.plain, "fields", "name"):
            return share_rows >= share_tops
        return share_rows > share_tops + 0.3

    def _read(self, table: Table, columns: list[int]) -> None:
        context = self._context
        columns = self._with_roles(table, columns)
        texts = [column for column in range(min(columns)) if column not in columns]
        # “Article | 9” beside “Obligation” numbers what the rows are about.
        told = [column for column in texts if self._is_of_words(table, column)]
        named_by = {n: each.plain for n in told if (each := cell_at(table.head, n))}
        plain = [n for n, each in named_by.items() if context.is_word(each, "fields", "activity")]
        text = (plain or told or texts or [0])[-1]
        if texts and sum(1 for row in table.rows if cell_at(row, text)) < len(table.rows) / 2:
            text = texts[0]
        summary = summary_column(context, table)
        text = text if summary is None or summary in columns else summary
        turned = self._is_turned(table, columns, text)
        context.account.claim(*(cell_at(table.head, column) for column in (*texts, *columns)))
        heads = {column: cell_at(table.head, column) for column in columns}
        for column, head in enumerate(table.head.cells):
            if head and column not in (*texts, *columns):
                context.account.claim(head)
        used = self._used(table, columns)
        is_rapid, is_daci = {"D", "P"} <= used and "C" not in used, "D" in used and "R" not in used
        self._usual = _RAPID if is_rapid else _DACI if is_daci else {}
        known, begin = list(context.roles), len(context.assignments)
        twice = self._twice(table, text)
        for row in table.rows:
            if is_group(row):
                context.account.refuse("groups the rows of a matrix", *filter(None, row.cells))
                continue
            named = cell_at(row, text)
            beside = (c for n in reversed(told) if n != text and (c := cell_at(row, n)))
            is_twice = named is not None and named.plain in twice
            apart = next(beside, None) if is_twice and not turned else None
            self._row(row, columns, text, heads, turned=turned, apart=apart)
        taking = {each.role for each in context.assignments[begin:]}
        self._ask_of_people([role for role in context.roles if role.name in taking], known)

    def _twice(self, table: Table, column: int) -> frozenset[str]:
        """Return what a column says in several rows: “Purchase”, up to a limit and above it."""
        seen = [cell.plain for row in table.rows if (cell := cell_at(row, column))]
        return frozenset(each for each in seen if seen.count(each) > 1)

    def _is_of_words(self, table: Table, column: int) -> bool:
        texts = self._full(table, column)
        return sum(any(map(str.isalpha, each)) for each in texts) > _HALF * len(texts)

    def _ask_of_people(self, roles: list[RoleRead], known: list[RoleRead]) -> None:
        """Ask whether names in a matrix are roles, where all of them may be people's."""
        words, context = self._context.words, self._context
        if words is None or len(roles) < _FEW:
            return
        if any(role in known for role in roles):
            return
        people = [role for role in roles if may_be_person(role.name, words)]
        # “Lindqvist” and “Okafor” end as words for roles do, and “Gardener” may be a family name.
        open_ = [role for role in people if not context.is_sure(role.name)]
        if len(people) >= _MOST * len(roles) and len(open_) >= _HALF * len(roles):
            for role in people:
                context.ask_whether_role(role, 0)

    def _row(
        self,
        row: Row,
        columns: list[int],
        text: int,
        heads: dict[int, Passage | None],
        *,
        turned: bool,
        apart: Passage | None = None,
    ) -> None:
        """Read a row; `apart` is what tells it from another one on the same activity."""
        context = self._context
        named = cell_at(row, text)
        for column, cell in enumerate(row.cells):
            if cell is None or cell is apart:
                continue
            if column not in columns:
                if cell is named and self._has_letters(row, columns):
                    context.account.claim(cell)
                elif cell is named and any(cell_at(row, each) for each in columns):
                    context.account.refuse("a row without a letter of a matrix", cell)
                elif column < min(columns):
                    is_number = not any(sign.isalpha() for sign in cell.plain)
                    what = "numbers" if is_number else "groups"
                    context.account.refuse(f"{what} the rows of a matrix", cell)
                else:
                    context.account.refuse("a note in a matrix", cell)
                continue
            head, letters = heads[column], self._letters(cell)
            if head is not None and named is not None and letters:
                role, activity = (named, head) if turned else (head, named)
                name = context.name(role)
                if not name.name:
                    context.account.refuse(BLANK, cell)
                    continue
                found = context.role(name)
                context.account.claim(cell, head)
                context.account.claim(apart)
                self.assign(found.name, activity, letters, cell, apart)
            elif EMPTY.fullmatch(cell.plain):
                context.account.claim(cell)
            else:
                context.account.refuse(_no_letter(cell), cell)

    def _has_letters(self, row: Row, columns: list[int]) -> bool:
        cells = [cell for column in columns if (cell := cell_at(row, column))]
        return any(self._letters(cell) for cell in cells)

    def answered(self, table: Table, named: int) -> frozenset[int]:
        """Return the columns of a table of roles that say yes or no to what their head names."""
        columns = self._columns(table, self._answer) if named == 0 else []
        marks = {column for column in columns if any(map(_is_mark, self._full(table, column)))}
        return frozenset(marks)

    def _full(self, table: Table, column: int) -> list[str]:
        return [cell.plain for row in table.rows if (cell := cell_at(row, column))]

    def answer(self, role: RoleRead, head: Passage | None, cell: Passage) -> None:
        """Read a yes or no of a role: a yes is the privilege that the head of the column names."""
        if head is not None and self._answer(cell) == ("yes",):
            self._context.account.claim(cell)
            role.statements.append(StatementRead("privilege", head, "inferred"))
        else:
            self._context.account.refuse("marked as no, which is nothing the role has", cell)

    def _read_answers(self, table: Table, columns: list[int]) -> None:
        """Read a matrix of yes and no: each yes is a privilege of the column's role."""
        context = self._context
        context.account.claim(*table.head.cells)
        roles = {
            column: context.role(name)
            for column in columns
            if (head := cell_at(table.head, column)) and (name := context.name(head)).name
        }
        for role in roles.values():
            if not context.is_sure(role.name) and not role.statements:
                context.ask_whether_role(role, 0)
        for row in table.rows:
            named = cell_at(row, 0)
            for column, cell in enumerate(row.cells):
                if cell is None or column == 0:
                    continue
                if column in roles and named and self._answer(cell) == ("yes",):
                    context.account.claim(cell, named)
                    roles[column].statements.append(StatementRead("privilege", named, "inferred"))
                else:
                    context.account.refuse("marked as no, which is nothing the role has", cell)
            if named and not context.account.is_claimed(named.span):
                context.account.refuse("no role has this", named)


def _is_mark(text: str) -> bool:
    """Tell whether a cell is a sign, and no word such as “none”."""
    return not any(sign.isalpha() for sign in text)


def _no_letter(cell: Passage) -> str:
    """Return why a cell is not read; in a sheet the line alone does not say which one it is."""
    said = "no letter of a responsibility matrix"
    return f"{said}: “{cell.plain}” ({cell.cell})" if cell.cell else said
