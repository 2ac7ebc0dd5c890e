"""The pages of the reports: of the catalogue, and of a role, now and as they were.

Each fits on one sheet of A4, upright, whatever it is about.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from rolegraph.analysis.analyses import Analyses
from rolegraph.analysis.coverage import iris
from rolegraph.analysis.findings import PresentFindings
from rolegraph.analysis.gaps import GapGroup, Gaps
from rolegraph.analysis.score import Completeness, completeness, percent
from rolegraph.analysis.scores import Scores
from rolegraph.catalogue import Catalogue, View
from rolegraph.catalogue.index.model import API, SEGMENT
from rolegraph.catalogue.reading.view import Thing
from rolegraph.documents.keeping.open_questions import OpenQuestions
from rolegraph.history.past import Past
from rolegraph.history.proposals.model import Proposal
from rolegraph.history.proposals.permitted import OpenProposals
from rolegraph.history.versions import Versions
from rolegraph.http.answers import UNTIL, holds_until, midnight_after
from rolegraph.http.languages import LANG
from rolegraph.http.request import known_parameters
from rolegraph.shacl.findings import Finding
from rolegraph.sparql.library import QueryLibrary
from rolegraph.web.frame.links import page_path, text_of
from rolegraph.web.frame.pages import KINDS, LITTLE_PATIENCE, Pages
from rolegraph.web.frame.sections import lead
from rolegraph.web.pages.checks import PATIENCE, names_of_rules
from rolegraph.web.pages.origins import Origins
from rolegraph.web.pages.score import Runs
from rolegraph.web.pages.special import extras
from rolegraph.web.reports.fitting import ReportPart, fitted, needed, shortened
from rolegraph.web.reports.recent import RecentChanges, Window
from rolegraph.web.reports.role import (
    RoleFacts,
    belonging,
    gaps_part,
    parts_of_role,
    proposals_part,
)
from rolegraph.web.reports.waiting import (
    LOOKED_UP_FOR,
    findings_part,
    questions_part,
)
from rolegraph.web.reports.whole import rows_of_roles

_LINES = 118.0
"""Lines of both columns together that a sheet has below the head of a report of a role."""
_LINES_OF_ALL = 124.0
"""The same of the catalogue, with its table."""
_OF_TABLE = 2.9
"""Lines of both columns together that a row of the table takes: it is as wide as both."""
_ROLES = 12, 30
"""Rows of the table: so many at least, whatever else there is to say, and so many at most."""
_MOST_COUNTED = 30_000
"""Quads up to which an earlier state is asked how complete it was."""
_LEAD = 420


@dataclass(frozen=True)
class ReportSources:
    """What reports are made of, at one state of the catalogue.

    Attributes:
        catalogue: the things.
        analyses, gaps, scores: what is found out about them.
        whole: works out the score for a request; None where that takes too long.
        as_of: the revision, where it is not the present one.
        findings: gives what the checks find, None while they are at work; an earlier state has
            none.
        questions: knows the open questions about documents, of the present alone.
    """

    catalogue: Catalogue
    analyses: Analyses
    gaps: Gaps
    scores: Scores
    whole: Callable[[Request], Completeness | None]
    as_of: int | None = None
    findings: Callable[[], Sequence[Finding] | None] | None = None
    questions: OpenQuestions | None = None


class ReportPages:
    """Makes reports.

    Args:
        pages: render them.
        library: the questions that say how complete a catalogue is.
        versions, past: give earlier states.
        recent: tells what changed lately.
        proposed: knows the open proposals.
        runs: gives what runs the questions of a request.
        files: folder of the catalogue.
    """

    def __init__(
        self,
        pages: Pages,
        library: QueryLibrary,
        versions: Versions,
        past: Past,
        recent: RecentChanges,
        proposed: OpenProposals,
        runs: Runs,
        files: Path,
    ) -> None:
        self._pages, self._library, self._versions, self._past = pages, library, versions, past
        self._recent, self._proposed, self._runs, self._files = recent, proposed, runs, files

    def now(
        self,
        catalogue: Catalogue,
        analyses: Analyses,
        gaps: Gaps,
        scores: Scores,
        findings: PresentFindings,
        questions: OpenQuestions,
    ) -> ReportSources:
        """Return what reports of the present state are made of."""
        return ReportSources(
            catalogue,
            analyses,
            gaps,
            scores,
            lambda request: scores.present(self._runs(request)),
            findings=lambda: findings.within(LITTLE_PATIENCE if findings.take_long else PATIENCE),
            questions=questions,
        )

    def at(self, moment: str) -> ReportSources:
        """Return what reports of an earlier state are made of.

        Raises:
            ParameterError: it is neither a revision nor a time.
            NotFound: there is no such revision.
        """
        revision = self._versions.resolve(moment)
        catalogue = self._past.at(str(revision))
        analyses = Analyses(catalogue)

        def whole(_: Request) -> Completeness | None:
            if catalogue.store.count() > _MOST_COUNTED:
                return None
            return completeness(self._versions.store_at(revision), self._library.values())

        gaps = Gaps(analyses, self._library)
        scores = Scores(catalogue, analyses, self._library, self._versions)
        return ReportSources(catalogue, analyses, gaps, scores, whole, revision)

    def of_role(self, request: Request, found: ReportSources, slug: str) -> Response:
        """Return the report of a role, or lead to its own address."""
        root, whole = self._begin(request, found), found.whole(request)
        window = self._recent.window(found.as_of)
        catalogue, checked = found.catalogue, self._checked(request, found)
        with catalogue.view(root, self._pages.languages(request)) as view:
            iri = view.resolve("roles", slug)
            own = catalogue.address(iri)
            if own and own != f"{API}roles/{quote(slug, safe=SEGMENT)}":
                return RedirectResponse(f"{root}{page_path(own)}/report", status_code=308)
            thing = view.thing(iri)
            of_it = belonging(view, found.analyses, iri)
            missing = found.gaps.within(view, found.gaps.of_coverage(view), {iri})
            settled = self._to_settle(view, found, checked, missing, of_it)
            parts = parts_of_role(
                view,
                self._facts(found, view, thing),
                found.analyses,
                found.gaps,
                found.scores,
                whole,
                self._proposals(found, of_it),
                root if found.as_of is None else None,
                self._recent.part_of(window, request.scope.get("root_path", ""), iri, of_it),
                settled,
            )
            said = lead(thing)
        values = {
            "thing": thing,
            "lead": _short(said) if said and said != thing.get("label") else None,
            "blocks": fitted(parts, _LINES),
            "whole_page": f"/roles/{quote(slug, safe=SEGMENT)}",
        }
        return self._rendered(request, found, "reports/role.html", values, window)

    def of_catalogue(self, request: Request, found: ReportSources) -> Response:
        """Return the report of the catalogue."""
        root, whole = self._begin(request, found), found.whole(request)
        window = self._recent.window(found.as_of)
        catalogue, checked = found.catalogue, self._checked(request, found)
        asked = found.questions.all() if found.questions else None
        with catalogue.view(root, self._pages.languages(request)) as view:
            groups = found.gaps.of_coverage(view)
            present = root if found.as_of is None else None
            total = len(iris(view, "roles"))
            further = [
                one
                for one in (found.gaps.of_completeness(view, whole) if whole else ())
                if not one.kind.matrix
            ]
            parts = [
                *(() if asked is None else (questions_part(asked),)),
                *self._to_settle(view, found, checked, groups, None),
                gaps_part(view, found.gaps, groups, present, "/coverage"),
                *_further(view, found, further, present),
                self._recent.part(window, request.scope.get("root_path", "")),
                proposals_part(self._proposals(found, None), root),
            ]
            least, most = _ROLES
            room = int((_LINES_OF_ALL - needed(parts)) / _OF_TABLE) - 2
            rows = rows_of_roles(
                view,
                found.analyses,
                found.gaps,
                groups,
                found.scores,
                whole,
                max(least, min(room, most)),
            )
            numbers = [
                (plural, view.count(plural))
                for plural in (*KINDS, "responsibilities", "activities")
                if plural in catalogue.types
            ]
        values = {
            "numbers": numbers,
            "score": percent(whole.share) if whole and whole.of else None,
            "roles": rows,
            "total": total,
            "blocks": fitted(parts, _LINES_OF_ALL - _OF_TABLE * (len(rows) + 2)),
            "percent": percent,
        }
        return self._rendered(request, found, "reports/catalogue.html", values, window)

    def _begin(self, request: Request, found: ReportSources) -> str:
        """Check a request; return what stands before the addresses of things."""
        known_parameters(request, (LANG,))
        root = str(request.scope.get("root_path", ""))
        return root if found.as_of is None else f"{root}/at/{found.as_of}"

    def _checked(self, request: Request, found: ReportSources) -> Sequence[Finding] | None:
        """Return the findings; what is said while there are none yet holds for a moment only."""
        checked = found.findings() if found.findings else None
        if found.findings and checked is None:
            holds_until(request, 0)
        return checked

    def _to_settle(
        self,
        view: View,
        found: ReportSources,
        checked: Sequence[Finding] | None,
        gaps: Sequence[GapGroup],
        among: Collection[str] | None,
    ) -> list[ReportPart]:
        if found.findings is None:
            return []
        names = names_of_rules(found.catalogue, {one.rule for one in checked or ()})
        return [findings_part(view, checked, names, among, gaps)]

    def _facts(self, found: ReportSources, view: View, thing: Thing) -> RoleFacts:
        origins = Origins(found.catalogue, self._files, None, found.as_of)
        told: Mapping[str, Any] = extras(found.catalogue, origins)["roles"](view, thing)
        return RoleFacts(
            thing,
            cast("Sequence[tuple[str, Thing]]", told["statements"]),
            cast("Sequence[tuple[Thing, Sequence[Thing]]]", told["workflows"]),
        )

    def _proposals(self, found: ReportSources, things: Any) -> list[Proposal]:
        """Return the open proposals about some things, or all; none of an earlier state."""
        if found.as_of is not None:
            return []
        if things is None:
            return self._proposed.all()
        about = {one.number: one for thing in things for one in self._proposed.about(thing)}
        return [one for _, one in sorted(about.items())]

    def _rendered(
        self,
        request: Request,
        found: ReportSources,
        template: str,
        values: Mapping[str, Any],
        window: Window,
    ) -> Response:
        if window.present and UNTIL not in request.scope:
            until = midnight_after(window.last)
            asks = found.questions is not None and found.questions.in_files
            holds_until(request, min(until, time.time() + LOOKED_UP_FOR) if asks else until)
        own = {"as_of": found.as_of, "window": window, "base": self._pages.base(request)}
        return self._pages.render(request, template, {**values, **own})


def _further(
    view: View, found: ReportSources, groups: Sequence[Any], root: str | None
) -> list[ReportPart]:
    """Return the gaps that only Completeness counts, if there are any."""
    some = [one for one in groups if one.things]
    if not some:
        return []
    part = gaps_part(view, found.gaps, some, root, "/score")
    return [
        ReportPart(
            "further",
            "What Completeness misses besides",
            part.lines,
            part.place,
            least=part.least,
            count=part.count,
        )
    ]


def _short(text: Any) -> Any:
    """Return a text with its language, no longer than a few lines."""
    short = shortened(text_of(text), _LEAD)
    return {**text, "value": short} if isinstance(text, dict) else short


def router(pages: Pages, reports: ReportPages, present: ReportSources) -> APIRouter:
    """Return the routes of the reports; place it before those of all things.

    Args:
        pages: tell of errors.
        reports: make them.
        present: what those of now are made of.
    """
    routes = pages.router()

    @routes.get("/report")
    def report(request: Request) -> Response:
        return reports.of_catalogue(request, present)

    @routes.get("/roles/{slug}/report")
    def role(slug: str, request: Request) -> Response:
        return reports.of_role(request, present, slug)

    @routes.get("/at/{moment}/report")
    def report_then(moment: str, request: Request) -> Response:
        return reports.of_catalogue(request, reports.at(moment))

    @routes.get("/at/{moment}/roles/{slug}/report")
    def role_then(moment: str, slug: str, request: Request) -> Response:
        return reports.of_role(request, reports.at(moment), slug)

    return routes
