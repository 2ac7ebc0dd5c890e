"""Loads a catalogue's files into a store: one named graph a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from rolegraph.errors import ConfigurationError, SyntaxFault
from rolegraph.rdf.namespaces import graph_of_file
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, parse
from rolegraph.store import fidelity

CATALOGUE_PARTS = ("ontology", "shapes", "data")


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


def catalogue_files(root: Path) -> list[Path]:
    """Return the files under `root` that a store holds, in the order of loading."""
    found = []
    for part in CATALOGUE_PARTS:
        folder = root / part
        if not folder.is_dir():
            raise ConfigurationError(f"The folder {folder} is missing.")
        found += sorted(folder.rglob("*.ttl")) + sorted(folder.rglob("*.sssom.tsv"))
    return found


def catalogue_quads(root: Path, warn: Callable[[str], None] | None = None) -> Iterator[Quad]:
    """Yield the quads of all files under `root`, each in the graph named after its file.

    Args:
        root: folder with `ontology`, `shapes` and `data`.
        warn: told, with file and line, of each literal that the store will keep in another form.
    """
    for path in catalogue_files(root):
        relative = path.relative_to(root).as_posix()
        graph = NamedNode(graph_of_file(relative))
        if path.name.endswith(".sssom.tsv"):
            from rolegraph.rdf.sssom import read_sssom

            yield from read_sssom(path, graph, source=relative)
        else:
            quads = list(turtle_quads(path, graph, source=relative))
            if warn is not None:
                for text in fidelity.warnings(path, quads, graph.value):
                    warn(text)
            yield from quads
