"""Workflows as Mermaid flowcharts (https://mermaid.js.org/syntax/flowchart.html)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence

from rolegraph.diagrams.plan import StepInDiagram, ThingInDiagram, WorkflowInDiagram

MERMAID = "application/vnd.mermaid"
"""As registered: https://www.iana.org/assignments/media-types/application/vnd.mermaid."""

_SPECIAL = re.compile(r"[\x21-\x26\x2a\x3a-\x40\x5b-\x60\x7b-\x7e]")
"""ASCII that Mermaid, Markdown or HTML could take for more than text."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_LISTLIKE = re.compile(r"^(\d*)([-+.)])")
"""A label that begins like a list of Markdown is drawn as "Unsupported markdown"."""
_SAFE_ADDRESS = re.compile(r"https?://[A-Za-z0-9:/.~_%\[\]-]+")


def mermaid_of(
    workflow: WorkflowInDiagram, page_of: Callable[[ThingInDiagram], str | None]
) -> bytes:
    """Return a workflow as a Mermaid flowchart.

    Args:
        workflow: what is drawn.
        page_of: gives the address of the page of a thing. It becomes a link only if it has no
            character that means something to Mermaid.
    """
    return ("\n".join(_lines(workflow, page_of)) + "\n").encode()


def _lines(
    workflow: WorkflowInDiagram, page_of: Callable[[ThingInDiagram], str | None]
) -> Iterator[str]:
    title = json.dumps(_plain(workflow.thing.name), ensure_ascii=False)
    yield "---"
    yield "title: " + title.replace("%", "\\u0025")  # which begins a directive
    yield "---"
    yield "flowchart TD"
    steps = workflow.steps
    names = [f"n{number}" for number in range(1, len(steps) + 1)]
    for place, role in enumerate(workflow.roles, start=1):
        yield f'  subgraph r{place} ["{_text(role.name)}"]'
        for number, step in enumerate(steps, start=1):
            if step.role == place - 1:
                yield f"    {_node(number, step)}"
        yield "  end"
    for number, step in enumerate(steps, start=1):
        if step.role is None:
            yield f"  {_node(number, step)}"
    yield f'  n0(["{_text(workflow.trigger or "Start")}"])'
    yield f'  n{len(steps) + 1}(["Finished"])'
    yield from _arrows(workflow, names)
    for name, step in zip(names, steps, strict=True):
        page = page_of(step.thing)
        if page and _SAFE_ADDRESS.fullmatch(page):
            yield f'  click {name} href "{page}"'


def _arrows(workflow: WorkflowInDiagram, names: list[str]) -> Iterator[str]:
    steps, last = workflow.steps, f"n{len(names) + 1}"
    followed = {other for step in steps for other in step.after}
    if not steps:
        yield f"  n0 --> {last}"
    for name, step in zip(names, steps, strict=True):
        if not step.after:
            yield f"  n0 --> {name}"
        for other in step.after:
            handed = _handed(steps[other], step)
            label = f'-- "{_text(handed)}" -->' if handed else "-->"
            yield f"  {names[other]} {label} {name}"
    for name, step in zip(names, steps, strict=True):
        for other in step.back_to:
            yield f'  {name} -. "again" .-> {names[other]}'
    yield from _escalations(steps, names)
    for place, name in enumerate(names):
        if place not in followed:
            yield f"  {name} --> {last}"


def _escalations(steps: Sequence[StepInDiagram], names: list[str]) -> Iterator[str]:
    """Yield the roles that take over where a step cannot be finished, and the ways to them."""
    above: dict[str, str] = {}
    for name, step in zip(names, steps, strict=True):
        for role in step.escalated_to:
            if role.iri not in above:
                above[role.iri] = f"e{len(above) + 1}"
                yield f'  {above[role.iri]}(["{_text(role.name)}"])'
            when = step.escalated_when or "escalated"
            yield f'  {name} -. "{_text(when)}" .-> {above[role.iri]}'


def _handed(before: StepInDiagram, after: StepInDiagram) -> str:
    taken = {artifact.iri for artifact in after.inputs}
    return ", ".join(made.name for made in before.outputs if made.iri in taken)


def _plain(text: str) -> str:
    return _CONTROL.sub("", " ".join(text.split()))


def _node(number: int, step: StepInDiagram) -> str:
    return f'n{number}["{_text(f"{number}. {step.thing.name}")}"]'


def _text(text: str) -> str:
    """Return a text as it stands between quotation marks: what could mean more, as entities."""
    found = _SPECIAL.sub(lambda sign: f"#{ord(sign[0])};", _plain(text))
    return _LISTLIKE.sub(lambda begin: f"{begin[1]}#{ord(begin[2])};", found) or " "
