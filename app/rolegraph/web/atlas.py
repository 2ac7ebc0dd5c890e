"""The atlas: the roles as a picture, and what belongs to them."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from rolegraph.analysis.coverage import steps_matrix, tools_matrix
from rolegraph.analysis.flows import flows, glance
from rolegraph.analysis.relations import Relations
from rolegraph.catalogue import Catalogue
from rolegraph.web.atlas_picture import narrow_picture, wide_picture
from rolegraph.web.pages import Pages
from rolegraph.web.paging import start_of

ROLES_AT_ONCE = 12
"""More lanes than this are no picture any more; the rest is on further pages."""


def router(pages: Pages, catalogue: Catalogue) -> APIRouter:
    """Return the route of the first page."""
    routes = pages.router()

    @routes.get("/")
    @routes.head("/")
    def atlas(request: Request) -> Response:
        root = request.scope.get("root_path", "")
        start = start_of(request)
        with catalogue.view(root) as view:
            relations = Relations(catalogue.store)
            roles = view.iris("roles") if "roles" in catalogue.types else []
            here = roles[start - 1 : start - 1 + ROLES_AT_ONCE]
            glances = glance(view, relations, here)
            passed = flows(view, relations, here)
            stages = []
            if "lifecycle-stages" in catalogue.types:
                stages = [view.link(iri) for iri in view.iris("lifecycle-stages")]
            gaps = {
                "step": steps_matrix(view, relations).gaps,
                "tool": tools_matrix(view, relations).gaps,
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
