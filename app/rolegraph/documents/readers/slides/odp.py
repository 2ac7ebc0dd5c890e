"""ODP to an outline: the slides of an OpenDocument presentation (ODF 1.3, parts 3.10 and 16)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from rolegraph.documents.outline import Outline
from rolegraph.documents.readers.office.odt import OpenWriter
from rolegraph.documents.readers.office.opendocument import (
    DRAW,
    FORMAT,
    OFFICE,
    SHOW,
    SVG,
    TABLE,
    TEXT,
    OpenDocument,
    Styles,
    open_document,
)
from rolegraph.documents.readers.office.outlining import REMARK, TextNode
from rolegraph.documents.readers.slides.deck import outline_of_slides
from rolegraph.documents.readers.slides.model import Area, Slide, SlideShape, aside
from rolegraph.documents.readers.slides.pptx import CHART, FURNITURE, OBJECT, PICTURE

_MARGINS = frozenset({"footer", "header", "date-time", "page-number"})
_CHART = "application/vnd.oasis.opendocument.chart"
_LENGTH = re.compile(r"(-?[0-9.]+)(cm|mm|in|pt|pc|px)?")
_IN_CM = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72, "pc": 2.54 / 6, "px": 2.54 / 96}
_MOVED = re.compile(r"translate\s*\(\s*(\S+?)[\s,]+(\S+?)\s*\)")
_DEEPEST = 40
_DECLARED = frozenset({f"{SHOW}footer-decl", f"{SHOW}header-decl"})


def read_odp(path: Path, shown_as: str) -> Outline:
    """Return the outline of an OpenDocument presentation, packed or flat.

    Its lines are its paragraphs, each with its slide.

    Raises:
        OSError: the file cannot be opened.
        MalformedDocument: it is no such file, is encrypted, has no text, or is too large.
    """
    file = open_document(path, shown_as, "presentation")
    writer = OpenWriter(file)
    pages = [each for each in file.body if each.tag == f"{DRAW}page"]
    slides = [_slide(page, number, file, writer) for number, page in enumerate(pages, start=1)]
    if slides:
        slides[0].told += [
            aside(text, FURNITURE)
            for each in file.body
            if each.tag in _DECLARED and (text := "".join(each.itertext()).strip())
        ]
    return outline_of_slides(slides, shown_as, doubts=tuple(writer.doubts()))


def _slide(page: ET.Element, number: int, file: OpenDocument, writer: OpenWriter) -> Slide:
    found = Slide(number)
    style = page.get(f"{DRAW}style-name", "")
    seen = file.styles.property(style, "drawing-page", f"{SHOW}visibility")
    found.is_hidden = seen == "hidden"
    found.shapes = list(_shapes(page, found, (writer, file.styles), 0))
    parts = {shape.part for shape in found.shapes if shape.text}
    found.opens = "deck" if parts == {"title", "subtitle"} else ""
    notes = page.find(f"{SHOW}notes")
    for frame in notes if notes is not None else ():
        if frame.get(f"{SHOW}class") not in {*_MARGINS, "page"}:
            found.notes += writer.blocks(_boxes(frame))
    for remark in page.findall(f"{OFFICE}annotation"):
        texts = ("".join(p.itertext()) for p in remark.iter(f"{TEXT}p"))
        found.shapes.append(SlideShape([aside(text, REMARK) for text in texts if text.strip()]))
    return found


def _shapes(
    parent: Iterable[ET.Element], slide: Slide, file: tuple[OpenWriter, Styles], depth: int
) -> Iterator[SlideShape]:
    writer, styles = file
    for element in parent:
        if not element.tag.startswith(DRAW):
            continue
        kind = element.get(f"{SHOW}class", "")
        if element.get(f"{SHOW}placeholder") == "true":
            continue  # what a program shows where nothing was written
        number = element.get(f"{DRAW}id") or next(
            (v for k, v in element.attrib.items() if k.endswith("}id")), ""
        )
        if element.tag in {f"{DRAW}connector", f"{DRAW}line"}:
            ends = [element.get(f"{DRAW}{each}-shape", "") for each in ("start", "end")]
            slide.lines += [(ends[0], ends[1])] if all(ends) else []
        if element.tag == f"{DRAW}g":
            if depth < _DEEPEST:
                shapes = list(_shapes(element, slide, file, depth + 1))
                yield SlideShape(area=_around(shapes), number=number, shapes=shapes)
            continue
        nodes = list(_nodes(element, writer))
        if kind in _MARGINS:
            # A number or a date stands in a field; in a text of its own it was typed.
            text = "".join(node.text() for node in nodes if node.tag != "aside").strip()
            is_typed = text and not element.findall(f".//{TEXT}p/{TEXT}page-number")
            slide.told += [aside(text, FURNITURE)] if is_typed else []
            continue
        part = kind if kind in {"title", "subtitle"} else ""
        if part == "title" and nodes:
            nodes = [_title(nodes)]
        if nodes:
            yield SlideShape(nodes, _area(element), part, _size(element, styles), number)


def _size(element: ET.Element, styles: Styles) -> float:
    """Return the size of the first letters of a shape, in points; 0 where nothing says it."""
    name, own = f"{TEXT}style-name", f"{DRAW}text-style-name"
    chain = [(element.get(own, ""), "paragraph"), (element.get(f"{DRAW}style-name", ""), "graphic")]
    chain.append((element.get(f"{SHOW}style-name", ""), "presentation"))
    for paragraph in element.iter(f"{TEXT}p"):
        if "".join(paragraph.itertext()).strip():
            spans = [(span.get(name, ""), "text") for span in paragraph.iter(f"{TEXT}span")]
            chain = [*spans[:1], (paragraph.get(name, ""), "paragraph"), *chain]
            break
    found = (styles.property(each, family, f"{FORMAT}font-size") for each, family in chain)
    size = next((each for each in found if each and each.endswith("pt")), "0pt")
    return (_length(size) or 0.0) / _IN_CM["pt"]


def _boxes(element: ET.Element) -> list[ET.Element]:
    """Return the boxes of text in a frame, or the shape itself."""
    boxes = [each for each in element if each.tag == f"{DRAW}text-box"]
    return [each for box in boxes or [element] for each in box]


def _nodes(element: ET.Element, writer: OpenWriter) -> Iterator[TextNode]:
    """Yield what a shape says, or what it is."""
    names = {each.tag for each in element}
    if f"{TABLE}table" in names:
        for node in writer.blocks(each for each in element if each.tag == f"{TABLE}table"):
            for number, row in enumerate(node.all("tr"), start=1):
                row.number = number
            yield node
    elif {f"{DRAW}object", f"{DRAW}object-ole"} & names:
        inner = element.find(f"{DRAW}object")
        is_chart = inner is not None and inner.find(f".//{OFFICE}chart") is not None
        is_chart |= "chart" in element.get(f"{SHOW}class", "") or _is_chart(element)
        yield aside(_name(element), CHART if is_chart else OBJECT)
    elif {f"{DRAW}image", f"{DRAW}plugin"} & names and f"{DRAW}text-box" not in names:
        yield aside(_name(element), PICTURE)
    else:
        yield from (node for node in writer.blocks(_boxes(element)) if node.tag != "img")


def _is_chart(element: ET.Element) -> bool:
    return any(_CHART in value for each in element for value in each.attrib.values())


def _name(element: ET.Element) -> str:
    """Return what a shape says of itself, or its name."""
    said = (element.find(f"{SVG}{each}") for each in ("desc", "title"))
    texts = ["".join(each.itertext()).strip() for each in said if each is not None]
    own = element.get(f"{DRAW}name", "")
    return next((text for text in [*texts, own] if text), "Shape")


def _title(nodes: list[TextNode]) -> TextNode:
    title = TextNode("p")
    title.children.append(" ".join(node.text() for node in nodes if node.tag != "aside"))
    return title


def _area(element: ET.Element) -> Area | None:
    left, top = (_length(element.get(f"{SVG}{name}")) for name in ("x", "y"))
    moved = _MOVED.search(element.get(f"{DRAW}transform", ""))
    if moved is not None:
        left, top = _length(moved[1]), _length(moved[2])
    if left is None or top is None:
        return None
    width, height = (_length(element.get(f"{SVG}{name}")) or 0.0 for name in ("width", "height"))
    return Area(left, top, width, height)


def _around(shapes: list[SlideShape]) -> Area | None:
    areas = [shape.area for shape in shapes if shape.area is not None]
    if not areas:
        return None
    left, top = min(each.left for each in areas), min(each.top for each in areas)
    right, bottom = max(each.right for each in areas), max(each.bottom for each in areas)
    return Area(left, top, right - left, bottom - top)


def _length(text: str | None) -> float | None:
    """Return a length in centimetres; None for what is none."""
    found = _LENGTH.match(text or "")
    try:
        return float(found[1]) * _IN_CM.get(found[2] or "cm", 1.0) if found else None
    except ValueError:
        return None
