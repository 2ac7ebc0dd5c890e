"""JSON Schema (2020-12) of the bodies of writes."""

from __future__ import annotations

from rolegraph.catalogue.schema.context import class_names
from rolegraph.catalogue.schema.fields import Field
from rolegraph.catalogue.schema.json_schema import LITERAL, Schema, field_schema, reference
from rolegraph.catalogue.schema.types import ResourceType, ResourceTypes
from rolegraph.catalogue.schema.values import NUMBERS

LINK_INPUT = "LinkInput"


def input_name(resource_type: ResourceType) -> str:
    """Return the name of the schema of a new or replaced thing."""
    return f"{resource_type.name}Input"


def patch_name(resource_type: ResourceType) -> str:
    """Return the name of the schema of a merge patch."""
    return f"{resource_type.name}Patch"


def input_schemas(types: ResourceTypes) -> dict[str, Schema]:
    """Return the schemas of all bodies of writes, by name."""
    schemas: dict[str, Schema] = {
        LINK_INPUT: {
            "title": LINK_INPUT,
            "description": "A link as it is read; only its id counts.",
            "type": "object",
            "properties": {
                "id": {
                    "type": "string",
                    "description": "An id, `plural/id`, an IRI, or an id such as `_:first` of "
                    "something new in the same request.",
                },
                "label": True,
                "type": True,
                "href": True,
            },
            "required": ["id"],
            "additionalProperties": False,
        }
    }
    for resource_type in types.values():
        whole = _input_schema(types, resource_type)
        schemas[input_name(resource_type)] = whole
        schemas[patch_name(resource_type)] = {
            "title": patch_name(resource_type),
            "description": "A JSON merge patch (RFC 7396): members given are changed, null takes "
            "a value away, arrays are replaced as a whole.",
            "type": "object",
            "properties": {
                name: {
                    "anyOf": [
                        reference(f"{input_name(resource_type)}/properties/{name}"),
                        {"type": "null"},
                    ]
                }
                for name in whole["properties"]
                if not name.startswith("@")
            },
            "additionalProperties": False,
        }
    return schemas


def _input_schema(types: ResourceTypes, resource_type: ResourceType) -> Schema:
    names = class_names(types)
    below = [t for t in types.values() if t.iri in resource_type.classes]
    read_only: Schema = {"readOnly": True, "description": "As it is read; without effect."}
    properties: dict[str, Schema] = {
        "@context": read_only,
        "id": {
            "type": "string",
            "description": "The id or the IRI. A new thing may leave it out: its id is then made "
            "from its label. One such as `_:first` holds within the request.",
        },
        "type": {
            "description": "The class; needed for a new thing where several are possible.",
            "anyOf": [
                {"type": "string", "enum": sorted(names.get(t.iri, t.iri) for t in below)},
                {"type": "array", "items": {"type": "string"}},
            ],
        },
        "href": read_only,
        "referencedBy": read_only,
        "commit": read_only,
    }
    # The fields of the classes below are those of a thing that names such a class.
    fields = {field.name: field for t in (*below, resource_type) for field in t.fields}
    properties |= {name: _field_schema(types, field) for name, field in fields.items()}
    return {
        "title": input_name(resource_type),
        "description": resource_type.description,
        "type": "object",
        "properties": properties,
        "required": _required(types, resource_type),
        "additionalProperties": False,
    }


def _required(types: ResourceTypes, resource_type: ResourceType) -> list[str]:
    """Return the fields that must be there, wherever the thing stands.

    What names the owner of a thing need not be there within that owner.
    """
    own = frozenset({resource_type.iri})

    def follows(field: Field) -> bool:
        owners = types.reached(field) if field.kind == "link" else ()
        return any(types.counterpart(field, own, frozenset({t.iri})) for t in owners)

    return [f.name for f in resource_type.fields if f.required and not f.inverse and not follows(f)]


def _field_schema(types: ResourceTypes, field: Field) -> Schema:
    value = _value_schema(types, field)
    about = {"title": field.label, "description": field.description}
    if field.single:
        return {**about, **value}
    least = {"minItems": field.min_count} if field.min_count and not field.inverse else {}
    return {**about, "type": "array", **least, "items": value}


def _value_schema(types: ResourceTypes, field: Field) -> Schema:
    if field.nested:
        inner = field.nested.fields
        return {
            "type": "object",
            "properties": {
                "id": {"type": "string", "description": "Left out for something new."},
                "type": {"anyOf": [{"type": "string"}, {"type": "array"}]},
                **{f.name: _field_schema(types, f) for f in inner},
            },
            "additionalProperties": False,
        }
    if field.kind == "link":
        wanted = {iri for target in field.targets for iri in types.relations.below(target)}
        new = [reference(input_name(t)) for t in types.values() if t.iri in wanted]
        return {"anyOf": [{"type": "string"}, reference(LINK_INPUT), *new]}
    shown = field_schema(field)
    shown = shown if field.single else shown["items"]
    plain = {key: value for key, value in shown.items() if key not in {"title", "description"}}
    if field.kind == "iri":
        return {"type": "string"} if field.choices else plain
    if field.datatype is None:
        return plain
    forms = [plain, *([{"type": "number"}] if field.datatype in NUMBERS else [])]
    return {"anyOf": [*forms, reference(LITERAL)]}
