"""Text outside of the sections of roles: sentences, and lists behind one, that give duties."""

from __future__ import annotations

import re

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.duties import (
    Subject,
    duty_of,
    lead_of_duties,
    meant_by,
    subjects_of,
)
from rolegraph.documents.account.leading import bare_lead, says_no_more
from rolegraph.documents.account.model import LabelKind, RoleRead
from rolegraph.documents.content.content import Content
from rolegraph.documents.language.likeness import NO
from rolegraph.documents.language.names import RoleName
from rolegraph.documents.language.people import is_full_name
from rolegraph.documents.outline import Block, Bullets, Item, Paragraph, Passage
from rolegraph.documents.reading.actions import Action, action_in

_LINE = re.compile(r"[^\r\n]+")
_NOBODY = "is to be done by nobody who is plainly a role; say who, as in “ACTION: Treasurer to …”"


class Prose:
    """Reads what texts outside of roles say that a role must do, may do or must not do.

    They are guesses. A role that nothing but such sentences names is asked about.

    Args:
        context: the document while it is read.
        content: reads statements.
    """

    def __init__(self, context: Context, content: Content) -> None:
        self._context = context
        self._content = content
        self._lead: tuple[RoleName, str] | None = None
        self._said: Passage | None = None
        self._place = ""

    def read(self, block: Block, place: str, follows: Block | None = None) -> None:
        """Read a block; one in the same `place` before it may say whose list it is."""
        lead, said = (self._lead, self._said) if place == self._place else (None, None)
        self._lead, self._place = None, place
        if isinstance(block, Paragraph):
            self._lead = lead_of_duties(self._context, block.passage)
            self._said = ([*self._context.sentences(block.passage)] or [block.passage])[-1]
            if isinstance(follows, Bullets):
                self._lead = self._lead or bare_lead(self._context, self._said)
            is_lead = isinstance(follows, Bullets) and self._lead is not None
            if is_lead and says_no_more(self._context, self._said):
                self._context.account.claim(self._said)
            self._sentences(block.passage, but=self._said if is_lead else None)
        elif isinstance(block, Bullets) and lead is not None:
            self._context.account.claim(said)
            self._list(block, *lead)
        elif isinstance(block, Bullets):
            for item in block.items:
                self._item(item, place)

    def actions(self, block: Block) -> bool:
        """Read “ACTION: Treasurer to send the draft” in each line; tell whether one is there."""
        passages = [block.passage] if isinstance(block, Paragraph) else []
        items = block.items if isinstance(block, Bullets) else ()
        passages += [item.passage for item in items if item.passage is not None]
        lines = [line for passage in passages for line in self._lines(passage)]
        found = [(line, action) for line in lines if (action := action_in(self._context, line))]
        for line, action in found:
            if self._action(action):
                self._context.account.claim(line, *(item.marker for item in items))
            else:
                self._context.account.refuse(_NOBODY, line)
        return bool(found)

    def _lines(self, passage: Passage) -> list[Passage]:
        outline, text = self._context.outline, passage.span.text
        parts = [outline.part(passage, *each.span()) for each in _LINE.finditer(text)]
        return parts if len(parts) > 1 and outline.names is None else [passage]

    def _action(self, action: Action) -> bool:
        """Read what somebody is to do; tell whether a role is."""
        context, words = self._context, self._context.words
        name = context.name(action.who)
        if words is not None and is_full_name(action.who.plain, words):
            context.account.leave_out_person(action.who.span)
            return False
        known = context.known(name.name) or meant_by(context, name.name)
        if known is None and (name.likeness == NO or not any(map(str.isalpha, name.name))):
            return False
        told = LabelKind("responsibility", "inferred")
        self._content.one(self._role(name), action.deed, told, action.deed.span.start)
        return True

    def _item(self, item: Item, place: str) -> None:
        if item.passage is not None and self._sentences(item.passage):
            self._context.account.claim(item.marker)
        lead = lead_of_duties(self._context, item.passage) if item.passage else None
        for block in item.blocks:
            if isinstance(block, Bullets) and lead is not None and item.passage is not None:
                self._context.account.claim(item.marker, item.passage)
                self._list(block, *lead)
            else:
                self.read(block, place)

    def _list(self, bullets: Bullets, name: RoleName, kind: str) -> None:
        """Read a list of the duties of a role that the sentence before it names."""
        role, group = self._role(name), bullets.items[0].marker.start
        for item in bullets.items:
            self._context.account.claim(item.marker)
            if item.passage is not None:
                told = LabelKind(kind, "inferred")
                self._content.one(role, item.passage, told, group, item.blocks)

    def _sentences(self, passage: Passage, but: Passage | None = None) -> bool:
        """Read the sentences of a text that are duties, `but` one; tell whether one is."""
        context, is_read = self._context, False
        before: Subject | None = None
        for sentence in context.sentences(passage):
            found = duty_of(context, sentence, before)
            said = Subject(found[0], "", is_definite=True) if found else before
            before = next(subjects_of(context, sentence), said)
            if found is None or (sentence == but and but.plain.endswith((":", "\uff1a"))):
                continue
            name, kind = found
            told = LabelKind(kind, "inferred")
            self._content.one(self._role(name), sentence, told, sentence.span.start)
            is_read = True
        return is_read

    def _role(self, name: RoleName) -> RoleRead:
        known = self._context.known(name.name)
        if known is None and not self._context.is_head_first:
            # “presidente” is not “presidente da mesa”, who stands before; “the committee” may be.
            known = meant_by(self._context, name.name)
        role = known or self._context.role(name)
        if known is None or (known.status == "asked" and not known.also):
            self._context.ask_whether_role(role, 0)
        return role
