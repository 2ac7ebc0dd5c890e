"""Replacements in a text, by offsets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextEdit:
    """Puts `text` in place of the characters from `start` to before `end`."""

    start: int
    end: int
    text: str = ""


def apply_edits(text: str, edits: Iterable[TextEdit]) -> str:
    """Return a text with edits made; insertions at one place keep their order.

    Raises:
        ValueError: edits overlap.
    """
    parts: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < position:
            raise ValueError("Edits overlap.")
        parts += (text[position : edit.start], edit.text)
        position = edit.end
    return "".join(parts) + text[position:]
