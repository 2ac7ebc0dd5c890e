"""What was read of workflows: each with its steps in order, and the places that say so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from rolegraph.documents.outline import Passage

_ENDS = (".", "!", "?", ":", ";", "\u3002")


@dataclass(frozen=True, slots=True)
class Named:
    """Something that a document names, such as an artifact, and where."""

    name: str
    passage: Passage


@dataclass(slots=True)
class StepRead:
    """A step.

    Attributes:
        name: what is done, as the document has it.
        passage: where it says so.
        order: its position, from 1.
        number: what the document calls it, such as `2`; its position where it has no number.
        notes: what else is said of it.
        role: the name of the role that does it; empty where none is known.
        role_at: where the role is named; None where that follows from the section.
        person: the name of a person that was left out at its beginning or end; else empty.
        partners: the roles that take part; where several do it, none is responsible.
        tools: what it is done with.
        inputs, outputs: what it takes in and brings forth.
        stage: the name of its lifecycle stage; None without.
        back_to: the position of the step from which on the work may be done again; 0 without.
        on_to: the position of a later step with which the work may go on instead; 0 without.
        escalated_to: the roles that take over where it cannot be finished.
        escalated_when: when they do.
    """

    name: str
    passage: Passage
    order: int = 0
    number: str = ""
    notes: list[Passage] = field(default_factory=list)
    role: str = ""
    role_at: Passage | None = None
    person: str = ""
    partners: list[Named] = field(default_factory=list)
    tools: list[Named] = field(default_factory=list)
    inputs: list[Named] = field(default_factory=list)
    outputs: list[Named] = field(default_factory=list)
    stage: Named | None = None
    back_to: int = 0
    on_to: int = 0
    escalated_to: list[Named] = field(default_factory=list)
    escalated_when: list[Named] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    """What is said of it in columns and labels, until the whole document is read."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a column, label or heading says of a step: `who`, `tool`, `stage` and so on."""

    what: str
    passage: Passage


@dataclass(slots=True)
class WorkflowRead:
    """A workflow.

    Attributes:
        name: its name.
        passage: where it is named.
        status: whether it is plainly one.
        purpose, trigger, outcome, entry, exit: the passages that say so.
        frequency, duration: the passages that say how often and how long.
        inputs, outputs, tools: what it takes in, brings forth and needs as a whole.
        owners: the roles that answer for it as a whole.
        notes: what else is said of it.
        steps: in order.
        persona: the name of the persona who follows it; empty where none is known.
        persona_at: where a label names her; None where it stands in her section.
        within: the headings above it, the nearest first.
        waits_for: the question without whose answer it is none; else empty.
    """

    name: str
    passage: Passage
    status: Literal["read", "asked"] = "read"
    purpose: list[Passage] = field(default_factory=list)
    trigger: list[Passage] = field(default_factory=list)
    outcome: list[Passage] = field(default_factory=list)
    frequency: list[Passage] = field(default_factory=list)
    duration: list[Passage] = field(default_factory=list)
    inputs: list[Named] = field(default_factory=list)
    outputs: list[Named] = field(default_factory=list)
    tools: list[Named] = field(default_factory=list)
    owners: list[Named] = field(default_factory=list)
    entry: list[Passage] = field(default_factory=list)
    exit: list[Passage] = field(default_factory=list)
    notes: list[Passage] = field(default_factory=list)
    steps: list[StepRead] = field(default_factory=list)
    persona: str = ""
    persona_at: Passage | None = None
    within: tuple[Passage, ...] = ()
    waits_for: str = ""
    told: list[Told] = field(default_factory=list)
    """What is said of all steps, until the whole document is read."""

    @property
    def fields(self) -> dict[str, list[Passage]]:
        """What its labels say, by their names."""
        return {
            "purpose": self.purpose,
            "trigger": self.trigger,
            "outcome": self.outcome,
            "frequency": self.frequency,
            "duration": self.duration,
            "entry": self.entry,
            "exit": self.exit,
        }


def joined(passages: Iterable[Passage]) -> str:
    """Return what several places say as one text: sentences, or entries with signs between."""
    told = ""
    for each in passages:
        between = " " if told.endswith(_ENDS) else "; "
        told += (between if told else "") + each.plain.strip()
    return told
