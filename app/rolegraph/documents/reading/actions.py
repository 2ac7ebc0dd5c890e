"""What minutes decide that somebody does: “ACTION: Treasurer to send the draft budget”."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rolegraph.documents.account.context import Context
from rolegraph.documents.language.words import Words
from rolegraph.documents.outline import Passage

_HEAD = re.compile(
    r"[\s*_\[]*(?P<label>[^\W\d_][\w -]{1,20}?)[\s*_\]]*"
    r"(?:[(\[](?P<who>[^()\[\]]{2,60})[)\]][\s*_]*)?[:\uff1a][\s*_]*(?=\S)"
)
_APART = re.compile(r"(?P<who>[^:\uff1a.,;]{2,60}?)\s*(?:[:\uff1a]|\s[\u2013\u2014-]+)\s+(?=\S)")
"""Who stands before a colon or a dash: “Treasurer: send the draft”."""


@dataclass(frozen=True, slots=True)
class Action:
    """What somebody is to do.

    Attributes:
        who: where somebody is named.
        deed: what is to be done; with “not” where it must not be.
    """

    who: Passage
    deed: Passage


def action_in(context: Context, line: Passage) -> Action | None:
    """Return the action that a line holds; None where it holds none, or names nobody.

    Args:
        context: the document while it is read.
        line: the line, such as “Action (Secretary): book the hall”.
    """
    text = line.span.text
    head = _HEAD.match(text)
    spoken = _spoken(context)
    if head is None or not any(each.exact(head["label"], "action_labels") for each in spoken):
        return None
    part, end = context.outline.part, head.end()
    if head["who"]:
        return Action(part(line, *head.span("who")), part(line, end))
    for words in spoken:
        found = words.matches(text[end:], "action_forms")
        if found is not None:
            is_denied = any(each in found["kind"] for each in ("not", "never"))
            begins = found.start("kind" if is_denied else "deed")
            who = part(line, end + found.start("who"), end + found.end("who"))
            return Action(who, part(line, end + begins))
    apart = _APART.match(text, end)
    if apart is not None:
        return Action(part(line, *apart.span("who")), part(line, apart.end()))
    return None


def _spoken(context: Context) -> list[Words]:
    english = Words.load("en")
    loaded = {each.language: each for each in (context.words, english) if each is not None}
    return [*loaded.values()]
