"""Levels of one role: “Engineer II”, “Senior Engineer”, “IC4”."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from rolegraph.documents.language.words import Words, fold

_CODE = r"(?:IC|SE|SWE|L|E|P|M|T|G|N)[0-9]{1,2}"
_WORD = (
    r"(?i:level|grade|band|tier|stufe|niveau|nivel|n\u00edvel|livello|poziom|seviye"
    r"|\u0443\u0440\u043e\u0432\u0435\u043d\u044c|\u0440\u0456\u0432\u0435\u043d\u044c)"
)
LEVEL_BEFORE = re.compile(
    rf"(?P<level>{_CODE}|{_WORD}\s+(?:[0-9]{{1,2}}|[IVX]{{1,4}}))\s*[:\u2013\u2014/-]\s*(?=[^\W\d_])"
)
"""A level before the name of a role: “Level 2: Engineer”, “IC1 - Junior Engineer”."""
_PLAIN = re.compile(rf"{_CODE}|{_WORD}\s+(?:[0-9]{{1,2}}|[IVX]{{1,4}})")
_COUNT = re.compile(r"[0-9]{1,2}|[IVX]{1,4}|[IVX]{1,4}[ab]?")
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*")
_BETWEEN = re.compile(r"\s*[/\u2013\u2014]\s*|(?<=\d)\s*-\s*(?=[A-Z])")


def is_code(text: str) -> bool:
    """Tell whether a text is the code of a level and nothing else: “L1”, “IC3”."""
    return re.fullmatch(_CODE, text) is not None


def has_level(text: str) -> bool:
    """Tell whether a level stands in brackets behind a name: “Senior Clerk (P2)”."""
    return any(_PLAIN.fullmatch(each.strip("()[] ")) for each in _BRACKETS.findall(text))


def is_level(text: str, words: Words | None) -> bool:
    """Tell whether a text names a level and nothing else: “Junior (L1-L2)”, “IC3”, “Staff+”."""
    parts = [each.strip(" +*_") for each in _BETWEEN.split(_BRACKETS.sub(" ", text))]
    known = words.set_of("levels") if words else frozenset()
    return all(part and (_PLAIN.fullmatch(part) or fold(part) in known) for part in parts)


def without_level(name: str, words: Words | None) -> str:
    """Return a role's name, folded, without its level: “engineer” of “Senior Engineer”."""
    known = words.set_of("levels") if words else frozenset()
    parts = _BRACKETS.sub(" ", name).split()
    kept = [
        each
        for each in parts
        if fold(each) not in known and not _PLAIN.fullmatch(each) and not _COUNT.fullmatch(each)
    ]
    return fold(" ".join(kept))


def are_levels(names: Iterable[str], words: Words | None) -> bool:
    """Tell whether most of several roles are levels of one: “Engineer I”, “Engineer II”."""
    bases = [without_level(each, words) for each in set(names)]
    (most, times), *_ = Counter(bases).most_common(1) or [("", 0)]
    return bool(most) and times > 1 and times * 2 > len(bases)
