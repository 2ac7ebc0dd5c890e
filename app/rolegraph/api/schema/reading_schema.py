"""What OpenAPI says of the query parameters of reads.

A field name means one thing in all types, so each parameter is described once and referred to.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rolegraph.api.schema.parameters import (
    CONTAINS,
    LISTING,
    MOST_VALUES,
    REFERENCED_BY,
    SHAPING,
    holds_text,
)
from rolegraph.catalogue import Field, ResourceType, ResourceTypes
from rolegraph.catalogue.index.paging import DEFAULT_LIMIT, MAX_LIMIT
from rolegraph.catalogue.schema.json_schema import Schema, plain_value, reference
from rolegraph.catalogue.schema.names import SchemaNames
from rolegraph.diagrams.formats import DIAGRAMS
from rolegraph.http.languages import LANG
from rolegraph.http.tables.answers import HEADINGS, headings_parameter
from rolegraph.http.tables.writers import NAMES

Parameter = dict[str, Any]

_ORDER = (
    "Names of fields to sort by; a minus before a name turns the order round. "
    "What has no value comes last."
)
_FIELDS = (
    "Names of fields; only these are shown. Dots lead into linked things, as "
    "in `label` and `representsRole.label`."
)
_EXPAND = (
    "Names of links, which are shown as whole things. Dots lead further, as in `workflows.steps`."
)
_AT = "The state to read: a revision, or a date or time such as 2026-11-23T14:00:00Z."
_OF_ONE = ("json", "jsonld", "turtle", "ntriples", "rdfxml")
_INCLUDE = f"`{REFERENCED_BY}` adds who refers to the thing, and by which field."


def shaping_parameters(*, diagrams: bool = False) -> list[Parameter]:
    """Return the OpenAPI parameters of reads of one thing.

    Args:
        diagrams: whether it can be drawn.
    """
    own = ("format.diagram", LANG) if diagrams else ("format.one",)
    return [_reference(name) for name in (*own, *SHAPING)]


def list_parameters(resource_type: ResourceType) -> list[Parameter]:
    """Return the OpenAPI parameters of the list of a type, its filters among them."""
    filters = [name for name, _ in _filters(resource_type) if name not in LISTING]
    return [*map(_reference, LISTING), *(_reference(f"filter.{name}") for name in filters)]


def parameter_components(types: ResourceTypes) -> dict[str, Parameter]:
    """Return the parameters that these refer to, by name."""
    count: Schema = {
        "type": "integer",
        "minimum": 1,
        "maximum": MAX_LIMIT,
        "default": DEFAULT_LIMIT,
    }
    text: Schema = {"type": "string"}
    names: Schema = {"type": "array", "items": text}
    described: dict[str, tuple[str, Schema]] = {
        "limit": ("How many things a page holds.", count),
        "cursor": ("Where the page begins; take it from the link `next` of the one before.", text),
        "order": (_ORDER, names),
        "format": (
            (
                "The form of the answer, whatever the Accept header says. A table has all things, "
                "unless `limit` is given. Arrow and Parquet need pyarrow on the service."
            ),
            {**text, "enum": [*_OF_ONE, *NAMES]},
        ),
        LANG: (
            (
                "Language tag, such as `zh`: texts of a diagram in it, where there are such. "
                "Without it, as Accept-Language asks for."
            ),
            text,
        ),
        "fields": (_FIELDS, names),
        "expand": (_EXPAND, names),
        "at": (_AT, text),
        "include": (_INCLUDE, {"type": "array", "items": {**text, "enum": [REFERENCED_BY]}}),
    }
    found = {
        name: {"name": name, "in": "query", "description": description, "schema": schema}
        for name, (description, schema) in described.items()
    }
    found[HEADINGS] = headings_parameter()
    for name, more in (("one", ()), ("diagram", tuple(DIAGRAMS))):
        found[f"format.{name}"] = {
            "name": "format",
            "in": "query",
            "description": "The form of the answer, whatever the Accept header says.",
            "schema": {**text, "enum": [*_OF_ONE, *more]},
        }
    names_of = SchemaNames(types)
    filters = {name: (t.name, field) for t in types.values() for name, field in _filters(t)}
    return found | {
        f"filter.{name}": _filter(name, field, names_of.enumeration(owner, field))
        for name, (owner, field) in filters.items()
        if name not in LISTING
    }


def _filters(resource_type: ResourceType) -> Iterator[tuple[str, Field]]:
    """Yield the names by which a list is filtered: fields, and those of nested things."""
    for field in resource_type.fields:
        if not field.nested:
            yield field.name, field
            if holds_text(field):
                yield f"{field.name}{CONTAINS}", field
            continue
        for inner in field.nested.fields:
            if not inner.nested:
                yield f"{field.name}.{inner.name}", inner


def _filter(name: str, field: Field, choices: str) -> Parameter:
    value = _filter_schema(field, choices)
    form = "Exact."
    if field.kind == "link":
        form = "Ids, `plural/id` or IRIs of things it leads to."
    elif name.endswith(CONTAINS):
        form = "With this text in it, whatever its case."
    return {
        "name": name,
        "in": "query",
        "description": f"Filter: {field.description} {form} One of several values is enough.",
        "schema": {"type": "array", "maxItems": MOST_VALUES, "items": value},
        "explode": True,
    }


def _filter_schema(field: Field, choices: str) -> Schema:
    if field.kind != "literal":
        return {"type": "string"}
    if field.choices:
        return reference(choices)
    schema = plain_value(field)
    kept = {key: value for key, value in schema.items() if key in {"type", "format"}}
    return kept or {"type": "string"}


def _reference(name: str) -> Parameter:
    return {"$ref": f"#/components/parameters/{name}"}
