"""Quotes: the least text around a passage that tells it from all others of its file.

Format: Web Annotation selectors, https://www.w3.org/TR/annotation-model/#selectors.
"""

from __future__ import annotations

from rolegraph.documents.text.model import Span

CONTEXT = 32
"""How many characters of context a quote has on each side, where nothing asks for more."""


def context(text: str, span: Span) -> tuple[str, str]:
    """Return the text before and after a passage.

    It is `CONTEXT` characters on each side, doubled until prefix, passage and suffix together
    stand in the text only once.
    """
    width = CONTEXT
    while True:
        start = max(span.start - width, 0)
        whole = text[start : span.end + width]
        first = text.find(whole)
        is_unique = text.find(whole, first + 1) == -1
        if is_unique or len(whole) == len(text):
            return text[start : span.start], text[span.end : span.end + width]
        width *= 2
