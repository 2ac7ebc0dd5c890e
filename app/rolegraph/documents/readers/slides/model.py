"""Slides as their readers saw them: shapes with their places, whatever the format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from rolegraph.documents.readers.office.outlining import TextNode


@dataclass(frozen=True, slots=True)
class Area:
    """Where a shape stands, in any unit; the top of a slide is 0."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height

    def shares_columns(self, other: Area) -> bool:
        """Tell whether two shapes stand above each other for half of the narrower one."""
        shared = min(self.right, other.right) - max(self.left, other.left)
        return shared > 0 and shared >= min(self.width, other.width) / 2

    def shares_rows(self, other: Area) -> bool:
        """Tell whether two shapes stand beside each other for half of the lower one."""
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        return shared > 0 and shared >= min(self.height, other.height) / 2


@dataclass(slots=True)
class SlideShape:
    """A shape of a slide.

    Attributes:
        nodes: what it says: paragraphs, lists, tables; or an `aside` that tells what it is.
        area: where it stands; None where the file does not say.
        part: `title`, `subtitle`, or empty for all else.
        size: of its first letters, in points; 0 where the file does not say.
        number: by what lines between shapes name it.
        shapes: those of a group, which are read together.
    """

    nodes: list[TextNode] = field(default_factory=list)
    area: Area | None = None
    part: str = ""
    size: float = 0.0
    number: str = ""
    shapes: list[SlideShape] = field(default_factory=list)

    def all(self) -> Iterator[SlideShape]:
        """Yield it, and the shapes of its group."""
        yield self
        for shape in self.shapes:
            yield from shape.all()

    @property
    def text(self) -> str:
        """What it says, but for what is told only."""
        return "".join(node.text() for node in self.nodes if node.tag != "aside").strip()


@dataclass(slots=True)
class Slide:
    """A slide.

    Attributes:
        number: its place in the file, from 1.
        shapes: in the order of the file.
        opens: `deck` or `section`, where its layout is that of such a title; else empty.
        is_hidden: whether it is left out of the show.
        notes: what the speaker is to say.
        lines: pairs of shapes that a line joins, by their `number`.
        told: what belongs to the slide and is no text of it: remarks, footers.
    """

    number: int
    shapes: list[SlideShape] = field(default_factory=list)
    opens: str = ""
    is_hidden: bool = False
    notes: list[TextNode] = field(default_factory=list)
    lines: list[tuple[str, str]] = field(default_factory=list)
    told: list[TextNode] = field(default_factory=list)


def aside(text: str, what: str) -> TextNode:
    """Return a text that is told as not read, and why."""
    node = TextNode("aside", what=what)
    node.children.append(text)
    return node


def texts_of(nodes: list[TextNode]) -> Iterator[str]:
    """Yield the texts of paragraphs, entries and cells, each once."""
    for node in nodes:
        if node.tag in {"ul", "ol", "table", "tr"}:
            yield from texts_of(list(node.elements()))
            continue
        yield node.pieces() if node.tag == "td" else node.text("ul", "ol", "table").strip()
        if node.tag != "td":
            yield from texts_of([each for each in node.elements() if each.tag in {"ul", "ol"}])
