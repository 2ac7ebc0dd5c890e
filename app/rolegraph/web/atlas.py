"""The atlas: the roles as a picture, and what belongs to them."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from rolegraph.analysis.analyses import Analyses
from rolegraph.analysis.coverage import iris
from rolegraph.analysis.flows import flows, glance
from rolegraph.catalogue import Catalogue
from rolegraph.web.atlas_picture import narrow_picture, wide_picture
from rolegraph.web.pages import Pages
from rolegraph.web.paging import start_of

ROLES_AT_ONCE = 12
"""More lanes than this are no picture any more; the rest is on further pages."""


def router(pages: Pages, catalogue: Catalogue, analyses: Analyses) -> APIRouter:
    """Return the route of the first page."""
    routes = pages.router()

    @routes.get("/")
    @routes.head("/")
    def atlas(request: Request) -> Response:
        root = request.scope.get("root_path", "")
        start = start_of(request)
        with catalogue.view(root) as view:
            relations = analyses.relations(view)
            roles = iris(view, "roles")
            here = roles[start - 1 : start - 1 + ROLES_AT_ONCE]
            glances = glance(view, relations, here)
            passed = flows(view, relations, here)
            stages = [view.link(iri) for iri in iris(view, "lifecycle-stages")]
            gaps = {
                "step": analyses.matrix(view, "steps").gaps,
                "tool": analyses.matrix(view, "tools").gaps,
            }
            kinds = [(kind, view.count(kind.plural)) for kind in catalogue.types.values()]
        values = {
            "glances": glances,
            "flows": passed,
            "stages": stages,
            "wide": wide_picture(glances, stages, passed),
            "narrow": narrow_picture(glances, passed),
            "gaps": gaps,
            "kinds": kinds,
            "counts": {kind.plural: count for kind, count in kinds},
            "start": start,
            "step": ROLES_AT_ONCE,
            "total": len(roles),
        }
        return pages.render(request, "atlas.html", values)

    return routes
