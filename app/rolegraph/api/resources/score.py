"""The score over HTTP: `/api/v1/score`, how complete the catalogue and each of its roles are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any

from fastapi import APIRouter, Request, Response

from rolegraph.analysis.score import Completeness, QuestionScore, percent
from rolegraph.analysis.scores import Scores
from rolegraph.api.operations.late_routes import LateRouter
from rolegraph.api.resources.asking import Asking
from rolegraph.api.schema.analysis_models import ScoreReport
from rolegraph.catalogue import Catalogue, View
from rolegraph.catalogue.index.model import API
from rolegraph.http.accept import wanted_by
from rolegraph.http.answers import json_bytes, tagged
from rolegraph.http.request import known_parameters, root_of
from rolegraph.http.tables.answers import format_parameter, table_contents, tabled
from rolegraph.http.tables.table import table_of
from rolegraph.http.tables.writers import NAMES, named_format

PATH = f"{API}score"
MOST = 50
"""Things that the JSON names of those that lack something; tables name all."""

_JSON = "application/json"
_FORMATS = {"json": _JSON} | NAMES


def router(
    catalogue: Catalogue, scores: Scores, asking: Asking, public_url: str | None = None
) -> APIRouter:
    """Return the route of the score.

    Args:
        catalogue: what is scored.
        scores: knows how complete it is.
        asking: runs the questions.
        public_url: address of the service as clients see it; by default that of each request.
    """
    routes = LateRouter(tags=["analysis"])

    def score(request: Request) -> Response:
        known_parameters(request, ("format",))
        chosen = named_format(request.query_params.get("format"), _FORMATS)
        kind = chosen or wanted_by(request, tuple(_FORMATS.values()))
        whole, root = scores.present(asking.of(request)), root_of(request, public_url)
        if kind != _JSON:
            with catalogue.view(root) as view:
                columns = ("thing", "among", "gain_percent")
                table = table_of("gaps", _gaps(view, whole), columns, ("thing",))
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
            "`csv` and others) it is the list of all things that lack something; there "
            "`gain_percent` is the gain in per cent."
        ),
        response_class=Response,
        responses={200: {"model": ScoreReport, "content": table_contents()}},
        openapi_extra={"parameters": [format_parameter("json")]},
    )
    return routes


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


def _gaps(view: View, whole: Completeness) -> list[dict[str, Any]]:
    return [
        {
            "thing": view.link(thing),
            "among": [one.question for one in lacking],
            "gain_percent": round(len(lacking) / whole.of * 100, 2),
        }
        for thing, lacking in whole.missing.items()
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
