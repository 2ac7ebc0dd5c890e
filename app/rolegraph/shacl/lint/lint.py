"""Looks a shapes graph through, and takes out of it what cannot be judged by."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from rolegraph.rdf.namespaces import RDF, SH
from rolegraph.rdf.terms import NamedNode, Quad, Term
from rolegraph.shacl.lint.datatypes import datatype_faults
from rolegraph.shacl.lint.expressions import expression_faults
from rolegraph.shacl.lint.graph import ShapeFault, ShapesGraph
from rolegraph.shacl.lint.queries import QueryLinter, relative_namespaces
from rolegraph.shacl.lint.references import reference_faults
from rolegraph.shacl.lint.unknown_terms import vocabulary_faults
from rolegraph.shacl.lint.well_formed import Linter

_SPOILING = frozenset({"ill-formed-shape", "unsupported-shape"})
_DROPPED = _SPOILING | {"idle-parameter"}
_USES = frozenset(
    SH + name
    for name in (
        "property",
        "node",
        "not",
        "qualifiedValueShape",
        "sparql",
        "expression",
        "validator",
        "nodeValidator",
        "propertyValidator",
        "target",
        "rule",
    )
)


@dataclass(frozen=True)
class Linted:
    """What came of it.

    Attributes:
        faults: what is wrong.
        shapes: all shapes.
        targeted: those with targets.
        sound: the triples that can be judged by: without those that are ill-formed, and without
            the uses of shapes and constraints that are.
    """

    faults: tuple[ShapeFault, ...]
    shapes: frozenset[Term]
    targeted: frozenset[Term]
    sound: tuple[Quad, ...]

    @property
    def spoilt(self) -> bool:
        """Whether something could not be judged by."""
        return any(fault.rule in _SPOILING for fault in self.faults)


def lint(quads: Iterable[Quad], known: Collection[str]) -> Linted:
    """Look a shapes graph through.

    Args:
        quads: its triples.
        known: the local names of SHACL's terms.
    """
    return _looked_through(tuple(quads), frozenset(known))


@lru_cache(maxsize=2)
def _looked_through(quads: tuple[Quad, ...], known: frozenset[str]) -> Linted:
    graph = ShapesGraph(quads)
    linter = Linter(graph)
    faults = [
        *vocabulary_faults(graph, known),
        *datatype_faults(graph),
        *linter.faults(),
        *QueryLinter(graph).faults(),
        *reference_faults(graph),
        *expression_faults(graph, linter.path_fault),
    ]
    spoiling = [fault for fault in faults if fault.rule in _DROPPED]
    sound = _without(graph, spoiling) if spoiling else graph.quads
    idle = relative_namespaces(graph)  # queries that need one are among the faults
    sound = [quad for quad in sound if quad.triple not in idle] if idle else sound
    return Linted(tuple(faults), frozenset(linter.shapes), frozenset(linter.targeted), tuple(sound))


def _without(graph: ShapesGraph, faults: Iterable[ShapeFault]) -> list[Quad]:
    dropped = set()
    spoilt: set[Term] = set()
    for fault in faults:
        if fault.spoilt is None:
            dropped.add(fault.quad.triple)
        else:
            spoilt.add(fault.spoilt)
    lists = {head for node in spoilt for head in _heads(graph, node)}
    kept = []
    for quad in graph.quads:
        used = quad.predicate.value in _USES and quad.object in spoilt
        listed = quad.object in lists and quad.predicate.value.startswith(SH)
        if not (used or listed or quad.subject in spoilt or quad.triple in dropped):
            kept.append(quad)
    return kept


def _heads(graph: ShapesGraph, node: Term) -> set[Term]:
    """Return the heads of the lists that a node is a member of."""
    first, rest = NamedNode(RDF + "first"), NamedNode(RDF + "rest")
    open_nodes = [q.subject for q in graph.pointing.get(node, ()) if q.predicate == first]
    found: set[Term] = set()
    while open_nodes:
        head = open_nodes.pop()
        if head not in found:
            found.add(head)
            open_nodes += [q.subject for q in graph.pointing.get(head, ()) if q.predicate == rest]
    return found
