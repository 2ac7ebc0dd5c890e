"""JSON Schema (2020-12) of the things of each type, as OpenAPI 3.1 shows them.

The schema tells what complete things look like. What the shapes let through all the same, such as
a text in another language, is described as an alternative.

A thing has three schemas. `Role` is a whole role; a link in it is a link, or the whole thing where
`expand` asks for that. `RoleSelection` is what `fields` leaves of one: only its `id` is sure. Both
are written out: code generators lose members of `allOf`. What the choices of a field are, and what
a nested thing is, stands in schemas with names (`names.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rolegraph.catalogue.schema.context import class_names
from rolegraph.catalogue.schema.fields import Field, NestedType
from rolegraph.catalogue.schema.names import SchemaNames, pascal
from rolegraph.catalogue.schema.types import LABEL, ResourceType, ResourceTypes
from rolegraph.catalogue.schema.values import BOOLEAN, INTEGERS, NUMBERS
from rolegraph.rdf.namespaces import XSD

Schema = dict[str, Any]

LINK = "ThingLink"
LITERAL = "RdfLiteral"
REFERRER = "Referrer"
REFERENCES = "#/components/schemas/"

_FORMATS = {
    XSD + "date": "date",
    XSD + "dateTime": "date-time",
    XSD + "dateTimeStamp": "date-time",
    XSD + "time": "time",
    XSD + "duration": "duration",
    XSD + "anyURI": "iri",
}
_IRI: Schema = {"type": "string", "format": "iri"}
_ADDRESS: Schema = {"type": ["string", "null"], "format": "uri-reference"}
_TEXTS: Schema = {"type": "array", "items": {"type": "string"}}


def shared_schemas() -> dict[str, Schema]:
    """Return the schemas that those of the types refer to, by name."""
    label = {"anyOf": [{"type": "string"}, reference(LITERAL), {"type": "null"}]}
    link = {
        "title": LINK,
        "description": "Another thing: its IRI, its label, and where its data is.",
        "type": "object",
        "properties": {"id": _IRI, "label": label, "href": _ADDRESS},
        "required": ["id", "label", "href"],
    }
    literal = {
        "title": LITERAL,
        "description": "A literal that is not of the form its field promises.",
        "type": "object",
        "properties": {
            "value": {"type": "string"},
            "datatype": _IRI,
            "language": {"type": "string"},
        },
        "required": ["value"],
        "additionalProperties": False,
    }
    referrer = {
        "title": REFERRER,
        "description": "A thing that refers to another one, and how.",
        "type": "object",
        "properties": {
            "id": _IRI,
            "type": any_type(),
            "label": label,
            "href": _ADDRESS,
            "field": {
                "type": ["string", "null"],
                "description": "The field that refers; null where no field shows it.",
            },
            "predicate": {**_IRI, "description": "Its predicate."},
        },
        "required": ["id", "label", "href"],
    }
    return {LINK: link, LITERAL: literal, REFERRER: referrer}


def any_type() -> Schema:
    """Return the schema of the classes of a thing whose type is not known."""
    return {
        "description": "Its class, or its classes where it has several.",
        "anyOf": [{"type": "string"}, {**_TEXTS, "minItems": 2}],
    }


def selection_name(resource_type: ResourceType) -> str:
    """Return the name of the schema of what `fields` leaves of a thing."""
    return f"{resource_type.name}Selection"


def answer_schema(resource_type: ResourceType) -> Schema:
    """Return the schema of a thing in an answer: whole, or what `fields` leaves of it."""
    return {"anyOf": [reference(resource_type.name), reference(selection_name(resource_type))]}


class ThingSchemas:
    """The schemas of what is read.

    Args:
        types: the types whose things are read.
    """

    def __init__(self, types: ResourceTypes) -> None:
        self._types = types
        self._names = SchemaNames(types)
        self._classes = class_names(types)

    def all(self) -> dict[str, Schema]:
        """Return all schemas by name: of things, of pages, of choices and of nested things."""
        schemas = shared_schemas()
        for resource_type in self._types.values():
            schemas |= {
                resource_type.name: self.thing(resource_type),
                selection_name(resource_type): self._selection(resource_type),
                f"{resource_type.name}List": list_schema(resource_type),
            }
            schemas |= dict(self._inner(resource_type.name, resource_type.fields))
        return schemas

    def thing(self, resource_type: ResourceType) -> Schema:
        """Return the schema of the whole things of a type."""
        return {
            "title": resource_type.name,
            "description": resource_type.description,
            "type": "object",
            "properties": self._members(resource_type, whole=True),
            "required": ["id", "type", "href", *_present(resource_type.fields)],
        }

    def _selection(self, resource_type: ResourceType) -> Schema:
        return {
            "title": selection_name(resource_type),
            "description": "What the parameter `fields` leaves of a thing. The members mean what "
            f"they mean in {resource_type.name}.",
            "type": "object",
            "properties": self._members(resource_type, whole=False),
            "required": ["id"],
        }

    def _members(self, resource_type: ResourceType, *, whole: bool) -> dict[str, Schema]:
        known = sorted(self._classes.get(iri, iri) for iri in resource_type.classes)
        one: Schema = {"const": known[0]} if len(known) == 1 else {"enum": known}
        members: dict[str, Schema] = {
            "@context": {"type": "string", "format": "uri", "description": "The JSON-LD context."},
            "id": {**_IRI, "description": "The IRI of the thing."},
            "type": {
                "description": "Its class, or its classes where it has several.",
                "anyOf": [{"type": "string", **one}, {**_TEXTS, "minItems": 2}],
            },
        }
        # The label first, as in the answers.
        for field in sorted(resource_type.fields, key=lambda field: field.name != LABEL):
            members[field.name] = self._field(resource_type.name, field, whole=whole)
        members["href"] = {**_ADDRESS, "description": "Where the data of the thing is."}
        members["referencedBy"] = {
            "description": "Who refers to the thing, where `include` asks for it.",
            "type": "array",
            "items": reference(REFERRER),
        }
        return members

    def _field(self, owner: str, field: Field, *, whole: bool) -> Schema:
        """Return the schema of the values of a field."""
        value = self._value(owner, field, whole=whole)
        about = {"description": field.description} if whole else {}
        if field.single:
            return {**about, **value}
        least = {"minItems": field.min_count} if field.min_count and whole else {}
        return {**about, "type": "array", **least, "items": value}

    def _value(self, owner: str, field: Field, *, whole: bool) -> Schema:
        if field.nested:
            return reference(self._names.nested(owner, field, field.nested))
        if field.kind == "link":
            named = self._types.reached(field) if field.targets else ()
            if not whole:
                parts = [reference(selection_name(t)) for t in named]
                return parts[0] if len(parts) == 1 else {"anyOf": parts or [reference(LINK)]}
            # The whole thing first: who reads one by the first schema that fits gets all of it.
            return {"anyOf": [*(reference(t.name) for t in named), reference(LINK)]}
        if field.choices:
            return reference(self._names.enumeration(owner, field))
        return plain_value(field)

    def _inner(self, owner: str, fields: Iterable[Field]) -> Iterator[tuple[str, Schema]]:
        """Yield the schemas of choices and of nested things, with their names."""
        for field in fields:
            if field.choices:
                yield self._names.enumeration(owner, field), _choices(field)
            if field.nested:
                name = self._names.nested(owner, field, field.nested)
                yield name, self._nested(name, field.nested)
                yield from self._inner(name, field.nested.fields)

    def _nested(self, name: str, nested: NestedType) -> Schema:
        return {
            "title": name,
            "description": "A thing that is shown inside the one it belongs to.",
            "type": "object",
            "properties": {
                "id": _IRI,
                "type": any_type(),
                **{f.name: self._field(name, f, whole=True) for f in nested.fields},
            },
            "required": ["id"],
        }


def list_schema(resource_type: ResourceType) -> Schema:
    """Return the schema of a page of things."""
    return {
        "title": f"{resource_type.name}List",
        "description": f"A page of {resource_type.plural}.",
        "type": "object",
        "properties": {
            "@context": {"type": "string", "format": "uri"},
            "items": {"type": "array", "items": answer_schema(resource_type)},
            "total": {"type": "integer", "minimum": 0, "description": "How many there are."},
            "limit": {"type": "integer", "minimum": 1, "description": "How many a page holds."},
            "next": {**_ADDRESS, "description": "Address of the next page; null on the last."},
        },
        "required": ["@context", "items", "total", "limit", "next"],
    }


def plain_value(field: Field) -> Schema:
    """Return the schema of one value of a field of literals or bare IRIs, choices left aside."""
    if field.kind == "iri":
        return _IRI
    if field.datatype is None:
        return {"anyOf": [{"type": ["string", "integer", "boolean"]}, reference(LITERAL)]}
    if field.datatype == BOOLEAN:
        return {"type": "boolean"}
    if field.datatype in INTEGERS:
        bounds = {"minimum": field.minimum, "maximum": field.maximum}
        return {"type": "integer"} | {k: int(v) for k, v in bounds.items() if v is not None}
    schema: Schema = {"type": "string"}
    if field.datatype in _FORMATS:
        schema["format"] = _FORMATS[field.datatype]
    if field.datatype in NUMBERS:
        schema["pattern"] = r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$|^-?INF$|^NaN$"
    elif field.pattern:
        schema["pattern"] = field.pattern
    return schema


def _choices(field: Field) -> Schema:
    """Return the schema of the choices of a field."""
    plain = plain_value(field)
    values: list[Any] = list(field.choices)
    if field.datatype in INTEGERS:
        values = [int(value) for value in values]
    kept: Schema = {key: plain[key] for key in ("type", "format") if key in plain}
    return {"title": pascal(field.name), **(kept or {"type": "string"}), "enum": values}


def _present(fields: Iterable[Field]) -> list[str]:
    """Return the names of the fields that every complete thing shows; arrays may be empty."""
    return [field.name for field in fields if field.required or not field.single]


def reference(name: str) -> Schema:
    """Return a reference to the schema of a name among the components of the API."""
    return {"$ref": REFERENCES + name}
