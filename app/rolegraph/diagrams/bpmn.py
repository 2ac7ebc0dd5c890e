"""Workflows as BPMN 2.0 (OMG formal/2013-12-09, ISO/IEC 19510) with their diagram.

A pool for the workflow, a lane for each role, a task for each step. A step that names software is
a user task, done by people with a program; of others nothing is known, so they are plain tasks.
A sign of an artifact stands beside each step that takes it in or makes it; all signs of one
artifact refer to one data object. What BPMN has no sign for stands in `extensionElements`, as RDF.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from rolegraph.diagrams.layout import (
    Bounds,
    BpmnLayout,
    PlacedArtifact,
    PlacedNode,
    Way,
    layout_of,
    name_of,
    way_name,
)
from rolegraph.diagrams.network import NodeKind
from rolegraph.diagrams.plan import ThingInDiagram, WorkflowInDiagram
from rolegraph.rdf.namespaces import ONTOLOGY, RDF

BPMN = "application/bpmn+xml"
"""No media type is registered for it; this one follows RFC 7303, and programs use it."""

_NAMESPACES = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
    "rdf": RDF,
    "rg": ONTOLOGY,
}
_TAGS = {
    NodeKind.START: "startEvent",
    NodeKind.END: "endEvent",
    NodeKind.FORK: "parallelGateway",
    NodeKind.JOIN: "parallelGateway",
    NodeKind.AGAIN: "exclusiveGateway",
    NodeKind.MERGE: "exclusiveGateway",
}
_DIRECTIONS = {
    NodeKind.FORK: "Diverging",
    NodeKind.AGAIN: "Diverging",
    NodeKind.JOIN: "Converging",
    NodeKind.MERGE: "Converging",
}
_NO_XML = re.compile("[^\t\n\r\\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 (2.2) has not."""
_NO_NAME = re.compile(r"[^A-Za-z0-9]+")
_LONGEST_NAME = 40


def bpmn_of(workflow: WorkflowInDiagram, base: str) -> bytes:
    """Return a workflow as BPMN 2.0 XML.

    Args:
        workflow: what is drawn.
        base: what the IRIs of the catalogue begin with; becomes the target namespace.
    """
    return _Writer(workflow, base).write()


class _Writer:
    def __init__(self, workflow: WorkflowInDiagram, base: str) -> None:
        self._workflow, self._base = workflow, base
        self._layout: BpmnLayout = layout_of(workflow)
        of = workflow.thing.iri
        network = self._layout.network
        self._nodes = [
            _id(
                node.kind.value,
                f"{of} {node.key}",
                node.step.thing.name_in_iri if node.step else "",
            )
            for node in network.nodes
        ]
        self._flows = [
            _id("flow", f"{self._nodes[arrow.source]} {self._nodes[arrow.target]}")
            for arrow in network.arrows
        ]
        self._process = _id("process", of, workflow.thing.name_in_iri)
        self._participant = _id("participant", of)
        self._collaboration = _id("collaboration", of)
        self._lanes = [_id("lane", f"{of} {r.iri}", r.name_in_iri) for r in workflow.roles]
        if len(self._layout.lanes) > len(self._lanes):
            self._lanes.append(_id("lane", f"{of} -"))
        self._signs = [self._sign(placed) for placed in self._layout.artifacts]

    def _sign(self, placed: PlacedArtifact) -> str:
        way = "output" if placed.made else "input"
        key = f"{self._nodes[placed.step]} {placed.artifact.iri}"
        return _id(way, key, placed.artifact.name_in_iri)

    def write(self) -> bytes:
        """Return the document."""
        workflow = self._workflow
        root = ET.Element(
            "bpmn:definitions",
            {f"xmlns:{prefix}": iri for prefix, iri in _NAMESPACES.items()}
            | {
                "id": _id("definitions", workflow.thing.iri),
                "name": _clean(workflow.thing.name),
                "targetNamespace": self._base,
                "exporter": "rolegraph",
            },
        )
        together = _add(root, "bpmn:collaboration", id=self._collaboration)
        _add(
            together,
            "bpmn:participant",
            id=self._participant,
            name=workflow.thing.name,
            processRef=self._process,
        )
        process = _add(
            root,
            "bpmn:process",
            id=self._process,
            name=workflow.thing.name,
            isExecutable="false",
        )
        _tell(process, workflow.thing.notes, workflow.thing, "Workflow")
        self._lane_set(process)
        for n, placed in enumerate(self._layout.nodes):
            self._node(process, n, placed)
        self._data(process)
        for number, arrow in enumerate(self._layout.network.arrows):
            flow = _add(
                process,
                "bpmn:sequenceFlow",
                id=self._flows[number],
                sourceRef=self._nodes[arrow.source],
                targetRef=self._nodes[arrow.target],
            )
            name = way_name(self._layout.network, number)
            if name:
                flow.set("name", name)
        self._diagram(root)
        ET.indent(root)
        return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"

    def _lane_set(self, process: ET.Element) -> None:
        if not self._layout.lanes:
            return
        lanes = _add(process, "bpmn:laneSet", id=_id("lanes", self._workflow.thing.iri))
        roles: list[ThingInDiagram | None] = [*self._workflow.roles]
        roles += [None] * (len(self._lanes) - len(roles))
        for place, role in enumerate(roles):
            name = role.name if role else "No role named"
            lane = _add(lanes, "bpmn:lane", id=self._lanes[place], name=name)
            if role:
                _tell(lane, role.notes, role, "Role")
            for n, placed in enumerate(self._layout.nodes):
                if placed.node.role == (place if role else None):
                    _add(lane, "bpmn:flowNodeRef", self._nodes[n])

    def _node(self, process: ET.Element, n: int, placed: PlacedNode) -> None:
        node, step = placed.node, placed.node.step
        tag = _TAGS.get(node.kind) or ("userTask" if step and step.uses_tools else "task")
        name = step.thing.name if step else name_of(node.kind, self._workflow)
        found = _add(process, f"bpmn:{tag}", id=self._nodes[n])
        if name:
            found.set("name", _clean(name))
        if node.kind in _DIRECTIONS:
            found.set("gatewayDirection", _DIRECTIONS[node.kind])
        criteria = {NodeKind.START: self._workflow.entry, NodeKind.END: self._workflow.exit}
        if step:
            _tell(found, step.thing.notes, step.thing, "WorkflowStep")
        elif criteria.get(node.kind):
            when = "before the first step" if node.kind is NodeKind.START else "at the end"
            lines = [f"Must hold {when}:", *criteria[node.kind]]
            _add(found, "bpmn:documentation", "\n".join(lines))
        for number, arrow in enumerate(self._layout.network.arrows):
            if arrow.target == n:
                _add(found, "bpmn:incoming", self._flows[number])
        for number, arrow in enumerate(self._layout.network.arrows):
            if arrow.source == n:
                _add(found, "bpmn:outgoing", self._flows[number])
        if step:
            self._associations(found, n)

    def _associations(self, task: ET.Element, n: int) -> None:
        """Say what a task takes in and makes."""
        own = [
            (placed, sign)
            for placed, sign in zip(self._layout.artifacts, self._signs, strict=True)
            if placed.step == n
        ]
        if not own:
            return
        inside = _add(task, "bpmn:ioSpecification", id=_id("io", self._nodes[n]))
        for made, tag in ((False, "dataInput"), (True, "dataOutput")):
            for placed, sign in own:
                if placed.made == made:
                    _add(inside, f"bpmn:{tag}", id=f"data-{sign}", name=placed.artifact.name)
        for made, tag, ref in (
            (False, "inputSet", "dataInputRefs"),
            (True, "outputSet", "dataOutputRefs"),
        ):
            group = _add(inside, f"bpmn:{tag}", id=_id(tag, self._nodes[n]))
            for placed, sign in own:
                if placed.made == made:
                    _add(group, f"bpmn:{ref}", f"data-{sign}")
        for placed, sign in own:
            way = "Output" if placed.made else "Input"
            link = _add(task, f"bpmn:data{way}Association", id=f"way-{sign}")
            ends = (f"data-{sign}", sign) if placed.made else (sign, f"data-{sign}")
            _add(link, "bpmn:sourceRef", ends[0])
            _add(link, "bpmn:targetRef", ends[1])

    def _data(self, process: ET.Element) -> None:
        objects: dict[str, str] = {}
        for placed, sign in zip(self._layout.artifacts, self._signs, strict=True):
            artifact = placed.artifact
            if artifact.iri not in objects:
                key = f"{self._workflow.thing.iri} {artifact.iri}"
                objects[artifact.iri] = _id("artifact", key, artifact.name_in_iri)
                found = _add(
                    process, "bpmn:dataObject", id=objects[artifact.iri], name=artifact.name
                )
                _tell(found, artifact.notes, artifact, "Artifact")
            _add(
                process,
                "bpmn:dataObjectReference",
                id=sign,
                name=artifact.name,
                dataObjectRef=objects[artifact.iri],
            )

    def _diagram(self, root: ET.Element) -> None:
        layout = self._layout
        diagram = _add(root, "bpmndi:BPMNDiagram", id=_id("diagram", self._workflow.thing.iri))
        plane = _add(
            diagram,
            "bpmndi:BPMNPlane",
            id=_id("plane", self._workflow.thing.iri),
            bpmnElement=self._collaboration,
        )
        _shape(plane, self._participant, layout.pool, isHorizontal="true")
        for lane, bounds in zip(self._lanes, layout.lanes, strict=True):
            _shape(plane, lane, bounds, isHorizontal="true")
        for n, placed in enumerate(layout.nodes):
            marked = (
                {"isMarkerVisible": "true"}
                if _TAGS.get(placed.node.kind) == "exclusiveGateway"
                else {}
            )
            _shape(plane, self._nodes[n], placed.bounds, placed.label, **marked)
        for drawn, sign in zip(layout.artifacts, self._signs, strict=True):
            _shape(plane, sign, drawn.bounds, drawn.label)
        for number, way in enumerate(layout.ways):
            _edge(plane, self._flows[number], way, layout.way_labels[number])
        for drawn, sign in zip(layout.artifacts, self._signs, strict=True):
            _edge(plane, f"way-{sign}", drawn.way)


def _id(kind: str, key: str, name: str = "") -> str:
    """Return an id: it begins with a letter, and is the same wherever the key is."""
    short = hashlib.sha256(key.encode()).hexdigest()[:12]
    plain = _NO_NAME.sub("-", name).strip("-")[:_LONGEST_NAME].strip("-")
    return "_".join(filter(None, [kind, plain, short]))


def _clean(text: str) -> str:
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _add(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    found = ET.SubElement(parent, tag, {name: _clean(one) for name, one in attributes.items()})
    if text is not None:
        found.text = _clean(text)
    return found


def _tell(parent: ET.Element, notes: Iterable[str], thing: ThingInDiagram, kind: str) -> None:
    """Say what a thing is in words, and as RDF where it is in the catalogue."""
    _add(parent, "bpmn:documentation", "\n".join([*notes, thing.iri]))
    extension = _add(parent, "bpmn:extensionElements")
    about = ET.SubElement(extension, f"rg:{kind}", {"rdf:about": _clean(thing.iri)})
    for name, iris in thing.links.items():
        for iri in iris:
            ET.SubElement(about, f"rg:{name}", {"rdf:resource": _clean(iri)})


def _shape(
    plane: ET.Element, of: str, bounds: Bounds, label: Bounds | None = None, **attributes: str
) -> None:
    shape = _add(plane, "bpmndi:BPMNShape", id=f"{of}_di", bpmnElement=of, **attributes)
    _bounds(shape, bounds)
    if label:
        _bounds(_add(shape, "bpmndi:BPMNLabel"), label)


def _edge(plane: ET.Element, of: str, way: Way, label: Bounds | None = None) -> None:
    edge = _add(plane, "bpmndi:BPMNEdge", id=f"{of}_di", bpmnElement=of)
    for x, y in way:
        _add(edge, "di:waypoint", x=_number(x), y=_number(y))
    if label:
        _bounds(_add(edge, "bpmndi:BPMNLabel"), label)


def _bounds(parent: ET.Element, bounds: Bounds) -> None:
    left, top = round(bounds.x), round(bounds.y)
    right, bottom = round(bounds.x + bounds.width), round(bounds.y + bounds.height)
    sides = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    _add(parent, "dc:Bounds", **{side: str(length) for side, length in sides.items()})


def _number(value: float) -> str:
    return str(round(value))
