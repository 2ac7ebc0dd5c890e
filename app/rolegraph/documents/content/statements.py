"""Bullets, cells and sentences as statements of a role."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import replace

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.duties import denied_of, duty_of, falls_to_other
from rolegraph.documents.account.entries import fields_of_entry
from rolegraph.documents.account.leading import own_lead
from rolegraph.documents.account.leads import entries_in, explained
from rolegraph.documents.account.model import LEAVE_OUT, PEOPLE, LabelKind, RoleRead, StatementRead
from rolegraph.documents.content.assigned import assigns, read_parts_within
from rolegraph.documents.content.judging import Deeds, Judging, group_of
from rolegraph.documents.content.parts import BOX, LEFT_OUT, all_parts
from rolegraph.documents.content.pieces import are_names, have_own_labels
from rolegraph.documents.content.reporting_lines import read_reporting_line
from rolegraph.documents.content.statute import is_statute, read_paragraph
from rolegraph.documents.content.stories import story_of
from rolegraph.documents.content.tools import (
    access_entries,
    is_access,
    read_tools,
    tool_of_access,
)
from rolegraph.documents.language.blanks import BLANK, is_blank, is_to_fill_in
from rolegraph.documents.language.clauses import clause_start
from rolegraph.documents.language.meaning import said_in_section
from rolegraph.documents.language.names import name_key
from rolegraph.documents.language.people import are_people, titled_person
from rolegraph.documents.language.tables import NOTATION, PERSONA_NAME
from rolegraph.documents.language.words import Label
from rolegraph.documents.outline import (
    QUOTATION,
    Aside,
    Block,
    Bullets,
    Item,
    Passage,
)

_NAMING = ("relation", "alias", NOTATION, PERSONA_NAME)
_COLONS = (":", "\uff1a")
_QUOTE_MARK = re.compile(r"(?:[ \t]*>)+[ \t]*")
"""What Markdown sets before a quotation."""
_BEHIND_NAME = re.compile(r"\s*(?:[,;(\u2192/]|->|\Z)")


class Statements(Judging, ABC):
    """Adds statements to roles."""

    persona = ""
    """The name of the persona whose section is read; empty in that of a role."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._deeds = Deeds(self._context)

    def bullets(self, role: RoleRead, bullets: Bullets, kind: LabelKind) -> None:
        """Read a list of a role."""
        group = bullets.items[0].marker.start
        if assigns(self._context, role, bullets):
            return
        if kind.status != "read" and are_names(self._context, bullets):
            reason = "a list of names of roles, which says nothing of what this one does"
            self._context.account.refuse(reason, bullets)
            return
        plain = kind if kind.is_statement and have_own_labels(self._context, bullets) else None
        is_open = kind.name in {None, "responsibility"} and is_statute(bullets)
        for item in bullets.items:
            if is_open and read_paragraph(self._context, self, role, item, group):
                self._context.account.claim(item.marker)
                continue
            self.item(role, item, kind, group, has_labels=plain is None)

    def item(
        self, role: RoleRead, item: Item, kind: LabelKind, group: int, *, has_labels: bool = True
    ) -> None:
        """Read an entry of a list of a role; `has_labels` where `Label: text` may be a field."""
        account = self._context.account
        account.claim(item.marker)
        if item.is_done is not None:
            account.drop(item.marker.line, BOX)
        if item.passage is None:
            self.blocks(role, item.blocks, kind)
            return
        if self.story(item.passage, group, item.blocks):
            return
        if not item.blocks and read_parts_within(self._context, item.passage):
            return
        if kind.name is None and not item.blocks and self._names_itself(role, item.passage):
            return
        found = self._context.field(item.passage) if has_labels else None
        label, head, rest = found or (None, None, None)
        if label and head and rest and self._is_field(label, kind):
            account.claim(head)
            below = self.kind_of_label(label, head.plain)
            self.text(role, rest, below, group)
            self.blocks(role, item.blocks, below)
            return
        if item.blocks and (
            self._limits(role, item)
            or self._labelled(role, item, group)
            or self._leads_to(role, item, kind)
        ):
            return
        self.one(role, item.passage, kind, group, item.blocks)

    def story(self, passage: Passage, group: int, blocks: tuple[Block, ...] = ()) -> bool:
        """Read a user story, which names its role itself; tell whether a text is one."""
        if (story := story_of(self._context, passage)) is not None:
            self.one(story.role, story.told, story.kind, group, blocks)
        return story is not None

    def _names_itself(self, role: RoleRead, passage: Passage) -> bool:
        """Read an entry such as `Title: Quay Director`, which names the role once more."""
        head, sign, value = passage.plain.replace("\uff1a", ":").partition(":")
        if not sign or not self._context.is_word(head, "fields", "name"):
            return False
        if name_key(value) not in {name_key(each) for each in (role.name, *role.aliases)}:
            return False
        self._context.account.claim(passage)
        return True

    def _limits(self, role: RoleRead, item: Item) -> bool:
        """Read an entry such as “Needs approval for:” with what is nested; whether it is one."""
        assert item.passage is not None  # noqa: S101 - asked of entries with a text alone
        text = item.passage.plain
        if not self.is_limit(text) or not (item.passage.is_bold or text.endswith(_COLONS)):
            return False
        self._context.account.claim(item.passage)
        self.blocks(role, item.blocks, self.limit(text))
        return True

    def _labelled(self, role: RoleRead, item: Item, group: int) -> bool:
        """Read an entry that is a label for what is nested in it; tell whether it is one."""
        assert item.passage is not None  # noqa: S101 - asked of entries with a text alone
        text = item.passage.plain
        label = self._context.label(text)
        if label is None or len(label.rest.split()) > 2:  # noqa: PLR2004
            return False
        if label.rest and not item.passage.is_bold and not text.endswith(":"):
            return False
        kind = self.kind_of_label(label, text)
        if kind.name == "skipped" and not item.passage.is_bold and not text.endswith(":"):
            return False
        if kind.name == "skipped":
            self._context.account.refuse(kind.label, item.passage, *item.blocks)
            return True
        words = self._context.words
        if words and words.matches(text, "conditions") and kind.is_statement:
            # What limits the whole list stays with it.
            self.one(role, item.passage, kind, group, item.blocks)
            return True
        self._context.account.claim(item.passage)
        self.blocks(role, item.blocks, kind)
        return True

    def _leads_to(self, role: RoleRead, item: Item, kind: LabelKind) -> bool:
        """Read an entry that only says whose duties are nested in it: “2.1 The clerk shall:”."""
        lists = [block for block in item.blocks if isinstance(block, Bullets)]
        lead = item.passage
        if kind.is_statement or lead is None or len(lists) != len(item.blocks):
            return False
        led = "" if self._answer(role, lead) else own_lead(self._context, role, lead)
        for block in lists if led else ():
            self._context.account.claim(lead)
            self.bullets(role, block, LabelKind(led, "inferred"))
        return bool(led)

    def _is_field(self, label: Label, kind: LabelKind) -> bool:
        """Tell whether `Label: text` in a list is a field; not below a plain label."""
        return not label.rest and not (kind.is_statement and kind.status == "read")

    def quoted(self, role: RoleRead, block: Aside, kind: LabelKind) -> bool:
        """Read what a persona says, below “Quote”; tell whether a block is that."""
        if kind.name != "quote" or block.what != QUOTATION:
            return False
        said = self._context.outline.passage(block.span.start, block.span.end)
        mark = _QUOTE_MARK.match(said.span.text)
        said = self._context.outline.part(said, mark.end()) if mark else said
        self.one(role, said, kind, block.span.start)
        return True

    def text(
        self,
        role: RoleRead,
        passage: Passage,
        kind: LabelKind,
        group: int,
        *,
        is_prose: bool = False,
    ) -> None:
        """Read running text behind a label, or below a heading (`is_prose`).

        A heading over prose says less than one over a list: it may hold duties, reasons, examples.
        So each sentence is a guess.
        """
        kind = self._limited(passage, kind)
        if is_to_fill_in(passage.span.text):
            self._context.account.refuse(BLANK, passage)
        elif kind.name == "skipped":
            self._skip(role, passage, kind)
        elif kind.name in _NAMING:
            self._naming(role, passage, kind, group)
        elif kind.is_statement and (entries := self._entries(role, passage, kind)):
            for entry in entries:
                self.one(role, entry, kind, group)
        elif kind.is_statement:
            sentences = list(self._context.sentences(passage))
            # “Must not: lift people” is plain; several sentences behind a label are guesses.
            guess = _guessed(kind) if is_prose or len(sentences) > 1 else kind
            for sentence in sentences:
                self.one(role, sentence, guess, group, is_prose=is_prose or len(sentences) > 1)
        else:
            for sentence in self._context.sentences(passage):
                self.sentence(role, sentence, kind, group)

    def _skip(self, role: RoleRead, passage: Passage, kind: LabelKind) -> None:
        """Note why a text is not read; a person's name is kept, for who is named elsewhere."""
        if kind.relation and self._begins_with_role(passage.plain):
            self._naming(role, passage, replace(kind, name="relation"), passage.span.start)
            return
        words = self._context.words
        if words and self._context.is_people(kind.label) and are_people(passage.plain, words):
            self._context.held_by[passage.plain] = role
        self._context.account.refuse(kind.label, passage)

    def _begins_with_role(self, text: str) -> bool:
        """Tell whether a text names a role first: “Head of IT, after 4 h”, below “Escalation”."""
        first = _BEHIND_NAME.split(text[: clause_start(self._context.words, text)])[0]
        return self._context.is_sure(first) or self._context.known(first) is not None

    def _naming(self, role: RoleRead, passage: Passage, kind: LabelKind, group: int) -> None:
        """Read names: of other roles, of the role itself, or of the persona that has it."""
        own = LabelKind("description", kind.status)
        if kind.name == "relation":
            # “Reports to: Head of Sales. Works closely with the buyer.”
            first, *others = list(self._context.sentences(passage)) or [passage]
            for sentence in others:
                self.text(role, sentence, own, group)
            passage = first if others else passage
        is_other = kind.name == "relation" and kind.relation != "reports-to"
        if is_other and read_reporting_line(self._context, role, passage, own):
            return  # “Reports to the chief”, below “Communication and relationships”
        self._context.account.claim(passage)
        if kind.name == "relation":
            self._context.relation(role, kind.relation, passage.plain, passage)
        elif kind.name == PERSONA_NAME:
            self.persona = passage.plain
        elif kind.name == NOTATION:
            self._context.named.note(passage.plain, role)
        else:
            for name in re.split(r"\s*[,;/]\s*", passage.plain):
                self._context.alias(role, name)

    def _entries(self, role: RoleRead, passage: Passage, kind: LabelKind) -> list[Passage]:
        """Return what of a text is an entry of its own, as those of a list are."""
        is_of_access = kind.name == "privilege" and is_access(self._context, kind.label)
        if is_of_access and (parts := access_entries(self._context, passage)):
            return parts
        if kind.name == "exclusion" and explained(self._context, role, passage):
            return [passage]
        return entries_in(self._context, passage)

    def sentence(self, role: RoleRead, passage: Passage, kind: LabelKind, group: int) -> None:
        """Read a sentence of prose: a statement where it plainly gives a duty, else description."""
        words = self._context.words
        is_of_person = words is not None and titled_person(passage.plain, words) is not None
        if is_of_person or is_blank(passage.span.text):
            reason = f"names a person; {PEOPLE}" if is_of_person else BLANK
            self._context.account.refuse(reason, passage)
            return
        found = words.kind_of(passage.plain, "duties") if words and kind.name is None else None
        if found is None and kind.name is None:
            own = {name_key(each) for each in (role.name, *role.aliases)}
            # The first sentence of a section says what the role is.
            duty = duty_of(self._context, passage, with_deeds=bool(role.description))
            found = duty[1] if duty and name_key(duty[0].name) in own else None
        other = None if found or kind.name else falls_to_other(self._context, role, passage)
        if other is not None:
            found = "responsibility"
        elif found is None and kind.name is None and words:
            found = said_in_section(words, passage.plain, is_described=bool(role.description))
            found = found or denied_of(self._context, role, passage)  # which is asked about
        if found:
            self._deeds.told(other or role, passage, group)
            self.one(other or role, passage, LabelKind(found, "inferred"), group, is_prose=True)
            return
        if kind.name is None and not self.persona:
            self._deeds.note(role, passage, group)
        self._context.describe(role, passage)

    def settle(self) -> None:
        """Make duties of sentences that describe a role, where its duties are told in prose."""
        for role, passage, group in self._deeds.duties():
            self.one(role, passage, LabelKind("responsibility", "inferred"), group)
            role.statements.sort(key=lambda each: each.passage.span.start)
            if passage in role.description[1:]:
                role.description.remove(passage)

    def one(
        self,
        role: RoleRead,
        passage: Passage,
        kind: LabelKind,
        group: int,
        blocks: tuple[Block, ...] = (),
        *,
        is_prose: bool = False,
    ) -> None:
        """Read a statement with what is nested in it; `is_prose` for one in running text."""
        reason = self._reason_against(passage, kind)
        if reason:
            self._context.account.refuse(reason, passage, *blocks)
            return
        if kind.name in {"skipped", *_NAMING}:
            self.text(role, passage, kind, group)
            self.blocks(role, blocks, kind)
            return
        if not self._answer(role, passage) and (
            read_tools(self._context, role, passage, kind, self.persona, blocks)
            or (not blocks and read_reporting_line(self._context, role, passage, kind))
        ):
            return
        if not blocks and self._by_sentence(role, passage, kind, group, is_prose=is_prose):
            return
        self._context.account.claim(passage)
        self._context.note(role, passage, is_in_statement=True)
        confirmed = self._answer(role, passage)
        is_open = kind.name == "exclusion" and not confirmed
        told = explained(self._context, role, passage) if is_open else None
        passage, reasons = told or (passage, [])
        confirmed = confirmed or self._answer(role, passage)
        if passage.is_struck and self._context.answers.get(("struck", passage.plain)) == "no":
            confirmed = LEAVE_OUT
        name, topic, status = self._judge(
            role, passage, kind, group_of(role, kind, group), is_prose=is_prose and not told
        )
        if confirmed:
            name, topic, status = confirmed, "", "read"
        if name == LEAVE_OUT:
            self._context.account.drop(passage.line, LEFT_OUT)
            return
        blocks, said = self._fields_of_entry(role, blocks)
        parts = tuple(replace(self._part(each, (), group), is_explanation=True) for each in reasons)
        parts += tuple(replace(self._part(each, (), None), is_explanation=True) for each in said)
        # What somebody confirmed is the whole; what forbids within a duty is still asked about.
        parts += tuple(self._parts(blocks, None if confirmed == "exclusion" else group))
        if any(part.is_asked for part in all_parts(parts)):
            status = "asked"
        role.statements.append(
            StatementRead(
                *(name, passage, status, parts, topic, self.persona),
                access=self._access(passage, kind) if name == "privilege" and not topic else "",
            )
        )

    def _access(self, passage: Passage, kind: LabelKind) -> str:
        return (
            tool_of_access(self._context, passage) if is_access(self._context, kind.label) else ""
        )

    def _fields_of_entry(
        self, role: RoleRead, blocks: tuple[Block, ...]
    ) -> tuple[tuple[Block, ...], list[Passage]]:
        """Read the fields beside the text of a statement in records; return what is left."""

        def is_tool(label: str, text: Passage) -> bool:
            kind = LabelKind("practice", "read", label=label)
            return read_tools(self._context, role, text, kind, self.persona)

        is_record = blocks and self._context.outline.names is not None
        return fields_of_entry(self._context, blocks, is_tool) if is_record else (blocks, [])

    def _by_sentence(
        self, role: RoleRead, passage: Passage, kind: LabelKind, group: int, *, is_prose: bool
    ) -> bool:
        """Read a text sentence by sentence, where it is no statement as a whole; whether it is."""
        if kind.name == "description":
            for sentence in self._context.sentences(passage):
                self._context.describe(role, sentence)
            return True
        apart = self._apart(role, passage, kind)
        if len(apart) > 1:
            for sentence in apart:
                self.one(role, sentence, kind, group, is_prose=is_prose)
        return len(apart) > 1

    @abstractmethod
    def blocks(self, role: RoleRead, blocks: Iterable[Block], kind: LabelKind) -> None:
        """Read blocks that stand below a label of a role."""


def _guessed(kind: LabelKind) -> LabelKind:
    return replace(kind, status="inferred") if kind.status == "read" else kind
