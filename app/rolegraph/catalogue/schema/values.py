"""Datatypes of literals, and which of them JSON shows as numbers."""

from __future__ import annotations

from rolegraph.rdf.namespaces import XSD

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
