"""Names of people beside names of roles: “PAOLO - PROJECT MANAGER”, “Jane Doe, Tech Lead”."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

from rolegraph.documents.language.tables import read_table
from rolegraph.documents.language.words import Words, fold

_DASH = re.compile(r"\s+[-\u2013\u2014|]{1,2}\s+")
_AFTER_PERSON = re.compile(r",\s+|:\s+")
_WORD = re.compile(r"[^\W\d_][^\W\d_'\u2019.-]*")
_ABSTRACT = re.compile(
    r"\w(?:ing|tion|sion|ment|ity|ics|ance|ence|ship|ware|logy|ung|heit|keit|schaft|t\u00e4t)s?\Z",
)
_MOST = 3
_PERSON = re.compile(r"(?<![\w/])@[\w-]+|[\w.+-]+@[\w-]+\.\w+|github\.com/[\w-]+/?(?=[\s)\]>]|$)")
_BETWEEN_PEOPLE = re.compile(r"\s*[,;/&]\s*|\s+(?:and|und|et|e|y|en)\s+")
_PARTICLE = re.compile(
    r"(?<=\s)(?:van|von|vom|zu|der|den|de|du|des|da|do|dos|di|del|la|le|bin|al)\s"
)
_ASIDE = re.compile(r"\([^()]*\)")
_LONGEST = 7
_INITIALS = re.compile(
    r"(?:[^\W\d_]\.\s*){1,3}[^\W\d_][\w'\u2019-]+|[^\W\d_][\w'\u2019-]+,?\s+(?:[^\W\d_]\.\s*){1,3}"
)
"""A family name with initials: “A. Nowak”, “Nowak, A.”."""


def beside_person(text: str, words: Words) -> tuple[int, int, str] | None:
    """Return where in a text the part stands that is no person, and what seems to be one.

    Args:
        text: a name that may hold both: `PAOLO - PROJECT MANAGER`.
        words: the words of the document's language.

    Returns:
        The offsets of the other part, and the person's name; None where there is no person. Whether
        the other part is a role is not judged here.
    """
    for pattern, is_first_alone in ((_DASH, False), (_AFTER_PERSON, True)):
        cuts = list(pattern.finditer(text))
        if len(cuts) != 1:
            continue
        first, last = text[: cuts[0].start()], text[cuts[0].end() :]
        # “Director, Asia” and “Level: Senior” are usual; a person stands before a comma.
        is_full = len(first.split()) > 1 or cuts[0][0].strip() != "," or is_given_name(first)
        if is_full and _is_person(first, words) and not _is_short_name(first, last):
            return cuts[0].end(), len(text), first.strip()
        if not is_first_alone and _is_person(last, words) and not _is_short_name(last, first):
            return 0, cuts[0].start(), last.strip()
    return None


def _is_short_name(text: str, other: str) -> bool:
    """Tell whether a word in capitals beside others is short for something: “RACI: Skipper”."""
    word = text.strip(" *_`")
    return word.isupper() and " " not in word and not other.isupper()


def _is_person(text: str, words: Words) -> bool:
    parts = text.strip(" *_`").split()
    if not 0 < len(parts) <= _MOST or not all(_WORD.fullmatch(part) for part in parts):
        return False
    if not all(part[:1].isupper() for part in parts) or words.label(text) is not None:
        return False
    known = words.role_words | words.common | words.set_of("not_people")
    folded = [fold(part) for part in parts]
    return not any(
        word in known or word.removesuffix("s") in known or _ABSTRACT.search(word)
        for word in folded
    )


def titled_person(text: str, words: Words) -> int | None:
    """Return where in a sentence a person stands with a title: “Dr. Brandt”; None without one.

    “Frau Präsidentin” and “Mr Chairman” are no persons by name.
    """
    titles = "|".join(sorted(map(re.escape, words.raw("honorifics")), key=len)[::-1])
    for found in (
        re.finditer(rf"(?<![\w-])(?i:{titles})\.?\s+(?:[^\W\d_a-z]\.\s*)*({_WORD.pattern})", text)
        if titles
        else ()
    ):
        name = found[1]
        forms = {fold(name), fold(name).removesuffix("in")}
        is_role = not words.role_words.isdisjoint(forms) or name.isupper()
        if name[:1].isupper() and not is_role:
            return found.start()
    return None


def may_be_person(text: str, words: Words) -> bool:
    """Tell whether a name alone, such as the head of a column, may be a person's.

    Initials show it (“A. Nowak”). So do one to three words with capitals that are no usual words.
    """
    name = text.strip(" *_`")
    return bool(_INITIALS.fullmatch(name)) or (not name.isupper() and _is_person(name, words))


def is_full_name(text: str, words: Words) -> bool:
    """Tell whether a text is plainly the name of a person: “Maria Keller”.

    It begins with a usual given name, and goes on with words that name no role.
    """
    name = _PARTICLE.sub("", text.strip(" *_`"))
    first, _, rest = name.replace("-", " ").partition(" ")
    return bool(rest) and _plain(first) in _given_names() and _is_person(name, words)


def is_given_name(text: str) -> bool:
    """Tell whether a text is a usual given name and nothing else: “Mira”."""
    return _plain(text.strip(" *_`")) in _given_names()


def _plain(name: str) -> str:
    """Return a name in lower case without accents: “Jürgen” is “jurgen”."""
    signs = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in signs if not unicodedata.combining(sign))


@cache
def _given_names() -> frozenset[str]:
    """Return the shipped given names; they never change while the program runs."""
    place = files("rolegraph.documents.language").joinpath("given_names.yaml")
    table = read_table(place.read_text(encoding="utf-8"))
    return frozenset(name for names in table.values() for name in names)


def are_people(text: str, words: Words) -> bool:
    """Tell whether a text is nothing but full names of people.

    One word alone may be anything, so each name must have two or more.
    """
    text = _PARTICLE.sub("", _ASIDE.sub("", text))
    names = [name.strip(" *_.") for name in _BETWEEN_PEOPLE.split(text)]
    return all(" " in name and _is_person(name, words) for name in names)


def is_person(text: str, plain: str) -> bool:
    """Tell whether a bullet is little more than a person's name and address."""
    if not _PERSON.search(text):
        return False
    words = re.sub(r"\([\d\s\u2013-]+\)|[()\[\]<>,:|]", " ", _PERSON.sub(" ", plain)).split()
    named = [word for word in words if word[:1].isupper() or word in {"and", "und", "et", "y"}]
    return len(words) <= _LONGEST and len(named) == len(words)
