"""The OpenAPI document at `/openapi.json`, and what it says of every operation."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response

from rolegraph.catalogue.schema.json_schema import reference
from rolegraph.http.accept import wanted_by
from rolegraph.http.answers import json_bytes, tagged
from rolegraph.http.parameters import known_parameters
from rolegraph.http.problems import MEDIA_TYPE

PATH = "/openapi.json"
_JSON = "application/json"
_PROBLEM = {
    "description": "What went wrong, as a problem document (RFC 9457).",
    "content": {MEDIA_TYPE: {"schema": reference("Problem")}},
}
_OF_FRAMEWORK = ("HTTPValidationError", "ValidationError")
"""Schemas of answers that the framework would give; here problem documents take their place."""


def complete(document: dict[str, Any]) -> None:
    """Say of each operation that whatever goes wrong is reported by a problem document."""
    for methods in document["paths"].values():
        for operation in methods.values():
            responses = operation["responses"]
            reported = responses.get("422", {}).get("content", {}).get("application/json", {})
            if reported.get("schema", {}).get("$ref", "").endswith(_OF_FRAMEWORK[0]):
                del responses["422"]
            responses["default"] = _PROBLEM
    for name in _OF_FRAMEWORK:
        document["components"]["schemas"].pop(name, None)


def router(app: FastAPI) -> APIRouter:
    """Return the route of the document.

    Args:
        app: what is described; its routes do not change once it answers.
    """
    routes = APIRouter(include_in_schema=False)

    @cache
    def described(root: str) -> bytes:
        servers = {"servers": [{"url": root}]} if root else {}
        return json_bytes(app.openapi() | servers)

    @routes.get(PATH)
    def document(request: Request) -> Response:
        known_parameters(request, ())
        wanted_by(request, (_JSON,))
        return tagged(request, described(request.scope.get("root_path", "")), _JSON)

    return routes
