"""Statements that a document has in other words than its graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from rolegraph.documents.curation.model import KINDS
from rolegraph.documents.graph.described import Described
from rolegraph.documents.language.denials import denies_in
from rolegraph.documents.language.words import Words

_ALIKE = 0.6
"""From what ratio of common characters on a text is taken for another wording."""
_STATEMENTS = tuple(class_name for _, class_name, _ in KINDS.values())


def reworded(
    before: Described, after: Described, words: Words | None, language: str
) -> Iterator[tuple[str, str]]:
    """Yield the statements that are new, each with the one of the same role and kind that it was.

    Args:
        before: the graph as it was.
        after: the graph that the document gives.
        words: the words of the document's language.
        language: its tag.
    """
    for class_name in _STATEMENTS:
        gone = _by_role(before, set(before.present(class_name)) - set(after.present(class_name)))
        new = _by_role(after, set(after.present(class_name)) - set(before.present(class_name)))
        for role, texts in new.items():
            left = dict(gone.get(role, {}))
            for text, iri in texts.items():
                old = nearest_text(text, left, words, language)
                if old is not None:
                    yield iri, left.pop(old)


def _by_role(described: Described, statements: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return statements by role: their texts and IRIs, in the order of their IRIs."""
    found: dict[str, dict[str, str]] = {}
    for iri in sorted(statements):
        role = described.link(iri, "rg:statementOf")
        if role is not None:
            found.setdefault(role, {})[described.label(iri)] = iri
    return found


def nearest_text(text: str, texts: Iterable[str], words: Words | None, language: str) -> str | None:
    """Return the text that another one was most likely written from; None where none is alike.

    Never across a negation: “may approve” and “may not approve” are two.
    """
    ratios = {
        other: SequenceMatcher(None, other, text, autojunk=False).ratio()
        for other in texts
        if _negates(other, words, language) == _negates(text, words, language)
    }
    best = max(ratios, key=lambda other: ratios[other], default=None)
    return best if best is not None and ratios[best] >= _ALIKE else None


def _negates(text: str, words: Words | None, language: str) -> bool:
    if words is None:
        return denies_in(language, text)
    return words.matches(text, "negation") is not None
