"""Layered drawing of a directed graph, after Sugiyama, Tagawa and Toda (1981), kept simple.

Cycles are broken where a depth-first walk meets them, layers follow the longest path, and a few
barycentre sweeps order each layer so that few lines cross.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

_SWEEPS = 6


@dataclass(frozen=True)
class Spot:
    """Where a node stands: its layer and its place in the layer, both counted from 0."""

    layer: int
    place: float


def layered(nodes: Sequence[str], edges: Sequence[tuple[str, str]]) -> Mapping[str, Spot]:
    """Return where the nodes of a graph stand.

    Args:
        nodes: names of the nodes.
        edges: pairs of names; loops are left aside.
    """
    forward = _acyclic(nodes, edges)
    layer = _layers(nodes, forward)
    near: dict[str, list[str]] = defaultdict(list)
    for source, target in forward:
        near[source].append(target)
        near[target].append(source)
    rows: dict[int, list[str]] = defaultdict(list)
    for node in nodes:
        rows[layer[node]].append(node)
    places = {node: float(n) for row in rows.values() for n, node in enumerate(row)}
    for sweep in range(_SWEEPS):
        for depth in sorted(rows, reverse=bool(sweep % 2)):
            wanted = {
                node: mean([places[other] for other in near[node]] or [places[node]])
                for node in rows[depth]
            }
            rows[depth].sort(key=lambda node: wanted[node])
            for n, node in enumerate(rows[depth]):
                places[node] = float(n)
    tallest = max((len(row) for row in rows.values()), default=1)
    return {
        node: Spot(depth, n + (tallest - len(row)) / 2)
        for depth, row in rows.items()
        for n, node in enumerate(row)
    }


def _acyclic(nodes: Sequence[str], edges: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    following: dict[str, list[str]] = defaultdict(list)
    for source, target in edges:
        if source != target:
            following[source].append(target)
    state: dict[str, int] = {}
    kept: list[tuple[str, str]] = []
    for start in nodes:
        if start in state:
            continue
        state[start] = 1
        path = [(start, iter(following[start]))]
        while path:
            node, rest = path[-1]
            target = next(rest, "")
            if not target:
                state[node] = 2
                path.pop()
            elif state.get(target) == 1:
                kept.append((target, node))  # it would close a cycle: turn it round
            else:
                kept.append((node, target))
                if target not in state:
                    state[target] = 1
                    path.append((target, iter(following[target])))
    return kept


def _layers(nodes: Sequence[str], edges: Sequence[tuple[str, str]]) -> dict[str, int]:
    layer = dict.fromkeys(nodes, 0)
    for _ in nodes:
        moved = False
        for source, target in edges:
            if layer[target] <= layer[source]:
                layer[target] = layer[source] + 1
                moved = True
        if not moved:
            break
    return layer
