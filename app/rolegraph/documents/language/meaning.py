"""What the words of a statement leave of the kind that its label gives, and what they deny."""

from __future__ import annotations

import re

from rolegraph.documents.language.denials import denies_in
from rolegraph.documents.language.tables import PERSONA_KINDS
from rolegraph.documents.language.words import Words, fold

_CROSS = re.compile(
    "[\\s*_]*(?:\u274c|\u274e|\u2716|\u2717|\u2718|\u26d4|\U0001f6ab|\U0001f6d1|:x:|:no_entry)"
)
_TICK = re.compile("[\\s*_]*(?:\u2705|\u2714|\u2713|\u2611|:white_check_mark:|:heavy_check_mark:)")
_SENTENCE = 3
"""So many words may say something of their own."""
_JOINT = re.compile(
    r"[,;:.\u3001\u3002\uff0c\uff1b]\s|\s(?:and|but|und|aber|et|mais|y|pero|ma|maar|ale|но|але|ve|ama)\s"
)
"""What ends a part of a sentence."""
_OPENING = re.compile(r"[^,.;:()]{2,50},\s+")


def meaning_of(words: Words, text: str, name: str | None, topic: str) -> tuple[str | None, str]:
    """Return the kind that the words of a statement leave, and the question they raise.

    Args:
        words: the words of the document's language.
        text: the statement as a reader sees it.
        name: the kind that its label gives; None without a label.
        topic: the question that its label raises.
    """
    cue = words.kind_of(text, "cues")
    if name in PERSONA_KINDS:
        # A frustration is no duty, whatever it negates. “Needs: experience with cranes” asks it of
        # whoever takes the role.
        return cue if name == "need" and cue == "requirement" else name, topic
    negative = _starts_negated(words, text)
    doubtful = negative or _has_harm(words, text, "inner_negation")
    if cue == "exclusion" and name is None:
        return "exclusion", "negation" if _affirms_first(words, text) else ""
    if name == "exclusion":
        return name, "negation" if doubtful or topic else ""
    if cue == "exclusion" or negative:
        return name if name == "requirement" else "exclusion", "negation"
    if name is None or topic:
        # “Right to vote” says itself what it is, below “Rights and responsibilities” too.
        # So does “May spend 500 euros” below “Limits of authority”; all else there is asked about.
        is_bound = topic == "bound"
        topic = "" if cue and (topic == "kind" or (is_bound and cue == name)) else topic
        name = name if is_bound else cue or name
    if name == "responsibility" and not (doubtful or topic) and words.matches(text, "plain_rights"):
        return "privilege", ""  # “May stop a delivery”, below “Duties”
    return name, "negation" if doubtful else topic


def _deed_of(words: Words, text: str) -> str | None:
    """Return what a sentence is that begins with what somebody does, or does not do."""
    kind, first = words.kind_of(text, "acts"), fold(text).split()[:1]
    # “Must sign the list” says so itself. What else follows a role may stand here by chance.
    is_said = bool(first) and first[0] in words.set_of("modals")
    if kind == "exclusion" or (kind is not None and is_said):
        return kind
    if words.kind_of(text, "cues") == "requirement":
        return "requirement"  # “Must hold a licence”
    return "responsibility" if words.matches(text, "presents") else None


def said_in_section(words: Words, text: str, *, is_described: bool) -> str | None:
    """Return what a sentence in the section of a role is that does not name the role.

    It speaks to who has the role (“You may send …”, “As a guide, you must …”). Or who does it
    stands before all of this: “Runs the call. Does not debug.” A tick or a cross marks an entry.

    Args:
        words: the words of the document's language.
        text: the sentence.
        is_described: whether a sentence before it says what the role is.
    """
    if begins_with_cross(text):
        return "exclusion"
    told = "responsibility" if _TICK.match(text) else _told_to_reader(words, text)
    return told or (_deed_of(words, text) if is_described else None)


def _told_to_reader(words: Words, text: str) -> str | None:
    opening = _OPENING.match(text)
    for rest in (text, text[opening.end() :] if opening else ""):
        who, _, said = rest.partition(" ")
        if fold(who) in words.set_of("addressed"):
            kind = words.kind_of(said, "acts")
            denied = "exclusion" if is_denial(words, said) else None
            return kind or denied or ("responsibility" if words.matches(said, "presents") else None)
    return None


def is_doubtful(words: Words | None, text: str, language: str) -> bool:
    """Tell whether a negation in a text could turn its meaning."""
    if words is None:
        return begins_with_cross(text) or denies_in(language, text)
    return _starts_negated(words, text) or _has_harm(words, text, "inner_negation")


def _affirms_first(words: Words, text: str) -> bool:
    """Tell whether something stands before what a text denies: “Keeps keys, must not lend them”."""
    found = words.matches(text, "cues", "exclusion")
    before = text[: found.start()] if found else ""
    return len(before.split()) >= _SENTENCE and _JOINT.search(before) is not None


def is_denial(words: Words, text: str) -> bool:
    """Tell whether a sentence says, from its beginning, what somebody does or must not do."""
    if words.kind_of(text, "cues") == "exclusion":
        return True
    return _starts_negated(words, text) and _has_harm(words, text, "inner_negation")


def denies(words: Words, text: str) -> bool:
    """Tell whether a sentence holds any negation that is not known as harmless."""
    return _has_harm(words, text, "negation")


def _starts_negated(words: Words, text: str) -> bool:
    return begins_with_cross(text) or bool(words.matches(text, "leading_negation"))


def begins_with_cross(text: str) -> bool:
    """Tell whether a text begins with a sign that forbids: “❌ Delete posts”."""
    return _CROSS.match(text) is not None


def _has_harm(words: Words, text: str, section: str) -> bool:
    text = words.without_harmless(text)
    for pattern in words.patterns("harmless_negation"):
        text = pattern.sub(" ", text)
    return bool(words.matches(text, section))
