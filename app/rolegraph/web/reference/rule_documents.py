"""Ontology and shapes as documents: the whole, and each module at its IRI and its version IRI.

In the store each module is a graph, named after its file. A document has one `owl:Ontology` header
(https://www.w3.org/TR/owl2-syntax/#Ontology_Documents): in the whole, the other headers and the
imports among the modules are left out, and `dcterms:hasPart` names the modules instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from rolegraph.catalogue.schema.triples import Triples
from rolegraph.errors import NotFound
from rolegraph.rdf.namespaces import DCTERMS, OWL, RDF
from rolegraph.rdf.terms import NamedNode, Quad, Triple
from rolegraph.store.protocol import Store

_ONTOLOGY = NamedNode(OWL + "Ontology")
_IMPORTS, _HAS_PART = NamedNode(OWL + "imports"), NamedNode(DCTERMS + "hasPart")


@dataclass(frozen=True)
class OntologyHeader:
    """What a document says of itself; what it does not say is empty.

    Attributes:
        iri: of the ontology.
        version_iri: of this version of it.
        version: such as `0.1.0`.
        title, description, license, created, modified: as the header has them.
        creators: names or IRIs.
    """

    iri: str = ""
    version_iri: str = ""
    version: str = ""
    title: str = ""
    description: str = ""
    license: str = ""
    created: str = ""
    modified: str = ""
    creators: tuple[str, ...] = ()


@dataclass(frozen=True)
class OntologyDocument:
    """An ontology document.

    Attributes:
        path: where it is served below its family, such as `core`; empty for the whole.
        header: what it says of itself.
        quads: what it holds.
        modules: the documents that the whole is made from.
    """

    path: str
    header: OntologyHeader
    quads: Sequence[Quad]
    modules: Sequence[OntologyDocument] = ()

    @property
    def triples(self) -> list[Triple]:
        """What it holds, each triple once."""
        return list(dict.fromkeys(quad.triple for quad in self.quads))


class RuleDocuments:
    """The documents of one family: the ontology, or the shapes.

    Args:
        store: has a graph for each module.
        graphs: what the names of these graphs begin with.
        iri: of the whole, such as `https://w3id.org/rolegraph/ontology`.
    """

    def __init__(self, store: Store, graphs: str, iri: str) -> None:
        self._store, self._graphs, self._iri = store, graphs, iri

    def whole(self) -> OntologyDocument:
        """Return all modules as one document."""
        return self._joined(self._all())

    def at(self, path: str) -> OntologyDocument:
        """Return the document at a path below the whole: a module, a version, a module of one.

        Raises:
            NotFound: there is none; names those that there are.
        """
        found = self._all()
        asked = f"{self._iri}/{path}"
        for document in found:
            header = document.header
            if header.iri and (path == document.path or asked in {header.iri, header.version_iri}):
                return self._joined(found) if header.iri == self._iri else document
        there_are = [one.path for one in found if one.header.iri not in {"", self._iri}]
        versions = {one.header.version for one in found} - {""}
        raise NotFound(
            f"There is no <{asked}> here. The version that is served is "
            f"{', '.join(sorted(versions)) or 'not named'}"
            + (f"; the modules are {', '.join(there_are)}." if there_are else ".")
        )

    def _joined(self, parts: Sequence[OntologyDocument]) -> OntologyDocument:
        modules = tuple(p for p in parts if p.header.iri not in {"", self._iri})
        own = next(
            (p.header for p in parts if p.header.iri == self._iri), OntologyHeader(self._iri)
        )
        inside = {iri for m in modules for iri in (m.header.iri, m.header.version_iri)}
        others = {m.header.iri for m in modules}
        kept = [
            quad
            for part in parts
            for quad in part.quads
            if getattr(quad.subject, "value", "") not in others
            and not (quad.predicate == _IMPORTS and getattr(quad.object, "value", "") in inside)
        ]
        main = NamedNode(self._iri)
        kept += [Quad(main, _HAS_PART, NamedNode(m.header.iri)) for m in modules]
        return OntologyDocument("", own, kept, modules)

    def _all(self) -> list[OntologyDocument]:
        """Return a document for each graph, in the order of their names."""
        names = [name for name in self._store.graph_names() if name.value.startswith(self._graphs)]
        return [self._document(name) for name in sorted(names, key=lambda name: name.value)]

    def _document(self, name: NamedNode) -> OntologyDocument:
        quads = list(self._store.match(graph=name))
        graph = Triples(quads)
        headers = [s for s in graph.subjects(RDF + "type", _ONTOLOGY) if isinstance(s, NamedNode)]
        header = _header(graph, headers[0]) if headers else OntologyHeader()
        path = PurePosixPath(name.value.removeprefix(self._graphs)).with_suffix("").as_posix()
        if header.iri.startswith(f"{self._iri}/"):
            path = header.iri.removeprefix(f"{self._iri}/")
        return OntologyDocument(path, header, quads)


def _header(graph: Triples, subject: NamedNode) -> OntologyHeader:
    def all_of(predicate: str) -> list[str]:
        return sorted(getattr(term, "value", "") for term in graph.objects(subject, predicate))

    def first(predicate: str) -> str:
        return next(iter(all_of(predicate)), "")

    return OntologyHeader(
        subject.value,
        first(OWL + "versionIRI"),
        first(OWL + "versionInfo"),
        graph.text(subject, DCTERMS + "title") or "",
        graph.text(subject, DCTERMS + "description") or "",
        first(DCTERMS + "license"),
        first(DCTERMS + "created"),
        first(DCTERMS + "modified"),
        tuple(all_of(DCTERMS + "creator")),
    )
