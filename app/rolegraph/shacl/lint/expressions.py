"""Node expressions: what `sh:expression` and rules work out, each of a form that can be judged by.

Source: https://www.w3.org/TR/shacl-af/#node-expressions. The engine that evaluates them gives up on
others without saying where.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from rolegraph.rdf.namespaces import RDF, SH
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Quad, Term
from rolegraph.shacl.lint.graph import FIRST, NIL, ShapeFault, ShapesGraph

_LISTS = ("union", "intersection")
_KNOWN = frozenset((*_LISTS, "path", "nodes", "message"))
"""The engine knows sh:filterShape as well, and fails at each of them."""
_OF_RULES = ("subject", "predicate", "object")
_DEEPEST = 8
"""Levels that the engine follows."""
_FORMS = (
    "a term, sh:this, or a node in brackets: with sh:path, with sh:union or sh:intersection and a "
    "list, or with a function and the list of its arguments"
)


def expression_faults(
    graph: ShapesGraph, path_fault: Callable[[Term], str | None]
) -> Iterator[ShapeFault]:
    """Yield what is wrong with the node expressions of constraints, and of rules that are run.

    Args:
        graph: the shapes.
        path_fault: tells why a path is ill-formed, if it is.
    """
    runs = any(
        quad.predicate.value == SH + "entailment" and quad.object == NamedNode(SH + "Rules")
        for quad in graph.quads
    )
    for node in sorted(graph.subjects(), key=str):
        for quad in graph.of(node, "expression"):
            yield from _Expressions(graph, node, quad.object, path_fault).faults(quad)
        for rule in graph.of(node, "rule") if runs else ():
            for name in _OF_RULES if graph.is_a(rule.object, "TripleRule") else ():
                for quad in graph.of(rule.object, name):
                    yield from _Expressions(graph, node, rule.object, path_fault).faults(quad)


class _Expressions:
    """Looks through an expression and those within it.

    Args:
        graph: the shapes.
        shape: the shape that has it.
        spoilt: what cannot be judged by if it is faulty.
        path_fault: tells why a path is ill-formed.
    """

    def __init__(
        self,
        graph: ShapesGraph,
        shape: Term,
        spoilt: Term,
        path_fault: Callable[[Term], str | None],
    ) -> None:
        self._graph, self._shape, self._spoilt = graph, shape, spoilt
        self._path_fault = path_fault

    def faults(self, quad: Quad, within: tuple[Term, ...] = ()) -> Iterator[ShapeFault]:
        """Yield what is wrong with the expression that is the object of a triple."""
        graph, node = self._graph, quad.object
        if not isinstance(node, BlankNode):
            return  # a constant, or sh:this
        if node in within:
            yield self._ill(quad, "A node expression must not contain itself.")
            return
        within = (*within, node)
        names = [name for name in (*_LISTS, "path") if graph.of(node, name)]
        own = (p for p in graph.predicates(node) if p.startswith(SH))
        newer = sorted({p.removeprefix(SH) for p in own} - _KNOWN)
        calls = list(self._calls(node))
        if newer:
            yield self._unsupported(
                quad, f"sh:{newer[0]} in a node expression is not judged here. Take {_FORMS}."
            )
        elif len(names) + len(calls) > 1:
            both = " and ".join(
                [*(SH + name for name in names), *(c.predicate.value for c in calls)]
            )
            yield self._ill(quad, f"A node expression has one form; this one has {both}.")
        elif len(within) > _DEEPEST:
            message = f"Node expressions more than {_DEEPEST} levels deep are not judged here."
            yield self._unsupported(quad, message)
        elif names:
            yield from self._of_form(names[0], quad, within)
        else:
            yield from self._of_function(calls, quad, within)

    def _of_form(self, name: str, quad: Quad, within: tuple[Term, ...]) -> Iterator[ShapeFault]:
        graph, node = self._graph, quad.object
        found, nodes = graph.of(node, name), graph.of(node, "nodes")
        if len(found) > 1:
            yield self._ill(found[1], f"A node expression has one sh:{name}.")
        elif name in _LISTS:
            yield from self._of_list(found[0], f"sh:{name} takes a list of expressions.", within)
        elif nodes:
            yield self._unsupported(
                quad, "sh:nodes beside sh:path is not judged here: a path begins at the focus node."
            )
        elif reason := self._path_fault(found[0].object):
            yield self._ill(found[0], reason)

    def _calls(self, node: Term) -> Iterator[Quad]:
        """Yield the triples of a node that may call a function: they lead to a list."""
        for predicate in self._graph.predicates(node):
            for quad in (
                () if predicate.startswith((SH, RDF)) else self._graph.triples(node, predicate)
            ):
                if quad.object == NamedNode(NIL) or self._graph.triples(quad.object, FIRST):
                    yield quad

    def _of_function(
        self, calls: list[Quad], quad: Quad, within: tuple[Term, ...]
    ) -> Iterator[ShapeFault]:
        graph = self._graph
        if not calls:
            yield self._ill(quad, f"This is no node expression, which is {_FORMS}.")
            return
        (call,) = calls
        function, items = call.predicate, graph.items(call.object)
        name = function.value
        if items is None:
            yield self._ill(quad, f"{name} takes a well-formed list of arguments.")
        elif not items:
            yield self._unsupported(quad, "A function without arguments is not judged here.")
        elif not any(graph.is_a(function, kind) for kind in ("SPARQLFunction", "SHACLFunction")):
            yield self._ill(
                quad,
                f"The function {name} is not known: declare it as a sh:SPARQLFunction in the "
                "shapes.",
            )
        else:
            parameters = [each.object for each in graph.of(function, "parameter")]
            needed = sum(not self._is_optional(one) for one in parameters)
            if needed <= len(items) < len(parameters):
                message = f"{name} is not judged here without its optional arguments; give all"
                yield self._unsupported(quad, f"{message} {len(parameters)}.")
            elif len(items) != len(parameters):
                message = f"{name} takes arguments in this number: {len(parameters)}. Here it has"
                yield self._ill(quad, f"{message} {len(items)}.")
            yield from self._of_list(call, f"{name} takes the list of its arguments.", within)

    def _of_list(
        self, quad: Quad, otherwise: str, within: tuple[Term, ...]
    ) -> Iterator[ShapeFault]:
        graph = self._graph
        items = None if isinstance(quad.object, Literal) else graph.items(quad.object)
        if items is None:
            yield self._ill(quad, otherwise)
        for item in items or ():
            firsts = (q for q in graph.pointing[item] if q.predicate.value == FIRST)
            if isinstance(item, BlankNode):
                yield from self.faults(next(firsts, quad), within)

    def _is_optional(self, parameter: Term) -> bool:
        values = [quad.object for quad in self._graph.of(parameter, "optional")]
        return any(isinstance(one, Literal) and one.value in {"true", "1"} for one in values)

    def _ill(self, quad: Quad, message: str) -> ShapeFault:
        return ShapeFault("ill-formed-shape", message, quad, shape=self._shape, spoilt=self._spoilt)

    def _unsupported(self, quad: Quad, message: str) -> ShapeFault:
        return replace(self._ill(quad, message), rule="unsupported-shape")
