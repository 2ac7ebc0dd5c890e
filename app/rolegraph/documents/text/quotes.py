"""Quotes: the least text around a passage that tells it from all others of its file.

Format: Web Annotation selectors, https://www.w3.org/TR/annotation-model/#selectors.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from rolegraph.documents.text.model import Span

CONTEXT = 32
"""How many characters of context a quote has on each side, where nothing asks for more."""
_BLOCK = 16
"""A text is known by its blocks of so many characters."""
_MOST_PLACES = 64
"""With more places to look at, a search through the whole text is faster."""
_FEW = 2
"""With so few places, no block is looked for that is rarer still."""


class Quotes:
    """Finds the context of passages of one text.

    A search through the whole text for each passage would take four times as long for a text of
    twice the length. So the text is cut into blocks, and what is looked for can only stand where
    one of its own blocks does.

    Args:
        text: the text of the file.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def context(self, span: Span) -> tuple[str, str]:
        """Return the text before and after a passage.

        It is `CONTEXT` characters on each side, doubled until prefix, passage and suffix together
        stand in the text only once.
        """
        text, width = self._text, CONTEXT
        while True:
            start = max(span.start - width, 0)
            whole = text[start : span.end + width]
            if self._is_unique(whole, start) or len(whole) == len(text):
                return text[start : span.start], text[span.end : span.end + width]
            width *= 2

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = defaultdict(list)
        for start in range(0, len(self._text) - _BLOCK + 1, _BLOCK):
            places[self._text[start : start + _BLOCK]].append(start)
        return dict(places)

    def _is_unique(self, whole: str, start: int) -> bool:
        """Tell whether what stands at a place of the text stands at no other."""
        text = self._text
        if len(whole) < 2 * _BLOCK:
            return self._is_found_once(whole)
        # Wherever it stands, blocks of the text stand in it: one of its first, and those behind.
        for first in range(_BLOCK):
            offset, places = self._rarest(whole, first)
            if len(places) > _MOST_PLACES:
                return self._is_found_once(whole)
            if any(
                place - offset != start and text.startswith(whole, place - offset)
                for place in places
                if place >= offset
            ):
                return False
        return True

    def _rarest(self, whole: str, first: int) -> tuple[int, Sequence[int]]:
        """Return the one of each `_BLOCK`th offset from the first whose block is rarest."""
        best: tuple[int, Sequence[int]] | None = None
        for offset in range(first, len(whole) - _BLOCK + 1, _BLOCK):
            places = self._places.get(whole[offset : offset + _BLOCK], ())
            if best is None or len(places) < len(best[1]):
                best = offset, places
                if len(places) <= _FEW:
                    break
        assert best is not None  # noqa: S101 - it is long enough for a block
        return best

    def _is_found_once(self, whole: str) -> bool:
        first = self._text.find(whole)
        return self._text.find(whole, first + 1) == -1
