"""The score page: how complete the catalogue is, what would raise that most; and its badge."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from xml.sax.saxutils import escape

from fastapi import APIRouter, Request, Response

from rolegraph.analysis.gaps import Gaps, number_of
from rolegraph.analysis.score import Completeness, percent
from rolegraph.analysis.scores import Scores
from rolegraph.catalogue import Catalogue
from rolegraph.diagrams.lettering import width_of
from rolegraph.http.answers import tagged
from rolegraph.http.request import known_parameters
from rolegraph.sparql.library import Run
from rolegraph.web.frame.pages import HEADERS, Pages

Runs = Callable[[Request], Run]
"""Gives what runs the questions of a request."""

_MOST = 25
"""Roles, and things that lack something, that the page names."""

_SIZE, _HEIGHT, _PAD = 11.0, 20, 8
_GOOD, _FAIR = 0.9, 0.6
_COLOURS = ("#1d6b3c", "#8a5a00", "#a3261f")
"""Of a badge: white letters can be read on each (WCAG 2.2, 1.4.3)."""


def router(pages: Pages, catalogue: Catalogue, scores: Scores, gaps: Gaps, runs: Runs) -> APIRouter:
    """Return the routes of the score page and of the badge.

    Args:
        pages: renders the page.
        catalogue: what is scored.
        scores: knows how complete it is.
        gaps: know what is missing, and what to do about it.
        runs: gives what runs the questions of a request.
    """
    routes = pages.router()

    @routes.get("/score")
    def score(request: Request) -> Response:
        whole, history = scores.present(runs(request)), scores.history()
        with catalogue.view(request.scope.get("root_path", ""), pages.languages(request)) as view:
            found = scores.of_roles(view, whole)
            values = {
                "whole": whole,
                "questions": [
                    (gaps.kind(one.name, view.languages), one) for one in whole.questions if one.of
                ],
                "unasked": [
                    gaps.kind(one.name, view.languages) for one in whole.questions if not one.of
                ],
                "roles": [(view.link(role), one) for role, one in least_complete(found)],
                "role_count": len(found),
                "missing": [
                    (view.link(thing), [gaps.kind(one.name, view.languages) for one in lacking])
                    for thing, lacking in islice(whole.missing.items(), _MOST)
                ],
                "gap_count": number_of(gaps.of_completeness(view, whole)),
                "elsewhere": [one for one in gaps.of_coverage(view) if not one.counted],
                "history": history,
                "percent": percent,
                "most": _MOST,
            }
        return pages.render(request, "score.html", values)

    @routes.get("/score.svg")
    def badge(request: Request) -> Response:
        known_parameters(request, ("role",))
        whole, found = scores.present(runs(request)), None
        slug = request.query_params.get("role")
        if slug:
            with catalogue.view() as view:
                role = view.resolve("roles", slug)
                found = scores.of_role(view, whole, role)
        picture = drawn_badge("completeness", (found or whole).share)
        headers = {
            "Content-Security-Policy": HEADERS["Content-Security-Policy"],
            "Vary": HEADERS["Vary"],
        }
        return tagged(request, picture.encode(), "image/svg+xml", headers=headers)

    return routes


def least_complete(roles: list[tuple[str, Completeness]]) -> list[tuple[str, Completeness]]:
    """Return all roles in their order, or of many those that lack the most, the worst first."""
    if len(roles) <= _MOST:
        return roles
    return sorted(roles, key=lambda one: 1.0 if one[1].share is None else one[1].share)[:_MOST]


def drawn_badge(title: str, share: float | None) -> str:
    """Return a badge as SVG: a title, and a share in per cent beside it."""
    said = percent(share)
    left, right = (round(width_of(text, _SIZE)) + 2 * _PAD for text in (title, said))
    if share is None:
        colour = "#555555"
    else:
        colour = _COLOURS[0 if share >= _GOOD else 1 if share >= _FAIR else 2]
    texts = "".join(
        f'<text x="{middle:g}" y="14" text-anchor="middle">{escape(text)}</text>'
        for middle, text in ((left / 2, title), (left + right / 2, said))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="{_HEIGHT}" '
        f'role="img" aria-label="{escape(title)}: {escape(said)}">'
        f"<title>{escape(title)}: {escape(said)}</title>"
        f'<rect width="{left + right}" height="{_HEIGHT}" rx="3" fill="#333333"/>'
        f'<rect x="{left}" width="{right}" height="{_HEIGHT}" rx="3" fill="{colour}"/>'
        f'<g fill="#ffffff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="{_SIZE:g}">'
        f"{texts}</g></svg>\n"
    )
