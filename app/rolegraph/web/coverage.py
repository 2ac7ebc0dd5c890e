"""The coverage page: what is met, what is not, who may not do what, and what a tool carries."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from rolegraph.analysis.coverage import MATRICES, Matrix, MatrixRow, matrix
from rolegraph.analysis.duties import Questions
from rolegraph.analysis.relations import Relations
from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.view import Thing
from rolegraph.web.pages import Pages
from rolegraph.web.paging import start_of

ROLES_AT_ONCE = 25


@dataclass(frozen=True)
class Shown:
    """A matrix with the rows of the roles on this page."""

    matrix: Matrix
    rows: list[MatrixRow]


def router(pages: Pages, catalogue: Catalogue, questions: Questions) -> APIRouter:
    """Return the route of the coverage page."""
    routes = pages.router()

    @routes.get("/coverage")
    def coverage(request: Request) -> Response:
        root = request.scope.get("root_path", "")
        tool = request.query_params.get("without") or None
        start = start_of(request)

        with catalogue.view(root) as view:
            relations = Relations(catalogue.store)
            matrices = [matrix(name, view, relations) for name in MATRICES]
            roles = view.iris("roles") if "roles" in catalogue.types else []
            tools: list[Thing] = (
                [view.link(iri) for iri in view.iris("tools")] if "tools" in catalogue.types else []
            )
        here = set(roles[start - 1 : start - 1 + ROLES_AT_ONCE])
        values = {
            "shown": [Shown(found, _rows(found, here)) for found in matrices],
            "tools": tools,
            "without": tool,
            "loss": questions.without_tool(tool, root) if tool else None,
            "separation": questions.separation(root),
            "start": start,
            "total": len(roles),
            "step": ROLES_AT_ONCE,
        }
        return pages.render(request, "coverage.html", values)

    return routes


def _rows(found: Matrix, roles: set[str]) -> list[MatrixRow]:
    """Return the rows that belong to some roles, or are these roles."""
    rows = [row for row in found.rows if str((row.group or row.thing)["id"]) in roles]
    ownerless = [row for row in found.rows if row.group is None and row.gap and row not in rows]
    return rows + [row for row in ownerless if found.name in {"steps", "tools"}]
