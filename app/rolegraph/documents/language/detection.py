"""The language of a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from rolegraph.documents.language.words import LANGUAGES, Words, fold, usual_words
from rolegraph.documents.outline import Heading, Outline

_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 3
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_SIGNS, _KANA_SHARE = 0.15, 0.05
_FRONT = ("lang", "language", "locale")
_PLAIN = 0.2
"""The share of usual words from which on a text is plainly in a language."""
_CLEAR = 2.0
"""How many times as many usual words as in any other language that takes."""
_LETTERS = 80
"""With fewer letters no detector is to be believed."""
_FEW_LETTERS = 30
_FAR = 60.0
"""By how much it must be above those with a table of words, where another one is close to it."""
_LEAD = 10.0
"""By how much the logarithm of a language's probability must be above that of the next."""
_ONE = {"wuu": "zh", "yue": "zh", "nb": "no", "nn": "no"}
"""Languages that a detector tells apart, and a table of words would not."""
_WHOLE = 2
"""So much more than a word in it says a heading that is known as a whole."""


def find_language(outline: Outline, stated: str | None = None) -> tuple[str, str]:
    """Return the code of a document's language, and how it was found.

    What is stated, in the front matter too, is believed. Else the most usual words decide where
    they do so plainly, and a language detector where they do not: it knows languages without a
    table of words as well, which must not be read as one that has a table.
    """
    if stated:
        return stated.casefold(), "stated"
    for key in _FRONT:
        found = outline.front.get(key)
        if isinstance(found, str) and re.fullmatch(r"[A-Za-z]{2,3}(?:[-_]\w+)*", found):
            return found.replace("_", "-").casefold(), "front matter"
    text = outline.to_text or outline.source.text
    script = _by_script(text)
    return (script, "its script") if script else _by_words(outline, text)


def _by_words(outline: Outline, text: str) -> tuple[str, str]:
    """Return the language of a text in Latin or other letters, and how it was found."""
    words = [word.casefold() for word in _WORD.findall(text)]
    # “a” and “i” are letters of a matrix as well.
    reported = Counter(word for word in words if len(word) > 1)
    usual = {code: usual_words(code) for code in LANGUAGES}
    counts = {
        code: sum(reported[word] for word in usual[code] & reported.keys()) for code in LANGUAGES
    }
    best, second = sorted(counts, key=lambda code: -counts[code])[:2]
    if counts[best] >= max(_ENOUGH, _PLAIN * reported.total(), _CLEAR * counts[second]):
        return best, "its most usual words"
    detected = _detected(" ".join(words), is_bare=not counts[best])
    if detected is not None:
        return detected, "a language detector"
    if counts[best] >= _ENOUGH and counts[best] > counts[second]:
        return best, "its most usual words"
    announced = _by_headings(outline)
    return (announced, "its headings") if announced else ("en", "assumed; too short to tell")


def _by_script(text: str) -> str | None:
    """Return `zh` or `ja` where enough of a text is written in signs of those languages."""
    kana = len(_KANA.findall(text))
    signs = kana + len(_HAN.findall(text))
    # One sign says as much as several letters, and English names stand among them.
    if signs < _ENOUGH or signs < _SIGNS * sum(sign.isalpha() for sign in text):
        return None
    return "ja" if kana > _KANA_SHARE * signs else "zh"


def _by_headings(outline: Outline) -> str | None:
    """Return the language in whose words most headings announce something, if it is one alone."""
    titles = [block.passage.plain for block in outline.blocks if isinstance(block, Heading)]
    found = {
        code: sum(_tells_language(title, words) for title in titles)
        for code in LANGUAGES
        if (words := Words.load(code)) is not None
    }
    best, second = sorted(found, key=lambda code: -found[code])[:2]
    return best if found[best] > found[second] else None


def _tells_language(title: str, words: Words) -> int:
    """Return how much a heading speaks for a language: as a whole, by a word in it, or not.

    “Data Steward” is a role in English; in Polish its first word is a date.
    """
    label = words.label(title)
    is_whole = label is not None and not label.rest
    is_whole = is_whole or words.exact(title, "roles_headings")
    parts = fold(title).split()  # “Office” alone is a role in German as well
    is_whole = is_whole or (len(parts) > 1 and not words.role_words.isdisjoint(parts))
    return _WHOLE if is_whole else int(label is not None)


def _detected(text: str, *, is_bare: bool) -> str | None:
    """Return what a detector says of a text; None where it is not sure.

    Of a language without a table of words it need only be sure that it is none of those with one:
    Croatian and Bosnian are read alike. A text of a line or two is believed where none of the
    usual words of those languages is in it (`is_bare`).
    """
    # Signs of Chinese, Japanese and Korean say as much as several letters.
    weight = sum(5 if "\u3040" <= sign <= "\ud7af" else 1 for sign in text if not sign.isspace())
    if weight < (_FEW_LETTERS if is_bare else _LETTERS):
        return None
    ranked = [(_ONE.get(code, code), score) for code, score in _rank(text)]
    first, best = ranked[0]
    if weight >= _LETTERS and best - _next(ranked, lambda code: code != first) >= _LEAD:
        return first
    is_other = first not in LANGUAGES
    far = best - _next(ranked, lambda code: code in LANGUAGES) >= _FAR
    return first if is_other and far else None


def load_detector() -> None:
    """Load the detector's model, which takes most of a second, and a temporary file."""
    _rank("roles")


def _next(ranked: list[tuple[str, float]], fits: Callable[[str], bool]) -> float:
    return max(score for code, score in ranked if fits(code))


def _rank(text: str) -> list[tuple[str, float]]:
    # Loaded where it is needed: its model takes most of a second.
    import py3langid

    return [(str(code), float(score)) for code, score in py3langid.rank(text)]
