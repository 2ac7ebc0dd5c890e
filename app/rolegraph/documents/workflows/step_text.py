"""The text of a step: who does it, what is done, and what else is said."""

from __future__ import annotations

import re

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.workflows import StepRead, Told
from rolegraph.documents.language.names import name_key
from rolegraph.documents.outline import Passage
from rolegraph.documents.workflows.named.parties import (
    led,
    plain_names,
    without_aside,
    without_people,
)
from rolegraph.documents.workflows.named.vocabulary import WorkflowWords

_LEAD = re.compile(r"\s*(\*\*|__)(?P<lead>(?:(?!\1).)+?)\1\s*(?:[:.\u2013\u2014-]+\s*)?(?=\S|\Z)")

_PERIOD = re.compile(
    r"\s*(?P<when>[^\W\d_][^:\n\u2013\u2014]{2,28}?)\s*(?:\s[\u2013\u2014-]|:)\s+(?=\S)"
)


def read_step(context: Context, passage: Passage, leads: frozenset[str] = frozenset()) -> StepRead:
    """Return the step that a text tells: its first sentence, or its words in bold.

    Who does it may stand before that. The name of a person is left out.

    Args:
        context: the document while it is read.
        passage: the text.
        leads: the keys of what entries of its list begin with, where these are roles.
    """
    when, passage = behind_period(context, passage)
    passage, person = without_people(context, passage)
    begins = led(context, passage)
    if when is not None:
        step = read_step(context, passage, leads)
        step.notes.append(when)
        return step
    if begins is not None and (
        name_key(without_aside(begins.who.plain)) in leads or plain_names(context, begins.who.plain)
    ):
        step = _step(context, without_people(context, begins.rest)[0])
        step.told.append(Told("led", begins.who))
        return step
    step = _step(context, passage)
    step.person = person
    return step


def behind_period(context: Context, passage: Passage) -> tuple[Passage | None, Passage]:
    """Return the time that a text begins with, and what is behind it: “Week 0: …”, “Day 2: …”."""
    found = _PERIOD.match(passage.span.text) if context.outline.names is None else None
    words = context.words
    if found is None or words is None or passage.cell:
        return None, passage
    when = context.outline.part(passage, 0, found.end("when"))
    rest = context.outline.part(passage, found.end())
    is_one = WorkflowWords(words).is_period(when.plain)
    return (when, rest) if is_one and rest.plain else (None, passage)


def _step(context: Context, passage: Passage) -> StepRead:
    outline = context.outline
    lead = _LEAD.match(passage.span.text) if not passage.cell else None
    if lead and lead.end() < len(passage.span.text):
        named = outline.part(passage, lead.start("lead"), lead.end("lead"))
        rest = outline.part(passage, lead.end())
        name = named.plain.strip(" :.\u2013\u2014-")
        step = StepRead(name, named, notes=[rest] if rest.plain else [])
        step.told.append(Told("lead", named))
        return step
    if outline.names is not None or passage.cell:
        return StepRead(without_stop(passage.plain), passage)
    first, *others = list(context.sentences(passage)) or [passage]
    return StepRead(without_stop(first.plain), first, notes=others)


def behind(context: Context, passage: Passage, end: int) -> Passage:
    """Return what stands behind “Step 1:”, which may have marks around it."""
    start = passage.plain[end:]
    at = passage.span.text.find(start[:1], end) if start else -1
    if context.outline.names is not None or at < 0:
        return Passage(passage.span, start.strip(), passage.cell)
    rest = context.outline.part(passage, at)
    return rest if rest.plain == start.strip() else Passage(passage.span, start.strip())


def without_stop(text: str) -> str:
    """Return a text without the full stop at its end."""
    return text.strip().rstrip(".\u3002").strip() or text
