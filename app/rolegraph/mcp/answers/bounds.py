"""Bounds of answers: an agent's window is small. What is cut is said, with the way to the rest."""

from __future__ import annotations

import json
from typing import Any

LARGEST = 40_000
"""Characters of JSON that an answer may have: some 10,000 tokens."""
_STEPS = ((100, 4000), (50, 2000), (20, 1000), (10, 500), (5, 200), (2, 100))
"""Items of a list and characters of a text that are shown, one after the other until it fits."""

_NAMED = 10
"""Places that are named where something was left out."""


def bounded(answer: dict[str, Any], rest: str = "") -> dict[str, Any]:
    """Return an answer that fits, with `cut` where something was left out.

    Args:
        answer: JSON.
        rest: how to get what was left out.
    """
    found = answer
    for items, characters in _STEPS:
        cuts: list[str] = []
        found = _trimmed(answer, items, characters, "", cuts)
        shown = cuts[:_NAMED]
        if len(cuts) > _NAMED:
            shown.append(f"and {len(cuts) - _NAMED:,} more")
        said = [*answer.get("cut", ()), *shown, *([rest] if cuts and rest else [])]
        if said:
            found["cut"] = said
        if size_of(found) <= LARGEST:
            break
    return found


def size_of(answer: object) -> int:
    """Return the characters that an answer has as JSON."""
    return len(json.dumps(answer, ensure_ascii=False))


def _trimmed(value: Any, items: int, characters: int, place: str, cuts: list[str]) -> Any:
    if isinstance(value, dict):
        return {
            name: _trimmed(part, items, characters, f"{place}.{name}" if place else name, cuts)
            for name, part in value.items()
            if name != "cut" or place
        }
    if isinstance(value, list):
        if len(value) > items:
            cuts.append(f"{place}: {items} of {len(value):,} are shown")
        shown = value[:items]
        return [
            _trimmed(part, items, characters, f"{place}[{number}]", cuts)
            for number, part in enumerate(shown)
        ]
    if isinstance(value, str) and len(value) > characters:
        cuts.append(f"{place}: {characters:,} of {len(value):,} characters are shown")
        return value[:characters]
    return value
