"""The sentences of a passage: “Dr. Hall” and “A. Hall” end none, nor what stands in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rolegraph.documents.grammar.prose import sentences
from rolegraph.documents.language.words import Words
from rolegraph.documents.outline import Outline, Passage

_SHORT = 6
"""Signs of an abbreviation, with its full stop; a longer word may be a sentence: “Decides.”"""


def sentences_of(outline: Outline, passage: Passage, words: Words | None) -> Iterator[Passage]:
    """Yield the sentences of a passage.

    Args:
        outline: the document.
        passage: the passage.
        words: the words of its language, with its abbreviations; None where there is no table.
    """
    begin: int | None = None
    spans = list(sentences(outline.source, passage.span))
    for number, span in enumerate(spans):
        begin = span.start if begin is None else begin
        so_far = outline.source.text[begin : span.end]
        if number + 1 < len(spans) and (_ends_short(span.text, words) or _is_open(so_far)):
            continue
        if span.end > begin:
            start = passage.span.start
            yield outline.part(passage, begin - start, span.end - start)
        begin = None


def _is_open(text: str) -> bool:
    """Tell whether a text ends within brackets: “external (Fa. North)”."""
    return text.count("(") > text.count(")")


def _ends_short(text: str, words: Words | None) -> bool:
    """Tell whether a text ends with an abbreviation or an initial, or is one small word alone."""
    parts = text.split()
    if len(parts) == 1 and parts[0][:1].islower() and len(parts[0]) <= _SHORT:
        return True  # “stv. Schichtleitung”
    last = parts[-1].lstrip("([\"'“„*_").casefold() if parts else ""
    if re.fullmatch(r"[^\W\d_]\.", last):
        return True
    return words is not None and last in words.raw("abbreviations")
