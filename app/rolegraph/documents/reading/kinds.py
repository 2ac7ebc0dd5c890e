"""What a heading or label says of the statements below it."""

from __future__ import annotations

from dataclasses import dataclass

from rolegraph.documents.language.words import PERSONA_KINDS, STATEMENT_KINDS
from rolegraph.documents.reading.model import Status

ASKED = ("negation", "kind", "label", "language", "struck")
"""Questions that are answered by a kind of statement."""
LEAVE_OUT = "leave out"
ANSWERS = (*STATEMENT_KINDS, *PERSONA_KINDS, LEAVE_OUT)
"""What a person may answer to such a question."""


@dataclass(frozen=True, slots=True)
class LabelKind:
    """What a label says of what stands below it.

    Attributes:
        name: a kind of statement, `description`, `relation`, a persona's field; None for unknown.
        status: how sure it is.
        topic: the question to ask of each statement below, such as `kind` below a mixed heading.
        label: the label's words.
        relation: for `relation`, which.
    """

    name: str | None = None
    status: Status = "inferred"
    topic: str = ""
    label: str = ""
    relation: str = ""

    @property
    def is_statement(self) -> bool:
        """Whether what stands below are statements of a known kind."""
        return self.name in STATEMENT_KINDS or self.name in PERSONA_KINDS


UNKNOWN_KIND = LabelKind()
