"""Headings that name a persona, perhaps with the role: “Persona 1: Rita, the Release Manager”."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.leads import DETERMINER
from rolegraph.documents.language.people import is_full_name, may_be_person
from rolegraph.documents.outline import Passage

_JOINT = re.compile(r"\s*,\s*|\s+[-\u2013\u2014|]{1,2}\s+|\s*[:\uff1a]\s*|\s*[(\uff08]\s*")
_CLOSE = re.compile(r"[)\uff09]?[\s*_]*\Z")
_AGE = (
    r"(?:age[d]?\s*)?[0-9]{2}(?:\s*(?:years?(?:\s+old)?|yrs?|y/?o|jahre?(?:\s+alt)?|ans|a\u00f1os|anni|jaar"
    r"|anos|lat|\u043b\u0435\u0442|\u0440\u043e\u043a\u0456\u0432|ya\u015f\u0131nda|\u5c81|\u6b73|\u6b72))?"
)
_AGE_FIRST = re.compile(rf"{_AGE}\s*(?:,\s*|\Z)", re.IGNORECASE)
_AGE_LAST = re.compile(rf"\s*,\s*{_AGE}\Z", re.IGNORECASE)
_WORD_END = r"\s*(?:#?[0-9]{1,2}|[IVX]{1,4}|[A-Z])?\s*(?:[:\uff1a.|]\s*|[-\u2013\u2014]{1,2}\s+|\Z)"
"""What stands behind the word “Persona”: a number or letter, and a colon or dash."""
_MOST_BEFORE = 2


@dataclass(frozen=True, slots=True)
class PersonaHead:
    """What a heading says of a persona.

    Attributes:
        name: her name; empty in “Persona 1”.
        passage: where it stands, else the heading.
        whole: the heading behind the word for a persona.
        role: the part that names the role; None without one.
        is_said: whether the heading has a word for a persona.
    """

    name: str
    passage: Passage
    whole: Passage
    role: Passage | None = None
    is_said: bool = False


def head_of(context: Context, heading: Passage) -> PersonaHead | None:
    """Return the persona that a heading names; None where it plainly names none.

    Args:
        context: the document while it is read; its language has words.
        heading: the heading, a cell or the beginning of a list entry.
    """
    words = context.words
    assert words is not None  # noqa: S101 - without words nothing is looked for
    begin = _after_word(context, heading.span.text)
    named = context.outline.part(heading, begin or 0)
    is_said = begin is not None
    if not named.plain.strip(" #0123456789."):
        return PersonaHead("", heading, heading, None, is_said) if is_said else None
    first, second = _halves(context, named)
    if second is None:
        # “Lena Okafor” ends like “Operator”, and begins with a given name.
        is_role = context.is_sure(first.plain) and not is_full_name(first.plain, words)
        is_name = is_said or (not is_role and may_be_person(first.plain, words))
        role = first if is_role else None
        return PersonaHead(first.plain, first, named, role, is_said) if is_name else None
    if context.is_sure(first.plain) and may_be_person(second.plain, words):
        return PersonaHead(second.plain, second, named, first, is_said)
    if is_said or may_be_person(first.plain, words) or is_full_name(first.plain, words):
        return PersonaHead(first.plain, first, named, second, is_said)
    return None


def named_like_role(context: Context, heading: Passage) -> PersonaHead | None:
    """Return the persona of a heading that may be a name though it ends like a role's.

    That is “Ngozi Okafor”, of two words or more that are no usual ones.
    """
    words, text = context.words, heading.plain.strip(" *_")
    if words is None or " " not in text or not may_be_person(text, words):
        return None
    return PersonaHead(text, heading, heading)


def _after_word(context: Context, text: str) -> int | None:
    """Return where the text goes on behind a word for a persona; None where it has none."""
    known = "|".join(sorted(map(re.escape, context.words_raw("persona_words")), key=len)[::-1])
    if not known:
        return None
    before = rf"[\W\d_]*(?:[^\W\d_]+\s+){{0,{_MOST_BEFORE}}}?"
    found = re.match(rf"{before}(?:{known}){_WORD_END}", text, re.IGNORECASE)
    return found.end() if found else None


def _halves(context: Context, named: Passage) -> tuple[Passage, Passage | None]:
    """Return a name and the role behind it, without article and age; one of them may be alone."""
    text, outline = named.span.text, context.outline
    begin = len(text) - len(text.lstrip("*_ \t"))
    end = _CLOSE.search(text)
    text = text[: end.start()] if end else text
    cut = _JOINT.search(text, begin)
    if cut is None:
        cut = re.search(rf"\s+(?={DETERMINER.pattern})", text, re.IGNORECASE)
    if cut is None or cut.start() <= begin:
        return outline.part(named, begin, len(text)), None
    last = len(text[: cut.start()].rstrip("*_ \t"))
    first = outline.part(named, begin, last)
    start, stop = cut.end(), len(text)
    if age := _AGE_FIRST.match(text, start):
        start = age.end()
    if article := DETERMINER.match(text, start):
        start = article.end()
    if age := _AGE_LAST.search(text, start):
        stop = age.start()
    rest = text[start:stop].strip()
    return first, outline.part(named, start, stop) if rest else None
