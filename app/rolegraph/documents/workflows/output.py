"""The workflows of a reading for people and programs: as data, and as lines of text or Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rolegraph.documents.account.model import Reading
from rolegraph.documents.account.workflows import Named, StepRead, WorkflowRead, joined
from rolegraph.documents.outline import Passage

_LABELS = {
    "purpose": "purpose",
    "trigger": "trigger",
    "outcome": "outcome",
    "frequency": "frequency",
    "duration": "duration",
    "entry": "entry criterion",
    "exit": "exit criterion",
}


def workflows_as_data(reading: Reading) -> list[dict[str, Any]]:
    """Return the workflows as data for JSON."""
    return [_workflow(each) for each in reading.workflows]


def _workflow(workflow: WorkflowRead) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": workflow.name,
        **_place(workflow.passage),
        "status": workflow.status,
    }
    found |= {"waits_for": workflow.waits_for} if workflow.waits_for else {}
    found |= {
        name: [{"text": each.plain, **_place(each)} for each in passages]
        for name, passages in (*workflow.fields.items(), ("notes", workflow.notes))
        if passages
    }
    for name, things in _things(workflow):
        found |= {name: [each.name for each in things]} if things else {}
    found |= {"owners": [each.name for each in workflow.owners]} if workflow.owners else {}
    found |= {"persona": workflow.persona} if workflow.persona else {}
    return found | {"steps": [_step(each) for each in workflow.steps]}


def _things(workflow: WorkflowRead) -> tuple[tuple[str, list[Named]], ...]:
    return (
        ("inputs", workflow.inputs),
        ("outputs", workflow.outputs),
        ("tools", workflow.tools),
    )


def _step(step: StepRead) -> dict[str, Any]:
    found: dict[str, Any] = {"order": step.order, "text": step.name, **_place(step.passage)}
    found |= {"role": step.role} if step.role else {}
    found |= {"with": [each.name for each in step.partners]} if step.partners else {}
    found |= {"tools": [each.name for each in step.tools]} if step.tools else {}
    found |= {"inputs": [each.name for each in step.inputs]} if step.inputs else {}
    found |= {"outputs": [each.name for each in step.outputs]} if step.outputs else {}
    found |= {"stage": step.stage.name} if step.stage else {}
    found |= {"notes": [each.plain for each in step.notes]} if step.notes else {}
    found |= {"back_to": step.back_to} if step.back_to else {}
    if step.escalated_to:
        found["escalated_to"] = [each.name for each in step.escalated_to]
    if step.escalated_when:
        found["escalated_when"] = [each.name for each in step.escalated_when]
    return found | ({"on_to": step.on_to} if step.on_to else {})


def _place(passage: Passage) -> dict[str, Any]:
    span = passage.span
    found = {"line": passage.line, "start": span.start, "end": span.end}
    return found | ({"cell": passage.cell} if passage.cell else {})


def workflow_lines(
    reading: Reading, workflow: WorkflowRead, below: str, strong: str
) -> Iterator[str]:
    """Yield the lines on one workflow.

    Args:
        reading: the document.
        workflow: the workflow.
        below: what begins the heading of a part.
        strong: what stands around names.
    """
    place = reading.outline.place_of
    waits = " (to be confirmed)" if workflow.waits_for else ""
    of = f", followed by {workflow.persona}" if workflow.persona else ""
    title = f"{strong}Workflow: {workflow.name}{strong}"
    yield f"{below}{title}{waits}{of}, {place(workflow.passage)}"
    if workflow.notes:
        yield f"  {joined(workflow.notes)}"
    if below:
        yield ""
    for name, passages in workflow.fields.items():
        for each in passages:
            yield f"- {_LABELS[name]}: {each.plain} ({each.cell or place(each)})"
    for name, things in _things(workflow):
        for thing in things:
            yield f"- {name[:-1]}: {thing.name} ({thing.passage.cell or place(thing.passage)})"
    for owner in workflow.owners:
        yield f"- owner: {owner.name} ({owner.passage.cell or place(owner.passage)})"
    for step in workflow.steps:
        yield f"- step {step.order}: {step.name} ({step.passage.cell or place(step.passage)})"
        yield from (f"  - {each}" for each in _said(step))


def _said(step: StepRead) -> Iterator[str]:
    if step.role:
        yield f"role{'' if step.role_at else ' (guessed)'}: {step.role}"
    if step.partners:
        yield f"with: {', '.join(each.name for each in step.partners)}"
    for name, things in (("tool", step.tools), ("input", step.inputs), ("output", step.outputs)):
        if things:
            yield f"{name}: {', '.join(each.name for each in things)}"
    if step.stage is not None:
        yield f"stage: {step.stage.name}"
    if step.back_to:
        yield f"goes back to step {step.back_to}"
    if step.on_to:
        yield f"may go on with step {step.on_to}"
    yield from _escalated(step)
    if step.notes:
        yield f"also said: {joined(step.notes)}"


def _escalated(step: StepRead) -> Iterator[str]:
    if step.escalated_to:
        yield f"escalated to: {', '.join(each.name for each in step.escalated_to)}"
    if step.escalated_when:
        yield f"escalated when: {'; '.join(each.name for each in step.escalated_when)}"
