"""The answers of the analyses, as models that FastAPI takes into OpenAPI."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field


class ThingLink(BaseModel):
    """A link to a thing."""

    id: str
    label: Any = None
    href: str | None = None


class TableEvidence(BaseModel):
    """Why a cell is filled."""

    thing: ThingLink
    mark: str
    negative: bool = Field(description="Whether it says that row and column do not go together.")


class TableRow(BaseModel):
    """One row of a coverage table."""

    thing: ThingLink
    group: ThingLink | None = None
    gap: bool | None = Field(
        description="Whether nothing meets the row. In the RACI matrix: whether it has not exactly "
        "one accountable role; null where the catalogue records no assignments."
    )
    cells: dict[str, list[TableEvidence]] = Field(description="By the `id` of a column.")


class CoverageTable(BaseModel):
    """Rows against columns."""

    name: str
    title: str
    gap_text: str = Field(description="What an empty row means.")
    idle_text: str = Field(description="What an empty column means.")
    columns: list[ThingLink]
    rows: list[TableRow]
    gaps: list[ThingLink] = Field(description="The rows that nothing meets.")
    idle: list[str] = Field(description="The `id` of each column that meets no row.")


class ImpactReport(BaseModel):
    """What loses support if a tool goes."""

    name: str
    title: str
    summary: str
    columns: dict[str, str]
    rows: list[dict[str, Any]]
    none: str = Field(description="What an empty answer means.")


class ExcludedRole(BaseModel):
    """A role may not do an activity."""

    role: ThingLink
    activity: ThingLink
    basis: ThingLink | None = Field(description="The statement that says so.")
    line: int | None = Field(description="Its line in the document.")


class DutyBreach(BaseModel):
    """An excluded role does an excluded activity."""

    role: ThingLink
    excluded: ThingLink
    activity: ThingLink
    evidence: ThingLink = Field(description="The step or statement by which it does so.")


class RolesKeptApart(BaseModel):
    """Two roles that one person must not have."""

    role: ThingLink
    other: ThingLink
    activities: list[ThingLink] = Field(description="What the other role does.")
    basis: ThingLink | None
    line: int | None


class BuilderAndEvaluator(BaseModel):
    """A role that both builds and evaluates."""

    role: ThingLink
    builds: list[ThingLink]
    evaluates: list[ThingLink]


class HolderConflict(BaseModel):
    """One person holds two roles that must be kept apart, for one system and at one time."""

    membership: ThingLink
    other_membership: ThingLink
    role: ThingLink
    other: ThingLink
    activities: list[ThingLink] = Field(description="What the other role does.")


class SeparationReport(BaseModel):
    """Who may not do what, whether somebody does, and who must stay apart."""

    exclusions: list[ExcludedRole]
    breaches: list[DutyBreach]
    apart: list[RolesKeptApart]
    both: list[BuilderAndEvaluator]
    people: list[HolderConflict] = Field(
        description="Conflicts among people; only those see them who may read memberships."
    )
    unjudged: list[ThingLink] = Field(
        description="Exclusions that name no activity, so that nothing can be said of them."
    )


class Share(BaseModel):
    """How much of what is asked for is there."""

    share: float | None = Field(description="From 0 to 1; null where nothing is asked for.")
    percent: str | None = Field(description="The share for people, rounded down, as in `84 %`.")
    met: int = Field(description="How often something that is asked for is there.")
    of: int = Field(description="How often something is asked for.")


class ScoredRole(Share):
    """How complete a role is."""

    role: ThingLink


class ScoredQuestion(BaseModel):
    """How far a question of completeness is met."""

    name: str = Field(description="Name of the query.")
    title: str = Field(description="What is missing where it is not met.")
    href: str = Field(description="Where the query answers with the things that lack it.")
    met: int
    of: int


class LackingThing(BaseModel):
    """A thing that lacks something that is asked for."""

    thing: ThingLink
    questions: list[str] = Field(description="Names of the questions that it does not meet.")
    gain: float = Field(description="What the share gains once it meets them, from 0 to 1.")


class ScorePoint(BaseModel):
    """The share at an earlier revision."""

    revision: int
    time: str
    share: float | None


class ScoreReport(Share):
    """How complete the catalogue is, what it lacks, and how it came about."""

    questions: list[ScoredQuestion]
    roles: list[ScoredRole]
    missing: list[LackingThing] = Field(description="The things that lack most, first.")
    things_missing: int = Field(description="How many things lack something.")
    history: list[ScorePoint] = Field(
        description="At the last commits and at the end of the last days, the oldest first."
    )
    history_left_out: int = Field(
        description="Revisions that were not worked out, since that takes long. Ask again later."
    )


class CountedKind(BaseModel):
    """A kind of gap, and how many there are."""

    name: str = Field(description="That of the question, where a question asks for it.")
    title: str
    missing: str = Field(description="What such a thing lacks, as a sentence.")
    advice: str | None = Field(description="What to do about it, as a sentence.")
    counted: bool = Field(description="Whether the score counts it.")
    number: int = Field(description="How many things lack it, of all roles.")
    of: int = Field(description="How many things were looked at.")


class ListedGap(BaseModel):
    """A thing that lacks something."""

    kind: str = Field(description="Title of its kind.")
    role: list[ThingLink] = Field(description="The roles that the thing belongs to.")
    thing: ThingLink
    missing: str
    advice: str | None
    page: str | None = Field(description="Address of its page.")


class GapReport(BaseModel):
    """What is missing in the catalogue."""

    total: int
    kinds: list[CountedKind]
    gaps: list[ListedGap] = Field(description="The first of them; tables have all.")
