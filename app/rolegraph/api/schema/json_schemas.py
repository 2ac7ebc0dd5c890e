"""JSON Schema of each class, at `/api/v1/schemas/{name}`: one document that needs no other.

Editors, form builders and validators take JSON Schema as it is (draft 2020-12), where they know
nothing of OpenAPI.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import APIRouter, Request, Response

from rolegraph.api.operations.late_routes import LateRouter
from rolegraph.api.schema.change_schema import CHANGES
from rolegraph.api.schema.shared_schemas import SHARED, TEXT, an_array, an_object, text
from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.index.model import API
from rolegraph.catalogue.index.paths import near
from rolegraph.catalogue.schema.input_schema import input_schemas
from rolegraph.catalogue.schema.json_schema import REFERENCES, Schema, ThingSchemas, reference
from rolegraph.errors import NotFound
from rolegraph.http.accept import wanted_by
from rolegraph.http.answers import json_bytes, tagged
from rolegraph.http.request import base_of, known_parameters

PATH = f"{API}schemas"
JSON, JSON_SCHEMA = "application/json", "application/schema+json"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA_LISTS: dict[str, Schema] = {
    "JsonSchemaLink": an_object(
        "A class with its schemas.",
        {
            "name": text("Name of the class."),
            "plural": text("Its name in addresses."),
            "description": text("What it is."),
            "read": text("Schema of what is read.", form="uri-reference"),
            "written": text("Schema of what is written.", form="uri-reference"),
            "patch": text("Schema of a merge patch.", form="uri-reference"),
        },
    ),
    "JsonSchemaList": an_object("All classes.", {"items": an_array(reference("JsonSchemaLink"))}),
}


def standalone(name: str, schemas: dict[str, Schema], address: str) -> Schema:
    """Return a schema with all that it refers to, in one document.

    Args:
        name: of the schema.
        schemas: all of them, by name.
        address: of the document.
    """
    needed = [name]
    for one in needed:
        needed += [other for other in _referred(schemas[one]) if other not in needed]
    inside = {one: _moved(schemas[one]) for one in needed}
    head = {"$schema": _DIALECT, "$id": address, "title": name, "$ref": f"#/$defs/{name}"}
    return {**head, "$defs": inside}


def _referred(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = value.get("$ref")
        found = [own.removeprefix(REFERENCES)] if isinstance(own, str) else []
        return found + [name for inner in value.values() for name in _referred(inner)]
    if isinstance(value, list):
        return [name for inner in value for name in _referred(inner)]
    return []


def _moved(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: inner.replace(REFERENCES, "#/$defs/")
            if key == "$ref" and isinstance(inner, str)
            else _moved(inner)
            for key, inner in value.items()
        }
    return [_moved(inner) for inner in value] if isinstance(value, list) else value


def router(catalogue: Catalogue, public_url: str | None = None) -> APIRouter:
    """Return the routes of the schemas.

    Args:
        catalogue: whose classes these are.
        public_url: address of the service as clients see it; by default that of each request.
    """
    routes = LateRouter(tags=["descriptions"])
    types = catalogue.types

    @cache
    def known() -> dict[str, Schema]:
        return SHARED | CHANGES | ThingSchemas(types).all() | input_schemas(types)

    offered = sorted(
        name for t in types.values() for name in (t.name, f"{t.name}Input", f"{t.name}Patch")
    )

    def list_schemas(request: Request) -> Response:
        known_parameters(request, ())
        wanted_by(request, (JSON,))
        root = base_of(request, public_url) + PATH
        items = [
            {
                "name": t.name,
                "plural": t.plural,
                "description": t.description,
                "read": f"{root}/{t.name}",
                "written": f"{root}/{t.name}Input",
                "patch": f"{root}/{t.name}Patch",
            }
            for t in types.values()
        ]
        return tagged(request, json_bytes({"items": items}), JSON)

    def get_schema(name: str, request: Request) -> Response:
        known_parameters(request, ())
        media_type = wanted_by(request, (JSON_SCHEMA, JSON))
        if name not in offered:
            raise NotFound(f"There is no schema {name!r}. {near(name, offered)}".strip())
        address = f"{base_of(request, public_url)}{PATH}/{name}"
        return tagged(request, json_bytes(standalone(name, known(), address)), media_type)

    routes.add_api_route(
        PATH,
        list_schemas,
        operation_id="listSchemas",
        summary="List the JSON Schemas of all classes",
        responses={
            200: {
                "description": "The classes.",
                "content": {JSON: {"schema": reference("JsonSchemaList")}},
                "headers": {"ETag": {"schema": TEXT}},
            }
        },
    )
    routes.add_api_route(
        PATH + "/{name}",
        get_schema,
        operation_id="getSchema",
        summary="The JSON Schema of a class: as read, as written (…Input) or as patch (…Patch)",
        responses={
            200: {
                "description": "The schema, with all that it refers to.",
                "content": {JSON_SCHEMA: {"schema": {}}, JSON: {"schema": {}}},
                "headers": {"ETag": {"schema": TEXT}},
            }
        },
    )
    return routes
