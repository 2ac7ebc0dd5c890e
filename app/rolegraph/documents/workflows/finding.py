"""Finds the workflows of a document, and takes them out of what is read for roles.

A workflow is plain where a heading or label has a word for one (“Workflow: Ship a release”,
“Release process”, “Steps”, a chapter “Workflows”) over numbered steps, “Step 1: …”, a table of
steps, or a list below “Steps”. Bullets below such a heading are asked about: they are in the graph
neither as steps nor as duties until then. Numbered duties of a role have no such word, and stay.
"""

from __future__ import annotations

from functools import cached_property

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.model import LEAVE_OUT, WORKFLOW
from rolegraph.documents.account.workflows import WorkflowRead
from rolegraph.documents.language.tables import STATEMENT_KINDS
from rolegraph.documents.language.words import without_number
from rolegraph.documents.outline import (
    Block,
    Bullets,
    Heading,
    Item,
    Paragraph,
    Passage,
    Table,
)
from rolegraph.documents.outline.sections import Section
from rolegraph.documents.workflows.apart import lift_roles
from rolegraph.documents.workflows.body import Body
from rolegraph.documents.workflows.draft import FlowDraft
from rolegraph.documents.workflows.flow_tables import TableFlows, headings_above, unnumbered
from rolegraph.documents.workflows.named.vocabulary import WorkflowWords
from rolegraph.documents.workflows.shape import FlowShapes
from rolegraph.documents.workflows.step_table import StepTable

_IS_ONE, _ARE_DUTIES = "workflow", "responsibilities"
_DUTIES = ("responsibility", "exclusion", "requirement", "privilege")
"""What a list with a role in each entry may be instead; “How we work” is over either."""
_LEVEL, _FEW = 9, 2
_ENTRY = "tells how one comes into the role or leaves it"
_SAID = "a person said that this is no workflow"


class WorkflowFinder:
    """Reads the workflows of a document.

    Args:
        context: the document while it is read.
        vocabulary: the words on workflows.
    """

    def __init__(self, context: Context, vocabulary: WorkflowWords) -> None:
        self._context = context
        self._words = vocabulary
        self._found: list[WorkflowRead] = []

    # Most documents tell no workflow, so what reads one is made for the first.
    _body = cached_property(lambda self: Body(self._context, self._words))
    _table = cached_property(lambda self: StepTable(self._context))
    _shapes = cached_property(lambda self: FlowShapes(self._context, self._words))
    _tables = cached_property(lambda self: TableFlows(self._context))

    def take(self, root: Section) -> list[WorkflowRead]:
        """Read all workflows; what they are told by is no longer in the tree of sections."""
        self._below(root, in_chapter=False)
        self._plain_tables(root)
        self._found += self._tables.found
        self._found.sort(key=lambda each: each.passage.span.start)
        return self._found

    def _below(self, section: Section, *, in_chapter: bool) -> None:
        self._labelled(section)
        self._shaped(section)
        self._phased(section)
        for child in list(section.sections):
            is_whole = child.heading is None or self._shapes.is_whole(child)
            if is_whole or not self._take(child, in_chapter=in_chapter):
                is_chapter = not is_whole and self._is_chapter(child)
                if is_chapter:
                    self._entries(child)
                self._below(child, in_chapter=is_chapter)
                if is_chapter and not any(each.has_content for each in child.walk()):
                    self._context.account.claim_lines(child.heading)

    def _shaped(self, section: Section) -> None:
        """Read lists whose entries say who does what, below a heading that says nothing of it."""
        heading = section.heading
        for run in reversed(self._shapes.runs(section)):
            blocks = section.blocks[run.start : run.end]
            if heading is None or (self._is_role(section) and not run.crosses):
                continue
            name = unnumbered(heading.plain.rstrip(":\uff1a "))
            place, above = heading, tuple(headings_above(section))
            if run.lead is not None and (run.crosses or len(self._shapes.runs(section)) > 1):
                name, place = run.lead.plain.rstrip(":\uff1a "), run.lead
                above = (heading, *above)
                blocks = [each for each in blocks if each != Paragraph(run.lead)]
            part = Section(place, _LEVEL, section, blocks)
            draft = FlowDraft(WorkflowRead(name, place, within=above))
            self._body.read(draft, part)
            is_plain = run.is_plain and not self._is_in_duties(section, _DUTIES)
            if draft.workflow.steps and self._accept(
                draft, part, place, is_plain=is_plain, asks=True
            ):
                self._context.account.claim_lines(heading)
                section.blocks[run.start : run.end] = part.blocks

    def _phased(self, section: Section) -> None:
        """Read “Day 1”, “Day 2” with lists of who does what as one workflow of their section."""
        found = self._shapes.periods(section)
        heading = section.heading
        if not found or heading is None or self._is_role(section):
            return
        told = [block for block in section.blocks if self._shapes.tells_of_flow(block)]
        part = Section(heading, _LEVEL, section, told, [*found])
        name, above = unnumbered(heading.plain.rstrip(":\uff1a ")), tuple(headings_above(section))
        draft = FlowDraft(WorkflowRead(name, heading, within=above))
        self._body.read(draft, part)
        lists = (b for each in found for b in each.blocks if isinstance(b, Bullets))
        is_plain = all(each.ordered for each in lists) and not self._is_in_duties(section, _DUTIES)
        if self._accept(draft, part, heading, is_plain=is_plain, asks=True):
            section.sections[:] = [each for each in section.sections if each not in found]
            section.blocks[:] = [*(b for b in section.blocks if b not in told), *part.blocks]

    def _is_chapter(self, section: Section) -> bool:
        """Tell whether a heading is one over workflows: “Workflows”, “Processes”."""
        title = section.title.rstrip(":\uff1a ")
        return self._words.has(title, "chapters", "heads")

    def _take(self, section: Section, *, in_chapter: bool) -> bool:
        """Read a section that tells a workflow; tell whether it does."""
        heading = section.heading
        if heading is None:
            return False
        title = unnumbered(heading.plain.rstrip(":\uff1a "))
        titled = self._words.heading(title)
        is_explicit = titled is not None and titled.is_explicit
        name, passage = title, heading
        if titled is not None and is_explicit:
            passage = self._place(heading, name := title[titled.start :].strip())
        elif self._words.has(title, "heads", "chapters", "steps"):
            if self._is_over_several(section):
                return False
            name = self._of_owner(section, title)
        elif titled is None and self._words.is_compound(title):
            pass
        elif not (in_chapter or titled is not None or self._has_labels(section)):
            return False
        is_other = self._is_role(section) or bool(self._words.field(title))
        is_other |= self._is_of_entry(section, title)
        is_other = is_other or (not in_chapter and self._is_skipped(title))
        if is_other and not is_explicit and not self._words.has(title, "steps"):
            return False
        workflow = WorkflowRead(name, passage, within=tuple(headings_above(section)))
        draft = FlowDraft(workflow)
        lift_roles(self._context, section)
        self._body.read(draft, section)
        if not in_chapter and self._words.has(title, "heads", "steps"):
            self._beside(draft, section)
        says = bool(workflow.told) or any(workflow.fields.values())
        if not workflow.steps and not ((is_explicit or in_chapter) and says):
            return False
        is_duties = not is_explicit and self._is_in_duties(section)
        is_told = draft.ordered or self._context.outline.names is not None
        is_plain = not is_duties and (is_told or not workflow.steps)
        asks = in_chapter or is_explicit or is_duties or self._is_in_role(section)
        return self._accept(draft, section, heading, is_plain=is_plain, asks=asks)

    def _beside(self, draft: FlowDraft, section: Section) -> None:
        """Read “Purpose”, “Trigger” and the like beside the one “Procedure” of a document."""
        above = section.parent
        if above is None or not draft.workflow.steps:
            return
        for each in list(above.sections):
            title = unnumbered(each.title.rstrip(":\uff1a ")) if each.heading else ""
            what = self._words.field(title).removeprefix("outcome")  # “Results” is no part of it
            if what not in draft.workflow.fields or each.sections or draft.workflow.fields[what]:
                continue
            if all(isinstance(block, Paragraph | Bullets) for block in each.blocks):
                self._body.blocks(draft, each.blocks, what)
                draft.beside.append(each)

    def _accept(
        self,
        draft: FlowDraft,
        section: Section,
        heading: Passage,
        *,
        is_plain: bool,
        asks: bool,
    ) -> bool:
        """Take a workflow out of the tree, or leave it there; tell whether it is taken.

        What is not plain is asked about where it would else be read as duties, or not at all.
        """
        context, workflow = self._context, draft.workflow
        answer = context.answers.get((WORKFLOW, heading.plain))
        if answer == _ARE_DUTIES or not (is_plain or asks):
            return False
        context.account.claim_lines(heading)
        if answer == LEAVE_OUT:
            for each in section.walk():
                context.account.refuse(_SAID, *each.blocks)
                if each is not section and each.heading is not None:
                    context.account.refuse(_SAID, each.heading)
        else:
            if not is_plain and answer != _IS_ONE:
                workflow.status, workflow.waits_for = "asked", WORKFLOW
                context.doubts.add(WORKFLOW, heading.span.start, heading)
                told = (each.passage for each in workflow.told)
                context.account.refuse("waits for an answer with its workflow", *told)
            draft.tell(context.account)
            self._found.append(workflow)
        section.blocks[:] = draft.left if answer != LEAVE_OUT else []
        section.sections.clear()
        if not section.blocks and section.parent is not None and section.level < _LEVEL:
            section.parent.sections.remove(section)
        return True

    def _place(self, heading: Passage, name: str) -> Passage:
        at = heading.span.text.find(name)
        if at < 0:
            return heading
        return self._context.outline.part(heading, at, at + len(name))

    def _of_owner(self, section: Section, title: str) -> str:
        """Return the name of what stands below “Workflow” or “Steps”: by the heading above it."""
        if (above := next(headings_above(section), None)) is None:
            return title
        # “Procedure” alone would be one workflow in all documents that have such a heading.
        owner = unnumbered(without_number(above.plain)).strip()
        if self._words.has(title, "steps") and self._words.heading(above.plain):
            return owner
        return f"{owner}: {title}"

    def _is_over_several(self, section: Section) -> bool:
        """Tell whether “Workflow” is over several: its subsections have steps, or its entries."""
        lists = [block for block in section.blocks if isinstance(block, Bullets)]
        if self._tables.has_processes(section) or any(self._has_entries(block) for block in lists):
            return True
        below = [
            child
            for child in section.sections
            if child.heading
            and not self._words.field(child.title.rstrip(":\uff1a "))
            and not self._words.step_number(child.title)[1]
        ]
        return any(child.has_list or self._has_labels(child) for child in below) and not any(
            self._has_steps(block) for block in section.blocks
        )

    def _has_entries(self, bullets: Bullets) -> bool:
        """Tell whether the entries of a list are workflows, with their steps nested in them."""
        if self._context.outline.names is None:
            nested = (block for item in bullets.items for block in item.blocks)
            return not bullets.ordered and any(self._has_steps(block) for block in nested)
        blocks = (block for item in bullets.items for block in item.blocks)
        labels = (each.passage.plain for each in blocks if isinstance(each, Heading))
        return any(self._words.has(label, "steps") for label in labels)

    def _has_steps(self, block: Block) -> bool:
        if isinstance(block, Table):
            return self._table.is_one(block)
        return isinstance(block, Bullets) and block.ordered

    def _has_labels(self, section: Section) -> bool:
        """Tell whether labels that only workflows have stand below a heading, with steps."""
        own = ("trigger", "entry", "exit", "steps")
        labels = [child.title.rstrip(":\uff1a ") for child in section.sections]
        if section.heading is None or self._shapes.holds_roles(section):
            return False
        draft = FlowDraft(WorkflowRead("", section.heading))
        if not any(self._words.has(label, *own) for label in labels):
            texts = [b.passage for b in section.blocks if isinstance(b, Paragraph)]
            if not any(self._has_label(text, own) for text in texts):
                return False
        self._body.read(draft, section)
        said = [name for name in own[:3] if draft.workflow.fields[name]]
        return bool(said) and len(draft.workflow.steps) >= _FEW and draft.ordered

    def _has_label(self, text: Passage, names: tuple[str, ...]) -> bool:
        lines = text.span.text.splitlines()
        heads = (line.replace("\uff1a", ":").partition(":") for line in lines)
        return any(sign and self._words.has(head.strip(" *_"), *names) for head, sign, _ in heads)

    def _is_role(self, section: Section) -> bool:
        heading = section.heading
        if heading is None:
            return False
        label = self._context.label(section.title)
        told = label.kinds if label and not self._shapes.is_course(section.title) else ()
        is_told = any(kind in STATEMENT_KINDS for kind in told)
        return is_told or self._context.is_sure(self._context.name(heading).name)

    def _is_skipped(self, title: str) -> bool:
        """Tell whether a heading is one of those that say nothing of work: “How to apply”."""
        label = self._context.label(title)
        if label is None or label.kind != "skipped" or len(label.rest.split()) > 1:
            return False
        ends = (label.phrase, label.phrase.rpartition(" ")[2])
        return not any(self._words.has(each, "heads", "chapters") for each in ends)

    def _is_of_entry(self, section: Section, title: str) -> bool:
        """Tell whether a heading within a role tells how one comes into it: “Hiring process”."""
        label = self._context.label(title)
        return label is not None and label.reason == _ENTRY and self._is_in_role(section)

    def _is_in_duties(self, section: Section, kinds: tuple[str, ...] = STATEMENT_KINDS) -> bool:
        """Tell whether a heading above says that duties, rights and the like stand below it."""
        for above in headings_above(section):
            label = self._context.label(above.plain)
            if label is not None and any(kind in kinds for kind in label.kinds):
                return True
        return False

    def _is_in_role(self, section: Section) -> bool:
        return any(
            self._context.is_sure(self._context.name(above).name)
            for above in headings_above(section)
        )

    def _labelled(self, section: Section) -> None:
        """Read workflows that a line names: “Workflow: Ship a release”, and its steps below."""
        position = 0
        while position < len(section.blocks):
            block = section.blocks[position]
            end = self._end(section.blocks, position)
            if end and isinstance(block, Paragraph):
                below = section.blocks[position + 1 : end]
                part = Section(block.passage, _LEVEL, section, below)
                if self._take(part, in_chapter=False):
                    section.blocks[position:end] = part.blocks
                    continue
            position += 1

    def _end(self, blocks: list[Block], position: int) -> int:
        """Return where the steps end that a line announces; 0 where it announces none."""
        block = blocks[position]
        if not isinstance(block, Paragraph) or "\n" in block.passage.span.text.strip():
            return 0
        title = block.passage.plain.rstrip(":\uff1a ")
        titled = self._words.heading(title)
        is_one = (titled is not None and titled.is_explicit) or (
            self._words.has(title, "heads", "steps")
            and (block.passage.is_bold or block.passage.plain.endswith((":", "\uff1a")))
        )
        if not is_one:
            return 0
        for place in range(position + 1, len(blocks)):
            if self._has_steps(blocks[place]):
                return place + 1
            if not isinstance(blocks[place], Paragraph | Bullets):
                break
        return 0

    def _entries(self, chapter: Section) -> None:
        """Read the entries of a list in a chapter, and its tables, that are workflows."""
        left: list[Block] = []
        for block in chapter.blocks:
            if isinstance(block, Bullets):
                rest = tuple(each for each in block.items if not self._entry(chapter, each))
                left += [Bullets(rest, block.ordered)] if rest else []
            elif not (
                isinstance(block, Table) and self._tables.read(chapter, block, plainly=False)
            ):
                left.append(block)
        chapter.blocks[:] = left

    def _entry(self, chapter: Section, item: Item) -> bool:
        """Read an entry with steps below it, as records have them; tell whether it is one."""
        if item.passage is None or not item.blocks:
            return False
        titled = self._words.heading(item.passage.plain)
        name = item.passage.plain.rstrip(":\uff1a ")
        if titled is not None and titled.is_explicit:
            name = name[titled.start :]
        within = tuple(filter(None, (chapter.heading, *headings_above(chapter))))
        workflow = WorkflowRead(name, item.passage, within=within)
        draft = FlowDraft(workflow)
        self._body.blocks(draft, item.blocks)
        says = any(workflow.fields.values())
        is_record = self._context.outline.names is not None
        if not workflow.steps and not says:
            return False
        section = Section(item.passage, _LEVEL, chapter, list(item.blocks))
        is_plain = draft.ordered or is_record
        taken = self._accept(draft, section, item.passage, is_plain=is_plain, asks=True)
        if taken:
            self._context.account.claim(item.marker)
        return taken

    def _plain_tables(self, root: Section) -> None:
        """Read tables of steps below headings that speak of no workflow."""
        for section in root.walk():
            left = [
                block
                for block in section.blocks
                if not self._tables.read(section, block, plainly=True)
            ]
            section.blocks[:] = [each for each in left if each not in self._tables.titles]
