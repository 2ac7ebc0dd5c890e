"""Brings a document and its curation together and tells where they do not fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rolegraph.documents.curation.file import CurationFile
from rolegraph.documents.curation.model import (
    CuratedCitation,
    CuratedNote,
    CuratedRole,
    CuratedStatement,
    Curation,
)
from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.documents.text.identity import slug
from rolegraph.documents.text.model import (
    ParsedBullet,
    ParsedCitation,
    ParsedDocument,
    ParsedNote,
    ParsedRole,
)
from rolegraph.errors import SyntaxFault


class CuratedView:
    """What a curation says about the parts of a document; None where it says nothing.

    Args:
        curation: None for a document without one.
    """

    def __init__(self, curation: Curation | None) -> None:
        self.curation = curation

    def role(self, role: ParsedRole) -> CuratedRole | None:
        """Return the curation of a role."""
        return self.curation.roles.get(role.name) if self.curation else None

    def statement(self, role: ParsedRole, bullet: ParsedBullet) -> CuratedStatement | None:
        """Return the curation of a bullet."""
        curated = self.role(role)
        statements = curated.statements if curated else ()
        return next((item for item in statements if item.text == bullet.plain), None)

    def citation(self, role: ParsedRole, citation: ParsedCitation) -> CuratedCitation | None:
        """Return the curation of a citation."""
        curated = self.role(role)
        wanted = (citation.label, citation.ordinal)
        citations = curated.citations if curated else ()
        return next((item for item in citations if (item.label, item.reference) == wanted), None)

    def note(self, role: ParsedRole, note: ParsedNote) -> CuratedNote | None:
        """Return the curation of a naming note."""
        curated = self.role(role)
        notes = curated.notes if curated else ()
        return next((item for item in notes if item.text == one_line(note.span.text)), None)


def one_line(text: str) -> str:
    """Return text with every stretch of blanks and line ends as one blank."""
    return " ".join(text.split())


def match(document: ParsedDocument, curated: CurationFile | None, shown_as: str) -> CuratedView:
    """Return what the curation says about each part of the document.

    Args:
        document: the document.
        curated: its curation, or None.
        shown_as: the document's name in faults.

    Raises:
        MalformedDocument: the curation speaks of what the document does not have, is silent on a
            role, bullet or note it has, or contradicts itself.
    """
    if curated:
        faults = [
            *_unknown(document, curated),
            *_silent(document, CuratedView(curated.curation), shown_as),
            *_contradictions(document, curated),
        ]
        if faults:
            raise MalformedDocument(faults)
    return CuratedView(curated.curation if curated else None)


def _unknown(document: ParsedDocument, curated: CurationFile) -> Iterator[SyntaxFault]:
    """Yield faults for entries about what is not in the document, or is there twice."""
    addresses = {reference.url for reference in document.references}
    for index, reference in enumerate(curated.curation.references):
        if reference.url not in addresses:
            message = f"The document has no reference to {reference.url}."
            yield curated.fault(message, "references", index)
    by_name = {role.name: role for role in document.roles}
    for name, entry in curated.curation.roles.items():
        role = by_name.get(name)
        if role is None:
            yield curated.fault(f"The document has no role “{name}”.", "roles", name)
            continue
        present: dict[str, set[object]] = {
            "statements": {bullet.plain for bullet in role.bullets},
            "citations": {(item.label, item.ordinal) for item in role.citations},
            "notes": {one_line(note.span.text) for note in role.notes},
        }
        mentioned: dict[str, list[object]] = {
            "statements": [item.text for item in entry.statements],
            "citations": [(item.label, item.reference) for item in entry.citations],
            "notes": [item.text for item in entry.notes],
        }
        for part, keys in mentioned.items():
            counts: Counter[object] = Counter()
            for index, key in enumerate(keys):
                counts[key] += 1
                shown = f"“{key}”" if isinstance(key, str) else "“{}” in [{}]".format(*key)  # type: ignore[misc]
                place = ("roles", name, part, index)
                if key not in present[part]:
                    message = f"The section of {name} has no such text or citation: {shown}."
                    yield curated.fault(message, *place)
                elif counts[key] > 1:
                    yield curated.fault(f"There is an entry for {shown} already.", *place)


def _silent(document: ParsedDocument, view: CuratedView, shown_as: str) -> Iterator[SyntaxFault]:
    """Yield faults for parts of the document the curation does not speak of."""

    def fault(message: str, line: int, column: int) -> SyntaxFault:
        return SyntaxFault(message, source=shown_as, line=line, column=column)

    for role in document.roles:
        if view.role(role) is None:
            message = f"The curation says nothing about the role “{role.name}”."
            yield fault(message, role.heading.line, role.heading.column)
            continue
        for bullet in role.bullets:
            if view.statement(role, bullet) is None:
                message = f"The curation names no activity for the bullet “{bullet.plain}”."
                yield fault(message, bullet.span.line, bullet.span.column)
        for note in role.notes:
            if view.note(role, note) is None:
                message = f"The curation has no entry for the note “{one_line(note.span.text)}”."
                yield fault(message, note.span.line, note.span.column)


def _contradictions(document: ParsedDocument, curated: CurationFile) -> Iterator[SyntaxFault]:
    """Yield faults for roles with one identity, and for roles both charged and excluded."""
    names = {role.name for role in document.roles}
    identities: dict[str, str] = {}
    for name, entry in curated.curation.roles.items():
        if name not in names:
            continue
        identity = slug(entry.formerly or name)
        if identity in identities:
            message = f"“{name}” would have the same id as “{identities[identity]}”."
            yield curated.fault(message, "roles", name, "formerly")
        identities.setdefault(identity, name)
        charged = {
            activity
            for item in entry.statements
            if item.kind == "responsibility"
            for activity in item.activities
        }
        for index, item in enumerate(entry.statements):
            both = charged.intersection(item.activities) if item.kind == "exclusion" else set()
            for activity in sorted(both):
                message = f"{name} is responsible for “{activity}” and excluded from it."
                yield curated.fault(message, "roles", name, "statements", index)
