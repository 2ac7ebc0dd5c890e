"""Ids of new things, made from their labels."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

LONGEST = 80
"""Characters that an id made from a label has at most."""

_BREAK = re.compile(r"[\s/_\-\u2010-\u2015]+")
_ID = re.compile(r"(?!\.{1,2}$)[\w.~-]+")


def slug_of(text: str) -> str:
    """Return text as an id: lower case, without accents and signs, words joined by hyphens.

    It is empty where the text has neither letter nor digit, and cut between words where it is
    long.
    """
    plain = unicodedata.normalize("NFKD", text).lower()
    words = ("".join(c for c in word if c.isalnum()) for word in _BREAK.split(plain))
    found = ""
    for word in filter(None, words):
        longer = f"{found}-{word}" if found else word[:LONGEST]
        if len(longer) > LONGEST:
            break
        found = longer
    return found


def free(slug: str, is_taken: Callable[[str], bool]) -> str:
    """Return an id that is not taken: this one, or with the first number that makes it so."""
    number, candidate = 1, slug
    while is_taken(candidate):
        number += 1
        candidate = f"{slug}-{number}"
    return candidate


def is_id(text: str) -> bool:
    """Tell whether a text can be an id: letters, digits and `. _ ~ -`."""
    return bool(_ID.fullmatch(text))
