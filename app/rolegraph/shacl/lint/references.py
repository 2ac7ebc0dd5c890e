"""What shapes refer to: other shapes that are not there, or that lead back to where they began."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from rolegraph.rdf.namespaces import RDF, SH
from rolegraph.rdf.terms import Literal, NamedNode, Quad, Term
from rolegraph.shacl.lint.graph import ShapeFault, ShapesGraph

_ONE = ("property", "node", "not", "qualifiedValueShape")
_LISTS = ("and", "or", "xone")


def reference_faults(graph: ShapesGraph) -> Iterator[ShapeFault]:
    """Yield references to shapes that say nothing, and shapes that contain themselves."""
    inner: dict[Term, dict[Term, Quad]] = defaultdict(dict)
    for shape in graph.subjects():
        for quad, other in _references(graph, shape):
            inner[shape].setdefault(other, quad)
            if isinstance(other, NamedNode) and not graph.predicates(other):
                # A value of sh:property must have a path; another shape may say nothing.
                ill = quad.predicate.value == SH + "property"
                rule = "ill-formed-shape" if ill else "missing-shape"
                yield ShapeFault(rule, _missing(other), quad, shape=shape)
    yield from _circles({shape: dict(others) for shape, others in inner.items()})


def _references(graph: ShapesGraph, shape: Term) -> Iterator[tuple[Quad, Term]]:
    """Yield the shapes that a shape refers to, with the triples that name them."""
    for name in _ONE:
        for quad in graph.of(shape, name):
            if not isinstance(quad.object, Literal):
                yield quad, quad.object
    for name in _LISTS:
        for quad in graph.of(shape, name):
            for member in graph.items(quad.object) or ():
                if not isinstance(member, Literal):
                    first = (
                        q for q in graph.pointing[member] if q.predicate.value == RDF + "first"
                    )
                    yield next(first, quad), member


def _missing(shape: NamedNode) -> str:
    return (
        f"The shapes say nothing about {shape.value}, so nothing is judged by it. Is the name "
        "misspelt, or is it in a file that was not given?"
    )


def _circles(inner: dict[Term, dict[Term, Quad]]) -> Iterator[ShapeFault]:
    """Yield each circle of shapes once, at the reference that closes it."""
    while True:
        try:
            TopologicalSorter(inner).prepare()
        except CycleError as error:
            circle: list[Term] = error.args[1]
            # Each member of the circle is named by the one after it.
            last, first = min(zip(circle[1:], circle, strict=False), key=str)
            quad = inner[last].pop(first)
            names = [node.value for node in circle[1:] if isinstance(node, NamedNode)]
            yield ShapeFault("recursive-shape", _recursive(names), quad, shape=last)
        else:
            return


def _recursive(names: list[str]) -> str:
    which = f"The shape {names[0]}" if names else "A shape"
    through = f" through {', '.join(names[1:])}" if names[1:] else ""
    return (
        f"{which} contains itself{through}. SHACL leaves open what that means (SHACL 3.4.3), so "
        "validators differ; here it means what the engine makes of it."
    )
