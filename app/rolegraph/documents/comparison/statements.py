"""Compares the statements of the roles of two outlines."""

from __future__ import annotations

from collections.abc import Iterator

from rolegraph.documents.comparison.comparable import ComparableOutline, Role, Statement
from rolegraph.documents.comparison.drifts import Drift, Paired, textual
from rolegraph.documents.comparison.pairing import (
    ALIKE,
    VERY_ALIKE,
    both,
    left,
    likeness,
    moved,
    name,
    one_line,
    pair,
    ranks,
    start,
)
from rolegraph.documents.text.wording import denies, frequency, without_markers


def compare_statements(
    before: ComparableOutline, after: ComparableOutline, paired: Paired, *, same_text: bool
) -> Iterator[Drift]:
    """Yield the differences of statements: first within each role, then across roles.

    Args:
        before: what the graph has.
        after: what the document says.
        paired: has the roles; takes the statements.
        same_text: whether the places of both are in the same text.
    """
    for old_role, new_role in paired.roles:
        pairs = pair(
            old_role.statements,
            new_role.statements,
            (
                *((both(start),) if same_text else ()),
                (name, lambda each: each.name if each.has_stated_id else None),
                both(one_line),
                both(name),
            ),
            _likeness,
            ALIKE,
        )
        paired.statements += pairs
        places = moved(ranks(old_role.statements, pairs))
        for position, (old, new) in enumerate(pairs):
            yield from _changes(old, new, new_role)
            if position in places:
                note = f"number {old.order} in the graph, number {new.order} in the document"
                yield Drift("reordered", old, new, new_role, note)
    yield from _across(before, after, paired)


def _across(before: ComparableOutline, after: ComparableOutline, paired: Paired) -> Iterator[Drift]:
    """Yield what moved between roles, and what came and went."""
    owners = {
        id(statement): role
        for outline in (before, after)
        for role in outline.roles
        for statement in role.statements
    }

    def unpaired(outline: ComparableOutline, place: int) -> list[Statement]:
        statements = [each for role in outline.roles for each in role.statements]
        return left(statements, [both[place] for both in paired.statements])

    gone, come = unpaired(before, 0), unpaired(after, 1)
    pairs = pair(gone, come, (both(one_line),), _likeness, VERY_ALIKE)
    paired.statements += pairs
    for old, new in pairs:
        there, here = owners[id(old)], owners[id(new)]
        note = f"under “{there.text}” in the graph, under “{here.text}” in the document"
        yield Drift("moved", old, new, here, note)
        yield from _changes(old, new, here)
    # What comes or goes with its whole role is told with the role.
    old_roles = {id(old): new for old, new in paired.roles}
    new_roles = {id(new) for _, new in paired.roles}
    for new in left(come, [new for _, new in pairs]):
        if id(owners[id(new)]) in new_roles:
            yield Drift("added", None, new, owners[id(new)])
    for old in left(gone, [old for old, _ in pairs]):
        if id(owners[id(old)]) in old_roles:
            yield Drift("removed", old, None, old_roles[id(owners[id(old)])])


def _likeness(old: Statement, new: Statement) -> float:
    return likeness(without_markers(old.text), without_markers(new.text))


def _changes(old: Statement, new: Statement, role: Role) -> Iterator[Drift]:
    meanings = [*_requalified(old, new, role), *_kind(old, new, role)]
    yield from meanings
    drift = textual("reworded", old, new, role)
    # Where nothing else changed than the words that the meaning hangs on, that is told above.
    said = meanings and without_markers(old.text) == without_markers(new.text)
    if drift and not (said and drift.rule == "reworded"):
        yield drift


def _requalified(old: Statement, new: Statement, role: Role) -> Iterator[Drift]:
    if new.kind is not None:  # the curation speaks of these very words
        was, now = old.qualifier, new.qualifier
    else:
        was, now = frequency(old.text), frequency(new.text)
    if was != now:
        note = f"{_shown(was)} in the graph, {_shown(now)} in the document"
        yield Drift("requalified", old, new, role, note)


def _shown(word: str | None) -> str:
    return f"“{word}”" if word else "no word for how often"


def _kind(old: Statement, new: Statement, role: Role) -> Iterator[Drift]:
    if new.kind is not None:
        if new.kind != old.kind:
            note = f"{old.kind} in the graph, {new.kind} by the curation"
            yield Drift("kind", old, new, role, note)
    elif old.kind == "exclusion" and denies(old.text) and not denies(new.text):
        yield Drift(
            "kind",
            old,
            new,
            role,
            "an exclusion in the graph, but in the document it denies nothing",
        )
    elif old.kind != "exclusion" and denies(new.text) and not denies(old.text):
        yield Drift(
            "kind", old, new, role, f"{old.kind} in the graph, but in the document it denies"
        )
