"""Lexical forms of the datatypes of XML Schema 1.1.

White space counts: RDF has no step that strips it, so `" 1 "` is no integer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

from rolegraph.rdf.namespaces import XSD
from rolegraph.rdf.terms import Literal
from rolegraph.rdf.values import temporal

_NAME_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME_ON = _NAME_START + "\\-.0-9\u00b7\u0300-\u036f\u203f\u2040"
_NC_NAME = f"[{_NAME_START}][{_NAME_ON}]*"
_NM_TOKEN = f"[{_NAME_ON}:]+"
_CHARACTERS = "[^\x00\ufffe\uffff]*"
"""The characters that XML 1.1 knows."""
_SPACED = r"[^\s\x00\ufffe\uffff]+(?: [^\s\x00\ufffe\uffff]+)*"
_BASE_64 = (
    r"(?:(?:[A-Za-z0-9+/] ?){4})*"
    r"(?:(?:[A-Za-z0-9+/] ?){3}[A-Za-z0-9+/]|(?:[A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?="
    r"|[A-Za-z0-9+/] ?[AQgw] ?= ?=)|"
)
_INTEGER = "[+-]?[0-9]+"
_FLOAT = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]+)?|[+-]?INF|NaN"

_FORMS: Mapping[str, str] = {
    "string": _CHARACTERS,
    "normalizedString": "[^\t\n\r\x00\ufffe\uffff]*",
    "token": f"(?:{_SPACED})?",
    "language": "[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*",
    "Name": f"[{_NAME_START}:][{_NAME_ON}:]*",
    "NCName": _NC_NAME,
    "ID": _NC_NAME,
    "IDREF": _NC_NAME,
    "ENTITY": _NC_NAME,
    "IDREFS": f"{_NC_NAME}(?: {_NC_NAME})*",
    "ENTITIES": f"{_NC_NAME}(?: {_NC_NAME})*",
    "NMTOKEN": _NM_TOKEN,
    "NMTOKENS": f"{_NM_TOKEN}(?: {_NM_TOKEN})*",
    "QName": f"(?:{_NC_NAME}:)?{_NC_NAME}",
    "NOTATION": f"(?:{_NC_NAME}:)?{_NC_NAME}",
    "anyURI": _CHARACTERS,
    "boolean": "true|false|1|0",
    "decimal": r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)",
    "double": _FLOAT,
    "float": _FLOAT,
    "hexBinary": "(?:[0-9A-Fa-f]{2})*",
    "base64Binary": _BASE_64,
}
_INTEGERS: Mapping[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-(2**7), 2**7 - 1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 2**8 - 1),
}
_MOST_DIGITS = 20
"""As many digits has the largest bound, and none has more."""


def _shaped(form: str) -> Callable[[str], bool]:
    @lru_cache(maxsize=1)
    def compiled() -> re.Pattern[str]:
        # Python's `\s` knows more white space than XML; only in `token` that is not wanted.
        return re.compile(form.replace(r"\s", "\\t\\n\\r "))

    return lambda text: compiled().fullmatch(text) is not None


def _bounded(least: int | None, most: int | None) -> Callable[[str], bool]:
    fits = re.compile(_INTEGER).fullmatch

    def judge(text: str) -> bool:
        if fits(text) is None:
            return False
        digits = text.lstrip("+-").lstrip("0")
        negative = text[0] == "-" and bool(digits)
        if len(digits) > _MOST_DIGITS:
            return (least if negative else most) is None
        value = int(f"-{digits}" if negative else digits or "0")
        return (least is None or least <= value) and (most is None or value <= most)

    return judge


def _temporal(name: str) -> Callable[[str], bool]:
    return lambda text: temporal.is_form(text, name)


_JUDGES: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {XSD + name: _shaped(form) for name, form in _FORMS.items()}
    | {XSD + name: _bounded(*bounds) for name, bounds in _INTEGERS.items()}
    | {XSD + name: _temporal(name) for name in temporal.TYPES}
)
INTEGERS = frozenset(XSD + name for name in _INTEGERS)
"""`xsd:integer` and the types that are derived from it."""
BOUNDS: Mapping[str, tuple[int | None, int | None]] = MappingProxyType(
    {XSD + name: bounds for name, bounds in _INTEGERS.items()}
)
"""Datatype of `INTEGERS` → its least and its greatest value; None where there is none."""
KNOWN = frozenset(_JUDGES)
"""The datatypes that are judged."""


def is_well_formed(text: str, datatype: str) -> bool:
    """Tell whether a text is a lexical form of a datatype.

    Args:
        text: the lexical form.
        datatype: IRI of the datatype; every text is one of a datatype that is not known here.
    """
    judge = _JUDGES.get(datatype)
    return judge is None or judge(text)


def well_formed(literal: Literal) -> bool:
    """Tell whether the text of a literal is one of its datatype."""
    return literal.language is not None or is_well_formed(literal.value, literal.datatype.value)
