"""The atlas: the roles as a picture, and what belongs to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from fastapi import APIRouter, Request, Response

from rolegraph.analysis.analyses import Analyses
from rolegraph.analysis.coverage import MATRICES, CoverageMatrix, iris
from rolegraph.analysis.flows import RoleGlance, flows, glance
from rolegraph.analysis.score import percent
from rolegraph.analysis.scores import Scores
from rolegraph.catalogue import Catalogue, View
from rolegraph.catalogue.reading.view import Thing
from rolegraph.web.frame.pages import Pages
from rolegraph.web.frame.paging import start_of
from rolegraph.web.pictures.atlas import narrow_picture, wide_picture
from rolegraph.web.reference.dataset import Dataset
from rolegraph.web.reference.discovery import description, wants_description

ROLES_AT_ONCE = 12
"""More lanes than this are no picture any more; the rest is on further pages."""

GAPS_SHOWN = 8
"""Gaps that are named on the first page; the coverage page has them all."""


_IDLE_COUNTS = frozenset({"stages"})
"""Matrices whose columns must be met as well: a tool or framework too many is no gap."""


_COLUMNS = {
    "steps": "workflows",
    "tools": "tools",
    "stages": "lifecycle stages",
    "frameworks": "frameworks",
}
"""Name of a matrix → what its columns are, in words."""


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


def _missing(found: CoverageMatrix) -> Iterator[tuple[str, str | None, str, str]]:
    """Yield what nothing meets: the thing, its owner, what that means, and the matrix."""
    for row in found.gaps:
        yield row, found.owners.get(row), found.gap_text, found.name
    if found.name in _IDLE_COUNTS:
        for one in found.idle:
            yield one, None, found.idle_text, found.name


def _missing_count(found: CoverageMatrix) -> int:
    return len(found.gaps) + (len(found.idle) if found.name in _IDLE_COUNTS else 0)


def _shown(view: View, thing: str, owner: str | None, text: str, matrix: str) -> Missing:
    return Missing(view.link(thing), view.link(owner) if owner else None, text, matrix)


def _has_more(one: RoleGlance) -> bool:
    """Tell whether anything belongs to a role that a picture can show."""
    return bool(one.personas or one.stages or one.shares or one.tools)


def router(
    pages: Pages,
    catalogue: Catalogue,
    analyses: Analyses,
    scores: Scores,
    dataset: Dataset,
    *,
    fallback: bool = False,
) -> APIRouter:
    """Return the route of the first page.

    Args:
        pages: renders it.
        catalogue: what it shows.
        analyses: find what is missing.
        scores: know how complete it is.
        dataset: describes the catalogue as a whole.
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
        with catalogue.view(root) as view:
            relations = analyses.relations(view)
            roles = iris(view, "roles")
            here = roles[start - 1 : start - 1 + ROLES_AT_ONCE]
            glances = glance(view, relations, here)
            passed = flows(view, relations, here)
            stages = [view.link(iri) for iri in iris(view, "lifecycle-stages")]
            matrices = {name: analyses.matrix(view, name) for name in MATRICES}
            # What nothing could meet is no gap of each thing: that is said once.
            told = [found for found in matrices.values() if found.columns]
            absent = [
                _COLUMNS[name]
                for name, found in matrices.items()
                if found.rows and not found.columns
            ]
            missing = chain.from_iterable(map(_missing, told))
            shown = [_shown(view, *one) for one in islice(missing, GAPS_SHOWN)]
            kinds = [(kind, view.count(kind.plural)) for kind in catalogue.types.values()]
        values = {
            "score": percent(score.share) if score and score.of else None,
            "glances": glances,
            "flows": passed,
            "stages": stages,
            "wide": wide_picture(glances, stages, passed),
            "narrow": narrow_picture(glances, passed),
            "gaps": {name: len(found.gaps) for name, found in matrices.items()},
            "idle": {name: len(found.idle) for name, found in matrices.items()},
            "missing": shown,
            "gap_count": sum(map(_missing_count, told)),
            "absent": absent,
            "pictured": bool(stages or passed or any(map(_has_more, glances))),
            "kinds": kinds,
            "counts": {kind.plural: count for kind, count in kinds},
            "start": start,
            "step": ROLES_AT_ONCE,
            "total": len(roles),
            "fallback": fallback and catalogue.about.sample,
        }
        linked = dataset.linked(pages.base(request))
        return pages.render(request, "atlas.html", values, linked=linked)

    return routes
