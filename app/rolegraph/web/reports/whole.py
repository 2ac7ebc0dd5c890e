"""What a report says of the whole catalogue: its roles in a table, gaps, changes and proposals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rolegraph.analysis.analyses import Analyses
from rolegraph.analysis.coverage import iris
from rolegraph.analysis.flows import glance
from rolegraph.analysis.gaps import GapGroup, Gaps
from rolegraph.analysis.score import Completeness
from rolegraph.analysis.scores import Scores
from rolegraph.catalogue import View
from rolegraph.catalogue.reading.view import Thing
from rolegraph.web.reports.fitting import brief

_NAME = 46
_PERSONA = 20, 15
"""Characters of names in cells, which are one line high: of a persona alone, and of the first."""


@dataclass(frozen=True)
class RoleRow:
    """A role in the table.

    Attributes:
        role: link to it.
        responsibilities, workflows, tools: how many it has.
        personas: links to those who represent it.
        gaps: how many gaps of Coverage belong to it.
        score: how complete it is; None where that was not worked out.
    """

    role: Thing
    responsibilities: int
    personas: Sequence[Thing]
    workflows: int
    tools: int
    gaps: int
    score: Completeness | None


def rows_of_roles(
    view: View,
    analyses: Analyses,
    gaps: Gaps,
    groups: Sequence[GapGroup],
    scores: Scores,
    whole: Completeness | None,
    most: int,
) -> list[RoleRow]:
    """Return the first roles of the table: those with most gaps, then those that lack most.

    Args:
        view: the catalogue.
        analyses: know what belongs to a role.
        gaps: know which role a gap belongs to.
        groups: the gaps.
        scores: know how complete each role is.
        whole: the score of the catalogue; None where it was not worked out.
        most: how many rows are wanted.
    """
    found: Counter[str] = Counter()
    for group in groups:
        found.update(role for _, roles in gaps.each(view, group) for role in roles)
    roles = iris(view, "roles")
    share = dict(scores.of_roles(view, whole)) if whole else {}

    def lacks(role: str) -> tuple[int, float]:
        own = share[role].share if role in share else None
        return -found[role], 1.0 if own is None else own

    shown = sorted(roles, key=lacks)[:most]
    relations = analyses.relations(view)
    rows = []
    for one, role in zip(glance(view, relations, shown), shown, strict=True):
        rows.append(
            RoleRow(
                brief(one.role, _NAME),
                one.duties,
                [brief(persona, _PERSONA[len(one.personas) > 1]) for persona in one.personas],
                len(one.workflows),
                len(one.tools),
                found[role],
                share.get(role),
            )
        )
    return rows
