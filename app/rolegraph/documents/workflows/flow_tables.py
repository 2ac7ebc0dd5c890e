"""Workflows of a document that tables tell: one step a row, one lane a role, one workflow a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.workflows import WorkflowRead
from rolegraph.documents.outline import Block, Paragraph, Passage, Table
from rolegraph.documents.outline.sections import Section
from rolegraph.documents.workflows.draft import FlowDraft
from rolegraph.documents.workflows.process_table import ProcessTable
from rolegraph.documents.workflows.step_table import StepTable

_TITLE_WORDS = 8
_NUMBER = re.compile(r"\A\s*[0-9]+(?:\.[0-9]+)*[.)]?\s+")
"""What numbers a heading."""


class TableFlows:
    """Reads the workflows that tables tell.

    Args:
        context: the document while it is read.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._table = StepTable(context)
        self._processes = ProcessTable(context)
        self.found: list[WorkflowRead] = []
        self.titles: list[Block] = []
        """The lines above tables that name what these tell, and say nothing else."""

    def has_processes(self, section: Section) -> bool:
        """Tell whether a table of a section has one workflow a row."""
        tables = (block for block in section.blocks if isinstance(block, Table))
        return any(map(self._processes.is_one, tables))

    def read(self, section: Section, table: Block, *, plainly: bool) -> bool:
        """Read a table of steps, of one workflow or with a column that names several."""
        if not isinstance(table, Table):
            return False
        if self._of_processes(section, table):
            return True
        read = self._table.read(table, plainly=plainly)
        if read is None:
            return False
        place = section.heading or read.steps[0][1].passage
        title = unnumbered(section.title) or self._context.outline.source.file.rpartition("/")[2]
        title = title if section.heading else title.rpartition(".")[0] or title
        within = tuple(filter(None, (section.heading, *headings_above(section))))
        if (line := self._titled(section, table)) is not None:
            place, title = line, line.plain.rstrip(":\uff1a ")
            self._context.account.claim(line)
            self.titles.append(Paragraph(line))
        found: dict[str, FlowDraft] = {}
        for cell, step in read.steps:
            name = cell.plain if cell is not None else title
            if name not in found:
                found[name] = FlowDraft(WorkflowRead(name, cell or place, within=within))
            found[name].add(step)
        self._context.account.claim(*read.claims)
        for reason, block in read.refused:
            self._context.account.refuse(reason, block)
        if section.heading is not None and any(cell is None for cell, _ in read.steps):
            self._context.account.claim_lines(section.heading)
        self.found += [each.workflow for each in found.values()]
        return True

    def _titled(self, section: Section, table: Table) -> Passage | None:
        """Return the line above a table that names it, in the section of a role; None elsewhere."""
        heading = section.heading
        if heading is None or not self._context.is_sure(self._context.name(heading).name):
            return None
        place = next(n for n, block in enumerate(section.blocks) if block is table)
        before = section.blocks[place - 1] if place else None
        if not isinstance(before, Paragraph) or len(before.passage.plain.split()) > _TITLE_WORDS:
            return None
        is_sentence = before.passage.plain.endswith((".", "!", "?", "\u3002"))
        return None if is_sentence else before.passage

    def _of_processes(self, section: Section, table: Table) -> bool:
        """Read a table with one workflow a row; tell whether it is one."""
        account = self._context.account
        within = tuple(filter(None, (section.heading, *headings_above(section))))
        drafts = self._processes.read(table, within)
        for draft in drafts:
            draft.tell(account)
            self.found.append(draft.workflow)
        if drafts and section.heading is not None:
            account.claim_lines(section.heading)
        return bool(drafts)


def unnumbered(title: str) -> str:
    """Return a heading without the number before it."""
    return _NUMBER.sub("", title)


def headings_above(section: Section) -> Iterator[Passage]:
    """Yield the headings above a section, the nearest first."""
    above = section.parent
    while above is not None:
        if above.heading is not None:
            yield above.heading
            yield from _persona_of(above)
        above = above.parent


def _persona_of(section: Section) -> Iterable[Passage]:
    """Return the name of the persona whose record a section is."""
    for child in section.sections:
        if child.title == "{kind:persona-name}":
            yield from (b.passage for b in child.blocks if isinstance(b, Paragraph))
