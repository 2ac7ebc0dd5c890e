"""The kinds of drift between a document and its graph, and one drift as it was found."""

from __future__ import annotations

from dataclasses import dataclass, field

from rolegraph.documents.comparison.comparable import (
    Citation,
    OutlinePart,
    OutlineReference,
    Role,
    Statement,
)

RULES: dict[str, tuple[str, str]] = {
    "drift-added": ("added", "Whatever the document says is in the graph."),
    "drift-edited": (
        "edited in the graph",
        "What a graph says of a document is changed in the document or its curation.",
    ),
    "drift-removed": ("removed", "Whatever the graph says of a document is in the document."),
    "drift-reworded": ("reworded", "A statement has in the graph the words of the document."),
    "drift-reordered": (
        "reordered",
        "Roles, statements and references have in the graph the order of the document.",
    ),
    "drift-moved": ("moved", "A statement belongs in the graph to the role of its section."),
    "drift-shifted": (
        "in other lines",
        "The graph has the lines in which the document says something.",
    ),
    "drift-renamed": (
        "renamed",
        "Roles and references have in the graph the names of the document.",
    ),
    "drift-requalified": (
        "requalified",
        "A statement holds in the graph as often as the document says.",
    ),
    "drift-kind": (
        "other kind",
        "A statement is in the graph of the kind that the document and its curation make it.",
    ),
    "drift-reference-gone": (
        "reference gone",
        "A reference of the graph is in the document's list of references.",
    ),
    "drift-reference-changed": (
        "reference changed",
        "A reference has in the graph the address of the document.",
    ),
    "drift-citation": (
        "citation changed",
        "A role cites in the graph what its section of the document cites.",
    ),
    "drift-note": ("naming note changed", "A naming note has the words of the document."),
    "drift-commitment": (
        "commitment changed",
        "The commitment to support roles has the words of the document.",
    ),
    "drift-scheme": (
        "passage on roles changed",
        "What the document says of its roles as a whole is quoted as it stands.",
    ),
    "drift-whitespace": (
        "blanks changed",
        "The graph was made from these very characters of the document.",
    ),
    "drift-text": (
        "other text changed",
        "Text that belongs to no statement is in the graph as it stands in the document.",
    ),
    "drift-curation": (
        "curation changed",
        "The graph has what the document and its curation give, no more and no less.",
    ),
    "document-malformed": ("malformed document", "A role document has the form of one."),
    "curation-malformed": ("malformed curation", "A curation has the form of one and fits."),
}
"""Rule → its short name and what it asks for."""


@dataclass(frozen=True)
class Drift:
    """One difference.

    Attributes:
        rule: the rule without `drift-`.
        before: the part of the graph; None for what came.
        after: the part of the document; None for what went.
        role: the role it belongs to, as the document names it (else as the graph does).
        note: what differs, in words.
    """

    rule: str
    before: OutlinePart | None
    after: OutlinePart | None
    role: Role | None = None
    note: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same change when found again against another text."""
        part = self.before or self.after
        if self.before is None and self.after is not None:
            return (self.rule, f"{type(part).__name__} {self.after.line_of_text}")
        return (self.rule, part.iri if part else "")


@dataclass
class Paired:
    """Which part of the graph is which part of the document."""

    roles: list[tuple[Role, Role]] = field(default_factory=list)
    statements: list[tuple[Statement, Statement]] = field(default_factory=list)
    citations: list[tuple[Citation, Citation]] = field(default_factory=list)
    notes: list[tuple[OutlinePart, OutlinePart]] = field(default_factory=list)
    references: list[tuple[OutlineReference, OutlineReference]] = field(default_factory=list)
    scheme: list[tuple[OutlinePart, OutlinePart]] = field(default_factory=list)
    commitment: list[tuple[OutlinePart, OutlinePart]] = field(default_factory=list)


def textual(
    rule: str, old: OutlinePart, new: OutlinePart, role: Role | None = None
) -> Drift | None:
    """Return the drift between two wordings of one thing: none, blanks only, or the given rule."""
    if old.text == new.text:
        return None
    if old.line_of_text == new.line_of_text:
        return Drift("whitespace", old, new, role, f"“{new.line_of_text}”")
    note = f"“{old.line_of_text}” in the graph, “{new.line_of_text}” in the document"
    return Drift(rule, old, new, role, note)
