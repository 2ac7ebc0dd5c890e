"""The score of a catalogue at its present state and at earlier ones, each worked out once."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from rolegraph.analysis.analyses import Analyses
from rolegraph.analysis.coverage import iris
from rolegraph.analysis.questions import told
from rolegraph.analysis.score import Completeness, QuestionScore, completeness, of_roles
from rolegraph.catalogue import Catalogue, View
from rolegraph.history.versions import Versions
from rolegraph.sparql.library import QueryLibrary, Run

POINTS = 12
"""Commits, and days, that the history goes back."""

_READ = 500
"""Commits that are looked through for the last ones of days."""

_SECONDS = 2.0
"""How long one request works on earlier states; the next one goes on from there."""

_QUADS_AT_ONCE = 15_000
"""Up to so many quads the score is worked out for pages that only mention it: 0.1 s. With more
they show it once somebody has asked for it."""

_QUADS_EARLIER = 30_000
"""Up to so many quads, earlier states are made anew in memory to be asked."""

_KEPT = 400
"""Scores of earlier revisions that are kept; each is one number."""


@dataclass(frozen=True)
class Point:
    """The score at one revision.

    Attributes:
        revision: its number.
        time: when it was made, in ISO 8601.
        share: from 0 to 1; None where nothing was asked for yet.
    """

    revision: int
    time: str
    share: float | None


@dataclass(frozen=True)
class ScoreHistory:
    """How the score came about, the oldest first.

    Attributes:
        points: the revisions that were worked out.
        left_out: how many more there are that were not, since it takes too long.
    """

    points: Sequence[Point]
    left_out: int = 0


class Scores:
    """Scores a catalogue. Safe to share among threads.

    Args:
        catalogue: what is scored.
        analyses: knows what belongs to a role.
        library: the questions.
        versions: gives earlier states.
    """

    def __init__(
        self, catalogue: Catalogue, analyses: Analyses, library: QueryLibrary, versions: Versions
    ) -> None:
        self._catalogue, self._analyses, self._versions = catalogue, analyses, versions
        self._library = library
        self._present: tuple[int, Completeness] | None = None
        self._shares: dict[int, float | None] = {}

    def present(self, run: Run | None = None) -> Completeness:
        """Return the score of the present state; call it outside a view.

        Args:
            run: runs the questions; by default the store.
        """
        store = self._catalogue.store
        revision, known = store.revision, self._present
        if known is not None and known[0] == revision:
            return known[1]
        found = completeness(store, self._library.values(), run)
        # A commit meanwhile may be in some of the answers: then it is worked out again next time.
        if store.revision == revision:
            self._present = revision, found
            self._keep(revision, found.share)
        return found

    def mentioned(self) -> Completeness | None:
        """Return the score for a page that is about something else: None where that takes long."""
        store = self._catalogue.store
        known = self._present
        if (known is None or known[0] != store.revision) and store.count() > _QUADS_AT_ONCE:
            return None
        return self.present()

    def titles(self, asked: Sequence[QuestionScore], languages: Sequence[str]) -> list[str]:
        """Return the titles of questions, each in the first language that it has."""
        return [told(self._library[one.name], languages).title for one in asked]

    def of_roles(self, view: View, whole: Completeness) -> list[tuple[str, Completeness]]:
        """Return the score of each role, in the order of the catalogue."""
        found = of_roles(self._analyses.relations(view), iris(view, "roles"))
        return [(role, whole.among(things)) for role, things in found.items()]

    def of_role(self, view: View, whole: Completeness, role: str) -> Completeness:
        """Return the score of one role."""
        return whole.among(of_roles(self._analyses.relations(view), [role])[role])

    def history(self) -> ScoreHistory:
        """Return the score at the last commits, and at the end of the last days with commits."""
        newest = self._versions.newest(_READ)
        wanted = {entry.revision: entry for entry in newest[:POINTS]}
        days: dict[str, int] = {}
        for entry in newest:
            if len(days) < POINTS or entry.time[:10] in days:
                days.setdefault(entry.time[:10], entry.revision)
        wanted |= {entry.revision: entry for entry in newest if entry.revision in days.values()}
        began, left_out = time.monotonic(), 0
        points = []
        for revision in sorted(wanted, reverse=True):
            if revision not in self._shares and not self._work_out(revision, began):
                left_out += 1
                continue
            points.append(Point(revision, wanted[revision].time, self._shares.get(revision)))
        return ScoreHistory(points[::-1], left_out)

    def _work_out(self, revision: int, began: float) -> bool:
        """Score an earlier state; False where that takes too long now."""
        if self._catalogue.store.count() > _QUADS_EARLIER or time.monotonic() - began > _SECONDS:
            return False
        store = self._versions.store_at(revision)
        self._keep(revision, completeness(store, self._library.values()).share)
        return True

    def _keep(self, revision: int, share: float | None) -> None:
        if len(self._shares) >= _KEPT:
            self._shares = {}
        self._shares[revision] = share
