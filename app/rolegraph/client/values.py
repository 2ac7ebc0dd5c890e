"""Python values of SPARQL terms (https://www.w3.org/TR/sparql11-results-json/)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS = frozenset(
    _XSD + name
    for name in (
        *("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger"),
        *("unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte"),
        *("negativeInteger", "nonPositiveInteger"),
    )
)


def value_of(term: Mapping[str, Any]) -> Any:
    """Return the value of a term: numbers and booleans as such, all else as its text.

    A number that Python cannot read stays the text that it is.
    """
    text, datatype = term["value"], term.get("datatype")
    try:
        if datatype in _INTEGERS:
            return int(text)
        if datatype == _XSD + "decimal":
            return Decimal(text)
        if datatype in {_XSD + "double", _XSD + "float"}:
            return float(text)
    except (ValueError, InvalidOperation):
        return text
    if datatype == _XSD + "boolean":
        return {"true": True, "1": True, "false": False, "0": False}.get(text, text)
    return text
