"""The sizes and places of everything in a BPMN diagram, in pixels.

Lanes lie below each other in the order of the picture on the page, in which time runs down; in
BPMN it runs to the right. What a step takes in stands above it, what it makes below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rolegraph.diagrams.lettering import width_of, wrapped
from rolegraph.diagrams.network import Network, NetworkNode, NodeKind, network_of
from rolegraph.diagrams.plan import ThingInDiagram, WorkflowInDiagram
from rolegraph.diagrams.routing import Corner, GridLine, NetworkGrid, grid_of

_TASK, _EVENT, _GATEWAY = 170.0, 36.0, 50.0
_EVENT_COLUMN = 120.0
_TITLE, _TITLE_LINE = 12.0, 14.4
_LABEL, _LABEL_LINE = 11.0, 13.2
_DATA = (36.0, 50.0)
_DATA_GAP = 10.0
_TRUNK, _ICON, _BESIDE = 8.0, 22.0, 64.0
"""From the left border of a step: the line to its artifacts, their signs, their names."""
_STRIP = 30.0  # where the name of a pool or a lane stands
_CLEAR, _TRACK = 18.0, 14.0
_LEAST_LANE = 120.0
_MARGIN = (160.0, 80.0)
_MOST_LINES = 60

Way = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Bounds:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True)
class PlacedNode:
    """A node with its place; events and gateways have their name beside them."""

    node: NetworkNode
    bounds: Bounds
    label: Bounds | None


@dataclass(frozen=True)
class PlacedArtifact:
    """An artifact beside a step.

    Attributes:
        artifact: what is taken in or made.
        step: place of the step among the nodes.
        made: whether it is made; else it is taken in.
        bounds, label: of the sign and of its name.
        way: the line between it and the step, in the direction of the data.
    """

    artifact: ThingInDiagram
    step: int
    made: bool
    bounds: Bounds
    label: Bounds
    way: Way


@dataclass(frozen=True)
class BpmnLayout:
    """Where everything stands.

    Attributes:
        network: nodes and arrows.
        pool: the workflow.
        lanes: of the roles, in their order, and last of those steps that name none, if there are
            roles and such steps.
        nodes, ways: of the nodes and arrows of the network.
        way_labels: of arrows that have a name.
        artifacts: beside the steps.
    """

    network: Network
    pool: Bounds
    lanes: Sequence[Bounds]
    nodes: Sequence[PlacedNode]
    ways: Sequence[Way]
    way_labels: Sequence[Bounds | None]
    artifacts: Sequence[PlacedArtifact]


def name_of(kind: NodeKind, workflow: WorkflowInDiagram) -> str:
    """Return the name of an event or a gateway; empty where it needs none."""
    if kind is NodeKind.START:
        return workflow.trigger or "Start"
    return {NodeKind.END: "Finished", NodeKind.AGAIN: "Again?"}.get(kind, "")


def way_name(network: Network, number: int) -> str:
    """Return the name of an arrow: what it means behind a choice."""
    arrow = network.arrows[number]
    if network.nodes[arrow.source].kind is not NodeKind.AGAIN:
        return ""
    return "again" if arrow.back else "on"


def layout_of(workflow: WorkflowInDiagram) -> BpmnLayout:
    """Return the places of everything in the diagram of a workflow."""
    network = network_of(workflow)
    nobody = len(workflow.roles)
    lanes = [nobody if node.role is None else node.role for node in network.nodes]
    named = [role.name for role in workflow.roles]
    if nobody in lanes:
        named.append("")
    return _Measure(workflow, network, grid_of(network, lanes, len(named)), named).layout()


class _Measure:
    def __init__(
        self, workflow: WorkflowInDiagram, network: Network, grid: NetworkGrid, lanes: Sequence[str]
    ) -> None:
        self._workflow, self._network, self._grid, self._names = workflow, network, grid, lanes
        self._sizes = [self._size(node) for node in network.nodes]
        self._with_lanes = bool(workflow.roles)
        self._columns, self._right = self._across()
        self._rows, self._lanes, self._bottom = self._down()

    def layout(self) -> BpmnLayout:
        left, top = _MARGIN
        pool = Bounds(left, top, self._right - left, self._bottom - top)
        nodes = [self._placed(n) for n in range(len(self._network.nodes))]
        ways = [self._way(number, nodes) for number in range(len(self._network.arrows))]
        artifacts = [
            placed
            for n, node in enumerate(self._network.nodes)
            if node.step
            for made, things in ((False, node.step.inputs), (True, node.step.outputs))
            for placed in _beside(n, nodes[n].bounds, things, made=made)
        ]
        labels = [self._way_label(number, ways[number]) for number in range(len(ways))]
        lanes = self._lanes if self._with_lanes else []
        return BpmnLayout(self._network, pool, lanes, nodes, ways, labels, artifacts)

    def _size(self, node: NetworkNode) -> tuple[float, float]:
        if node.step:
            lines = wrapped(node.step.thing.name, _TASK - 24, _TITLE * 1.05, _MOST_LINES)
            # Programs draw the sign of a user task in its corner, and its name in the middle.
            corner = 60 if node.step.uses_tools and len(lines) > 1 else 34
            return _TASK, max(64.0, len(lines) * _TITLE_LINE + corner)
        return (_GATEWAY, _GATEWAY) if node.kind.is_gateway else (_EVENT, _EVENT)

    def _around(self, n: int) -> tuple[float, float]:
        """Return how much room a node takes above and below its middle."""
        node, half = self._network.nodes[n], self._sizes[n][1] / 2
        if node.step:
            return (
                half + _heap(node.step.inputs) + _CLEAR * bool(node.step.inputs),
                half + _heap(node.step.outputs) + _CLEAR * bool(node.step.outputs),
            )
        label = self._name_lines(node) * _LABEL_LINE
        return half, half + (label + 6 if label else 0)

    def _name_lines(self, node: NetworkNode) -> int:
        name = name_of(node.kind, self._workflow)
        return len(wrapped(name, _EVENT_COLUMN, _LABEL, _MOST_LINES)) if name else 0

    def _across(self) -> tuple[list[tuple[float, float, float]], float]:
        """Return of each column the begin of the gap before it, its left border and its width."""
        grid, x = self._grid, _MARGIN[0] + _STRIP * (2 if self._with_lanes else 1)
        found = []
        for column in range(max(grid.columns) + 1):
            here = [n for n, at in enumerate(grid.columns) if at == column]
            width = max(self._width(n) for n in here)
            gap = _gap(grid.tracks.get(("x", column), 0), 34.0)
            found.append((x, x + gap, width))
            x += gap + width
        return found, x + 40

    def _width(self, n: int) -> float:
        named = name_of(self._network.nodes[n].kind, self._workflow)
        beside = _EVENT_COLUMN if width_of(named, _LABEL) > _GATEWAY else 0.0
        return max(self._sizes[n][0], beside)

    def _down(self) -> tuple[list[tuple[float, float]], list[Bounds], float]:
        """Return of each row the begin of the gap above it and its middle; the lanes; the end."""
        grid, y = self._grid, _MARGIN[1]
        left = _MARGIN[0] + _STRIP
        rows: list[tuple[float, float]] = []
        lanes: list[Bounds] = []
        for name, (first, count) in zip(self._names, grid.lanes, strict=True):
            top = y
            for row in range(first, first + count):
                here = [self._around(n) for n, at in enumerate(grid.rows) if at == row]
                gap = _gap(grid.tracks.get(("y", row), 0), 24.0)
                above = max((a for a, _ in here), default=32.0)
                rows.append((y, y + gap + above))
                y += gap + above + max((b for _, b in here), default=32.0)
            y = max(y + 24, top + _LEAST_LANE, top + min(width_of(name, _TITLE) + 24, 300))
            lanes.append(Bounds(left, top, self._right - left, y - top))
        return rows, lanes, y

    def _placed(self, n: int) -> PlacedNode:
        node, (width, height) = self._network.nodes[n], self._sizes[n]
        x, y = self._x(GridLine(self._grid.columns[n])), self._y(GridLine(self._grid.rows[n]))
        bounds = Bounds(x - width / 2, y - height / 2, width, height)
        lines = self._name_lines(node)
        if not lines or node.step:
            return PlacedNode(node, bounds, None)
        wide = min(_EVENT_COLUMN, width_of(name_of(node.kind, self._workflow), _LABEL) + 4)
        label = Bounds(x - wide / 2, y + height / 2 + 5, wide, lines * _LABEL_LINE)
        return PlacedNode(node, bounds, label)

    def _x(self, line: GridLine) -> float:
        gap, left, width = self._columns[line.place]
        if line.track is None:
            return left + width / 2
        return _in_gap(gap, left, line.track, self._grid.tracks["x", line.place])

    def _y(self, line: GridLine) -> float:
        gap, middle = self._rows[line.place]
        if line.track is None:
            return middle
        tracks = self._grid.tracks["y", line.place]
        return _in_gap(gap, gap + _gap(tracks, 24.0), line.track, tracks)

    def _way(self, number: int, nodes: Sequence[PlacedNode]) -> Way:
        arrow, corners = self._network.arrows[number], self._grid.routes[number]
        source, target = nodes[arrow.source].bounds, nodes[arrow.target].bounds
        if arrow.back:
            first, last = (source.middle[0], source.y), (target.middle[0], target.y)
        else:
            first = (source.x + source.width, source.middle[1])
            last = (target.x, target.middle[1])
        return [first, *map(self._point, corners), last]

    def _point(self, corner: Corner) -> tuple[float, float]:
        return self._x(corner[0]), self._y(corner[1])

    def _way_label(self, number: int, way: Way) -> Bounds | None:
        name = way_name(self._network, number)
        if not name:
            return None
        back = self._network.arrows[number].back
        (x, y), wide = way[1 if back else 0], width_of(name, _LABEL) + 4
        if back:  # upon its own track, as several may leave a gateway
            return Bounds(x - wide - 6, y - _TRACK, wide, _LABEL_LINE)
        return Bounds(x + 3, y - 18, wide, _LABEL_LINE)


def _gap(tracks: int, least: float) -> float:
    return max(least, 2 * _CLEAR + _TRACK * (tracks - 1)) if tracks else least


def _in_gap(begin: float, end: float, track: int, tracks: int) -> float:
    return (begin + end) / 2 + (track - (tracks - 1) / 2) * _TRACK


def _name_height(thing: ThingInDiagram) -> float:
    lines = wrapped(thing.name, _TASK - _BESIDE, _LABEL, _MOST_LINES)
    return len(lines) * _LABEL_LINE


def _heap(things: Sequence[ThingInDiagram]) -> float:
    return sum(max(_DATA[1], _name_height(one)) + _DATA_GAP for one in things)


def _beside(
    step: int, task: Bounds, things: Sequence[ThingInDiagram], *, made: bool
) -> list[PlacedArtifact]:
    """Return the places of what a step takes in, above it, or of what it makes, below."""
    found = []
    trunk, bottom = task.x + _TRUNK, task.y + task.height
    y = bottom + _CLEAR + _DATA_GAP if made else task.y - _CLEAR - _heap(things)
    for thing in things:
        height = _name_height(thing)
        tall = max(_DATA[1], height)
        sign = Bounds(task.x + _ICON, y + (tall - _DATA[1]) / 2, *_DATA)
        wide = min(_TASK - _BESIDE, width_of(thing.name, _LABEL) + 4)
        label = Bounds(task.x + _BESIDE, y + (tall - height) / 2, wide, height)
        at_sign = (sign.x, sign.middle[1])
        way = [(trunk, bottom if made else task.y), (trunk, at_sign[1]), at_sign]
        found.append(PlacedArtifact(thing, step, made, sign, label, way if made else way[::-1]))
        y += tall + _DATA_GAP
    return found
