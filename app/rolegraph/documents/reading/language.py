"""The language of a document."""

from __future__ import annotations

import re

from rolegraph.documents.outline import Outline
from rolegraph.documents.reading.words import LANGUAGES, Words

_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 3
_FRONT = ("lang", "language", "locale")


def find_language(outline: Outline, stated: str | None = None) -> tuple[str, str]:
    """Return the code of a document's language, and how it was found."""
    if stated:
        return stated.casefold(), "stated"
    for key in _FRONT:
        found = outline.front.get(key)
        if isinstance(found, str) and re.fullmatch(r"[A-Za-z]{2,3}(?:[-_]\w+)*", found):
            return found.replace("_", "-").casefold(), "front matter"
    text = [word.casefold() for word in _WORD.findall(outline.to_text or outline.source.text)]
    scores = {}
    for code in LANGUAGES:
        words = Words.load(code)
        common = words.common if words else frozenset()
        scores[code] = sum(word in common for word in text)
    best = max(scores, key=lambda code: scores[code])
    if scores[best] >= _ENOUGH:
        return best, "its most usual words"
    return "en", "assumed; too short to tell"
