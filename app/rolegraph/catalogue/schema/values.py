"""RDF terms as JSON values that are also JSON-LD under the catalogue's context.

A literal of the form its field promises becomes a plain value. Any other becomes an object with
`value` and `datatype` or `language`, so that nothing is lost and nothing is made up.
"""

from __future__ import annotations

from rolegraph.catalogue.schema.fields import Field
from rolegraph.rdf.namespaces import XSD
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]

STRING = XSD + "string"
BOOLEAN = XSD + "boolean"
INTEGER = XSD + "integer"
INTEGERS = frozenset(
    XSD + name
    for name in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger")
)
"""Datatypes shown as JSON numbers.

Decimals and floats stay text: JSON-LD reads a JSON number with a fraction as an xsd:double in
scientific notation, which is another literal
(https://www.w3.org/TR/json-ld-api/#data-round-tripping).
"""

NUMBERS = frozenset({XSD + "decimal", XSD + "double", XSD + "float"})
"""Datatypes of numbers that are shown as text."""

_NATIVE = frozenset({STRING, INTEGER, BOOLEAN})  # what JSON-LD makes of plain JSON values
_SAFE = 2**53  # JSON readers that hold numbers as doubles are exact up to here


def literal_json(field: Field, literal: Literal) -> Json:
    """Return the JSON value of a literal under a field."""
    text = literal.value
    promised = field.kind == "literal"
    if literal.language:
        if promised and field.language == literal.language:
            return text
        return {"value": text, "language": literal.language}
    datatype = literal.datatype.value
    if promised and datatype in ({field.datatype} if field.datatype else _NATIVE):
        plain = _plain(datatype, text)
        if plain is not None:
            return plain
    return {"value": text} if datatype == STRING else {"value": text, "datatype": datatype}


def _plain(datatype: str, text: str) -> str | int | bool | None:
    """Return the plain JSON value that reads back as exactly this literal, or None."""
    if datatype == BOOLEAN:
        return {"true": True, "false": False}.get(text)
    if datatype not in INTEGERS:
        return text
    try:
        number = int(text)
    except ValueError:
        return None
    return number if str(number) == text and abs(number) < _SAFE else None


def node_id(node: NamedNode | BlankNode) -> str:
    """Return the JSON-LD `id` of a node."""
    return node.value if isinstance(node, NamedNode) else f"_:{node.value}"
