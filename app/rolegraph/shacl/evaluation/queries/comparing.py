"""What a query compares, so far as engines differ there.

SPARQL has an error for `"x" = 1` and for `"x" != 1`; engines have an answer. And engines differ in
what lies within a range, or matches a pattern.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rdflib import Literal as RdflibLiteral
from rdflib import Variable
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node

from rolegraph.shacl.evaluation.queries.reads import KINDS, VALUES, NotReadable, required

_SAME = frozenset({"=", "!=", "IN", "NOT IN"})
_SCOPES = frozenset({"Filter", "LeftJoin", "Builtin_EXISTS", "Builtin_NOTEXISTS"})
_VALUE_PARTS = frozenset({"AdditiveExpression", "MultiplicativeExpression", "Builtin_REGEX"})
_STRINGS = frozenset(
    f"Builtin_{name}"
    for name in ("STR", "LANG", "LCASE", "UCASE", "SUBSTR", "CONCAT", "ENCODE_FOR_URI", "REPLACE")
)
_NUMBERS = frozenset({"Builtin_STRLEN", "AdditiveExpression", "MultiplicativeExpression"})
_NODES = frozenset({"Builtin_DATATYPE", "Builtin_IRI", "Builtin_URI"})


def compared(algebra: CompValue) -> frozenset[str]:
    """Return `kinds` where two literals of different kinds may be compared, `values` for orders."""
    return frozenset(_found(algebra, frozenset()))


def _found(part: Any, nodes: frozenset[Node]) -> Iterator[str]:
    """Yield what a part of a query compares, given the variables that are nodes, not literals."""
    if isinstance(part, list | tuple):
        for item in part:
            yield from _found(item, nodes)
    if not isinstance(part, CompValue):
        return
    if part.name == "RelationalExpression":
        yield from _compared(part, nodes)
    elif part.name in _VALUE_PARTS:
        yield VALUES
    for scope in filter(None, (part.p, part.p1, part.p2, part.graph)):
        if part.name in _SCOPES and isinstance(scope, CompValue):
            nodes |= _subjects(scope)
    for item in part.values():
        yield from _found(item, nodes)


def _subjects(part: CompValue) -> frozenset[Node]:
    try:
        return frozenset(pattern.subject for pattern in required(part))
    except NotReadable:
        return frozenset()


def _compared(comparison: CompValue, nodes: frozenset[Node]) -> Iterator[str]:
    listed = isinstance(comparison.other, list | tuple)
    others = list(comparison.other) if listed else [comparison.other]
    first, rest = _kind(comparison.expr, nodes), {_kind(part, nodes) for part in others}
    if first == "node" or rest == {"node"}:
        return  # whatever the other is, they are the same term or not
    kinds = {first, *rest}
    if str(comparison.op) in _SAME and (len(kinds) > 1 or None in kinds):
        yield KINDS
    if kinds != {"string"}:
        yield VALUES


def _kind(node: Any, nodes: frozenset[Node]) -> str | None:
    """Return what a part of a comparison is for certain: a node, a string, a number; else None."""
    if isinstance(node, Variable):
        return "node" if node in nodes else None
    name = getattr(node, "name", None)
    if name is not None:
        kinds = {"string": _STRINGS, "number": _NUMBERS, "node": _NODES}
        return next((kind for kind, names in kinds.items() if name in names), None)
    if not isinstance(node, RdflibLiteral):
        return "node"
    if node.language:
        return None
    return "string" if node.datatype is None or node.datatype.endswith("#string") else _typed(node)


def _typed(node: RdflibLiteral) -> str | None:
    return "number" if isinstance(node.value, int) and not isinstance(node.value, bool) else None
