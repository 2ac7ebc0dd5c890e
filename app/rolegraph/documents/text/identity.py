"""The ids of what a document describes: slugs that stay the same when the document is reordered."""

from __future__ import annotations

import re
import unicodedata

STATEMENT_WORDS = 6
"""How many words of a bullet go into its id."""

_BREAK = re.compile(r"[\s/_\-\u2010-\u2015]+")


def slug(text: str) -> str:
    """Return text as part of an id: lower case, without accents and punctuation.

    Blanks, hyphens and slashes separate words; other signs vanish ("T&E" becomes "te"). Letters
    of all scripts stay. The result is empty when the text has neither letter nor digit.
    """
    plain = unicodedata.normalize("NFKD", text)
    words = (
        "".join(character for character in word if character.isalnum())
        for word in _BREAK.split(plain.lower())
    )
    return "-".join(word for word in words if word)


def statement_slug(role: str, text: str) -> str:
    """Return the id of a bullet: the role's slug and that of the bullet's first six words."""
    words = slug(" ".join(text.split()[:STATEMENT_WORDS]))
    return f"{role}-{words}" if words else role


def distinct(identifier: str, taken: set[str]) -> str:
    """Return an identifier that is not taken, with a number behind it if need be, and take it."""
    number, found = 2, identifier
    while found in taken:
        found, number = f"{identifier}-{number}", number + 1
    taken.add(found)
    return found
