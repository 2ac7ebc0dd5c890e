"""How a role takes part in activities, listed in its own section: “Budget: **R**”."""

from __future__ import annotations

import re

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.model import Assignment, RoleRead
from rolegraph.documents.language.names import name_key
from rolegraph.documents.outline import Bullets, Passage

_ENTRY = re.compile(
    r"(?P<activity>\S.*?)\s*(?:[:\uff1a]|\s[-\u2013\u2014]|(?=[(\[]))\s*"
    r"[*_`(\[]*(?P<letters>[RACISPV](?:\s*[/,+&]\s*[RACISPV]){0,3})[*_`)\]]*[ \t]*",
    re.DOTALL,
)
_MAIN = frozenset("RA")
_MANY = 2


def assigns(context: Context, role: RoleRead, bullets: Bullets) -> bool:
    """Read a list whose entries end with the letters of a matrix; tell whether it is one.

    Args:
        context: the document while it is read; the assignments are added to it.
        role: the role in whose section the list stands.
        bullets: the list.
    """
    entries: list[tuple[Passage, re.Match[str]]] = []
    for item in bullets.items:
        found = _ENTRY.fullmatch(item.passage.span.text) if item.passage else None
        if found is None or item.passage is None or item.blocks:
            return False
        entries.append((item.passage, found))
    letters = {letter for _, found in entries for letter in _letters(found)}
    if len(entries) < _MANY or not letters & _MAIN:
        return False
    context.in_matrices.add(name_key(role.name))
    for item, (passage, found) in zip(bullets.items, entries, strict=True):
        context.account.claim(item.marker, passage)
        named = context.outline.part(passage, *found.span("activity"))
        cell = context.outline.part(passage, *found.span("letters"))
        context.assignments.append(
            Assignment(role.name, named.plain.strip(" :"), _letters(found), cell, named)
        )
    return True


def _letters(found: re.Match[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(re.findall(r"[A-Z]", found["letters"])))
