"""Loads a catalogue's files into a store: one named graph a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from rolegraph.errors import SyntaxFault
from rolegraph.folder.catalogue_folder import (
    DATA,
    ONTOLOGY,
    SHAPES,
    CatalogueFile,
    CatalogueFolder,
)
from rolegraph.folder.description import Description
from rolegraph.folder.rules import effective_shapes
from rolegraph.rdf.namespaces import graph_of_file
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, parse
from rolegraph.resources import MANIFEST
from rolegraph.store.files import fidelity

Warn = Callable[[str], None]
"""Told, with file and line, of each literal that the store will keep in another form."""


def turtle_quads(path: Path, graph: NamedNode, *, source: str | None = None) -> Iterator[Quad]:
    """Yield the triples of a Turtle file as quads of `graph`.

    Raises:
        SyntaxFault: the file does not parse; has its name, line and column.
    """
    try:
        for quad in parse(path=str(path), format=RdfFormat.TURTLE, base_iri=graph.value):
            yield Quad(quad.subject, quad.predicate, quad.object, graph)
    except SyntaxError as error:
        raise SyntaxFault(
            error.msg, source=source or str(path), line=error.lineno, column=error.offset
        ) from None


def catalogue_quads(root: Path) -> Iterator[Quad]:
    """Yield ontology, rules, description and data of a catalogue folder.

    Each file goes to a graph named after it.

    Args:
        root: a folder with a `rolegraph.toml`.

    Raises:
        SyntaxFault: a file does not parse.
        ConfigurationError: the `rolegraph.toml` cannot be used.
    """
    folder = CatalogueFolder(root)
    yield from rule_quads(folder)
    yield from data_quads(folder)


def data_quads(folder: CatalogueFolder, warn: Warn | None = None) -> Iterator[Quad]:
    """Yield the data of a catalogue; see `catalogue_quads`."""
    yield from _quads(folder.files(DATA), warn)


def rule_quads(folder: CatalogueFolder, warn: Warn | None = None) -> Iterator[Quad]:
    """Yield what is deployed with a catalogue: ontology, rules in force, and its description."""
    yield from _rules(folder, warn)
    yield from Description.of(folder).quads()


def _rules(folder: CatalogueFolder, warn: Warn | None) -> Iterator[Quad]:
    yield from _quads(folder.files(ONTOLOGY), warn)
    shapes = _quads(folder.files(SHAPES), warn)
    yield from effective_shapes(shapes, folder.manifest, str(folder.root / MANIFEST))


def _quads(files: Iterable[CatalogueFile], warn: Warn | None) -> Iterator[Quad]:
    for file in files:
        graph = NamedNode(graph_of_file(file.key))
        if file.path.name.endswith(".sssom.tsv"):
            from rolegraph.rdf.sssom.graph import read_sssom

            yield from read_sssom(file.path, graph, source=file.key)
        else:
            quads = list(turtle_quads(file.path, graph, source=file.key))
            if warn is not None:
                for text in fidelity.warnings(file.path, quads, graph.value):
                    warn(text)
            yield from quads
