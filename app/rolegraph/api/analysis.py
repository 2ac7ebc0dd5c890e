"""Analyses over HTTP: `/api/v1/analysis/…`, the answers that the coverage pages show."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from rolegraph.analysis.coverage import MATRICES, Matrix, matrix
from rolegraph.analysis.duties import Questions
from rolegraph.analysis.relations import Relations
from rolegraph.api.answers import known_parameters, tagged
from rolegraph.api.resources import json_bytes
from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.catalogue import API
from rolegraph.errors import ParameterError

PATH = f"{API}analysis"
_JSON = "application/json"


class Link(BaseModel):
    """A link to a thing."""

    id: str
    label: Any = None
    href: str | None = None


class EvidenceModel(BaseModel):
    """Why a cell is filled."""

    thing: Link
    mark: str
    negative: bool = Field(description="Whether it says that row and column do not go together.")


class RowModel(BaseModel):
    """One row of a matrix."""

    thing: Link
    group: Link | None = None
    gap: bool = Field(description="Whether nothing meets the row.")
    cells: dict[str, list[EvidenceModel]] = Field(description="By the `id` of a column.")


class MatrixModel(BaseModel):
    """Rows against columns."""

    name: str
    title: str
    gap_text: str = Field(description="What an empty row means.")
    idle_text: str = Field(description="What an empty column means.")
    columns: list[Link]
    rows: list[RowModel]
    gaps: list[Link] = Field(description="The rows that nothing meets.")
    idle: list[str] = Field(description="The `id` of each column that meets no row.")


class AnsweredModel(BaseModel):
    """A question with its answer."""

    name: str
    title: str
    summary: str
    columns: dict[str, str]
    rows: list[dict[str, Any]]
    none: str = Field(description="What an empty answer means.")


class SeparationModel(BaseModel):
    """Who may not do what, and whether somebody does."""

    items: list[AnsweredModel]


def router(catalogue: Catalogue, questions: Questions) -> APIRouter:
    """Return the routes of all analyses.

    Args:
        catalogue: what is analysed.
        questions: answers the named queries.
    """
    routes = APIRouter(prefix=PATH, tags=["analysis"])

    @routes.get(
        "/coverage/{name}",
        operation_id="coverage",
        summary="Set things against what meets them",
        description=f"Matrices: {', '.join(MATRICES)}.",
        responses={200: {"model": MatrixModel}},
        response_class=Response,
    )
    def coverage(name: str, request: Request) -> Response:
        known_parameters(request, ())
        with catalogue.view(request.scope.get("root_path", "")) as view:
            found = matrix(name, view, Relations(catalogue.store))
        return tagged(request, json_bytes(matrix_json(found)), _JSON)

    @routes.get(
        "/separation",
        operation_id="separation",
        summary="Say who may not do what, and whether a workflow breaks it",
        responses={200: {"model": SeparationModel}},
        response_class=Response,
    )
    def duties(request: Request) -> Response:
        known_parameters(request, ())
        root = request.scope.get("root_path", "")
        items = [asdict(found) for found in questions.separation(root)]
        return tagged(request, json_bytes({"items": items}), _JSON)

    @routes.get(
        "/impact",
        operation_id="impact",
        summary="Say what loses support if a tool goes",
        responses={200: {"model": AnsweredModel}},
        response_class=Response,
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
    def impact(request: Request) -> Response:
        known_parameters(request, ("without",))
        tool = request.query_params.get("without")
        if not tool:
            raise ParameterError("without: name the tool that goes, such as without=maite.")
        found = questions.without_tool(tool, request.scope.get("root_path", ""))
        return tagged(request, json_bytes(asdict(found)), _JSON)

    return routes


def matrix_json(found: Matrix) -> dict[str, Any]:
    """Return a matrix as JSON."""
    rows = [
        {
            "thing": row.thing,
            "group": row.group,
            "gap": row.gap,
            "cells": {
                column: [asdict(one) for one in evidence] for column, evidence in row.cells.items()
            },
        }
        for row in found.rows
    ]
    return {
        "name": found.name,
        "title": found.title,
        "gap_text": found.gap_text,
        "idle_text": found.idle_text,
        "columns": list(found.columns),
        "rows": rows,
        "gaps": [row.thing for row in found.gaps],
        "idle": list(found.idle),
    }
