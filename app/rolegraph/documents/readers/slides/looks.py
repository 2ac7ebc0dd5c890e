"""What a paragraph of a slide inherits: its bullet, weight and size (ECMA-376-1, 19.3 and 21.1.2).

The paragraph itself says it, or else its shape, the placeholder of the layout, that of the master,
the text styles of the master, and last the presentation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from rolegraph.documents.readers.slides.parts import below, every, local

TITLES = frozenset({"title", "ctrTitle"})
_LARGEST = 8
_STYLES = {"title": "titleStyle", "ctrTitle": "titleStyle", "other": "otherStyle"}
_BULLETS = {"buChar": "ul", "buBlip": "ul", "buAutoNum": "ol", "buNone": ""}


@dataclass(frozen=True, slots=True)
class Placeholder:
    """Which placeholder a shape fills: its type, such as `body`, and its index."""

    kind: str
    index: str


def place_of(shape: ET.Element) -> Placeholder | None:
    """Return the placeholder that a shape fills; None for one of its own."""
    first = next(iter(shape), None)  # nvSpPr, nvPicPr and the like
    found = below(first, "nvPr", "ph")
    if found is None:
        return None
    return Placeholder(found.get("type", "obj"), found.get("idx", "0"))


class Looks:
    """What the shapes of a slide inherit from its layout and master.

    Args:
        layout: the layout of the slide; None where it has none.
        master: the master of the layout.
        presentation: the part with the usual style of texts.
    """

    def __init__(
        self, layout: ET.Element | None, master: ET.Element | None, presentation: ET.Element
    ) -> None:
        self._layout = [(s, p) for s in every(layout, "sp", "pic") if (p := place_of(s))]
        self._master = [(s, p) for s in every(master, "sp", "pic") if (p := place_of(s))]
        self._styles = below(master, "txStyles")
        self._usual = below(presentation, "defaultTextStyle")

    def above(self, place: Placeholder | None) -> list[ET.Element]:
        """Return the placeholders that a shape is filled into, the nearest first."""
        if place is None:
            return []
        found = []
        kind = place.kind
        for shape, other in self._layout:
            if other.index == place.index and _alike(other.kind, kind):
                found.append(shape)
                kind = kind if kind != "obj" else other.kind
                break
        for shape, other in self._master:
            if _alike(other.kind, kind):
                found.append(shape)
                break
        return found

    def of(self, shape: ET.Element, place: Placeholder | None, depth: int) -> TextLook:
        """Return how paragraphs of a depth look in a shape."""
        level = f"lvl{min(depth, _LARGEST) + 1}pPr"
        chain = [below(each, "txBody", "lstStyle", level) for each in (shape, *self.above(place))]
        style = _STYLES.get(place.kind, "bodyStyle") if place else "otherStyle"
        chain += [below(self._styles, style, level), below(self._usual, level)]
        return TextLook([each for each in chain if each is not None])


class TextLook:
    """How paragraphs look: what is said nearest counts.

    Args:
        chain: what says it, the nearest first.
    """

    def __init__(self, chain: Sequence[ET.Element]) -> None:
        self._chain = chain

    def marker(self, own: ET.Element | None) -> str:
        """Return `ul` or `ol` where a paragraph has a bullet or a number; else an empty text."""
        for each in self._with(own):
            for child in each:
                if local(child) in _BULLETS:
                    return _BULLETS[local(child)]
        return ""

    def letters(self, run: ET.Element | None, name: str) -> str:
        """Return a property of letters, such as `b` or `sz`; empty where nothing says it."""
        said = run.get(name) if run is not None else None
        if said is not None:
            return said
        usual = (below(each, "defRPr") for each in self._chain)
        values = (each.get(name) for each in usual if each is not None)
        return next((value for value in values if value is not None), "")

    def _with(self, own: ET.Element | None) -> Iterator[ET.Element]:
        if own is not None:
            yield own
        yield from self._chain


def _alike(one: str, other: str) -> bool:
    return _family(one) == _family(other)


def _family(kind: str) -> str:
    """Return what a placeholder is filled into on a master: it has one for all content."""
    if kind in TITLES:
        return "title"
    return kind if kind in {"dt", "ftr", "sldNum", "hdr"} else "body"
