"""What OpenAPI says of proposals."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field


class ProposalBrief(BaseModel):
    """A proposal as a list shows it."""

    number: int
    href: str
    title: str
    author: str
    time: str
    status: str = Field(description="open, approved, declined or withdrawn.")
    base: int = Field(description="The revision that it was made for.")
    revision: int | None = Field(description="The revision that it made, once approved.")
    follows: int | None = Field(description="The closed proposal that it proposes anew.")
    approvals: list[str] = Field(description="Who has approved it since it was last revised.")
    changes_asked_by: list[str] = Field(
        description="Who asks for changes. Nobody else can approve it until it is revised."
    )
    added: int = Field(description="Statements that it adds.")
    removed: int = Field(description="Statements that it removes.")


class ProposalInList(ProposalBrief):
    """A proposal in a list, with the number of its remarks."""

    remarks: int


class ProposalList(BaseModel):
    """Proposals, the newest first."""

    items: list[ProposalInList]
    total: int


class ProposalRemark(BaseModel):
    """What somebody said of a proposal."""

    number: int
    kind: str = Field(description="comment, approval, refusal, withdrawal, revision or request.")
    author: str
    time: str
    text: str


class ProposalAnswer(ProposalBrief):
    """A proposal with what it changes, what was said, and what stands in its way."""

    reason: str
    remarks: list[ProposalRemark]
    approver: str = Field(description="The least role that may approve it.")
    approvals_needed: int
    conflicts: list[str] = Field(
        description="IRIs of things that later commits changed, so that it cannot be made now."
    )
    things: list[dict[str, Any]] = Field(description="As in a difference of revisions.")


class ProposalOutcome(BaseModel):
    """A proposal, and what the guard said of its change."""

    proposal: ProposalAnswer | None = Field(description="Null after a dry run of a new one.")
    commit: dict[str, Any]
