"""Finds the personas of a document before its roles are looked for, so that neither is the other.

A persona is a made-up person. She is known by a word for it (“Persona: Rita”), by a chapter of
personas, or by a card: the name of a person with a role, above two fields that only personas have.
Cards that are known by their shape alone are found in `shapes`.
Names of people who hold a role are none of these, and stay left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.leads import lead_of, stated_role
from rolegraph.documents.language.likeness import SURE
from rolegraph.documents.language.names import same_name
from rolegraph.documents.language.people import is_given_name
from rolegraph.documents.language.tables import STATEMENT_KINDS
from rolegraph.documents.outline import (
    Block,
    Bullets,
    Item,
    Paragraph,
    Passage,
    Row,
    Table,
)
from rolegraph.documents.outline.sections import Section
from rolegraph.documents.personas.heads import PersonaHead, head_of, named_like_role
from rolegraph.documents.personas.shapes import FELT, Card, CardShapes
from rolegraph.documents.personas.signs import CardSigns, kind_of_field

_BOLD_LEVEL = 7
_CARD = 2
"""So many fields that only personas have make a card of a section."""
_MOST = 0.5
INTRODUCES = "introduces the personas, and tells of none"


class PersonaFinder:
    """Takes the sections, lists and tables of personas out of a document.

    Args:
        context: the document while it is read.

    Attributes:
        cards: what was found, in document order.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._signs = CardSigns(context)
        self._shapes = CardShapes(context, self._in_table)
        self.cards: list[Card] = []

    def take(self, root: Section) -> None:
        """Take all personas out of the sections of a document."""
        outline = self._context.outline
        if outline.personas or (self._context.words is not None and outline.names is None):
            self._within(root, [], is_chapter=False)

    def _within(self, section: Section, around: list[Section], *, is_chapter: bool) -> None:
        shaped = self._shapes.take(section, [section, *around])
        if shaped and section.heading is not None:
            self._context.account.claim_lines(section.heading)
        self.cards += [*shaped, *self._told(section)]
        for child in list(section.sections):
            if child not in section.sections or child.heading is None:
                continue  # it went with the one before
            above = [section, *around]
            if self._context.words and self._context.words.exact(child.title, "personas"):
                self._chapter(section, child, above)
                continue
            labels = self._labels_behind(section, child)
            inner = [*child.sections, *labels]
            whole = Section(child.heading, child.level, section, list(child.blocks), inner)
            head = self._head(whole, is_chapter=is_chapter)
            if head is not None:
                # A bold name above one card makes a section, in which the next one stands as well.
                others = [c for each in whole.walk() for c in self._shapes.take(each, above, head)]
                child.blocks[:] = whole.blocks
                head = self._head(whole, is_chapter=is_chapter) if others else head
                self.cards += others if head is None else []
            if head is None:
                self._within(child, above, is_chapter=False)
                continue
            gone = (child, *labels)
            section.sections[:] = [each for each in section.sections if each not in gone]
            self.cards += [Card(head, whole, above), *others]

    def _chapter(self, section: Section, chapter: Section, above: list[Section]) -> None:
        """Take what a chapter of personas has; the chapter itself where nothing else is in it."""
        before = len(self.cards)
        self._within(chapter, above, is_chapter=True)
        for block in list(chapter.blocks):
            cards = list(self._in_block(block))
            if cards:
                chapter.blocks.remove(block)
                self.cards += cards
        if len(self.cards) > before and not chapter.sections:
            self._context.account.claim_lines(chapter.heading)
            self._context.account.refuse(INTRODUCES, *chapter.blocks)
            section.sections.remove(chapter)

    def _head(self, section: Section, *, is_chapter: bool) -> PersonaHead | None:
        """Return the persona of a section; None where it is about none."""
        assert section.heading is not None  # noqa: S101 - only sections with headings are asked
        outline = self._context.outline
        if outline.names is not None:
            is_one = section.heading.span.start in outline.personas
            named = section.heading
            return PersonaHead(named.plain, named, named, None, is_one) if is_one else None
        head = head_of(self._context, section.heading)
        if head is None and not is_chapter:
            head = named_like_role(self._context, section.heading)
        head = head or self._by_fields(section, is_chapter=is_chapter)
        if head is None or not section.has_content:
            return None
        if head.is_said:
            return head if head.name or self._has_card(section) else None
        label = self._context.label(section.title)
        if label is not None and not label.rest:
            return None
        told = len(self._signs.kinds(section))
        if is_chapter:
            # A name and duties alone may be those of a person who holds the role.
            plain = (head.role or stated_role(self._context, section)) and not self._duties(section)
            return head if told or plain else None
        role = head.role is not None and self._context.is_sure(head.role.plain)
        states = self._signs.stated(section, "role")
        return head if (role or states) and told >= (1 if states else _CARD) else None

    def _by_fields(self, section: Section, *, is_chapter: bool) -> PersonaHead | None:
        """Return the persona of a heading that is no name, such as “The Early Bird”, by her fields.

        She says what her role is, and has what only personas have.
        """
        context, heading = self._context, section.heading
        label = context.label(section.title)
        if heading is None or (label and not label.rest):
            return None
        blocks = [
            e for e in section.blocks if not (isinstance(e, Table) and self._shapes.is_apart(e))
        ]
        own = replace(section, blocks=blocks)
        kinds, role = self._signs.kinds(own), self._signs.stated(own, "role")
        if role is None or not (kinds if is_chapter else kinds & FELT):
            return None
        # “The Improviser” ends like a role, and says that her role is another one.
        bare = context.name(heading)
        is_role = bare.likeness == SURE and not context.is_sure(role.plain)
        if is_role or same_name(bare.name, role.plain):
            return None
        return PersonaHead(bare.passage.plain, bare.passage, bare.passage)

    def _has_card(self, section: Section) -> bool:
        """Tell whether “Persona 1” is over a card, and not over personas of their own."""
        inner = [head_of(self._context, each.heading) for each in section.sections if each.heading]
        return not any(head is not None and head.is_said for head in inner)

    def _duties(self, section: Section) -> bool:
        """Tell whether a section has labels of statements of a role: “Responsibilities”."""
        titles = [self._context.label(each.title) for each in section.sections]
        fields = (self._context.field(line) for line in self._signs.lines(section))
        labels = [*titles, *(found[0] for found in fields if found)]
        return any(label and not {*label.kinds}.isdisjoint(STATEMENT_KINDS) for label in labels)

    def _labels_behind(self, section: Section, card: Section) -> list[Section]:
        """Return the bold labels behind a bold line that may name a persona: they are hers."""
        found: list[Section] = []
        if card.level < _BOLD_LEVEL:
            return found
        row = section.sections
        for other in row[row.index(card) + 1 :]:
            label = self._context.label(other.title)
            known = (label and not label.rest) or kind_of_field(self._context, other.title)
            if other.level < card.level or not known:
                break
            found.append(other)
        return found

    def _in_block(self, block: Block) -> Iterator[Card]:
        """Yield the personas of a list, table or paragraph in a chapter of them."""
        if isinstance(block, Paragraph):
            card = self._paragraph(block)
            if card is not None:
                yield card
        elif isinstance(block, Table):
            yield from self._in_table(block)
        elif isinstance(block, Bullets):
            found = [self._entry(item) for item in block.items]
            cards = [card for card in found if card is not None]
            if len(cards) == len(found):
                for item in block.items:
                    self._context.account.claim(item.marker)
                yield from cards

    def _told(self, section: Section) -> Iterator[Card]:
        """Take paragraphs about people who want or fear something, with their names in bold.

        “**Mira, PhD student.** She wants beamtime.” Who only does something is a person, and no
        persona: “**Mira**, PhD student, joined us in May”.
        """
        words = self._context.words
        for block in list(section.blocks):
            card = self._paragraph(block) if isinstance(block, Paragraph) else None
            if card is None or words is None or card.head.role is None:
                continue
            told = " ".join(
                e.passage.plain for e in card.section.blocks if isinstance(e, Paragraph)
            )
            is_named = is_given_name(card.head.name) or told.startswith(f"{card.head.name} ")
            if is_named and words.matches(told, "persona_card", "felt"):
                section.blocks.remove(block)
                yield card

    def _paragraph(self, block: Paragraph) -> Card | None:
        """Return the persona of “**Mira, PhD student.** She wants beamtime.”."""
        lead = lead_of(self._context, block.passage)
        if lead is None or lead.head is None or not lead.is_bold or lead.rest is None:
            return None
        end = len(lead.head.span.text.rstrip("*_ .,:"))
        head = head_of(self._context, self._context.outline.part(lead.head, 0, end))
        if head is None or not (head.is_said or head.role):
            return None
        return Card(head, Section(None, 0, None, [Paragraph(lead.rest)]))

    def _entry(self, item: Item) -> Card | None:
        """Return the persona of “**Rita** (Release Manager): wants boring releases”."""
        if item.passage is None:
            return None
        text, outline = item.passage.span.text, self._context.outline
        found = re.match(
            r"(?P<head>(?:\*\*|__)[^*_\n]{2,60}(?:\*\*|__)(?:\s*\([^()\n]*\))?|[^:\uff1a\n*_]{2,60}?)"
            r"\s*(?:[:\uff1a]|\s[-\u2013\u2014]{1,2}\s)\s*(?P<rest>.*)",
            text,
            re.DOTALL,
        )
        name = outline.part(item.passage, 0, found.end("head")) if found else item.passage
        head = head_of(self._context, name)
        if head is None or not (head.is_said or head.role):
            return None
        section = Section(None, 0)
        if found and found["rest"].strip():
            rest = outline.part(item.passage, found.start("rest"))
            section.blocks.append(Paragraph(rest))
        section.blocks += item.blocks
        self._context.account.claim(name)
        return Card(head, section)

    def _in_table(self, table: Table) -> Iterator[Card]:
        """Yield the personas of a table: one a row, or one a column."""
        columns = self._columns(table.head.cells)
        if "name" in columns and any(columns):
            for row in table.rows:
                card = self._of_cells(zip(table.head.cells, columns, row.cells, strict=False))
                if card is not None:
                    yield card
            self._claim(table.head)
            return
        labels = [row.cells[0] for row in table.rows]
        fields = self._columns(tuple(labels))
        named = [head_of(self._context, cell) for cell in table.head.cells[1:] if cell]
        if not labels or sum(map(bool, fields)) < _MOST * len(labels) or not any(named):
            return
        heads = (table.head.cells[0], *labels)
        for number in range(1, len(table.head.cells)):
            cells = [row.cells[number] if number < len(row.cells) else None for row in table.rows]
            whole = (table.head.cells[number], *cells)
            card = self._of_cells(zip(heads, ("name", *fields), whole, strict=False))
            if card is not None:
                yield card
        self._claim(Row(heads, table.head.line))

    def _claim(self, row: Row) -> None:
        self._context.account.claim(*(cell for cell in row.cells if cell))

    def _columns(self, cells: tuple[Passage | None, ...]) -> list[str]:
        """Return what each head says: a field of a card, or `told` for another known label."""
        found: list[str] = []
        for cell in cells:
            kind = kind_of_field(self._context, cell.plain) if cell else None
            if kind in found and kind in {"name", "role"}:
                kind = None
            told = cell is not None and kind is None and self._context.label(cell.plain)
            found.append(kind or ("told" if told else ""))
        if "name" not in found and "role" in found[:1]:
            found[0] = "name"
        return found

    def _of_cells(self, cells: Iterator[tuple[Passage | None, str, Passage | None]]) -> Card | None:
        """Return the persona of a row: a section for each cell, below its head as its label."""
        whole = Section(None, 0)
        head: PersonaHead | None = None
        role: Passage | None = None
        for title, kind, cell in cells:
            if cell is None:
                continue
            if kind == "name" and head is None:
                head = head_of(self._context, cell) or PersonaHead(cell.plain, cell, cell)
            elif kind == "role":
                role = cell
            elif title is not None:
                whole.sections.append(
                    Section(title, _BOLD_LEVEL, whole, [Paragraph(cell)]),
                )
        return Card(head, whole, role=role, is_row=True) if head is not None else None
