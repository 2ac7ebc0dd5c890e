"""Pictures on paper: which way the sheet lies, and where a tall picture is divided."""

from __future__ import annotations

from collections.abc import Sequence

_UPRIGHT = 703.0, 850.0
_ACROSS = 1032.0, 560.0
"""Pixels that a sheet of A4 has for a picture, upright and across, beside margins and title."""
_FIRST, _FURTHER = 420.0, 640.0
"""Height of that on the first of several sheets, below title and numbers, and on further ones."""


def lies_across(width: float, height: float) -> bool:
    """Tell whether the letters of a picture are larger on a sheet that lies across."""
    upright, across = (min(1.0, w / width, h / height) for w, h in (_UPRIGHT, _ACROSS))
    return across > upright


def sheets_of(
    width: float, head: float, lanes: Sequence[tuple[float, float]]
) -> list[tuple[float, float]]:
    """Return how a picture of lanes is divided into sheets that lie across, each with its head.

    Args:
        width: of the picture.
        head: height of what stands over all lanes, and is said on each sheet again.
        lanes: top and bottom of each, in order.

    Returns:
        Top and bottom of what each sheet shows below the head. One lane is never divided.
    """
    scale = max(1.0, width / _ACROSS[0])
    found: list[tuple[float, float]] = []
    for top, bottom in lanes:
        most = (_FIRST if len(found) == 1 else _FURTHER) * scale - head
        if found and bottom - found[-1][0] <= most:
            found[-1] = found[-1][0], bottom
        else:
            found.append((top, bottom))
    return found
