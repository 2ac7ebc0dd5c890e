"""PPTX to an outline, by the parts of the file (ECMA-376-1, 19 and 21)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from rolegraph.documents.outline import Outline
from rolegraph.documents.readers.grid import spanned
from rolegraph.documents.readers.office.outlining import REMARK, TextNode
from rolegraph.documents.readers.office.package import fault
from rolegraph.documents.readers.slides.deck import outline_of_slides
from rolegraph.documents.readers.slides.diagrams import nodes_of_diagram
from rolegraph.documents.readers.slides.looks import TITLES, Looks, Placeholder, place_of
from rolegraph.documents.readers.slides.model import Area, Slide, SlideShape, aside, texts_of
from rolegraph.documents.readers.slides.paragraphs import blocks_of_paragraphs, paragraph_of
from rolegraph.documents.readers.slides.parts import (
    PackageParts,
    attribute,
    below,
    every,
    local,
    refuse_locked,
)

FURNITURE = "a footer, date or number of slides"
PICTURE = "a picture, whose text is not read"
CHART = "a chart, which is not read"
OBJECT = "an embedded object, which is not read; save it as a file of its own"
MERGED = "stands in a cell that another one covers"
UNSEEN = "a hidden shape; show it to read it"
_MARGINS = frozenset({"dt", "ftr", "sldNum", "hdr"})
_OPENS = {"title": "deck", "secHead": "section"}
_KINDS = frozenset({"sp", "pic", "graphicFrame", "grpSp", "cxnSp", "AlternateContent"})
_DEEPEST = 40


def read_pptx(path: Path, shown_as: str) -> Outline:
    """Return the outline of a PowerPoint file; its lines are its paragraphs, each with its slide.

    Raises:
        OSError: the file cannot be opened.
        MalformedDocument: it is no such file, is locked, has no text, or is too large.
    """
    try:
        refuse_locked(path, shown_as, "PowerPoint (.pptx)")
        with zipfile.ZipFile(path) as package:
            parts = PackageParts(package, shown_as)
            main = parts.main()
            presentation = parts.xml(main)
            slides = list(_slides(parts, main, presentation))
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError) as error:
        message = f"This is no PowerPoint file, or a damaged one: {error}."
        raise fault(shown_as, message) from None
    said = below(presentation, "sldSz")
    size = (_number(said, "cx"), _number(said, "cy")) if said is not None else None
    return outline_of_slides(slides, shown_as, size if size and all(size) else None)


def _slides(parts: PackageParts, main: str, presentation: ET.Element) -> Iterator[Slide]:
    references = parts.references(main)
    for number, each in enumerate(every(below(presentation, "sldIdLst"), "sldId"), start=1):
        # The identifier of the slide has the same name, without a namespace.
        name = next((v for k, v in each.attrib.items() if k.endswith("}id")), "")
        reference = references.get(name)
        if reference is not None:
            yield _SlideReader(parts, reference.part, presentation).slide(number)


class _SlideReader:
    """Reads one slide.

    Args:
        parts: the parts of the file.
        name: that of the slide.
        presentation: the part that lists the slides.
    """

    def __init__(self, parts: PackageParts, name: str, presentation: ET.Element) -> None:
        self._parts = parts
        self._root = parts.xml(name)
        self._references = parts.references(name)
        layout = parts.first(name, "slideLayout")
        master = parts.first(layout, "slideMaster") if layout else None
        self._layout = parts.xml(layout) if layout else None
        self._looks = Looks(self._layout, parts.xml(master) if master else None, presentation)
        self._presentation = presentation

    def slide(self, number: int) -> Slide:
        """Return the slide."""
        kind = self._layout.get("type", "") if self._layout is not None else ""
        found = Slide(number, is_hidden=self._root.get("show") in {"0", "false"})
        found.opens = _OPENS.get(kind, "")
        tree = below(self._root, "cSld", "spTree")
        found.shapes = list(self._shapes(tree, found, _Scale(), 0)) if tree is not None else []
        found.notes = self._notes()
        for reference in self._references.values():
            if reference.kind in {"comments", "comment"}:
                found.shapes += [
                    SlideShape([aside(text, REMARK)])
                    for text in _remarks(self._parts.xml(reference.part))
                ]
        return found

    def _shapes(
        self, tree: ET.Element, slide: Slide, scale: _Scale, depth: int
    ) -> Iterator[SlideShape]:
        for element in _chosen(tree):
            shape = self._shape(element, slide, scale, depth)
            if shape is None:
                continue
            if _is_unseen(element):
                said = [node for each in shape.all() for node in each.nodes]
                shape = SlideShape([aside(text, UNSEEN) for text in texts_of(said) if text])
            yield shape

    def _shape(
        self, element: ET.Element, slide: Slide, scale: _Scale, depth: int
    ) -> SlideShape | None:
        kind = local(element)
        if kind == "cxnSp":
            ends = [next(every(element, name), None) for name in ("stCxn", "endCxn")]
            start, end = (each.get("id", "") if each is not None else "" for each in ends)
            slide.lines += [(start, end)] if start and end else []
            return None
        place = place_of(element)
        shape = SlideShape(area=self._area(element, place, scale), number=_identifier(element))
        if kind == "grpSp":
            if depth < _DEEPEST:
                inner = scale.within(below(element, "grpSpPr", "xfrm"))
                shape.shapes = list(self._shapes(element, slide, inner, depth + 1))
            return shape
        if kind == "sp":
            self._say(shape, element, place)
            if place is not None and place.kind in _MARGINS:
                slide.told += _margin(element, shape)
                return None
        elif kind == "graphicFrame":
            shape.nodes = list(self._frame(element))
        else:
            shape.nodes = _named(element, PICTURE)
        return shape

    def _say(self, shape: SlideShape, element: ET.Element, place: Placeholder | None) -> None:
        paragraphs = []
        for each in every(below(element, "txBody"), "p"):
            said = below(each, "pPr")
            level = said.get("lvl", "0") if said is not None else "0"
            depth = int(level) if level.isdecimal() else 0
            look = self._looks.of(element, place, depth)
            paragraphs.append(paragraph_of(each, look, depth))
        shape.size = max((each.size for each in paragraphs[:1] if each.text), default=0) / 100
        if place is not None and place.kind in TITLES:
            shape.part = "title"
            for line in paragraphs:
                line.marker, line.depth = "", 0
        elif place is not None and place.kind == "subTitle":
            shape.part = "subtitle"
        shape.nodes = blocks_of_paragraphs(paragraphs)
        if shape.part == "title" and len(shape.nodes) > 1:
            shape.nodes = [_one_line(shape.nodes)]

    def _area(self, element: ET.Element, place: Placeholder | None, scale: _Scale) -> Area | None:
        """Return where a shape stands; a placeholder may have its place from the layout."""
        for each in (element, *self._looks.above(place)):
            for name in ("spPr", "grpSpPr", "."):
                found = below(each, "xfrm") if name == "." else below(each, name, "xfrm")
                offset, extent = below(found, "off"), below(found, "ext")
                if offset is not None and extent is not None:
                    own = Area(
                        _number(offset, "x"),
                        _number(offset, "y"),
                        _number(extent, "cx"),
                        _number(extent, "cy"),
                    )
                    return scale.area(own) if each is element else own
        return None

    def _frame(self, element: ET.Element) -> Iterator[TextNode]:
        """Yield what stands in a frame: a table, the text of a diagram, or what it is."""
        table = next(every(element, "tbl"), None)
        if table is not None:
            yield from self._table(table)
            return
        diagram = next(every(element, "relIds"), None)
        if diagram is not None:
            data, layout = (self._part(diagram, name) for name in ("dm", "lo"))
            nodes = nodes_of_diagram(data, layout) if data is not None else []
            yield from nodes or _named(element, "a diagram without a text that is read")
            return
        chart = next(every(element, "chart"), None)
        if chart is not None:
            part = self._part(chart, "id")
            title = " ".join(each.text or "" for each in every(below(part, "chart", "title"), "t"))
            yield from [aside(title, CHART)] if title.strip() else _named(element, CHART)
            return
        yield from _named(element, OBJECT)

    def _part(self, element: ET.Element, name: str) -> ET.Element | None:
        reference = self._references.get(attribute(element, name) or "")
        return self._parts.xml(reference.part) if reference is not None else None

    def _table(self, element: ET.Element) -> Iterator[TextNode]:
        table = TextNode("table")
        said = below(element, "tblPr")
        table.has_head = said is not None and said.get("firstRow") in {"1", "true"}
        covered: list[TextNode] = []
        rows = (each for each in element if local(each) == "tr")
        for number, row in enumerate(rows, start=1):
            line = TextNode("tr")
            line.number = number
            for cell in (each for each in row if local(each) == "tc"):
                nodes = self._cell(cell)
                if {cell.get("hMerge"), cell.get("vMerge")} & {"1", "true"}:
                    covered += [aside(text, MERGED) for text in texts_of(nodes) if text]
                    continue
                node = TextNode("td")
                node.columns = spanned(cell.get("gridSpan", "1"))
                node.rows = spanned(cell.get("rowSpan", "1"))
                node.children += nodes
                line.children.append(node)
            table.children.append(line)
        yield table
        yield from covered

    def _cell(self, cell: ET.Element) -> list[TextNode]:
        paragraphs = []
        for each in every(below(cell, "txBody"), "p"):
            look = self._looks.of(cell, None, 0)
            paragraphs.append(paragraph_of(each, look, 0))
        return blocks_of_paragraphs(paragraphs)

    def _notes(self) -> list[TextNode]:
        found: list[TextNode] = []
        for reference in self._references.values():
            if reference.kind != "notesSlide":
                continue
            for shape in every(self._parts.xml(reference.part), "sp"):
                place = place_of(shape)
                if place is not None and place.kind in {*_MARGINS, "sldImg"}:
                    continue
                look = self._looks.of(shape, None, 0)
                texts = every(below(shape, "txBody"), "p")
                said = blocks_of_paragraphs([paragraph_of(each, look, 0) for each in texts])
                # The number of the slide may stand in a box of its own.
                is_typed = _typed(shape, "".join(each.text() for each in said))
                found += said if is_typed else []
        return found


class _Scale:
    """How the coordinates within groups lie on the slide."""

    def __init__(self, by: tuple[float, float] = (1, 1), to: tuple[float, float] = (0, 0)) -> None:
        self._by, self._to = by, to

    def area(self, own: Area) -> Area:
        """Return where an area of the group lies on the slide."""
        (x, y), (left, top) = self._by, self._to
        return Area(own.left * x + left, own.top * y + top, own.width * x, own.height * y)

    def within(self, group: ET.Element | None) -> _Scale:
        """Return the scale of what stands in a group, by its `xfrm`."""
        names = ("off", "ext", "chOff", "chExt")
        offset, extent, inner, size = (below(group, name) for name in names)
        if offset is None or extent is None or inner is None or size is None:
            return self
        by = [
            _number(extent, name) / _number(size, name) if _number(size, name) else 1.0
            for name in ("cx", "cy")
        ]
        to = [
            _number(offset, name) - _number(inner, name) * times
            for name, times in zip(("x", "y"), by, strict=True)
        ]
        return _Scale(
            (self._by[0] * by[0], self._by[1] * by[1]),
            (self._by[0] * to[0] + self._to[0], self._by[1] * to[1] + self._to[1]),
        )


def _chosen(tree: ET.Element) -> Iterator[ET.Element]:
    """Yield the shapes of a tree; of alternatives the first that has a text, or the last one."""
    for each in tree:
        name = local(each)
        if name == "AlternateContent":
            ways = [way for way in each if any(local(inner) in _KINDS for inner in way)]
            telling = (w for w in ways if next(every(w, "t", "graphicFrame"), None) is not None)
            way = next(telling, ways[-1] if ways else None)
            if way is not None:
                yield from _chosen(way)
        elif name in _KINDS:
            yield each
        elif name == "contentPart":
            yield ET.Element("pic", each.attrib)


def _identifier(element: ET.Element) -> str:
    named = below(next(iter(element), None), "cNvPr")
    return named.get("id", "") if named is not None else ""


def _is_unseen(element: ET.Element) -> bool:
    named = below(next(iter(element), None), "cNvPr")
    return named is not None and named.get("hidden") in {"1", "true"}


def _named(element: ET.Element, what: str) -> list[TextNode]:
    """Return how a shape without a text is told: by what it says of itself, or its name.

    A picture that the file calls decoration is not told.
    """
    named = below(next(iter(element), None), "cNvPr")
    if named is None:
        return [aside("Drawing", what)]
    if any(attribute(each, "val") in {"1", "true"} for each in every(named, "decorative")):
        return []
    text = named.get("descr") or named.get("title") or named.get("name") or "Shape"
    return [aside(" ".join(text.split()), what)]


def _margin(element: ET.Element, shape: SlideShape) -> list[TextNode]:
    """Return what is typed into a footer; the number that a program writes is no text."""
    return [aside(shape.text, FURNITURE)] if _typed(element, shape.text) else []


def _typed(element: ET.Element, text: str) -> bool:
    """Tell whether somebody typed a text, and it is not the field of a program alone."""
    fields = "".join(
        each.text or "" for field in every(element, "fld") for each in every(field, "t")
    )
    return bool(text.strip()) and "".join(text.split()) != "".join(fields.split())


def _one_line(nodes: list[TextNode]) -> TextNode:
    node = TextNode("p")
    node.children.append(" ".join(each.text() for each in nodes))
    return node


def _remarks(comments: ET.Element) -> Iterator[str]:
    """Yield the remarks of a slide, in the form of 2007 or of today's threads."""
    for each in every(comments, "cm", "reply"):
        body = below(each, "text")
        if body is not None and body.text:
            yield body.text
        else:
            texts = every(below(each, "txBody"), "t")
            yield "".join(text.text or "" for text in texts)


def _number(element: ET.Element, name: str) -> float:
    try:
        return float(element.get(name, "0"))
    except ValueError:
        return 0.0
