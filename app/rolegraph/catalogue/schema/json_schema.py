"""JSON Schema (2020-12) of the things of each type, as OpenAPI 3.1 shows them.

The schema tells what complete things look like. What the shapes let through all the same, such as
a text in another language, is described as an alternative.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rolegraph.catalogue.schema.context import class_names
from rolegraph.catalogue.schema.fields import Field, NestedType
from rolegraph.catalogue.schema.types import LABEL, ResourceType, ResourceTypes
from rolegraph.catalogue.schema.values import BOOLEAN, INTEGERS, NUMBERS
from rolegraph.rdf.namespaces import XSD

Schema = dict[str, Any]

LINK = "ThingLink"
LITERAL = "Literal"
REFERENCES = "#/components/schemas/"

_FORMATS = {
    XSD + "date": "date",
    XSD + "dateTime": "date-time",
    XSD + "dateTimeStamp": "date-time",
    XSD + "time": "time",
    XSD + "duration": "duration",
    XSD + "anyURI": "iri",
}


def shared_schemas() -> dict[str, Schema]:
    """Return the schemas that those of the types refer to, by name."""
    link = {
        "title": LINK,
        "description": "Another thing: its IRI, its label, and where its data is.",
        "type": "object",
        "properties": {
            "id": {"type": "string", "format": "iri"},
            "label": {"anyOf": [{"type": "string"}, {"type": "null"}, reference(LITERAL)]},
            "href": {"type": ["string", "null"], "format": "uri-reference"},
        },
        "required": ["id", "label", "href"],
    }
    literal = {
        "title": LITERAL,
        "description": "A literal that is not of the form its field promises.",
        "type": "object",
        "properties": {
            "value": {"type": "string"},
            "datatype": {"type": "string", "format": "iri"},
            "language": {"type": "string"},
        },
        "required": ["value"],
        "additionalProperties": False,
    }
    return {LINK: link, LITERAL: literal}


def thing_schema(types: ResourceTypes, resource_type: ResourceType) -> Schema:
    """Return the schema of the things of a type."""
    names = class_names(types)
    known = sorted(names.get(iri, iri) for iri in resource_type.classes)
    properties: dict[str, Schema] = {
        "@context": {"type": "string", "format": "uri", "description": "The JSON-LD context."},
        "id": {"type": "string", "format": "iri", "description": "The IRI of the thing."},
        "type": {
            "description": "Its class, or its classes where it has several.",
            "anyOf": [
                {"type": "string", "enum": known},
                {"type": "array", "items": {"type": "string"}, "minItems": 2},
            ],
        },
    }
    fields = sorted(resource_type.fields, key=lambda field: field.name != LABEL)  # label first
    properties |= {field.name: field_schema(field) for field in fields}
    properties["href"] = {
        "type": ["string", "null"],
        "format": "uri-reference",
        "description": "Where the data of the thing is.",
    }
    return {
        "title": resource_type.name,
        "description": resource_type.description,
        "type": "object",
        "properties": properties,
        "required": ["id", "type", "href", *_present(resource_type.fields)],
    }


def list_schema(resource_type: ResourceType, item: Schema) -> Schema:
    """Return the schema of a page of things, from the schema of one or a reference to it."""
    return {
        "title": f"{resource_type.name}List",
        "description": f"A page of {resource_type.plural}.",
        "type": "object",
        "properties": {
            "@context": {"type": "string", "format": "uri"},
            "items": {"type": "array", "items": item},
            "total": {"type": "integer", "minimum": 0, "description": "How many there are."},
            "limit": {"type": "integer", "minimum": 1, "description": "How many a page holds."},
            "next": {
                "type": ["string", "null"],
                "format": "uri-reference",
                "description": "Address of the next page; null on the last.",
            },
        },
        "required": ["@context", "items", "total", "limit", "next"],
    }


def field_schema(field: Field) -> Schema:
    """Return the schema of the values of a field."""
    value = _value_schema(field)
    if field.single:
        return {"title": field.label, "description": field.description, **value}
    schema: Schema = {"title": field.label, "description": field.description, "type": "array"}
    if field.min_count:
        schema["minItems"] = field.min_count
    return {**schema, "items": value}


def _value_schema(field: Field) -> Schema:
    if field.nested:
        return _nested_schema(field.nested)
    if field.kind == "link":
        return reference(LINK)
    if field.kind == "iri":
        return {"type": "string", "format": "iri", **_choices(field.choices)}
    return _literal_schema(field)


def _literal_schema(field: Field) -> Schema:
    if field.datatype is None:
        return {"anyOf": [{"type": ["string", "integer", "boolean"]}, reference(LITERAL)]}
    if field.datatype == BOOLEAN:
        return {"type": "boolean"}
    if field.datatype in INTEGERS:
        schema: Schema = {"type": "integer", **_choices([int(c) for c in field.choices])}
        bounds = {"minimum": field.minimum, "maximum": field.maximum}
        return schema | {key: int(bound) for key, bound in bounds.items() if bound is not None}
    schema = {"type": "string", **_choices(field.choices)}
    if field.datatype in _FORMATS:
        schema["format"] = _FORMATS[field.datatype]
    if field.datatype in NUMBERS:
        schema["pattern"] = r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$|^-?INF$|^NaN$"
    elif field.pattern:
        schema["pattern"] = field.pattern
    return schema


def _nested_schema(nested: NestedType) -> Schema:
    return {
        "type": "object",
        "properties": {
            "id": {"type": "string", "format": "iri"},
            "type": {"anyOf": [{"type": "string"}, {"type": "array"}]},
            **{field.name: field_schema(field) for field in nested.fields},
        },
        "required": ["id"],
    }


def _present(fields: Iterable[Field]) -> list[str]:
    """Return the names of the fields that every complete thing shows; arrays may be empty."""
    return [field.name for field in fields if field.required or not field.single]


def _choices(choices: Iterable[Any]) -> Schema:
    values = list(choices)
    return {"enum": values} if values else {}


def reference(name: str) -> Schema:
    """Return a reference to the schema of a name among the components of the API."""
    return {"$ref": REFERENCES + name}
