"""Tables with one workflow a row: “Process | Owner | Trigger | Steps | Outputs”."""

from __future__ import annotations

import re

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.workflows import Told, WorkflowRead
from rolegraph.documents.outline import Passage, Table
from rolegraph.documents.workflows.draft import FlowDraft
from rolegraph.documents.workflows.named.vocabulary import OF_WHOLE, WorkflowWords
from rolegraph.documents.workflows.step_text import read_step

_NUMBERED = re.compile(r"(?:(?<=\s)|^|(?<=;))\(?[0-9]{1,2}[.)]\s*(?=[^\W\d_])")
_APART = re.compile(
    r"\s*(?:<br\s*/?>|\u2028|\n|;)\s*|\s*(?:\u2192|\u21d2|->|=>)\s*|\s+[>\u203a\u00bb]\s+"
)
_BULLET = re.compile(r"[\s\u2022\u25cf\u25aa\u2610*\u2013-]*(?:[0-9]{1,2}[.)]\s+)?")
_FEW = 2
_TELLS = frozenset(
    {"steps", "trigger", "entry", "exit", "input", "output", "frequency", "duration"}
)
"""Columns of workflows as wholes; an owner and a purpose have other things as well."""
_OF_STEPS = "is said of the whole workflow; the model has a place for it at steps only"


class ProcessTable:
    """Reads tables with one workflow a row.

    Args:
        context: the document while it is read.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._spoken = WorkflowWords.of_heads(context.words) if context.words else []

    def is_one(self, table: Table) -> bool:
        """Tell whether each row of a table is a workflow."""
        return self._columns(table) is not None

    def read(self, table: Table, within: tuple[Passage, ...]) -> list[FlowDraft]:
        """Return the workflows of a table; none where it is another one.

        Args:
            table: the table.
            within: the headings above it, the nearest first.
        """
        columns = self._columns(table)
        if columns is None:
            return []
        found: list[FlowDraft] = []
        named = columns.index("workflow")
        for row in table.rows:
            cell = row.cells[named] if named < len(row.cells) else None
            if cell is None:
                continue
            draft = FlowDraft(WorkflowRead(cell.plain.strip(), cell, within=within), ordered=True)
            draft.claim(cell)
            for n, (what, other) in enumerate(zip(columns, row.cells, strict=False)):
                if other is not None and n != named:
                    head = table.head.cells[n]
                    self._cell(draft, what, other, head.plain if head else "")
            found.append(draft)
        heads = zip(columns, table.head.cells, strict=False)
        found[0].claim(*(head for what, head in heads if what))
        for what, head in zip(columns, table.head.cells, strict=False):
            if not what and head is not None:
                reason = f"a workflow has no place for the column “{head.plain}”"
                found[0].refused.append((reason, head))
        return found

    def _cell(self, draft: FlowDraft, what: str, cell: Passage, head: str) -> None:
        workflow = draft.workflow
        is_empty = not any(map(str.isalnum, cell.plain))
        if is_empty or self._context.is_word(cell.plain, "nobody"):
            draft.claim(cell)
        elif what == "steps":
            for passage in self._pieces(cell):
                draft.add(read_step(self._context, passage))
            draft.claim(cell)
        elif what in {"who", "owner", "accountable"}:
            workflow.told.append(Told("owner", cell))
        elif what == "stage":
            workflow.told.append(Told("stage", cell))
        elif what in OF_WHOLE:
            workflow.told.append(Told(what, cell))
        elif what in workflow.fields:
            draft.claim(cell)
            workflow.fields[what].append(cell)
        elif what in {"notes", "when"}:
            draft.claim(cell)
            workflow.notes.append(cell)
        elif what:
            draft.refused.append((_OF_STEPS, cell))
        else:
            draft.refused.append((f"a workflow has no place for the column “{head}”", cell))

    def _pieces(self, cell: Passage) -> list[Passage]:
        """Return the steps that a cell tells: numbered, or with breaks or arrows between."""
        outline, text = self._context.outline, cell.span.text
        starts = [found.start() for found in _NUMBERED.finditer(text)]
        if len(starts) < _FEW:
            starts = [0, *(found.end() for found in _APART.finditer(text))]
        found = []
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
            begin = _BULLET.match(text, start)
            last = _APART.search(text, start, end)
            stop = last.start() if last and last.end() >= end else end
            part = outline.part(cell, begin.end() if begin else start, max(stop, start))
            if any(map(str.isalnum, part.plain)):
                found.append(part)
        if starts and starts[0] > 0 and any(map(str.isalnum, text[: starts[0]])):
            found.insert(0, outline.part(cell, 0, starts[0]))
        return found

    def _columns(self, table: Table) -> list[str] | None:
        for words in self._spoken:
            heads = [cell.plain.strip(" :*") if cell else "" for cell in table.head.cells]
            columns = [self._column(words, head) if head else "" for head in heads]
            if words.is_sipoc(heads):
                return None  # what stands below “Process” are the steps of one
            columns = self._with_steps(table, columns)
            if (
                columns.count("workflow") == 1
                and _TELLS & set(columns)
                and self._are_rows(table, columns)
            ):
                return columns
        return None

    def _column(self, words: WorkflowWords, head: str) -> str:
        if words.has(head, "chapters", "heads"):
            return "workflow"
        what = words.field(head) or words.column(head)
        if words.has(head, "step", "steps"):
            return "steps"
        return what

    def _with_steps(self, table: Table, columns: list[str]) -> list[str]:
        """Return the columns with “Activities” as steps where some cell has several, else notes."""
        has_several = any(
            len(self._pieces(cell)) >= _FEW
            for row in table.rows
            for what, cell in zip(columns, row.cells, strict=False)
            if what == "action" and cell is not None
        )
        is_steps = has_several and "steps" not in columns and columns.count("action") == 1
        said = "steps" if is_steps else "notes"
        return [said if what == "action" else what for what in columns]

    def _are_rows(self, table: Table, columns: list[str]) -> bool:
        """Tell whether each row is a workflow: all are named, and no name is there twice."""
        place = columns.index("workflow")
        rows = [row for row in table.rows if any(row.cells)]
        cells = [row.cells[place] if place < len(row.cells) else None for row in rows]
        names = [cell.plain.casefold() for cell in cells if cell is not None]
        is_one_step = "steps" in columns and not _TELLS & (set(columns) - {"steps"})
        if not cells or len(names) < len(cells) or len(set(names)) < len(names):
            return False
        if "number" in columns and "steps" in columns:
            return False
        if not is_one_step:
            return True
        steps = columns.index("steps")
        told = [row.cells[steps] for row in table.rows if steps < len(row.cells)]
        return any(len(self._pieces(cell)) >= _FEW for cell in told if cell is not None)
