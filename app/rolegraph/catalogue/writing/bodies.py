"""JSON bodies of writes: read strictly, patched by RFC 7396, their values as RDF literals."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

from rolegraph.catalogue.schema.fields import LANG_STRING, Field
from rolegraph.catalogue.schema.values import BOOLEAN, INTEGER, INTEGERS, NUMBERS, STRING
from rolegraph.errors import FieldFaults, InputError, SyntaxFault
from rolegraph.rdf.namespaces import PREFIXES, XSD, compact
from rolegraph.rdf.terms import Literal, NamedNode
from rolegraph.rdf.uploads.nesting import check_json_depth
from rolegraph.rdf.values import is_well_formed
from rolegraph.store.files.fidelity import KEPT_AS, values_in_words

Body = dict[str, Any]


def read_json(body: bytes) -> Any:
    """Return the value of a JSON text; numbers with a fraction as `Decimal`.

    Raises:
        SyntaxFault: it does not parse, or an object has a name twice.
        Unreadable: it nests too deep.
    """
    check_json_depth(body)
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body[: error.start].count(b"\n") + 1
        raise SyntaxFault("The body is not UTF-8.", source="body", line=line) from None
    try:
        return json.loads(
            text,
            parse_float=Decimal,
            parse_constant=_no_constant,
            object_pairs_hook=_unique,
        )
    except json.JSONDecodeError as error:
        raise SyntaxFault(
            f"The body is no JSON: {error.msg}.",
            source="body",
            line=error.lineno,
            column=error.colno,
        ) from None
    except (ValueError, RecursionError) as error:
        raise SyntaxFault(f"The body cannot be read: {error}.", source="body") from None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON value")


def _unique(pairs: list[tuple[str, Any]]) -> Body:
    found: Body = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"the name {name!r} comes twice in one object")
        found[name] = value
    return found


def merged(target: Any, patch: Any) -> Any:
    """Return what JSON Merge Patch makes of a value (RFC 7396, section 2); both stay as they are.

    Arrays of the patch are taken over as they are, not copied.
    """
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result


class Misfit(ValueError):
    """A JSON value that does not fit where it stands; the message says what is expected."""


class BodyFaults:
    """Everything that is wrong with a body, collected so that it is reported at once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], None] = {}

    def add(self, pointer: str, detail: str) -> None:
        """Note a fault at a JSON pointer."""
        self._found[pointer, detail] = None

    def check(self) -> None:
        """Go on only if nothing was wrong.

        Raises:
            FieldFaults: something was.
        """
        if self._found:
            raise FieldFaults(list(self._found))


def at(pointer: str, part: str | int) -> str:
    """Return the JSON pointer to a member of what a pointer points to (RFC 6901)."""
    return f"{pointer}/{str(part).replace('~', '~0').replace('/', '~1')}"


def an_object(value: Any, what: str = "The body") -> Body:
    """Return a value that must be a JSON object.

    Raises:
        InputError: it is none.
    """
    if not isinstance(value, dict):
        raise InputError(f"{what} must be a JSON object, not {kind_of(value)}.")
    return value


def kind_of(value: Any) -> str:
    """Return what kind of JSON value something is, for messages."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    kinds = ((str, "a text"), (int, "a number"), (Decimal, "a number"), (list, "an array"))
    return next((name for kind, name in kinds if isinstance(value, kind)), "an object")


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

    A value that the shapes list may be given by its local name, one that they name in words by
    these, and an IRI of a namespace that the catalogue knows with its prefix.

    Raises:
        Misfit: it stands for none.
    """
    if not isinstance(value, str):
        raise Misfit(f"expected an IRI, not {kind_of(value)}")
    choices = {re.split(r"[#/]", iri)[-1]: iri for iri in field.choices}
    words = {word.casefold(): iri for word, iri in field.words}
    prefix, colon, local = value.partition(":")
    if value in choices:
        value = choices[value]
    elif value.strip().casefold() in words:
        value = words[value.strip().casefold()]
    elif colon and prefix in PREFIXES and not local.startswith("//"):
        value = PREFIXES[prefix] + local
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", value):
        raise Misfit(f"{_expected_address(field)}; {value!r} is none")
    return NamedNode(value)


def _expected_address(field: Field) -> str:
    names = [word for word, _ in field.words]
    if field.choices:
        return f"expected one of {', '.join(re.split(r'[#/]', iri)[-1] for iri in field.choices)}"
    return ", or ".join(["write an address that begins with https:// (an IRI)", *map(repr, names)])


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
