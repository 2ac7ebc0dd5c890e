"""The coverage page: what is met, what is not, who may not do what, and what a tool carries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from rolegraph.analysis.analyses import Analyses
from rolegraph.analysis.coverage import MATRICES, CoverageMatrix, Evidence, iris
from rolegraph.analysis.questions import Questions
from rolegraph.catalogue import Catalogue, View
from rolegraph.catalogue.reading.view import Thing
from rolegraph.web.frame.pages import Pages
from rolegraph.web.frame.paging import start_of

ROLES_AT_ONCE = 12
COLUMNS_AT_ONCE = 40
"""More columns than this are not readable; those that meet the rows go first."""

_LISTED = 50  # pairs of roles, breaches and the like that the page shows


@dataclass(frozen=True)
class CellReason:
    """Why a cell is filled, with a link."""

    thing: Thing
    mark: str
    negative: bool


@dataclass(frozen=True)
class CoverageRow:
    """A row with links."""

    thing: Thing
    group: Thing | None
    gap: bool
    cells: Mapping[str, Sequence[CellReason]]


@dataclass(frozen=True)
class ShownRole:
    """A matrix with the rows of the roles on this page and the columns that concern them."""

    matrix: CoverageMatrix
    rows: Sequence[CoverageRow]
    columns: Sequence[Thing]

    @property
    def left_out(self) -> int:
        """How many columns are not shown."""
        return len(self.matrix.columns) - len(self.columns)


def router(
    pages: Pages, catalogue: Catalogue, analyses: Analyses, questions: Questions
) -> APIRouter:
    """Return the route of the coverage page."""
    routes = pages.router()

    @routes.get("/coverage")
    def coverage(request: Request) -> Response:
        root = request.scope.get("root_path", "")
        tool = request.query_params.get("without") or None
        start = start_of(request)
        with catalogue.view(root) as view:
            matrices = [analyses.matrix(view, name) for name in MATRICES]
            roles = iris(view, "roles")
            here = roles[start - 1 : start - 1 + ROLES_AT_ONCE]
            duties = analyses.separation(view)
            values = {
                "shown": [_shown(view, found, set(here)) for found in matrices],
                "tools": [view.link(iri) for iri in iris(view, "tools")],
                "without": tool,
                "separation": {
                    name: [_linked(view, one) for one in getattr(duties, name)[:_LISTED]]
                    for name in ("exclusions", "breaches", "apart", "both", "people")
                },
                "duties": duties,
                "holders": len(iris(view, "memberships")),
                "listed": _LISTED,
                "start": start,
                "total": len(roles),
                "step": ROLES_AT_ONCE,
            }
        values["loss"] = questions.without_tool(tool, root) if tool else None
        return pages.render(request, "coverage.html", values)

    return routes


def _shown(view: View, found: CoverageMatrix, roles: set[str]) -> ShownRole:
    gaps = set(found.gaps)
    wanted = [row for row in found.rows if found.owners.get(row, row) in roles]
    met = {column for row in wanted for column in found.cells.get(row, ())}
    columns: Sequence[str] = found.columns
    if len(columns) > COLUMNS_AT_ONCE:
        columns = [column for column in columns if column in met][:COLUMNS_AT_ONCE]
    kept = set(columns)
    rows = [
        CoverageRow(
            view.link(row),
            view.link(found.owners[row]) if row in found.owners else None,
            row in gaps,
            {
                column: [_met(view, one) for one in evidence]
                for column, evidence in found.cells.get(row, {}).items()
                if column in kept
            },
        )
        for row in wanted
    ]
    return ShownRole(found, rows, [view.link(column) for column in columns])


def _met(view: View, one: Evidence) -> CellReason:
    link = view.link(one.thing)
    if one.named:
        link = {**link, "label": view.link(one.named)["label"]}
    return CellReason(link, one.mark, one.negative)


def _linked(view: View, one: object) -> dict[str, object]:
    """Return the attributes of a row of the separation with links in place of IRIs."""
    answer: dict[str, object] = {}
    for name, value in vars(one).items():
        if isinstance(value, tuple):
            answer[name] = [view.link(iri) for iri in value]
        else:
            answer[name] = value if name == "line" or value is None else view.link(value)
    return answer
