"""Who holds a role, named before what the role does: left out, since that tells of people."""

from __future__ import annotations

import re
from dataclasses import replace

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.model import PEOPLE, RoleRead
from rolegraph.documents.language.people import are_people, is_person
from rolegraph.documents.language.tables import STATEMENT_KINDS
from rolegraph.documents.language.words import fold
from rolegraph.documents.outline import Block, Bullets, Passage
from rolegraph.documents.outline.sections import Section

_STEM = 7
_OF = re.compile(
    r"\b(?:des|der|of\s+the|of\s+an?|du|de\s+la|de\s+l['\u2019]|del|de\s+los|della|dello|dell['\u2019]"
    r"|van\s+de|van\s+het|do|da)\s*\b(?P<who>[^\W\d_][\w-]*(?:\s+[^\W\d_][\w-]*){0,2})\s*$"
)
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
    words = context.words
    is_named = words is not None and are_people(first.plain, words)
    if not is_named and not is_person(first.span.text, first.plain):
        return passage
    context.account.refuse(f"says who holds the role; {PEOPLE}", first)
    return context.outline.part(passage, end.end(), len(text)) if end else None


def whose_duties(context: Context, role: RoleRead, heading: Passage) -> RoleRead | None:
    """Return whose duties a heading within the section of a role announces, where not its own.

    “Duties of the controller”, in the charter of a data protection officer, are the controller's.
    Whoever is no role yet is asked about.

    Args:
        context: the document while it is read.
        role: the role in whose section the heading stands.
        heading: the heading.
    """
    label, found = context.label(heading.plain), _OF.search(heading.span.text)
    if label is None or found is None or label.kind not in STATEMENT_KINDS:
        return None
    who = found["who"].strip()
    begins = fold(who).split()[-1][:_STEM] if fold(who) else ""
    own = fold(" ".join((role.name, *role.aliases))).split()
    if not begins or any(begins in word for word in own):
        return None
    for name in _nominatives(who):
        if (known := context.known(name)) is not None:
            return known if known is not role else None
    sure = next((name for name in _nominatives(who) if context.is_sure(name)), None)
    if sure is None:
        return None
    passage = context.outline.part(heading, found.start("who"), found.end("who"))
    other = context.role(replace(context.name(passage), name=sure))
    context.ask_whether_role(other, heading.span.start)
    return other


def _nominatives(who: str) -> list[str]:
    """Return how a name in another case may be called: “Verantwortlichen” is “Verantwortlicher”."""
    ends = [who]
    for cut, more in (("en", "er"), ("en", "e"), ("es", ""), ("s", ""), ("n", "")):
        if who.endswith(cut):
            ends.append(who.removesuffix(cut) + more)
    return ends


def names_nobody(context: Context, block: Block | None) -> bool:
    """Tell whether a list holds texts of which none is a person: they begin in small letters.

    A list of people has capitals, or signs such as “@ada”.
    """
    words = context.words
    if not isinstance(block, Bullets) or words is None:
        return False
    texts = [item.passage for item in block.items if item.passage]
    are_small = all(each.plain[:1].islower() and " " in each.plain for each in texts)
    signs = any(is_person(each.span.text, each.plain) for each in texts)
    return bool(texts) and are_small and not signs


def lists_people(context: Context, section: Section) -> bool:
    """Tell whether a section has a list, and nothing but names of people in it."""
    lists = [block for block in section.blocks if isinstance(block, Bullets)]
    names = [item.passage for each in lists for item in each.items if item.passage]
    words = context.words
    return bool(names) and words is not None and all(are_people(e.plain, words) for e in names)
