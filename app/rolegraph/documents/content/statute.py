"""Paragraphs of a statute in the section of a role: each sentence says whom it binds, and how."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.duties import Subject, duty_of, meant_by, subjects_of
from rolegraph.documents.account.model import LabelKind, RoleRead
from rolegraph.documents.language.likeness import SURE
from rolegraph.documents.language.names import RoleName, name_key
from rolegraph.documents.outline import Block, Bullets, Item, Passage

_MARKER = re.compile(r"\([0-9]{1,3}[a-z]?\)|[0-9]{1,2}(?:\.[0-9]{1,2})+\.?")

_LONGEST_CASE = 2
"""So many letters at most a case adds at the end of a German or Slavic word."""


class StatementReader(Protocol):
    """What reads a statement."""

    def one(
        self,
        role: RoleRead,
        passage: Passage,
        kind: LabelKind,
        group: int,
        blocks: tuple[Block, ...] = (),
    ) -> None:
        """Read a statement with what is nested in it."""

    def bullets(self, role: RoleRead, bullets: Bullets, kind: LabelKind) -> None:
        """Read a list of a role."""


@dataclass
class _Rule:
    """A sentence that says a duty, a right or a limit, and those that go on from it."""

    role: RoleRead
    kind: str | None
    first: Passage
    last: Passage


def is_statute(bullets: Bullets) -> bool:
    """Tell whether a list is the paragraphs of a statute: “(1) The treasurer shall …”."""
    return all(item.passage and _MARKER.fullmatch(item.marker.text) for item in bullets.items)


def read_paragraph(
    context: Context, reader: StatementReader, role: RoleRead, item: Item, group: int
) -> bool:
    """Read a paragraph of several sentences in the section of a role.

    “The treasurer keeps the books. She may sign. The board may remove her.” is a duty and a right
    of the treasurer, and a right of the board. False leaves it to be read as one statement.
    """
    if item.passage is None:
        return False
    other = _named_alone(context, role, item)
    if other is not None:
        context.account.claim(item.passage)
        for block in item.blocks:
            if isinstance(block, Bullets):
                reader.bullets(other, block, LabelKind("responsibility", "inferred"))
        return True
    rules = list(_rules(context, role, item.passage))
    if len(rules) < 2 and all(rule.role is role for rule in rules):  # noqa: PLR2004
        return False
    for number, rule in enumerate(rules):
        whole = context.outline.part(
            item.passage,
            rule.first.span.start - item.passage.span.start,
            rule.last.span.end - item.passage.span.start,
        )
        blocks = item.blocks if number == len(rules) - 1 else ()
        reader.one(rule.role, whole, LabelKind(rule.kind, "inferred"), group, blocks)
    return True


def _named_alone(context: Context, role: RoleRead, item: Item) -> RoleRead | None:
    """Return the other role that is all of a paragraph over a list: “(2) The treasurer”, “a) …”."""
    if item.passage is None or not item.blocks:
        return None
    if not all(isinstance(block, Bullets) for block in item.blocks):
        return None
    subject = next(subjects_of(context, item.passage), None)
    if subject is None or subject.rest.strip(" :"):
        return None
    own = {name_key(each) for each in (role.name, *role.aliases)}
    found = _whose(context, role, subject.name, own)
    return None if found is role else found


def _rules(context: Context, role: RoleRead, passage: Passage) -> Iterator[_Rule]:
    own = {name_key(each) for each in (role.name, *role.aliases)}
    before: Subject | None = None
    open_: _Rule | None = None
    for sentence in context.sentences(passage):
        found = duty_of(context, sentence, before)
        subject = next(subjects_of(context, sentence), None)
        before = subject or before
        name = found[0] if found else subject.name if subject and subject.is_definite else None
        target = _whose(context, role, name, own) if name else role
        if open_ is not None and found is None and target in (role, open_.role):
            open_.last = sentence
            continue
        if open_ is not None:
            yield open_
        # A limit is understood by its own words, as it is in other lists.
        kind = found[1] if found and found[1] != "exclusion" else None
        open_ = _Rule(target, kind, sentence, sentence)
    if open_ is not None:
        yield open_


def _whose(context: Context, role: RoleRead, name: RoleName, own: set[str]) -> RoleRead:
    """Return the role that a sentence in the section of another one is about."""
    key = name_key(name.name)
    if key in own or name.likeness != SURE or any(_ends_with(each, key) for each in own):
        return role
    known = meant_by(context, name.name)
    if known is not None:
        return known
    other = context.role(name)
    context.ask_whether_role(other, 0)
    return other


def _ends_with(name: str, key: str) -> bool:
    """Tell whether a name ends with another one, be it in another case: “… zum Beauftragten”."""
    last = name.rpartition(" ")[2]
    is_inflected = last.startswith(key) and len(last) - len(key) <= _LONGEST_CASE
    return name.endswith(f" {key}") or is_inflected
