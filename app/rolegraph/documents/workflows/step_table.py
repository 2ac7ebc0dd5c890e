"""Tables of steps: “# | Step | Who | Input | Output | Tool”, or with one lane a role."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.workflows import StepRead, Told
from rolegraph.documents.language.likeness import NO
from rolegraph.documents.outline import Block, Passage, Row, Table
from rolegraph.documents.text.model import Span
from rolegraph.documents.workflows.named.parties import plain_names
from rolegraph.documents.workflows.named.vocabulary import OF_STEPS, WorkflowWords

_LETTERS = re.compile(
    r"[\s*_`(]*(?:[RACISPraci](?:\s*[/,&+]\s*)?){1,4}[\s*_`)]*|[-\u2013\u2014xX]?"
)
_NUMBER = re.compile(r"\W*[0-9]{1,3}(?:\.[0-9]{1,3})*\W*")
_TIME = re.compile(
    r"\W*(?:[tT]\s*[-+\u2212]\s*)?[0-9]{1,2}(?:[:.h]\s?[0-9]{2}|\s*(?:h|[ap]\.?m\.?|uhr))"
    r"(?:\s*(?:[ap]\.?m\.?|h|uhr))?\W*",
    re.IGNORECASE,
)
"""A time of the day, or before and behind a point in time: “18:30”, “6 pm”, “T-0:30”."""
_HALF = 0.5
_BESIDE = ("number", "step", "when", "stage")
_MOST_BESIDE = 1.4
"""So many steps has a row at most, on average: where all cells are filled, they are duties."""
_WORD = 2
_SIGNS = re.compile(r"[A-Z]{1,3}(?:\s*[/,&+]\s*[A-Z]{1,3})*|[xX\u2713\u2714\u2022\u25cf-]")
_FEW = 2


@dataclass
class TableOfSteps:
    """What was read of a table.

    Attributes:
        steps: each with the cell that names its workflow, where a column does.
        claims: what of the table was understood.
        refused: what was not, and why.
    """

    steps: list[tuple[Passage | None, StepRead]] = field(default_factory=list)
    claims: list[Passage | Span] = field(default_factory=list)
    refused: list[tuple[str, Block | Passage | Span]] = field(default_factory=list)


class StepTable:
    """Reads tables with one step a row.

    Args:
        context: the document while it is read.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._spoken = WorkflowWords.of_heads(context.words) if context.words else []

    def is_one(self, table: Table, *, plainly: bool = False) -> bool:
        """Tell whether a table is one of steps.

        Args:
            table: the table.
            plainly: whether its heads alone have to say so, since no heading speaks of a workflow.
        """
        if lanes(self._context, self._spoken, table, plainly=plainly) is not None:
            return True
        return self._columns(table, plainly=plainly) is not None

    def read(self, table: Table, *, plainly: bool = False) -> TableOfSteps | None:
        """Read a table; None where it is not one of steps."""
        found = TableOfSteps()
        laned = lanes(self._context, self._spoken, table, plainly=plainly)
        if laned is not None:
            beside = table.head.cells[laned[0]] if laned[0] is not None else None
            found.claims += [beside] if beside else []
            found.claims += [cell for row in table.rows for cell in row.cells if cell]
            found.steps = [(None, step) for step in lane_steps(table, *laned)]
            return found
        columns = self._columns(table, plainly=plainly)
        if columns is None:
            return None
        found.claims += [
            cell for what, cell in zip(columns, table.head.cells, strict=False) if what and cell
        ]
        for what, cell in zip(columns, table.head.cells, strict=False):
            if not what and cell is not None:
                reason = f"a step has no place for the column “{cell.plain}”"
                found.refused.append((reason, cell))
        workflow: Passage | None = None
        for row in table.rows:
            named = _cell(row, columns, "step")
            workflow = _cell(row, columns, "workflow") or workflow
            if named is None or not any(map(str.isalnum, named.plain)):
                found.refused += [("a row without a step", each) for each in row.cells if each]
                continue
            found.steps.append((workflow, self._step(found, table, row, columns, named)))
        return found if found.steps else None

    def _step(
        self, found: TableOfSteps, table: Table, row: Row, columns: list[str], named: Passage
    ) -> StepRead:
        step = StepRead(named.plain.strip().rstrip("."), named)
        for position, (what, cell) in enumerate(zip(columns, row.cells, strict=False)):
            if cell is None:
                continue
            if what:
                found.claims.append(cell)
            is_empty = not any(map(str.isalnum, cell.plain))
            if is_empty or self._context.is_word(cell.plain, "nobody"):
                found.claims.append(cell)
            elif what == "number":
                step.number = cell.plain.strip(" .)#")
            elif what in {"notes", "when"}:
                step.notes.append(cell)
            elif what in OF_STEPS:
                step.told.append(Told(what, cell))
            elif not what:
                head = table.head.cells[position] if position < len(table.head.cells) else None
                name = head.plain if head else ""
                found.refused.append((f"a step has no place for the column “{name}”", cell))
        return step

    def _columns(self, table: Table, *, plainly: bool) -> list[str] | None:
        if not table.rows:
            return None
        for words in self._spoken:
            columns = self._in(words, table, plainly=plainly)
            if columns is not None:
                return columns
        return None

    def _in(self, words: WorkflowWords, table: Table, *, plainly: bool) -> list[str] | None:
        """Return what each column says, by the words of a language; None where it is none."""
        heads = [cell.plain.strip(" :*") if cell else "" for cell in table.head.cells]
        columns = [words.column(head) if head else "" for head in heads]
        if not columns[0] and "number" not in columns and _counts(table):
            columns[0] = "number"  # “Lp.”, “S/N”
        if not columns[0] and "when" not in columns and _is_timed(table):
            columns[0] = "when"
        if words.is_sipoc(heads):
            columns = ["step" if what == "workflow" else what for what in columns]
        is_counted = any(
            what == "step" and self._are_numbers(table, n) for n, what in enumerate(columns)
        )
        columns = [
            "number" if what == "step" and self._are_numbers(table, n) else what
            for n, what in enumerate(columns)
        ]
        if "step" in columns:
            columns = _once(columns, "step")
            is_plain = True
        elif "action" in columns or "notes" in columns:
            place = next(
                (n for n, head in enumerate(heads) if head and words.has(head, "action")), -1
            )
            if place < 0:
                return None
            columns[place] = "step"
            is_plain = is_counted or self._are_periods(words, table, columns)
        else:
            return None
        columns = ["notes" if what == "action" else what for what in columns]
        columns = _once(columns, "number")
        others = {each for each in columns if each and each != "step"}
        if not others or self._is_matrix(table, heads, columns):
            return None
        if not plainly:
            return columns
        if any(words.has(head, "not_steps") for head in heads if head):
            return None  # a list of what is open, or of risks
        goes_on = others & {"input", "output", "number", "workflow"}
        goes_on |= {"when"} if self._are_periods(words, table, columns) else set()
        is_plain = (is_plain or {"input", "output"} <= others) and bool(goes_on)
        return columns if is_plain or self._says_who(words, table, heads, columns) else None

    def _are_periods(self, words: WorkflowWords, table: Table, columns: list[str]) -> bool:
        """Tell whether a column has times within a workflow: “Day 1”, and not days of the week."""
        place = columns.index("when") if "when" in columns else len(table.head.cells)
        cells = [row.cells[place] for row in table.rows if place < len(row.cells)]
        there = [cell for cell in cells if cell is not None]
        periods = [words.is_period(cell.plain) or _NUMBER.fullmatch(cell.plain) for cell in there]
        is_timed = place == 0 and "who" in columns and _is_timed(table)
        return is_timed or (bool(there) and sum(map(bool, periods)) > _HALF * len(there))

    def _says_who(
        self, words: WorkflowWords, table: Table, heads: list[str], columns: list[str]
    ) -> bool:
        """Tell whether a table says who does what: “Who | Action”, with roles below “Who”."""
        if "who" not in columns or (heads[0] and not columns[0]):
            return False  # “Supplier | Who | Action” says who sees to what
        place, deed = columns.index("who"), columns.index("step")
        if not words.has(heads[place], "actors"):
            return False
        if not words.has(heads[deed], "deeds", "step"):
            return False
        cells = [row.cells[place] for row in table.rows if place < len(row.cells)]
        there = [cell for cell in cells if cell is not None]
        named = [cell for cell in there if plain_names(self._context, cell.plain)]
        return len(there) > 1 and len(named) >= _HALF * len(there)

    def _are_numbers(self, table: Table, column: int) -> bool:
        cells = [row.cells[column] for row in table.rows if column < len(row.cells)]
        there = [cell for cell in cells if cell is not None]
        return bool(there) and all(_NUMBER.fullmatch(cell.plain) for cell in there)

    def _is_matrix(self, table: Table, heads: list[str], columns: list[str]) -> bool:
        """Tell whether columns are ways of taking part, or have their letters: “Step | R | A”."""
        words = self._context.words
        ways = [words.participation(head) for head in heads if head] if words else []
        if len([way for way in ways if way in {"A", "C", "I", "S", "P"}]) > 0:
            return True
        unknown = [n for n, what in enumerate(columns) if not what and heads[n]]
        cells = [
            row.cells[n]
            for n in unknown
            for row in table.rows
            if n < len(row.cells) and row.cells[n] is not None
        ]
        letters = [cell for cell in cells if cell and _LETTERS.fullmatch(cell.plain)]
        return bool(cells) and len(letters) > _HALF * len(cells)


def _once(columns: list[str], what: str) -> list[str]:
    """Return columns of which only the first is of a sort; another one is told as notes."""
    first = columns.index(what) if what in columns else -1
    other = "notes" if what == "step" else ""
    return [other if each == what and n != first else each for n, each in enumerate(columns)]


def _cell(row: Row, columns: list[str], what: str) -> Passage | None:
    place = columns.index(what) if what in columns else -1
    return row.cells[place] if 0 <= place < len(row.cells) else None


def lanes(
    context: Context, spoken: Iterable[WorkflowWords], table: Table, *, plainly: bool = True
) -> tuple[int | None, list[int]] | None:
    """Return the column that numbers the rows, if any, and those of roles; None for other tables.

    Where all cells are filled they are duties, but for rows with a time of the day, and numbered
    rows below a heading that speaks of a workflow.

    Args:
        context: the document while it is read.
        spoken: the words on workflows of each language.
        table: the table.
        plainly: whether its heads alone have to say so, since no heading speaks of a workflow.
    """
    heads = table.head.cells
    roles = [n for n, head in enumerate(heads) if head and _is_role(context, head)]
    others = [n for n in range(len(heads)) if n not in roles]
    if others[:1] == [0] and len(roles) >= _FEW and _is_counted(table):
        # “Flight deck” beside “Tug driver” and “Headset operator” does something as well.
        more = [
            n
            for n in others[1:]
            if (head := heads[n]) is not None and context.name(head).likeness != NO
        ]
        roles, others = sorted([*roles, *more]), [n for n in others if n not in more]
    if len(roles) < _FEW or len(table.rows) < _FEW or len(others) > 1:
        return None
    beside = others[0] if others else None
    is_course = False
    if beside is not None:
        head = heads[beside]
        known = [words.column(head.plain.strip(" :*")) for words in spoken] if head else []
        numbers = [row.cells[beside] for row in table.rows if beside < len(row.cells)]
        are_numbers = all(cell is None or _is_number(cell.plain) for cell in numbers)
        are_times = all(cell is not None and _TIME.fullmatch(cell.plain) for cell in numbers)
        is_course = are_times or (are_numbers and any(numbers) and not plainly)
        if beside or not (are_numbers or are_times or any(each in _BESIDE for each in known)):
            return None
    cells = [cell for row in table.rows for cell in _in(row, roles)]
    if any(_SIGNS.fullmatch(cell.plain) for cell in cells):
        return None
    used = [n for n in roles if any(n < len(row.cells) and row.cells[n] for row in table.rows)]
    is_sparse = is_course or 0 < len(cells) <= _MOST_BESIDE * len(table.rows)
    are_texts = sum(len(cell.plain.split()) >= _WORD for cell in cells) * 2 >= len(cells)
    return (beside, roles) if is_sparse and are_texts and len(used) >= _FEW else None


def _counts(table: Table) -> bool:
    """Tell whether a first column counts the rows: 1, 2, 3."""
    cells = [row.cells[0] for row in table.rows if row.cells]
    told = [cell.plain.strip(" .)#") if cell is not None else "" for cell in cells]
    return len(told) >= _FEW and told == [str(n) for n in range(1, len(told) + 1)]


def _is_timed(table: Table) -> bool:
    """Tell whether a first column has times of the day alone, in their order."""
    cells = [row.cells[0] for row in table.rows if row.cells]
    there = [cell.plain for cell in cells if cell is not None]
    if len(there) < max(_FEW, len(cells)) or not all(map(_TIME.fullmatch, there)):
        return False
    told = [[int(each) for each in re.findall(r"[0-9]+", text)] for text in there]
    return told == sorted(told)


def _is_counted(table: Table) -> bool:
    """Tell whether a first column has numbers or times alone."""
    cells = [row.cells[0] for row in table.rows if row.cells]
    return bool(cells) and all(
        cell is not None and (_is_number(cell.plain) or _TIME.fullmatch(cell.plain))
        for cell in cells
    )


def lane_steps(table: Table, beside: int | None, roles: list[int]) -> list[StepRead]:
    """Return the steps of a table with lanes, row by row; a row may hold several."""
    steps: list[StepRead] = []
    for row in table.rows:
        for n in roles:
            cell = row.cells[n] if n < len(row.cells) else None
            if cell is None or not any(map(str.isalnum, cell.plain)):
                continue
            step = StepRead(cell.plain.strip().rstrip("."), cell)
            head, mark = table.head.cells[n], row.cells[beside] if beside is not None else None
            step.told += [Told("who", head)] if head else []
            if mark is not None and _is_number(mark.plain):
                step.number = mark.plain.strip(" .)#")
            elif mark is not None:
                step.notes.append(mark)
            steps.append(step)
    return steps


def _in(row: Row, columns: list[int]) -> list[Passage]:
    cells = (row.cells[n] for n in columns if n < len(row.cells))
    return [cell for cell in cells if cell is not None and any(map(str.isalnum, cell.plain))]


def _is_role(context: Context, head: Passage) -> bool:
    return bool(plain_names(context, context.name(head).name or head.plain))


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None
