"""One role of a document as triples: its statements, citations and naming notes."""

from __future__ import annotations

from rolegraph.documents.curation.matching import CuratedView
from rolegraph.documents.curation.model import KINDS
from rolegraph.documents.curation.naming import note_numbers, statement_kind, statement_slugs
from rolegraph.documents.graph.builder import GraphBuilder
from rolegraph.documents.text.identity import slug
from rolegraph.documents.text.model import ParsedBullet, ParsedCitation, ParsedNote, ParsedRole


class RoleGraph:
    """Writes one role.

    Args:
        builder: takes the triples.
        view: what the curation says.
        role: the role.
        identity: its slug.
    """

    def __init__(
        self, builder: GraphBuilder, view: CuratedView, role: ParsedRole, identity: str
    ) -> None:
        self._builder = builder
        self._view = view
        self._role = role
        self._identity = identity
        self._iri = builder.home.iri("roles", identity)

    def write(self, scheme: str, references: dict[int, str]) -> None:
        """Write the role and all that its section says.

        Args:
            scheme: IRI of the role scheme.
            references: IRIs of the references by ordinal.
        """
        self._write_role(scheme)
        slugs = statement_slugs(self._role, self._identity, self._view)
        for identifier, bullet in zip(slugs, self._role.bullets, strict=True):
            self._write_statement(identifier, bullet)
        for citation in self._role.citations:
            self._write_citation(citation, references[citation.ordinal])
        numbers = note_numbers(self._role, self._view)
        for position, note in enumerate(self._role.notes, start=1):
            self._write_note(numbers[position], note)

    def _write_role(self, scheme: str) -> None:
        builder, iri, curated = self._builder, self._iri, self._view.role(self._role)
        builder.thing(iri, "rg:Role", self._role.name)
        builder.number(iri, "rg:documentOrder", self._role.order)
        builder.link(iri, "rg:definedIn", builder.version)
        builder.link(iri, "skos:inScheme", scheme)
        builder.quote(iri, self._role.listed, "-list")
        builder.quote(iri, self._role.heading, "-heading")
        builder.origin(iri, "normalised")
        if curated:
            builder.text(iri, "skos:definition", curated.definition)
            builder.text(iri, "skos:altLabel", curated.formerly)
            builder.text(iri, "skos:hiddenLabel", *curated.hidden_labels)
            builder.text(iri, "skos:editorialNote", curated.editorial_note)
            builder.link(iri, "rg:confusableWith", *self._iris(curated.confusable_with))

    def _write_statement(self, identifier: str, bullet: ParsedBullet) -> None:
        builder, curated = self._builder, self._view.statement(self._role, bullet)
        kind = statement_kind(self._role, bullet, self._view)
        plural, class_name, link = KINDS[kind]
        iri = builder.home.iri(plural, identifier)
        builder.thing(iri, class_name, bullet.plain)
        builder.link(self._iri, link, iri)
        builder.link(iri, "rg:statementOf", self._iri)
        builder.string(iri, "rg:verbatimText", bullet.span.text)
        builder.number(iri, "rg:statementOrder", bullet.order)
        builder.passage(iri, bullet.span)
        builder.origin(iri, "verbatim")
        if curated is None:
            return
        activities = [builder.home.iri("activities", name) for name in curated.activities]
        builder.link(iri, "rg:refersToActivity", *activities)
        builder.text(iri, "skos:editorialNote", curated.editorial_note)
        if curated.qualifier:
            builder.string(iri, "rg:frequencyQualifier", curated.qualifier)
        if kind == "responsibility":
            builder.link(self._iri, "rg:isResponsibleFor", *activities)
        elif kind == "exclusion":
            builder.link(iri, "rg:isExcludedFromActivity", *activities)
            builder.link(self._iri, "rg:isExcludedFrom", *activities)

    def _write_citation(self, citation: ParsedCitation, reference: str) -> None:
        builder, curated = self._builder, self._view.citation(self._role, citation)
        number = reference.rpartition("-")[2]
        iri = builder.home.iri("citations", f"{self._identity}-{slug(citation.label)}-{number}")
        label = f"{self._role.name} cites {citation.label} in [{citation.ordinal}]"
        builder.thing(iri, "rg:RoleCitation", label)
        builder.link(iri, "rg:citingRole", self._iri)
        builder.link(self._iri, "rg:citesReference", reference)
        builder.string(iri, "rg:citedRoleLabel", citation.label)
        builder.link(iri, "rg:citesReference", reference)
        builder.string(iri, "rg:resolutionStatus", curated.status if curated else "unchecked")
        builder.passage(iri, citation.span)
        builder.origin(iri, "normalised")
        if curated:
            builder.day(iri, "rg:checkedOn", curated.checked_on)
            builder.text(iri, "skos:editorialNote", curated.editorial_note)

    def _write_note(self, number: int, note: ParsedNote) -> None:
        builder, curated = self._builder, self._view.note(self._role, note)
        iri = builder.home.iri("naming-notes", f"{self._identity}-{number}")
        builder.thing(iri, "rg:NamingNote", f"Note {number} on the naming of {self._role.name}")
        builder.link(iri, "rg:concernsRole", self._iri)
        builder.string(iri, "rg:verbatimText", note.span.text)
        builder.passage(iri, note.span)
        builder.origin(iri, "normalised")
        if curated:
            builder.text(iri, "rg:discouragedLabel", *curated.discouraged_labels)
            builder.link(iri, "rg:confusableWith", *self._iris(curated.confusable_with))
            builder.text(iri, "rg:audience", curated.audience)
            builder.text(iri, "skos:editorialNote", curated.editorial_note)

    def _iris(self, paths: tuple[str, ...]) -> list[str]:
        return [self._builder.home.base + path for path in paths]
