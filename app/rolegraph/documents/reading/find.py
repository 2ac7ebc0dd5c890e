"""Finds the roles of a document: in headings, lists, tables and bold words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePath

from rolegraph.documents.language.names import MAYBE, SURE, RoleName, name_key
from rolegraph.documents.outline import Block, Bullets, Item, Paragraph, Passage, Table
from rolegraph.documents.reading.content import Content
from rolegraph.documents.reading.context import Context
from rolegraph.documents.reading.decide import Decisions
from rolegraph.documents.reading.kinds import UNKNOWN_KIND, LabelKind
from rolegraph.documents.reading.matrix import is_legend
from rolegraph.documents.reading.model import RoleRead
from rolegraph.documents.reading.sections import Section, is_contents, linked
from rolegraph.documents.reading.tables import Tables

_LEAD = re.compile(
    r"(?P<name>(?:\*\*|__|`)(?=\S)(?:(?!\*\*|__|`).){2,80}(?:\*\*|__|`)(?:\s*\([^()\n]{1,40}\))?)"
    r"(?P<gap>\s*(?:[:\uff1a.]|[-\u2013\u2014]{1,2}(?=\s))?\s*)|"
    r"(?P<plain>(?=\S)[^:\uff1a\n.;*_]{2,60}?)"
    r"(?P<plain_gap>\s*:\s+|\s*\uff1a\s*|\s+[-\u2013\u2014]{1,2}\s+)|"
    r"(?P<line>(?=\S)[^\n.:;]{2,60}?)(?P<line_gap>[ \t]*\\?\n[ \t]*(?=[^\W\d_a-z]))",
    re.DOTALL,
)
_ARTICLE = re.compile(
    r"(?:an?|the|someone|anyone|anybody|any|people|persons?|those|individuals?|eine?|der|die|das|wer|"
    r"un|une|le|la|les|el|los|las|personas?|est|is|are)\b",
    re.IGNORECASE,
)
_DETERMINER = re.compile(
    r"(?:the|an?|each|every|eine?|der|die|das|jede[rs]?|un|une|le|la|les|el|los|las|il|lo|o|os|as"
    r"|de|het|een)\s+",
    re.IGNORECASE,
)
_MOST = 0.6
_HALF = 0.5
_SHOWN = 3


@dataclass
class _Lead:
    """A list entry or paragraph that begins with what may be a role's name."""

    name: RoleName
    rest: Passage | None
    is_bold: bool


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

    def __post_init__(self) -> None:
        self.decided = Decisions(self.context, self.content, self.tables)

    def run(self, root: Section) -> None:
        """Read a document."""
        several = self.decided.make(root)
        if not (several and not self._is_titled(root)) and self._is_one_role(root):
            return
        self._read(root, grouped=False, kind=UNKNOWN_KIND)

    def visit(self, section: Section) -> bool:
        """Read a section that is a role; tell whether it is one."""
        name = self.decided.role(section)
        if name is None:
            return False
        self._read_role(section, name)
        return True

    def _read_role(self, section: Section, name: RoleName) -> RoleRead:
        role = self.context.role(name)
        if self.context.words is None:
            role.status = "asked"
            self.context.doubts.add("role", 0, name.passage)
        heading = section.heading
        if heading and not heading.span.start <= name.passage.span.start < heading.span.end:
            self.context.account.refuse("names a person; names of people are left out", heading)
        if role.passage != name.passage and not role.statements:
            # The section says more of a role than its entry in a list of roles before it.
            role.also = [each for each in role.also if each != name.passage] + [role.passage]
            role.passage = name.passage
        self.content.section(role, section, self.decided.kind(section) or UNKNOWN_KIND)
        return role

    def _read(self, section: Section, *, grouped: bool, kind: LabelKind) -> None:
        """Read a section that is no role, and look for roles in it."""
        before = len(self.context.roles)
        is_group = self.decided.is_group(section) and not self.decided.is_wide(section)
        grouped = grouped or is_group
        reason = self._reason(section)
        self._blocks(section, section.blocks, grouped=grouped, kind=kind, reason=reason)
        for child in section.sections:
            if child.heading is None or not self.visit(child):
                label_kind = self.decided.label_kind(child) if child.heading else None
                other = child.heading is not None and self.decided.is_other(child)
                self._read(
                    child,
                    grouped=grouped and (not other or label_kind is not None),
                    kind=label_kind or kind,
                )
        if section.heading is not None:
            used = len(self.context.roles) > before or any(
                self.decided.role(each) for each in section.walk()
            )
            if used or section.level == 1 or not section.has_content:
                self.context.account.claim_lines(section.heading)
            else:
                self.context.account.refuse(reason, section.heading)

    def _reason(self, section: Section) -> str:
        if section.heading is None:
            return "stands before the first heading, and names no role"
        label = self.context.label(section.title)
        if label and label.kind == "skipped" and len(label.rest.split()) <= 1:
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
            and (lead := self._lead(block.passage))
            and lead.is_bold
            and lead.name.likeness >= (MAYBE if grouped else SURE)
        ]
        sure = [lead for _, lead in leads if lead.name.likeness == SURE]
        enough = len(leads) >= (1 if grouped else 2) and len(sure) >= _HALF * len(leads)
        if enough and not self.decided.is_other(section):
            first = leads[0][0]
            self._blocks(section, blocks[:first], grouped=grouped, kind=kind, reason=reason)
            ends = [n for n, _ in leads[1:]] + [len(blocks)]
            for (start, lead), end in zip(leads, ends, strict=True):
                self._paragraph_role(lead, blocks[start + 1 : end], kind)
            return
        for block in blocks:
            if isinstance(block, Bullets) and self._list(block, grouped=grouped, kind=kind):
                continue
            if isinstance(block, Table) and not is_legend(block):
                self.tables.outside(block, grouped=grouped, reason=reason)
            else:
                reported = (
                    linked(block, self.context.outline.source.file)
                    or is_legend(block)
                    or self._prose(block)
                )
                self.context.account.refuse(reported or reason, block)

    def _paragraph_role(self, lead: _Lead, blocks: list[Block], kind: LabelKind) -> None:
        role = self.context.role(lead.name)
        if lead.rest is not None:
            self.content.text(role, lead.rest, kind, lead.name.passage.span.start)
        self.content.blocks(role, blocks, kind)

    def _lead(self, passage: Passage) -> _Lead | None:
        """Return the name that a passage begins with, and what it says of it."""
        found = _LEAD.match(passage.span.text)
        if not found:
            if passage.is_bold or self.context.is_sure(passage.plain):
                return _Lead(self.context.name(passage), None, passage.is_bold)
            return None
        group = next(each for each in ("name", "plain", "line") if found[each])
        gap = "gap" if group == "name" else f"{group}_gap"
        name = self.context.name(self.context.outline.part(passage, 0, found.end(group)))
        end = found.end(gap)
        rest = self.context.outline.part(passage, end) if end < len(passage.span.text) else None
        return _Lead(name, rest, found["name"] is not None)

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
        leads = [self._lead(item.passage) for item in items if item.passage]
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
        leads = [self._lead(item.passage) if item.passage else None for item in bullets.items]
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

    def _is_label(self, lead: _Lead) -> bool:
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
            self.context.account.refuse(
                "is in the list of roles, and has no section", *_parts(item)
            )

    def _item_role(self, lead: _Lead, item: Item, kind: LabelKind) -> None:
        role = self.context.role(lead.name)
        if item.passage is not None:
            end = lead.rest.span.start if lead.rest else item.passage.span.end
            self.context.account.claim(
                self.context.outline.part(item.passage, 0, end - item.passage.span.start)
            )
        if lead.rest is not None:
            group = item.marker.start
            if kind.is_statement:
                self.content.text(role, lead.rest, kind, group)
            else:
                self._told(role, lead.rest, group)
        self.content.blocks(role, item.blocks, kind)

    def _told(self, role: RoleRead, rest: Passage, group: int) -> None:
        """Read what stands behind a role's name: what it does, or what it is."""
        sentences = list(self.context.sentences(rest))
        first = sentences[0].plain if sentences else ""
        if len(sentences) == 1 and not _ARTICLE.match(first) and first[:1].islower():
            self.content.one(role, rest, UNKNOWN_KIND, group)
        else:
            self.content.text(role, rest, UNKNOWN_KIND, group)

    def _prose(self, block: Block) -> str:
        """Return why prose that says what a role must do is not read; empty for other blocks."""
        words = self.context.words
        if words is None or not isinstance(block, Paragraph):
            return ""
        for sentence in self.context.sentences(block.passage):
            name = self._subject(sentence.plain) if words.kind_of(sentence.plain, "duties") else ""
            if name:
                return (
                    f"says in running prose what “{name}” does; to have it read, write a heading "
                    f"“## {name}” with its duties below"
                )
        return ""

    def _subject(self, sentence: str) -> str:
        """Return the role that a sentence begins with; empty where it begins with none."""
        parts = _DETERMINER.sub("", sentence, count=1).split()
        names = (" ".join(parts[:count]) for count in range(_SHOWN, 0, -1))
        return next(
            (name for name in names if name[:1].isupper() and self.context.is_sure(name)), ""
        )

    # One role alone

    def _is_titled(self, root: Section) -> bool:
        """Tell whether the title plainly names the one role, and a section was taken for another.

        That is a file such as “Role of the Team Contact”, with a section that could be a role.
        """
        tops = [section for section in root.sections if section.level == 1]
        title = self._title_of(tops) or self._front_title()
        name = self.context.name(title) if title else None
        if name is None or name.likeness != SURE:
            return False
        return self.decided.yield_to(name)

    def _title_of(self, tops: list[Section]) -> Passage | None:
        """Return the title: the one heading of level 1, or the first where it alone is a role."""
        likeness = [
            self.context.name(top.heading).likeness if top.heading else MAYBE for top in tops
        ]
        is_first = likeness[:1] == [SURE] and SURE not in likeness[1:]
        return tops[0].heading if len(tops) == 1 or is_first else None

    def _is_one_role(self, root: Section) -> bool:
        """Read a document that describes one role, named by its title; tell whether it does."""
        tops = [section for section in root.sections if section.level == 1]
        top = tops[0] if self._title_of(tops) else root
        if any(self.decided.is_group(section) for section in root.walk() if section.heading):
            return False
        if any(
            isinstance(block, Table) and self.tables.is_of_roles(block)
            for section in root.walk()
            for block in section.blocks
        ):
            return False
        title = top.heading or self._front_title() or self._file_title(root)
        name = self.context.name(title) if title else None
        kind = UNKNOWN_KIND
        if title is not None and name is not None and name.likeness != SURE:
            split = self.decided.split(title)
            name, kind = split or (name, kind)
        labelled = self.decided.labels_below(top) or self.decided.labels_below(root)
        if name is None or not name.name or not (labelled or name.likeness == SURE):
            return False
        role = self.context.role(name)
        if name.likeness != SURE:
            role.status = "asked"
            self.context.doubts.add("role", name.passage.span.start, name.passage)
        self.context.account.claim_lines(top.heading)
        self.content.section(role, root, kind)
        return True

    def _file_title(self, root: Section) -> Passage | None:
        """Return the file's own name, where a document with headings has no other title."""
        if not any(self.decided.is_strong(each) for each in root.sections if each.heading):
            return None
        source = self.context.outline.source
        stem = re.sub(r"[_-]+", " ", PurePath(source.file).stem).strip()
        return Passage(source.span(0, 0), stem.title()) if self.context.is_sure(stem) else None

    def _front_title(self) -> Passage | None:
        """Return the title in the front matter, where the document has no other."""
        outline = self.context.outline
        title = outline.front.get("title") or outline.front.get("name")
        place = outline.source.text.find(title) if isinstance(title, str) else -1
        if place < 0:
            return None
        return outline.passage(place, place + len(str(title)))


def _parts(item: Item) -> Iterable[Block | Passage]:
    if item.passage is not None:
        yield item.passage
    yield from item.blocks
