"""Text in pictures: how wide it is, and where it breaks."""

from __future__ import annotations

import textwrap

_EM = 0.57
"""Mean width of a character as a part of the font size, on the wide side of common fonts."""


def width_of(text: str, size: float) -> float:
    """Return about how wide a text is, in pixels, at a font size in pixels."""
    return len(text) * size * _EM


def wrapped(text: str, width: float, size: float, lines: int = 3) -> list[str]:
    """Break a text into at most some lines of a width in pixels; the last ends in "…" if cut."""
    columns = max(int(width / (size * _EM)), 4)
    return textwrap.wrap(
        text, columns, max_lines=lines, placeholder=" …", break_on_hyphens=False
    ) or [""]
