"""The order in which rdflib matches the patterns of a query: from `$this` outwards.

rdflib sorts the patterns of a group by how many of their ends are bound, so that a class (`?x a
rg:Role`, one end bound) comes before a property of something unknown, and every instance is read.
Here a group becomes a chain of joins of single patterns, each passing its bindings on, in an order
that follows what walking each pattern may cost.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node

from rolegraph.shacl.paths import inverse
from rolegraph.shacl.query_reads import THIS, NotReadable, cost, path_of

_FROM_CONSTANT = 10
"""How much dearer it is to start from a constant, such as a class, than from a known thing."""
_UNJOINED = 10_000


def from_this_outwards(algebra: CompValue) -> None:
    """Order the patterns of a query in place; groups that are not understood stay as they are."""
    _visit(algebra, {THIS})


def _visit(part: Any, known: set[Node]) -> set[Node]:
    """Order a part that is given some known variables; return those known behind it."""
    if isinstance(part, list | tuple):
        for item in part:
            _visit(item, known)
        return known
    if not isinstance(part, CompValue):
        return known
    if part.name == "BGP":
        return _order(part, known)
    if part.name in {"Join", "LeftJoin"}:
        behind = _visit(part.p2, _visit(part.p1, known))
        _visit(part.expr, behind)
        return behind
    if part.name == "Union":
        _visit([part.p1, part.p2], known)
        return known
    inner = _visit(part.p, known) if "p" in part else known
    for key, value in part.items():
        if key != "p":
            _visit(value, inner)
    return inner


def _order(part: CompValue, known: set[Node]) -> set[Node]:
    left, ordered, found = list(part.triples), [], set(known)
    while left:
        best = min(left, key=_cost_with(found))
        left.remove(best)
        ordered.append(best)
        found |= {best[0], best[2]}
    if len(ordered) > 1:
        _become_chain(part, ordered)
    return found


def _cost_with(known: set[Node]) -> Callable[[Any], int]:
    def price(triple: Any) -> int:
        subject, predicate, value = triple
        try:
            path = path_of(predicate)
        except NotReadable:
            return _UNJOINED - 1
        forward, backward = cost(path), cost(inverse(path))
        if subject in known:
            return forward - 1 if value in known else forward
        if value in known:
            return backward
        if not _is_open(value):
            return _FROM_CONSTANT * backward
        return _UNJOINED if _is_open(subject) else _FROM_CONSTANT * forward

    return price


def _is_open(node: Node) -> bool:
    from rdflib import BNode, Variable

    return isinstance(node, Variable | BNode)


def _become_chain(part: CompValue, triples: list[Any]) -> None:
    """Turn a group of patterns into joins of single ones, in place."""
    names = part["_vars"] if "_vars" in part else set()  # noqa: SIM401 - its get differs from dict's
    chain = _single(triples[0], names)
    for triple in triples[1:-1]:
        chain = CompValue("Join", p1=chain, p2=_single(triple, names), lazy=True, _vars=names)
    part.clear()
    part.name = "Join"
    part.update(p1=chain, p2=_single(triples[-1], names), lazy=True, _vars=names)


def _single(triple: Any, names: set[Any]) -> CompValue:
    return CompValue("BGP", triples=[triple], _vars=names)
