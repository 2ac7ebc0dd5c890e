"""Sentences that say what a role must do, in prose outside of lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.leads import DETERMINER, MOST_WORDS
from rolegraph.documents.account.model import RoleRead
from rolegraph.documents.language.blanks import before_count
from rolegraph.documents.language.likeness import NO
from rolegraph.documents.language.meaning import denies, is_denial
from rolegraph.documents.language.names import RoleName, name_key
from rolegraph.documents.language.tables import STATEMENT_KINDS
from rolegraph.documents.language.words import Words, fold, without_number
from rolegraph.documents.outline import Bullets, Paragraph, Passage
from rolegraph.documents.outline.sections import Section

_BETWEEN = re.compile(r"\s*(?:\([^()]*\)\s*|,[^,]{2,60},\s*)?")
"""What may stand between a role and its duty: “The clerk (a member of the board) shall …”."""
_INDEFINITE = re.compile(r"an?|une?|eine?|uma?|een", re.IGNORECASE)
"""An article that says of somebody that it may be anyone."""
_WITHIN = re.compile(
    r"\b(?!of\b|for\b|to\b|in\b|at\b|on\b)\w+\s+(?:the|an?|eine?|einen)\s", re.IGNORECASE
)
"""An article where none stands in a name: behind a verb."""
_HALF = 0.5
_CASES = {"de": ("n", "es", "s"), "pl": ("a", "u")}
"""Language → what a name ends with in the case that whom a duty falls to stands in."""
_ADVERB = re.compile(r"\s(?:[a-z]{2,}ly|also|then|who|which|that)\Z")
"""What ends no name, and stands between one and what is said of it."""
_LABEL = 3
"""So many words at most has a label before what is denied: “Independence: does not audit”."""
_LONGEST_JOINED = 16
"""So many signs has the longest name of a role in a language without blanks."""
SMALL = frozenset({"a", "an", "at", "to", "un", "une", "una", "um", "uma", "ein", "eine", "zu"})
"""Words of `modals` that are small words elsewhere."""
_PRONOUN = re.compile(r"(?P<who>[^\W\d_]+)(?:(?:\s+or\s+|/)(?:she|he|they))?\s+", re.IGNORECASE)
_SPEAKERS = frozenset({"we", "you", "i", "wir", "man", "ich", "on", "nous", "je", "noi", "io"})
"""Pronouns that speak of nobody who was named before."""
_NOBODY = frozenset({"it", "es", "ils", "il"})
"""Pronouns that may speak of no one: “It must not rain”."""
_CLAUSES = re.compile(r",?\s+(?:and|und|et|y|e|en)\s+(?:also\s+)?|,\s+")
"""What stands between two things that a sentence says of one."""


@dataclass
class Subject:
    """What a sentence begins with, where that is a role.

    Attributes:
        name: the role's name.
        rest: what the sentence says of it.
        is_definite: whether it is “the” one or each one, and not any.
    """

    name: RoleName
    rest: str
    is_definite: bool


def subjects_of(context: Context, sentence: Passage) -> Iterator[Subject]:
    """Yield the roles that a sentence may begin with, the longest name first."""
    words = context.words
    if words is None or context.outline.names is not None:
        return
    text = sentence.span.text
    if words.is_joined:
        yield from _joined_subjects(context, sentence)
        return
    begin = DETERMINER.match(text) if words.has_articles else None
    start = begin.end() if begin else 0
    parts = list(re.finditer(r"[^\s,;:()]+", text[start:]))[:MOST_WORDS]
    for part in reversed(parts):
        name = text[start : start + part.end()]
        is_named = begin is not None or name[:1].isupper()
        first = name.split()[0].casefold()
        if re.search(r"[,;:]\s|[][(){}]", name):
            continue  # “Security review: Officer”, “Sometimes, a maintainer” are no names
        if not is_named or first in words.common or first in words.set_of("pronouns"):
            continue
        if not context.is_sure(name) or _goes_on(context, name):
            continue
        rest = text[start + part.end() :]
        between = _BETWEEN.match(rest)
        passage = context.outline.part(sentence, start, start + part.end())
        is_definite = begin is not None and not _INDEFINITE.fullmatch(begin[0].strip())
        is_definite = is_definite or not words.has_articles
        yield Subject(
            context.name(passage), rest[between.end() :] if between else rest, is_definite
        )


def _joined_subjects(context: Context, sentence: Passage) -> Iterator[Subject]:
    """Yield the roles that a sentence begins with in a language that writes no blanks."""
    text = sentence.span.text
    if before_count(text) is not None:
        return  # “会長 1名” says how many there are
    for end in range(min(len(text) - 1, _LONGEST_JOINED), 1, -1):
        if context.known(text[:end]) is None and not context.is_sure(text[:end]):
            continue
        passage = context.outline.part(sentence, 0, end)
        yield Subject(context.name(passage), text[end:].lstrip(), is_definite=True)


def _goes_on(context: Context, name: str) -> bool:
    """Tell whether words hold more than a name: “Members elect the council”, “President may”."""
    words = context.words
    if words is None:
        return False
    verbs = (words.set_of("finite_verbs") | words.set_of("modals")) - SMALL
    has_verb = bool(set(fold(name).split()[1:]) & verbs)
    # In German, what ends with a “t” and has a small letter is a verb: “Oft bittet diese Person”.
    small = [word for word in name.split()[1:] if word.islower() and word.endswith("t")]
    has_verb = has_verb or (words.has_capital_nouns and bool(small))
    goes_on = has_verb or bool(_WITHIN.search(name)) or bool(_ADVERB.search(name))
    return goes_on or denies(words, name)


def duty_of(
    context: Context,
    sentence: Passage,
    before: Subject | None = None,
    *,
    with_deeds: bool = True,
) -> tuple[RoleName, str] | None:
    """Return the role whose duty a sentence says, and the kind of duty; None where it says none.

    The sentence begins with the role, and the duty follows: “The treasurer shall keep …”. What
    somebody does (“keeps the books”) is one where the role is known, or is “the” one.

    Args:
        context: the document while it is read.
        sentence: the sentence.
        before: what the sentence before it begins with; “He signs the letters” tells of that.
        with_deeds: whether what somebody does is a duty, and not only what they must do.
    """
    for subject in subjects_of(context, sentence):
        kind = _kind_of_duty(context, subject, with_deeds=with_deeds)
        if kind is not None:
            return subject.name, kind
    is_lead = sentence.plain.endswith((":", "\uff1a"))  # “Compete ao tesoureiro:”
    if not is_lead and (fallen := _falls_to(context, sentence, before)):
        return fallen, "responsibility"
    again = _PRONOUN.match(sentence.span.text) if before is not None else None
    if before is None or again is None or context.words is None:
        return None
    if fold(again["who"]).split()[0] not in context.words.set_of("subjects") - _SPEAKERS:
        return None
    rest = sentence.span.text[again.end() :]
    kind = _kind_of_duty(context, replace(before, rest=rest), with_deeds=with_deeds)
    return (before.name, kind) if kind else None


def says_deed(context: Context, role: RoleRead, sentence: Passage) -> bool:
    """Tell whether a sentence in the section of a role says what that role does.

    That is “Keeps the log”, or “The scribe keeps the log”.
    """
    words = context.words
    said = (said_of(sentence, each) for each in (role.name, *role.aliases))
    texts = (sentence.plain, *(each.strip() for each in said if each))
    return words is not None and any(words.matches(text, "presents") for text in texts)


def _falls_to(context: Context, sentence: Passage, before: Subject | None) -> RoleName | None:
    """Return whom a duty falls to who is no subject: “Dem Kassenwart obliegt …”."""
    words = context.words
    if words is None or context.outline.names is not None:
        return None
    if before is not None and words.matches(sentence.span.text, "falls_to_before"):
        return before.name
    text = without_number(sentence.span.text)  # “Art. 13. Compete ao síndico:”
    found = words.matches(text, "falls_to")
    if found is None:
        return None
    before_it = len(sentence.span.text) - len(text)
    name = context.name(
        context.outline.part(sentence, *(before_it + place for place in found.span("who")))
    )
    # Dative and genitive have a letter more: “den Kassenprüfern”, “des Kassenwarts”, “skarbnika”.
    endings = _CASES.get(words.language, ())
    shorter = [name.name.removesuffix(each) for each in endings]
    forms = [*(each for each in shorter if each != name.name), name.name]
    known = next((each for each in forms if context.known(each)), None)
    form = known or next((each for each in forms if context.is_sure(each)), None)
    if form is None and name.likeness == NO:
        return None
    return replace(name, name=form or name.name)


def falls_to_other(context: Context, role: RoleRead, sentence: Passage) -> RoleRead | None:
    """Return whom a sentence in the section of a role gives a duty who is not that role."""
    fallen = _falls_to(context, sentence, None)
    own = {name_key(each) for each in (role.name, *role.aliases)}
    if fallen is None or name_key(fallen.name) in own:
        return None
    known = meant_by(context, fallen.name)
    if known is not None:
        return None if known is role else known
    other = context.role(fallen)
    context.ask_whether_role(other, 0)
    return other


def denied_of(context: Context, role: RoleRead, sentence: Passage) -> str | None:
    """Return what a sentence is that denies something of the role of its section; None for others.

    It begins with the role, or with the word for it: “The pilot does not take command”. Where it
    affirms something first, only what it is as a whole can be asked. Behind something that is told
    of the role, it may begin with the denial itself: “Not part of the duties is the release”.
    """
    words = context.words
    is_plain = words is not None and words.kind_of(sentence.plain, "cues") == "exclusion"
    if words is None or not (is_plain or denies(words, sentence.plain)):
        return None
    if is_denial(words, sentence.plain) and (role.description or role.statements):
        return "exclusion"
    if _denied_behind(words, sentence.plain):
        return "exclusion"
    last = role.name.split()[0 if context.is_head_first else -1]
    said = (said_of(sentence, each) for each in (role.name, *role.aliases, last))
    rest = next((each.strip() for each in said if each and denies(words, each)), None)
    if rest is None:
        return None
    return "exclusion" if words.kind_of(rest, "acts") == "exclusion" else "responsibility"


def _denied_behind(words: Words, text: str) -> bool:
    """Tell whether a pronoun or a label stands before what a sentence denies.

    “They never walk backwards”, “Independence: does not audit own work”.
    """
    head, sign, said = text.replace("\uff1a", ":").partition(":")
    if sign and len(head.split()) <= _LABEL and is_denial(words, said.strip()):
        return True
    again = _PRONOUN.match(text)
    who = fold(again["who"]).split()[0] if again else ""
    is_of_role = bool(who) and who in words.set_of("subjects") - _SPEAKERS - _NOBODY
    rest = text[again.end() :] if again else ""
    return is_of_role and words.kind_of(rest, "acts") == "exclusion"


def lead_of_duties(context: Context, passage: Passage) -> tuple[RoleName, str] | None:
    """Return the role whose duties a list holds, by the sentences before it, and their kind.

    The last of them says so: “The secretary shall”, “She is responsible for:”. Or it says what the
    list is, and the sentence before it whose: “The clerk runs the desk. Duties include:”.
    """
    words = context.words
    if words is None:
        return None
    *_, last = list(context.sentences(passage)) or [passage]
    said: Subject | None = None
    for sentence in context.sentences(passage):
        subject = next(subjects_of(context, sentence), None)
        if sentence is not last and sentence != last:
            said = subject if subject and duty_of(context, sentence) else said
    text = last.plain.rstrip(" :\uff1a\u2013\u2014-")
    for subject in subjects_of(context, last):
        rest = subject.rest.rstrip(" :\uff1a\u2013\u2014-")
        kind = words.kind_of(rest, "acts") or words.kind_of(f"{rest} do", "acts")
        if kind is not None and (subject.is_definite or context.known(subject.name.name)):
            return subject.name, kind
    fallen = _falls_to(context, last, said)
    if fallen is not None or said is None:
        return (fallen, "responsibility") if fallen else None
    again = _PRONOUN.match(last.span.text)
    if again and fold(again["who"]).split()[0] in words.set_of("subjects") - _SPEAKERS:
        rest = text[again.end() :]
        kind = words.kind_of(rest, "acts") or words.kind_of(f"{rest} do", "acts")
        return (said.name, kind) if kind else None
    label = words.label(text)
    is_plain = label is not None and label.phrase in words.set_of("strong")
    if not is_plain or label is None or not last.plain.endswith((":", "\uff1a")):
        return None
    return (said.name, label.kinds[0]) if label.kinds[0] in STATEMENT_KINDS else None


def meant_by(context: Context, name: str) -> RoleRead | None:
    """Return the role that a name is, or is short for: “The committee” after “Steering Committee”.

    Two roles that end with the word leave it open.
    """
    known = context.known(name)
    if known is not None or context.words is None:
        return known
    part = name_key(name)
    keys = [(name_key(each.name), each) for each in context.roles]
    if context.is_head_first:
        fits = [each for key, each in keys if key.startswith(f"{part} ")]
    else:
        fits = [each for key, each in keys if key.endswith(f" {part}")]
    return fits[0] if len(fits) == 1 else None


def _kind_of_duty(context: Context, subject: Subject, *, with_deeds: bool) -> str | None:
    """Return the kind of duty that stands behind the name of a role, in one of its clauses."""
    words = context.words
    if words is None:
        return None
    is_known = subject.is_definite or context.known(subject.name.name) is not None
    is_deed = with_deeds and is_known
    clauses = _CLAUSES.split(subject.rest)
    first = fold(clauses[0]).split()[:1]
    verbs = words.set_of("finite_verbs") | words.set_of("modals")
    if not first or not (first[0] in verbs or words.matches(clauses[0], "presents")):
        clauses = clauses[:1]  # “Member organizations are …, and must …” tells of no member
    for clause in clauses:
        kind = words.kind_of(clause, "acts")
        if kind is None and is_deed and words.matches(clause, "presents"):
            kind = "responsibility"
        if kind is not None:
            return kind
    return None


def named_in_lead(
    context: Context, top: Section, is_strong: Callable[[Section], bool]
) -> RoleName | None:
    """Return the one role that the sentences before lists of duties name; None without one.

    That is a document such as “On-call”, with “The on-call engineer is responsible for:”.
    """
    found: dict[str, RoleName] = {}
    for section in top.walk():
        if section.heading is None or not is_strong(section):
            continue
        for block, after in zip(section.blocks, section.blocks[1:], strict=False):
            if isinstance(block, Paragraph) and isinstance(after, Bullets):
                duty = duty_of(context, block.passage)
                if duty is not None:
                    found.setdefault(name_key(duty[0].name), duty[0])
    return next(iter(found.values())) if len(found) == 1 else None


def says_own_duty(context: Context, section: Section, name: RoleName) -> bool:
    """Tell whether sentences say of what a heading names that it has duties.

    Below “Vice President Finance” that is “The Vice President Finance is responsible for:” before
    a list, or a list whose entries begin so.
    """
    words = context.words
    if words is None:
        return False
    leads = [
        [*context.sentences(block.passage)][-1:] or [block.passage]
        for block, after in zip(section.blocks, section.blocks[1:], strict=False)
        if isinstance(block, Paragraph) and isinstance(after, Bullets)
    ]
    for (last,) in leads:
        rest = said_of(last, name.name)
        found = words.matches(rest.strip(), "duties", "responsibility") if rest else None
        if rest.endswith((":", "\uff1a")) and found is not None and found.start() == 0:
            return True
    entries = [
        item.passage
        for block in section.blocks
        if isinstance(block, Bullets)
        for item in block.items
        if item.passage
    ]
    said = [rest for each in entries if (rest := said_of(each, name.name))]
    duties = [rest for rest in said if words.kind_of(rest.strip(), "acts")]
    return len(duties) > 1 and len(said) > _HALF * len(entries)


def said_of(sentence: Passage, name: str) -> str:
    """Return what a sentence says of a name that it begins with; empty where it does not."""
    begin = DETERMINER.match(sentence.plain)
    text = sentence.plain[begin.end() if begin else 0 :]
    rest = text[len(name) :]
    is_subject = text[: len(name)].casefold() == name.casefold()
    return rest if is_subject and rest.startswith(" ") else ""
