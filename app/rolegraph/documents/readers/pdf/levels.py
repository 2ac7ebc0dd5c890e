"""Which lines of a PDF are headings, by the size of their letters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rolegraph.documents.readers.pdf.pages import Line, usual_size

_LARGER = 1.1
_MOST_WORDS = 16
_MOST_LEVELS = 6


class Levels:
    """Tells the level of a heading: the largest letters stand over all.

    Args:
        lines: of the whole file, without what stands at the head and foot of pages.
    """

    def __init__(self, lines: Iterable[Line]) -> None:
        found = list(lines)
        self.usual = usual_size(word for line in found for word in line.words)
        sizes = {line.size for line in found if self._is_larger(line)}
        self._levels = {
            size: min(number, _MOST_LEVELS)
            for number, size in enumerate(sorted(sizes, reverse=True), start=1)
        }

    def of(self, lines: Sequence[Line]) -> int | None:
        """Return the level of a heading that takes these lines; None where they are none."""
        if sum(len(line.words) for line in lines) > _MOST_WORDS:
            return None
        levels = {self._levels.get(line.size) for line in lines if self._is_larger(line)}
        level = levels.pop() if len(levels) == 1 else None
        return level if all(map(self._is_larger, lines)) else None

    def _is_larger(self, line: Line) -> bool:
        has_letters = any(character.isalpha() for character in line.text)
        return has_letters and line.size >= self.usual * _LARGER
