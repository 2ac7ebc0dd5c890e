"""What stands in brackets behind the name of a role: a sentence on it, or hours, grade, place."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import replace

from rolegraph.documents.language.likeness import has_verb
from rolegraph.documents.language.names import RoleName, name_key
from rolegraph.documents.language.words import Words, fold
from rolegraph.documents.outline import Outline, Passage

_GENDERS = re.compile(
    r"\s*(?:[mfwdhvxkn*](?:\s*[/|,]\s*[mfwdhvxkn*]){1,3}|all\s+genders|any\s+gender|alle\s+geschlechter"
    r"|tous\s+genres|m/w/divers)\s*",
    re.IGNORECASE,
)
"""What stands in brackets behind a post in a job advertisement: “(m/f/d)”."""
_SENTENCE = 4
_SIGNS_OF_SENTENCE = 14
OPEN_TO_ALL = "says that the post is open to all genders"


def is_of_genders(remark: str) -> bool:
    """Tell whether a remark says that a post is open to all genders."""
    return _GENDERS.fullmatch(remark) is not None


def describes(remark: str, words: Words | None) -> bool:
    """Tell whether a remark says in a sentence what the role is or does.

    “(lifts loads at the quay)” does. “(objects and textiles)”, “(0.4 FTE)”, “(grade 7)” and
    “(Leeds)” say of what, how much, at which level and where, and define nothing.

    Args:
        remark: the text in the brackets, as a reader sees it.
        words: the words of its language; None where there is no table.
    """
    parts = fold(remark).split()
    if words is None:
        return len(parts) >= _SENTENCE
    if words.is_joined and not remark.isascii():
        return len(remark) >= _SIGNS_OF_SENTENCE
    if len(parts) < _SENTENCE and not words.kind_of(remark, "duties"):
        return False
    said = words.matches(remark, "presents") or words.kind_of(remark, "duties")
    return bool(said or words.kind_of(remark, "cues") or has_verb(remark, words))


def scoped_names(names: Iterable[RoleName], words: Words | None) -> frozenset[str]:
    """Return the keys of names that are told apart by brackets: “Engineer (Data)”, “(Web)”.

    Args:
        names: those of the headings of a document.
        words: the words of its language.
    """
    remarks: dict[str, set[str]] = {}
    for name in names:
        text = name.remark.plain if name.remark is not None and name.likeness else ""
        if re.search(r"[^\W\d_]", text) and not is_of_genders(text) and not describes(text, words):
            remarks.setdefault(name_key(name.name), set()).add(fold(text))
    return frozenset(key for key, found in remarks.items() if len(found) > 1)


def in_full(outline: Outline, passage: Passage, name: RoleName, scoped: Container[str]) -> RoleName:
    """Return a name with its brackets, where the document has several that differ in these.

    Args:
        outline: the document.
        passage: where the name stands, with what is around it.
        name: what was read there.
        scoped: see `scoped_names`.
    """
    if name.remark is None or name_key(name.name) not in scoped:
        return name
    start = name.passage.span.start - passage.span.start
    close = passage.span.text.find(")", name.remark.span.end - passage.span.start)
    whole = outline.part(passage, start, close + 1 if close >= 0 else None)
    return replace(name, passage=whole, name=f"{name.name} ({name.remark.plain})", remark=None)
