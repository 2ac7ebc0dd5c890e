"""The atlas: the roles as a picture, and what belongs to them."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from rolegraph.analysis.analyses import Analyses
from rolegraph.analysis.coverage import MATRICES, CoverageMatrix, iris
from rolegraph.analysis.flows import flows, glance
from rolegraph.catalogue import Catalogue, View
from rolegraph.catalogue.reading.view import Thing
from rolegraph.web.frame.pages import Pages
from rolegraph.web.frame.paging import start_of
from rolegraph.web.pictures.atlas import narrow_picture, wide_picture

ROLES_AT_ONCE = 12
"""More lanes than this are no picture any more; the rest is on further pages."""

GAPS_SHOWN = 8
"""Gaps that are named on the first page; the coverage page has them all."""


@dataclass(frozen=True)
class Missing:
    """Something that nothing meets.

    Attributes:
        thing: link to it.
        owner: link to what it belongs to, such as the role of a responsibility.
        text: what is missing.
        matrix: name of the matrix that shows it.
    """

    thing: Thing
    owner: Thing | None
    text: str
    matrix: str


def _missing(found: CoverageMatrix) -> list[tuple[str, str | None, str, str]]:
    """Return what nothing meets: the thing, its owner, what that means, and the matrix."""
    rows = [(row, found.owners.get(row), found.gap_text, found.name) for row in found.gaps]
    if found.name != "stages":  # a tool or framework too many is no gap, a stage is
        return rows
    return rows + [(one, None, found.idle_text, found.name) for one in found.idle]


def _shown(view: View, thing: str, owner: str | None, text: str, matrix: str) -> Missing:
    return Missing(view.link(thing), view.link(owner) if owner else None, text, matrix)


def router(
    pages: Pages, catalogue: Catalogue, analyses: Analyses, *, fallback: bool = False
) -> APIRouter:
    """Return the route of the first page.

    Args:
        pages: renders it.
        catalogue: what it shows.
        analyses: find what is missing.
        fallback: whether nobody has named a catalogue, so that a sample is told to be one.
    """
    routes = pages.router()

    @routes.get("/")
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
            matrices = {name: analyses.matrix(view, name) for name in MATRICES}
            missing = [one for name in MATRICES for one in _missing(matrices[name])]
            shown = [_shown(view, *one) for one in missing[:GAPS_SHOWN]]
            kinds = [(kind, view.count(kind.plural)) for kind in catalogue.types.values()]
        values = {
            "glances": glances,
            "flows": passed,
            "stages": stages,
            "wide": wide_picture(glances, stages, passed),
            "narrow": narrow_picture(glances, passed),
            "gaps": {name: len(found.gaps) for name, found in matrices.items()},
            "idle": {name: len(found.idle) for name, found in matrices.items()},
            "missing": shown,
            "gap_count": len(missing),
            "kinds": kinds,
            "counts": {kind.plural: count for kind, count in kinds},
            "start": start,
            "step": ROLES_AT_ONCE,
            "total": len(roles),
            "fallback": fallback and catalogue.about.sample,
        }
        return pages.render(request, "atlas.html", values)

    return routes
