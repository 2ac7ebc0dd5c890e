"""How much a text is like the name of a role."""

from __future__ import annotations

import re
from functools import lru_cache

from rolegraph.documents.language.words import PARAGRAPH_NUMBER, Words, fold

_OF = re.compile(
    r"\s+(?:of|for|in|at|to|on|with|about|from|by|between|al|der|des|für|von|de|du|del|de la|do|da"
    r"|di|della|van|voor|pour|para|per|an|auf|bei|zur|zum|mit|gegen|über|(?P<joins>und|and|or|oder|et|ou|y|o|e|en|&))\s+",
    re.IGNORECASE,
)
_AREAS = re.compile(
    r"(?P<first>[^\s,]+(?:,? [^\s,]+){0,3}),? (?:und|and|&) (?P<last>[^,]+)", re.IGNORECASE
)
"""Areas that an “and” joins, with the word for the role behind the last."""
GENDERED = re.compile(
    r"(?<=\w)(?:\\?[*:_/\u00b7.](?:-?in(?:nen)?|e|a|o|rice|euse|trice|se|ne|ora|tora)(?:[\u00b7.]?s)?(?!\w)"
    r"|\((?:in(?:nen)?|e|a|o|rice|euse|trice|se|ne|ra)s?\))"
)
"""What a name ends with that speaks of women too: “Sprecher*in”, “desarrollador/a”."""
_ORDINAL = re.compile(r"(?<=\w)\s+(?:[0-9]{1,3}|[IVX]{1,4})$")
"""What tells one of several alike: “Crane Driver 17”, “Engineer II”."""
_MATRIX = re.compile(
    r"(?:RACI|RASCI|RASIC|DACI|RAPID)(?:[ -]?(?:matri[xzc]\w*|chart|table|model|tabelle|tabla|"
    r"tabela|tabella|diagramm?|матрица|матриця))?",
    re.IGNORECASE,
)
"""Headings over a responsibility matrix, which name no role."""
_PARAGRAPH = re.compile(PARAGRAPH_NUMBER)
_ARTICLE = frozenset({"a", "an", "the"})
_ING = re.compile(r"\w{2,}ing(?:-\w+)?$")
_DEPUTY = re.compile(r"(?:[Dd]eputy|[Vv]ice|[Ss]tellv\.|[Ss]tv\.|[Vv]ize)[ -][A-Z]{2,6}")
"""Who stands in for a role that has initials: “Deputy DSL”."""
LONGEST = 8
_LONGEST_JOINED = 16
"""Signs of a name in a language without blanks."""
SURE, MAYBE, NO = 2, 1, 0
_KNOWN = 1 << 14
"""So many texts are kept with what was found of them."""


def _joined_likeness(name: str, words: Words) -> int:
    """Return how much a text is like a role's name, in a language without blanks."""
    text = fold(name).replace(" ", "")
    if text.isascii():
        english = Words.load("en")
        return likeness(name, english) if english else MAYBE
    if len(text) > _LONGEST_JOINED or re.search("[\u3001\u3002\uff0c\uff1b\uff1a]", name):
        return NO
    if words.matches(text, "no_names") or words.matches(text, "outside") or words.limits(text):
        return NO
    ends = tuple(words.role_words | words.set_of("role_endings"))
    others = tuple(word for word in words.not_role_words if len(word) > 2)  # noqa: PLR2004
    if text.endswith(ends) and text not in words.not_role_words and not text.endswith(others):
        return SURE
    return NO if _announces(text, words) else MAYBE


def is_cut(text: str) -> bool:
    """Tell whether a text has half of a mark: it was cut within code, bold words or a link."""
    return (
        text.count("**") % 2 == 1
        or text.count("`") % 2 == 1
        or any(text.count(a) != text.count(b) for a, b in (("{{", "}}"), ("[", "]")))
    )


_SLIDE = re.compile(r"[Ss]lide [0-9]+")
"""What a slide without a title is called."""


@lru_cache(maxsize=_KNOWN)
def likeness(name: str, words: Words | None) -> int:
    """Return how much a text is like the name of a role.

    `SURE`: its head is a word for a role, or has the ending of one. `MAYBE`: it is short, and
    neither a known label nor a sentence. Without a table of words nothing is sure.
    """
    name = _ORDINAL.sub("", GENDERED.sub("", name))
    parts = fold(name).split()
    is_place = _MATRIX.fullmatch(name) or _SLIDE.fullmatch(name)
    if not is_name_like(name, parts) or is_cut(name) or is_place:
        return NO
    if words is None or words.is_joined:
        return _joined_likeness(name, words) if words else MAYBE
    has_title = (
        _has_title(name, words)
        or _DEPUTY.fullmatch(name.strip()) is not None
        or " ".join(parts) in words.set_of("role_phrases")
    )
    cut = _OF.search(name)
    head = fold(name[: cut.start()] if cut else name).split() or parts
    is_of_areas = _is_of_two_areas(name, words)
    if (
        has_title
        or _is_no_start(parts, words)
        or (
            # “Shared responsibilities with the council” names no council.
            not is_of_areas
            and len(head) < len(parts)
            and not _is_role_word(head[-1], words)
            and _announces(" ".join(head), words)
        )
    ):
        return SURE if has_title else NO
    if _is_quality(head, words) or _says_other(name, words):
        return NO
    heads = {head[-1], *((head[0],) if words.is_head_first else ())}
    # “Establishment of the committee” names no committee: what counts stands before the “of”.
    is_sure = any(_is_role_word(word, words) for word in heads)
    if cut and cut["joins"]:
        # “Council and team interactions” names neither.
        ends = _is_role_word(parts[-1], words)
        tail = fold(name[cut.end() :]).split()
        # “Pipeline and Task Authors” names authors of both.
        is_sure = ends if len(head) == 1 < len(tail) else is_sure and (words.is_head_first or ends)
    if is_sure or is_of_areas:
        return SURE
    # Without a word for a role, a list of things is no name: “Community, Federated & Archive”.
    return NO if "," in name or _announces(name, words) else MAYBE


def _has_title(name: str, words: Words) -> bool:
    """Tell whether a title and an area make a name: “Vice-President Communications”."""
    text = fold(name)
    for title in words.set_of("leading_titles"):
        area = text.removeprefix(f"{title} ").strip(" -")
        label = words.label(area) if area and area != text else None
        is_strong = label is not None and label.phrase in words.set_of("strong")
        if area and area != text and not is_strong and not has_verb(name, words):
            return True
    return False


def _says_other(name: str, words: Words) -> bool:
    """Tell whether a text says what no name does: a limit, a sentence, a task with its article."""
    if any(words.matches(name, each) for each in ("no_names", "outside", "who_does_what")):
        return True
    if words.matches(name, "falls_to") or _PARAGRAPH.fullmatch(name.strip()):
        return True  # “Compete ao presidente da mesa” says what follows
    head, colon, _ = name.partition(":")
    if colon and (label := words.label(_ORDINAL.sub("", head))) and not label.rest:
        return not words.exact(head, "fields", "name")  # “Objective 2: Make the guards happier”
    return words.limits(name) or has_verb(name, words)


def has_verb(name: str, words: Words) -> bool:
    """Tell whether a text is a sentence, or the beginning of one: “Payments are only”."""
    return bool(set(fold(name).split()[1:]) & words.set_of("finite_verbs"))


def _is_of_two_areas(name: str, words: Words) -> bool:
    """Tell whether a name joins what one role is for: “Website and Technical Lead”.

    The first of them may be a word that else announces something: “Website” is one for links.
    “Responsibilities and Team Lead” names nobody, nor do “Meetings and Voting Members”.
    """
    areas = _AREAS.fullmatch(name)
    if areas is None or words.is_head_first:
        return False
    parts = fold(areas["last"]).split()
    if not parts:
        return False
    *between, last = parts
    # “Presse- und Technikleiter” has the second area in the word for the role.
    if not (between or areas["first"].endswith("-")) or {last, last[:-1]} & words.not_role_words:
        return False
    if _OF.search(areas["last"]) or _ARTICLE & set(between) or last.endswith("s"):
        return False
    if not _is_role_word(last, words):
        return False
    first = fold(areas["first"]).split()
    is_title = len(first) == 1 or areas["last"].split()[-1][:1].isupper()
    label = words.label(areas["first"])
    is_area = label is None or set(label.kinds) <= {"skipped"}
    return is_title and is_area and not any(_is_role_word(word, words) for word in first)


def _is_quality(head: list[str], words: Words) -> bool:
    """Tell whether a text begins with a label: “Competencias técnicas” names no technician."""
    is_first = words.is_head_first and not _is_role_word(head[0], words)
    return is_first and words.label(head[0]) is not None


def _is_no_start(parts: list[str], words: Words) -> bool:
    """Tell whether a text begins as no name does: with a verb, a question, “Voting in …”."""
    first = parts[0]
    if first in words.set_of("not_role_starts"):
        if first in words.set_of("ing_names") and _is_role_word(parts[-1], words):
            return False  # “Working group lead”
        if first in words.set_of("area_starts") and _is_one(parts, words):
            return False  # “Support Lead”; “Support the lead” and “Support users” are duties
        if (
            first in words.set_of("noun_starts")
            and _is_one(parts, words)
            and not _is_object(parts, words)
        ):
            return False  # “Lock Keeper”; “Lock user” says what is done to one
        return len(parts) == 1 or first not in words.role_words
    if not _ING.match(first) or first in words.set_of("ing_names"):
        return False
    # “Supporting tool developer”; “Mentoring contributors” and “Electing a chair” are duties.
    return not _is_one(parts, words)


def _is_object(parts: list[str], words: Words) -> bool:
    """Tell whether words end with somebody to whom something is done: “Block member”."""
    return parts[-1] in words.set_of("not_supervised") | words.set_of("acted_upon")


def _is_one(parts: list[str], words: Words) -> bool:
    """Tell whether words end with the word for one role, and no article stands in them."""
    is_one = _is_role_word(parts[-1], words) and not parts[-1].endswith("s")
    return is_one and len(parts) > 1 and not _ARTICLE & set(parts)


def is_name_like(name: str, parts: list[str]) -> bool:
    """Tell whether a text (and its words) is short, and neither a sentence nor an address."""
    if not parts or len(parts) > LONGEST or not any(sign.isalpha() for sign in name):
        return False
    return not re.search(
        r"[.!?;]\s|[.!?;,:\u3002\uff01\uff1f\uff1b\uff0c]$|https?://|@", name.strip()
    )


def _announces(name: str, words: Words) -> bool | None:
    label = words.label(name)
    return True if label and len(label.rest.split()) <= 1 else None


@lru_cache(maxsize=_KNOWN)
def _is_role_word(word: str, words: Words) -> bool:
    forms = [word, *(each for each in word.split("/") if each), *(each for each in word.split("-"))]
    for form in forms:
        single = form[:-1] if form.endswith("s") and len(form) > 3 else form  # noqa: PLR2004
        single = form[:-3] + "y" if form.endswith("ies") else single
        # “Operadores” has two letters more than one of them.
        shorter = form[:-2] if form.endswith("es") and len(form) > 5 else single  # noqa: PLR2004
        if words.not_role_words & {form, single, shorter}:
            continue
        if (words.role_words | words.set_of("titles")) & {form, single, shorter}:
            return True
        ends = tuple(words.set_of("role_endings"))
        if any(len(e) > 4 and e.endswith(ends) for e in (form, single, shorter)):  # noqa: PLR2004
            return True
    return False


def forget_texts() -> None:
    """Forget what was found of single texts: between two documents, so that memory stays flat."""
    for each in (fold, likeness, _is_role_word):
        each.cache_clear()


def is_one_of(name: str, several: str) -> bool:
    """Tell whether a name ends with the one of a word for several: “Sales Committee”, “Committees”.

    That are words of one stem, whose last two letters may differ.
    """
    last, folded = fold(name).split()[-1:], fold(several)
    stem = folded[: max(len(folded) - _ENDING, _SHORTEST_STEM)]
    return bool(last) and " " not in folded and last[0] != folded and last[0].startswith(stem)


_ENDING, _SHORTEST_STEM = 2, 5
