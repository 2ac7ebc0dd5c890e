"""What headings and records announce, as far as it shows whether they name a role."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import PurePath

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.field_lines import names_in
from rolegraph.documents.account.model import LabelKind
from rolegraph.documents.content.content import Content
from rolegraph.documents.language.likeness import NO, SURE
from rolegraph.documents.language.names import RoleName, name_key
from rolegraph.documents.language.tables import PERSONA_KINDS
from rolegraph.documents.outline import Block, Bullets, Paragraph, Passage, Table
from rolegraph.documents.outline.sections import Section
from rolegraph.documents.tables.tables import Tables

_FEW = 3
_SMALL = frozenset(
    {"for", "of", "the", "and", "in", "on", "to", "de", "des", "du", "la", "der", "für"}
)
"""Words that an abbreviation leaves out."""


@dataclass
class Announced:
    """What headings and records announce.

    Args:
        context: the document while it is read.
        content: tells what labels mean.
        tables: tells which tables are fields of a role.
    """

    context: Context
    content: Content
    tables: Tables

    cards: dict[int, RoleName] = field(default_factory=dict)
    """The sections that name their role in a field, where several do: “Card 4”, “Card 5”."""

    def _named_by_cards(self, root: Section) -> dict[int, RoleName]:
        found = {}
        for section in root.walk():
            if section.heading is not None and self._likeness(section) != SURE:
                texts = [b.passage for b in section.blocks if isinstance(b, Paragraph)]
                names = [name for text in texts for name in names_in(self.context, text)]
                names += [
                    name
                    for block in section.blocks
                    if isinstance(block, Table) and self.tables.is_fields(block)
                    for name in self.tables.columns.names_in_fields(block)
                ]
                if len({name_key(each.name) for each in names}) == 1 and names[0].likeness != NO:
                    found[id(section)] = replace(names[0], likeness=SURE)
        return found if len({name_key(each.name) for each in found.values()}) > 1 else {}

    def in_full(self, section: Section) -> RoleName | None:
        """Return a name that begins with a word for a role, and has its initials behind it.

        That is “Person responsible for regulatory compliance (PRRC)”, which names no “Person”.
        """
        name = self._name(section)
        words = [each for each in re.split(r"[\s-]+", name.name) if each]
        capitals = "".join(each[0] for each in words if each.casefold() not in _SMALL).upper()
        is_role = len(words) >= _FEW and self.context.is_sure(words[0]) and section.has_content
        is_named = is_role and any(alias.upper() == capitals for alias in name.aliases)
        return name if is_named and self.context.outline.names is None else None

    def tells_duties(self, section: Section) -> bool:
        """Tell whether a section has a list, or begins with what somebody does: “Clears tables”."""
        first = section.blocks[0] if section.blocks else None
        if section.has_list or not isinstance(first, Paragraph) or self.context.words is None:
            return section.has_list
        return self.context.words.matches(first.passage.plain, "presents") is not None

    def is_over_cards(self, section: Section) -> bool:
        """Tell whether a heading is over sections that name their role in a field."""
        return any(id(each) in self.cards for each in section.walk())

    def _name(self, section: Section) -> RoleName:
        assert section.heading is not None  # noqa: S101 - only headings have names
        return self.context.name(section.heading)

    def _likeness(self, section: Section) -> int:
        return self._name(section).likeness if section.heading else NO

    def is_other(self, section: Section) -> bool:
        """Tell whether a heading announces something else than a role."""
        label = self.context.label(section.title)
        return (
            label is not None and len(label.rest.split()) <= 1 and self._likeness(section) != SURE
        )

    def label_kind(self, section: Section) -> LabelKind | None:
        """Return the kind of statements that a heading announces; None where it announces none."""
        label = self.context.label(section.title)
        if label is None or len(label.rest.split()) > 2:  # noqa: PLR2004
            return None
        kind = self.content.kind_of_label(label, section.title)
        return kind if kind.is_statement else None

    def labels_below(self, section: Section) -> bool:
        """Tell whether a section has labels of statements below its heading."""
        if any(self.is_strong(child) for child in section.sections if child.heading):
            return True
        return self._has_labels(section.blocks)

    def labels_plainly_below(self, section: Section) -> bool:
        """Tell the same of labels that hold nothing else: not of “Sponsorship Requirements”."""
        plain = [
            label is not None and not label.rest
            for child in section.sections
            if child.heading and self.is_strong(child)
            for label in (self.context.label(child.title),)
        ]
        return any(plain) or self._has_labels(section.blocks)

    def has_roles_in_tables(self, section: Section) -> bool:
        """Tell whether a table below a heading is a matrix, or has roles in its rows or columns."""
        tables = (b for each in section.walk() for b in each.blocks if isinstance(b, Table))
        return any(map(self.tables.is_of_roles, tables))

    def tells_of_persona(self, section: Section) -> bool:
        """Tell whether a section has labels below it that only a persona has: “Goals”."""
        kinds = {self.context.label(each.title) for each in section.sections if each.heading}
        return any(label and not {*label.kinds}.isdisjoint(PERSONA_KINDS) for label in kinds)

    def is_strong(self, section: Section) -> bool:
        """Tell whether a heading plainly announces statements of a role."""
        label = self.context.label(section.title)
        return (
            self.label_kind(section) is not None
            and label is not None
            and self.context.is_strong(label)
        )

    def is_file_of_roles(self) -> bool:
        """Tell whether the name of a file of records says what they are: `personas.yml`."""
        stem = PurePath(self.context.outline.source.file).stem
        return self.context.is_word(re.sub(r"[_-]+", " ", stem), "roles_headings")

    def says_it_is_a_role(self, section: Section) -> bool:
        """Tell whether a record has a `role_id`, or a type that is a role."""
        for child in section.sections:
            if self.context.is_word(child.title, "role_ids"):
                return True
            if self.context.is_word(child.title, "type_fields") and any(
                isinstance(block, Paragraph) and self.context.is_word(block.passage.plain, "types")
                for block in child.blocks
            ):
                return True
        return False

    def has_type(self, section: Section) -> bool:
        """Tell whether a record says of what type it is."""
        return any(self.context.is_word(child.title, "type_fields") for child in section.sections)

    def _has_labels(self, blocks: Sequence[Block]) -> bool:
        """Tell whether blocks have labels in them, or a line with nothing else above a list."""
        above = any(
            isinstance(block, Paragraph)
            and isinstance(after, Bullets)
            and self._is_label(block.passage.plain)
            for block, after in pairwise(blocks)
        )
        return above or any(self._holds_labels(block) for block in blocks)

    def _is_label(self, text: str) -> bool:
        """Tell whether a text is a label of statements, and no more."""
        label = self.context.label(text)
        return (
            label is not None
            and not label.rest
            and self.context.is_strong(label)
            and self.content.kind_of_label(label, text).is_statement
        )

    def _holds_labels(self, block: Block) -> bool:
        if isinstance(block, Table):
            return self.tables.is_fields(block)
        if isinstance(block, Paragraph):
            return self._is_field(block.passage, whole=True)
        if isinstance(block, Bullets):
            return any(
                self._is_field(item.passage, whole=True)
                or (bool(item.blocks) and self._is_label(item.passage.plain))
                for item in block.items
                if item.passage
            )
        return False

    def _is_field(self, passage: Passage, *, whole: bool) -> bool:
        found = self.context.field(passage)
        if not found or (whole and found[0].rest):
            return False
        if not self.context.is_strong(found[0]):
            return False
        return self.content.kind_of_label(found[0], found[1].plain).is_statement
