"""User stories: “As a receptionist, I want to move a booking”. They name a role, and what it needs.

The form is that of Connextra; see https://www.agilealliance.org/glossary/user-story-template/.
"""

from __future__ import annotations

from dataclasses import dataclass

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.model import LabelKind, RoleRead
from rolegraph.documents.language.likeness import NO
from rolegraph.documents.outline import Bullets, Paragraph, Passage

_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Story:
    """A user story.

    Attributes:
        role: who tells it.
        told: what they want, can, must or must not.
        kind: which of these it is, as a guess.
    """

    role: RoleRead
    told: Passage
    kind: LabelKind


def are_stories(context: Context, block: Bullets | Paragraph) -> bool:
    """Tell whether a list is one of user stories, at least by half, or a paragraph is one."""
    if isinstance(block, Paragraph):
        return _found(context, block.passage) is not None
    texts = [item.passage for item in block.items]
    stories = [text for text in texts if text and _found(context, text)]
    return bool(stories) and len(stories) >= _HALF * len(texts)


def story_of(context: Context, passage: Passage) -> Story | None:
    """Return a user story; None for another text. Its role is asked about where it is not sure."""
    found = _found(context, passage)
    if found is None:
        return None
    kind, who, told = found
    context.account.claim(passage)
    known = context.known(who.plain)
    role = known or context.role(context.name(who))
    if known is None and not context.is_sure(role.name):
        context.ask_whether_role(role, 0)
    return Story(role, told, LabelKind(kind, "inferred"))


def _found(context: Context, passage: Passage) -> tuple[str, Passage, Passage] | None:
    words = context.words
    text = passage.span.text
    kind = words.kind_of(text, "stories") if words else None
    found = words.matches(text, "stories", kind) if words and kind else None
    if kind is None or found is None:
        return None
    who = context.outline.part(passage, *found.span("who"))
    if not context.known(who.plain) and context.name(who).likeness == NO:
        return None
    return kind, who, context.outline.part(passage, found.start("told"))
