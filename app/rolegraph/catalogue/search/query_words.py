"""Words of queries: how they are taken apart, what finds them, and where they stand in a text."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

MOST_WORDS = 16
"""Words of a query that are looked for; more add nothing."""

_SMALL = """
a an and are as at by do does for from how in is of on or that the to what when where which who whom
whose with am das dem den der des die ein eine fur im mit oder und vom von was wer zu zum zur
au aux avec de du en est et la le les ou par pour qui un une
con del e el i il las los o para per por que se su una y da do dos com os um uma
een het met van voor
"""
SMALL_WORDS = frozenset(_SMALL.split())
"""Folded words that a thing need not have; they are in every text, or in none by chance."""

_WORD = re.compile(r"[^\W_]+")
_COMPOUND = re.compile(r"[^\W\d_]+(?:[&+/.'\u2019\u2010-][^\W\d_]+)+")
_PIECE = re.compile(rf"{_COMPOUND.pattern}|{_WORD.pattern}")
_BEFORE, _SHOWN = 60, 240  # characters of a long text that are shown


@dataclass(frozen=True)
class Form:
    """One way in which a word may be found.

    Attributes:
        words: what is looked for, folded.
        share: how much it counts.
        is_prefix: whether longer words count.
        together: whether a text must have all of the words; by default one is enough.
    """

    words: tuple[str, ...]
    share: float
    is_prefix: bool = False
    together: bool = False

    @property
    def phrase(self) -> str:
        """The FTS5 expression that finds it; each word is quoted, as some are signs of FTS5."""
        mark = "*" if self.is_prefix else ""
        return (" AND " if self.together else " OR ").join(f'"{w}"{mark}' for w in self.words)

    def fits(self, word: str) -> bool:
        """Tell whether it finds a folded word."""
        return word.startswith(self.words) if self.is_prefix else word in self.words


def words_of(text: str) -> list[str]:
    """Return the words of a text, without case and accents, each once."""
    return list(dict.fromkeys(_WORD.findall(folded(text))))


def all_words_of(text: str) -> list[str]:
    """Return the words of a text and those that a sign holds together."""
    return [*words_of(text), *joined_of(text)]


def folded(text: str) -> str:
    """Return a text without case and accents."""
    apart = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in apart if not unicodedata.combining(c))


def joined_of(text: str) -> list[str]:
    """Return words that a sign holds together, without the sign: `T&E` as `te`."""
    return ["".join(_WORD.findall(folded(found))) for found in _COMPOUND.findall(text)]


def shortened(text: str, forms: Sequence[Form]) -> tuple[str, str]:
    """Return a text around the first words that were found, and the same as HTML.

    In the HTML `<mark>` stands around what was found.
    """
    text = unicodedata.normalize("NFC", text)
    found = [m.span() for m in _PIECE.finditer(text) if _is_found(m.group(), forms)]
    begin, end = _window(text, found[0][0] if found else 0)
    shown, marked, last = text[begin:end], "", begin
    for start, stop in found:
        if begin <= start and stop <= end:
            between = text[last:start]
            if marked.endswith("</mark>") and between == " ":
                marked = marked.removesuffix("</mark>") + " "
            else:
                marked += html.escape(between) + "<mark>"
            marked += html.escape(text[start:stop]) + "</mark>"
            last = stop
    marked += html.escape(text[last:end])
    dots = ("…" if begin else "", "…" if end < len(text) else "")
    return dots[0] + shown + dots[1], dots[0] + marked + dots[1]


def _is_found(word: str, forms: Sequence[Form]) -> bool:
    return any(form.fits(part) for part in all_words_of(word) for form in forms)


def _window(text: str, place: int) -> tuple[int, int]:
    """Return the part of a text that is shown around a place, cut between words."""
    if len(text) <= _SHOWN:
        return 0, len(text)
    begin = max(0, place - _BEFORE)
    end = min(len(text), begin + _SHOWN)
    if begin:
        begin = text.find(" ", begin, place) + 1 or begin
    if end < len(text):
        cut = text.rfind(" ", place, end)
        end = cut if cut > place else end
    return begin, end
