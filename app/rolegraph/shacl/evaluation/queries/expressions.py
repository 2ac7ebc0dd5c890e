"""The expressions of SPARQL constraints as functions of a solution.

Source: https://www.w3.org/TR/sparql11-query/#expressions, of which the parts are here that
constraints use. Logic with errors, comparison, patterns and EXISTS are evaluated here, since the
reference engine's idea of them is Python's; other functions are rdflib's, given values. An error
is an exception.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from operator import add, ge, gt, le, lt, mul, sub
from typing import Any

from rdflib import Literal as RdflibLiteral
from rdflib import URIRef, Variable
from rdflib.plugins.sparql.parserutils import CompValue, Expr

from rolegraph.rdf.namespaces import XSD
from rolegraph.rdf.terms import Literal, NamedNode, Term
from rolegraph.rdf.values import Pattern, compare, equal
from rolegraph.rdf.values.order import NUMBERS
from rolegraph.rdf.values.order import value as value_of
from rolegraph.shacl.evaluation.queries.reads import NotReadable
from rolegraph.shacl.evaluation.states.state import State, from_rdflib, to_rdflib

Row = dict[Any, Term]
"""The bindings of a solution: variable → term."""

Expression = Callable[[State, Row], Term | bool]
Exists = Callable[[State, Row], bool]
Patterns = Callable[[CompValue], Exists]

_ORDERS = {"<": lt, "<=": le, ">": gt, ">=": ge}
_TRUE, _FALSE = (Literal(text, datatype=NamedNode(XSD + "boolean")) for text in ("true", "false"))
_UNSTEADY = frozenset(f"Builtin_{name}" for name in ("RAND", "NOW", "UUID", "STRUUID", "BNODE"))
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
    if not isinstance(node, CompValue):
        raise NotReadable(f"The query has an expression {node}.")
    return _MAKERS.get(node.name, _function)(node, exists)


def holds(test: Expression, state: State, row: Row) -> bool:
    """Return the effective boolean value of an expression.

    Raises:
        Error: it has none.
    """
    found = test(state, row)
    if isinstance(found, bool):
        return found
    if not isinstance(found, Literal):
        raise Error
    if found.language is not None or found.datatype.value == XSD + "string":
        return bool(found.value)
    known = value_of(found)
    if known is not None and known[0] in {"boolean", "number"}:
        return bool(known[1]) and known[1] == known[1]  # NaN is not itself, and false
    if found.datatype.value == XSD + "boolean" or _is_number_type(found):
        return False  # ill-formed
    raise Error


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
    op = str(node.op)
    left = expression(node.expr, exists)
    if op in {"IN", "NOT IN"}:
        listed = node.other if isinstance(node.other, list | tuple) else ()
        return _among(left, [expression(part, exists) for part in listed], wanted=op == "IN")
    right = expression(node.other, exists)
    if op in {"=", "!="}:
        return lambda state, row: _same(left(state, row), right(state, row)) is (op == "=")
    if op not in _ORDERS:
        raise NotReadable(f"The query has an operator {op}.")
    fits = _ORDERS[op]

    def value(state: State, row: Row) -> bool:
        one, other = term(left(state, row)), term(right(state, row))
        if not isinstance(one, Literal) or not isinstance(other, Literal):
            raise Error
        found = compare(one, other)
        if found is None:
            if _not_a_number(one) or _not_a_number(other):
                return False
            raise Error
        return bool(fits(found, 0))

    return value


def _same(one: Term | bool, other: Term | bool) -> bool:
    first, second = term(one), term(other)
    if not isinstance(first, Literal) or not isinstance(second, Literal):
        return first == second
    found = equal(first, second)
    if found is None:
        raise Error
    return found


def _among(left: Expression, listed: list[Expression], *, wanted: bool) -> Expression:
    def value(state: State, row: Row) -> bool:
        one, failed = left(state, row), False
        for part in listed:
            try:
                if _same(one, part(state, row)):
                    return wanted
            except Error:
                failed = True
        if failed:
            raise Error
        return not wanted

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
            other = _number(part(state, row))
            if isinstance(total, float) != isinstance(other, float):
                total, other = float(total), float(other)
            total = op(total, other)
        return from_rdflib(RdflibLiteral(total))

    return value


# Functions


def _if(node: CompValue, exists: Patterns) -> Expression:
    test, yes, no = (expression(part, exists) for part in (node.arg1, node.arg2, node.arg3))
    return lambda state, row: (yes if holds(test, state, row) else no)(state, row)


def _coalesce(node: CompValue, exists: Patterns) -> Expression:
    parts = [expression(part, exists) for part in node.arg]

    def value(state: State, row: Row) -> Term | bool:
        for part in parts:
            try:
                return part(state, row)
            except Error:
                continue
        raise Error

    return value


def _is_numeric(node: CompValue, exists: Patterns) -> Expression:
    inner = expression(node.arg, exists)

    def value(state: State, row: Row) -> bool:
        found = term(inner(state, row))
        known = value_of(found) if isinstance(found, Literal) else None
        return known is not None and known[0] == "number"

    return value


def _regex(node: CompValue, exists: Patterns) -> Expression:
    given = node.flags if node.flags is not None else RdflibLiteral("")
    parts = [expression(part, exists) for part in (node.text, node.pattern, given)]

    def value(state: State, row: Row) -> bool:
        text, pattern, flags = (_string(part(state, row)) for part in parts)
        try:
            return _pattern(pattern, flags).matches(text)
        except ValueError:
            raise Error from None

    return value


_pattern = lru_cache(maxsize=256)(Pattern)


def _function(node: CompValue, exists: Patterns) -> Expression:
    """Return a function of rdflib's as one of values."""
    evaluated = getattr(getattr(node, "_evalfn", None), "__func__", None)
    if evaluated is None or not node.name.startswith("Builtin_") or node.name in _UNSTEADY:
        raise NotReadable(f"The query has an expression {node.name}.")
    parts = {
        name: [expression(item, exists) for item in given]
        if isinstance(given, list | tuple)
        else expression(given, exists)
        for name, given in node.items()
        if given is not None and not name.startswith("_")
    }

    def value(state: State, row: Row) -> Term:
        def known(part: Expression) -> Any:
            return to_rdflib(term(part(state, row)))

        values = {
            name: [known(item) for item in part] if isinstance(part, list) else known(part)
            for name, part in parts.items()
        }
        try:
            return from_rdflib(Expr(node.name, evaluated, **values).eval(_Itself()))
        except Exception as error:  # rdflib raises, and returns, whatever its functions meet
            raise Error from error

    return value


class _Itself:
    """The bindings of an expression of values: a blank node stands for itself."""

    def get(self, name: Any, default: Any = None) -> Any:
        """Return what stands for a name."""
        del default
        return name


# Terms


def _is_number_type(literal: Literal) -> bool:
    return literal.datatype.value in NUMBERS


def _not_a_number(literal: Literal) -> bool:
    known = value_of(literal)
    return known is not None and known[1] != known[1]


def _string(value: Term | bool) -> str:
    if isinstance(value, Literal):
        known = value_of(value)
        if value.language is not None or (known is not None and known[0] == "string"):
            return value.value
    raise Error


def _number(value: Term | bool) -> Any:
    known = value_of(value) if isinstance(value, Literal) else None
    if known is None or known[0] != "number":
        raise Error
    number = getattr(to_rdflib(value), "value", None)
    if number is None:
        raise Error
    return number


def term(value: Term | bool) -> Term:
    """Return the term of a value of an expression."""
    if isinstance(value, bool):
        return _TRUE if value else _FALSE
    return value


_MAKERS: dict[str, Callable[[CompValue, Patterns], Expression]] = {
    "Builtin_BOUND": _bound,
    "Builtin_COALESCE": _coalesce,
    "Builtin_EXISTS": _existing,
    "Builtin_IF": _if,
    "Builtin_isNUMERIC": _is_numeric,
    "Builtin_NOTEXISTS": _existing,
    "Builtin_REGEX": _regex,
    "UnaryNot": _negation,
    "ConditionalAndExpression": _logic,
    "ConditionalOrExpression": _logic,
    "RelationalExpression": _comparison,
    "AdditiveExpression": _sum,
    "MultiplicativeExpression": _sum,
}
