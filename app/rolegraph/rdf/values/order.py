"""Comparison of two values as SPARQL's operators have it, with the order of XML Schema."""

from __future__ import annotations

import math
import struct
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from rolegraph.rdf.namespaces import XSD
from rolegraph.rdf.terms import Literal
from rolegraph.rdf.values import temporal
from rolegraph.rdf.values.lexical import INTEGERS, KNOWN, is_well_formed

_FLOATS = frozenset({XSD + "double", XSD + "float"})
NUMBERS = INTEGERS | _FLOATS | {XSD + "decimal"}
"""The datatypes of numbers."""
_BINARY = {XSD + "hexBinary": "hex", XSD + "base64Binary": "base64"}
_STRING, _BOOLEAN = XSD + "string", XSD + "boolean"
_LIKE_STRINGS = frozenset(
    XSD + name
    for name in (
        *("normalizedString", "token", "language", "Name", "NCName", "ID", "IDREF", "ENTITY"),
        "NMTOKEN",
    )
) | {_STRING}

_Value = Decimal | float | str | bool | temporal.Moment | temporal.Duration


def compare(one: Literal, other: Literal) -> int | None:
    """Return below 0, 0 or above 0; None where SPARQL's `<` has no answer or neither is less.

    None is: a text and a number, ill-formed literals, NaN, dates of which only one has a time
    zone and that lie within fourteen hours, P30D and P1M, datatypes that are not known.
    """
    found = _values(one, other)
    if found is None:
        return None
    _, first, second = found
    if isinstance(first, temporal.Moment | temporal.Duration):
        return temporal.order(first, second)  # type: ignore[arg-type]  # of the same family
    if found[0] not in {"number", "string", "boolean"}:
        return None
    if first == second:
        return 0
    return -1 if first < second else 1 if first > second else None  # type: ignore[operator]


def equal(one: Literal, other: Literal) -> bool | None:
    """Return what SPARQL's `=` says of two literals; None where that is an error.

    Two literals that are not the same term can be told apart only where both are well formed and
    of one family of datatypes.
    """
    found = _values(one, other)
    if found is None:
        return True if one == other else None
    _, first, second = found
    if isinstance(first, temporal.Moment | temporal.Duration):
        if first == second:
            return True
        order = temporal.order(first, second)  # type: ignore[arg-type]  # of the same family
        # Durations that neither is less of are two all the same.
        return order == 0 if order is not None or isinstance(first, temporal.Duration) else None
    return first == second


def _values(one: Literal, other: Literal) -> tuple[str, _Value, _Value] | None:
    """Return the family of two literals and their values; None where they have none in common."""
    first, second = value(one), value(other)
    if first is None or second is None or first[0] != second[0]:
        return None
    if isinstance(first[1], float) or isinstance(second[1], float):
        return "number", _as_float(first[1]), _as_float(second[1])
    return first[0], first[1], second[1]


@lru_cache(maxsize=4096)
def value(literal: Literal) -> tuple[str, _Value] | None:
    """Return the family of values that a literal belongs to, and its value.

    None where it is ill-formed, has a language, or its datatype is not known. Numbers are a
    `Decimal` or, of `xsd:double` and `xsd:float`, a `float`.
    """
    text, datatype = literal.value, literal.datatype.value
    if literal.language is not None or datatype not in KNOWN or not is_well_formed(text, datatype):
        return None
    if datatype in NUMBERS:
        return "number", _number(text, datatype)
    name = datatype.removeprefix(XSD)
    if name in temporal.TYPES:
        return _temporal(text, name)
    return _plain(text, datatype)


def _plain(text: str, datatype: str) -> tuple[str, _Value]:
    if datatype in _LIKE_STRINGS:
        return "string", text
    if datatype == _BOOLEAN:
        return "boolean", text in {"true", "1"}
    if datatype in _BINARY:
        upper = datatype == XSD + "hexBinary"
        return _BINARY[datatype], text.upper() if upper else text.replace(" ", "")
    return datatype, text


def _temporal(text: str, name: str) -> tuple[str, _Value] | None:
    found = temporal.read(text, name)
    if found is None:
        return None
    return "duration" if isinstance(found, temporal.Duration) else found.kind, found


def _number(text: str, datatype: str) -> Decimal | float:
    if datatype not in _FLOATS:
        return Decimal(text)
    number = float(text.replace("INF", "inf"))
    return _single(number) if datatype == XSD + "float" else number


def _single(number: float) -> float:
    """Return the nearest number of single precision."""
    try:
        return float(struct.unpack("f", struct.pack("f", number))[0])
    except OverflowError:
        return math.copysign(math.inf, number)


def _as_float(number: object) -> float:
    try:
        return float(number)  # type: ignore[arg-type]  # numbers alone come here
    except OverflowError:
        return math.inf if Fraction(number) > 0 else -math.inf  # type: ignore[call-overload]
