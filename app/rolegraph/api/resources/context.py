"""The JSON-LD context of all answers, at `/context.jsonld`."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from rolegraph.api.operations.late_routes import LateRouter
from rolegraph.api.resources.resources import JSON, JSON_LD
from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.schema.context import ADDRESS
from rolegraph.http.accept import wanted_by
from rolegraph.http.answers import json_bytes, tagged
from rolegraph.http.request import known_parameters


def router(catalogue: Catalogue) -> APIRouter:
    """Return the route of the context."""
    routes = LateRouter()
    body = json_bytes({"@context": catalogue.context})

    def context(request: Request) -> Response:
        known_parameters(request, ())
        media_type = wanted_by(request, (JSON_LD, JSON))
        return tagged(request, body, media_type, headers={"Cache-Control": "max-age=300"})

    routes.add_api_route(
        ADDRESS,
        context,
        tags=["descriptions"],
        operation_id="getContext",
        summary="The JSON-LD context of all answers",
        responses={200: {"content": {JSON_LD: {"schema": {"type": "object"}}}}},
    )
    return routes
