"""Finds the roles of a document: in headings, lists, tables and bold words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.leads import Lead, lead_of
from rolegraph.documents.account.model import PEOPLE, UNKNOWN_KIND, LabelKind, RoleRead
from rolegraph.documents.content.assigned import read_parts, tells_parts
from rolegraph.documents.content.content import Content
from rolegraph.documents.content.holders import without_holders
from rolegraph.documents.content.properties import without_properties
from rolegraph.documents.content.stories import are_stories
from rolegraph.documents.language.likeness import MAYBE, SURE
from rolegraph.documents.language.names import RoleName, name_key
from rolegraph.documents.outline import Block, Bullets, Item, Paragraph, Passage, Table, walk
from rolegraph.documents.outline.sections import Section, is_contents, linked
from rolegraph.documents.reading.decide import Decisions
from rolegraph.documents.reading.front import read_front_of_one
from rolegraph.documents.reading.one_role import OneRole
from rolegraph.documents.reading.prose import Prose
from rolegraph.documents.reading.titled import names_roles, titled_role
from rolegraph.documents.tables.matrix import is_legend, letters_said
from rolegraph.documents.tables.tables import Tables

_ARTICLE = re.compile(
    r"(?:an?|the|someone|anyone|anybody|any|people|persons?|those|individuals?|eine?|der|die|das|wer|"
    r"un|une|le|la|les|el|los|las|personas?|est|is|are)\b",
    re.IGNORECASE,
)
_IS = re.compile(
    "^(?:\u662f|\u6307|\u4f5c\u4e3a|\u4f5c\u70ba|\u4e00[\u79cd\u540d\u4f4d\u500b\u4e2a])"
    "|(?:\u3067\u3042\u308b|\u3067\u3059)\u3002?$"
)
"""What makes a Chinese or Japanese sentence say what somebody is."""
_NO_PART = "is no line such as “Timetable: Ferry Manager is accountable”, as those beside it are"
_MOST = 0.6
_HALF = 0.5
_SHOWN = 3


@dataclass
class Finder:
    """Walks through the sections of a document and reads each role it finds.

    Args:
        context: the document while it is read.
        content: reads the sections of roles.
        tables: reads tables.
    """

    context: Context
    content: Content
    tables: Tables
    decided: Decisions = field(init=False)
    _prose: list[tuple[Block, str, bool]] = field(default_factory=list)
    """Texts outside of roles: why they are not read, if nothing in them is a duty, and whether
    their heading says that none is."""

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
        for block, reason, is_skipped in self._prose:
            if isinstance(block, Paragraph):
                without_properties(self.context, block.passage)
            if tells_parts(self.context, block):
                read_parts(self.context, block)
                self.context.account.refuse(_NO_PART, block)
            elif not is_skipped:
                prose.read(block, reason)
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
        if self.decided.tells_of_persona(section):
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
        self._blocks(section, section.blocks, grouped=grouped, kind=kind, reason=reason)
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
        return len(self.context.roles) + len(self.context.assignments) + self._parts_told

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
        return f"“{section.title}” describes no role"

    def _blocks(
        self, section: Section, blocks: list[Block], *, grouped: bool, kind: LabelKind, reason: str
    ) -> None:
        leads = [
            (n, lead)
            for n, block in enumerate(blocks)
            if isinstance(block, Paragraph)
            and (lead := lead_of(self.context, block.passage))
            and lead.is_bold
            and lead.name.likeness >= (MAYBE if grouped else SURE)
        ]
        leads = leads or self._plain_leads(blocks)
        sure = [lead for _, lead in leads if lead.name.likeness == SURE]
        defines = section.heading is not None and self._defines(section)
        wanted = 1 if grouped or defines else 2
        enough = len(leads) >= wanted and len(sure) >= (1 if defines else _HALF) * len(leads)
        if enough and (defines or not self.decided.is_other(section)):
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

    def _stories(self, block: Bullets | Paragraph) -> None:
        """Read user stories: a list of them, or one in a paragraph."""
        if isinstance(block, Paragraph):
            self.content.story(block.passage, block.passage.span.start)
            return
        group = block.items[0].marker.start
        for item in block.items:
            self.context.account.claim(item.marker)
            if item.passage is None or not self.content.story(item.passage, group, item.blocks):
                self.context.account.refuse("stands among user stories, and is none", *_parts(item))

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
        if lead.rest is not None:
            self.content.text(role, lead.rest, kind, lead.name.passage.span.start)
        self.content.blocks(role, blocks, kind)

    def _list(self, bullets: Bullets, *, grouped: bool, kind: LabelKind) -> bool:
        """Read a list whose entries are roles; tell whether it is one."""
        items = [item for item in bullets.items if item.passage]
        if is_contents(bullets):
            self.context.account.refuse("a table of contents", bullets)
            return True
        if not items or (self.context.words is None and not grouped):
            return False
        names = [self.context.name(item.passage) for item in items if item.passage]
        if sum(self.decided.is_indexed(name) for name in names) >= _MOST * len(items):
            for item in bullets.items:
                self.context.account.claim(item.marker)
                self._indexed(item)
            return True
        leads = [lead_of(self.context, item.passage) for item in items if item.passage]
        reported = [
            lead
            for lead, item in zip(leads, items, strict=True)
            if lead
            and lead.name.likeness >= (MAYBE if grouped else SURE)
            and (lead.rest is not None or item.blocks or grouped)
            and not self._is_label(lead)
            and not self.context.joins_roles(lead.name.name)
        ]
        sure = [lead for lead in reported if lead.name.likeness == SURE]
        bold = [lead for lead in reported if lead.is_bold]
        fits = len(reported) >= _MOST * len(items) and (
            len(sure) >= _MOST * len(items)
            or (grouped and len(bold) >= _HALF * len(items))
            or (grouped and len(sure) >= _HALF * len(items))
            or (len(bold) >= _MOST * len(items) and len(sure) >= _HALF * len(items))
        )
        if not fits:
            return False
        for lead, item in zip(leads, items, strict=True):
            self.context.account.claim(item.marker)
            if lead is None or lead not in reported:
                self.context.account.refuse("names no role", *_parts(item))
            else:
                self._item_role(lead, item, kind)
        return True

    def roles_in(self, role: RoleRead, bullets: Bullets) -> bool:
        """Read a list in a role's section where each entry names another role in bold.

        Such is the list of the officers of a board; tell whether it is one.
        """
        leads = [
            lead_of(self.context, item.passage) if item.passage else None for item in bullets.items
        ]
        own = {name_key(each) for each in (role.name, *role.aliases)}
        if len(leads) < 2 or not all(  # noqa: PLR2004
            lead is not None
            and lead.is_bold
            and lead.name.likeness == SURE
            and not self._is_label(lead)
            and name_key(lead.name.name) not in own
            for lead in leads
        ):
            return False
        for lead, item in zip(leads, bullets.items, strict=True):
            self.context.account.claim(item.marker)
            if lead is not None:
                self._item_role(lead, item, UNKNOWN_KIND)
        return True

    def _is_label(self, lead: Lead) -> bool:
        label = self.context.label(lead.name.name)
        return label is not None and not label.rest and lead.name.likeness != SURE

    def _indexed(self, item: Item) -> None:
        """Read an entry of a list of roles whose sections follow."""
        if item.passage is None:
            return
        name = self.context.name(item.passage)
        if self.decided.is_indexed(name) or name.likeness == SURE:
            self.context.account.claim(item.passage)
            self.context.role(name)
            self.context.account.refuse("a list below an entry of the list of roles", *item.blocks)
        else:
            has = self.decided.has_section(name)
            told = "its section describes no role" if has else "has no section"
            self.context.account.refuse(f"is in the list of roles, and {told}", *_parts(item))

    def _item_role(self, lead: Lead, item: Item, kind: LabelKind) -> None:
        role = self.context.role(lead.name)
        if item.passage is not None:
            end = lead.rest.span.start if lead.rest else item.passage.span.end
            self.context.account.claim(
                self.context.outline.part(item.passage, 0, end - item.passage.span.start)
            )
        rest = lead.rest and without_holders(self.context, lead.rest)
        if rest is not None:
            group = item.marker.start
            if kind.is_statement:
                self.content.text(role, rest, kind, group)
            else:
                self._told(role, rest, group)
        own: list[Block] = []
        for block in item.blocks:
            if isinstance(block, Bullets) and self._all_sure(block):
                self.content.blocks(role, own, kind)
                own = []
                if self._list(block, grouped=True, kind=kind):
                    continue
            own.append(block)
        self.content.blocks(role, own, kind)

    def _leads(self, bullets: Bullets) -> list[Lead | None]:
        texts = [item.passage for item in bullets.items]
        return [lead_of(self.context, text) if text else None for text in texts]

    def _all_sure(self, bullets: Bullets) -> bool:
        """Tell whether each entry of a list below a role names another role."""
        leads = [
            lead_of(self.context, item.passage) if item.passage else None for item in bullets.items
        ]
        return len(leads) > 1 and all(lead and lead.name.likeness == SURE for lead in leads)

    def _told(self, role: RoleRead, rest: Passage, group: int) -> None:
        """Read what stands behind a role's name: what it does, or what it is."""
        sentences = list(self.context.sentences(rest))
        first = sentences[0].plain if sentences else ""
        is_word = first[:1].islower() or (self.context.is_joined and not _IS.search(first))
        if len(sentences) == 1 and not _ARTICLE.match(first) and is_word:
            self.content.one(role, rest, UNKNOWN_KIND, group)
        else:
            self.content.text(role, rest, UNKNOWN_KIND, group)


def _parts(item: Item) -> Iterable[Block | Passage]:
    if item.passage is not None:
        yield item.passage
    yield from item.blocks
