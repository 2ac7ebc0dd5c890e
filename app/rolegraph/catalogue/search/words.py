"""Words of queries: how they are taken apart, what finds them, and where they stand in a text."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

MOST_WORDS = 16
"""Words of a query that are looked for; more add nothing."""

_PREFIX, _STEM = 0.7, 0.5  # a word's beginning, or the same stem, counts less than the word
_LEAST = 3  # letters of a word that may be the beginning of others
_ENDINGS = re.compile(r"(?<=....)(?:ation|ing|ion|er)?s?$|(?<=....)(?:ies|ed|es|y|e)$")
_WORD = re.compile(r"[^\W_]+")
_BEFORE, _SHOWN = 60, 240  # characters of a long text that are shown


@dataclass(frozen=True)
class Form:
    """One way in which a word may be found.

    Attributes:
        text: the word, or its beginning.
        is_prefix: whether longer words count.
        share: how much it counts.
    """

    text: str
    is_prefix: bool
    share: float

    @property
    def phrase(self) -> str:
        """The FTS5 phrase that finds it."""
        return f'"{self.text}"*' if self.is_prefix else f'"{self.text}"'

    def fits(self, word: str) -> bool:
        """Tell whether it finds a folded word."""
        return word.startswith(self.text) if self.is_prefix else word == self.text


def words_of(text: str) -> list[str]:
    """Return the words of a text, without case and accents, each once."""
    return list(dict.fromkeys(_WORD.findall(folded(text))))


def folded(text: str) -> str:
    """Return a text without case and accents."""
    apart = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in apart if not unicodedata.combining(c))


def stem_of(word: str) -> str:
    """Return what an English word begins with in its other forms too; at least four letters."""
    return _ENDINGS.sub("", word, count=1)


def forms_of(word: str, *, suggest: bool) -> list[Form]:
    """Return the ways in which a word may be found, those that count most first.

    Args:
        word: from `words_of`, so that it has no sign of the query syntax of FTS5.
        suggest: whether it is the beginning of a word that is still being typed.
    """
    forms = [Form(word, is_prefix=False, share=1.0)]
    if suggest or len(word) >= _LEAST:
        forms.append(Form(word, is_prefix=True, share=_PREFIX))
        stem = stem_of(word)
        if stem != word and not suggest:
            forms.append(Form(stem, is_prefix=True, share=_STEM))
    return forms


def shortened(text: str, forms: Sequence[Form]) -> tuple[str, str]:
    """Return a text around the first words that were found, and the same as HTML.

    In the HTML `<mark>` stands around what was found.
    """
    text = unicodedata.normalize("NFC", text)
    found = [m.span() for m in _WORD.finditer(text) if _is_found(m.group(), forms)]
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
    parts = words_of(word)
    return any(form.fits(part) for part in parts for form in forms)


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
