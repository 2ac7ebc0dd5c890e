"""SmartArt: the text of a diagram, which is a list, or is told (ECMA-376-1, 21.4)."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from rolegraph.documents.readers.office.outlining import TextNode
from rolegraph.documents.readers.slides.model import aside
from rolegraph.documents.readers.slides.parts import below, every, local

DIAGRAM = "a diagram that is no list; how its parts stand to each other is not read"
_HELD = "parOf"
_NO_POINTS = frozenset({"pres", "parTrans", "sibTrans"})
_DEEPEST = 20


def nodes_of_diagram(data: ET.Element, layout: ET.Element | None) -> list[TextNode]:
    """Return a list for the text of a diagram whose layout is one, else each text as told.

    Args:
        data: the part with the points of the diagram and how they hang together.
        layout: the definition of the layout, which names its categories.
    """
    points = {
        each.get("modelId", ""): each
        for each in every(below(data, "ptLst"), "pt")
        if each.get("type", "node") not in _NO_POINTS
    }
    held: dict[str, list[tuple[int, str]]] = {}
    for each in every(below(data, "cxnLst"), "cxn"):
        source, target = each.get("srcId", ""), each.get("destId", "")
        if each.get("type", _HELD) == _HELD and source in points and target in points:
            order = each.get("srcOrd", "0")
            held.setdefault(source, []).append((int(order) if order.isdecimal() else 0, target))
    tops = [number for number, each in points.items() if each.get("type") == "doc"]
    entries = _Entries(points, held)
    found = list(entries.below(tops[0], 0)) if tops else []
    rest = [
        text for number in points if number not in entries.seen if (text := _text(points[number]))
    ]
    nodes: list[TextNode] = []
    if found and _is_list(layout):
        bullets = TextNode("ul")
        bullets.children += found
        nodes.append(bullets)
    else:
        nodes += [aside(text, DIAGRAM) for entry in found for text in _texts(entry)]
    return [*nodes, *(aside(text, DIAGRAM) for text in rest)]


class _Entries:
    """Walks through the points of a diagram from the top.

    Args:
        points: by their identifiers.
        held: those that stand below each one, with their order.
    """

    def __init__(
        self, points: dict[str, ET.Element], held: dict[str, list[tuple[int, str]]]
    ) -> None:
        self._points, self._held = points, held
        self.seen: set[str] = set()

    def below(self, number: str, depth: int) -> Iterator[TextNode]:
        """Yield an entry for each point below one; those without a text give way to theirs."""
        self.seen.add(number)
        for _, child in sorted(self._held.get(number, [])):
            if child in self.seen or depth > _DEEPEST:
                continue  # a diagram that holds itself would have no end
            inner = list(self.below(child, depth + 1))
            text = _text(self._points[child])
            if not text:
                yield from inner
                continue
            entry = TextNode("li")
            entry.children.append(text)
            if inner:
                bullets = TextNode("ul")
                bullets.children += inner
                entry.children.append(bullets)
            yield entry


def _text(point: ET.Element) -> str:
    paragraphs = every(below(point, "t"), "p")
    texts = ("".join(each.text or "" for each in every(p, "t")).strip() for p in paragraphs)
    return " ".join(text for text in texts if text)


def _texts(entry: TextNode) -> Iterator[str]:
    yield entry.text("ul")
    for bullets in entry.elements():
        for each in bullets.elements():
            yield from _texts(each)


def _is_list(layout: ET.Element | None) -> bool:
    """Tell whether a layout is one of lists, and not also one of who stands over whom."""
    kinds = {
        each.get("type", "")
        for group in every(layout, "catLst")
        for each in group
        if local(each) == "cat"
    }
    return "list" in kinds and not kinds & {"hierarchy", "relationship", "cycle", "matrix"}
