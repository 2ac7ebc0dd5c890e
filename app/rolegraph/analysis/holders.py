"""Separation of duties among people: who holds two roles that must be kept apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations

from rolegraph.analysis.relations import RoleRelations

Pair = tuple[str, str]
"""Two roles: the one that is excluded from something, and the one that does it."""


@dataclass(frozen=True)
class DutyConflict:
    """One person holds two roles at once that must be kept apart, for the same system.

    Attributes:
        membership, other_membership: the two memberships.
        role, other: the roles that they are about; the first is excluded from the activities.
        activities: what the second does and the first is excluded from.
    """

    membership: str
    other_membership: str
    role: str
    other: str
    activities: tuple[str, ...]


def conflicts(
    relations: RoleRelations, apart: Iterable[tuple[Pair, tuple[str, ...]]]
) -> list[DutyConflict]:
    """Return the conflicts of duty among the people whom a catalogue knows.

    People are the same where their IRI is, or, where not both have one, their name. A membership
    that names no system holds for all of them, and one without a beginning or an end always.

    Args:
        relations: of the catalogue.
        apart: pairs of roles that must be kept apart, with the activities that are why.
    """
    kept: dict[Pair, dict[str, None]] = defaultdict(dict)
    for pair, activities in apart:
        kept[pair] |= dict.fromkeys(activities)
    found = []
    for one, another in _of_one_person(relations):
        for first, second in ((one, another), (another, one)):
            role = relations.one("holdsRole", first) or ""
            other = relations.one("holdsRole", second) or ""
            if (role, other) in kept:
                found.append(DutyConflict(first, second, role, other, tuple(kept[role, other])))
    return sorted(found, key=lambda each: (each.membership, each.other_membership))


def _of_one_person(relations: RoleRelations) -> set[tuple[str, str]]:
    """Return the pairs of memberships of one person for one system at one time."""
    pairs: set[tuple[str, str]] = set()
    for name in ("hasMember", "memberName"):
        for memberships in relations.inverse(name).values():
            present = sorted(each for each in memberships if each not in relations.retired)
            pairs |= {
                (one, other)
                for one, other in combinations(present, 2)
                if _same_person(relations, one, other)
                and _same_system(relations, one, other)
                and _same_time(relations, one, other)
            }
    return pairs


def _same_person(relations: RoleRelations, one: str, other: str) -> bool:
    first, second = relations.one("hasMember", one), relations.one("hasMember", other)
    return first is None or second is None or first == second


def _same_system(relations: RoleRelations, one: str, other: str) -> bool:
    first, second = (
        {
            value
            for name in ("holdsFor", "holdsForName")
            for value in relations.pairs(name).get(membership, ())
        }
        for membership in (one, other)
    )
    return not first or not second or bool(first & second)


def _same_time(relations: RoleRelations, one: str, other: str) -> bool:
    for earlier, later in ((one, other), (other, one)):
        end, begin = _time(relations, "heldUntil", earlier), _time(relations, "heldFrom", later)
        if end is not None and begin is not None and end <= begin:
            return False
    return True


def _time(relations: RoleRelations, name: str, membership: str) -> datetime | None:
    try:
        time = datetime.fromisoformat(relations.one(name, membership) or "")
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)
