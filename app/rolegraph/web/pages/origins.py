"""Where a thing comes from: lines of the source document, and files of the catalogue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from rolegraph.catalogue import Catalogue, View
from rolegraph.catalogue.reading.view import Thing
from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.documents.text.model import PAGE
from rolegraph.documents.text.pages import page_word
from rolegraph.documents.text.source import SourceText
from rolegraph.history.touched import Touched
from rolegraph.rdf.namespaces import DCTERMS, GRAPHS, OA, ONTOLOGY, PROV, RDF, VOID, path_of_graph
from rolegraph.rdf.terms import Literal, NamedNode, Quad, Term
from rolegraph.store.journal.entry_format import Entry

_Key = tuple[str | None, str | None, str | None]
"""Of a judgement: its day, who judged, and how far a second person has looked at it."""


@dataclass(frozen=True)
class OriginPlace:
    """A stretch of a document that a thing quotes.

    Attributes:
        version: link to the version of the document.
        document: link to the document.
        exact: the words.
        line: line of their begin in the text that the catalogue keeps of the document, counted from
            1; None where that is not at hand.
        page: the page of that line in a PDF, or the slide of a presentation; else None.
        word: what such a page is called.
        cell: the cell that they stand in, in words, where the document has cells.
    """

    version: Thing
    document: Thing | None
    exact: str
    line: int | None
    page: int | None = None
    word: str = PAGE
    cell: str | None = None


@dataclass(frozen=True)
class _Version:
    """A version of a document: links to both, its text where that is at hand, and its file."""

    link: Thing
    document: Thing | None
    text: SourceText | None
    file: str | None


@dataclass(frozen=True)
class Judgement:
    """What of a thing is somebody's judgement, not the text of a document.

    Attributes:
        predicates: IRIs of the properties that are; none of them where all of the thing is.
        day: when it was judged, such as 2026-01-31; None where that was not noted.
        by: who judged, if noted.
        status: how far a second person has looked at it, if noted.
    """

    predicates: tuple[str, ...]
    day: str | None
    by: str | None
    status: str | None


@dataclass(frozen=True)
class Origin:
    """Where a thing comes from.

    Attributes:
        places: what it quotes.
        files: the files of the catalogue that speak of it.
        last: the last commit that changed it.
        judgements: what of it is a judgement, the whole thing first.
    """

    places: list[OriginPlace]
    files: list[str]
    last: Entry | None = None
    judgements: tuple[Judgement, ...] = ()


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

    def lines(self, view: View, quotations: Iterable[Term]) -> list[OriginPlace | None]:
        """Return the stretches of documents that quotations stand for, each version read once."""
        known: dict[str, _Version] = {}
        return [self._place(view, one, known) for one in quotations]

    def of(self, view: View, iri: str) -> Origin:
        """Return where a thing comes from."""
        places = self.lines(view, self._objects(iri, ONTOLOGY + "quotedFrom"))
        quads = list(self._catalogue.store.match(NamedNode(iri)))
        graphs = {quad.graph_name for quad in quads}
        names = [graph.value for graph in graphs if isinstance(graph, NamedNode)]
        files = sorted(path_of_graph(name) for name in names if name.startswith(GRAPHS))
        found = [place for place in places if place]
        last = self._touched.last(iri, self._as_of) if self._touched else None
        judgements = tuple(self._judgements(quads))
        first = self._touched.first(iri) if self._touched else None
        if first and not first.is_of_service:
            # What a graph says of its judgements is said of those that it was filled with.
            judgements = tuple(
                replace(one, day=first.time[:10], by=first.author, status=None)
                for one in judgements
            )
        return Origin(sorted(found, key=lambda place: place.line or 0), files, last, judgements)

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

    def _place(self, view: View, quotation: Term, known: dict[str, _Version]) -> OriginPlace | None:
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
        if version not in known:
            document = self.document(version)
            link = view.link(document) if document else None
            file = self._text(version, ONTOLOGY + "sourceFile")
            known[version] = _Version(view.link(version), link, self.text(version), file)
        read = known[version]
        line = None
        if read.text and start and start.isdigit():
            line = read.text.span(int(start), int(start) + max(len(exact), 1)).line
        page = self._text(quotation.value, ONTOLOGY + "sourcePage") or ""
        number = int(page) if page.isdecimal() else None
        cell = self._text(quotation.value, ONTOLOGY + "sourceCell")
        word, shown = page_word(read.file), cell and _in_words(cell)
        return OriginPlace(read.link, read.document, exact, line, number, word, shown)

    def _judgements(self, quads: list[Quad]) -> Iterator[Judgement]:
        """Yield what the partitions of the graphs call inferred: all of it, or by property."""
        whole = {key for _, key in self._judged(quads, "class")}
        yield from (Judgement((), *key) for key in sorted(whole, key=str))
        if whole:
            return
        found: dict[_Key, set[str]] = defaultdict(set)
        for predicate, key in self._judged(quads, "property"):
            found[key].add(predicate)
        for key in sorted(found, key=str):
            yield Judgement(tuple(sorted(found[key])), *key)

    def _judged(self, quads: list[Quad], kind: str) -> Iterator[tuple[str, _Key]]:
        """Yield the judged classes or properties of a thing, with day, maker and status."""
        for graph in {q.graph_name for q in quads if isinstance(q.graph_name, NamedNode)}:
            there = [quad for quad in quads if quad.graph_name == graph]
            used = {quad.predicate for quad in there}
            if kind == "class":
                used = {
                    quad.object
                    for quad in there
                    if quad.predicate.value == RDF + "type" and isinstance(quad.object, NamedNode)
                }
            for part in self._objects(graph.value, f"{VOID}{kind}Partition"):
                if not isinstance(part, NamedNode):
                    continue
                if self._text(part.value, ONTOLOGY + "assertionStatus") != "inferred":
                    continue
                day = self._text(part.value, DCTERMS + "created")
                by = self._text(part.value, DCTERMS + "creator")
                key = (day and day[:10], by, self._text(part.value, ONTOLOGY + "curationStatus"))
                for term in used & set(self._objects(part.value, VOID + kind)):
                    yield term.value, key

    def _objects(self, iri: str, predicate: str) -> Iterator[Term]:
        for quad in self._catalogue.store.match(NamedNode(iri), NamedNode(predicate)):
            yield quad.object

    def _text(self, iri: str, predicate: str) -> str | None:
        literals = (o for o in self._objects(iri, predicate) if isinstance(o, Literal))
        return next((literal.value for literal in literals), None)

    def _iri(self, iri: str, predicate: str) -> str | None:
        nodes = (o for o in self._objects(iri, predicate) if isinstance(o, NamedNode))
        return next((node.value for node in nodes), None)


def _in_words(cell: str) -> str:
    """Return a cell for people: `cell=2,3` of a table in text (RFC 7111) as row and column."""
    row, comma, column = cell.removeprefix("cell=").partition(",")
    if cell.startswith("cell=") and comma:
        return f"row {row}, column {column}"
    return f"cell {cell}"
