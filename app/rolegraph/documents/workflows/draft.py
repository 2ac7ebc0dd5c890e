"""A workflow while it is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from rolegraph.documents.account.account import Account
from rolegraph.documents.account.workflows import StepRead, WorkflowRead
from rolegraph.documents.outline import Block, Passage
from rolegraph.documents.outline.sections import Section
from rolegraph.documents.text.model import Span


@dataclass
class FlowDraft:
    """A workflow while it is read; nothing of the document is claimed before it is accepted.

    Attributes:
        workflow: what was read.
        claims: what of the document was understood.
        refused: what was not, and why.
        dropped: lines of which something is left out although they are read, and why.
        beside: sections beside its own that tell of it as well.
        left: tables that tell something else, such as assignments, by the section they stand in.
        ordered: whether the order of the steps is told: by numbers, a label or a table.
    """

    workflow: WorkflowRead
    claims: list[Passage | Span] = field(default_factory=list)
    refused: list[tuple[str, Block | Passage | Span]] = field(default_factory=list)
    dropped: list[tuple[int, str]] = field(default_factory=list)
    beside: list[Section] = field(default_factory=list)
    left: list[Block] = field(default_factory=list)
    ordered: bool = False

    def claim(self, *passages: Passage | Span | None) -> None:
        """Note what was understood."""
        self.claims += [each for each in passages if each is not None]

    def tell(self, account: Account) -> None:
        """Tell the account of a document what of it was read, once it is a workflow."""
        account.claim(*self.claims)
        for reason, block in self.refused:
            account.refuse(reason, block)
        for line, reason in self.dropped:
            account.drop(line, reason)
        for section in self.beside:
            account.claim_lines(section.heading)
            if section.parent is not None:
                section.parent.sections.remove(section)

    def add(self, step: StepRead) -> None:
        """Add a step behind the others."""
        step.order = len(self.workflow.steps) + 1
        step.number = step.number or str(step.order)
        self.workflow.steps.append(step)
