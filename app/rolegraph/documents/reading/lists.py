"""Lists whose entries are roles: outside of roles, and in the section of one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.leads import Lead, lead_of
from rolegraph.documents.account.model import UNKNOWN_KIND, LabelKind, RoleRead
from rolegraph.documents.content.content import Content
from rolegraph.documents.content.holders import without_holders
from rolegraph.documents.language.likeness import MAYBE, SURE
from rolegraph.documents.language.names import name_key
from rolegraph.documents.outline import Block, Bullets, Item, Passage
from rolegraph.documents.outline.sections import is_contents
from rolegraph.documents.reading.decide import Decisions
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
_MOST = 0.6
_HALF = 0.5
_SURELY = 3
"""So many roles in a list make another bold name beside them one that is asked about."""


@dataclass
class RoleLists:
    """Reads lists of roles.

    Args:
        context: the document while it is read.
        content: reads the sections of roles.
        tables: reads tables.
    """

    context: Context
    content: Content
    tables: Tables
    decided: Decisions = field(init=False)
    _is_plainly_of_roles: bool = False
    """Whether the heading above says “Roles” and nothing else."""

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
            is_like = lead is not None and lead.is_bold and lead.rest is not None
            if lead is not None and lead in reported:
                # “Roles, processes and documents” may be over a list that names none of the first.
                is_doubtful = not sure and not self._is_plainly_of_roles
                self._item_role(lead, item, kind, is_doubtful=is_doubtful)
            elif lead is not None and is_like and len(sure) >= _SURELY and self._may_be(lead):
                self._item_role(lead, item, kind, is_doubtful=True)
            else:
                self.context.account.refuse("names no role", *parts_of(item))
        return True

    def roles_in(self, role: RoleRead, bullets: Bullets) -> bool:
        """Read a list in a role's section where entries name other roles, in bold or by a code.

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

    def _may_be(self, lead: Lead) -> bool:
        """Tell whether a bold name among roles may be one as well, though its words say nothing."""
        name = lead.name.name
        return bool(name) and not self._is_label(lead) and not self.context.joins_roles(name)

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
            self.context.account.refuse(f"is in the list of roles, and {told}", *parts_of(item))

    def _item_role(
        self, lead: Lead, item: Item, kind: LabelKind, *, is_doubtful: bool = False
    ) -> None:
        is_new = is_doubtful and self.context.known(lead.name.name) is None
        role = self.context.role(lead.name)
        if is_new:
            self.context.ask_whether_role(role, item.marker.start)
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


def parts_of(item: Item) -> Iterable[Block | Passage]:
    """Yield the text of an entry and what is nested in it."""
    if item.passage is not None:
        yield item.passage
    yield from item.blocks
