"""Whether a heading, a bold word or a cell is the name of a role, and which part of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rolegraph.documents.language.blanks import is_blank
from rolegraph.documents.language.levels import LEVEL_BEFORE
from rolegraph.documents.language.likeness import (
    GENDERED,
    LONGEST,
    NO,
    SURE,
    is_name_like,
    likeness,
)
from rolegraph.documents.language.other_language import end_of_word_for_role
from rolegraph.documents.language.people import are_people, beside_person, is_person, titled_person
from rolegraph.documents.language.words import PARAGRAPH_NUMBER, Words, fold
from rolegraph.documents.outline import Outline, Passage

_NUMBER = re.compile(
    rf"(?:{PARAGRAPH_NUMBER}|[0-9]+(?:\.[0-9]+)+[.):]?|[0-9]+[.):]|[IVX]+[.)]|[A-Z][.)]|#[0-9]+)(?:</\w+>)?\s+"
)
_BRACKET = re.compile(r"\s*[(\[\uff08]([^()\[\]\uff08\uff09]*)[)\]\uff09]\s*\Z")
_MARKS = " \t*_`~:#\"'“”\\"
_LINK_BEHIND = re.compile(r"\s*\(\[.*\Z", re.DOTALL)
"""A link in brackets behind a name: “Emeritus Chairs ([after the Helm project](…))”."""
_LEADING = re.compile(r"(?:[^\w(\[<!§\uff08]|</?(?:b|strong|em|i|u|span|font|p|div)\b[^<>]*>)*")
_TRAILING = re.compile(
    r"(?:\s*(?:</(?:b|strong|em|i|u|span|font|p|div)>|&(?:nbsp|emsp|ensp|\#x?[0-9a-fA-F]{2,5});))+\s*\Z"
)
_BEFORE_DASH = re.compile(r"(?P<label>[^:\n\u2013\u2014]{3,40}?)(?:\s*:|\s+[\u2013\u2014-])\s+")
_JOIN = re.compile(r"\s*[/\uff0f]\s*|\s+(?:and|or|und|oder|et|ou|y|o|&)\s+|,\s+")
_PLURAL = re.compile(r"(?<=\w)(?:\((?:s|es|n|en|e|a|as|i|x)\)|/(?:s|es|n|en)(?!\w))")
"""What a name ends with that may be one or several: “Maintainer(s)”, “author/s”."""
_REFERENCE = re.compile(r"\[[^\]\[]+\]")
"""A link in Markdown whose address stands elsewhere: “[PR Wrangler]”."""
_TEMPLATE = re.compile(r"(?:\{\{?)?[^{}\n]*\}\}?\s*[:(\u2013\u2014-]?\s*")
"""A blank that a template fills in before a name: “{{ acronym }} Crane Driver”."""
_MATRIX = re.compile(
    r"(?:RACI|RASCI|DACI)(?:[\s-]+(?i:matri[xcz]e?|matrice))?\s*[:\u2013\u2014-]\s+(?=\w)"
)
"""What stands before a name in the title of a list of what one role takes part in."""
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_TWO_SCRIPTS = re.compile(
    "(?P<own>[\u3040-\u30ff\u3400-\u9fff]{2,16})\\s+(?P<other>[A-Z][A-Za-z]+(?: [A-Za-z]+){0,3})"
)
CJK_NUMBER = re.compile(
    r"(?:[0-9]+|[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341]{1,3})[\u3001\uff0e]\s*"
)
"""A number before a heading as Chinese and Japanese write it."""
_BETWEEN_LETTERS = re.compile("[\\s\u00ad\u2010-\u2015-]+")
_LETTERS = 5
_TWO_SHORT = re.compile(r"[A-Z]{2,}/[A-Z]{2,}")
_ABBREVIATION = re.compile(r"[A-Z][A-Za-z&/-]{0,9}s?")


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


_REFERS = re.compile(r"\{\w[\w-]*\}|<<|\b(?:xref|link|https?):\S*\[")
"""What stands in AsciiDoc for another text: an attribute, a reference or a link."""


def read_name(
    outline: Outline, passage: Passage, words: Words | None, *, has_person: bool = True
) -> RoleName:
    """Return the name of a role that a heading, bold word or cell may be.

    Without `has_person`, nothing in it is taken for the name of a person.
    """
    if is_blank(passage.plain, passage.span.text):
        return RoleName(passage, "", (), NO)
    if outline.is_asciidoc and _REFERS.search(passage.span.text):
        # What it reads as does not stand in the file, so that no part of it has a place.
        name = _PLURAL.sub("", passage.plain).strip(" :;,.")
        return RoleName(passage, name, (), likeness(name, words))
    passage = _stripped(outline, passage)
    says = words is not None and (
        words.matches(passage.plain, "says_role") is not None
        or end_of_word_for_role(passage.plain, words) > 0
    )
    passage = _without_beginning(outline, passage, words)
    passage, level = _without_level(outline, passage, words)
    if _REFERENCE.fullmatch(passage.span.text):
        passage = outline.part(passage, 1, len(passage.span.text) - 1)
    passage, aliases, remark = _without_brackets(outline, passage)
    if words:
        for pattern in words.patterns("suffixes"):
            found = pattern.search(passage.span.text)
            if found and found.start() > 0:
                passage = _stripped(outline, outline.part(passage, 0, found.start()))
        passage = _of_handbook(outline, passage, words)
    link = _LINK_BEHIND.search(passage.span.text)
    if link and link.start() > 0:
        passage = _stripped(outline, outline.part(passage, 0, link.start()))
    passage, other = _in_two_scripts(outline, passage)
    aliases = (*aliases, *filter(None, (other, level)))
    whole = passage
    passage, person = _without_person(outline, whole, words if has_person else None)
    # In HTML the number may be an element of its own, which a passage takes in again.
    plain = _NUMBER.sub("", passage.plain, count=1) if _NUMBER.match(passage.plain) else ""
    name = _PLURAL.sub("", plain or passage.plain).strip(" :;,.\u2013\u2014\uff1a\u3001-")
    certain = likeness(name, words)
    if says and is_name_like(name, fold(name).split()):
        certain = SURE
    return RoleName(passage, name, aliases, certain, remark, person, whole if person else None)


def _without_beginning(outline: Outline, passage: Passage, words: Words | None) -> Passage:
    """Return a name without number, “Role:” and the like before it."""
    for pattern in (_TEMPLATE, _MATRIX, _NUMBER, CJK_NUMBER):
        found = pattern.match(passage.span.text)
        if found and found.end() < len(passage.span.text):
            passage = _stripped(outline, outline.part(passage, found.end()))
    if words is None:
        return passage
    for pattern in words.patterns("prefixes"):
        found = pattern.match(passage.span.text)
        if found and 0 < found.end() < len(passage.span.text):
            passage = _stripped(outline, outline.part(passage, found.end()))
    end = end_of_word_for_role(passage.span.text, words)
    if 0 < end < len(passage.span.text):
        passage = _stripped(outline, outline.part(passage, end))
    return _without_duties(outline, passage, words)


def _without_level(outline: Outline, passage: Passage, words: Words | None) -> tuple[Passage, str]:
    """Return a name without the level before it, and that level: “IC1 - Junior Engineer”."""
    found = LEVEL_BEFORE.match(passage.span.text)
    if found is None:
        return passage, ""
    name = _stripped(outline, outline.part(passage, found.end()))
    return (passage, "") if likeness(name.plain, words) == NO else (name, found["level"])


def _of_handbook(outline: Outline, passage: Passage, words: Words) -> Passage:
    """Return whom a handbook is for, where its title names a role: “Maintainer guide”."""
    found = words.matches(passage.span.text, "handbooks")
    if found is None or likeness(found["who"], words) != SURE:
        return passage
    return outline.part(passage, *found.span("who"))


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
    end = start + len(whole.span.text[start:end].rstrip(". "))
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
    if GENDERED.search(passage.span.text[bracket.start() - 1 :]):
        return passage, (), None  # “Técnico(a)”
    inside = outline.to_plain(bracket[1])
    is_alias = _is_alias(inside, passage.plain)
    remark = outline.part(passage, bracket.start(1), bracket.end(1)) if inside else None
    name = _stripped(outline, outline.part(passage, 0, bracket.start()))
    if remark is not None and not is_alias and _are_initials(name.plain, inside):
        return remark, (name.plain,), None  # “IM (Incident Manager)”
    # “RPD/DPO” is what it is called in two languages.
    aliases = tuple(inside.split("/")) if _TWO_SHORT.fullmatch(inside) else (inside,)
    return name, aliases if is_alias else (), None if is_alias else remark


def other_name(words: Words, remark: str) -> str:
    """Return the name of a remark that says nothing else, such as “also called the lead”."""
    found = words.matches(remark, "aliases")
    if found is None or found.start():
        return ""
    name = remark[found.start("name") :].strip("\"'*\u201c\u201d\u2018\u2019 ")
    return "" if len(name.split()) > LONGEST or re.search(r"[,;:()\"\u201c\u201d]", name) else name


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
        return len(inside.split()) <= LONGEST
    if _ABBREVIATION.fullmatch(inside) and inside.upper() == inside.rstrip("s").upper() + (
        "S" if inside.endswith("s") else ""
    ):
        letters = [word[0].casefold() for word in re.split(r"[\s/&-]+", name) if word]
        short = [letter.casefold() for letter in inside.rstrip("s") if letter.isalpha()]
        return short[:1] == letters[:1] or inside.isupper()
    return False


def _are_initials(short: str, name: str) -> bool:
    """Tell whether a short name has the first letters of a name: `IM` of “Incident Manager”."""
    initials = "".join(word[0] for word in re.split(r"[\s/&-]+", name) if word)
    return len(short) > 1 and short.isupper() and short == initials.upper()


def _is_other_script(inside: str, name: str) -> bool:
    """Tell whether one of two names is in Latin letters and the other in Chinese or Japanese."""
    return inside.isascii() != name.isascii() and len(_CJK.findall(inside + name)) > 1


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
    if words is not None and titled_person(plain.lstrip("*_ "), words) == 0:
        return True  # “Dr. Brandt looks in on Tuesdays”
    if words is None or not colon:
        return False
    return likeness(post.strip(" *_"), words) == SURE and are_people(holder, words)


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


def letters_key(name: str) -> str:
    """Return a name's key without blanks and hyphens: “Deck-Hand” and “Deckhand” share it.

    Empty for one of a few letters, where two names that differ may have the same.
    """
    letters = _BETWEEN_LETTERS.sub("", name_key(name))
    return letters if len(letters) >= _LETTERS else ""


_VERSION = re.compile(r"\s+(?:v|ver\.?|version)?\s*[0-9]+(?:\.[0-9x]+)*$", re.IGNORECASE)


def tool_key(name: str) -> str:
    """Return what two spellings of one tool have in common: “GitLab” and “Git-Lab 16.2”."""
    return letters_key(_VERSION.sub("", name)) or letters_key(name) or name.casefold()
