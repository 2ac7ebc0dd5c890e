"""The nodes of a workflow's diagram: steps, events, gateways, and the arrows between them.

`rg:directlyPrecededBy` names steps that must be finished before, all of them: where ways part or
meet, gateways are parallel. `rg:loopsBackTo` says that work may be gone through again, or go on:
its gateways are exclusive. When it goes back is not in the model, so nothing states a condition.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from rolegraph.diagrams.plan import StepInDiagram, WorkflowInDiagram


class NodeKind(Enum):
    """What a node stands for."""

    START = "start"
    END = "end"
    STEP = "step"
    FORK = "fork"
    JOIN = "join"
    AGAIN = "again"
    MERGE = "merge"

    @property
    def is_gateway(self) -> bool:
        """Whether it stands between steps only."""
        return self not in {NodeKind.START, NodeKind.END, NodeKind.STEP}


@dataclass(frozen=True)
class NetworkNode:
    """A node.

    Attributes:
        kind: what it stands for.
        key: tells it from the others, the same in each export.
        role: place of the role in whose lane it is; None for that of nobody.
        step: the step that it stands for.
    """

    kind: NodeKind
    key: str
    role: int | None
    step: StepInDiagram | None = None


@dataclass(frozen=True)
class NetworkArrow:
    """An arrow between two nodes, by their places.

    Attributes:
        source, target: the nodes.
        back: whether it leads back.
    """

    source: int
    target: int
    back: bool = False


@dataclass(frozen=True)
class Network:
    """Nodes and arrows; without those that lead back it has no circle."""

    nodes: tuple[NetworkNode, ...]
    arrows: tuple[NetworkArrow, ...]


def network_of(workflow: WorkflowInDiagram) -> Network:
    """Return the network of a workflow; one without steps is a start and an end."""
    return _Builder(workflow).build()


class _Builder:
    def __init__(self, workflow: WorkflowInDiagram) -> None:
        self._workflow = workflow
        self._nodes: list[NetworkNode] = []
        self._arrows: list[NetworkArrow] = []

    def build(self) -> Network:
        steps = self._workflow.steps
        followed = {other for step in steps for other in step.after}
        targets = {other for step in steps for other in step.back_to}
        firsts = [place for place, step in enumerate(steps) if not step.after]
        lasts = [place for place in range(len(steps)) if place not in followed]
        way = [self._add(NodeKind.START, "", steps[firsts[0]].role if firsts else None)]
        if len(firsts) > 1:
            way.append(self._add(NodeKind.FORK, "", steps[firsts[0]].role))
        self._chain(way)
        ways = [self._around(step, targets=targets, number=n) for n, step in enumerate(steps)]
        exits = [self._parted(n, ways[n]) for n in range(len(steps))]
        for place in firsts:
            self._arrow(way[-1], ways[place][0])
        for place, step in enumerate(steps):
            for other in step.after:
                self._arrow(exits[other], ways[place][0])
            for other in step.back_to:
                merge = next(n for n in ways[other] if self._nodes[n].kind is NodeKind.MERGE)
                again = next(n for n in ways[place] if self._nodes[n].kind is NodeKind.AGAIN)
                self._arrow(again, merge, back=True)
        self._finish([exits[place] for place in lasts] or way[-1:], lasts)
        return Network(tuple(self._nodes), tuple(self._arrows))

    def _around(self, step: StepInDiagram, *, targets: Iterable[int], number: int) -> list[int]:
        """Add a step with the gateways before and after it."""
        iri, kinds = step.thing.iri, [NodeKind.STEP]
        if number in targets:
            kinds.insert(0, NodeKind.MERGE)
        if len(step.after) > 1:
            kinds.insert(0, NodeKind.JOIN)
        if step.back_to:
            kinds.append(NodeKind.AGAIN)
        return self._chain(
            [
                self._add(kind, iri, step.role, step if kind is NodeKind.STEP else None)
                for kind in kinds
            ]
        )

    def _parted(self, number: int, way: list[int]) -> int:
        """Add a gateway behind a step that several follow; return where they leave from."""
        steps = self._workflow.steps
        if sum(number in step.after for step in steps) <= 1:
            return way[-1]
        fork = self._add(NodeKind.FORK, steps[number].thing.iri, steps[number].role)
        return self._chain([way[-1], fork])[-1]

    def _finish(self, exits: list[int], lasts: list[int]) -> None:
        role = self._workflow.steps[lasts[-1]].role if lasts else None
        if len(exits) > 1:
            join = self._add(NodeKind.JOIN, "", role)
            for one in exits:
                self._arrow(one, join)
            exits = [join]
        self._arrow(exits[0], self._add(NodeKind.END, "", role))

    def _add(
        self, kind: NodeKind, iri: str, role: int | None, step: StepInDiagram | None = None
    ) -> int:
        self._nodes.append(NetworkNode(kind, f"{kind.value} {iri}", role, step))
        return len(self._nodes) - 1

    def _chain(self, way: list[int]) -> list[int]:
        for one, other in pairwise(way):
            self._arrow(one, other)
        return way

    def _arrow(self, source: int, target: int, *, back: bool = False) -> None:
        self._arrows.append(NetworkArrow(source, target, back))
