"""What the scalar values of a JSON-LD text are in RDF.

Source: https://www.w3.org/TR/json-ld11-api/#object-to-rdf-conversion.
"""

from __future__ import annotations

from typing import Any

from rdflib.plugins.shared.jsonld.context import Context
from rdflib.plugins.shared.jsonld.context import Term as Meaning

from rolegraph.rdf.namespaces import XSD
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Term

_LARGEST = 1e21
"""Whole numbers from here on are doubles."""


def named(iri: str, other: Term | None) -> Term | None:
    """Return the node of an IRI or label, and something else where it is neither."""
    if iri.startswith("_:"):
        return BlankNode(iri[2:])
    return NamedNode(iri) if ":" in iri else other


def scalar(value: Any, context: Context, meaning: Meaning | None) -> Term:
    """Return what a string, number or boolean stands for as the value of a term."""
    kind = meaning.type if meaning and isinstance(meaning.type, str) else None
    if isinstance(value, str) and kind in {"@id", "@vocab"}:
        iri = context.expand(value) if kind == "@vocab" else context.resolve(value)
        return named(iri or "", None) or Literal(value)
    if kind and ":" in kind:
        return Literal(_text(value), datatype=NamedNode(kind))
    if isinstance(value, str):
        own = meaning.language if meaning else None
        language = own if isinstance(own, str) else context.language
        return Literal(value, language=language.lower() if language else None)
    return _native(value)


def literal(said: dict[str, Any], context: Context) -> Term:
    """Return what an object with `@value` stands for."""
    value, kind = context.get_value(said), context.get_type(said)
    language = context.get_language(said)
    iri = context.expand(kind) if isinstance(kind, str) else None
    if iri and ":" in iri:
        return Literal(_text(value), datatype=NamedNode(iri))
    if isinstance(language, str):
        return Literal(_text(value), language=language.lower())
    return Literal(value) if isinstance(value, str) else _native(value)


def _native(value: Any) -> Term:
    if isinstance(value, bool):
        return Literal(_text(value), datatype=NamedNode(XSD + "boolean"))
    local = "double" if _is_double(value) else "integer"
    return Literal(_text(value), datatype=NamedNode(XSD + local))


def _is_double(value: float) -> bool:
    return abs(value) >= _LARGEST or not float(value).is_integer()


def _text(value: Any) -> str:
    """Return the form that a value of JSON has in RDF (JSON-LD 1.1 API, 8.6)."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        if not _is_double(value):
            return str(int(value))
        mantissa, _, exponent = f"{value:.15E}".partition("E")
        digits = mantissa.rstrip("0")
        return f"{digits}{'0' if digits.endswith('.') else ''}E{int(exponent)}"
    return str(value)
