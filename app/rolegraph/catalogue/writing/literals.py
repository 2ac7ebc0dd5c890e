"""JSON values as RDF literals: the way back from `catalogue/schema/values.py`."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from rolegraph.catalogue.schema.fields import LANG_STRING, Field
from rolegraph.catalogue.schema.values import BOOLEAN, INTEGER, INTEGERS, NUMBERS, STRING
from rolegraph.catalogue.writing.bodies import Misfit, kind_of
from rolegraph.rdf.namespaces import PREFIXES, XSD, compact
from rolegraph.rdf.terms import Literal, NamedNode
from rolegraph.rdf.values import is_well_formed
from rolegraph.store.files.fidelity import KEPT_AS, values_in_words

_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_FLOAT = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|[+-]?INF|NaN")
_MOST_DIGITS = 400
"""More than any double has; 1e999999999 takes ten letters, and a gigabyte written out."""
_ZONE = r"(Z|[+-]\d\d:\d\d)?"
_FORMS = {
    XSD + "date": (re.compile(rf"-?\d{{4,}}-\d\d-\d\d{_ZONE}"), "a date such as 2026-01-31"),
    XSD + "dateTime": (
        re.compile(rf"-?\d{{4,}}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?{_ZONE}"),
        "a time such as 2026-01-31T12:00:00Z",
    ),
    XSD + "time": (re.compile(rf"\d\d:\d\d:\d\d(\.\d+)?{_ZONE}"), "a time such as 12:00:00"),
    XSD + "gYear": (re.compile(rf"-?\d{{4,}}{_ZONE}"), "a year such as 2026"),
}


def literal_of(field: Field, value: Any) -> Literal:
    """Return the literal that a JSON value stands for in a field.

    Args:
        field: a field of literals, or one that holds a literal against its shape.
        value: a plain value, or an object with `value` and `language` or `datatype`.

    Raises:
        Misfit: it stands for none; the message says what is expected.
    """
    if isinstance(value, dict):
        return _spelt_out(value)
    if field.kind != "literal":
        raise Misfit(f"expected a link, not {kind_of(value)}")
    if field.datatype is None:
        return _native(value)
    if field.datatype == BOOLEAN:
        if not isinstance(value, bool):
            raise Misfit(f"expected true or false, not {kind_of(value)}")
        return Literal("true" if value else "false", datatype=NamedNode(BOOLEAN))
    text = _text(field.datatype, value)
    if not field.language:
        _require_value(text, field.datatype)
    return Literal(text, **_form(field))


def _require_value(text: str, datatype: str) -> None:
    if not is_well_formed(text, datatype):
        more = f": {values_in_words(datatype)}" if datatype in KEPT_AS else ""
        raise Misfit(f"{text!r} is no {compact(datatype)}{more}")


def iri_of(field: Field, value: Any) -> NamedNode:
    """Return the IRI that a JSON value stands for in a field of addresses.

    A value that the shapes list may be given by its local name, and an IRI of a namespace that the
    catalogue knows with its prefix.

    Raises:
        Misfit: it stands for none.
    """
    if not isinstance(value, str):
        raise Misfit(f"expected an IRI, not {kind_of(value)}")
    choices = {re.split(r"[#/]", iri)[-1]: iri for iri in field.choices}
    prefix, colon, local = value.partition(":")
    if value in choices:
        value = choices[value]
    elif colon and prefix in PREFIXES and not local.startswith("//"):
        value = PREFIXES[prefix] + local
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", value):
        raise Misfit(f"expected an IRI, and {value!r} is none")
    return NamedNode(value)


def _form(field: Field) -> dict[str, Any]:
    if field.language:
        return {"language": field.language}
    return {"datatype": NamedNode(field.datatype)} if field.datatype else {}


def _text(datatype: str, value: Any) -> str:
    """Return the lexical form of a value under a datatype."""
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    if datatype in INTEGERS:
        if not isinstance(value, int) or isinstance(value, bool):
            raise Misfit(f"expected a whole number, not {kind_of(value)}")
        return str(value)
    if datatype in NUMBERS:
        text = value if isinstance(value, str) else _digits(value) if is_number else ""
        form = _DECIMAL if datatype == XSD + "decimal" else _FLOAT
        if not form.fullmatch(text):
            raise Misfit("expected a number, such as 0.9")
        return text
    if not isinstance(value, str):
        raise Misfit(f"expected a text, not {kind_of(value)}")
    form_and_name = _FORMS.get(datatype)
    if form_and_name and not form_and_name[0].fullmatch(value):
        raise Misfit(f"expected {form_and_name[1]}")
    return value


def _digits(value: int | Decimal) -> str:
    if isinstance(value, Decimal) and abs(value.adjusted()) > _MOST_DIGITS:
        raise Misfit(f"expected a number of at most {_MOST_DIGITS} digits")
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _native(value: Any) -> Literal:
    """Return the literal that JSON-LD makes of a plain value."""
    if isinstance(value, bool):
        return Literal("true" if value else "false", datatype=NamedNode(BOOLEAN))
    if isinstance(value, int):
        return Literal(str(value), datatype=NamedNode(INTEGER))
    if isinstance(value, Decimal):
        return Literal(_digits(value), datatype=NamedNode(XSD + "decimal"))
    if not isinstance(value, str):
        raise Misfit(f"expected a plain value, not {kind_of(value)}")
    return Literal(value)


def _spelt_out(value: dict[str, Any]) -> Literal:
    text, language, datatype = (value.get(name) for name in ("value", "language", "datatype"))
    unknown = value.keys() - {"value", "language", "datatype"}
    if not isinstance(text, str) or unknown or (language and datatype):
        raise Misfit(
            "expected a plain value, or an object with value and one of language and datatype"
        )
    if language is not None:
        try:
            return Literal(text, language=str(language))
        except ValueError as error:
            raise Misfit(f"{language!r} is no language tag: {error}") from None
    iri = STRING if datatype is None else str(datatype)
    if iri == LANG_STRING:
        raise Misfit(f"a literal of {compact(LANG_STRING)} needs a language")
    _require_value(text, iri)
    return Literal(text, datatype=NamedNode(iri))
