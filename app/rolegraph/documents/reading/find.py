"""Finds the roles of a document: in headings, lists, tables and bold words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from rolegraph.documents.account.leads import (
    Lead,
    lead_of,
    led_apart,
    led_by_article,
    names_role,
    plainly_led,
)
from rolegraph.documents.account.model import PEOPLE, UNKNOWN_KIND, LabelKind, RoleRead
from rolegraph.documents.content.assigned import read_parts, tells_parts
from rolegraph.documents.content.properties import without_properties
from rolegraph.documents.content.stories import are_stories
from rolegraph.documents.content.tools import without_tools
from rolegraph.documents.language.likeness import MAYBE, SURE
from rolegraph.documents.language.names import RoleName
from rolegraph.documents.outline import Block, Bullets, Paragraph, Passage, Table, walk
from rolegraph.documents.outline.sections import Section, linked
from rolegraph.documents.reading.decide import Decisions
from rolegraph.documents.reading.lists import RoleLists, parts_of
from rolegraph.documents.reading.one_role import OneRole, read_front_of_one
from rolegraph.documents.reading.prose import Prose
from rolegraph.documents.reading.titled import names_roles, titled_role
from rolegraph.documents.tables.legends import is_legend, letters_said

_NO_PART = "is no line such as “Timetable: Ferry Manager is accountable”, as those beside it are"
_MOST = 0.6
_HALF = 0.5
_SHOWN = 3
_GOES_IN_OR_OUT = ("input", "output")
_BOLD_LABEL = re.compile(r"(?:\*\*|__)([^*_:\n]{2,30})(?::(?:\*\*|__)|(?:\*\*|__):)")
_SENTENCE = 4
"""So many words at least has a sentence behind a bold name."""
_DUTY = 5
"""So many words at least has a paragraph on what a role does, with its name."""


@dataclass
class Finder(RoleLists):
    """Walks through the sections of a document and reads each role it finds.

    Args:
        context: the document while it is read.
        content: reads the sections of roles.
        tables: reads tables.
    """

    _prose: list[tuple[Block, str, bool]] = field(default_factory=list)
    """Texts outside of roles: why they are not read, if nothing in them is a duty, and whether
    their heading says that none is."""

    _asked_leads: set[int] = field(default_factory=set)
    """The bold names that are roles only by what stands beside them."""

    _parts_told: int = 0
    """How many of these texts tell who has a part in what."""

    def __post_init__(self) -> None:
        self.decided = Decisions(self.context, self.content, self.tables)

    def run(self, root: Section) -> None:
        """Read a document."""
        blocks = walk(self.context.outline.blocks)
        self.context.letters = letters_said(self.context.words, blocks)
        several = self.decided.make(root)
        alone = OneRole(self.context, self.content, self.tables, self.decided)
        if not (several and not alone.is_titled(root)) and alone.read(root):
            return
        self._read(root, grouped=False, kind=UNKNOWN_KIND)
        prose = Prose(self.context, self.content)
        for n, (block, reason, is_skipped) in enumerate(self._prose):
            after, there, _ = self._prose[n + 1] if n + 1 < len(self._prose) else (None, "", False)
            follows = after if there == reason else None
            if isinstance(block, Paragraph):
                without_properties(self.context, block.passage)
            if tells_parts(self.context, block):
                read_parts(self.context, block)
                self.context.account.refuse(_NO_PART, block)
            elif not prose.actions(block) and not is_skipped:
                prose.read(block, reason, follows)
            self.context.account.refuse(reason, block)
        self.tables.read_owned()
        read_front_of_one(self.context, self.content)

    def visit(self, section: Section) -> bool:
        """Read a section that is a role; tell whether it is one."""
        name = self.decided.role(section)
        if name is None:
            return False
        self._read_role(section, name)
        return True

    def _read_role(self, section: Section, name: RoleName) -> RoleRead:
        role = self.context.role(name)
        is_new = name.passage == role.passage
        if self.context.words is None or (is_new and self.decided.is_doubtful(section)):
            self.context.ask_whether_role(role, 0)
        heading = section.heading
        self.content.persona = ""
        if heading and not heading.span.start <= name.passage.span.start < heading.span.end:
            self._named_apart(section, heading)
        if role.passage != name.passage and not role.statements:
            # The section says more of a role than its entry in a list of roles before it.
            role.also = [each for each in role.also if each != name.passage] + [role.passage]
            role.passage = name.passage
        self.content.section(role, section, self.decided.kind(section) or UNKNOWN_KIND)
        return role

    def _named_apart(self, section: Section, heading: Passage) -> None:
        """Read the heading of a section that names its role further down: “Priya”.

        That is the name of a persona where the section tells of her goals, and else of a person.
        """
        if id(section) in self.decided.cards:
            self.context.account.claim_lines(heading)
        elif self.decided.tells_of_persona(section):
            self.context.account.claim_lines(heading)
            self.content.persona = heading.plain
        else:
            self.context.account.refuse(f"names a person; {PEOPLE}", heading)

    def _read(self, section: Section, *, grouped: bool, kind: LabelKind) -> None:
        """Read a section that is no role, and look for roles in it."""
        before = self._count()
        is_group = self.decided.is_group(section) and not self.decided.is_wide(section)
        grouped = grouped or is_group
        reason = self._reason(section)
        words = self.context.words
        self._is_plainly_of_roles = words is None or words.exact(section.title, "roles_headings")
        rest = list(without_tools(self.context, section))
        self._blocks(section, rest, grouped=grouped, kind=kind, reason=reason)
        for child in section.sections:
            if child.heading is None or not (self.visit(child) or self._titled(child)):
                label_kind = self.decided.label_kind(child) if child.heading else None
                other = child.heading is not None and self.decided.is_other(child)
                self._read(
                    child,
                    grouped=grouped and (not other or label_kind is not None),
                    kind=label_kind or kind,
                )
        if section.heading is not None:
            used = self._count() > before or any(self.decided.role(each) for each in section.walk())
            if used or section.level == 1 or not section.has_content:
                self.context.account.claim_lines(section.heading)
            else:
                self.context.account.refuse(reason, section.heading)

    def _count(self) -> int:
        """Return how much was read so far; a matrix may be of roles that all are known."""
        context = self.context
        read = len(context.roles) + len(context.assignments) + len(context.tools)
        return read + self._parts_told

    def _titled(self, section: Section) -> bool:
        """Read “Duties” in the rules of one body, which a heading above names; whether it is so."""
        kind = self.decided.label_kind(section) if self.context.outline.names is None else None
        if kind is None or not self.decided.is_strong(section) or not section.has_content:
            return False
        if any(self.decided.role(each) for each in section.walk()):
            return False
        name = titled_role(self.context, section)
        if name is None or names_roles(self.context, self.tables, section):
            return False
        self.content.section(self.context.role(name), section, kind)
        return True

    def _is_skipped(self, section: Section) -> bool:
        """Tell whether the heading of a section says that it is about something else."""
        if section.heading is None:
            return False
        label = self.context.label(section.title)
        if label is None and self.decided.is_process(section.title):
            return True
        return label is not None and label.kind == "skipped" and len(label.rest.split()) <= 1

    def _reason(self, section: Section) -> str:
        if section.heading is None:
            return "stands before the first heading, and names no role"
        if not self.context.name(section.heading).name:
            return f"“{section.title}” is a blank of a template, and names no role"
        label = self.context.label(section.title)
        if label and label.reason and self._is_skipped(section):
            return f"“{section.title}” {label.reason}"
        if section.level == 1:
            return f"introduces “{section.title}”, and describes no role"
        # What a reader of records says of a field stands in no document.
        is_told = section.title.startswith("{kind:")
        return f"“{section.heading.span.text if is_told else section.title}” describes no role"

    def _blocks(
        self, section: Section, blocks: list[Block], *, grouped: bool, kind: LabelKind, reason: str
    ) -> None:
        blocks = led_apart(self.context, blocks)
        leads = self._bold_leads(blocks, grouped=grouped)
        if leads:
            known = {each for each, _ in leads}
            leads += [
                (n, lead)
                for n, block in enumerate(blocks)
                if n not in known
                and isinstance(block, Paragraph)
                and (lead := led_by_article(self.context, block.passage))
            ]
            leads.sort(key=lambda each: each[0])
        is_of_duties = section.heading is not None and self.decided.label_kind(section) is not None
        plain = plainly_led(self.context, blocks) if is_of_duties and not leads else []
        leads = leads or plain or self._plain_leads(blocks)
        if not grouped and self._is_card_of_work(blocks):
            leads = []
        sure = [lead for _, lead in leads if lead.name.likeness == SURE]
        defines = section.heading is not None and self._defines(section)
        wanted = 1 if grouped or defines else 2
        enough = len(leads) >= wanted and len(sure) >= (1 if defines else _HALF) * len(leads)
        others = bool(plain) or not self.decided.is_other(section)
        others = others or self._are_duties(section, blocks)
        if enough and (defines or others):
            first = leads[0][0]
            self._blocks(section, blocks[:first], grouped=grouped, kind=kind, reason=reason)
            ends = [n for n, _ in leads[1:]] + [len(blocks)]
            for (start, lead), end in zip(leads, ends, strict=True):
                self._paragraph_role(lead, blocks[start + 1 : end], kind)
            return
        for block in blocks:
            if isinstance(block, Bullets | Paragraph) and are_stories(self.context, block):
                self._stories(block)
                continue
            if isinstance(block, Bullets) and self._list(block, grouped=grouped, kind=kind):
                continue
            if isinstance(block, Table) and not is_legend(block):
                self.tables.outside(block, grouped=grouped, reason=reason)
            else:
                told = tells_parts(self.context, block)
                self._parts_told += told
                reported = linked(block, self.context.outline.source.file) or is_legend(block)
                if reported and not told:
                    self.context.account.refuse(reported, block)
                else:
                    self._prose.append((block, reason, self._is_skipped(section)))

    def _bold_leads(self, blocks: list[Block], *, grouped: bool) -> list[tuple[int, Lead]]:
        """Return the paragraphs that begin with the bold name of a role, each with its place.

        Beside two roles and more, what only may be one is too, and is asked about: else it would
        be told of the role before it.
        """
        found = [
            (n, lead)
            for n, block in enumerate(blocks)
            if isinstance(block, Paragraph)
            and (lead := lead_of(self.context, block.passage))
            and lead.is_bold
            and lead.name.likeness >= MAYBE
        ]
        sure = [(n, lead) for n, lead in found if lead.name.likeness == SURE]
        others = [lead for _, lead in found if lead.name.likeness != SURE]
        named = [lead for lead in others if self._is_told_of(lead)]
        is_row = len(sure) > 1 and len(named) == len(others) and len(sure) >= _MOST * len(found)
        self._asked_leads |= {id(lead) for lead in others if is_row and not grouped}
        return found if grouped or is_row else sure

    def _is_told_of(self, lead: Lead) -> bool:
        """Tell whether a sentence stands behind a bold name that is no label: no “ID: R-01”."""
        words = lead.rest.plain.split() if lead.rest else []
        return len(words) >= _SENTENCE and self.context.label(lead.name.name) is None

    def _is_card_of_work(self, blocks: list[Block]) -> bool:
        """Tell whether labels beside names say what goes into a meeting: “**Input:** vision”.

        “**Facilitator:** RTE” and “**Participants:** all teams” are no roles there.
        """
        texts = [block.passage.span.text for block in blocks if isinstance(block, Paragraph)]
        labels = (found[1] for text in texts for found in _BOLD_LABEL.finditer(text))
        is_word = self.context.is_word
        return any(is_word(each, "workflow", name) for each in labels for name in _GOES_IN_OR_OUT)

    def _are_duties(self, section: Section, blocks: list[Block]) -> bool:
        """Tell whether “Responsibilities”, of no role, has a paragraph on the duties of each."""
        if section.heading is None or self.decided.label_kind(section) is None:
            return False
        told = [block for block in blocks if names_role(self.context, block)]
        texts = [block.passage.plain for block in told if isinstance(block, Paragraph)]
        # “**Supervisor:** Jane Miller” says who it is.
        return len(told) > 1 and all(len(text.split()) >= _DUTY for text in texts)

    def _stories(self, block: Bullets | Paragraph) -> None:
        """Read user stories: a list of them, or one in a paragraph."""
        if isinstance(block, Paragraph):
            self.content.story(block.passage, block.passage.span.start)
            return
        group = block.items[0].marker.start
        for item in block.items:
            self.context.account.claim(item.marker)
            if item.passage is None or not self.content.story(item.passage, group, item.blocks):
                self.context.account.refuse(
                    "stands among user stories, and is none", *parts_of(item)
                )

    def _plain_leads(self, blocks: list[Block]) -> list[tuple[int, Lead]]:
        """Return the lines above lists that are names of roles: headings without marks.

        One alone may be anything; several make a document without headings one of roles.
        """
        found = []
        for n, (block, after) in enumerate(pairwise(blocks)):
            if not isinstance(block, Paragraph) or not isinstance(after, Bullets):
                continue
            name = self.context.name(block.passage)
            is_line = block.passage.line == block.passage.end_line and name.likeness == SURE
            if is_line and self.context.label(name.name) is None:
                found.append((n, Lead(name, None, is_bold=True)))
        return found if len(found) > 1 else []

    def _defines(self, section: Section) -> bool:
        """Tell whether a heading is one over definitions, of roles perhaps."""
        label = self.context.label(section.title)
        return label is not None and label.kind == "description" and not label.rest

    def _paragraph_role(self, lead: Lead, blocks: list[Block], kind: LabelKind) -> None:
        role = self.context.role(lead.name)
        if id(lead) in self._asked_leads:
            self.context.ask_whether_role(role, 0)
        if lead.head is not None and lead.name.remark is None and not lead.name.person:
            self.context.account.claim(lead.head)  # with what else it is called, in brackets
        is_lead = bool(blocks) and isinstance(blocks[0], Bullets)
        if lead.rest is not None and is_lead and lead.rest.plain.endswith((":", "\uff1a")):
            blocks = [Paragraph(lead.rest), *blocks]  # it says what the list is, at its end
        elif lead.rest is not None:
            self.content.text(role, lead.rest, kind, lead.name.passage.span.start)
        self.content.blocks(role, blocks, kind)
