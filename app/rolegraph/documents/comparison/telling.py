"""Drifts in words."""

from __future__ import annotations

from rolegraph.documents.comparison.comparable import (
    Citation,
    OutlinePart,
    OutlineReference,
    Role,
    Statement,
)
from rolegraph.documents.comparison.drifts import Drift

_SHORT = 60
_WORDS = {
    "naming-notes": "naming note",
    "schemes": "passage on roles",
    "support-commitments": "commitment to support roles",
    "document-versions": "text",
}
_SUMMARIES = {
    "reworded": "is worded differently",
    "reordered": "stands in another place",
    "moved": "belongs to another role",
    "renamed": "has another name",
    "requalified": "holds more or less often",
    "kind": "is of another kind",
    "reference-changed": "has another address",
    "citation": "is another citation",
    "note": "is worded differently",
    "commitment": "is worded differently",
    "scheme": "is worded differently",
    "whitespace": "has other blanks",
}


# Rules whose note has the words of the thing already.
_WORDY = frozenset({"reworded", "renamed", "note", "commitment", "scheme", "whitespace"})


def tell(drift: Drift) -> str:
    """Return what a drift is, in a sentence that names the thing and its role."""
    part = drift.before or drift.after
    if part is None:
        return drift.note
    name = _noun(part) if drift.rule in _WORDY else f"{_noun(part)} {_quoted(part)}"
    owner = f" of {drift.role.text}" if drift.role and not isinstance(part, Role) else ""
    what = f"{name}{owner}"
    note = f" {drift.note}" if drift.note else ""
    if drift.rule == "added":
        return f"The document has {what}{note}, which the graph lacks."
    if drift.rule in {"removed", "reference-gone"}:
        return f"The graph has {what}{note}, which the document lacks."
    if drift.before is None:
        change = "Blanks" if drift.rule == "whitespace" else "Text that belongs to no statement"
        return f"{change} changed and no statement differs: {drift.note}."
    return f"{what[0].upper()}{what[1:]} {_SUMMARIES[drift.rule]}: {drift.note}."


def _noun(part: OutlinePart) -> str:
    if isinstance(part, Role):
        return f"role {part.order}"
    if isinstance(part, Statement):
        return f"statement {part.order}"
    if isinstance(part, OutlineReference):
        return f"reference {part.ordinal}"
    if isinstance(part, Citation):
        return "the citation of"
    return f"the {_WORDS.get(part.iri.split('/')[-2], 'text')}"


def _quoted(part: OutlinePart) -> str:
    if isinstance(part, Citation):
        return f"“{part.label}” in [{part.ordinal}]"
    text = part.title if isinstance(part, OutlineReference) else part.line_of_text
    return f"“{text}”" if len(text) <= _SHORT else f"“{text[: _SHORT - 1].rstrip()}…”"
