"""Workflows without a word for one: lists and tables that say who does what, step by step.

“1. Registrar: log the request” is a step where others do the next ones. A list of roles looks
alike: there each role stands once, and no other place of the document has it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.leads import DETERMINER, lead_of
from rolegraph.documents.account.sign_lists import is_timetable
from rolegraph.documents.language.names import name_key
from rolegraph.documents.language.people import is_full_name
from rolegraph.documents.language.tables import STATEMENT_KINDS
from rolegraph.documents.outline import (
    Block,
    Bullets,
    Heading,
    Item,
    Paragraph,
    Passage,
    Table,
    walk,
)
from rolegraph.documents.outline.sections import Section
from rolegraph.documents.workflows.fields import Fields
from rolegraph.documents.workflows.named.parties import (
    ended,
    leads_in,
    led,
    person_in,
    plain_names,
    without_aside,
)
from rolegraph.documents.workflows.named.vocabulary import WorkflowWords
from rolegraph.documents.workflows.step_table import StepTable
from rolegraph.documents.workflows.step_text import behind_period

_MOST = 0.6
_HALF = 0.5
_FEW = 2
_LEAD_WORDS = 9
_NAME_WORDS = 5
_WORD = re.compile(r"[^\s,;:.()]+")
_OF_FLOWS = ("trigger", "exit", "output", "entry", "steps")


@dataclass(frozen=True, slots=True)
class Run:
    """The blocks of a section that tell a workflow.

    Attributes:
        start, end: which blocks.
        lead: the line above the list that names it; None without.
        is_plain: whether the order of its steps is told.
        crosses: whether it stands in the section of a role and is told as one of several.
    """

    start: int
    end: int
    lead: Passage | None = None
    is_plain: bool = True
    crosses: bool = False


class FlowShapes:
    """Finds workflows by the shape of their lists.

    Args:
        context: the document while it is read.
        vocabulary: the words on workflows.
    """

    def __init__(self, context: Context, vocabulary: WorkflowWords) -> None:
        self._context = context
        self._words = vocabulary
        self._fields = Fields(context, vocabulary)
        self._table = StepTable(context)

    def is_whole(self, section: Section) -> bool:
        """Tell whether the title of a procedure is over one chapter on duties, and one on steps.

        Below “Standard operating procedure 14: Fridge” stand its responsibilities and records too.
        """
        if section.level > 1 or section.heading is None:
            return False
        titles = [child.title.rstrip(":\uff1a ") for child in section.sections]
        labels = filter(None, map(self._context.label, titles))
        is_told = any(kind in STATEMENT_KINDS for label in labels for kind in label.kinds)
        return is_told and any(self._words.has(each, "heads", "chapters") for each in titles)

    def holds_roles(self, section: Section) -> bool:
        """Tell whether a chapter “Roles” stands below a heading, with a section for each.

        A handbook with a “Definition of Done” has one. What its roles do, and what they do not,
        would else be steps of one workflow.
        """
        words = self._context.words
        return words is not None and any(
            each.sections and words.exact(each.title.rstrip(":\uff1a "), "roles_headings")
            for each in section.walk()
            if each.heading is not None
        )

    def runs(self, section: Section) -> list[Run]:
        """Return where workflows stand among the blocks of a section, in order."""
        if section.heading is None or self._is_of_roles(section):
            return []
        found: list[Run] = []
        begin = 0
        for place, block in enumerate(section.blocks):
            if isinstance(block, Paragraph):
                continue
            before = section.blocks[begin:place]
            is_one = isinstance(block, Bullets) and self.is_one(block, before)
            lead = self._lead(before)
            if is_one or (isinstance(block, Table) and self._is_table(block)):
                is_plain = not isinstance(block, Bullets) or block.ordered
                crosses = lead is not None and self._crosses(section, block)
                found.append(
                    Run(place - 1 if crosses else begin, place + 1, lead, is_plain, crosses)
                )
            elif isinstance(block, Bullets) and self._is_told(section, block, lead):
                is_plain = block.ordered and self._tells_course(section.heading, lead)
                is_plain &= not is_timetable(block)
                found.append(Run(begin, place + 1, lead, is_plain))
            elif isinstance(block, Bullets) and self._may_be_course(section, block, lead):
                found.append(Run(begin, place + 1, lead, is_plain=False))
            begin = place + 1
        return found

    def periods(self, section: Section) -> list[Section]:
        """Return the subsections that are times of one workflow: “Day 1”, “Day 2”; or none.

        Most entries of their lists say who does them.
        """
        found = [each for each in section.sections if self._words.is_period(each.title)]
        blocks = [block for each in found for part in each.walk() for block in part.blocks]
        if len(found) < _FEW or not any(isinstance(block, Bullets | Table) for block in blocks):
            return []
        lists = [block for block in blocks if isinstance(block, Bullets)]
        texts = [item.passage for each in lists for item in each.items if item.passage]
        leads = leads_in(self._context, texts)
        told = sum(bool(self._actors(text, leads)) for text in texts)
        tables = [block for block in blocks if isinstance(block, Table)]
        are_steps = all(self._table.is_one(table) for table in tables)
        return found if are_steps and told >= _MOST * len(texts) else []

    def is_course(self, title: str) -> bool:
        """Tell whether a title says that a course follows: “What to do when you are worried”.

        The words “to do” in it are no label of duties.
        """
        words = self._context.words
        return words is not None and words.matches(title, "courses") is not None

    def tells_of_flow(self, block: Block) -> bool:
        """Tell whether a paragraph has labels of workflows: “Owner: …”, “Trigger: …”."""
        if not isinstance(block, Paragraph):
            return False
        return any(self._fields.of(line) is not None for line in self._fields.lines(block.passage))

    def _is_table(self, table: Table) -> bool:
        """Tell whether a table is one of the steps of one workflow."""
        read = self._table.read(table, plainly=True)
        return read is not None and all(cell is None for cell, _ in read.steps)

    def is_one(self, bullets: Bullets, before: list[Block]) -> bool:
        """Tell whether a list is one of steps, each with who does it.

        Args:
            bullets: the list.
            before: the paragraphs above it.
        """
        texts = [item.passage for item in bullets.items if item.passage is not None]
        if len(texts) < _FEW:
            return False
        if all(map(self._is_step, bullets.items)):
            return True  # “Step 1: …”, whoever does it
        leads = leads_in(self._context, texts)
        said = [self._actors(text, leads) for text in texts]
        told = [each for each in said if each]
        if len(told) < max(_FEW, _MOST * len(bullets.items)):
            return False
        names = [name_key(name) for each in told for name in each]
        if len(set(names)) < len(names):
            return True  # a list of roles has each once
        if not bullets.ordered:
            return False
        headed = sum(name in self._headed for name in names)
        return headed > _HALF * len(names) or self._tells_of_steps(texts, before)

    def _crosses(self, section: Section, block: Block) -> bool:
        """Tell whether a numbered list in the section of a role goes back and forth with others.

        Below “Receptionist” that is “1. Receptionist: calls the warden”, “2. Warden: decides”.
        """
        if not isinstance(block, Bullets) or not block.ordered or section.heading is None:
            return False
        texts = [item.passage for item in block.items if item.passage is not None]
        leads = leads_in(self._context, texts)
        said = [name_key(name) for text in texts for name in self._actors(text, leads)]
        own = self._keys(section.heading)
        return len(said) >= len(texts) and bool(own & set(said)) and len(set(said)) > 1

    def _is_told(self, section: Section, bullets: Bullets, lead: Passage | None) -> bool:
        """Tell whether a list is one of sentences on what several roles do in turn.

        That is “1. The DSL reads the concern.”, “2. The head of year tells the tutor.” Duties of
        statutes say what they must do. A list of roles has each once, and in no other place.
        Entries without numbers are steps where the heading says so: “Release process”.
        """
        if section.heading is None or self._is_role(section):
            return False
        if is_timetable(bullets):
            named = [each for item in bullets.items if (each := self._named_in(item))]
            return len(named) > _HALF * len(bullets.items) and len(set(named)) >= _FEW
        if not bullets.ordered and not self._tells_course(section.heading, lead):
            return False
        said = [item.passage for item in bullets.items if item.passage is not None]
        texts = [self._behind_phase(text) for text in said]
        keys = [name_key(name) for text in texts if (name := self._subject(text))]
        least = _FEW if self._tells_course(section.heading, lead) else _FEW + 1
        if len(keys) < max(least, _HALF * len(bullets.items)) or len(set(keys)) < _FEW:
            return False
        turns = sum(one != other for one, other in pairwise(keys))
        goes_back = turns >= len(set(keys))
        return goes_back or sum(key in self._headed for key in keys) > _HALF * len(keys)

    def _may_be_course(self, section: Section, bullets: Bullets, lead: Passage | None) -> bool:
        """Tell whether a numbered list says what to do, whoever does it, below “If …” or “When …”.

        That is asked about.
        """
        titles = [each.plain.rstrip(":\uff1a ") for each in (section.heading, lead) if each]
        texts = [item.passage.plain for item in bullets.items if item.passage]
        are_long = sum(len(each.split()) > _FEW for each in texts) > _HALF * len(texts)
        is_list = bullets.ordered and len(texts) > _FEW and are_long
        passages = (item.passage for item in bullets.items if item.passage)
        are_timed = all(behind_period(self._context, each)[0] is not None for each in passages)
        is_course = are_timed or any(map(self.is_course, titles))
        return is_list and is_course and not self._is_role(section)

    def _is_role(self, section: Section) -> bool:
        return section.heading is not None and self._is_sure(section.heading)

    def _named_in(self, item: Item) -> str:
        """Return the key of the first role with a heading that an entry names; empty without."""
        words = _WORD.findall(item.passage.plain) if item.passage else []
        parts = (
            " ".join(words[start : start + length])
            for start in range(len(words))
            for length in range(_NAME_WORDS, 0, -1)
        )
        return next((key for part in parts if (key := name_key(part)) in self._headed), "")

    def _behind_phase(self, text: Passage) -> Passage:
        """Return what is behind a time or a bold name: “Week 1: …”, “**Detect.** The clerk”."""
        _, text = behind_period(self._context, text)
        lead = lead_of(self._context, text)
        is_phase = lead is not None and lead.is_bold and lead.rest is not None
        return lead.rest if is_phase and lead and lead.rest else text

    def _is_sure(self, heading: Passage) -> bool:
        return self._context.is_sure(self._context.name(heading).name)

    def _subject(self, text: Passage) -> str:
        """Return the role that a sentence begins with and that does something; empty without."""
        words, plain = self._context.words, text.plain
        article = DETERMINER.match(plain)
        begin = max(self._words.without_article(plain), article.end() if article else 0)
        ends = [hit.end() for hit in _WORD.finditer(plain, begin)][:_NAME_WORDS]
        headed = [end for end in reversed(ends) if name_key(plain[begin:end]) in self._headed]
        for end in (*headed, *(end for end in ends if self._context.is_sure(plain[begin:end]))):
            rest = plain[end:].strip()
            if rest and self._words.is_verb(rest):
                first = rest.split(maxsplit=1)[0].casefold()
                is_bound = words is None or first in words.set_of("modals")
                return "" if is_bound else plain[begin:end]
        return ""

    def _tells_course(self, heading: Passage, lead: Passage | None) -> bool:
        """Tell whether a heading, or the line above a list, says that what follows is a course.

        “What happens when a concern is logged”, “If the alarm sounds”, “Steps:”.
        """
        for passage in filter(None, (heading, lead)):
            title = passage.plain.rstrip(":\uff1a ")
            if self._words.has(title, "steps") or self._words.heading(title) is not None:
                return True
            if self.is_course(title):
                return True
        return False

    def _is_step(self, item: Item) -> bool:
        """Tell whether an entry says “Step 1”, in its text or in what stands before it."""
        said = (item.marker.text, item.passage.plain if item.passage else "")
        return any(self._words.step_number(each)[1] for each in said)

    def _tells_of_steps(self, texts: list[Passage], before: list[Block]) -> bool:
        """Tell whether a list says “go to step 6”, or labels of workflows stand above it."""
        if any(True for text in texts for _ in self._words.goes_to(text.plain)):
            return True
        lines = [
            line
            for block in before
            if isinstance(block, Paragraph)
            for line in self._fields.lines(block.passage)
        ]
        fields = (self._fields.of(line) for line in lines)
        return any(found is not None and found[0] in _OF_FLOWS for found in fields)

    def _actors(self, text: Passage, leads: frozenset[str]) -> list[str]:
        """Return who does an entry of a list: roles that are plainly such, or that have a heading.

        A person stands for somebody, and her name is left out later.
        """
        end, number = self._words.step_number(text.plain)
        if number and text.span.text.startswith(text.plain[:end]):
            text = self._context.outline.part(text, end)
        for found in (led(self._context, text), ended(self._context, text)):
            if found is None or self._is_entry(found.rest):
                continue
            who = found.who.plain
            if names := plain_names(self._context, who):
                return names
            if name_key(without_aside(who)) in self._headed | leads:
                return [who]
        person = person_in(self._context, text)
        return [person.who.plain] if person else []

    def _is_entry(self, rest: Passage) -> bool:
        """Tell whether what stands beside a role is who has it, and no deed: “Chef: Ann Lee”."""
        person = person_in(self._context, rest)
        name = rest.plain if person is None else person.rest.plain
        words = self._context.words
        is_name = words is not None and is_full_name(rest.plain, words)
        return is_name or (person is not None and not re.search(r"[^\W\d_]{2}", name))

    @cached_property
    def _headed(self) -> frozenset[str]:
        """The keys of what may be roles in other places: headings, and heads of tables."""
        found: set[str] = set()
        for block in walk(self._context.outline.blocks):
            if isinstance(block, Heading) or (
                isinstance(block, Paragraph) and block.passage.is_bold
            ):
                found |= self._keys(block.passage)
            elif isinstance(block, Paragraph):
                lead = lead_of(self._context, block.passage)
                found |= self._keys(lead.head) if lead and lead.is_bold and lead.head else set()
            elif isinstance(block, Table):
                for cell in block.head.cells:
                    found |= self._keys(cell) if cell is not None else set()
        return frozenset(found)

    def _keys(self, passage: Passage) -> set[str]:
        name = self._context.name(passage)
        return {name_key(each) for each in (name.name, *name.aliases) if each}

    def _is_of_roles(self, section: Section) -> bool:
        """Tell whether a heading is one over roles, or over what they do."""
        context, title = self._context, section.title
        if context.words is not None and context.words.exact(title, "roles_headings"):
            return True
        label = context.label(title)
        if self.is_course(title):
            return False
        if label is not None and context.is_people(label.reason):
            return True  # “Contacts”
        return label is not None and any(kind in STATEMENT_KINDS for kind in label.kinds)

    def _lead(self, before: list[Block]) -> Passage | None:
        """Return the line above a list that names it: “Incoming loans:”."""
        last = before[-1] if before else None
        if not isinstance(last, Paragraph):
            return None
        text = last.passage.plain
        is_short = len(text.split()) <= _LEAD_WORDS and not re.search(r"[.!?]\s", text)
        is_label = text.endswith((":", "\uff1a")) and self._fields.of(last.passage) is None
        return last.passage if is_short and is_label else None
