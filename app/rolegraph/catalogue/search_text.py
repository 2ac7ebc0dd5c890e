"""Words of queries: how they are taken apart, and what finds them in the index."""

from __future__ import annotations

import html
import re
import unicodedata

MOST_WORDS = 16
"""Words of a query that are looked for; more add nothing."""

MARKS = ("\x02", "\x03")
"""Characters put around the words that were found; no text for people has them."""

_PREFIX, _STEM = 0.7, 0.5  # a word's beginning, or the same stem, counts less than the word
_LEAST = 3  # letters of a word that may be the beginning of others
_SUFFIXES = re.compile(r"(?<=....)(?:ation|ing|ion|er)?s?$|(?<=....)(?:ies|ed|es|y|e)$")


def words_of(text: str) -> list[str]:
    """Return the words of a text, without case and accents, each once."""
    apart = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(c for c in apart if not unicodedata.combining(c))
    return list(dict.fromkeys(re.findall(r"[^\W_]+", plain)))


def stem_of(word: str) -> str:
    """Return what an English word begins with in its other forms too; at least four letters."""
    return _SUFFIXES.sub("", word, count=1)


def forms_of(word: str, *, suggest: bool) -> list[tuple[str, float]]:
    """Return the FTS5 phrases that find a word, with how much each counts.

    Args:
        word: from `words_of`, so that it has no sign of the query syntax of FTS5.
        suggest: whether it is the beginning of a word that is still being typed.
    """
    forms = [(f'"{word}"', 1.0)]
    if suggest or len(word) >= _LEAST:
        forms.append((f'"{word}"*', _PREFIX))
        stem = stem_of(word)
        if stem != word and not suggest:
            forms.append((f'"{stem}"*', _STEM))
    return forms


def plain(marked: str) -> str:
    """Return a marked text without the marks."""
    return marked.replace(MARKS[0], "").replace(MARKS[1], "")


def highlighted(marked: str) -> str:
    """Return a marked text as HTML, with `<mark>` around what was found."""
    begin, end = MARKS
    joined = marked.replace(f"{end} {begin}", " ")
    return html.escape(joined).replace(begin, "<mark>").replace(end, "</mark>")
