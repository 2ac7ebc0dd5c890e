"""The head of a document's graph: the graph itself, the versions it comes from, what is curated."""

from __future__ import annotations

from dataclasses import dataclass

from rolegraph.documents.curation.file import CurationFile
from rolegraph.documents.graph.builder import GraphBuilder, term
from rolegraph.documents.text.model import ParsedDocument
from rolegraph.folder.catalogue_folder import graph_key
from rolegraph.rdf.namespaces import graph_of_file

_HASH_DIGITS = 12

# Predicates and classes whose triples are the curator's, and how near they are to the words of the
# document. The module docstring of `graph` tells what the two words mean.
_CURATED_PREDICATES = {
    "rg:audience": "normalised",
    "rg:checkedOn": "inferred",
    "rg:confusableWith": "inferred",
    "rg:discouragedLabel": "normalised",
    "rg:frequencyQualifier": "normalised",
    "rg:hasCharacteristic": "normalised",
    "rg:hasExclusion": "normalised",
    "rg:hasPractice": "normalised",
    "rg:isExcludedFrom": "normalised",
    "rg:isExcludedFromActivity": "normalised",
    "rg:isResponsibleFor": "normalised",
    "rg:refersToActivity": "normalised",
    "rg:resolutionStatus": "inferred",
    "prov:wasRevisionOf": "inferred",
    "skos:altLabel": "inferred",
    "skos:definition": "inferred",
    "skos:editorialNote": "inferred",
    "skos:hiddenLabel": "inferred",
}
_CURATED_CLASSES = {
    "rg:Characteristic": "normalised",
    "rg:Exclusion": "normalised",
    "rg:Practice": "normalised",
}


def graph_file(document_file: str) -> str:
    """Return the file a document's graph is named after: `data/roles.ttl` for `data/roles.md`."""
    return graph_key(document_file)


@dataclass(frozen=True)
class CuratedTerms:
    """Writes, once the graph is complete, which of its predicates and classes are curated."""

    builder: GraphBuilder
    header: str
    curation_version: str | None

    def write(self) -> None:
        """Add a partition for every curated predicate and class the graph makes use of."""
        if self.curation_version is None:
            return
        predicates = {triple.predicate for triple in self.builder.triples}
        objects = {triple.object for triple in self.builder.triples}
        for name, status in _CURATED_PREDICATES.items():
            if term(name) in predicates:
                self._partition("property", name, status)
        for name, status in _CURATED_CLASSES.items():
            if term(name) in objects:
                self._partition("class", name, status)

    def _partition(self, kind: str, name: str, status: str) -> None:
        part = f"{self.header}#{name.replace(':', '-')}"
        self.builder.link(self.header, f"void:{kind}Partition", part)
        self.builder.link(part, "rdf:type", term("void:Dataset").value)
        self.builder.link(part, f"void:{kind}", term(name).value)
        self.builder.string(part, "rg:assertionStatus", status)
        self.builder.link(part, "prov:wasDerivedFrom", self.curation_version or "")


def write_header(
    builder: GraphBuilder,
    document: ParsedDocument,
    curated: CurationFile | None,
    identifier: str,
) -> CuratedTerms:
    """Write the graph's header, the document and its version, the curation and its version."""
    entry = curated.curation.document if curated else None
    title = (entry.title if entry else None) or document.title.text
    header = graph_of_file(graph_file(document.file))
    builder.link(header, "rdf:type", term("void:Dataset").value)
    builder.text(header, "dcterms:title", f"{title}: what the document says")
    if document.home.license:
        builder.link(header, "dcterms:license", document.home.license)
    builder.text(header, "dcterms:creator", document.home.creator or None)
    version = _write_version(
        builder, header, identifier, title, document.file, document.sha256, len(document.text)
    )
    builder.string(version, "prov:value", document.text)
    if entry and entry.revision_of:
        earlier = f"{identifier}-{entry.revision_of[:_HASH_DIGITS]}"
        builder.link(
            builder.version, "prov:wasRevisionOf", builder.home.iri("document-versions", earlier)
        )
    if curated is None:
        return CuratedTerms(builder, header, None)
    version = _write_version(
        builder,
        header,
        f"{identifier}-curation",
        f"Curation of “{title}”",
        curated.file,
        curated.sha256,
        len(curated.text),
    )
    return CuratedTerms(builder, header, version)


def _write_version(
    builder: GraphBuilder,
    header: str,
    identifier: str,
    title: str,
    file: str,
    sha256: str,
    characters: int,
) -> str:
    """Write a source document and the version of it that was read; return the version's IRI."""
    short = sha256[:_HASH_DIGITS]
    document = builder.home.iri("documents", identifier)
    version = builder.home.iri("document-versions", f"{identifier}-{short}")
    builder.thing(document, "rg:SourceDocument", title)
    builder.text(document, "dcterms:title", title)
    builder.thing(version, "rg:DocumentVersion", f"{title}, version {short}")
    builder.link(version, "rg:versionOf", document)
    builder.string(version, "rg:sha256", sha256)
    builder.number(version, "rg:characterCount", characters)
    builder.string(version, "rg:sourceFile", file)
    builder.link(header, "prov:wasDerivedFrom", version)
    return version
