"""Where a stated triple is written: its graph, and where that is a file that is here, its line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rolegraph.inference.facts import Stated
from rolegraph.rdf.namespaces import GRAPHS, is_default_dataset_graph, path_of_graph
from rolegraph.rdf.terms import BlankNode, NamedNode, Term
from rolegraph.rdf.turtle.places import TurtlePlaces
from rolegraph.store.embedded import EmbeddedStore


@dataclass(frozen=True)
class StatedPlace:
    """Where a triple is stated.

    Attributes:
        graph: IRI of the named graph; None for the default graph.
        file: its path in the catalogue, such as `data/roles.ttl`; None where the graph is no file.
        line: counted from 1; None where the file is not here, is no Turtle, or does not say it.
    """

    graph: str | None
    file: str | None
    line: int | None


class StatedPlaces:
    """Finds the places of triples of a store.

    Args:
        store: says which graphs have a triple.
        files: path in the catalogue → file, as far as they are here.
    """

    def __init__(self, store: EmbeddedStore, files: Iterable[tuple[str, Path]]) -> None:
        self._store, self._files = store, dict(files)

    def of(self, triple: Stated) -> list[StatedPlace]:
        """Return the places of a triple, by the names of its graphs."""
        subject, predicate, value = triple
        quads = self._store.match(subject, predicate, value)  # type: ignore[arg-type]  # of RDF
        graphs = {getattr(quad.graph_name, "value", None) for quad in quads}
        found = [self._place(g, triple) for g in graphs if g is None or is_default_dataset_graph(g)]
        return sorted(found, key=lambda place: (place.graph or "", place.line or 0))

    def _place(self, graph: str | None, triple: Stated) -> StatedPlace:
        if graph is None or not graph.startswith(GRAPHS):
            return StatedPlace(graph, None, None)
        key = path_of_graph(graph)
        path = self._files.get(key)
        line = None
        if path is not None and path.suffix == ".ttl" and path.is_file():
            line = _line(path, graph, triple)
        return StatedPlace(graph, key if "/" in key else None, line)


def _line(path: Path, base: str, triple: Stated) -> int | None:
    """Return the line of a triple's property; None where the file does not say it."""
    places = TurtlePlaces(path.read_text(encoding="utf-8"), base)
    subject, predicate, value = triple
    if not isinstance(subject, NamedNode):
        return None
    lines = [
        places.lines.place(one.at_predicate.start)[0]
        for one in places.triples(subject.value)
        if (one.subject, one.predicate) == (subject, predicate)
        # The names of blank nodes are not those of the file.
        and (one.object == value or (_is_blank(one.object) and _is_blank(value)))
    ]
    return min(lines, default=None)


def _is_blank(term: Term) -> bool:
    return isinstance(term, BlankNode)
