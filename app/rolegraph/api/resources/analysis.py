"""Analyses over HTTP: `/api/v1/analysis/…`, the answers that the coverage pages show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request, Response

from rolegraph.analysis.analyses import Analyses
from rolegraph.analysis.coverage import MATRICES, CoverageMatrix, Evidence
from rolegraph.analysis.questions import Questions
from rolegraph.analysis.raci import RaciMatrix, raci_csv
from rolegraph.analysis.separation import Separation
from rolegraph.api.operations.late_routes import LateRouter
from rolegraph.api.questions.asking import Asking
from rolegraph.api.schema.analysis_models import CoverageTable, ImpactReport, SeparationReport
from rolegraph.catalogue import Catalogue, View
from rolegraph.catalogue.index.model import API
from rolegraph.errors import ParameterError
from rolegraph.http.accept import wanted_by
from rolegraph.http.answers import json_bytes, tagged
from rolegraph.http.request import known_parameters
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

PATH = f"{API}analysis"
_JSON = "application/json"
_CSV = "text/csv"
_FORMATS = {"json": _JSON} | NAMES
"""Names of the formats of a matrix."""

NOT_RECORDED = "not recorded"
"""What a table says of a gap where the catalogue does not say who is accountable."""

_ROWS = {"steps": "Responsibility", "tools": "Responsibility", "raci": "Activity"}
"""Name of a matrix → what its rows are, where these are no roles."""


def router(
    catalogue: Catalogue, analyses: Analyses, questions: Questions, asking: Asking
) -> APIRouter:
    """Return the routes of all analyses.

    Args:
        catalogue: what is analysed.
        analyses: analyses it.
        questions: answers the named queries.
        asking: runs them.
    """
    routes = LateRouter(prefix=PATH, tags=["analysis"])

    @routes.get(
        "/coverage/{name}",
        operation_id="getCoverage",
        summary="Set things against what meets them",
        description=f"Matrices: {', '.join(MATRICES)}.",
        responses={200: {"model": CoverageTable, "content": table_contents()}},
        openapi_extra={"parameters": [format_parameter("json"), headings_parameter()]},
    )
    def coverage(name: str, request: Request) -> Response:
        kind = _wanted(request)
        root = request.scope.get("root_path", "")
        with catalogue.view(
            root, table_languages(request, kind, catalogue.about.languages)
        ) as view:
            body = matrix_json(analyses.matrix(view, name), view)
        if kind != _JSON:
            return tabled(request, matrix_table(body, people=for_people(request, kind)), kind)
        return tagged(request, json_bytes(body), _JSON)

    @routes.get(
        "/raci",
        operation_id="getRaci",
        summary="Say who takes part in which activity, and how (RACI)",
        description="As JSON, each letter with the assignment or responsibility that says so; as "
        "CSV (`format=csv`), the table of letters with a column for each role.",
        responses={200: {"model": CoverageTable, "content": table_contents()}},
        openapi_extra={"parameters": [format_parameter("json"), headings_parameter()]},
    )
    def raci(request: Request) -> Response:
        kind = _wanted(request)
        root = request.scope.get("root_path", "")
        with catalogue.view(
            root, table_languages(request, kind, catalogue.about.languages)
        ) as view:
            found = analyses.raci(view)
            if kind == _CSV:
                return tagged(request, raci_csv(view, found), _CSV)
            body = matrix_json(found, view)
        if kind != _JSON:
            return tabled(request, matrix_table(body, people=for_people(request, kind)), kind)
        return tagged(request, json_bytes(body), _JSON)

    @routes.get(
        "/separation",
        operation_id="getSeparation",
        summary="Say who may not do what, and whether a workflow breaks it",
        responses={200: {"model": SeparationReport}},
    )
    def duties(request: Request) -> Response:
        known_parameters(request, ())
        wanted_by(request, (_JSON,))
        with catalogue.view(request.scope.get("root_path", "")) as view:
            body = separation_json(analyses.separation(view), view)
        return tagged(request, json_bytes(body), _JSON)

    @routes.get(
        "/impact",
        operation_id="getImpact",
        summary="Say what loses support if a tool goes",
        responses={200: {"model": ImpactReport}},
        openapi_extra={
            "parameters": [
                {
                    "name": "without",
                    "in": "query",
                    "required": True,
                    "description": "The tool: its id, IRI or `tools/ID`.",
                    "schema": {"type": "string"},
                }
            ]
        },
    )
    @asking.apart
    def impact(request: Request) -> Response:
        known_parameters(request, ("without",))
        wanted_by(request, (_JSON,))
        tool = request.query_params.get("without")
        if not tool:
            raise ParameterError("without: name the tool that goes, as in without=ID.")
        found = questions.without_tool(tool, request.scope.get("root_path", ""), asking.of(request))
        return tagged(request, json_bytes(asdict(found)), _JSON)

    return routes


def _wanted(request: Request) -> str:
    """Return the media type in which a matrix is wanted."""
    known_parameters(request, ("format", HEADINGS))
    chosen = named_format(request.query_params.get("format"), _FORMATS)
    kind = chosen or wanted_by(request, tuple(_FORMATS.values()))
    for_people(request, kind)
    return kind


def matrix_table(body: Mapping[str, Any], *, people: bool) -> DataTable:
    """Return a matrix as a table: what a row is about, then a column for each thing.

    Args:
        body: the matrix as JSON.
        people: whether people read it, so that what is not recorded is told in words.
    """
    unsaid = NOT_RECORDED if people else None
    named = [(column["id"], _name(column)) for column in body["columns"]]
    labels = Counter(name for _, name in named)
    # Two columns of one name would be one member of a row.
    headings = {i: name if labels[name] == 1 else f"{name} <{i}>" for i, name in named}
    rows = [
        {
            "thing": row["thing"],
            "group": row["group"],
            "gap": unsaid if row["gap"] is None else row["gap"],
        }
        | {
            heading: " ".join(dict.fromkeys(one["mark"] for one in row["cells"].get(column, ())))
            for column, heading in headings.items()
        }
        for row in body["rows"]
    ]
    columns = ["thing", "group", "gap", *headings.values()]
    words = {heading: heading for heading in headings.values()}
    words |= {"thing": _ROWS.get(body["name"], "Role"), "gap": "Gap"}
    words["group"] = "Role" if any(row["group"] for row in rows) else ""
    return table_of(body["name"], rows, columns, ("thing", "group"), headings=words)


def _name(link: Mapping[str, Any]) -> str:
    label = link.get("label")
    return str((label["value"] if isinstance(label, Mapping) else label) or link["id"])


def matrix_json(found: CoverageMatrix, view: View) -> dict[str, Any]:
    """Return a matrix as JSON."""

    def shown(one: Evidence) -> dict[str, Any]:
        link = dict(view.link(one.thing))
        if one.named:
            link["label"] = view.link(one.named)["label"]
        return {"thing": link, "mark": one.mark, "negative": one.negative}

    gaps = set(found.gaps)
    unsaid = isinstance(found, RaciMatrix) and not found.assigned
    rows = [
        {
            "thing": view.link(row),
            "group": view.link(found.owners[row]) if row in found.owners else None,
            "gap": None if unsaid else row in gaps,
            "cells": {
                column: [shown(one) for one in evidence]
                for column, evidence in found.cells.get(row, {}).items()
            },
        }
        for row in found.rows
    ]
    return {
        "name": found.name,
        "title": found.title,
        "gap_text": found.gap_text,
        "idle_text": found.idle_text,
        "columns": [view.link(column) for column in found.columns],
        "rows": rows,
        "gaps": [view.link(row) for row in found.gaps],
        "idle": found.idle,
    }


def separation_json(found: Separation, view: View) -> dict[str, Any]:
    """Return the separation of duties as JSON: links for IRIs, numbers for lines."""
    return {
        name: [
            {key: _linked(key, value, view) for key, value in asdict(one).items()}
            for one in getattr(found, name)
        ]
        for name in ("exclusions", "breaches", "apart", "both", "people")
    } | {"unjudged": [view.link(iri) for iri in found.unjudged]}


def _linked(key: str, value: Any, view: View) -> Any:
    if value is None:
        return None
    if key == "line":
        return int(value)
    return [view.link(iri) for iri in value] if isinstance(value, tuple) else view.link(value)
