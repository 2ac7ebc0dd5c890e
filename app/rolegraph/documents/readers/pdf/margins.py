"""What stands at the head and foot of each page: titles that repeat themselves, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from rolegraph.documents.readers.pdf.pages import Line, Word, lines_on_page

MARGIN = "stands at the head or foot of pages"
_SHARE = 0.12
"""The part of a page, at its top and at its bottom, where such lines stand."""
_OFTEN = 0.5
_DIGITS = re.compile(r"[0-9]+|\b[ivxlc]+\b")
_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|p\.|p\u00e1gina|pagina)\s*)?#(?:\s*(?:/|of|von|de|sur|di|\|)\s*#)?\W*",
    re.IGNORECASE,
)


class Margins:
    """Knows the lines at the head and foot of the pages of a file.

    Args:
        lines: of all pages.
        heights: of the pages, in points, by number.
    """

    def __init__(self, lines: Iterable[Line], heights: dict[int, float]) -> None:
        self._heights = heights
        found = list(lines)
        self._lowest: dict[int, float] = {}
        for line in found:
            self._lowest[line.page] = max(line.top, self._lowest.get(line.page, 0.0))
        pages: dict[str, set[int]] = {}
        for line in found:
            if self._is_at_edge(line):
                pages.setdefault(_shape(line), set()).add(line.page)
        least = max(2, _OFTEN * len(heights))
        self._often = {shape for shape, found in pages.items() if len(found) >= least}

    def has(self, line: Line) -> bool:
        """Tell whether a line belongs to the head or foot of its page."""
        shape = _shape(line)
        is_number = _NUMBER.fullmatch(shape) is not None
        if self._is_at_edge(line):
            return is_number or shape in self._often
        return is_number and len(self._heights) > 1 and line.top >= self._lowest[line.page]

    def _is_at_edge(self, line: Line) -> bool:
        height = self._heights[line.page]
        return line.bottom <= height * _SHARE or line.top >= height * (1 - _SHARE)


def _shape(line: Line) -> str:
    return _DIGITS.sub("#", line.text.casefold())


_LEAST_NUMBERS = 5
_STEADY = 0.8
_GAP = 1.2


def line_numbers(words: Iterable[Word]) -> set[Word]:
    """Return the numbers of lines that stand beside a text, such as 5, 10, 15.

    They are numbers alone, with a gap to the text, that grow by one step.
    """
    found: list[Word] = []
    for line in lines_on_page(words):
        ends = {line.words[0]: line.words[1:2], line.words[-1]: line.words[-2:-1]}
        for word, beside in ends.items():
            if word.text.isdecimal() and all(_is_apart(word, other) for other in beside):
                found.append(word)
    numbers = [int(word.text) for word in found]
    steps = Counter(after - one for one, after in pairwise(numbers))
    step, often = steps.most_common(1)[0] if steps else (0, 0)
    if len(found) < _LEAST_NUMBERS or step not in {1, 5, 10} or often < _STEADY * (len(found) - 1):
        return set()
    return set(found)


def _is_apart(word: Word, other: Word) -> bool:
    gap = max(word.x0 - other.x1, other.x0 - word.x1)
    return gap >= _GAP * other.size


def once(lines: Iterable[Line]) -> list[Line]:
    """Return lines without those that differ from an earlier one in numbers alone."""
    found: dict[str, Line] = {}
    for line in lines:
        found.setdefault(_shape(line), line)
    return list(found.values())
