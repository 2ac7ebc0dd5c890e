"""The outline of a Markdown document."""

from __future__ import annotations

from rolegraph.documents.comparison.comparable import (
    Citation,
    ComparableOutline,
    OutlinePart,
    OutlineReference,
    Role,
    Statement,
)
from rolegraph.documents.curation.matching import CuratedView
from rolegraph.documents.curation.model import KINDS
from rolegraph.documents.curation.naming import (
    note_numbers,
    reference_numbers,
    role_identities,
    statement_kind,
    statement_slugs,
)
from rolegraph.documents.graph.document import document_slug
from rolegraph.documents.text.home import Home
from rolegraph.documents.text.identity import slug
from rolegraph.documents.text.model import ParsedDocument, ParsedRole, Span


def outline_of_document(document: ParsedDocument, view: CuratedView) -> ComparableOutline:
    """Return what a document says, with the IRIs that its parts would get.

    Args:
        document: the document.
        view: what its curation says; it need not fit the document.
    """
    identifier = document_slug(document, view)
    home = document.home
    numbers = reference_numbers(document, view)
    references = tuple(
        OutlineReference(
            iri=home.iri("references", f"{identifier}-{numbers[item.ordinal]}"),
            text=item.span.text,
            span=item.span,
            ordinal=item.ordinal,
            marker=item.marker,
            title=item.title,
            url=item.url,
        )
        for item in document.references
    )
    identities = role_identities(document, view)
    commitment = document.commitment
    return ComparableOutline(
        sha256=document.sha256,
        text=document.text,
        version=home.iri("document-versions", f"{identifier}-{document.sha256[:12]}"),
        roles=tuple(
            _role(home, role, identities[role.name], view, references) for role in document.roles
        ),
        references=references,
        scheme=tuple(_part(home, "schemes", identifier, span) for span in document.scheme.spans),
        commitment=_part(home, "support-commitments", identifier, commitment.span)
        if commitment
        else None,
    )


def _part(home: Home, plural: str, identifier: str, span: Span) -> OutlinePart:
    return OutlinePart(home.iri(plural, identifier), span.text, span)


def _role(
    home: Home,
    role: ParsedRole,
    identity: str,
    view: CuratedView,
    references: tuple[OutlineReference, ...],
) -> Role:
    curated = view.role(role)
    numbers = note_numbers(role, view)
    return Role(
        iri=home.iri("roles", identity),
        text=role.name,
        span=role.heading,
        listed=role.listed,
        order=role.order,
        statements=_statements(home, role, identity, view),
        citations=_citations(home, role, identity, references),
        notes=tuple(
            _part(home, "naming-notes", f"{identity}-{numbers[position]}", note.span)
            for position, note in enumerate(role.notes, start=1)
        ),
        has_stated_id=bool(curated and curated.formerly),
    )


def _statements(
    home: Home, role: ParsedRole, identity: str, view: CuratedView
) -> tuple[Statement, ...]:
    found = []
    slugs = statement_slugs(role, identity, view)
    for identifier, bullet in zip(slugs, role.bullets, strict=True):
        curated = view.statement(role, bullet)
        plural = KINDS[statement_kind(role, bullet, view)][0]
        found.append(
            Statement(
                iri=home.iri(plural, identifier),
                text=bullet.span.text,
                span=bullet.span,
                plain=bullet.plain,
                order=bullet.order,
                kind=curated.kind if curated else None,
                qualifier=curated.qualifier if curated else None,
                has_stated_id=bool(curated and curated.formerly),
            )
        )
    return tuple(found)


def _citations(
    home: Home, role: ParsedRole, identity: str, references: tuple[OutlineReference, ...]
) -> tuple[Citation, ...]:
    found = []
    for item in role.citations:
        exists = 1 <= item.ordinal <= len(references)
        target = references[item.ordinal - 1].iri if exists else None
        number = target.rpartition("-")[2] if target else item.ordinal
        found.append(
            Citation(
                iri=home.iri("citations", f"{identity}-{slug(item.label)}-{number}"),
                text=item.span.text,
                span=item.span,
                label=item.label,
                ordinal=item.ordinal,
                target=target,
            )
        )
    return tuple(found)
