"""Properties of a page, such as Notion writes below its title: “Owner: …”, “Status: …”."""

from __future__ import annotations

import re

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.model import PEOPLE
from rolegraph.documents.language.people import are_people, is_person, may_be_person
from rolegraph.documents.language.words import Words
from rolegraph.documents.outline import Passage

_LINE = re.compile(r"[^\r\n]+")
_PROPERTY = re.compile(
    r"[\s*_]*(?P<key>[^\W\d_][^:\n*_]{1,40}?)[\s*_]*[:\uff1a][\s*_]+(?P<value>\S.*)"
)
_ENOUGH = 2
_BETWEEN = re.compile(r"\s*[,;&]\s*")


def without_properties(context: Context, passage: Passage) -> list[Passage]:
    """Return a paragraph without the properties of the page in it, which are told as not read.

    Whoever has a page or wrote it is left out wherever that is said. Other lines are properties
    where at least half of the lines are plainly such; a label that is known is read in any case.

    Args:
        context: the document while it is read.
        passage: a paragraph about a role.
    """
    lines = [
        context.outline.part(passage, *found.span())
        for found in _LINE.finditer(passage.span.text)
        if found[0].strip()
    ]
    found = [_PROPERTY.fullmatch(line.plain) for line in lines]
    plain = [each is not None and _is(context, each["key"], "page_properties") for each in found]
    held = [each is not None and _names_people(context, each) for each in found]
    is_block = all(found) and len(lines) >= _ENOUGH and 2 * sum(plain) >= len(lines)
    if not is_block and not any(held):
        return [passage]
    kept: list[list[Passage]] = [[]]
    for line, each, is_property, is_held in zip(lines, found, plain, held, strict=True):
        if is_held:
            context.account.refuse(f"a property of the page; {PEOPLE}", line)
        elif is_block and each and (is_property or context.label(each["key"]) is None):
            context.account.refuse("a property of the page, which describes no role", line)
        else:
            kept[-1].append(line)
            continue
        kept.append([])
    begin = passage.span.start
    return [
        context.outline.part(passage, run[0].span.start - begin, run[-1].span.end - begin)
        for run in kept
        if run
    ]


def _is(context: Context, key: str, *path: str) -> bool:
    """Tell whether a key is one of a list; services write theirs in English in many languages."""
    english = Words.load("en")
    return context.is_word(key, *path) or (english is not None and english.exact(key, *path))


def _names_people(context: Context, found: re.Match[str]) -> bool:
    """Tell whether a property says who has the page or wrote it, by a name."""
    words = context.words or Words.load("en")
    value = found["value"].strip(" .")
    if words is None or not _is(context, found["key"], "holders_of_pages"):
        return False
    if is_person(value, value) or are_people(value, words):
        return True
    return all(may_be_person(each, words) for each in _BETWEEN.split(value))
