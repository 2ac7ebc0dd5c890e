"""How roles take part in activities, told in lists and lines and not in a table.

That is `Budget: **R**` in the section of one role, and `Budget: Treasurer is accountable`,
`Budget: Treasurer (A), Board (C, I)` or `Budget: A = Treasurer; C = Board` anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.leads import DETERMINER, passages_of
from rolegraph.documents.account.model import Assignment, RoleRead
from rolegraph.documents.language.likeness import NO
from rolegraph.documents.language.names import name_key
from rolegraph.documents.language.words import Words
from rolegraph.documents.outline import Block, Bullets, Paragraph, Passage

_ENTRY = re.compile(
    r"(?P<activity>\S.*?)\s*(?:[:\uff1a]|\s[-\u2013\u2014]|(?=[(\[]))\s*"
    r"[*_`(\[]*(?P<letters>[RACISPV](?:\s*[/,+&]\s*[RACISPV]){0,3})[*_`)\]]*[ \t]*",
    re.DOTALL,
)
_MAIN = frozenset("RA")
_MANY = 2
_LINE = re.compile(r"[^\r\n]+")
_ACTIVITY = re.compile(
    r"\s*[*_`]*(?P<activity>[^\s:*_`][^:\uff1a\n]{1,80}?)[*_`]*\s*(?:[:\uff1a]|\s[-\u2013\u2014](?=\s))[*_`]*\s*"
)
_SENTENCE = re.compile(r"[.!?\u3002]\s")
_LETTERS = r"[RACISP](?:\s*[/,&+]\s*[RACISP]){0,3}"
_AND = r"(?:and|und|et|y|e|en|i|oraz|та|и|&)"
_BETWEEN = re.compile(rf"\s*(?:[;,.]\s*{_AND}\b|[;,.]|{_AND}\b)?\s*")
_NAMES = re.compile(rf"\s*(?:,|/)\s*|\s+{_AND}\s+")


def assigns(context: Context, role: RoleRead, bullets: Bullets) -> bool:
    """Read a list whose entries end with the letters of a matrix; tell whether it is one.

    Args:
        context: the document while it is read; the assignments are added to it.
        role: the role in whose section the list stands.
        bullets: the list.
    """
    entries: list[tuple[Passage, re.Match[str]]] = []
    for item in bullets.items:
        found = _ENTRY.fullmatch(item.passage.span.text) if item.passage else None
        if found is None or item.passage is None or item.blocks:
            return False
        entries.append((item.passage, found))
    letters = {letter for _, found in entries for letter in _letters(found["letters"])}
    if len(entries) < _MANY or not letters & _MAIN:
        return False
    for item, (passage, found) in zip(bullets.items, entries, strict=True):
        context.account.claim(item.marker, passage)
        named = context.outline.part(passage, *found.span("activity"))
        cell = context.outline.part(passage, *found.span("letters"))
        _assign(context, role, named, _letters(found["letters"]), cell)
    return True


@dataclass(frozen=True, slots=True)
class _Told:
    """Who takes part in something, and how: the passage of the names, and the letters."""

    who: Passage
    letters: tuple[str, ...]


def tells_parts(context: Context, block: Block) -> bool:
    """Tell whether a line of a paragraph or list says who takes part in something."""
    if not isinstance(block, Bullets | Paragraph):
        return False
    passages = [passage for passage, _ in passages_of(block)]
    return any(_parse(context, line) for passage in passages for line in _lines(context, passage))


def read_parts(context: Context, block: Block) -> None:
    """Read the lines of a block that say who takes part in something; claim what was read.

    A name that is plainly a role's, or one of the document, takes part. Another one is asked about.
    """
    for passage, marker in passages_of(block):
        for line in _lines(context, passage):
            if read_part(context, line) and marker is not None:
                context.account.claim(marker)


def read_parts_within(context: Context, passage: Passage) -> bool:
    """Read a text in the section of a role each of whose lines says who takes part in something.

    There all names must be plain, since the text may say something of the role around it. Tells
    whether it was read.
    """
    lines = list(_lines(context, passage))
    parsed = [_parse(context, line) for line in lines]
    names = [who for each in parsed if each for told in each[1] for who in _who(context, told.who)]
    is_plain = all(context.known(who.plain) or context.is_sure(who.plain) for who in names)
    if not lines or not all(parsed) or not is_plain:
        return False
    for line in lines:
        read_part(context, line)
    return True


def read_part(context: Context, line: Passage) -> bool:
    """Read one line that says who takes part in something; tell whether it is one."""
    found = _parse(context, line)
    if found is None:
        return False
    activity, parts = found
    context.account.claim(line)
    for told in parts:
        for who in _who(context, told.who):
            if context.is_word(who.plain, "nobody"):
                told_so = f"says that nobody takes part so in “{activity.plain.strip(' :')}”"
                context.account.drop(line.line, told_so)
                continue
            known = context.known(who.plain)
            role = known or context.role(context.name(who))
            if known is None and not context.is_sure(role.name):
                context.ask_whether_role(role, 0)
            _assign(context, role, activity, told.letters, who)
    return True


def _assign(
    context: Context, role: RoleRead, named: Passage, letters: tuple[str, ...], place: Passage
) -> None:
    context.in_matrices.add(name_key(role.name))
    activity = named.plain.strip(" :")
    context.assignments.append(Assignment(role.name, activity, letters, place, named))


def _lines(context: Context, passage: Passage) -> Iterator[Passage]:
    for found in _LINE.finditer(passage.span.text):
        yield context.outline.part(passage, *found.span())


def _parse(context: Context, line: Passage) -> tuple[Passage, list[_Told]] | None:
    """Return the activity of a line and who takes part in it; None where any of it is not plain."""
    text = line.span.text
    begin = _ACTIVITY.match(text) if context.words else None
    if begin is None or context.words is None:
        return None
    if context.is_word(begin["activity"], "remarks") or _SENTENCE.search(begin["activity"]):
        return None  # “Important: the clerk is informed”
    clause = _clause(context.words)
    place, parts = begin.end(), []
    while place < len(text):
        found = clause.match(text, place)
        if found is None:
            return None
        groups = found.groupdict()
        group = next(name for name in ("who", "named", "after") if groups.get(name) is not None)
        who = context.outline.part(line, *found.span(group))
        letters = _ways(context.words, found)
        if not letters or not all(_may_be(context, each) for each in _who(context, who)):
            return None
        parts.append(_Told(who, letters))
        between = _BETWEEN.match(text, found.end())
        place = between.end() if between else found.end()
    return (context.outline.part(line, *begin.span("activity")), parts) if parts else None


@lru_cache(maxsize=32)
def _clause(words: Words) -> re.Pattern[str]:
    """Return what says how one takes part: “Clerk is accountable”, “Clerk (A)”, “A: Clerk”."""
    ways = "|".join(sorted(map(re.escape, words.ways_to_take_part()), key=len, reverse=True))
    verbs = "|".join(re.escape(each) for each in words.raw("copulas"))
    way = rf"[*_`]*(?:{ways})[*_`]*(?!\w)"
    is_so = (
        rf"(?P<who>[^;:()]+?)\s+(?:{verbs})\s+"
        rf"(?P<ways>{way}(?:\s*(?:,\s*{_AND}|,|/|{_AND})\s*{way})*)(?=\s*(?:[;,.]|{_AND}\b|$))"
    )
    in_brackets = rf"(?P<named>[^;:()]+?)\s*[(\[](?P<letters>{_LETTERS})[)\]]"
    before = rf"(?P<way>{_LETTERS}|(?:{ways}))\s*[:=]\s*(?P<after>[^;:=()]+?)(?=\s*(?:;|\.?\s*$))"
    kinds = [is_so] if verbs else []
    return re.compile("|".join([*kinds, in_brackets, before]), re.IGNORECASE)


def _ways(words: Words, found: re.Match[str]) -> tuple[str, ...]:
    """Return the letters of a clause."""
    groups = found.groupdict()
    if letters := groups["letters"]:
        return _letters(letters) if letters.isupper() else ()
    told = groups.get("ways") or groups["way"]
    if re.fullmatch(_LETTERS, told):
        return _letters(told)
    pieces = [each.strip("*_` ") for each in _NAMES.split(told)]
    found_ways = [words.participation(each) for each in pieces if each]
    return tuple(dict.fromkeys(each for each in found_ways if each)) if all(found_ways) else ()


def _who(context: Context, who: Passage) -> list[Passage]:
    """Return the names in a stretch, without their articles; a known one with an “and” is one."""
    if context.known(who.plain) is not None:
        return [who]
    text, names, begin = who.span.text, [], 0
    for found in [*_NAMES.finditer(text), None]:
        part = context.outline.part(who, begin, found.start() if found else len(text))
        article = DETERMINER.match(part.span.text)
        if part.span.text:
            names.append(context.outline.part(part, article.end()) if article else part)
        begin = found.end() if found else begin
    return names


def _may_be(context: Context, name: Passage) -> bool:
    """Tell whether a name may be a role's, or says that nobody takes part."""
    words = context.words
    if words is None or words.participation(name.plain):
        return False
    if context.is_word(name.plain, "nobody") or context.known(name.plain):
        return True
    is_capital = name.plain[:1].isupper() or context.is_joined
    return context.is_sure(name.plain) or (is_capital and context.name(name).likeness != NO)


def _letters(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(re.findall(r"[A-Z]", text)))
