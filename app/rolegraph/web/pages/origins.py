"""Where a thing comes from: lines of the source document, and files of the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rolegraph.catalogue import Catalogue, View
from rolegraph.catalogue.reading.view import Thing
from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.documents.text.source import SourceText
from rolegraph.history.touched import Touched
from rolegraph.rdf.namespaces import GRAPHS, OA, ONTOLOGY, PROV
from rolegraph.rdf.terms import Literal, NamedNode, Term
from rolegraph.store.journal.entry_format import Entry


@dataclass(frozen=True)
class OriginPlace:
    """A stretch of a document that a thing quotes.

    Attributes:
        version: link to the version of the document.
        document: link to the document.
        exact: the words.
        line: line of their begin, counted from 1; None where the text is not at hand.
    """

    version: Thing
    document: Thing | None
    exact: str
    line: int | None


@dataclass(frozen=True)
class Origin:
    """Where a thing comes from.

    Attributes:
        places: what it quotes.
        files: the files of the catalogue that speak of it.
        last: the last commit that changed it.
    """

    places: list[OriginPlace]
    files: list[str]
    last: Entry | None = None


class Origins:
    """Finds where things come from.

    Args:
        catalogue: the things.
        root: folder that holds the files that document versions name.
        touched: knows the commits.
        as_of: the revision that the catalogue is of, where it is not the present one.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        root: Path,
        touched: Touched | None = None,
        as_of: int | None = None,
    ) -> None:
        self._catalogue, self._root = catalogue, root.resolve()
        self._touched, self._as_of = touched, as_of

    def of(self, view: View, iri: str) -> Origin:
        """Return where a thing comes from."""
        places = [self.place(view, node) for node in self._objects(iri, ONTOLOGY + "quotedFrom")]
        graphs = {quad.graph_name for quad in self._catalogue.store.match(NamedNode(iri))}
        names = [graph.value for graph in graphs if isinstance(graph, NamedNode)]
        files = sorted(n.removeprefix(GRAPHS) for n in names if n.startswith(GRAPHS))
        found = [place for place in places if place]
        last = self._touched.last(iri, self._as_of) if self._touched else None
        return Origin(sorted(found, key=lambda place: place.line or 0), files, last)

    def text(self, version: str) -> SourceText | None:
        """Return the text of a document version: as the catalogue keeps it, else from the file.

        None where neither has it, or the file has changed.
        """
        file = self._text(version, ONTOLOGY + "sourceFile")
        wanted = self._text(version, ONTOLOGY + "sha256")
        kept = self._text(version, PROV + "value")
        if kept is not None:
            return SourceText(file or "", kept.encode())
        if file is None:
            return None
        path = (self._root / file).resolve()
        if not path.is_relative_to(self._root) or not path.is_file():
            return None
        try:
            source = SourceText(file, path.read_bytes())
        except MalformedDocument:
            return None
        return source if source.sha256 == wanted else None

    def document(self, version: str) -> str | None:
        """Return the IRI of the document that a version is of."""
        return self._iri(version, ONTOLOGY + "versionOf")

    def place(self, view: View, quotation: Term) -> OriginPlace | None:
        """Return the stretch of a document that an `oa:SpecificResource` stands for."""
        if not isinstance(quotation, NamedNode):
            return None
        version = self._iri(quotation.value, OA + "hasSource")
        if version is None:
            return None
        exact, start = "", None
        for selector in self._objects(quotation.value, OA + "hasSelector"):
            if isinstance(selector, NamedNode):
                exact = self._text(selector.value, OA + "exact") or exact
                start = self._text(selector.value, OA + "start") or start
        source = self.text(version)
        line = None
        if source and start and start.isdigit():
            line = source.span(int(start), int(start) + max(len(exact), 1)).line
        document = self.document(version)
        return OriginPlace(
            view.link(version), view.link(document) if document else None, exact, line
        )

    def _objects(self, iri: str, predicate: str) -> Iterator[Term]:
        for quad in self._catalogue.store.match(NamedNode(iri), NamedNode(predicate)):
            yield quad.object

    def _text(self, iri: str, predicate: str) -> str | None:
        literals = (o for o in self._objects(iri, predicate) if isinstance(o, Literal))
        return next((literal.value for literal in literals), None)

    def _iri(self, iri: str, predicate: str) -> str | None:
        nodes = (o for o in self._objects(iri, predicate) if isinstance(o, NamedNode))
        return next((node.value for node in nodes), None)
