"""Compares the graphs of a remote store with what its log says, and puts them back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from rolegraph.errors import StoreUnavailable
from rolegraph.rdf.namespaces import CHANGES_GRAPH, DEFAULT_GRAPH, GRAPHS, LOG_GRAPH, XSD
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Quad
from rolegraph.store.remote.log.terms import as_kept
from rolegraph.store.remote.mirror import Mirror

_ATTEMPTS = 5
_NUMBERS = frozenset(
    XSD + name for name in ("decimal", "double", "float", "integer", "int", "long", "short", "byte")
)
_TRUTH = {"true": "true", "1": "true", "false": "false", "0": "false"}

Value = tuple[str, str, str]
"""A subject, a predicate and an object, of which different spellings are one."""


@dataclass(frozen=True)
class GraphDifference:
    """How a graph of the store differs from what the log says.

    Attributes:
        graph: its IRI in the store.
        expected: how many triples it should have.
        found: how many it has.
        missing: quads that it lacks.
        extra: quads that were written past the service.
        respelt: how many values it keeps in another form.
    """

    graph: str
    expected: int
    found: int
    missing: frozenset[Quad]
    extra: frozenset[Quad]
    respelt: int

    def __bool__(self) -> bool:
        return bool(self.missing or self.extra)


@dataclass(frozen=True)
class StoreComparison:
    """A store compared with its log at one revision."""

    revision: int
    graphs: tuple[GraphDifference, ...]

    def __bool__(self) -> bool:
        return any(self.graphs)

    def mend(self) -> Patch:
        """Return what leads back to the log; triples with blank nodes cannot be named."""
        extra = (quad for one in self.graphs for quad in one.extra)
        return Patch(
            removed=frozenset(quad for quad in extra if not has_blank_node(quad)),
            added=frozenset(quad for one in self.graphs for quad in one.missing),
        )


def has_blank_node(quad: Quad) -> bool:
    """Tell whether a quad of a store can only be removed by whoever knows its blank nodes."""
    return isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)


def compare(mirror: Mirror) -> StoreComparison:
    """Compare the graphs of a store with its log.

    Raises:
        StoreUnavailable: others keep committing meanwhile.
        StoreError: the store fails.
    """
    for _ in range(_ATTEMPTS):
        with mirror.newest():
            before = mirror.log.head()
            found = StoreComparison(mirror.store.revision, tuple(_graphs(mirror)))
            if before == mirror.log.head():
                return found
    raise StoreUnavailable("Services keep committing to the store; try again when it is quiet.")


def repair(mirror: Mirror) -> StoreComparison:
    """Put the graphs of a store back to its log, and return how they compare then."""
    found = compare(mirror)
    if found:
        mirror.publisher.repair(found.mend())
    return compare(mirror)


def _graphs(mirror: Mirror) -> Iterator[GraphDifference]:
    expected: dict[str, set[Quad]] = {}
    for quad in map(as_kept, mirror.store.data()):
        expected.setdefault(str(quad.graph_name), set()).add(quad)
    for graph in sorted(expected.keys() | _present(mirror)):
        yield _difference(mirror, NamedNode(graph[1:-1]), expected.get(graph, set()))


def _present(mirror: Mirror) -> set[str]:
    """Return the graphs of the store that are of a catalogue."""
    rows = mirror.client.select(
        "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } "
        f'FILTER(STRSTARTS(STR(?g), "{GRAPHS}")) }}'
    )
    return {str(row["g"]) for row in rows} - {f"<{CHANGES_GRAPH}>", f"<{LOG_GRAPH}>"}


def _difference(mirror: Mirror, graph: NamedNode, expected: set[Quad]) -> GraphDifference:
    found = {
        Quad(quad.subject, quad.predicate, quad.object, graph)
        for quad in mirror.client.graph(graph)
    }
    missing, extra = expected - found, found - expected
    # An engine may keep one value where two are written, such as the decimal and the double 1.5.
    there, wanted = _values(found), _values(expected)
    lacking = frozenset(quad for quad in missing if _value(quad) not in there)
    strange = frozenset(quad for quad in extra if _value(quad) not in wanted)
    return GraphDifference(
        graph.value, len(expected), len(found), lacking, strange, len(missing) - len(lacking)
    )


def _values(quads: Iterable[Quad]) -> set[Value]:
    return set(map(_value, quads))


def _value(quad: Quad) -> Value:
    """Return a triple with its value in one spelling."""
    return str(quad.subject), str(quad.predicate), _canonical(quad.object)


def _canonical(term: object) -> str:
    if not isinstance(term, Literal):
        return str(term)
    if term.language is not None:
        return f'"{term.value}"@{term.language.lower()}'
    if term.datatype.value in _NUMBERS:
        with suppress(InvalidOperation):
            return f"number {Decimal(term.value).normalize()}"
    if term.datatype.value == XSD + "boolean":
        return f"boolean {_TRUTH.get(term.value, term.value)}"
    return str(term)


def shown(graph: str) -> str:
    """Return the name of a graph for people."""
    return "the default graph" if graph == DEFAULT_GRAPH else graph
