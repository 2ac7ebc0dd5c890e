"""The coverage page: what is met, what is not, who may not do what, and what a tool carries."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from rolegraph.analysis.analyses import Analyses
from rolegraph.analysis.coverage import MATRICES, CoverageMatrix, Evidence, iris
from rolegraph.analysis.gaps import MET_BY, NARROWED_BY, GapGroup, Gaps, number_of
from rolegraph.analysis.questions import Questions
from rolegraph.analysis.scores import Scores
from rolegraph.catalogue import Catalogue, View
from rolegraph.catalogue.reading.view import Thing
from rolegraph.http.languages import LANG
from rolegraph.http.request import known_parameters
from rolegraph.web.frame.pages import Pages
from rolegraph.web.frame.paging import start_of

ROLES_AT_ONCE = 12
COLUMNS_AT_ONCE = 40
"""More columns than this are not readable; those that meet the rows go first."""

_LISTED = 50  # pairs of roles, breaches, gaps and the like that the page shows
_LISTED_NARROWED = 300  # gaps, where it is asked for some roles


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
    """A matrix with the rows of the roles on this page and the columns that concern them.

    Attributes:
        matrix: it has these rows alone.
        rows, columns: with links.
        idle: columns that meet nothing at all.
    """

    matrix: CoverageMatrix
    rows: Sequence[CoverageRow]
    columns: Sequence[Thing]
    idle: Collection[str]

    @property
    def left_out(self) -> int:
        """How many columns are not shown."""
        return len(self.matrix.columns) - len(self.columns)


@dataclass(frozen=True)
class ShownGaps:
    """The gaps of one kind, with links.

    Attributes:
        group: all of them.
        rows: the first things, each with its roles.
    """

    group: GapGroup
    rows: Sequence[tuple[Thing, Sequence[Thing]]]

    @property
    def left_out(self) -> int:
        """How many are not shown."""
        return len(self.group.things) - len(self.rows)


def shown_gaps(
    view: View, gaps: Gaps, groups: Sequence[GapGroup], each: int, most: int
) -> list[ShownGaps]:
    """Return the kinds that have gaps, with their first things.

    Args:
        view: the catalogue.
        gaps: knows to which roles things belong.
        groups: the gaps.
        each: how many things of a kind are shown.
        most: how many are shown of all kinds together. Each kind shows at least one, and a long
            one leaves room to the others.
    """
    found = []
    number_shown = allotted([min(len(group.things), each) for group in groups], most)
    for group, number in zip(groups, number_shown, strict=True):
        if group.things:
            here = gaps.each(view, group)[:number]
            rows = [(view.link(one), [view.link(role) for role in roles]) for one, roles in here]
            found.append(ShownGaps(group, rows))
    return found


def allotted(wanted: Sequence[int], most: int) -> list[int]:
    """Return how many rows each of some lists gets of those that there is room for.

    Args:
        wanted: how many each list has.
        most: how many there is room for. A list that has any gets at least one.
    """
    given = [0] * len(wanted)
    smallest_first = sorted(range(len(wanted)), key=wanted.__getitem__)
    for done, place in enumerate(smallest_first):
        share = most // (len(wanted) - done)
        given[place] = min(wanted[place], max(share, 1))
        most = max(0, most - given[place])
    return given


def router(
    pages: Pages,
    catalogue: Catalogue,
    analyses: Analyses,
    questions: Questions,
    gaps: Gaps,
    scores: Scores,
) -> APIRouter:
    """Return the route of the coverage page.

    Args:
        pages: renders it.
        catalogue: what it shows.
        analyses: set things against what meets them.
        questions: answer what is lost with a tool.
        gaps: know what is missing.
        scores: know which of that counts for Completeness.
    """
    routes = pages.router()

    @routes.get("/coverage")
    def coverage(request: Request) -> Response:
        root = request.scope.get("root_path", "")
        known_parameters(request, (*NARROWED_BY, "without", "from", LANG))
        given = request.query_params
        tool = given.get("without") or None
        start = start_of(request)
        whole = scores.mentioned()
        with catalogue.view(root, pages.languages(request)) as view:
            wanted = gaps.roles_of(view, given)
            roles = [one for one in iris(view, "roles") if wanted is None or one in wanted]
            here = roles[start - 1 : start - 1 + ROLES_AT_ONCE]
            duties = analyses.separation(view)
            groups = gaps.of_coverage(view)
            listed = _LISTED
            if wanted is not None:
                groups, listed = gaps.within(view, groups, wanted), _LISTED_NARROWED
            chosen = {name: given[name] for name in NARROWED_BY if given.get(name)}
            values = {
                "narrowing": {
                    name: [view.link(one) for one in iris(view, plural)]
                    for name, plural in NARROWED_BY.items()
                },
                "chosen": chosen,
                "narrowed": urlencode(chosen),
                "groups": {group.kind.name: group for group in groups},
                "gaps": shown_gaps(view, gaps, groups, listed, listed),
                "gap_count": number_of(groups),
                "met_by": MET_BY,
                "elsewhere": whole
                and [one for one in gaps.of_completeness(view, whole) if not one.kind.matrix],
                "shown": [_shown(view, *analyses.rows(view, name, set(here))) for name in MATRICES],
                "tools": [view.link(iri) for iri in iris(view, "tools")],
                "without": tool,
                "separation": {
                    name: [_linked(view, one) for one in getattr(duties, name)[:_LISTED]]
                    for name in ("exclusions", "breaches", "apart", "both", "people")
                },
                "duties": duties,
                "judged": analyses.relations(view).has_any("refersToActivity"),
                "unjudged": [view.link(one) for one in duties.unjudged[:_LISTED]],
                "holders": len(iris(view, "memberships")),
                "listed": _LISTED,
                "start": start,
                "total": len(roles),
                "step": ROLES_AT_ONCE,
            }
        values["loss"] = questions.without_tool(tool, root) if tool else None
        return pages.render(request, "coverage.html", values)

    return routes


def _shown(view: View, found: CoverageMatrix, idle: Collection[str]) -> ShownRole:
    gaps = set(found.gaps)
    met = {column for row in found.rows for column in found.cells.get(row, ())}
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
        for row in found.rows
    ]
    return ShownRole(found, rows, [view.link(column) for column in columns], idle)


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
