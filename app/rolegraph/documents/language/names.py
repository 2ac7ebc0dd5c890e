"""Whether a heading, a bold word or a cell is the name of a role, and which part of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rolegraph.documents.language.blanks import is_blank
from rolegraph.documents.language.people import are_people, beside_person, is_person
from rolegraph.documents.language.words import PARAGRAPH_NUMBER, Words, fold
from rolegraph.documents.outline import Outline, Passage

_NUMBER = re.compile(
    rf"(?:{PARAGRAPH_NUMBER}|[0-9]+(?:\.[0-9]+)+[.):]?|[0-9]+[.):]|[IVX]+[.)]|[A-Z][.)]|#[0-9]+)\s+"
)
_BRACKET = re.compile(r"\s*[(\[\uff08]([^()\[\]\uff08\uff09]*)[)\]\uff09]\s*\Z")
_MARKS = " \t*_`~:#\"'“”"
_LEADING = re.compile(r"(?:[^\w(\[<!§\uff08]|</?(?:b|strong|em|i|u|span|font|p|div)\b[^<>]*>)*")
_TRAILING = re.compile(r"(?:\s*</(?:b|strong|em|i|u|span|font|p|div)>\s*)+\Z")
_OF = re.compile(
    r"\s+(?:of|for|in|at|to|on|with|about|from|by|between|al|der|des|für|von|de|du|del|de la|do|da"
    r"|di|della|van|voor|pour|para|per|(?P<joins>und|and|or|oder|et|ou|y|o|e|en|&))\s+",
    re.IGNORECASE,
)
_AREAS = re.compile(
    r"(?P<first>[^\s,]+(?:,? [^\s,]+){0,3}),? (?:und|and|&) (?P<last>[^,]+)", re.IGNORECASE
)
"""Areas that an “and” joins, with the word for the role behind the last."""
_BEFORE_DASH = re.compile(r"(?P<label>[^:\n\u2013\u2014]{3,40}?)(?:\s*:|\s+[\u2013\u2014-])\s+")
_JOIN = re.compile(r"\s*[/\uff0f]\s*|\s+(?:and|or|und|oder|et|ou|y|o|&)\s+|,\s+")
_PLURAL = re.compile(r"(?<=\w)(?:\((?:s|es|n|en|e|a|as|i|x)\)|/(?:s|es|n|en)(?!\w))")
"""What a name ends with that may be one or several: “Maintainer(s)”, “author/s”."""
_GENDERED = re.compile(
    r"(?<=\w)(?:\\?[*:_/\u00b7.](?:-?in(?:nen)?|e|a|o|rice|euse|trice|se|ne|ora|tora)(?:[\u00b7.]?s)?(?!\w)"
    r"|\((?:in(?:nen)?|e|a|o|rice|euse|trice|se|ne|ra)s?\))"
)
"""What a name ends with that speaks of women too: “Sprecher*in”, “desarrollador/a”."""
_ORDINAL = re.compile(r"(?<=\w)\s+(?:[0-9]{1,3}|[IVX]{1,4})$")
"""What tells one of several alike: “Crane Driver 17”, “Engineer II”."""
_MATRIX = re.compile(
    r"(?:RACI|RASCI|DACI)(?:[\s-]+(?i:matri[xcz]e?|matrice))?\s*[:\u2013\u2014-]\s+(?=\w)"
)
"""What stands before a name in the title of a list of what one role takes part in."""
_ARTICLE = frozenset({"a", "an", "the"})
_ING = re.compile(r"\w{2,}ing(?:-\w+)?$")
_LONGEST = 8
_LONGEST_JOINED = 16
"""Signs of a name in a language without blanks."""
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_TWO_SCRIPTS = re.compile(
    "(?P<own>[\u3040-\u30ff\u3400-\u9fff]{2,16})\\s+(?P<other>[A-Z][A-Za-z]+(?: [A-Za-z]+){0,3})"
)
CJK_NUMBER = re.compile(
    r"(?:[0-9]+|[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341]{1,3})[\u3001\uff0e]\s*"
)
"""A number before a heading as Chinese and Japanese write it."""
_ABBREVIATION = re.compile(r"[A-Z][A-Za-z&/-]{0,9}s?")
SURE, MAYBE, NO = 2, 1, 0
_KNOWN = 1 << 14
"""So many texts are kept with what was found of them."""


@dataclass(frozen=True, slots=True)
class RoleName:
    """A name of a role.

    Attributes:
        passage: where it stands, without number, prefix and brackets.
        name: the name as a reader sees it; empty for a blank of a template.
        aliases: other names given in brackets.
        likeness: `SURE`, `MAYBE` or `NO`.
        remark: what else stands in brackets, such as “optional”.
        person: what seems to be a person's name beside it, which is left out.
        whole: for that case, the passage with both.
    """

    passage: Passage
    name: str
    aliases: tuple[str, ...]
    likeness: int
    remark: Passage | None = None
    person: str = ""
    whole: Passage | None = None


def read_name(
    outline: Outline, passage: Passage, words: Words | None, *, has_person: bool = True
) -> RoleName:
    """Return the name of a role that a heading, bold word or cell may be.

    Without `has_person`, nothing in it is taken for the name of a person.
    """
    if is_blank(passage.plain, passage.span.text):
        return RoleName(passage, "", (), NO)
    passage = _stripped(outline, passage)
    says = words is not None and words.matches(passage.plain, "says_role") is not None
    passage = _without_beginning(outline, passage, words)
    passage, aliases, remark = _without_brackets(outline, passage)
    if words:
        for pattern in words.patterns("suffixes"):
            found = pattern.search(passage.span.text)
            if found and found.start() > 0:
                passage = _stripped(outline, outline.part(passage, 0, found.start()))
    passage, other = _in_two_scripts(outline, passage)
    aliases = (*aliases, other) if other else aliases
    whole = passage
    passage, person = _without_person(outline, whole, words if has_person else None)
    name = _PLURAL.sub("", passage.plain).strip(" :;,.\u2013\u2014\uff1a\u3001-")
    certain = likeness(name, words)
    if says and _is_name_like(name, fold(name).split()):
        certain = SURE
    return RoleName(passage, name, aliases, certain, remark, person, whole if person else None)


def _without_beginning(outline: Outline, passage: Passage, words: Words | None) -> Passage:
    """Return a name without number, “Role:” and the like before it."""
    for pattern in (_MATRIX, _NUMBER, CJK_NUMBER):
        found = pattern.match(passage.span.text)
        if found and found.end() < len(passage.span.text):
            passage = _stripped(outline, outline.part(passage, found.end()))
    if words is None:
        return passage
    for pattern in words.patterns("prefixes"):
        found = pattern.match(passage.span.text)
        if found and 0 < found.end() < len(passage.span.text):
            passage = _stripped(outline, outline.part(passage, found.end()))
    return _without_duties(outline, passage, words)


def _without_duties(outline: Outline, passage: Passage, words: Words) -> Passage:
    """Return a name without the word for duties before it: “Aufgabenbereich: Kassenwart”."""
    found = _BEFORE_DASH.match(passage.span.text)
    if found is None or not announces_duties(found["label"], words):
        return passage
    name = _stripped(outline, outline.part(passage, found.end()))
    return name if likeness(name.plain, words) != NO else passage


def announces_duties(text: str, words: Words) -> bool:
    """Tell whether a text is a word for the duties of a role, and nothing else."""
    label = words.label(text)
    if label is None or label.rest or label.kind != "responsibility":
        return False
    return label.phrase in words.set_of("strong")


def _in_two_scripts(outline: Outline, passage: Passage) -> tuple[Passage, str]:
    """Return a name in Chinese or Japanese, and the same in Latin letters behind it."""
    found = _TWO_SCRIPTS.fullmatch(passage.span.text)
    if found is None:
        return passage, ""
    return outline.part(passage, 0, found.end("own")), found["other"]


def _without_person(outline: Outline, whole: Passage, words: Words | None) -> tuple[Passage, str]:
    """Return a name without what seems to be a person's beside it, and that person's name."""
    found = beside_person(whole.span.text, words) if words else None
    if found is None:
        return whole, ""
    start, end, person = found
    passage = _stripped(outline, outline.part(whole, start, end))
    return (passage, person) if likeness(passage.plain, words) == SURE else (whole, "")


def _without_brackets(
    outline: Outline, passage: Passage
) -> tuple[Passage, tuple[str, ...], Passage | None]:
    """Return a name without the brackets at its end; the alias or the remark in them."""
    bracket = _BRACKET.search(passage.span.text)
    if not bracket or bracket.start() == 0 or "](" in passage.span.text:
        return passage, (), None
    if _PLURAL.search(passage.span.text[bracket.start() - 1 :]):
        return passage, (), None  # “Maintainer(s)”
    if _GENDERED.search(passage.span.text[bracket.start() - 1 :]):
        return passage, (), None  # “Técnico(a)”
    inside = outline.to_plain(bracket[1])
    is_alias = _is_alias(inside, passage.plain)
    remark = outline.part(passage, bracket.start(1), bracket.end(1)) if inside else None
    name = _stripped(outline, outline.part(passage, 0, bracket.start()))
    return name, (inside,) if is_alias else (), None if is_alias else remark


def _stripped(outline: Outline, passage: Passage) -> Passage:
    """Return a passage without the marks around it."""
    text = passage.span.text
    start = _LEADING.match(text).end()  # type: ignore[union-attr]  # matches everything
    tags = _TRAILING.search(text)
    end = len(text[: tags.start() if tags else None].rstrip(_MARKS))
    if start == 0 and end == len(text):
        return passage
    # A mark that belongs to a pair inside must stay: only strip where both ends had one or none.
    return outline.part(passage, start, end) if end > start else passage


def _is_alias(inside: str, name: str) -> bool:
    if _is_other_script(inside, name):
        return len(inside.split()) <= _LONGEST
    if _ABBREVIATION.fullmatch(inside) and inside.upper() == inside.rstrip("s").upper() + (
        "S" if inside.endswith("s") else ""
    ):
        letters = [word[0].casefold() for word in re.split(r"[\s/&-]+", name) if word]
        short = [letter.casefold() for letter in inside.rstrip("s") if letter.isalpha()]
        return short[:1] == letters[:1] or inside.isupper()
    return False


def _is_other_script(inside: str, name: str) -> bool:
    """Tell whether one of two names is in Latin letters and the other in Chinese or Japanese."""
    return inside.isascii() != name.isascii() and len(_CJK.findall(inside + name)) > 1


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


def names_people(text: str, plain: str, words: Words | None) -> bool:
    """Tell whether an entry only says who somebody is, or has a post: “Trésorière : Anne Petit”.

    Args:
        text: the entry as it is written.
        plain: the same without markup.
        words: the words of its language.
    """
    if is_person(text, plain):
        return True
    post, colon, holder = plain.partition(":")
    if words is None or not colon:
        return False
    return likeness(post.strip(" *_"), words) == SURE and are_people(holder, words)


@lru_cache(maxsize=_KNOWN)
def likeness(name: str, words: Words | None) -> int:
    """Return how much a text is like the name of a role.

    `SURE`: its head is a word for a role, or has the ending of one. `MAYBE`: it is short, and
    neither a known label nor a sentence. Without a table of words nothing is sure.
    """
    name = _ORDINAL.sub("", _GENDERED.sub("", name))
    parts = fold(name).split()
    if not _is_name_like(name, parts):
        return NO
    if words is None or words.is_joined:
        return _joined_likeness(name, words) if words else MAYBE
    cut = _OF.search(name)
    head = fold(name[: cut.start()] if cut else name).split() or parts
    is_of_areas = _is_of_two_areas(name, words)
    if _is_no_start(parts, words) or (
        # “Shared responsibilities with the council” names no council.
        not is_of_areas
        and len(head) < len(parts)
        and not _is_role_word(head[-1], words)
        and _announces(" ".join(head), words)
    ):
        return NO
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


def _says_other(name: str, words: Words) -> bool:
    """Tell whether a text says what no name does: a limit, a sentence, a task with its article."""
    if words.matches(name, "no_names") or words.matches(name, "outside"):
        return True
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
        return len(parts) == 1 or first not in words.role_words
    if not _ING.match(first) or first in words.set_of("ing_names"):
        return False
    # “Supporting tool developer”; “Mentoring contributors” and “Electing a chair” are duties.
    return not _is_one(parts, words)


def _is_one(parts: list[str], words: Words) -> bool:
    """Tell whether words end with the word for one role, and no article stands in them."""
    is_one = _is_role_word(parts[-1], words) and not parts[-1].endswith("s")
    return is_one and len(parts) > 1 and not _ARTICLE & set(parts)


def _is_name_like(name: str, parts: list[str]) -> bool:
    if not parts or len(parts) > _LONGEST or not any(sign.isalpha() for sign in name):
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
        if any(len(each) > 4 and each.endswith(ends) for each in (single, shorter)):  # noqa: PLR2004
            return True
    return False


def halves(name: str) -> list[str]:
    """Return the names that an “and”, “or” or slash joins; empty where nothing does."""
    parts = [part.strip() for part in _JOIN.split(name)]
    return parts if len(parts) > 1 and all(parts) else []


def same_name(left: str, right: str) -> bool:
    """Tell whether two names are one: folded, and one of them perhaps in the plural."""
    return name_key(left) == name_key(right)


def name_key(name: str) -> str:
    """Return a name folded and in the singular, for comparing."""
    folded = re.sub(r"^(?:the|a|an|der|die|das|le|la|les|el|los|las)\s+", "", fold(name))
    folded = re.sub(r"\s+(?:role|rolle)$", "", folded)
    if folded.endswith("ies"):
        return folded[:-3] + "y"
    return folded[:-1] if folded.endswith("s") and not folded.endswith("ss") else folded


def forget_texts() -> None:
    """Forget what was found of single texts: between two documents, so that memory stays flat."""
    for each in (fold, likeness, _is_role_word):
        each.cache_clear()
