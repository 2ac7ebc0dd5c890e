"""A document that describes one role, which its title names; its front matter is of that role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.duties import named_in_lead
from rolegraph.documents.account.field_lines import names_in
from rolegraph.documents.account.leads import led_apart, names_role, plainly_led
from rolegraph.documents.account.model import UNKNOWN_KIND, RoleRead
from rolegraph.documents.content.content import Content
from rolegraph.documents.language.likeness import MAYBE, NO, SURE
from rolegraph.documents.language.names import RoleName, letters_key, name_key
from rolegraph.documents.outline import Bullets, Paragraph, Passage, Table
from rolegraph.documents.outline.sections import Section
from rolegraph.documents.reading.decide import Decisions
from rolegraph.documents.tables.tables import Tables
from rolegraph.documents.workflows.named.parties import names_several

_NAMES = frozenset({"title", "name"})
_READ = frozenset({"description", "relation", "alias"})


class OneRole:
    """Reads a document of one role.

    Args:
        context: the document while it is read.
        content: reads what stands in the section of a role.
        tables: tells which tables are of roles.
        decided: which sections are roles.
    """

    def __init__(
        self, context: Context, content: Content, tables: Tables, decided: Decisions
    ) -> None:
        self.context = context
        self.content = content
        self.tables = tables
        self.decided = decided

    def is_titled(self, root: Section) -> bool:
        """Tell whether the title plainly names the one role, and a section was taken for another.

        That is a file such as “Role of the Team Contact”, with a section that could be a role.
        """
        tops = [section for section in root.sections if section.level == 1]
        title = self._title_of(tops) or self._front_title()
        name = self._name_in(title, root) if title else None
        if name is None or name.likeness != SURE:
            return False
        return self.decided.yield_to(name)

    def _name_in(self, title: Passage, root: Section) -> RoleName:
        """Return the name in a title, also that in “Operating manual for waiters”.

        A manual for somebody is one of a role where it says somewhere what these have to do.
        """
        name, words = self.context.name(title), self.context.words
        text = title.span.text
        found = words.matches(text, "manuals") if words and name.likeness != SURE else None
        if found is None or not any(
            self.decided.is_strong(each)
            for each in root.walk()
            if each.heading not in {None, title}
        ):
            return name
        reader = self.context.name(self.context.outline.part(title, found.end(), len(text)))
        return reader if reader.likeness == SURE else name

    def _title_of(self, tops: list[Section]) -> Passage | None:
        """Return the title: the one heading of level 1, or the first where it alone is a role."""
        likeness = [
            self.context.name(top.heading).likeness if top.heading else MAYBE for top in tops
        ]
        is_first = likeness[:1] == [SURE] and SURE not in likeness[1:]
        return tops[0].heading if len(tops) == 1 or is_first else None

    def _names_several(self, root: Section) -> bool:
        """Tell whether texts below one heading begin with names of roles: “**Pilot:** …”."""
        blocks = (block for section in root.walk() for block in section.blocks)
        if any(
            isinstance(block, Bullets) and names_several(self.context, block) for block in blocks
        ):
            return True
        named = (
            sum(names_role(self.context, each) for each in led_apart(self.context, section.blocks))
            for section in root.walk()
        )
        duties = (each for each in root.walk() if each.heading and self.decided.label_kind(each))
        plainly = any(plainly_led(self.context, section.blocks) for section in duties)
        return plainly or any(count > 1 for count in named)

    def read(self, root: Section) -> bool:
        """Read a document that describes one role, named by its title; tell whether it does."""
        tops = [section for section in root.sections if section.level == 1]
        top = tops[0] if self._title_of(tops) else root
        named = self._named_in_fields(root)
        groups = (self.decided.is_group(section) for section in root.walk() if section.heading)
        if named is None and any(groups):
            return False
        if any(
            isinstance(block, Table)
            and not (named and self.tables.is_fields(block))
            and self.tables.is_of_roles(block)
            for section in root.walk()
            for block in section.blocks
        ):
            return False
        title = top.heading or self._front_title() or self._file_title(root)
        if (
            title
            and self.context.words
            and self.context.words.matches(title.plain, "who_does_what")
        ):
            return False  # “The library: who does what” is over several
        name = self._name_in(title, root) if title else None
        if (name is None or name.likeness != SURE) and self._names_several(root):
            return False
        kind = UNKNOWN_KIND
        if name is None:
            name = named  # several chapters without a title, below a table with the job title
        if title is not None and name is not None and name.likeness != SURE:
            split = self.decided.split(title)
            name, kind = split or (name, kind)
        labelled = self.decided.labels_below(top) or self.decided.labels_below(root)
        if name is None or not name.name or not (labelled or name.likeness == SURE):
            return False
        if name.likeness != SURE:
            lead = named_in_lead(self.context, top, self.decided.is_strong)
            name = named or lead or name
        role = self.context.role(name)
        if name.likeness != SURE:
            self.context.ask_whether_role(role, name.passage.span.start)
        self.context.account.claim_lines(top.heading)
        read_front(self.context, self.content, role)
        self.content.section(role, root, kind, title)
        return True

    def _named_in_fields(self, root: Section) -> RoleName | None:
        """Return the name in a field: “Job title | Keeper”, or “Job title: Keeper” in a line."""
        found: list[RoleName] = []
        first = next((each for each in root.walk() if each.blocks), root)
        for section in root.walk():
            for block in section.blocks:
                if isinstance(block, Paragraph):
                    found += names_in(self.context, block.passage, is_first=section is first)
                if not isinstance(block, Table) or not self.tables.is_fields(block):
                    continue
                found += self.tables.columns.names_in_fields(block)
        is_one = len({name_key(each.name) for each in found}) == 1 and found[0].likeness != NO
        return replace(found[0], likeness=SURE) if is_one else None

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


def read_front_of_one(context: Context, content: Content) -> None:
    """Read the front matter where the document has one role alone, which it names."""
    front = context.outline.front
    names = {letters_key(str(front[key])) for key in _NAMES & front.keys()}
    if len(context.roles) == 1 and letters_key(context.roles[0].name) in names - {""}:
        read_front(context, content, context.roles[0])
        context.roles[0].description.sort(key=lambda each: each.span.start)


def read_front(context: Context, content: Content, role: RoleRead) -> None:
    """Read what the front matter says of a role: its description, its tools, to whom it reports.

    Fields that say nothing of a role, such as `layout`, stay told as front matter.
    """
    for key, value in context.outline.front.items():
        label = context.label(re.sub(r"[_-]+", " ", str(key)))
        if str(key).casefold() in _NAMES:
            for line, passage in _places(context, str(key), value):
                if letters_key(passage.plain) == letters_key(role.name):
                    context.account.read_after_all(passage, line)
            continue
        if label is None or label.rest or label.kind is None:
            continue
        kind = content.kind_of_label(label, str(key))
        if not kind.is_statement and label.kind not in _READ:
            continue
        for line, passage in _places(context, str(key), value):
            context.account.read_after_all(passage, line)
            content.text(role, passage, kind, passage.span.start)


def _places(context: Context, key: str, value: Any) -> Iterator[tuple[int, Passage]]:
    """Yield where the texts of a field stand in the front matter, with the line of its name."""
    outline = context.outline
    texts = value if isinstance(value, list) else [value]
    lines = rf"^{re.escape(key)}[ \t]*:(?:.*\n)(?:[ \t#-].*\n|\n)*"
    own = re.search(lines, outline.source.text, re.MULTILINE)
    if own is None or not all(isinstance(each, str) for each in texts):
        return
    start = own.start() + len(key)
    line = outline.passage(own.start(), start).line
    for text in texts:
        words = r"\s+".join(map(re.escape, text.split()))
        found = re.compile(words).search(outline.source.text, start, own.end()) if words else None
        if found is not None:
            yield line, outline.passage(found.start(), found.end())
            start = found.end()
