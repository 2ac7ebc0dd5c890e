"""Which values literals have, as the rules dt-type2, dt-diff and dt-not-type ask."""

from __future__ import annotations

from decimal import Decimal

from rolegraph.rdf.namespaces import OWL, RDF, RDFS, XSD
from rolegraph.rdf.terms import Literal
from rolegraph.rdf.values.lexical import is_well_formed
from rolegraph.rdf.values.order import equal, value

_INTEGERS = frozenset(
    XSD + name
    for name in [
        "integer",
        "long",
        "int",
        "short",
        "byte",
        "nonNegativeInteger",
        "positiveInteger",
        "nonPositiveInteger",
        "negativeInteger",
        "unsignedLong",
        "unsignedInt",
        "unsignedShort",
        "unsignedByte",
    ]
)
_REALS = {XSD + "decimal", OWL + "real", OWL + "rational"}
_DECIMAL = _INTEGERS | _REALS
_TEXT = frozenset(
    XSD + name
    for name in ["string", "normalizedString", "token", "language", "Name", "NCName", "NMTOKEN"]
)
_LANGUAGE_TEXT = RDF + "langString"
_OTHER = frozenset(
    XSD + name
    for name in [
        "float",
        "double",
        "boolean",
        "hexBinary",
        "base64Binary",
        "anyURI",
        "date",
        "time",
        "gYear",
        "gMonth",
        "gDay",
        "gYearMonth",
        "gMonthDay",
        "duration",
        "dayTimeDuration",
        "yearMonthDuration",
    ]
)
_TIMES = frozenset({XSD + "dateTime", XSD + "dateTimeStamp"})
JUDGED = _DECIMAL | _TEXT | _OTHER | _TIMES | {_LANGUAGE_TEXT, RDF + "PlainLiteral"}
"""Datatypes of which it is known which values they have."""


def in_datatype(literal: Literal, datatype: str) -> bool | None:
    """Tell whether the value of a literal is one of a datatype; None where that is not known.

    Source: https://www.w3.org/TR/owl2-syntax/#Datatype_Maps. The value spaces of different
    families have no value in common, and numbers of decimal types are the same numbers.
    """
    own, text = literal.datatype.value, literal.value
    if datatype == RDFS + "Literal":
        return True
    if datatype not in JUDGED or own not in JUDGED:
        return None
    if datatype in _DECIMAL:
        return own in _DECIMAL and (datatype in _REALS or _is_integer(literal, datatype))
    if datatype == RDF + "PlainLiteral":
        return own in _TEXT or own == _LANGUAGE_TEXT
    for family in (_TEXT, _TIMES):
        if datatype in family:
            return own in family and is_well_formed(text, datatype)
    return own == datatype


def _is_integer(literal: Literal, datatype: str) -> bool | None:
    """Tell whether a number is one of a type of integers; None where it is ill-formed."""
    found = value(literal)
    if found is None or not isinstance(found[1], Decimal):
        return None
    number = found[1]
    return number == number.to_integral_value() and is_well_formed(str(int(number)), datatype)


def differ(one: Literal, other: Literal) -> bool:
    """Tell whether two literals are known to have different values (rule dt-diff)."""
    kinds = _kind(one), _kind(other)
    if one == other or None in kinds:
        return False
    if kinds[0] != kinds[1]:
        return True
    if kinds[0] == _LANGUAGE_TEXT:
        return (one.value, one.language) != (other.value, other.language)
    return equal(one, other) is False


def _kind(literal: Literal) -> str | None:
    """Return what two literals must have in common to have one value; None where not known."""
    datatype = literal.datatype.value
    if datatype == _LANGUAGE_TEXT:
        return datatype
    found = value(literal) if datatype in JUDGED else None
    if found is None:
        return None
    return datatype if isinstance(found[1], float) else found[0]
