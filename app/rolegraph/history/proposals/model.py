"""What a proposal is, and what people say of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from rolegraph.access.identity import Identity
from rolegraph.rdf.patch import Patch


class ProposalStatus(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class RemarkKind(StrEnum):
    """What somebody says of a proposal."""

    COMMENT = "comment"
    APPROVAL = "approval"
    REFUSAL = "refusal"
    WITHDRAWAL = "withdrawal"
    REVISION = "revision"
    REQUEST = "request"


@dataclass(frozen=True)
class Remark:
    """What somebody said of a proposal.

    Attributes:
        number: counted from 1 within the proposal.
        kind: what it is.
        author: who said it.
        time: when, in ISO 8601.
        text: the words, which may be missing.
    """

    number: int
    kind: RemarkKind
    author: str
    time: str
    text: str = ""


@dataclass(frozen=True)
class Proposal:
    """A change that waits for approval, or did.

    Attributes:
        number: counted from 1.
        title: what it does, in a line.
        reason: why, in more words.
        author: who proposes it.
        time: when, in ISO 8601.
        base: the revision that it was made for.
        patch: what it removes and adds.
        status: what became of it.
        remarks: what was said of it, in order.
        revision: the revision that it made, once it is approved.
        follows: the number of the one that it proposes anew, if it does.
    """

    number: int
    title: str
    reason: str
    author: str
    time: str
    base: int
    patch: Patch
    status: ProposalStatus = ProposalStatus.OPEN
    remarks: tuple[Remark, ...] = ()
    revision: int | None = None
    follows: int | None = None

    @property
    def approvals(self) -> list[str]:
        """Who has approved it since it was last revised."""
        found: dict[str, None] = {}
        for remark in self.remarks:
            if remark.kind is RemarkKind.REVISION:
                found = {}
            elif remark.kind is RemarkKind.APPROVAL:
                found[remark.author] = None
            elif remark.kind is RemarkKind.REQUEST:
                found.pop(remark.author, None)
        return [*found]

    @property
    def asking(self) -> list[str]:
        """Who asks for changes: has not approved it since, and it was not revised since."""
        found: dict[str, None] = {}
        for remark in self.remarks:
            if remark.kind is RemarkKind.REVISION:
                found = {}
            elif remark.kind is RemarkKind.REQUEST:
                found[remark.author] = None
            elif remark.kind is RemarkKind.APPROVAL:
                found.pop(remark.author, None)
        return [*found]


_ENDS = {
    RemarkKind.REFUSAL: ProposalStatus.DECLINED,
    RemarkKind.WITHDRAWAL: ProposalStatus.WITHDRAWN,
}


def now() -> str:
    """Return the present moment in ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def remark_on(proposal: Proposal, kind: RemarkKind, author: Identity, text: str) -> Remark:
    """Return the next remark on a proposal."""
    return Remark(len(proposal.remarks) + 1, kind, author.name, now(), text)


def with_remark(proposal: Proposal, kind: RemarkKind, author: Identity, text: str) -> Proposal:
    """Return a proposal with one more remark, and the status that this gives it."""
    remarks = (*proposal.remarks, remark_on(proposal, kind, author, text))
    return replace(proposal, status=_ENDS.get(kind, proposal.status), remarks=remarks)
