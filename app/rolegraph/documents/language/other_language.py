"""Headings in another language than the rest of a document, such as of a template in English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rolegraph.documents.language.likeness import SURE, likeness
from rolegraph.documents.language.words import LANGUAGES, Label, Words

_FIRST = "en"
"""The language of most templates: where several languages have a phrase, it counts."""
_JOINING = re.compile(r"and|or|und|oder|et|ou|y|o|e")
_WORD_BEFORE = re.compile(r"[^\W\d_][^:\uff1a\u2013\u2014-]{1,25}[:\uff1a\u2013\u2014-]\s")
_BEHIND_WORD = re.compile(r"[:\uff1a\u2013\u2014-]\s*\Z")
_SHORTEST = 4
"""With fewer letters a word may be one of any language."""
_LONGEST = 60
"""No label has more letters."""


@lru_cache(maxsize=1 << 12)
def label_elsewhere(heading: str, words: Words) -> Label | None:
    """Return what a heading announces that is, as a whole, a label of another language.

    “Responsibilities” stands over German bullets where a template was filled in. Where languages
    differ in what they mean by it, and none of them is English, it announces nothing. What is
    plainly the name of a role is one.

    Args:
        heading: a heading, or a label that stands as one would.
        words: the words of the document's language, in which it announces nothing.
    """
    letters = sum(sign.isalpha() for sign in heading)
    if not _SHORTEST <= letters <= _LONGEST or likeness(heading, words) == SURE:
        return None
    found: list[Label] = []
    for other in _others(words):
        label = other.label(heading)
        if label is None or label.phrase in other.set_of("weak") or not _is_whole(label):
            continue
        if likeness(heading, other) == SURE:
            return None
        if other.language == _FIRST:
            return label
        found.append(label)
    return found[0] if len({label.kinds for label in found}) == 1 else None


def is_strong(label: Label, words: Words) -> bool:
    """Tell whether a label is said of roles and of little else, in its own language or another."""
    if label.phrase in words.set_of("strong"):
        return True
    # Only a label of another language is no phrase of this one.
    return words.label(label.phrase) is None and any(
        label.phrase in other.set_of("strong") for other in _others(words)
    )


def bounds_authority(label: str, words: Words) -> bool:
    """Tell whether a label is about how far an authority goes: “Limits of authority”."""
    if len(label) > _LONGEST:
        return False
    return any(each.matches(label, "bounds") for each in (words, *_others(words)))


def relation_kinds(label: str, words: Words) -> list[str]:
    """Return the kinds of relations that a label gives, in its own language or another."""
    found = words.relation_field_kinds(label)
    if found or words.label(label) is not None:
        return found
    return next(filter(None, (each.relation_field_kinds(label) for each in _others(words))), [])


def label_list_elsewhere(label: str, words: Words, name: str) -> bool:
    """Tell whether a label that announces nothing here is in a list of another language.

    Args:
        label: the label.
        words: the words of the document's language.
        name: the name of the list in the tables of words, such as `tools`.
    """
    if not _SHORTEST <= sum(map(str.isalpha, label)) <= _LONGEST or words.label(label) is not None:
        return False
    return any(other.exact(label, name) for other in _others(words))


def end_of_word_for_role(text: str, words: Words) -> int:
    """Return where the word for a role ends that stands before a name in another language.

    That is “Role: ” before a German name; 0 where there is none.
    """
    if not _WORD_BEFORE.match(text):
        return 0
    found = (each.matches(text, "says_role") for each in _others(words))
    return max((hit.end() for hit in found if hit and _BEHIND_WORD.search(hit[0])), default=0)


def _is_whole(label: Label) -> bool:
    return all(_JOINING.fullmatch(word) for word in label.rest.split())


def _others(words: Words) -> Iterator[Words]:
    """Yield the words of the other languages, English first."""
    for code in sorted(LANGUAGES, key=lambda code: code != _FIRST):
        other = Words.load(code) if code != words.language else None
        if other is not None:
            yield other
