"""Names of people in the text of a document that its graph keeps.

Everybody who reads the graph reads that text, and names of people are for those with a token alone
(see `rg:Membership`). So letters and digits of names that a reading left out are covered. The text
keeps its length and its lines, so that each offset still fits.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from rolegraph.documents.text.model import Span

COVER = "\u2588"
"""Stands for each letter and digit of a name: a full block."""
_SIGN = re.compile(r"\w")


def without_people(text: str, people: Sequence[Span]) -> str:
    """Return a text with the names of people covered.

    Args:
        text: the text of a document.
        people: where names stand in it.
    """
    pieces, end = [], 0
    for span in sorted(people, key=lambda each: each.start):
        start = max(span.start, end)
        pieces += [text[end:start], _SIGN.sub(COVER, text[start : span.end])]
        end = max(span.end, end)
    return "".join([*pieces, text[end:]])


def touches(span: Span, people: Sequence[Span]) -> bool:
    """Tell whether a name of a person stands in a stretch."""
    return any(each.start < span.end and span.start < each.end for each in people)


def is_whole(text: str, sha256: str | None) -> bool:
    """Tell whether a text is that of the file, without a name that is covered."""
    return sha256 is None or hashlib.sha256(text.encode()).hexdigest() == sha256
