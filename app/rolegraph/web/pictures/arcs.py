"""Arrows beside a column of lanes: orthogonal, none upon another.

Each arrow leaves its lane to the right, runs down or up in a track of its own and enters the other
lane from the right. Tracks are given greedily: an arrow takes the nearest track in which nothing
overlaps it, the shortest arrows first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

TRACK = 30.0
_RADIUS = 8.0
_HEAD = 7.0
"""Length of the head of an arrow."""
_CLEAR = 14.0  # between two arrows in one track


@dataclass(frozen=True)
class ArcLane:
    """The vertical extent of a lane."""

    top: float
    bottom: float


@dataclass(frozen=True)
class Arc:
    """One arrow.

    Attributes:
        path: the `d` of an SVG path.
        x, y: the middle of its vertical run, where its label stands.
        number: which of the arrows it is, counted from 0.
    """

    path: str
    x: float
    y: float
    number: int


def arcs(
    lanes: Sequence[ArcLane],
    pairs: Sequence[tuple[int, int]],
    x: float,
    track: float = TRACK,
    edges: Sequence[float] | None = None,
) -> tuple[list[Arc], float]:
    """Lay out arrows between lanes.

    Args:
        lanes: from top to bottom.
        pairs: lane where each arrow begins and lane where it ends.
        x: right border of the lanes.
        track: width of a track.
        edges: right border of what stands in each lane, where arrows begin and end; by default `x`.

    Returns:
        The arrows in the order of `pairs`, and the width they take right of `x`.
    """
    ends = _ends(lanes, pairs)
    tracks: list[list[tuple[float, float]]] = []
    placed: dict[int, int] = {}
    for number in sorted(range(len(pairs)), key=lambda n: abs(ends[n][0] - ends[n][1])):
        low, high = sorted(ends[number])
        place = next((n for n, taken in enumerate(tracks) if _fits(taken, low, high)), len(tracks))
        if place == len(tracks):
            tracks.append([])
        tracks[place].append((low, high))
        placed[number] = place
    sides = [(x, x) if edges is None else (edges[a], edges[b]) for a, b in pairs]
    found = [_arc(n, sides[n], x + (placed[n] + 1) * track, ends[n]) for n in range(len(pairs))]
    return found, (len(tracks) + 0.7) * track if tracks else 0.0


def _fits(taken: Sequence[tuple[float, float]], low: float, high: float) -> bool:
    return all(high + _CLEAR < top or bottom + _CLEAR < low for top, bottom in taken)


def _ends(lanes: Sequence[ArcLane], pairs: Sequence[tuple[int, int]]) -> list[tuple[float, float]]:
    """Return the heights at which each arrow leaves and enters, spread evenly over its lanes."""
    at_lane: dict[int, list[tuple[float, int, int]]] = {}
    for number, (source, target) in enumerate(pairs):
        at_lane.setdefault(source, []).append((target, number, 0))
        at_lane.setdefault(target, []).append((source, number, 1))
    heights: dict[tuple[int, int], float] = {}
    for lane, uses in at_lane.items():
        # Arrows upwards leave above those downwards, so that they do not cross at once.
        for place, (_, number, side) in enumerate(sorted(uses), start=1):
            extent = lanes[lane].bottom - lanes[lane].top
            heights[number, side] = lanes[lane].top + extent * place / (len(uses) + 1)
    return [(heights[n, 0], heights[n, 1]) for n in range(len(pairs))]


def _arc(number: int, sides: tuple[float, float], track: float, ends: tuple[float, float]) -> Arc:
    begin, end = ends
    left, back = sides
    # The last piece leads to the left, else the head of the arrow points away from its lane.
    radius = min(_RADIUS, abs(end - begin) / 2, max(1.0, track - back - _HEAD - 1))
    down = radius if end > begin else -radius
    path = (
        f"M{left:.0f} {begin:.1f}H{track - radius:.1f}Q{track:.1f} {begin:.1f} {track:.1f} "
        f"{begin + down:.1f}V{end - down:.1f}Q{track:.1f} {end:.1f} {track - radius:.1f} {end:.1f}"
        f"H{back + _HEAD:.1f}"
    )
    return Arc(path, track, (begin + end) / 2, number)
