"""The ids of what a document describes: slugs that stay the same when the document is reordered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from rolegraph.rdf.values.letters import with_plain_letters

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


def folded_slug(text: str) -> str:
    """Return a slug with letters that Unicode does not take apart written plainly: `ß` is `ss`."""
    return slug(with_plain_letters(text))


def statement_slug(role: str, text: str, make: Callable[[str], str] = slug) -> str:
    """Return the id of a bullet: the role's slug and that of the bullet's first six words."""
    words = make(" ".join(text.split()[:STATEMENT_WORDS]))
    return f"{role}-{words}" if words else role


@dataclass(frozen=True)
class Naming:
    """How names become ends of IRIs in one document.

    Attributes:
        is_folded: whether all letters are written plainly, as in every document that is new.
        is_known: whether the catalogue has an IRI; it stays as it is.
    """

    is_folded: bool
    is_known: Callable[[str], bool]

    def choose(self, plain: str, folded: str, iri: Callable[[str], str]) -> str:
        """Return one of two ends: the one that is there, else that of the document.

        Args:
            plain: the end with all letters as they are.
            folded: the end with plain letters.
            iri: gives the IRI with an end.
        """
        if plain == folded or self.is_known(iri(plain)):
            return plain
        return folded if self.is_folded or self.is_known(iri(folded)) else plain

    def of(self, text: str, iri: Callable[[str], str]) -> str:
        """Return the end of the IRI of something with a name."""
        return self.choose(slug(text), folded_slug(text), iri)


def distinct(identifier: str, taken: set[str]) -> str:
    """Return an identifier that is not taken, with a number behind it if need be, and take it."""
    number, found = 2, identifier
    while found in taken:
        found, number = f"{identifier}-{number}", number + 1
    taken.add(found)
    return found
