"""The atlas: the roles as a picture, and what belongs to them."""

from __future__ import annotations

import time

from fastapi import APIRouter, Request, Response

from rolegraph.analysis.analyses import Analyses
from rolegraph.analysis.coverage import iris
from rolegraph.analysis.flows import flows, glance
from rolegraph.analysis.gaps import Gaps, number_of
from rolegraph.analysis.score import percent
from rolegraph.analysis.scores import Scores
from rolegraph.catalogue import Catalogue
from rolegraph.documents.keeping.open_questions import OpenQuestions
from rolegraph.http.answers import holds_until
from rolegraph.web.frame.pages import Pages
from rolegraph.web.frame.paging import start_of
from rolegraph.web.pages.coverage import shown_gaps
from rolegraph.web.pictures.atlas import narrow_picture, wide_picture
from rolegraph.web.pictures.paper import lies_across
from rolegraph.web.reference.dataset import Dataset
from rolegraph.web.reference.discovery import description, wants_description

ROLES_AT_ONCE = 12
"""More lanes than this are no picture any more; the rest is on further pages."""

GAPS_SHOWN = 3
"""Gaps of a kind that are named on the first page; the coverage page has them all."""
_LOOKED_UP_FOR = 60.0
"""Seconds for which the page is kept where files ask: they are answered without a commit."""


def router(
    pages: Pages,
    catalogue: Catalogue,
    analyses: Analyses,
    scores: Scores,
    gaps: Gaps,
    dataset: Dataset,
    questions: OpenQuestions,
    *,
    fallback: bool = False,
) -> APIRouter:
    """Return the route of the first page.

    Args:
        pages: renders it.
        catalogue: what it shows.
        analyses: know the roles.
        scores: know how complete it is.
        gaps: know what is missing.
        dataset: describes the catalogue as a whole.
        questions: knows what documents ask that nobody answered.
        fallback: whether nobody has named a catalogue, so that a sample is told to be one.
    """
    routes = pages.router()

    @routes.get("/")
    def atlas(request: Request) -> Response:
        if wants_description(request):
            return description(request, dataset, pages.base(request))
        root = request.scope.get("root_path", "")
        start = start_of(request)
        score = scores.mentioned()
        with catalogue.view(root, pages.languages(request)) as view:
            relations = analyses.relations(view)
            roles = iris(view, "roles")
            here = roles[start - 1 : start - 1 + ROLES_AT_ONCE]
            glances = glance(view, relations, here)
            passed = flows(view, relations, here)
            stages = [view.link(iri) for iri in iris(view, "lifecycle-stages")]
            groups = gaps.of_coverage(view)
            missing = shown_gaps(view, gaps, groups, GAPS_SHOWN, GAPS_SHOWN * len(groups))
            kinds = [(kind, view.count(kind.plural)) for kind in catalogue.types.values()]
        asked = questions.all() or []
        if questions.in_files:
            holds_until(request, time.time() + _LOOKED_UP_FOR)
        wide = wide_picture(glances, stages, passed)
        values = {
            "score": percent(score.share) if score and score.of else None,
            "glances": glances,
            "flows": passed,
            "stages": stages,
            "wide": wide,
            "across": bool(wide.sheets) or lies_across(wide.width, wide.height),
            "narrow": narrow_picture(glances, passed),
            "gaps": {group.kind.name: len(group.things) for group in groups},
            "missing": missing,
            "gap_count": number_of(groups),
            "absent": [group.absent for group in groups if group.absent and not group.things],
            "pictured": bool(stages or passed),
            "kinds": kinds,
            "counts": {kind.plural: count for kind, count in kinds},
            "start": start,
            "step": ROLES_AT_ONCE,
            "total": len(roles),
            "asked": len(asked),
            "fallback": fallback and catalogue.about.sample,
        }
        linked = dataset.linked(pages.base(request))
        return pages.render(request, "atlas.html", values, linked=linked)

    return routes
