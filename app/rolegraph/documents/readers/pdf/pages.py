"""The words on the pages of a PDF, in the order in which the file writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from rolegraph.documents.readers.office.outlining import LINE_BREAK

if TYPE_CHECKING:
    from pdfplumber.page import Page

_BOLD = re.compile(r"bold|black|heavy|semibold|demi(?!lig)|[-,]bd\b", re.IGNORECASE)
_SOFT_HYPHEN = "\u00ad"
_HYPHENS = ("-", "\u2010", _SOFT_HYPHEN)
_SAME_EDGE = 4.0
"""Points by which lines of one column may begin beside each other."""
_ENOUGH = 3
"""So many lines that begin at one place tell how wide their column is."""
_AND = frozenset({"and", "or", "und", "oder", "bzw.", "et", "ou", "y", "o", "e", "en", "of", "och"})
_UNREAD = re.compile(r"\(cid:[0-9]+\)")


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands; lengths in points, from the top left corner of its page.

    Attributes:
        text: its characters.
        page: the number of its page, from 1.
        x0, x1: where it begins and ends.
        top, bottom: its upper and lower edge.
        size: of its font.
        is_bold: whether all of it is set in bold.
    """

    text: str
    page: int
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    is_bold: bool


@dataclass(frozen=True, slots=True)
class Line:
    """Words beside each other, from left to right."""

    words: tuple[Word, ...]

    @property
    def page(self) -> int:
        """The number of its page, from 1."""
        return self.words[0].page

    @property
    def x0(self) -> float:
        """Where it begins."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Where it ends."""
        return max(word.x1 for word in self.words)

    @property
    def top(self) -> float:
        """Its upper edge."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return max(word.bottom for word in self.words)

    @property
    def size(self) -> float:
        """The size of most of its characters."""
        return usual_size(self.words)

    @property
    def is_bold(self) -> bool:
        """Whether all of it is set in bold."""
        return all(word.is_bold for word in self.words)

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(word.text for word in self.words)


def usual_size(words: Iterable[Word]) -> float:
    """Return the font size of most characters, rounded to half a point; 0 without words."""
    sizes: dict[float, int] = {}
    for word in words:
        size = round(word.size * 2) / 2
        sizes[size] = sizes.get(size, 0) + len(word.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)


def words_of(chars: Sequence[dict[str, Any]], *, in_order: bool) -> list[Word]:
    """Return the words of the characters of one page.

    Args:
        chars: as pdfplumber has them; those that stand upright are left out by who calls this.
        in_order: whether they come as the file writes them, and not as they stand on the page.
    """
    from pdfplumber.utils.text import extract_words

    found = extract_words(
        list(chars),
        use_text_flow=in_order,
        x_tolerance_ratio=0.2,
        y_tolerance=2,
        return_chars=True,
    )
    return [_word(each) for each in found]


def _word(found: dict[str, Any]) -> Word:
    chars = found["chars"]
    return Word(
        found["text"],
        chars[0]["page_number"],
        found["x0"],
        found["x1"],
        found["top"],
        found["bottom"],
        max(char["size"] for char in chars),
        all(_BOLD.search(char["fontname"]) for char in chars),
    )


def stands(char: Mapping[str, Any]) -> bool:
    """Tell whether a letter stands upright.

    pdfminer takes a turn by 90 degrees for none where rounding leaves 0.00000001 of the width.
    """
    along, up, *_ = char["matrix"]
    return bool(abs(up) < abs(along) and along > 0)


def upright(page: Page) -> list[dict[str, Any]]:
    """Return the characters of a page that a reader sees upright, without those drawn twice."""
    found: dict[tuple[str, float, float], dict[str, Any]] = {}
    for char in page.chars:
        if stands(char):
            # A letter that is drawn over itself looks bold.
            found.setdefault((char["text"], round(char["x0"]), round(char["top"])), char)
    return list(found.values())


def lines_in_order(words: Iterable[Word]) -> Iterator[Line]:
    """Yield the lines of words that come in reading order."""
    line: list[Word] = []
    for word in words:
        if line and not (_is_beside(line[-1], word) and word.x0 >= line[-1].x0):
            yield Line(tuple(line))
            line = []
        line.append(word)
    if line:
        yield Line(tuple(line))


def lines_on_page(words: Iterable[Word]) -> list[Line]:
    """Return the lines of words in any order, from top to bottom."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.page, word.top + word.bottom, word.x0)):
        line = next((each for each in reversed(lines[-3:]) if _is_beside(each[0], word)), None)
        if line is None:
            lines.append([word])
        else:
            line.append(word)
    found = [Line(tuple(sorted(line, key=lambda word: word.x0))) for line in lines]
    return sorted(found, key=lambda line: (line.page, line.top + line.bottom))


def _is_beside(one: Word, other: Word) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    smaller = min(one.bottom - one.top, other.bottom - other.top)
    return one.page == other.page and shared >= smaller / 2


class Columns:
    """How far to the right lines go that begin at one place.

    Args:
        lines: of all pages.
    """

    def __init__(self, lines: Iterable[Line]) -> None:
        self._ends: dict[int, list[tuple[float, float]]] = {}
        for line in lines:
            self._ends.setdefault(line.page, []).append((line.x0, line.x1))

    def breaks(self, line: Line, after: Line) -> bool:
        """Tell whether a line ends where somebody ended it.

        It does where the first word of the next line had room behind it.
        """
        edge = after.x0
        ends = [x1 for x0, x1 in self._ends.get(line.page, ()) if abs(x0 - edge) <= _SAME_EDGE]
        if len(ends) < _ENOUGH or line.page != after.page:
            return False
        first = after.words[0]
        return line.x1 + line.size / 3 + (first.x1 - first.x0) < max(ends) - line.size / 2


class Joining:
    """Puts the lines of a paragraph together again.

    A word at the end of a line is joined with its rest where the file has the whole word elsewhere,
    and keeps its hyphen where it has that. Other words tell by these whether the file hyphenates.

    Args:
        lines: of the whole file, in order.
        columns: tell which ends of lines somebody made.
    """

    def __init__(self, lines: Iterable[Line], columns: Columns) -> None:
        found = list(lines)
        words = (word.text for line in found for word in line.words)
        self._known = {_bare(text) for text in words}
        self._columns = columns
        self._hyphenates = any(
            _bare(line.words[-1].text[:-1] + after.words[0].text) in self._known
            for line, after in pairwise(found)
            if _is_parted(line.words[-1].text, after.words[0].text)
        )

    def text(self, lines: Sequence[Line], *, keeps_breaks: bool = True) -> str:
        """Return the text of lines that belong together.

        Args:
            lines: in reading order.
            keeps_breaks: whether the end of a line that somebody made is kept.
        """
        text = ""
        for number, line in enumerate(lines):
            text += _UNREAD.sub("\ufffd", line.text)
            if number + 1 == len(lines):
                break
            after = lines[number + 1]
            if keeps_breaks and self._columns.breaks(line, after):
                text += LINE_BREAK
            else:
                text = self._joined(text, after.words[0].text)
        return text.replace(_SOFT_HYPHEN, "")

    def _joined(self, text: str, after: str) -> str:
        """Return a text so that the word after it can be put behind it."""
        begun = re.split(r"\s", text)[-1]
        if not _is_parted(begun, after):
            is_compound = (
                begun.endswith(_HYPHENS) and begun[-2:-1].isalnum() and after[:1].isalnum()
            )
            return text if is_compound and not after[:1].islower() else f"{text} "
        if after.casefold() in _AND:
            return f"{text} "  # “pre- and post-production”
        if _bare(begun + after) in self._known:
            return text
        is_whole = _bare(begun[:-1] + after) in self._known
        joins = is_whole or self._hyphenates or not begun.endswith("-")
        return text[:-1] if joins else text


def _is_parted(begun: str, after: str) -> bool:
    """Tell whether a line ends within a word, or behind a part of a compound."""
    return begun.endswith(_HYPHENS) and begun[-2:-1].isalpha() and after[:1].islower()


def _bare(word: str) -> str:
    """Return a word without the signs around it."""
    return word.strip(".,;:!?()[]\"'\u201c\u201d\u201e\u2018\u2019").casefold()
