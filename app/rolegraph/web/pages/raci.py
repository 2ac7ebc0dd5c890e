"""The RACI page: activities by roles, each letter with the place that it comes from."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, Request, Response

from rolegraph.analysis.analyses import Analyses
from rolegraph.analysis.coverage import Evidence, iris
from rolegraph.analysis.raci import LETTERS, RaciMatrix, below
from rolegraph.catalogue import Catalogue, View
from rolegraph.catalogue.reading.view import Thing
from rolegraph.errors import ParameterError
from rolegraph.rdf.namespaces import SKOS
from rolegraph.web.frame.pages import Pages
from rolegraph.web.frame.paging import start_of

ROWS_AT_ONCE = 100
COLUMNS_AT_ONCE = 40
"""More columns than this are not readable; roles that take part in the rows go first."""
IDLE_NAMED = 30
"""Roles that are named below the table, since they take part in nothing of it."""


def router(pages: Pages, catalogue: Catalogue, analyses: Analyses) -> APIRouter:
    """Return the route of the RACI page."""
    routes = pages.router()

    @routes.get("/raci")
    def raci(request: Request) -> Response:
        scope, start = request.query_params.get("scope") or None, start_of(request)
        with catalogue.view(request.scope.get("root_path", ""), pages.languages(request)) as view:
            matrix = analyses.raci(view)
            relations = analyses.relations(view)
            rows, activities = list(matrix.rows), iris(view, "activities")
            if scope:
                activity = catalogue.iri("activities", scope)
                if activity not in activities:
                    raise ParameterError(f"scope: there is no activity {scope!r} here.")
                rows = below(relations, matrix, activity)
            here = rows[start - 1 : start - 1 + ROWS_AT_ONCE]
            taking_part = _taking_part(matrix, rows)
            columns = _columns(matrix, taking_part, here)
            idle = [role for role in matrix.columns if role not in taking_part]
            values = {
                "matrix": matrix,
                "rows": [_row(view, matrix, row, columns) for row in here],
                "columns": [view.link(role) for role in columns],
                "hidden": len(taking_part) - len(columns),
                "idle": [view.link(role) for role in idle[:IDLE_NAMED]],
                "idle_count": len(idle),
                "scopes": [
                    view.link(iri) for iri in activities if relations.behind(SKOS + "broader", iri)
                ],
                "others": len(set(activities) - set(matrix.rows) - relations.retired),
                "scope": scope,
                "letters": LETTERS,
                "start": start,
                "step": ROWS_AT_ONCE,
                "total": len(rows),
            }
        return pages.render(request, "raci.html", values)

    return routes


def _taking_part(matrix: RaciMatrix, rows: list[str]) -> list[str]:
    """Return the roles that take part in an activity; a column without a letter says nothing."""
    met = {role for row in rows for role, found in matrix.cells.get(row, {}).items() if found}
    return [role for role in matrix.columns if role in met]


def _columns(matrix: RaciMatrix, taking_part: list[str], rows: list[str]) -> list[str]:
    if len(taking_part) <= COLUMNS_AT_ONCE:
        return taking_part
    return _taking_part(matrix, rows)[:COLUMNS_AT_ONCE]


def _row(view: View, matrix: RaciMatrix, row: str, columns: list[str]) -> dict[str, object]:
    cells = matrix.cells.get(row, {})
    return {
        "thing": view.link(row),
        "gap": row in matrix.gaps,
        "accountable": matrix.accountable(row),
        "cells": [_letters(view, matrix, cells.get(role, ())) for role in columns],
    }


def _letters(
    view: View, matrix: RaciMatrix, found: Sequence[Evidence]
) -> list[tuple[str, list[tuple[Thing, str]]]]:
    """Return each letter of a cell once, with the things that say so and their places."""
    by_letter: dict[str, list[tuple[Thing, str]]] = {}
    for one in found:
        place = matrix.places.get(one.thing, "")
        by_letter.setdefault(one.mark, []).append((view.link(one.thing), place))
    return list(by_letter.items())
