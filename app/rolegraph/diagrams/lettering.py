"""Text in pictures: how wide it is, and where it breaks."""

from __future__ import annotations

import re
import unicodedata

_EM = 0.57
"""Mean width of a character as a part of the font size, on the wide side of common fonts."""

_WIDE = 1.0  # the same of Chinese, Japanese and Korean characters, which fill a square
_LEAST = 4  # characters of a line
# A place where a line may break: behind a space, or beside a character that fills a square.
_PIECES = re.compile(r"\S+|\s+")


def width_of(text: str, size: float) -> float:
    """Return about how wide a text is, in pixels, at a font size in pixels."""
    return sum(_em(character) for character in text) * size


def wrapped(text: str, width: float, size: float, lines: int = 3) -> list[str]:
    """Break a text into at most some lines of a width in pixels; the last ends in "…" if cut."""
    width = max(width, _LEAST * size * _EM)
    found, line = [], ""
    for piece in _pieces(text):
        if not line:
            line = piece.lstrip()
        elif width_of((line + piece).rstrip(), size) <= width:
            line += piece
        else:
            found.append(line.rstrip())
            line = piece.lstrip()
        while width_of(line.rstrip(), size) > width:  # a word that is longer than a line
            cut = _fitting(line, width, size)
            found.append(line[:cut])
            line = line[cut:]
    if line.strip() or not found:
        found.append(line.rstrip())
    if len(found) <= lines:
        return found
    last = found[lines - 1]
    while last and width_of(f"{last} …", size) > width:
        last = last.rpartition(" ")[0] or last[:-1]
    return [*found[: lines - 1], f"{last} …"]


def _em(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    return _WIDE if unicodedata.east_asian_width(character) in "WF" else _EM


def _fitting(line: str, width: float, size: float) -> int:
    """Return how many characters of a line fit, at least one."""
    total = 0.0
    for place, character in enumerate(line):
        total += _em(character) * size
        if total > width:
            return max(place, 1)
    return len(line)


def _pieces(text: str) -> list[str]:
    """Return what a line may be put together from: words with the space before them."""
    found: list[str] = []
    space = ""
    for piece in _PIECES.findall(text):
        if piece.isspace():
            space = " "
            continue
        parts = [piece]
        if any(_em(character) == _WIDE for character in piece):
            parts = re.findall(r"[\x00-\u2e7f]+|.", piece)
        found += [space + parts[0], *parts[1:]]
        space = ""
    return found
