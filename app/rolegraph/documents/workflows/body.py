"""Reads one workflow: its labels, its steps in lists, tables and headings, and what stays over."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.sign_lists import is_timetable
from rolegraph.documents.account.workflows import StepRead, Told
from rolegraph.documents.content.parts import BOX
from rolegraph.documents.outline import (
    Aside,
    Block,
    Bullets,
    Heading,
    Item,
    Paragraph,
    Passage,
    Table,
)
from rolegraph.documents.outline.sections import Section
from rolegraph.documents.workflows.draft import FlowDraft
from rolegraph.documents.workflows.fields import Fields
from rolegraph.documents.workflows.named.parties import leads_in
from rolegraph.documents.workflows.named.vocabulary import FIELDS, OF_STEPS, OF_WHOLE, WorkflowWords
from rolegraph.documents.workflows.step_table import StepTable
from rolegraph.documents.workflows.step_text import behind, read_step, without_stop

_NUMBER = re.compile(r"[0-9]{1,3}")
_HALF = 0.5
_LABEL_LEVEL = 7
_UNKNOWN = "unknown"
_OF_STEP = ("when", "escalation", "escalated_when")
"""What is told of a workflow as a whole with its label, as what else is said of it."""
_OF_ALL = "is said of the whole workflow; the model has a place for it at steps only"


class Body:
    """Reads the sections of workflows.

    Args:
        context: the document while it is read.
        vocabulary: the words on workflows.
    """

    def __init__(self, context: Context, vocabulary: WorkflowWords) -> None:
        self._context = context
        self._words = vocabulary
        self._table = StepTable(context)
        self._fields = Fields(context, vocabulary)

    def read(self, draft: FlowDraft, section: Section) -> None:
        """Read a section and all below it; its heading is claimed by whoever names it."""
        self.blocks(draft, section.blocks)
        self._sections(draft, section.sections)

    def _sections(self, draft: FlowDraft, sections: Iterable[Section]) -> None:
        for child in sections:
            title, heading = child.title.rstrip(":\uff1a "), child.heading
            if heading is None:
                self.read(draft, child)
                continue
            what = self._words.field(title)
            what = "" if what in _OF_STEP else what
            end, number = self._words.step_number(title)
            if what:
                draft.claim(heading)
                self._labelled(draft, child, what)
            elif number:
                self._step_section(draft, child, end, number)
            else:
                self._group(draft, child)

    def _labelled(self, draft: FlowDraft, section: Section, what: str) -> None:
        """Read what stands below a label, and then what stands below its own headings."""
        self.blocks(draft, section.blocks, what, is_label=section.level >= _LABEL_LEVEL)
        if what == "steps":
            self._sections(draft, section.sections)
            return
        for child in section.sections:
            if child.heading is not None:
                draft.refused.append((f"stands below “{section.title}”", child.heading))
            self.read(draft, child)

    def _step_section(self, draft: FlowDraft, section: Section, end: int, number: str) -> None:
        """Read “Step 1: Collect changes” over text."""
        heading = section.heading
        if heading is None:
            return
        draft.claim(heading)
        named = behind(self._context, heading, end)
        step = StepRead(named.plain or heading.plain, named if named.plain else heading)
        step.number = number
        draft.ordered = True
        for each in section.walk():
            if each is not section and each.heading is not None:
                draft.claim(each.heading)
                step.notes.append(each.heading)
            self._nested(draft, step, each.blocks)
        draft.add(step)

    def _group(self, draft: FlowDraft, section: Section) -> None:
        """Read steps below a heading of their own: a lane with a role, a phase, or any other."""
        heading, before = section.heading, len(draft.workflow.steps)
        is_field = heading is not None and self._context.outline.names is not None
        if is_field and heading is not None and not self._words.has(section.title, "notes"):
            section.blocks[:] = [
                Paragraph(self._with_label(heading, block.passage))
                if isinstance(block, Paragraph)
                else block
                for block in section.blocks
            ]
        self.read(draft, section)
        steps = draft.workflow.steps[before:]
        if heading is None:
            return
        if not steps and not is_field:
            draft.refused.append(("heads what is no step of the workflow", heading))
            return
        draft.claim(heading)
        for step in steps:
            step.told.append(Told("lane", heading))

    def blocks(
        self,
        draft: FlowDraft,
        blocks: Iterable[Block],
        what: str = "",
        *,
        is_label: bool = False,
    ) -> None:
        """Read blocks in order; a label, perhaps a line of its own, says what the next one is.

        Args:
            draft: the workflow.
            blocks: the blocks.
            what: what the label above says.
            is_label: whether that is a line in bold, which speaks for one list alone.
        """
        row = list(blocks)
        has_list = any(isinstance(b, Bullets) and self._is_of_steps(b) for b in row)
        has_list = has_list or any(isinstance(b, Table) and self._table.is_one(b) for b in row)
        label = what
        for position, block in enumerate(row):
            if isinstance(block, Paragraph):
                follows = row[position + 1] if position + 1 < len(row) else None
                label = self._paragraph(draft, block.passage, what, follows)
            elif isinstance(block, Heading):
                draft.claim(block.passage)
                label = self._words.field(block.passage.plain.rstrip(":\uff1a "))
                if not label:
                    draft.workflow.notes.append(block.passage)
            elif isinstance(block, Bullets):
                self._bullets(draft, block, label, has_list=has_list)
                label = what = "" if is_label else what
            elif isinstance(block, Table):
                self._tables(draft, block, label)
                label = what = "" if is_label else what
            else:
                self._aside(draft, block)

    def _aside(self, draft: FlowDraft, block: Aside) -> None:
        reason = f"in the workflow “{draft.workflow.name}”" if block.what else ""
        draft.refused.append((reason, block))

    def _is_of_steps(self, bullets: Bullets) -> bool:
        """Tell whether a list has its order by itself: it is numbered, or says “Step 1”."""
        texts = [item.passage.plain for item in bullets.items if item.passage]
        said = sum(bool(self._words.step_number(text)[1]) for text in texts)
        return bullets.ordered or (bool(texts) and said > _HALF * len(texts))

    def _paragraph(
        self, draft: FlowDraft, passage: Passage, what: str, follows: Block | None
    ) -> str:
        """Read a paragraph, each line with a label apart; return what its last label announces."""
        label = what
        for line in self._fields.lines(passage):
            found = self._fields.of(line)
            if found is None:
                self._say(draft, what, line)
                label = what
                continue
            label, head, rest = found
            if label in _OF_STEP:
                self._say(draft, "", line)  # “SLA: 5 days” says nothing without its label
                label = what
                continue
            draft.claim(head)
            if rest is None:
                continue
            if label == "steps":
                draft.workflow.notes.append(rest)
                draft.claim(rest)
            else:
                self._say(draft, label, rest)
                label = what
        return label if isinstance(follows, Bullets | Table) or label == what else what

    def _say(self, draft: FlowDraft, what: str, passage: Passage) -> None:
        """Note what a text says of the workflow as a whole."""
        workflow = draft.workflow
        if what in workflow.fields:
            draft.claim(passage)
            workflow.fields[what].append(passage)
        elif what == "persona":
            workflow.persona_at = passage
        elif what in {"who", "stage"}:
            workflow.told.append(Told(what, passage))
        elif what in {"owner", "accountable"}:
            workflow.told.append(Told("owner", passage))
        elif what in OF_WHOLE:
            workflow.told.append(Told(what, passage))
        elif what in OF_STEPS:
            draft.refused.append((_OF_ALL, passage))
        else:
            draft.claim(passage)
            workflow.notes.append(passage)

    def _bullets(self, draft: FlowDraft, bullets: Bullets, label: str, *, has_list: bool) -> None:
        """Read a list: of steps, of what a label announces, or of labels."""
        if label in {"", "steps"} and self._are_fields(bullets):
            for item in bullets.items:
                self._field_item(draft, item)
        elif label == "steps" or (not label and (self._is_of_steps(bullets) or not has_list)):
            draft.ordered |= label == "steps" or self._is_of_steps(bullets)
            leads = leads_in(self._context, (e.passage for e in bullets.items if e.passage))
            has_times = is_timetable(bullets)
            for item in bullets.items:
                self._step(draft, item, leads, has_time=has_times)
        else:
            for item in bullets.items:
                self._said_item(draft, item, label)

    def _are_fields(self, bullets: Bullets) -> bool:
        texts = [item.passage for item in bullets.items if item.passage]
        known = sum(self._fields.of(text) is not None for text in texts)
        return bool(texts) and known > _HALF * len(bullets.items)

    def _field_item(self, draft: FlowDraft, item: Item) -> None:
        draft.claim(item.marker)
        found = self._fields.of(item.passage) if item.passage else None
        if found is None or item.passage is None:
            self._said_item(draft, item, "")
            return
        what, head, rest = found
        draft.claim(head)
        if rest is not None:
            self._say(draft, what, rest)
        self.blocks(draft, item.blocks, what)

    def _said_item(self, draft: FlowDraft, item: Item, label: str) -> None:
        draft.claim(item.marker)
        if item.passage is not None:
            self._say(draft, label, item.passage)
        self.blocks(draft, item.blocks, label or "notes")

    def _tables(self, draft: FlowDraft, table: Table, label: str) -> None:
        read = self._table.read(table)
        if read is not None or label in {"", "steps"}:
            if read is not None:
                draft.ordered = True
                draft.claims += read.claims
                draft.refused += read.refused
                for _, step in read.steps:
                    draft.add(step)
                return
            if self._read_fields(draft, table):
                return
        draft.left.append(table)

    def _read_fields(self, draft: FlowDraft, table: Table) -> bool:
        """Read a table with labels in its first column; tell whether it is one."""
        rows = [row for row in (table.head, *table.rows) if row.cells and row.cells[0]]
        pairs = [(row.cells[0], row.cells[1:]) for row in rows]
        known = [self._words.field(cell.plain) if cell else "" for cell, _ in pairs]
        if len(table.head.cells) != 2 or sum(map(bool, known)) <= _HALF * len(pairs):  # noqa: PLR2004
            return False
        for (cell, others), what in zip(pairs, known, strict=True):
            draft.claim(cell)
            for other in others:
                if other is not None and cell is not None and not what:
                    draft.claim(other)
                    self._say(draft, what, self._with_label(cell, other))
                elif other is not None:
                    self._say(draft, what, other)
        return True

    def _step(
        self, draft: FlowDraft, item: Item, leads: frozenset[str], *, has_time: bool = False
    ) -> None:
        """Read an entry of a list of steps; the time before it is a note on it (`has_time`)."""
        draft.claim(item.marker)
        if item.passage is None:
            draft.refused.append(("a step without a text", item.marker))
            draft.refused += [("stands below a step without a text", each) for each in item.blocks]
            return
        draft.claim(item.passage)
        if item.is_done is not None:
            draft.dropped.append((item.marker.line, BOX))
        numbers = [] if has_time else _NUMBER.findall(item.marker.text)
        end, said = self._words.step_number(item.passage.plain)
        text = behind(self._context, item.passage, end) if said else item.passage
        step = read_step(self._context, text, leads)
        step.number = said or (numbers[-1] if numbers else "")  # “5.2” is the second
        if has_time:
            mark = item.marker
            at = mark.start + next(n for n, sign in enumerate(mark.text) if sign.isdigit())
            step.notes.insert(0, self._context.outline.passage(at, mark.end))
        self._nested(draft, step, item.blocks)
        draft.add(step)

    def _nested(self, draft: FlowDraft, step: StepRead, blocks: Iterable[Block]) -> None:
        """Read what is nested in a step: what labels say of it, and more about it."""
        label, head = "", None
        for block in blocks:
            if isinstance(block, Heading):
                draft.claim(block.passage)
                label, head = self._label_in_step(block.passage.plain), block.passage
            elif isinstance(block, Paragraph) and label == _UNKNOWN and head is not None:
                draft.claim(block.passage)
                step.notes.append(self._with_label(head, block.passage))
            elif isinstance(block, Paragraph):
                self._say_in_step(draft, step, block.passage, label)
            elif isinstance(block, Bullets):
                for item in block.items:
                    draft.claim(item.marker)
                    if item.passage is not None:
                        self._say_in_step(draft, step, item.passage, label)
                    self._nested(draft, step, item.blocks)
            elif isinstance(block, Table):
                draft.refused.append((f"a table within the step “{step.name}”", block))
            else:
                self._aside(draft, block)

    def _with_label(self, head: Passage, value: Passage) -> Passage:
        """Return the field of a record whose name is not known as what it says: “SLA: 15 min”."""
        span = self._context.outline.source.span(head.span.start, value.span.end)
        return Passage(span, f"{head.plain[:1].upper()}{head.plain[1:]}: {value.plain}")

    def _label_in_step(self, label: str) -> str:
        what = self._words.field(label.rstrip(":\uff1a "))
        if not what and self._context.outline.names is not None:
            what = "name" if self._words.is_action(label) else _UNKNOWN
        return what

    def _say_in_step(self, draft: FlowDraft, step: StepRead, passage: Passage, label: str) -> None:
        for line in self._fields.lines(passage):
            found = self._fields.of(line) if not label else None
            what, head, rest = found or (label, None, line)
            draft.claim(head)
            if rest is None:
                continue
            if what == _UNKNOWN:
                draft.refused.append(("is no known field of a step", rest))
                continue
            draft.claim(rest)
            what = "output" if what == "outcome" else what
            if what in {"accountable", "when"}:
                draft.claim(line)
                step.notes.append(line)
            elif what in OF_STEPS:
                step.told.append(Told("who" if what == "owner" else what, rest))
            elif what == "name" and rest.plain != step.name:
                # A record has a short name beside its text.
                step.notes.insert(0, step.passage)
                step.name, step.passage = without_stop(rest.plain), rest
            else:
                told = line if what in FIELDS else rest
                step.notes.append(told)
