"""What a comparison of a document with its graph reads: the Markdown, the curation, the graph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rolegraph.documents.comparison.comparable import ComparableOutline
from rolegraph.documents.comparison.from_document import outline_of_document
from rolegraph.documents.comparison.from_graph import outline_of_graph
from rolegraph.documents.curation.file import CurationFile, read_curation
from rolegraph.documents.curation.matching import CuratedView
from rolegraph.documents.grammar.parse import examine_document
from rolegraph.documents.graph.described import Described
from rolegraph.documents.graph.header import graph_file
from rolegraph.documents.graph.importer import find_curation
from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.documents.text.home import lying, shown_name
from rolegraph.documents.text.model import ParsedDocument
from rolegraph.errors import InputError, SyntaxFault
from rolegraph.rdf.namespaces import graph_of_file
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, Triple, parse
from rolegraph.rdf.turtle.places import TurtlePlaces

Graph = Path | Iterable[Triple | Quad]
"""A Turtle file, or the triples themselves."""


@dataclass(frozen=True)
class GraphSource:
    """The graph of a document.

    Attributes:
        described: what it says.
        name: the file's name for people; None where there is no file.
        text: the file's text.
        places: where its triples are written.
    """

    described: Described
    name: str | None = None
    text: str = ""
    places: TurtlePlaces | None = None

    def outline(self) -> ComparableOutline:
        """Return what the graph says that the document says."""
        return outline_of_graph(self.described, self.name)


@dataclass(frozen=True)
class Inputs:
    """A document with its curation and its graph.

    Attributes:
        path: the Markdown file.
        name: its name for people.
        document: what it says.
        faults: what is wrong with it and yet leaves clear what it says.
        curated: the curation; None where there is none, or none that can be read.
        curation_faults: what is wrong with the curation.
        graph: the graph.
    """

    path: Path
    name: str
    document: ParsedDocument
    faults: tuple[SyntaxFault, ...]
    curated: CurationFile | None
    curation_faults: tuple[SyntaxFault, ...]
    graph: GraphSource

    @property
    def view(self) -> CuratedView:
        """What the curation says, whether or not it fits the document."""
        return CuratedView(self.curated.curation if self.curated else None)

    def outline(self) -> ComparableOutline:
        """Return what the document says."""
        return outline_of_document(self.document, self.view)


def graph_path(document: Path) -> Path:
    """Return where the graph of a document is looked for: `data/roles.ttl` for `roles.md`."""
    return lying(document).graph


def read_inputs(
    document: Path,
    graph: Graph | None = None,
    curation: Path | None = None,
    base: Path | None = None,
) -> Inputs:
    """Read a document, its curation and its graph.

    Args:
        document: the Markdown file.
        graph: its graph; None takes the Turtle file beside it. Of quads of several graphs, those
            of the graph named after that file are taken.
        curation: its curation; None takes the one beside it, or none where there is none.
        base: the folder that names are relative to; the working directory unless given.

    Raises:
        OSError: a file cannot be read.
        MalformedDocument: the document is so malformed that it is not clear what it says.
        SyntaxFault: the Turtle file does not parse.
    """
    name = shown_name(document, base)
    place = lying(document)
    parsed, faults = examine_document(
        document.read_bytes(), place.name, shown_as=name, home=place.home
    )
    found = find_curation(document, curation)
    curated: CurationFile | None = None
    curation_faults: tuple[SyntaxFault, ...] = ()
    if found:
        try:
            curated = read_curation(found, shown_as=shown_name(found, base))
        except MalformedDocument as error:
            curation_faults = error.faults
    if graph is None:
        graph = graph_path(document)
    source = (
        read_graph(graph, shown_name(graph, base))
        if isinstance(graph, Path)
        else GraphSource(Described(_of_document(graph, parsed)))
    )
    return Inputs(document, name, parsed, faults, curated, curation_faults, source)


def read_triples(path: Path, name: str) -> tuple[Triple, ...]:
    """Read the triples of a Turtle file; see `read_graph`, which also knows their places."""
    return _parsed(path, name)[1]


def read_graph(path: Path, name: str) -> GraphSource:
    """Read the Turtle file of a document's graph.

    Args:
        path: the file.
        name: its name for people.

    Raises:
        OSError: it cannot be read.
        SyntaxFault: it does not parse.
        InputError: it is not UTF-8.
    """
    text, triples = _parsed(path, name)
    places = TurtlePlaces(text, graph_of_file(lying(path).name))
    return GraphSource(Described(triples), name, text, places)


def _parsed(path: Path, name: str) -> tuple[str, tuple[Triple, ...]]:
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError:
        raise InputError(f"{name}: the file is not UTF-8 text.") from None
    base = graph_of_file(lying(path).name)
    try:
        triples = [quad.triple for quad in parse(text, format=RdfFormat.TURTLE, base_iri=base)]
    except SyntaxError as error:
        raise SyntaxFault(error.msg, source=name, line=error.lineno, column=error.offset) from None
    return text, tuple(triples)


def _of_document(
    statements: Iterable[Triple | Quad], document: ParsedDocument
) -> list[Triple | Quad]:
    found = list(statements)
    wanted = NamedNode(graph_of_file(graph_file(document.file)))
    named = [each for each in found if isinstance(each, Quad) and each.graph_name == wanted]
    return list(named) or found
