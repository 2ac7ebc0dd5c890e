"""Reads the cards of personas: what each wants, fears, can do and says, and whom she stands for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.model import (
    LEAVE_OUT,
    LabelKind,
    PersonaRead,
    RoleRead,
    StatementRead,
    ToldOfPersona,
)
from rolegraph.documents.content.content import Content, is_short
from rolegraph.documents.content.parts import all_parts
from rolegraph.documents.content.pieces import pieces
from rolegraph.documents.language.likeness import SURE
from rolegraph.documents.language.names import RoleName, name_key
from rolegraph.documents.language.tables import PERSONA_KINDS
from rolegraph.documents.outline import (
    QUOTATION,
    Aside,
    Block,
    Bullets,
    Paragraph,
    Passage,
    Row,
    Table,
)
from rolegraph.documents.outline.sections import Section
from rolegraph.documents.personas.shapes import Card
from rolegraph.documents.personas.signs import TOLD, field_of, kind_of_field, lines_of
from rolegraph.documents.personas.texts import (
    CLOSING,
    OPENING,
    bare,
    markers_of,
    texts_of,
    unknown_label,
)

SAID_NONE = "a person said that this is no persona of the catalogue"
_ROLE_WAITS = "tells of the role, and which that is waits for an answer"
PRIVATE = "is private, and says nothing of the role: left out on purpose"
_FIELDS = {
    "goal": "goal",
    "need": "goal",
    "pain-point": "pain-point",
    "context": "context",
    "quote": "quote",
    "requirement": "skill",
    "practice": "context",
    "characteristic": "context",
}
"""Kind of a statement → the field of the persona that it is."""
_OF_ROLE = frozenset({"responsibility", "exclusion", "privilege"})
_QUOTED = re.compile(rf"[*_]{{0,3}}[{OPENING}].{{3,}}[{CLOSING}][.*_]{{0,3}}", re.DOTALL)
_MARK = re.compile(r"(?:[ \t]*>)+[ \t]*")
_MOST_SIGNS_OF_ROLE = 60
_LABEL_LEVEL = 7


class PersonaCards:
    """Reads cards, once all roles of the document are known.

    Args:
        context: the document while it is read; the personas go into it.
        content: reads lists, labels and prose.
        role_at: the role that a section describes, if it does.
    """

    def __init__(
        self,
        context: Context,
        content: Content,
        role_at: Callable[[Section], RoleName | None],
    ) -> None:
        self._context, self._content, self._role_at = context, content, role_at

    def read(self, cards: list[Card]) -> None:
        """Read personas; one of whom two cards tell is one."""
        visit, roles_in = self._content.visit, self._content.roles_in
        # On the card of a persona no list or heading is a role.
        self._content.visit, self._content.roles_in = lambda _: False, lambda *_: False
        for card in cards:
            self._card(card)
        self._content.visit, self._content.roles_in, self._content.persona = visit, roles_in, ""

    def _card(self, card: Card) -> None:
        context = self._context
        context.account.claim(card.head.passage)
        persona = PersonaRead(card.head.name, card.head.passage)
        card.section.blocks = list(self._blocks(card, persona, card.section.blocks))
        for child in list(card.section.sections):
            if self._labelled(card, persona, child):
                card.section.sections.remove(child)
        role = self._role(card)
        beside = card.head.role.span if card.head.role is not None else None
        if beside and not context.account.is_claimed(
            context.outline.source.span(beside.start, beside.start + 1)  # behind it may be a tag
        ):
            # “Tom, the careful one” is what she is called, where the role is named elsewhere.
            persona.name, persona.passage = card.head.whole.plain, card.head.whole
        context.account.claim_lines(card.section.heading)
        persona.name = persona.name or (role.name if role else card.section.title)
        persona.role = role.name if role else self._answered(persona)
        if persona.role == LEAVE_OUT:
            self._content.refuse(card.section, SAID_NONE)
            return
        known = next(
            (p for p in context.personas if name_key(p.name) == name_key(persona.name)), None
        )
        if known is None:
            context.personas.append(persona)
        else:
            known.told += persona.told
            known.role = known.role or persona.role
            persona = known
        role = role or context.known(persona.role)
        self._content.persona = persona.name
        holder = RoleRead(persona.name, persona.passage)
        self._content.section(holder, card.section, LabelKind("description"))
        self._take(persona, holder, role)
        if card.whole is not None:
            self._tell_rest(persona, card.whole)

    def _tell_rest(self, persona: PersonaRead, whole: Block) -> None:
        """Tell what of a card is not read."""
        account, source = self._context.account, self._context.outline.source
        account.claim(persona.passage)
        if isinstance(whole, Aside):  # whose empty lines have a mark
            first, last = whole.span.line, source.span(whole.span.end, whole.span.end).line
            lines = map(source.line, range(first, last + 1))
            account.claim(*(each for each in lines if not any(map(str.isalnum, each.text))))
        account.refuse(f"stands on the card of “{persona.name}”, and is no field of it", whole)

    def _answered(self, persona: PersonaRead) -> str:
        """Return the role that a person said a persona stands for; else ask, and return nothing."""
        answer = self._context.answers.get(("persona-role", persona.passage.plain), "")
        if answer == LEAVE_OUT:
            return answer
        known = self._context.known(answer) if answer else None
        if known is None:
            names = [role.name for role in self._context.roles]
            self._context.doubts.add("persona-role", persona.passage.span.start, persona.passage)
            self._context.doubts.offer("persona-role", names)
        return known.name if known else ""

    def _blocks(self, card: Card, persona: PersonaRead, blocks: list[Block]) -> Iterator[Block]:
        """Yield blocks without the fields that are not statements, such as her name and age."""
        for block in blocks:
            if isinstance(block, Paragraph):
                yield from self._lines(card, persona, block)
            elif isinstance(block, Bullets):
                items = []
                for item in block.items:
                    if item.passage and not item.blocks and self._line(card, persona, item.passage):
                        self._context.account.claim(item.marker)
                    else:
                        items.append(item)
                if items:
                    yield replace(block, items=tuple(items))
            elif isinstance(block, Table):
                yield from self._rows(card, persona, block)
            elif isinstance(block, Aside) and block.what == QUOTATION:
                yield from self._quotation(persona, block)
            else:
                yield block

    def _lines(self, card: Card, persona: PersonaRead, block: Paragraph) -> Iterator[Block]:
        if _QUOTED.fullmatch(block.passage.plain.strip()):
            self._told(persona, "quote", block.passage)
            return
        lines = lines_of(self._context, block.passage)
        kept = [line for line in lines if not self._line(card, persona, line)]
        if len(kept) == len(lines):
            yield block
            return
        yield from (replace(block, passage=line) for line in kept)

    def _line(self, card: Card, persona: PersonaRead, line: Passage) -> bool:
        """Read a line that is a field of the card itself; tell whether it is one."""
        found = field_of(self._context, line)
        if found is not None:
            return self._value(card, persona, line, *found)
        if self._in_pieces(persona, line):
            return True
        if _QUOTED.fullmatch(line.span.text.strip()):
            self._told(persona, "quote", line)
            return True
        return False

    def _in_pieces(self, persona: PersonaRead, line: Passage) -> bool:
        """Read several things behind one label, “Goals: one; two”; tell whether it is so."""
        context = self._context
        found = context.field(line)
        if found is None or found[2] is None or found[0].rest:
            return False
        what = _FIELDS.get(found[0].kind or "") if found[0].kind in PERSONA_KINDS else None
        told = pieces(context, found[2]) if what else ()
        if what is None or len(told) == 1:
            return False
        context.account.claim(line)
        for each in told:
            self._told(persona, what, each)
        return True

    def _value(
        self, card: Card, persona: PersonaRead, line: Passage, kind: str, value: Passage
    ) -> bool:
        account = self._context.account
        if kind == "private":
            account.refuse(PRIVATE, line)
        elif not value.plain:
            return False
        elif kind == "scenario" or kind in TOLD:
            account.claim(line)
            for each in pieces(self._context, value):
                self._told(persona, kind, each)
        elif kind == "role":
            account.claim(line)
            card.role = card.role or value
        else:
            account.claim(line)
            persona.name = persona.name or value.plain
            if persona.name == value.plain:
                persona.passage = value
        return True

    def _rows(self, card: Card, persona: PersonaRead, table: Table) -> Iterator[Block]:
        """Yield a table without the rows that are fields of the card itself."""
        kept: list[Row] = []
        rows = (table.head, *table.rows)
        for row in rows:
            label, *values = row.cells
            kind = kind_of_field(self._context, label.plain) if label and values else None
            value = values[0] if values else None
            if kind and label and value and len(row.cells) == 2:  # noqa: PLR2004
                self._context.account.claim(label)
                self._value(card, persona, value, kind, value)
            elif label and value and row is not table.head and self._is_unknown(row):
                self._context.account.refuse(unknown_label(label.plain, persona), label, value)
            else:
                kept.append(row)
        if len(kept) == len(rows):
            yield table
        elif len(kept) == 1:
            # One row alone is no table; its label says what the value is, as a heading would.
            label, *values = kept[0].cells
            texts: list[Block] = [Paragraph(each) for each in values if each]
            card.section.sections.append(Section(label, _LABEL_LEVEL, card.section, texts))
        elif kept:
            yield Table(kept[0], tuple(kept[1:]))

    def _is_unknown(self, row: Row) -> bool:
        """Tell whether a row has a label that is not known, and a word or a few."""
        label, *values = row.cells
        if label is None or len(values) != 1 or values[0] is None:
            return False
        return self._context.label(label.plain) is None and is_short(values[0].plain)

    def _quotation(self, persona: PersonaRead, block: Aside) -> Iterator[Block]:
        """Read what she says; a field in a line behind it, without a mark, is none of that."""
        outline = self._context.outline
        whole = outline.passage(block.span.start, block.span.end)
        said = []
        for line in lines_of(self._context, whole):
            mark = _MARK.match(line.span.text)
            if mark is None and (self._context.field(line) or field_of(self._context, line)):
                yield Paragraph(line)
            else:
                said.append(outline.part(line, mark.end()) if mark else line)
        spoken = [line for line in said if line.plain]
        if spoken:
            self._context.account.claim(whole)
            persona.told.append(
                ToldOfPersona("quote", spoken[0], bare(" ".join(line.plain for line in spoken)))
            )

    def _labelled(self, card: Card, persona: PersonaRead, child: Section) -> bool:
        """Read a subsection that is a field of the card itself; tell whether it is one."""
        account = self._context.account
        kind = kind_of_field(self._context, child.title) if child.heading else None
        if kind == "private":
            for cell in (each.passage for each in child.blocks if isinstance(each, Paragraph)):
                if card.is_row:  # whose line has other cells, which are read
                    account.drop(cell.line, PRIVATE)
            self._content.refuse(child, PRIVATE)
            return True
        texts = texts_of(child)
        if texts is None:
            return False
        if kind is None:
            return self._by_usual_label(card, persona, child, texts)
        if kind not in {"scenario", *TOLD} and (len(texts) > 1 or not texts[0].plain):
            return False
        account.claim_lines(child.heading)
        account.claim(*markers_of(child))
        for text in texts:
            self._value(card, persona, text, kind, text)
        return True

    def _by_usual_label(
        self, card: Card, persona: PersonaRead, child: Section, texts: list[Passage]
    ) -> bool:
        """Read a cell below a label that roles may have too, or below one that is not known."""
        label = self._context.label(child.title)
        if not card.is_row or child.heading is None:
            return False
        what = _FIELDS.get(label.kind or "") if label and not label.rest else None
        if label is None and all(is_short(each.plain) for each in texts):
            for each in texts:
                self._context.account.refuse(unknown_label(child.title, persona), each)
            return True
        if what is None or label is None or label.kind not in PERSONA_KINDS:
            return False
        for text in texts:
            for each in pieces(self._context, text):
                self._told(persona, what, each)
        return True

    def _role(self, card: Card) -> RoleRead | None:
        """Return the role that a persona stands for, as her card or the section around it says."""
        context = self._context
        for passage in (card.role, card.head.role):
            if passage is None:
                continue
            name = context.name(passage)
            role = context.known(name.name) or context.known(passage.plain)
            if role is None and name.likeness != SURE and passage is not card.role:
                role = self._known_within(passage.plain)
            is_name = name.likeness == SURE or passage is card.role
            if role is not None:
                context.account.claim(passage)
                return role
            if is_name and len(passage.plain) <= _MOST_SIGNS_OF_ROLE:
                return context.role(replace(name, person="", whole=None))
        for section in card.around:
            found = self._role_at(section)
            if found is not None:
                return context.role(found)
        if context.is_sure(card.head.name):
            return context.role(context.name(card.head.passage))
        return None

    def _known_within(self, text: str) -> RoleRead | None:
        """Return the one role whose name a text has in it: “the Release Manager of the yard”."""
        folded = f" {name_key(text)} "
        found = [r for r in self._context.roles if f" {name_key(r.name)} " in folded]
        return found[0] if len(found) == 1 else None

    def _told(self, persona: PersonaRead, what: str, passage: Passage) -> None:
        self._context.account.claim(passage)
        text = bare(passage.plain) if what == "quote" else passage.plain
        persona.told.append(ToldOfPersona(what, passage, text))

    def _take(self, persona: PersonaRead, holder: RoleRead, role: RoleRead | None) -> None:
        """Give a persona what was read; what tells of the role goes there, as a guess."""
        persona.told += [ToldOfPersona("summary", each, each.plain) for each in holder.description]
        persona.tools += [replace(each, persona=persona.name) for each in holder.tools]
        for statement in holder.statements:
            kind = statement.kind or ""
            if kind in _OF_ROLE and role is not None:
                guessed = replace(statement, persona="")
                guessed.status = "inferred" if statement.status == "read" else statement.status
                role.statements.append(guessed)
            elif kind in _FIELDS:
                persona.told.append(_as_told(_FIELDS[kind], statement))
            elif kind in _OF_ROLE:
                self._context.account.drop(statement.passage.line, _ROLE_WAITS)
            else:
                reason = f"stands below no known label on the card of “{persona.name}”"
                self._context.account.drop(statement.passage.line, reason)
        persona.told.sort(key=lambda each: each.passage.span.start)
        for relation in holder.relations:
            if role is None:
                self._context.account.drop(relation.passage.line, _ROLE_WAITS)
            elif relation not in role.relations:
                role.relations.append(relation)


def _as_told(what: str, statement: StatementRead) -> ToldOfPersona:
    parts = [part.passage.plain for part in all_parts(statement.parts)]
    text = " ".join([statement.passage.plain, *parts])
    return ToldOfPersona(what, statement.passage, bare(text) if what == "quote" else text)
