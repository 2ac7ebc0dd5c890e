"""A workflow while it is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from rolegraph.documents.account.workflows import StepRead, WorkflowRead
from rolegraph.documents.outline import Block, Passage
from rolegraph.documents.text.model import Span


@dataclass
class FlowDraft:
    """A workflow while it is read; nothing of the document is claimed before it is accepted.

    Attributes:
        workflow: what was read.
        claims: what of the document was understood.
        refused: what was not, and why.
        left: tables that tell something else, such as assignments, by the section they stand in.
        ordered: whether the order of the steps is told: by numbers, a label or a table.
    """

    workflow: WorkflowRead
    claims: list[Passage | Span] = field(default_factory=list)
    refused: list[tuple[str, Block | Passage | Span]] = field(default_factory=list)
    left: list[Block] = field(default_factory=list)
    ordered: bool = False

    def claim(self, *passages: Passage | Span | None) -> None:
        """Note what was understood."""
        self.claims += [each for each in passages if each is not None]

    def add(self, step: StepRead) -> None:
        """Add a step behind the others."""
        step.order = len(self.workflow.steps) + 1
        step.number = step.number or str(step.order)
        self.workflow.steps.append(step)
