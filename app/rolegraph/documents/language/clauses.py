"""What a sentence says of how roles stand to each other, and on which condition."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rolegraph.documents.language.meaning import denies
from rolegraph.documents.language.words import Words


def told_relations(words: Words, text: str) -> Iterator[tuple[str, str]]:
    """Yield the relations that a sentence tells, each with the words that name the other one.

    “Does not report to the board” tells none.
    """
    for kind in words.relation_kinds():
        found = words.matches(text, "relations", kind)
        if found is None:
            continue
        is_denied = kind != "separate-from" and denies(words, text[: found.start("to")])
        if not is_denied:
            yield kind, found["to"][: clause_start(words, found["to"])]


def clause_start(words: Words | None, text: str) -> int:
    """Return where the first condition or purpose behind a name begins; the length without one.

    Args:
        words: the words of the document's language.
        text: what begins with a name.
    """
    starts = sorted(words.raw("clause_starts"), key=len, reverse=True) if words else []
    if not starts:
        return len(text)
    either = "|".join(map(re.escape, starts))
    found = re.search(rf",?\s+(?:{either})\s+", text, re.IGNORECASE)
    return found.start() if found else len(text)


def condition_in(words: Words | None, text: str, before: int, behind: int) -> str:
    """Return the condition in a sentence on which something is done; empty without one.

    “If no truck comes within 2 h, escalate to the lead” has it before the deed, “escalate to the
    lead after 2 h” behind it.

    Args:
        words: the words of the document's language.
        text: the sentence.
        before: where the deed begins.
        behind: where the name of whom it goes to ends.
    """
    starts = sorted(words.raw("clause_starts"), key=len, reverse=True) if words else []
    if not starts:
        return ""
    begin = re.compile(rf"[\s,;]*(?:{'|'.join(map(re.escape, starts))})\s+", re.IGNORECASE)
    head = text[:before].strip(" ,;:\u2013\u2014-")
    if head and begin.match(f" {head} "):
        return head.rpartition(",")[0].strip() if _is_open(head) else head
    tail = text[behind:]
    return tail.strip(" .,;:()") if begin.match(tail) else ""


def _is_open(head: str) -> bool:
    """Tell whether somebody stands behind the condition: “If it fails, the agent”."""
    return "," in head and len(head.rpartition(",")[2].split()) <= 3  # noqa: PLR2004
