"""The documentation of the JSON API, from the service itself and nowhere else.

An overview, a page for each group of operations and one for each schema, all of them readable
without scripts; with scripts a request can be tried in place.
"""

from __future__ import annotations

from functools import cache

from fastapi import APIRouter, FastAPI, Request, Response

from rolegraph.web.frame.pages import Pages
from rolegraph.web.reference.api_description import ApiDescription


def router(pages: Pages, app: FastAPI) -> APIRouter:
    """Return the routes of the documentation.

    Args:
        pages: renders them.
        app: the application that is documented; its routes do not change once it answers.
    """
    routes = pages.router()

    @cache
    def described() -> ApiDescription:
        return ApiDescription(app.openapi())

    @routes.get("/docs")
    def overview(request: Request) -> Response:
        values = {
            "groups": described().groups,
            "schemas": described().schema_names,
            "base": str(request.base_url).rstrip("/"),
        }
        return pages.render(request, "docs/overview.html", values)

    @routes.get("/docs/{name}")
    def group(name: str, request: Request) -> Response:
        values = {"name": name, "operations": described().group(name)}
        return pages.render(request, "docs/group.html", values)

    @routes.get("/docs/schemas/{name}")
    def schema(name: str, request: Request) -> Response:
        values = {"schema": described().schema(name)}
        return pages.render(request, "docs/schema.html", values)

    return routes
