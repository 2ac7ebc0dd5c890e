"""What words of a bullet tell of its meaning: how often it holds, and whether it denies."""

from __future__ import annotations

import re

_OFTEN = re.compile(r"\b(often|sometimes|rarely|always)\b", re.IGNORECASE)
_DENIAL = re.compile(
    r"^(?:is\s+|are\s+|does\s+|do\s+|must\s+|may\s+|can\s+|shall\s+|should\s+|will\s+|has\s+)?"
    r"(?:not|never|no|cannot|can't|don't|doesn't|mustn't|isn't)\b\s*",
    re.IGNORECASE,
)


_LISTED = re.compile(
    r"(?:\s*[,;]\s*(?:and|or|and/or|und|oder|et|ou|y|o|e|en|of)?|\s+(?:and|or|and/or|und|oder|et|ou))\Z",
    re.IGNORECASE,
)
"""What joins an entry of a list to the next one: “mentor contributors, and”."""


def as_title(text: str) -> str:
    """Return the text of an entry of a list as a title: without what joins it to the next."""
    return _LISTED.sub("", text) or text


def frequency(text: str) -> str | None:
    """Return the first word of a text that says how often, in lower case."""
    found = _OFTEN.search(text)
    return found[1].lower() if found else None


def denies(text: str) -> bool:
    """Tell whether a text begins by denying, such as "Not a developer" or "Does not develop"."""
    return bool(_DENIAL.match(text))


def without_markers(text: str) -> str:
    """Return a text without the words that say how often and whether not, for comparison."""
    return " ".join(_OFTEN.sub(" ", _DENIAL.sub("", text)).casefold().split())
