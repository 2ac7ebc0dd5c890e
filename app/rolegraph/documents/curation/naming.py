"""The ids of the parts of a document, as its wording and its curation give them.

Roles and statements are named after their wording, or after their former one where the curation
has `formerly`. References and naming notes are numbered by position, or have the number that the
curation gives them; so whatever has an id keeps it when others come, go or move.
"""

from __future__ import annotations

from collections.abc import Mapping

from rolegraph.documents.curation.matching import CuratedView
from rolegraph.documents.curation.model import StatementKind
from rolegraph.documents.text.identity import slug, statement_slug
from rolegraph.documents.text.model import ParsedBullet, ParsedDocument, ParsedRole


def role_identities(document: ParsedDocument, view: CuratedView) -> dict[str, str]:
    """Return the slug of every role; a renamed one keeps that of its former name."""

    def identity(role: ParsedRole) -> str:
        curated = view.role(role)
        return slug((curated.formerly if curated else None) or role.name)

    return {role.name: identity(role) for role in document.roles}


def statement_kind(role: ParsedRole, bullet: ParsedBullet, view: CuratedView) -> StatementKind:
    """Return the kind of a bullet: what the curation says, else a responsibility."""
    curated = view.statement(role, bullet)
    return curated.kind if curated else "responsibility"


def statement_slugs(role: ParsedRole, identity: str, view: CuratedView) -> tuple[str, ...]:
    """Return the slugs of a role's bullets in order, no two the same.

    Those that the curation states come first; of others with the same slug, the later ones get a
    number.

    Args:
        role: the role.
        identity: its slug.
        view: what the curation says.
    """
    stated: dict[int, str] = {}
    for bullet in role.bullets:
        curated = view.statement(role, bullet)
        if curated and curated.formerly:
            stated[bullet.order] = statement_slug(identity, curated.formerly)
    taken: set[str] = set()
    slugs: dict[int, str] = {}
    for bullet in sorted(role.bullets, key=lambda each: (each.order not in stated, each.order)):
        wanted = found = stated.get(bullet.order) or statement_slug(identity, bullet.plain)
        number = 1
        while found in taken:
            number += 1
            found = f"{wanted}-{number}"
        taken.add(found)
        slugs[bullet.order] = found
    return tuple(slugs[bullet.order] for bullet in role.bullets)


def reference_numbers(document: ParsedDocument, view: CuratedView) -> dict[int, int]:
    """Return the number in the id of every reference, by its position."""
    stated = {item.url: item.id for item in view.curation.references} if view.curation else {}
    return _numbers(
        len(document.references),
        {item.ordinal: stated[item.url] for item in document.references if item.url in stated},
    )


def note_numbers(role: ParsedRole, view: CuratedView) -> dict[int, int]:
    """Return the number in the id of every naming note of a role, by its position from 1."""
    stated = {}
    for position, note in enumerate(role.notes, start=1):
        curated = view.note(role, note)
        if curated and curated.id:
            stated[position] = curated.id
    return _numbers(len(role.notes), stated)


def _numbers(count: int, stated: Mapping[int, int]) -> dict[int, int]:
    numbers = dict(stated)
    for position in range(1, count + 1):
        number = numbers.get(position, position)
        while position not in numbers and number in numbers.values():
            number += 1
        numbers[position] = number
    return numbers
