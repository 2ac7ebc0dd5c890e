"""Titles in capitals, as they are left of a page whose text was copied out of a PDF."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_LINE = re.compile(r"[^\r\n]*\S[^\r\n]*")
_NUMBER = re.compile(r"[ \t]*(?P<number>[0-9]{1,2}(?:\.[0-9]{1,2})*)[.)]?[ \t]+")
_HEADING = re.compile(r"^[ ]{0,3}#{1,6}[ \t]|^[ \t]*(?:={3,}|-{3,})[ \t]*$", re.MULTILINE)
_NO_TITLE = re.compile(r"[|\t<>{}`*_~]|[.,;!?]\s*$|^\s*[-+\u2022]")
_PAGE = re.compile(
    r"\s*(?:(?:page|seite|p\.)\s*)?[0-9]{1,4}(?:\s*(?:/|of|von)\s*[0-9]{1,4})?\s*", re.IGNORECASE
)
_LONG_WORD, _MOST_WORDS, _ENOUGH = 4, 8, 2
_TOP = 2


@dataclass(frozen=True)
class Capitals:
    """Titles in capitals.

    Attributes:
        levels: where the line of a title begins → its level.
        numbers: where the numbers before titles stand.
        pages: where lines stand that are page numbers.
    """

    levels: Mapping[int, int] = field(default_factory=dict)
    numbers: tuple[tuple[int, int], ...] = ()
    pages: tuple[tuple[int, int], ...] = ()


def titles_in_capitals(text: str) -> Capitals:
    """Return the titles of a text without headings, where at least two lines are in capitals.

    A title right above another one stands over it. Else all have one level, but for those with a
    number (“2.1 PILOT”), which says how deep it is.
    """
    if _HEADING.search(text):
        return Capitals()
    lines = list(_LINE.finditer(text))
    titles = [_is_title(line[0]) for line in lines]
    if not _ENOUGH <= sum(titles) <= len(lines) / 2:
        return Capitals()
    levels: dict[int, int] = {}
    numbers: list[tuple[int, int]] = []
    usual = _TOP
    for n, line in enumerate(lines):
        if not titles[n]:
            continue
        number = _NUMBER.match(line[0])
        if number:
            level = _TOP + number["number"].count(".")
            usual = level + 1
            begin = line.start() + number.start("number")
            numbers.append((begin, line.start() + number.end()))
        else:
            is_over = n == 0 and titles[1:2] == [True]
            level = _TOP - 1 if is_over else usual
        levels[line.start()] = level
    pages = tuple(line.span() for line in lines if _PAGE.fullmatch(line[0]))
    return Capitals(levels, tuple(numbers), pages)


def _is_title(line: str) -> bool:
    number = _NUMBER.match(line)
    text = line[number.end() if number else 0 :].strip()
    words = re.findall(r"[^\W\d_]+", text)
    is_long = any(len(word) >= _LONG_WORD for word in words)
    return text.isupper() and is_long and len(words) <= _MOST_WORDS and not _NO_TITLE.search(text)
