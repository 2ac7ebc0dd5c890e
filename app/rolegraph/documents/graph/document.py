"""A document and its curation as triples.

Whatever the document says is a thing with `rg:assertionStatus`: *verbatim* where the thing is a
passage (bullets, references), *normalised* where the passage was taken apart or put in a controlled
form (roles, citations, naming notes, the commitment). Each has a quote with offsets and line, and
`prov:wasDerivedFrom` the version of the document. The version holds its whole text (`prov:value`),
so that the document can be written back from the graph.

What earlier versions had and this one has not is kept with `rg:status "retired"`, its quotes still
pointing to the last version that had it; and each version is linked to the one before it by
`prov:wasRevisionOf`.

What a curator says is marked at the head of the graph. The graph's header (`void:Dataset`, named
like the graph) is derived from the document's version and the curation's. It has one
`void:propertyPartition` for each predicate whose triples are all the curator's, and one
`void:classPartition` for each class that is. Such a partition looks like this:

```
<…/graph/data/roles.ttl#skos-definition> a void:Dataset ;
    rg:assertionStatus "inferred" ;
    prov:wasDerivedFrom <…/id/document-versions/roles-curation-…> ;
    void:property skos:definition .
```

*normalised*: the document's words in a controlled form (activities, kinds, qualifiers, audience);
*inferred*: words or judgements the document does not have. So a triple of the graph is the
curator's if its predicate (or, for `rdf:type`, its object) has a partition, and otherwise the
document's. Formats: https://www.w3.org/TR/void/, https://www.w3.org/TR/prov-o/.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from pathlib import PurePosixPath

from rolegraph.documents.curation.file import CurationFile
from rolegraph.documents.curation.matching import CuratedView
from rolegraph.documents.curation.naming import reference_numbers, role_identities
from rolegraph.documents.graph.builder import GraphBuilder
from rolegraph.documents.graph.described import Described
from rolegraph.documents.graph.header import write_header
from rolegraph.documents.graph.retained import retained
from rolegraph.documents.graph.role import RoleGraph
from rolegraph.documents.text.identity import slug
from rolegraph.documents.text.model import ParsedDocument
from rolegraph.rdf.terms import Triple


def document_slug(document: ParsedDocument, view: CuratedView) -> str:
    """Return the id of the document that this is a version of."""
    chosen = view.curation.document.id if view.curation else None
    path = PurePosixPath(document.file)
    inside = path.relative_to("data") if path.parts[:1] == ("data",) else path
    return chosen or slug(inside.with_suffix("").as_posix()) or "document"


def document_triples(
    document: ParsedDocument,
    curated: CurationFile | None,
    view: CuratedView,
    previous: Iterable[Triple] = (),
    replaces: Mapping[str, str] | None = None,
) -> AbstractSet[Triple]:
    """Return the triples of a document.

    Args:
        document: the document.
        curated: its curation, or None.
        view: the two brought together by `matching.match`.
        previous: the graph as it was. What it tells of earlier versions, and what this version
            no longer has, is kept; see `retained`.
        replaces: slug of a thing → IRI of the thing of the previous graph that it replaces.
    """
    home = document.home
    identifier = document_slug(document, view)
    version = f"{identifier}-{document.sha256[:12]}"
    builder = GraphBuilder(document.text, home.iri("document-versions", version), home)
    curated_terms = write_header(builder, document, curated, identifier)
    scheme = home.iri("schemes", identifier)
    _write_scheme(builder, document, view, scheme)
    _write_commitment(builder, document, identifier)
    references = _write_references(builder, document, view, identifier)
    identities = role_identities(document, view)
    for role in document.roles:
        RoleGraph(builder, view, role, identities[role.name]).write(scheme, references)
    before, after = Described(previous), Described(builder.triples)
    builder.include(retained(before, after, builder.version, replaces or {}))
    curated_terms.write()
    return builder.triples


def _write_scheme(
    builder: GraphBuilder, document: ParsedDocument, view: CuratedView, scheme: str
) -> None:
    title = view.curation.document.title if view.curation else None
    builder.thing(scheme, "rg:RoleScheme", title or document.title.text)
    curated = view.curation.scheme if view.curation else None
    if curated:
        builder.text(scheme, "skos:definition", curated.definition)
    is_open = document.scheme.is_open or (curated.is_open if curated else None)
    builder.truth(scheme, "rg:isOpenList", is_open)
    first, *others = document.scheme.spans
    builder.passage(scheme, first)
    for number, span in enumerate(others, start=2):
        builder.quote(scheme, span, f"-{number}")
    builder.origin(scheme, "normalised")


def _write_commitment(builder: GraphBuilder, document: ParsedDocument, identifier: str) -> None:
    commitment = document.commitment
    if commitment is None:
        return
    iri = document.home.iri("support-commitments", identifier)
    builder.thing(iri, "rg:SupportCommitment", f"Support commitment of “{document.title.text}”")
    builder.string(iri, "rg:modality", commitment.modality)
    builder.text(iri, "rg:supportMeans", *commitment.means)
    builder.string(iri, "rg:verbatimText", commitment.span.text)
    builder.passage(iri, commitment.span)
    builder.origin(iri, "normalised")


def _write_references(
    builder: GraphBuilder, document: ParsedDocument, view: CuratedView, identifier: str
) -> dict[int, str]:
    """Write the references and return their IRIs by ordinal."""
    iris = {}
    numbers = reference_numbers(document, view)
    for reference in document.references:
        iri = document.home.iri("references", f"{identifier}-{numbers[reference.ordinal]}")
        iris[reference.ordinal] = iri
        builder.thing(iri, "rg:ReferenceEntry", reference.title)
        builder.number(iri, "rg:referenceOrdinal", reference.ordinal)
        builder.string(iri, "rg:literalMarker", reference.marker)
        builder.text(iri, "dcterms:title", reference.title)
        builder.link(iri, "schema:url", reference.url)
        builder.passage(iri, reference.span)
        builder.origin(iri, "verbatim")
    return iris
