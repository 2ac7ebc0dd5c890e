"""The documentation of the JSON API, from the service itself and nowhere else."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response

from rolegraph.web.pages import Pages

_METHODS = ("get", "post", "put", "patch", "delete")


def router(pages: Pages, app: FastAPI) -> APIRouter:
    """Return the route of the documentation page.

    Without scripts the page is a list of all addresses; with them, Swagger UI takes its place.
    """
    routes = pages.router()

    @routes.get("/docs")
    def docs(request: Request) -> Response:
        operations: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
        for path, methods in app.openapi()["paths"].items():
            for method in _METHODS:
                if method in methods:
                    operation = methods[method]
                    tag = (operation.get("tags") or ["other"])[0]
                    operations.setdefault(tag, []).append((method.upper(), path, operation))
        return pages.render(request, "docs.html", {"operations": operations})

    return routes
