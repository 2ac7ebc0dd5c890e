"""JSON Schema (2020-12) of the bodies of writes.

What is read can be written back: members that are read only have a place, without effect. A merge
patch has the members of the whole thing, each with null beside its values, written out in place.
"""

from __future__ import annotations

from typing import Any

from rolegraph.catalogue.schema.context import class_names
from rolegraph.catalogue.schema.fields import Field, NestedType
from rolegraph.catalogue.schema.json_schema import (
    LITERAL,
    REFERRER,
    Schema,
    any_type,
    plain_value,
    reference,
)
from rolegraph.catalogue.schema.names import SchemaNames
from rolegraph.catalogue.schema.types import ResourceType, ResourceTypes
from rolegraph.catalogue.schema.values import NUMBERS

LINK_INPUT = "LinkInput"
_NULL: Schema = {"type": "null"}


def input_name(resource_type: ResourceType) -> str:
    """Return the name of the schema of a new or replaced thing."""
    return f"{resource_type.name}Input"


def patch_name(resource_type: ResourceType) -> str:
    """Return the name of the schema of a merge patch."""
    return f"{resource_type.name}Patch"


def input_schemas(types: ResourceTypes) -> dict[str, Schema]:
    """Return the schemas of all bodies of writes, by name."""
    return _InputSchemas(types).all()


class _InputSchemas:
    """Makes the schemas of what is written."""

    def __init__(self, types: ResourceTypes) -> None:
        self._types = types
        self._names = SchemaNames(types)
        self._classes = class_names(types)
        self._nested: dict[str, Schema] = {}

    def all(self) -> dict[str, Schema]:
        schemas: dict[str, Schema] = {LINK_INPUT: _link_input()}
        for resource_type in self._types.values():
            whole = self._whole(resource_type)
            schemas[input_name(resource_type)] = whole
            schemas[patch_name(resource_type)] = _patch(resource_type, whole)
        return schemas | self._nested

    def _whole(self, resource_type: ResourceType) -> Schema:
        below = [t for t in self._types.values() if t.iri in resource_type.classes]
        known = sorted(self._classes.get(t.iri, t.iri) for t in below)
        one: Schema = {"const": known[0]} if len(known) == 1 else {"enum": known}
        without = "As it is read; without effect."
        properties: dict[str, Schema] = {
            "@context": {"type": "string", "description": without},
            "id": {
                "type": "string",
                "description": "The id or the IRI. A new thing may leave it out: its id is then "
                "made from its label. One such as `_:first` holds within the request.",
            },
            "type": {
                "description": "The class; needed for a new thing where several are possible.",
                "anyOf": [
                    {"type": "string", **one},
                    {"type": "array", "items": {"type": "string"}},
                ],
            },
            "href": {"type": ["string", "null"], "description": without},
            "referencedBy": {
                "type": "array",
                "items": reference(REFERRER),
                "description": without,
            },
            "commit": {**reference("Commit"), "description": without},
        }
        # The fields of the classes below are those of a thing that names such a class.
        fields = {field.name: field for t in (*below, resource_type) for field in t.fields}
        owner = resource_type.name
        properties |= {name: self._field(owner, field) for name, field in fields.items()}
        return {
            "title": input_name(resource_type),
            "description": resource_type.description,
            "type": "object",
            "properties": properties,
            "required": _required(self._types, resource_type),
            "additionalProperties": False,
        }

    def _field(self, owner: str, field: Field) -> Schema:
        value = self._value(owner, field)
        about = {"description": field.description}
        if field.single:
            return {**about, **value}
        least = {"minItems": field.min_count} if field.min_count and not field.inverse else {}
        return {**about, "type": "array", **least, "items": value}

    def _value(self, owner: str, field: Field) -> Schema:
        if field.nested:
            return self._within(owner, field, field.nested)
        if field.kind == "link":
            new = [reference(input_name(t)) for t in self._reached(field)]
            return {"anyOf": [{"type": "string"}, reference(LINK_INPUT), *new]}
        if field.kind == "iri":
            # Choices may be written by their short names, and words for an address.
            in_words = field.choices or field.words
            return {"type": "string"} if in_words else plain_value(field)
        if field.datatype is None and not field.choices:
            return plain_value(field)
        choices = reference(self._names.enumeration(owner, field)) if field.choices else None
        forms = [choices or plain_value(field)]
        forms += [{"type": "number"}] if field.datatype in NUMBERS else []
        return {"anyOf": [*forms, reference(LITERAL)]}

    def _reached(self, field: Field) -> list[ResourceType]:
        """Return the types of which a link may make a new thing in place."""
        wanted = {iri for target in field.targets for iri in self._types.relations.below(target)}
        return [t for t in self._types.values() if t.iri in wanted]

    def _within(self, owner: str, field: Field, nested: NestedType) -> Schema:
        name = f"{self._names.nested(owner, field, nested)}Input"
        if name not in self._nested:
            self._nested[name] = {}  # so that a thing may stand in one of its own kind
            self._nested[name] = {
                "title": name,
                "description": "A thing that is written inside the one it belongs to.",
                "type": "object",
                "properties": {
                    "id": {"type": "string", "description": "Left out for something new."},
                    "type": any_type(),
                    **{f.name: self._field(name, f) for f in nested.fields},
                },
                "additionalProperties": False,
            }
        return reference(name)


def _link_input() -> Schema:
    without = "As it is read; without effect."
    return {
        "title": LINK_INPUT,
        "description": "A link as it is read; only its id counts.",
        "type": "object",
        "properties": {
            "id": {
                "type": "string",
                "description": "An id, `plural/id`, an IRI, or an id such as `_:first` of "
                "something new in the same request.",
            },
            "label": {
                "anyOf": [{"type": "string"}, reference(LITERAL), _NULL],
                "description": without,
            },
            "type": any_type(),
            "href": {"type": ["string", "null"], "description": without},
        },
        "required": ["id"],
        "additionalProperties": False,
    }


def _patch(resource_type: ResourceType, whole: Schema) -> Schema:
    return {
        "title": patch_name(resource_type),
        "description": "A JSON merge patch (RFC 7396): members given are changed, null takes "
        "a value away, arrays are replaced as a whole.",
        "type": "object",
        "properties": {
            name: _or_null(schema)
            for name, schema in whole["properties"].items()
            if not name.startswith("@")
        },
        "additionalProperties": False,
    }


def _or_null(schema: Schema) -> Schema:
    """Return a schema that takes null as well, without a level more than it needs."""
    about: dict[str, Any] = {k: schema[k] for k in ("description",) if k in schema}
    rest = {k: v for k, v in schema.items() if k not in about}
    if set(rest) == {"anyOf"}:
        return {**about, "anyOf": [*rest["anyOf"], *([] if _NULL in rest["anyOf"] else [_NULL])]}
    if isinstance(rest.get("type"), list):
        return schema
    return {**about, "anyOf": [rest, _NULL]}


def _required(types: ResourceTypes, resource_type: ResourceType) -> list[str]:
    """Return the fields that must be there, wherever the thing stands.

    What names the owner of a thing need not be there within that owner.
    """
    own = frozenset({resource_type.iri})

    def follows(field: Field) -> bool:
        owners = types.reached(field) if field.kind == "link" else ()
        return any(types.counterpart(field, own, frozenset({t.iri})) for t in owners)

    return [f.name for f in resource_type.fields if f.required and not f.inverse and not follows(f)]
