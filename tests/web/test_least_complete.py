"""The page of completeness where there are many roles."""

from __future__ import annotations

from rolegraph.analysis.score import Completeness, QuestionScore
from rolegraph.web.pages.score import least_complete


def scored(lacking: int) -> Completeness:
    return Completeness([QuestionScore("Roles without a persona", 4 - lacking, 4)])


def test_of_many_roles_those_that_lack_the_most_are_named() -> None:
    """Nobody reads 300 bars; whoever has to fix something looks for the shortest."""
    few = [("a", scored(1)), ("b", scored(3))]
    many = [(f"role-{number}", scored(3 if number == 40 else 1)) for number in range(60)]

    assert few == least_complete(few)
    assert "role-40" == least_complete(many)[0][0]
    assert len(few) < len(least_complete(many)) < len(many)
