"""Who holds a role, named before what the role does: left out, since that tells of people."""

from __future__ import annotations

import re

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.model import PEOPLE
from rolegraph.documents.language.people import are_people
from rolegraph.documents.outline import Bullets, Passage
from rolegraph.documents.outline.sections import Section

_LINE_END = re.compile(r"\s*(?:\\?\r?\n|<br\s*/?>)\s*")


def without_holders(context: Context, passage: Passage) -> Passage | None:
    """Return a text without the names of people that its first line is, or it as a whole.

    Args:
        context: the document while it is read; what is left out is told in its account.
        passage: running text about a role, such as “Ann Lee, Bo Chu” above “They check loads”.

    Returns:
        The rest; None where nothing is left.
    """
    text = passage.span.text
    end = _LINE_END.search(text)
    first = context.outline.part(passage, 0, end.start() if end else len(text))
    if context.words is None or not are_people(first.plain, context.words):
        return passage
    context.account.refuse(f"says who holds the role; {PEOPLE}", first)
    return context.outline.part(passage, end.end(), len(text)) if end else None


def lists_people(context: Context, section: Section) -> bool:
    """Tell whether a section has a list, and nothing but names of people in it."""
    lists = [block for block in section.blocks if isinstance(block, Bullets)]
    names = [item.passage for each in lists for item in each.items if item.passage]
    words = context.words
    return bool(names) and words is not None and all(are_people(e.plain, words) for e in names)
