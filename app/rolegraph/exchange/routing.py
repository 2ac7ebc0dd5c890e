"""Says which file each quad of the service belongs to.

A named graph of a file is that file. What was written elsewhere, such as by an update to the
default graph, goes where its thing already is, else to the home file of its class, which the
shapes name (`rgsh:homeFile`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rolegraph.exchange.files.units import (
    FileUnit,
    Triples,
    file_of_graph,
    has_blank_node,
    is_exchanged,
)
from rolegraph.rdf.namespaces import GRAPHS, RDF, SH, SHAPES, is_default_dataset_graph
from rolegraph.rdf.terms import GraphName, Literal, NamedNode, Quad

_TYPE = NamedNode(RDF + "type")
_TARGET_CLASS = NamedNode(SH + "targetClass")
_HOME_FILE = NamedNode(SHAPES + "homeFile")


@dataclass(frozen=True)
class Routed:
    """The quads of the service by file and thing.

    Attributes:
        quads: those of each thing in each file.
        notes: what has no place in any file, for people.
    """

    quads: Mapping[FileUnit, tuple[Quad, ...]]
    notes: tuple[str, ...] = ()

    def triples(self) -> dict[FileUnit, Triples]:
        """Return the view that the quads make."""
        return {
            unit: frozenset(quad.triple for quad in quads) for unit, quads in self.quads.items()
        }


@dataclass(frozen=True)
class _Graph:
    """A graph of the service: the file whose graph it is, and whether its quads need a file."""

    file: str | None
    counts: bool


class Router:
    """Knows the places of one state of the dataset.

    Args:
        quads: the whole dataset.
    """

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._quads = tuple(quads)
        self._graphs: dict[GraphName, _Graph] = {}
        self._located: dict[str, str] = {}
        self._types: dict[str, list[str]] = defaultdict(list)
        targets: dict[object, list[str]] = defaultdict(list)
        homes: dict[object, str] = {}
        for quad in self._quads:
            predicate = quad.predicate
            if predicate == _TARGET_CLASS and isinstance(quad.object, NamedNode):
                targets[quad.subject].append(quad.object.value)
            elif predicate == _HOME_FILE and isinstance(quad.object, Literal):
                homes[quad.subject] = quad.object.value
            self._note(quad, is_type=predicate == _TYPE)
        self._homes = {
            name: homes[shape]
            for shape, names in targets.items()
            if shape in homes and is_exchanged(homes[shape])
            for name in names
        }

    def _note(self, quad: Quad, *, is_type: bool) -> None:
        subject = quad.subject
        if not isinstance(subject, NamedNode):
            return
        iri, file = subject.value, self._graph(quad).file
        if file is not None:
            self._located[iri] = min(self._located.get(iri, file), file)
        if is_type and isinstance(quad.object, NamedNode):
            self._types[iri].append(quad.object.value)

    def _graph(self, quad: Quad) -> _Graph:
        name = quad.graph_name
        graph = self._graphs.get(name)
        if graph is None:
            graph = self._graphs[name] = _graph_of(name)
        return graph

    def unit(self, quad: Quad) -> FileUnit | None:
        """Return the thing and file of a quad, None where it belongs to no file."""
        graph, subject = self._graph(quad), quad.subject
        if not graph.counts or not isinstance(subject, NamedNode) or has_blank_node(quad.object):
            return None
        file = graph.file or self._home(subject.value)
        return None if file is None else FileUnit(file, subject.value)

    def _home(self, subject: str) -> str | None:
        if subject in self._located:
            return self._located[subject]
        for name in sorted(self._types.get(subject, ())):
            if name in self._homes:
                return self._homes[name]
        owner, fragment, _ = subject.partition("#")
        return self._home(owner) if fragment else None

    def route(self) -> Routed:
        """Return the dataset by file and thing."""
        routed: dict[FileUnit, list[Quad]] = defaultdict(list)
        left: Counter[str] = Counter()
        for quad in self._quads:
            unit = self.unit(quad)
            if unit is not None:
                routed[unit].append(quad)
            elif self._graph(quad).counts:
                left[_reason(quad)] += 1
        notes = [f"{reason}: {count} left out" for reason, count in sorted(left.items())]
        return Routed({unit: tuple(quads) for unit, quads in routed.items()}, tuple(notes))


def _graph_of(name: GraphName) -> _Graph:
    if not isinstance(name, NamedNode):
        return _Graph(None, counts=True)
    file, iri = file_of_graph(name.value), name.value
    # Ontology and shapes go with a release; inferred triples and the change log follow from others.
    loose = is_default_dataset_graph(iri) and not iri.startswith(GRAPHS + "ontology/")
    return _Graph(file, counts=file is not None or loose)


def _reason(quad: Quad) -> str:
    """Say why a quad has no place in a file."""
    if isinstance(quad.subject, NamedNode) and not has_blank_node(quad.object):
        return "Triples of things whose class has no home file"
    return "Triples with blank nodes, which files of the catalogue do not have"
