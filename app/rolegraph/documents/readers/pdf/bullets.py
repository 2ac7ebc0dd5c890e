"""The signs before the entries of a list, as they stand in the text of a PDF."""

from __future__ import annotations

import re

_SIGN = (
    r"[\u2022\u25e6\u25aa\u25ab\u2023\u2043\u25cf\u25cb\u25a0\u25a1\u25c6\u25c7\u25ba\u25b6"
    r"\u27a2\u27a4\u2713\u2714\u2219\u00b7\u2013\u2014\u2212\uf000-\uf0ff\ufffd*\-]"
)
"""Dots, squares, arrows, ticks and dashes, and what symbol fonts have for them."""
_NUMBER = r"\(?(?:[0-9]{1,3}|[a-zA-Z]|[ivx]{2,5}|[IVX]{2,5})[.)]"
_BULLET = re.compile(rf"\s*(?:{_SIGN}|o(?=\s+[A-Z]))(?:\s+|(?=\w)(?<![*\-\u2013\u2014\u2212]))")
_ORDERED = re.compile(rf"\s*(?P<number>{_NUMBER})\s+(?=\S)")
_LABEL = re.compile(rf"\s*(?:{_SIGN}|o|{_NUMBER}|[0-9]{{1,3}}(?:\.[0-9]{{1,3}})*\.?)?\s*")


def bullet_of(text: str) -> str | None:
    """Return the sign that a text begins with, and the blanks behind it; None where it has none."""
    found = _BULLET.match(text)
    return found[0] if found and text[found.end() :].strip() else None


def number_of(text: str) -> str | None:
    """Return the number that a text begins with as an entry of a list would, or None."""
    found = _ORDERED.match(text)
    return found[0] if found else None


def is_label(text: str) -> bool:
    """Tell whether a text is nothing but the sign or number of an entry."""
    return _LABEL.fullmatch(text) is not None
