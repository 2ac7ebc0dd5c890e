"""Compares the roles of two outlines and what belongs to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rolegraph.documents.comparison.comparable import Citation, ComparableOutline, OutlinePart, Role
from rolegraph.documents.comparison.drifts import Drift, Paired, textual
from rolegraph.documents.comparison.pairing import (
    ALIKE,
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
from rolegraph.documents.comparison.statements import compare_statements

_SHARED = 0.5
"""The share of its statements that makes a role under another name the same role."""


def compare_roles(
    before: ComparableOutline, after: ComparableOutline, paired: Paired, *, same_text: bool
) -> Iterator[Drift]:
    """Yield the differences of roles, statements, citations and notes.

    Args:
        before: what the graph has.
        after: what the document says.
        paired: has the references; takes the rest.
        same_text: whether the places of both are in the same text.
    """
    paired.roles = pair(
        before.roles,
        after.roles,
        (
            *((both(start),) if same_text else ()),
            (name, lambda role: role.name if role.has_stated_id else None),
            both(lambda role: role.text.casefold()),
            both(name),
        ),
        _role_likeness,
        _SHARED,
    )
    yield from _order(before, paired)
    for old, new in paired.roles:
        if old.text != new.text:
            note = f"“{old.text}” in the graph, “{new.text}” in the document"
            yield Drift("renamed", old, new, new, note)
        yield from _citations(old, new, paired)
        yield from _notes(old, new, paired, same_text=same_text)
    yield from compare_statements(before, after, paired, same_text=same_text)
    for new in left(after.roles, [role for _, role in paired.roles]):
        yield Drift("added", None, new, new, _contents(new))
    for old in left(before.roles, [role for role, _ in paired.roles]):
        yield Drift("removed", old, None, old, _contents(old))


def _role_likeness(old: Role, new: Role) -> float:
    said = {statement.line_of_text.casefold() for statement in old.statements}
    says = {statement.line_of_text.casefold() for statement in new.statements}
    shared = len(said & says) / max(len(said), len(says), 1)
    alike = likeness(old.text, new.text)
    return max(shared, alike if alike > ALIKE and shared else 0)


def _order(before: ComparableOutline, paired: Paired) -> Iterator[Drift]:
    for position in sorted(moved(ranks(before.roles, paired.roles))):
        old, new = paired.roles[position]
        note = f"number {old.order} in the graph, number {new.order} in the document"
        yield Drift("reordered", old, new, new, note)


def _contents(role: Role) -> str:
    counts = (
        (len(role.statements), "statement"),
        (len(role.citations), "citation"),
        (len(role.notes), "naming note"),
    )
    shown = [f"{count} {word}{'' if count == 1 else 's'}" for count, word in counts if count]
    return f"with {', '.join(shown)}" if shown else ""


def _notes(old: Role, new: Role, paired: Paired, *, same_text: bool) -> Iterator[Drift]:
    pairs = pair(
        old.notes,
        new.notes,
        (*((both(start),) if same_text else ()), both(one_line)),
        lambda one, other: likeness(one.text, other.text),
        ALIKE,
    )
    paired.notes += pairs
    for one, other in pairs:
        drift = textual("note", one, other, new)
        if drift:
            yield drift
    yield from _comings(old.notes, new.notes, pairs, new)


def _citations(old: Role, new: Role, paired: Paired) -> Iterator[Drift]:
    known = {entry.iri: entry_before.iri for entry_before, entry in paired.references}

    def cited(citation: Citation) -> str | None:
        """Return the reference of a citation of the document, by its IRI in the graph."""
        return known.get(citation.target or "", citation.target)

    pairs = pair(
        old.citations,
        new.citations,
        (
            (
                lambda citation: (citation.label.casefold(), citation.target),
                lambda citation: (citation.label.casefold(), cited(citation)),
            ),
            both(lambda citation: citation.label.casefold()),
            (lambda citation: citation.target, cited),
        ),
        lambda _one, _other: 0.0,
        1.0,
    )
    paired.citations += pairs
    for one, other in pairs:
        if one.target != cited(other) or one.label != other.label:
            note = (
                f"“{one.label}” in [{one.ordinal}] in the graph, "
                f"“{other.label}” in [{other.ordinal}] in the document"
            )
            yield Drift("citation", one, other, new, note)
    yield from _comings(old.citations, new.citations, pairs, new)


def _comings(
    olds: Sequence[OutlinePart],
    news: Sequence[OutlinePart],
    pairs: Sequence[tuple[OutlinePart, OutlinePart]],
    role: Role,
) -> Iterator[Drift]:
    for part in left(news, [new for _, new in pairs]):
        yield Drift("added", None, part, role)
    for part in left(olds, [old for old, _ in pairs]):
        yield Drift("removed", part, None, role)
