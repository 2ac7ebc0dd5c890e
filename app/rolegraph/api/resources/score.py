"""The score and the gaps over HTTP: how complete the catalogue and its roles are, what is missing.

`/api/v1/score` and `/api/v1/gaps`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any

from fastapi import APIRouter, Request, Response

from rolegraph.analysis.gaps import NARROWED_BY, GapGroup, Gaps
from rolegraph.analysis.score import Completeness, QuestionScore, percent
from rolegraph.analysis.scores import Scores
from rolegraph.api.operations.late_routes import LateRouter
from rolegraph.api.questions.asking import Asking
from rolegraph.api.schema.analysis_models import GapReport, ScoreReport
from rolegraph.catalogue import Catalogue, View
from rolegraph.catalogue.index.model import API
from rolegraph.errors import ParameterError
from rolegraph.http.accept import wanted_by
from rolegraph.http.answers import json_bytes, tagged
from rolegraph.http.request import base_of, known_parameters, root_of
from rolegraph.http.tables.answers import (
    HEADINGS,
    for_people,
    format_parameter,
    headings_parameter,
    table_contents,
    table_languages,
    tabled,
)
from rolegraph.http.tables.table import DataTable, table_of
from rolegraph.http.tables.writers import NAMES, named_format

PATH = f"{API}score"
GAPS = f"{API}gaps"
PARTS = ("coverage", "completeness")
"""Parts of the gaps: those that Coverage shows, and those that Completeness counts."""
_SHEETS = {"coverage": "gaps", "completeness": "completeness", None: "all-gaps"}
"""Part → the name of its file: two files of one name were taken for the same list."""
MOST = 50
"""Things that the JSON names of those that lack something; tables name all."""
_MOST_GAPS = 1_000
"""Gaps that the JSON names; tables name all."""

_COLUMNS = ("kind", "role", "thing", "missing", "advice", "page")
_WORDS = {
    "kind": "Gap",
    "thing": "What it is about",
    "missing": "What is missing",
    "advice": "What to do",
    "gain_percent": "What Completeness would gain (%)",
}
"""Columns of a table of gaps → what people call them."""

_JSON = "application/json"
_FORMATS = {"json": _JSON} | NAMES


def router(
    catalogue: Catalogue,
    scores: Scores,
    gaps: Gaps,
    asking: Asking,
    public_url: str | None = None,
) -> APIRouter:
    """Return the routes of the score and of the gaps.

    Args:
        catalogue: what is scored.
        scores: knows how complete it is.
        gaps: knows what is missing.
        asking: runs the questions.
        public_url: address of the service as clients see it; by default that of each request.
    """
    routes = LateRouter(tags=["analysis"])

    def score(request: Request) -> Response:
        kind = _wanted(request, ())
        whole, root = scores.present(asking.of(request)), root_of(request, public_url)
        if kind != _JSON:
            with catalogue.view(
                root, table_languages(request, kind, catalogue.about.languages)
            ) as view:
                groups = gaps.of_completeness(view, whole)
                rows = _rows(view, gaps, groups, base_of(request, public_url))
                gain = round(100 / whole.of, 2) if whole.of else 0
                table = _table(
                    [{**row, "gain_percent": gain} for row in rows],
                    "gain_percent",
                    name=_SHEETS["completeness"],
                )
            return tabled(request, table, kind)
        history = scores.history()
        with catalogue.view(root) as view:
            body = {
                **_share(whole),
                "questions": _questions(whole.questions, root),
                "roles": [
                    {"role": view.link(role), **_share(found)}
                    for role, found in scores.of_roles(view, whole)
                ],
                "missing": _missing(view, whole),
                "things_missing": len(whole.missing),
                "history": [
                    {"revision": point.revision, "time": point.time, "share": point.share}
                    for point in history.points
                ],
                "history_left_out": history.left_out,
            }
        return tagged(request, json_bytes(body), _JSON)

    routes.add_api_route(
        PATH,
        asking.apart(score),
        operation_id="getScore",
        summary="Say how complete the catalogue and each role are",
        description=(
            "Of all that the questions with the tag `completeness` ask for, the share that is "
            "there. A role counts by itself, its statements, its personas and its steps. "
            f"`missing` names the things that lack most, at most {MOST}; `gain` is what the share "
            "gains once a thing has all that it lacks. The same share is in the report of "
            "`rolegraph check`, and a picture of it at `/score.svg`. As a table (`format=xlsx`, "
            "`csv` and others) it is the list of the gaps that count; there `gain_percent` is what "
            "the share gains in per cent once it is closed."
        ),
        responses={200: {"model": ScoreReport, "content": table_contents()}},
        openapi_extra={"parameters": [format_parameter("json"), headings_parameter()]},
    )

    def list_gaps(request: Request) -> Response:
        kind = _wanted(request, ("part", *NARROWED_BY))
        part = request.query_params.get("part")
        if part not in {*PARTS, None}:
            raise ParameterError(f"part: {part!r} is none of {', '.join(PARTS)}.")
        whole = None if part == "coverage" else scores.present(asking.of(request))
        base = base_of(request, public_url)
        with catalogue.view(
            root_of(request, public_url), table_languages(request, kind, catalogue.about.languages)
        ) as view:
            found = gaps.of_coverage(view) if part != "completeness" else []
            groups = [one for one in found if not one.silent]
            names = {group.kind.name for group in groups}
            counted = gaps.of_completeness(view, whole) if whole else []
            groups = [*groups, *(one for one in counted if one.kind.name not in names)]
            roles = gaps.roles_of(view, request.query_params)
            here = groups if roles is None else gaps.within(view, groups, roles)
            rows = _rows(view, gaps, here, base)
            if kind != _JSON:
                return tabled(request, _table(rows, name=_SHEETS[part]), kind)
        body = {
            "total": len(rows),
            "kinds": [_kind(group) for group in groups],
            "gaps": rows[:_MOST_GAPS],
        }
        return tagged(request, json_bytes(body), _JSON)

    routes.add_api_route(
        GAPS,
        asking.apart(list_gaps),
        operation_id="getGaps",
        summary="List what is missing, with what to do about it",
        description=(
            "A gap is a thing that lacks something: its kind, the roles it belongs to, what is "
            "missing and what to do. `part=coverage` has those of the page Coverage, "
            "`part=completeness` those that the score counts. Without it they are all listed, each "
            f"once. JSON has at most {_MOST_GAPS} of them; a table (`format=xlsx`, `csv` and "
            "others) has all."
        ),
        responses={200: {"model": GapReport, "content": table_contents()}},
        openapi_extra={
            "parameters": [
                {
                    "name": "part",
                    "in": "query",
                    "required": False,
                    "description": "Which gaps: those of coverage, or those that the score counts.",
                    "schema": {"type": "string", "enum": list(PARTS)},
                },
                *(
                    {
                        "name": name,
                        "in": "query",
                        "required": False,
                        "description": f"The id of {what}: only gaps of {whose} and of what "
                        "belongs there.",
                        "schema": {"type": "string"},
                    }
                    for name, what, whose in (
                        ("role", "a role", "this role"),
                        ("stage", "a lifecycle stage", "roles that work in it"),
                        ("framework", "a framework", "roles that it knows"),
                    )
                ),
                format_parameter("json"),
                headings_parameter(),
            ]
        },
    )
    return routes


def _wanted(request: Request, own: tuple[str, ...]) -> str:
    """Return the media type in which an answer is wanted."""
    known_parameters(request, (*own, "format", HEADINGS))
    chosen = named_format(request.query_params.get("format"), _FORMATS)
    kind = chosen or wanted_by(request, tuple(_FORMATS.values()))
    for_people(request, kind)
    return kind


def _rows(view: View, gaps: Gaps, groups: Sequence[GapGroup], base: str) -> list[dict[str, Any]]:
    """Return gaps as rows, kind by kind.

    Args:
        view: the catalogue.
        gaps: knows to which roles things belong.
        groups: the gaps.
        base: address of the service, for those of pages.
    """
    return [
        {
            "kind": group.kind.title,
            "role": [view.link(role) for role in roles],
            "thing": (link := view.link(thing)),
            "missing": group.kind.missing,
            "advice": group.kind.advice or None,
            "page": f"{base}/{str(link['href']).partition(API)[2]}" if link["href"] else None,
        }
        for group in groups
        for thing, roles in gaps.each(view, group)
    ]


def _table(rows: Sequence[dict[str, Any]], *more: str, name: str) -> DataTable:
    return table_of(name, rows, (*_COLUMNS, *more), ("role", "thing"), headings=_WORDS)


def _kind(group: GapGroup) -> dict[str, Any]:
    kind = group.kind
    return {
        "name": kind.name,
        "title": kind.title,
        "missing": kind.missing,
        "advice": kind.advice or None,
        "counted": group.counted,
        "number": len(group.things),
        "of": group.of,
    }


def _share(found: Completeness) -> dict[str, Any]:
    return {
        "share": found.share,
        "percent": percent(found.share) if found.of else None,
        "met": found.met,
        "of": found.of,
    }


def _questions(questions: Sequence[QuestionScore], root: str) -> list[dict[str, Any]]:
    return [
        {
            "name": one.name,
            "title": one.question,
            "href": f"{root}{API}queries/{one.name}",
            "met": one.met,
            "of": one.of,
        }
        for one in questions
    ]


def _missing(view: View, whole: Completeness) -> list[dict[str, Any]]:
    return [
        {
            "thing": view.link(thing),
            "questions": [one.name for one in lacking],
            "gain": len(lacking) / whole.of,
        }
        for thing, lacking in islice(whole.missing.items(), MOST)
    ]
