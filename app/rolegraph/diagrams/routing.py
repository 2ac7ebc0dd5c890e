"""Where the nodes of a network stand on a grid, and how arrows run between them.

Time runs to the right: a node stands in the first column behind all that come before it. Nodes of
one lane that would stand upon each other get rows of their own. Arrows run in the gaps between
columns and above rows, each in a track that no other takes there, so that none crosses a node.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rolegraph.diagrams.network import Network, NetworkArrow

Gap = tuple[str, int]
"""The gap left of a column (`x`), or above a row (`y`), by its place."""


@dataclass(frozen=True)
class GridLine:
    """The middle of a column or row, or a track in the gap before it.

    Attributes:
        place: of the column or row, counted from 0.
        track: counted from 0; None for the middle.
    """

    place: int
    track: int | None = None


Corner = tuple[GridLine, GridLine]
"""Where an arrow turns: a vertical line and a horizontal one."""


@dataclass(frozen=True)
class NetworkGrid:
    """A network on a grid.

    Attributes:
        columns, rows: of each node.
        lanes: of each lane, its first row and how many it has.
        routes: the corners of each arrow between its two nodes.
        tracks: how many arrows run beside each other in a gap.
    """

    columns: Sequence[int]
    rows: Sequence[int]
    lanes: Sequence[tuple[int, int]]
    routes: Sequence[Sequence[Corner]]
    tracks: dict[Gap, int] = field(default_factory=dict)


def grid_of(network: Network, lanes: Sequence[int], count: int) -> NetworkGrid:
    """Return a network on a grid.

    Args:
        network: nodes and arrows.
        lanes: the lane of each node.
        count: how many lanes there are.
    """
    columns = _columns(network)
    own = _own_rows(network, columns, lanes)
    heights = [
        max((own[n] + 1 for n in range(len(own)) if lanes[n] == i), default=1) for i in range(count)
    ]
    starts = [sum(heights[:lane]) for lane in range(count)]
    rows = [starts[lanes[n]] + own[n] for n in range(len(own))]
    routes, tracks = _Router(network, columns, rows).routes()
    return NetworkGrid(columns, rows, [*zip(starts, heights, strict=True)], routes, tracks)


def _columns(network: Network) -> list[int]:
    before: list[list[int]] = [[] for _ in network.nodes]
    after: list[list[int]] = [[] for _ in network.nodes]
    for arrow in network.arrows:
        if not arrow.back:
            before[arrow.target].append(arrow.source)
            after[arrow.source].append(arrow.target)
    left = [len(one) for one in before]
    columns = [0] * len(before)
    ready = [n for n, number in enumerate(left) if not number]
    while ready:
        node = ready.pop()
        for other in after[node]:
            columns[other] = max(columns[other], columns[node] + 1)
            left[other] -= 1
            if not left[other]:
                ready.append(other)
    return columns


def _own_rows(network: Network, columns: Sequence[int], lanes: Sequence[int]) -> list[int]:
    """Return the row of each node within its lane: that of a node before it, if it is free."""
    taken = set[tuple[int, int, int]]()
    rows = [0] * len(columns)
    before: dict[int, list[int]] = {}
    for arrow in network.arrows:
        if not arrow.back:
            before.setdefault(arrow.target, []).append(arrow.source)
    for node in sorted(range(len(columns)), key=lambda n: (columns[n], n)):
        lane, column = lanes[node], columns[node]
        near = [rows[other] for other in before.get(node, ()) if lanes[other] == lane]
        row = min(near, default=0)
        while (lane, column, row) in taken:
            row += 1
        taken.add((lane, column, row))
        rows[node] = row
    return rows


@dataclass(eq=False)
class _Run:
    """A straight part of an arrow in a gap.

    Attributes:
        gap: where it runs.
        low, high: from where to where: a gap has twice its place, a middle one more.
        owner: runs of one owner may lie upon each other.
        track: which is found in the end.
    """

    gap: Gap
    low: int
    high: int
    owner: tuple[str, int, int]
    track: int = 0


_Draft = list[tuple[int | _Run, int | _Run]]
"""The corners of an arrow: for each direction the middle of a place, or a run."""


class _Router:
    def __init__(self, network: Network, columns: Sequence[int], rows: Sequence[int]) -> None:
        self._network, self._columns, self._rows = network, columns, rows
        self._taken = set(zip(rows, columns, strict=True))

    def routes(self) -> tuple[list[list[Corner]], dict[Gap, int]]:
        """Return the corners of each arrow, and the number of tracks of each gap."""
        drafts = [self._draft(arrow) for arrow in self._network.arrows]
        runs = [line for draft in drafts for corner in draft for line in corner]
        tracks = _tracks([run for run in runs if isinstance(run, _Run)])
        return [[(_line(x), _line(y)) for x, y in draft] for draft in drafts], tracks

    def _draft(self, arrow: NetworkArrow) -> _Draft:
        s, t = arrow.source, arrow.target
        column, row, to_column, to_row = self._ends(s, t)
        if arrow.back:
            return self._back(s, t)
        if row == to_row and self._free(row, column + 1, to_column):
            return []
        if row != to_row and self._free(to_row, column + 1, to_column):
            run = _run("x", column + 1, 2 * row + 1, 2 * to_row + 1, ("from", s, s))
            return [(run, row), (run, to_row)]
        if row != to_row and self._free(row, column + 1, to_column):
            run = _run("x", to_column, 2 * row + 1, 2 * to_row + 1, ("to", t, t))
            return [(run, row), (run, to_row)]
        own = ("own", s, t)
        out = _run("x", column + 1, 2 * row + 1, 2 * to_row, own)
        along = _run("y", to_row, 2 * (column + 1), 2 * to_column, own)
        into = _run("x", to_column, 2 * to_row, 2 * to_row + 1, own)
        return [(out, row), (out, along), (into, along), (into, to_row)]

    def _back(self, s: int, t: int) -> _Draft:
        """Lead up from the source, through the gaps, and down upon the target."""
        column, row, to_column, to_row = self._ends(s, t)
        own = ("back", s, t)
        if row == to_row:
            along = _run("y", row, 2 * to_column + 1, 2 * column + 1, own)
            return [(column, along), (to_column, along)]
        along = _run("y", row, 2 * to_column, 2 * column + 1, own)
        across = _run("x", to_column, 2 * row, 2 * to_row, own)
        last = _run("y", to_row, 2 * to_column, 2 * to_column + 1, own)
        return [(column, along), (across, along), (across, last), (to_column, last)]

    def _ends(self, s: int, t: int) -> tuple[int, int, int, int]:
        return self._columns[s], self._rows[s], self._columns[t], self._rows[t]

    def _free(self, row: int, first: int, end: int) -> bool:
        return not any((row, column) in self._taken for column in range(first, end))


def _run(way: str, place: int, one: int, other: int, owner: tuple[str, int, int]) -> _Run:
    return _Run((way, place), min(one, other), max(one, other), owner)


def _line(line: int | _Run) -> GridLine:
    return GridLine(line.gap[1], line.track) if isinstance(line, _Run) else GridLine(line)


def _tracks(runs: Sequence[_Run]) -> dict[Gap, int]:
    """Give each run a track; return how many each gap has. The shortest take the first."""
    together: dict[tuple[Gap, tuple[str, int, int]], list[_Run]] = {}
    for run in runs:
        together.setdefault((run.gap, run.owner), []).append(run)
    taken: dict[Gap, list[list[tuple[int, int]]]] = {}
    spans = [
        (max(run.high for run in own) - min(run.low for run in own), gap, own)
        for (gap, _), own in together.items()
    ]
    for _, gap, own in sorted(spans, key=lambda span: span[:2]):
        low, high = min(run.low for run in own), max(run.high for run in own)
        tracks = taken.setdefault(gap, [])
        fits = (
            number
            for number, track in enumerate(tracks)
            if all(high < begin or end < low for begin, end in track)
        )
        place = next(fits, len(tracks))
        if place == len(tracks):
            tracks.append([])
        tracks[place].append((low, high))
        for run in own:
            run.track = place
    return {gap: len(tracks) for gap, tracks in taken.items()}
