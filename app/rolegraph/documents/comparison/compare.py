"""Compares two outlines of a document: what came, went, moved or says something else.

`before` is what the graph has, `after` what the Markdown says (or, to find out what was changed in
the graph alone, the version that the graph was made from).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import SequenceMatcher

from rolegraph.documents.comparison.comparable import (
    ComparableOutline,
    OutlinePart,
    OutlineReference,
)
from rolegraph.documents.comparison.drifts import Drift, Paired, textual
from rolegraph.documents.comparison.pairing import (
    ALIKE,
    both,
    left,
    likeness,
    moved,
    one_line,
    pair,
    ranks,
)
from rolegraph.documents.comparison.roles import compare_roles
from rolegraph.documents.text.model import Span


@dataclass
class OutlineComparison:
    """The outcome.

    Attributes:
        before, after: what was compared.
        drifts: the differences, in the order of `after`.
        paired: which part of one is which part of the other.
    """

    before: ComparableOutline
    after: ComparableOutline
    drifts: list[Drift] = field(default_factory=list)
    paired: Paired = field(default_factory=Paired)


def compare(
    before: ComparableOutline, after: ComparableOutline, *, same_text: bool = False
) -> OutlineComparison:
    """Return the differences between two outlines.

    Args:
        before: what the graph has.
        after: what the document says.
        same_text: whether the places of both are in the same text, so that what stands at one
            place is the same thing.
    """
    outcome = OutlineComparison(before, after)
    outcome.drifts += _references(before, after, outcome.paired)
    outcome.drifts += compare_roles(before, after, outcome.paired, same_text=same_text)
    outcome.drifts += _scheme(before, after, outcome.paired)
    outcome.drifts += _commitment(before, after, outcome.paired)
    if not outcome.drifts and before.sha256 != after.sha256:
        outcome.drifts += _layout(before, after)
    return outcome


def _references(before: ComparableOutline, after: ComparableOutline, paired: Paired) -> list[Drift]:
    paired.references = pair(
        before.references,
        after.references,
        (both(lambda entry: entry.url), both(lambda entry: entry.title.casefold())),
        _reference_likeness,
        ALIKE,
    )
    drifts = []
    places = moved(ranks(before.references, paired.references))
    for position, (old, new) in enumerate(paired.references):
        if old.url != new.url:
            note = f"{old.url} in the graph, {new.url} in the document"
            drifts.append(Drift("reference-changed", old, new, note=note))
        if old.title != new.title:
            note = f"“{old.title}” in the graph, “{new.title}” in the document"
            drifts.append(Drift("renamed", old, new, note=note))
        if position in places:
            note = f"number {old.ordinal} in the graph, number {new.ordinal} in the document"
            drifts.append(Drift("reordered", old, new, note=note))
        only_blanks = textual("", old, new)
        if only_blanks and only_blanks.rule == "whitespace":
            drifts.append(only_blanks)
    come = left(after.references, [entry for _, entry in paired.references])
    gone = left(before.references, [entry for entry, _ in paired.references])
    drifts += [Drift("added", None, new) for new in come]
    drifts += [Drift("reference-gone", old, None) for old in gone]
    return drifts


def _reference_likeness(old: OutlineReference, new: OutlineReference) -> float:
    if old.ordinal != new.ordinal:
        return 0
    return (likeness(old.title, new.title) + likeness(old.url, new.url)) / 2


def _scheme(before: ComparableOutline, after: ComparableOutline, paired: Paired) -> list[Drift]:
    paired.scheme = pair(
        before.scheme,
        after.scheme,
        (both(one_line),),
        lambda old, new: likeness(old.text, new.text),
        0.3,
    )
    drifts = [textual("scheme", old, new) for old, new in paired.scheme]
    come = left(after.scheme, [new for _, new in paired.scheme])
    gone = left(before.scheme, [old for old, _ in paired.scheme])
    drifts += [Drift("added", None, new) for new in come]
    drifts += [Drift("removed", old, None) for old in gone]
    return [drift for drift in drifts if drift]


def _commitment(before: ComparableOutline, after: ComparableOutline, paired: Paired) -> list[Drift]:
    old, new = before.commitment, after.commitment
    if old and new:
        paired.commitment = [(old, new)]
        drift = textual("commitment", old, new)
        return [drift] if drift else []
    if old or new:
        return [Drift("removed" if old else "added", old, new)]
    return []


def _layout(before: ComparableOutline, after: ComparableOutline) -> list[Drift]:
    """Return where the two texts differ although they say the same."""
    new_text = after.text or ""
    if before.text is None:
        nowhere = OutlinePart(after.version, "", Span("", 0, 0, 1, 1))
        return [Drift("whitespace", None, nowhere, note="the graph does not have the former text")]
    old_lines, new_lines = before.text.splitlines(True), new_text.splitlines(True)
    drifts = []
    differences = SequenceMatcher(None, old_lines, new_lines, autojunk=False).get_opcodes()
    for tag, old_start, old_end, new_start, new_end in differences:
        if tag == "equal":
            continue
        old, new = "".join(old_lines[old_start:old_end]), "".join(new_lines[new_start:new_end])
        rule = "whitespace" if old.split() == new.split() else "text"
        same = _same_start(old, new.rstrip("\r\n"))
        start = sum(map(len, new_lines[:new_start])) + same
        shown = new.rstrip("\r\n")[same:]
        line = min(new_start, max(len(new_lines) - 1, 0)) + 1
        span = Span(shown, start, start + len(shown), line, same + 1)
        drifts.append(
            Drift(rule, None, OutlinePart(after.version, shown, span), note=_shown(old, new))
        )
    return drifts


def _same_start(old: str, new: str) -> int:
    pairs = enumerate(zip(old, new, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(old), len(new)))


def _shown(old: str, new: str) -> str:
    old_line, new_line = (" ".join(text.split()) for text in (old, new))
    if old_line == new_line:
        return f"“{new_line}”" if new_line else "empty lines"
    return f"“{old_line}” in the graph's text, “{new_line}” in the document"
