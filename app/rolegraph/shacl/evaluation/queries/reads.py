"""What a SPARQL constraint reads: from a changed triple back to the focus nodes it may concern.

A solution of the query maps each of its patterns to triples. Say that a changed triple makes or
ends a solution for a focus node. Then the pattern it fits is joined to `$this` by the other
patterns that must hold as well. These can be walked, on the union of the two states: from the
triple to the variables at the ends of its pattern, and from there, variable by variable, to
`$this`.

Only changes that can bring solutions matter: triples added to patterns that must hold, triples
removed from those that must not.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from rdflib import BNode, URIRef, Variable
from rdflib import paths as rdflib_paths
from rdflib.plugins.sparql.algebra import (
    translatePath,
    translatePName,
    translatePrologue,
    traverse,
)
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node

from rolegraph.rdf.terms import NamedNode, Term
from rolegraph.shacl.evaluation.states.paths import (
    Alternative,
    Path,
    Repeat,
    Step,
    TripleSource,
    chain,
    inverse,
    occurrences,
    reach,
)
from rolegraph.shacl.evaluation.states.state import from_rdflib

THIS = Variable("this")
_KEEPS = frozenset({"SelectQuery", "Project", "Distinct", "Reduced", "OrderBy"})
# Relative costs of walking, by how many nodes one may lead to: a thing has few values of a
# property, may be the value of many things, and has a whole tree below it.
_FORWARD, _BACKWARD, _UP, _DOWN = 1, 4, 6, 30

KINDS, VALUES = "kinds", "values"
"""What a query may compare: literals of different kinds, and values that have an order."""


class NotReadable(Exception):
    """The query has forms whose patterns do not tell what it reads."""


@dataclass(frozen=True)
class ReadPattern:
    """A triple pattern; its ends are variables of the query or terms."""

    subject: Node
    path: Path
    object: Node


@dataclass(frozen=True)
class Hop:
    """Leads from the bindings of one variable to those of another."""

    path: Path
    to: Node


@dataclass(frozen=True)
class Watch:
    """A place in a query where a triple can fit, and the way from there to `$this`.

    Attributes:
        step: the step that the triple fits.
        start: leads from an end of the triple to the end of the pattern where the way begins.
        from_far: whether that is the far end of the triple.
        check: leads from the other end of the triple to a constant that must be met, if any.
        hops: the way.
        added: whether triples that are added can bring a solution.
        removed: whether triples that are removed can.
    """

    step: Step
    start: Path
    from_far: bool
    check: tuple[Path, Term] | None
    hops: tuple[Path, ...]
    added: bool
    removed: bool

    def focus_nodes(self, triples: TripleSource, near: Term, far: Term) -> set[Term]:
        """Return the focus nodes that a triple with these ends may concern."""
        if self.check is not None:
            path, wanted = self.check
            other = near if self.from_far else far
            if all(node != wanted for node in reach(triples, path, other)):
                return set()
        nodes = set(reach(triples, self.start, far if self.from_far else near))
        for hop in self.hops:
            nodes = {found for node in nodes for found in reach(triples, hop, node)}
        return nodes


def watches(algebra: CompValue) -> list[Watch]:
    """Return the watches of a query.

    Raises:
        NotReadable: some part of it is not understood, or not joined to `$this`.
    """
    return [
        watch
        for pattern, scope, sign in _patterns(algebra, [], 1)
        for watch in _watch(pattern, scope, sign)
    ]


def predicates(text: str) -> set[NamedNode | None]:
    """Return the predicates of all patterns of a query; None where one may be any.

    They are read off what is written: the algebra that rdflib makes of it lacks the filters of an
    EXISTS.

    Raises:
        Exception: rdflib cannot read it, and passes on whatever its parser raises.
    """
    found: set[NamedNode | None] = set()
    prologue, query = parseQuery(text)
    named = partial(translatePName, prologue=translatePrologue(prologue, None, {}))
    written = traverse(traverse(query, visitPost=named), visitPost=translatePath)

    def visit(part: Any) -> None:
        # What is said of one subject is one list.
        for listed in getattr(part, "triples", None) or ():
            for predicate in listed[1::3]:
                try:
                    steps = occurrences(path_of(predicate))
                    found.update(occurrence.step.predicate for occurrence in steps)
                except NotReadable:
                    found.add(None)

    traverse(written, visitPre=visit)
    return found


def path_of(node: Any) -> Path:
    """Return the path of a pattern.

    Raises:
        NotReadable: its predicate is a variable or a negated set.
    """
    if isinstance(node, URIRef):
        return Step(NamedNode(str(node)))
    if isinstance(node, rdflib_paths.InvPath):
        return inverse(path_of(node.arg))
    if isinstance(node, rdflib_paths.SequencePath):
        return chain(*map(path_of, node.args))
    if isinstance(node, rdflib_paths.AlternativePath):
        return Alternative(tuple(map(path_of, node.args)))
    if isinstance(node, rdflib_paths.MulPath):
        return Repeat(path_of(node.path), int(node.mod == "+"), node.mod in {"*", "+"})
    raise NotReadable(f"The predicate {node} may be any.")


def cost(path: Path) -> int:
    """Return how dear it is to walk a path, compared with others."""
    if isinstance(path, Step):
        return _BACKWARD if path.inverse else _FORWARD
    if isinstance(path, Repeat):
        backward = cost(path.inner) >= _BACKWARD
        return (_DOWN if backward else _UP) if path.many else cost(path.inner)
    if isinstance(path, Alternative):
        return max(map(cost, path.choices))
    return sum(map(cost, path.parts))


def is_variable(node: Node) -> bool:
    """Tell whether an end of a pattern takes any term; blank nodes of a query do as well."""
    return isinstance(node, Variable | BNode)


# Patterns, with those that must hold beside them

_Found = tuple[ReadPattern, list[ReadPattern], int]


def own_patterns(part: CompValue) -> list[ReadPattern]:
    """Return the patterns of a group.

    Raises:
        NotReadable: one has a predicate that may be any.
    """
    return [ReadPattern(s, path_of(p), o) for s, p, o in part.triples]


def required(part: CompValue) -> list[ReadPattern]:
    """Return the patterns that hold in every solution of a part."""
    if part.name == "BGP":
        return own_patterns(part)
    if part.name == "Join":
        return required(part.p1) + required(part.p2)
    if part.name == "LeftJoin":
        return required(part.p1)
    if part.name in _KEEPS or part.name in {"Filter", "Extend"}:
        return required(part.p)
    return []


def _patterns(part: CompValue, beside: list[ReadPattern], sign: int) -> Iterator[_Found]:
    """Yield every pattern with what holds beside it and its sign.

    The sign is 1 where a solution needs it, -1 where a solution must lack it, else 0.
    """
    name = part.name
    if name == "BGP":
        own = own_patterns(part)
        for pattern in own:
            yield pattern, own + beside, sign
    elif name in _KEEPS:
        yield from _patterns(part.p, beside, sign)
    elif name == "Join":
        yield from _patterns(part.p1, beside + required(part.p2), sign)
        yield from _patterns(part.p2, beside + required(part.p1), sign)
    elif name == "Union":
        yield from _patterns(part.p1, beside, sign)
        yield from _patterns(part.p2, beside, sign)
    elif name == "LeftJoin":
        yield from _patterns(part.p1, beside, sign)
        inside = beside + required(part.p1)
        yield from _patterns(part.p2, inside, 0)
        yield from _within(part.expr, inside + required(part.p2), 0)
    elif name in {"Filter", "Extend"}:
        yield from _patterns(part.p, beside, sign)
        yield from _within(part.expr, beside + required(part.p), sign if name == "Filter" else 0)
    elif name != "ToMultiSet" or part.p.name != "values":
        raise NotReadable(f"The query has a part {name}.")


def _within(expression: Any, beside: list[ReadPattern], sign: int) -> Iterator[_Found]:
    """Yield the patterns in the EXISTS and NOT EXISTS of an expression."""
    if not isinstance(expression, CompValue):
        items = expression if isinstance(expression, list | tuple) else ()
        for item in items:
            yield from _within(item, beside, 0)
    elif expression.name == "Builtin_EXISTS":
        yield from _patterns(expression.graph, beside, sign)
    elif expression.name == "Builtin_NOTEXISTS":
        yield from _patterns(expression.graph, beside, -sign)
    else:
        # A conjunction passes the sign on; below anything else, either change may matter.
        inner = sign if expression.name == "ConditionalAndExpression" else 0
        for value in expression.values():
            for item in value if isinstance(value, list | tuple) else (value,):
                yield from _within(item, beside, inner)


# Ways from a pattern to $this


def _watch(pattern: ReadPattern, scope: list[ReadPattern], sign: int) -> Iterator[Watch]:
    ends = [end for end in (pattern.subject, pattern.object) if is_variable(end)]
    ways = [(way, end) for end in ends if (way := _way(end, scope)) is not None]
    if not ways:
        raise NotReadable("A part of the query is not joined to $this.")
    (_, hops), begin = min(ways, key=lambda way: way[0][0])
    at_object = begin == pattern.object
    other = pattern.subject if at_object else pattern.object
    for occurrence in occurrences(pattern.path):
        to_subject, to_object = inverse(occurrence.before), occurrence.after
        start, opposite = (to_object, to_subject) if at_object else (to_subject, to_object)
        check = None if is_variable(other) else (opposite, from_rdflib(other))
        yield Watch(occurrence.step, start, at_object, check, hops, sign >= 0, sign <= 0)


def _way(start: Node, scope: Iterable[ReadPattern]) -> tuple[int, tuple[Path, ...]] | None:
    """Return the cheapest way from a variable to `$this` with its cost (Dijkstra)."""
    hops: dict[Node, list[Hop]] = {}
    for pattern in scope:
        if is_variable(pattern.subject) and is_variable(pattern.object):
            hops.setdefault(pattern.subject, []).append(Hop(pattern.path, pattern.object))
            hops.setdefault(pattern.object, []).append(Hop(inverse(pattern.path), pattern.subject))
    queue: list[tuple[int, int, Node, tuple[Path, ...]]] = [(0, 0, start, ())]
    done: set[Node] = set()
    number = 0
    while queue:
        spent, _, node, way = heapq.heappop(queue)
        if node == THIS:
            return spent, way
        if node in done:
            continue
        done.add(node)
        for hop in hops.get(node, ()):
            number += 1
            heapq.heappush(queue, (spent + cost(hop.path), number, hop.to, (*way, hop.path)))
    return None
