"""A BPMN file as its readers see it: elements by id, references, shapes and edges."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree as ET

MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
REFERENCES = ("incoming", "outgoing", "flowNodeRef", "sourceRef", "targetRef")
REFERENCES += ("dataInputRefs", "dataOutputRefs")
NODES = ("task", "userTask", "startEvent", "endEvent", "parallelGateway", "exclusiveGateway")


@dataclass
class BpmnFile:
    """A file that was read."""

    root: ET.Element

    @classmethod
    def of(cls, content: bytes) -> BpmnFile:
        return cls(ET.fromstring(content))  # noqa: S314 - our own

    @property
    def ids(self) -> list[str]:
        return [one.attrib["id"] for one in self.root.iter() if "id" in one.attrib]

    @property
    def references(self) -> set[str]:
        """All ids that the model or the diagram names."""
        names = ("processRef", "sourceRef", "targetRef", "dataObjectRef", "bpmnElement")
        found = {one.attrib[n] for one in self.root.iter() for n in names if n in one.attrib}
        return found | {one.text or "" for name in REFERENCES for one in self.all(name)}

    def all(self, *names: str) -> list[ET.Element]:
        return [one for name in names for one in self.root.iter(MODEL + name)]

    def named(self, name: str) -> ET.Element:
        (found,) = [one for one in self.all(*NODES) if one.get("name") == name]
        return found

    def flows(self) -> set[tuple[str, str]]:
        """Arrows between nodes, by name of a node, else by its kind."""
        names = {one.attrib["id"]: one.get("name") or self.kind(one) for one in self.all(*NODES)}
        flows = self.all("sequenceFlow")
        return {(names[f.attrib["sourceRef"]], names[f.attrib["targetRef"]]) for f in flows}

    @staticmethod
    def kind(element: ET.Element) -> str:
        return element.tag.removeprefix(MODEL)

    def told(self, element: ET.Element) -> str:
        return element.findtext(MODEL + "documentation") or ""

    def lanes(self) -> dict[str, list[str]]:
        """Name of a lane → ids of what is in it."""
        return {
            lane.attrib["name"]: [one.text or "" for one in lane.iter(MODEL + "flowNodeRef")]
            for lane in self.all("lane")
        }

    def boxes(self) -> dict[str, Box]:
        """Id of an element → where its shape is."""
        return {
            shape.attrib["bpmnElement"]: _box(shape.find(DC + "Bounds"))
            for shape in self.root.iter(DI + "BPMNShape")
        }

    def labels(self) -> dict[str, Box]:
        """Id of an element → where its name is."""
        shapes = [*self.root.iter(DI + "BPMNShape"), *self.root.iter(DI + "BPMNEdge")]
        return {
            one.attrib["bpmnElement"]: _box(one.find(f"{DI}BPMNLabel/{DC}Bounds"))
            for one in shapes
            if one.find(DI + "BPMNLabel") is not None
        }

    def ways(self) -> dict[str, list[tuple[float, float]]]:
        """Id of an element → the corners of its edge."""
        return {
            edge.attrib["bpmnElement"]: [
                (float(p.attrib["x"]), float(p.attrib["y"])) for p in edge.iter(WAYPOINT)
            ]
            for edge in self.root.iter(DI + "BPMNEdge")
        }


def _box(bounds: ET.Element | None) -> Box:
    assert bounds is not None
    x, y, width, height = (float(bounds.attrib[n]) for n in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def overlap(one: Box, other: Box) -> bool:
    """Tell whether two boxes have more in common than a border."""
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > 1
        and min(one[3], other[3]) - max(one[1], other[1]) > 1
    )


def part_of(way: list[tuple[float, float]]) -> list[Box]:
    """Return the straight parts of a way, as thin boxes."""
    return [
        (min(a, c) - 1, min(b, d) - 1, max(a, c) + 1, max(b, d) + 1)
        for (a, b), (c, d) in pairwise(way)
    ]
