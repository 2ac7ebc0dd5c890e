"""What OpenAPI says of the query parameters of reads.

A field name means one thing in all types, so each parameter is described once and referred to.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rolegraph.api.schema.parameters import LISTING, REFERENCED_BY, SHAPING
from rolegraph.catalogue import Field, ResourceType, ResourceTypes
from rolegraph.catalogue.index.paging import DEFAULT_LIMIT, MAX_LIMIT
from rolegraph.catalogue.schema.json_schema import field_schema

Parameter = dict[str, Any]

_ORDER = (
    "Names of fields to sort by, separated by commas; a minus before a name turns the order round. "
    "What has no value comes last."
)
_FIELDS = (
    "Names of fields, separated by commas; only these are shown. Dots lead into linked things, as "
    "in `label,representsRole.label`."
)
_EXPAND = (
    "Names of links, separated by commas, which are shown as whole things. Dots lead further, as "
    "in `workflows.steps`."
)
_AT = "The state to read: a revision, or a date or time such as 2026-11-23T14:00:00Z."
_INCLUDE = f"`{REFERENCED_BY}` adds who refers to the thing, and by which field."


def shaping_parameters() -> list[Parameter]:
    """Return the OpenAPI parameters of reads of one thing."""
    return [_reference(name) for name in SHAPING]


def list_parameters(resource_type: ResourceType) -> list[Parameter]:
    """Return the OpenAPI parameters of the list of a type, its filters among them."""
    filters = [field.name for field in resource_type.fields if field.name not in LISTING]
    return [*map(_reference, LISTING), *(_reference(f"filter.{name}") for name in filters)]


def parameter_components(types: ResourceTypes) -> dict[str, Parameter]:
    """Return the parameters that these refer to, by name."""
    whole: dict[str, Any] = {
        "type": "integer",
        "minimum": 1,
        "maximum": MAX_LIMIT,
        "default": DEFAULT_LIMIT,
    }
    text: dict[str, Any] = {"type": "string"}
    described = {
        "limit": ("How many things a page holds.", whole),
        "cursor": ("Where the page begins; take it from the link `next` of the one before.", text),
        "order": (_ORDER, text),
        "fields": (_FIELDS, text),
        "expand": (_EXPAND, text),
        "at": (_AT, text),
        "include": (_INCLUDE, text | {"enum": [REFERENCED_BY]}),
    }
    found = {
        name: {"name": name, "in": "query", "description": description, "schema": schema}
        for name, (description, schema) in described.items()
    }
    fields = {f.name: f for t in types.values() for f in t.fields if f.name not in LISTING}
    return found | {f"filter.{name}": _filter(field) for name, field in fields.items()}


def _filter(field: Field) -> Parameter:
    if field.kind == "link":
        form = "Ids, `plural/id` or IRIs of things it leads to."
    elif field.nested:
        form = "Goes with the name of an inner field, joined by a dot."
    else:
        form = "Exact values."
    return {
        "name": field.name,
        "in": "query",
        "description": f"Filter: {field.description} {form} One of several values is enough.",
        "schema": {"type": "array", "items": _filter_schema(field)},
        "explode": True,
    }


def _filter_schema(field: Field) -> Mapping[str, Any]:
    if field.kind in {"link", "nested"}:
        return {"type": "string"}
    schema = field_schema(field)
    schema = schema if field.single else schema["items"]
    kept = {key: value for key, value in schema.items() if key in {"type", "enum", "format"}}
    return kept or {"type": "string"}


def _reference(name: str) -> Parameter:
    return {"$ref": f"#/components/parameters/{name}"}
