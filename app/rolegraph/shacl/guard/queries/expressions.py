"""The expressions of SPARQL constraints as functions of a solution.

Source: https://www.w3.org/TR/sparql11-query/#expressions, of which the parts are here that
constraints use: logic with errors, comparison, sums, BOUND, EXISTS. An error is an exception.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import add, eq, ge, gt, le, lt, mul, ne, sub
from typing import Any

from rdflib import Literal as RdflibLiteral
from rdflib import URIRef, Variable
from rdflib.plugins.sparql.operators import EBV
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.sparql.sparql import SPARQLError

from rolegraph.rdf.terms import Literal, Term
from rolegraph.shacl.guard.queries.reads import NotReadable
from rolegraph.shacl.guard.state import State
from rolegraph.shacl.literals import from_rdflib, order, to_rdflib

Row = dict[Any, Term]
"""The bindings of a solution: variable → term."""

Expression = Callable[[State, Row], Term | bool]
Exists = Callable[[State, Row], bool]
Patterns = Callable[[CompValue], Exists]

_ORDERS = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "!=": ne}
_SUMS = {"+": add, "-": sub, "*": mul}


class Error(Exception):
    """An expression has no value."""


def expression(node: Any, exists: Patterns) -> Expression:
    """Return an expression as a function.

    Args:
        node: the expression in rdflib's algebra.
        exists: makes a function of the pattern of an EXISTS.

    Raises:
        NotReadable: a part of it is not known here.
    """
    if isinstance(node, Variable):
        return _variable(node)
    if isinstance(node, URIRef | RdflibLiteral):
        term = from_rdflib(node)
        return lambda _, __: term
    make = _MAKERS.get(node.name) if isinstance(node, CompValue) else None
    if make is None:
        raise NotReadable(f"The query has an expression {getattr(node, 'name', node)}.")
    return make(node, exists)


def holds(test: Expression, state: State, row: Row) -> bool:
    """Return the effective boolean value of an expression.

    Raises:
        Error: it has none.
    """
    value = test(state, row)
    if isinstance(value, bool):
        return value
    try:
        return bool(EBV(to_rdflib(value)))
    except SPARQLError:
        raise Error from None


def passes(test: Expression, state: State, row: Row) -> bool:
    """Tell whether a filter lets a solution through; an error does not."""
    try:
        return holds(test, state, row)
    except Error:
        return False


def _variable(name: Variable) -> Expression:
    def value(_: State, row: Row) -> Term:
        if name not in row:
            raise Error
        return row[name]

    return value


def _bound(node: CompValue, _: Patterns) -> Expression:
    variable = dict.__getitem__(node, "arg")
    return lambda _, row: variable in row


def _existing(node: CompValue, exists: Patterns) -> Expression:
    found, wanted = exists(node.graph), node.name == "Builtin_EXISTS"
    return lambda state, row: found(state, row) is wanted


def _negation(node: CompValue, exists: Patterns) -> Expression:
    negated = expression(node.expr, exists)
    return lambda state, row: not holds(negated, state, row)


def _logic(node: CompValue, exists: Patterns) -> Expression:
    """Return an AND or an OR: one part that decides outweighs errors in others."""
    parts = [expression(part, exists) for part in (node.expr, *(node.other or ()))]
    decisive = node.name == "ConditionalOrExpression"

    def value(state: State, row: Row) -> bool:
        failed = False
        for part in parts:
            try:
                if holds(part, state, row) is decisive:
                    return decisive
            except Error:
                failed = True
        if failed:
            raise Error
        return not decisive

    return value


def _comparison(node: CompValue, exists: Patterns) -> Expression:
    if node.op not in _ORDERS:
        raise NotReadable(f"The query has an operator {node.op}.")
    fits, equality = _ORDERS[node.op], node.op in {"=", "!="}
    left, right = expression(node.expr, exists), expression(node.other, exists)

    def value(state: State, row: Row) -> bool:
        one, other = _term(left(state, row)), _term(right(state, row))
        if equality and (one == other or not _literals(one, other)):
            return bool(fits(one, other))
        found = order(one, other)
        if found is None:
            raise Error
        return bool(fits(found, 0))

    return value


def _sum(node: CompValue, exists: Patterns) -> Expression:
    if not _SUMS.keys() >= {str(op) for op in node.op}:
        raise NotReadable(f"The query has an operator among {node.op}.")
    first = expression(node.expr, exists)
    parts = list(zip(node.op, node.other, strict=True))
    others = [(_SUMS[str(op)], expression(part, exists)) for op, part in parts]

    def value(state: State, row: Row) -> Term:
        total = _number(first(state, row))
        for op, part in others:
            try:
                total = op(total, _number(part(state, row)))
            except TypeError:  # a decimal and a float
                raise Error from None
        return from_rdflib(RdflibLiteral(total))

    return value


def _literals(one: Term, other: Term) -> bool:
    return isinstance(one, Literal) and isinstance(other, Literal)


def _number(value: Term | bool) -> Any:
    literal = to_rdflib(value) if isinstance(value, Literal) else None
    number = getattr(literal, "value", None)
    if isinstance(number, bool | str) or not hasattr(number, "real"):
        raise Error
    return number


def _term(value: Term | bool) -> Term:
    return from_rdflib(RdflibLiteral(value)) if isinstance(value, bool) else value


_MAKERS: dict[str, Callable[[CompValue, Patterns], Expression]] = {
    "Builtin_BOUND": _bound,
    "Builtin_EXISTS": _existing,
    "Builtin_NOTEXISTS": _existing,
    "UnaryNot": _negation,
    "ConditionalAndExpression": _logic,
    "ConditionalOrExpression": _logic,
    "RelationalExpression": _comparison,
    "AdditiveExpression": _sum,
    "MultiplicativeExpression": _sum,
}
