"""The slides of a file to an outline: titles are headings, what goes on stays together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rolegraph.documents.outline import NOTES, Outline
from rolegraph.documents.readers.office.outlining import (
    LISTS,
    MARK,
    TextNode,
    goes_on,
    join_lists,
    outline_of_nodes,
)
from rolegraph.documents.readers.office.package import fault
from rolegraph.documents.readers.slides.model import Area, Slide, SlideShape, aside, texts_of
from rolegraph.documents.readers.slides.order import in_order, is_name, labels
from rolegraph.documents.text.pages import SLIDE

HIDDEN = "a hidden slide; show it to read it"
OUTSIDE = "stands outside of the slide"
LINE = "a line between two boxes; what it means is not read"
_MOST_SLIDES = 1000
_NAMED, _LABEL = 6, 7
"""Levels of a name that stands over labels, and of a label over a text."""
_FEW, _MANY = 4, 12
"""Lines of a section's title slide, and of the deck's, which also names who speaks and when."""
_WORDS = (
    r"cont(?:inued|['\u2019]?d|\.)?|fortsetzung|forts\.?|suite|continuaci\u00f3n|segue|vervolg|"
    r"continua\u00e7\u00e3o|ci\u0105g dalszy|"
    r"\u043f\u0440\u043e\u0434\u043e\u043b\u0436\u0435\u043d\u0438\u0435|"
    r"\u7d9a\u304d|\u7eed|\u2026|\.\.\."
)
_NUMBER = r"[0-9]{1,2}\s*(?:/|of|von|de|sur|di|van|z)\s*[0-9]{1,2}"
_GOES_ON = re.compile(
    rf"[\s\-\u2013\u2014:,]*[(\[]?\s*(?:(?:{_WORDS})[\s:,]*(?:{_NUMBER})?|{_NUMBER})\s*[)\]]?\s*\Z",
    re.IGNORECASE,
)
"""What says behind a title that it is one of several slides: “(2/3)”, “(continued)”."""


def outline_of_slides(
    slides: Sequence[Slide],
    shown_as: str,
    size: tuple[float, float] | None = None,
    doubts: tuple[tuple[int, str], ...] = (),
) -> Outline:
    """Return the outline of slides; its lines are their paragraphs, each with its slide.

    Args:
        slides: in the order of the file.
        shown_as: the name of the file for people.
        size: width and height of a slide, in the unit of its shapes; None where not known.
        doubts: questions about the file, with their line.

    Raises:
        MalformedDocument: there are more slides than any deck has, or none has a text.
    """
    if len(slides) > _MOST_SLIDES:
        message = f"The file has {len(slides)} slides, and {_MOST_SLIDES} are read at most."
        raise fault(shown_as, f"{message} Save the slides with the roles alone.")
    body = TextNode("body")
    body.children += _Deck(slides, size).nodes()
    if not any(node.tag != "aside" and node.text().strip() for node in body.elements()):
        message = "The slides of this file have no text that is read: they are hidden or pictures."
        raise fault(shown_as, f"{message} Write the text on the slides, or save it as text.")
    return outline_of_nodes(body, shown_as, doubts, word=SLIDE)


class _Deck:
    """Puts slides one below the other.

    Args:
        slides: in the order of the file.
        size: width and height of a slide.
    """

    def __init__(self, slides: Sequence[Slide], size: tuple[float, float] | None) -> None:
        self._shown = [slide for slide in slides if not slide.is_hidden]
        self._hidden = [slide for slide in slides if slide.is_hidden]
        self._size = size
        self._openings = self._opening_slides()
        self._titles = [_title_of(self._seen(slide)) for slide in self._shown]
        self._found: list[TextNode] = []

    def _opening_slides(self) -> dict[int, str]:
        """Return the slides that open the deck or a section of it, by their numbers.

        Where most slides have the layout of a title, it says nothing.
        """
        opening = [
            slide
            for slide in self._shown
            if slide.opens and self._is_bare(slide, _MANY if slide is self._shown[0] else _FEW)
        ]
        if len(opening) > max(1, len(self._shown) / 2):
            opening = opening[:1]
        if not opening:
            return {}
        first = self._shown[0]
        found = {slide.number: "section" for slide in opening}
        if opening[0] is first and first.opens == "deck":
            found[first.number] = "deck"
        return found

    @staticmethod
    def _is_bare(slide: Slide, most: int) -> bool:
        """Tell whether a slide has little more than its title: some lines at most."""
        nodes = [node for shape in slide.shapes for each in shape.all() for node in each.nodes]
        has_list = any(node.tag in {"ul", "ol", "table"} for node in nodes)
        return not has_list and sum(node.tag == "p" for node in nodes) <= most

    def nodes(self) -> list[TextNode]:
        """Return what the slides say; what belongs to none of them stands before them."""
        self._found += self._furniture()
        for slide in self._hidden:
            said = [node for shape in slide.shapes for each in shape.all() for node in each.nodes]
            unseen = [aside(text, HIDDEN) for text in texts_of(said) if text]
            unseen += [aside(text, f"{NOTES}; {HIDDEN}") for text in texts_of(slide.notes) if text]
            self._add(slide, unseen)
        texts = [" ".join(title.text.split()) if title else "" for title in self._titles]
        parted = [_parted(text) for text in texts]
        for n, slide in enumerate(self._shown):
            base, mark = parted[n]
            # A number behind a title means nothing where no slide beside it has the same one.
            goes_on = n > 0 and bool(mark) and _is_one(parted[n - 1], parted[n])
            is_first = n + 1 < len(parted) and bool(parted[n + 1][1])
            is_series = goes_on or (is_first and _is_one(parted[n], parted[n + 1]))
            words = (base, mark) if is_series else (texts[n], "")
            self._add_slide(slide, self._titles[n], words, goes_on=goes_on)
        return self._found

    def _seen(self, slide: Slide) -> list[SlideShape]:
        """Return the shapes of a slide that say something, and that its audience sees."""
        return [each for each in slide.shapes if _says(each) and not self._is_outside(each.area)]

    def _furniture(self) -> Iterator[TextNode]:
        """Yield footers, dates and the like, each text once."""
        told = [(node, slide) for slide in self._shown + self._hidden for node in slide.told]
        counted = Counter(node.text().strip() for node, _ in told)
        for node, slide in told:
            text = node.text().strip()
            if text in counted:
                often = counted.pop(text)
                node.what += f", on {often} slides" if often > 1 else ""
                yield _on(slide, node)

    def _add(self, slide: Slide, nodes: Iterable[TextNode]) -> None:
        self._found += [_on(slide, node) for node in nodes]

    def _add_slide(
        self, slide: Slide, title: SlideShape | None, said: tuple[str, str], *, goes_on: bool
    ) -> None:
        """Add a slide below a heading; one that goes on has the heading of the one before."""
        shapes = [each for each in slide.shapes if not self._is_outside(each.area)]
        outside = [each for shape in slide.shapes if shape not in shapes for each in shape.all()]
        before = len(self._found)
        if goes_on:
            self._add(slide, [_node(MARK, "".join(said))])
        else:
            self._add(slide, self._heading(slide, title, *said))
        rest = _without(self._seen(slide), title)
        nodes = [_on(slide, node) for node in self._content(slide, rest)]
        if goes_on:
            nodes = _joined(self._found[:before], nodes)
        self._add(slide, nodes)
        for each in shapes:
            told = (node for inner in each.all() for node in inner.nodes)
            self._add(slide, [node for node in told if node.tag == "aside"])
        for text in texts_of([node for shape in outside for node in shape.nodes]):
            self._add(slide, [aside(text, OUTSIDE)] if text else [])
        self._add(slide, _lines(slide))
        self._add(slide, [aside(text, NOTES) for text in texts_of(slide.notes) if text])

    def _is_outside(self, area: Area | None) -> bool:
        """Tell whether a shape stands where no audience sees it."""
        if area is None or self._size is None:
            return False
        width, height = self._size
        is_beside = area.right <= 0 or area.left >= width
        return is_beside or area.bottom <= 0 or area.top >= height

    def _heading(
        self, slide: Slide, title: SlideShape | None, base: str, mark: str
    ) -> list[TextNode]:
        opens = self._openings.get(slide.number, "")
        has_deck = "deck" in self._openings.values()
        has_sections = "section" in self._openings.values()
        level = 1 if opens == "deck" else 1 + has_deck + (has_sections and not opens)
        if title is None:
            # What stands below is no part of the slide before it.
            return [_node(f"h{level}", f"Slide {slide.number}")]
        node = _node(f"h{level}", base)
        node.tail = mark
        return [node, *title.nodes[1:]]

    def _content(self, slide: Slide, shapes: list[SlideShape]) -> list[TextNode]:
        """Return what shapes say, in order; short lines above others are their labels."""
        first = [shape for shape in shapes if shape.part == "subtitle"]
        row = [*first, *in_order([shape for shape in shapes if shape.part != "subtitle"])]
        row = [shape for shape in row if shape.text]
        over = labels(row)
        joined = {number for pair in slide.lines for number in pair}
        found: list[TextNode] = []
        for n, shape in enumerate(row):
            nodes = [node for node in shape.nodes if node.tag != "aside"]
            if shape.number in joined and is_name(shape):
                # Boxes of an organisation chart: which stands over which, their lines say.
                entry = nodes[0]
                entry.tag = "li"
                if not (found and found[-1].tag == "chart"):
                    found.append(TextNode("chart"))
                found[-1].children.append(entry)
            elif n in over and not (n == 0 and first):
                nodes[0].tag = f"h{_NAMED if over[n] else _LABEL}"
                found += nodes
            else:
                found += nodes
        for node in found:
            node.tag = "ul" if node.tag == "chart" else node.tag
        return found


def _on(slide: Slide, node: TextNode) -> TextNode:
    """Return an element with the number of its slide, and all that stands in it."""
    node.page = slide.number
    for each in node.elements():
        _on(slide, each)
    return node


def _node(tag: str, text: str) -> TextNode:
    node = TextNode(tag)
    node.children.append(text)
    return node


def _says(shape: SlideShape) -> bool:
    return any(each.text for each in shape.all())


def _parted(title: str) -> tuple[str, str]:
    """Return a title without what says that it is one of several slides, and that."""
    found = _GOES_ON.search(title)
    base = title[: found.start()].strip() if found else ""
    is_word = bool(found) and title[len(base) : len(base) + 1].isalnum()
    return (base, title[len(base) :]) if base and not is_word else (title, "")


def _is_one(before: tuple[str, str], after: tuple[str, str]) -> bool:
    """Tell whether the titles of two slides are one, but for what counts them."""
    return before[0].casefold() == after[0].casefold()


def _title_of(shapes: Sequence[SlideShape]) -> SlideShape | None:
    """Return the title of a slide: its own one, or else the line at the top in larger letters."""
    own = [shape for shape in shapes if shape.part == "title"]
    if own:
        return own[0]
    row = [each for shape in shapes for each in shape.all() if each.text and each.area]
    row.sort(key=lambda each: (each.area.top, each.area.left) if each.area else (0.0, 0.0))
    others = [each.size for each in row[1:]]
    if not row or not is_name(row[0]) or row[0].size <= max(others, default=0.0):
        return None
    return row[0] if others or row[0].size else None


def _without(shapes: Sequence[SlideShape], title: SlideShape | None) -> list[SlideShape]:
    """Return shapes but for the title, which may stand in a group."""
    found = []
    for shape in shapes:
        if shape is title:
            continue
        shape.shapes = _without(shape.shapes, title)
        found.append(shape)
    return found


def _lines(slide: Slide) -> Iterator[TextNode]:
    """Yield the lines between boxes, by the texts of these."""
    texts = {each.number: each.text for shape in slide.shapes for each in shape.all()}
    for start, end in slide.lines:
        if texts.get(start) and texts.get(end):
            told = " \u2013 ".join(" ".join(texts[each].split()) for each in (start, end))
            yield aside(told, LINE)


def _joined(before: Sequence[TextNode], nodes: list[TextNode]) -> list[TextNode]:
    """Put the list or table that a slide begins with to the one that the slide before ends with."""
    last = next((node for node in reversed(before) if node.tag != "aside"), None)
    if last is not None and last.tag in LISTS:
        while nodes and nodes[0].tag in LISTS:
            if goes_on(last, nodes[0]):
                join_lists(last, nodes[0])
            else:
                _put(last, nodes[0])
            nodes = nodes[1:]
        return nodes
    first = nodes[0] if nodes else None
    if last is not None and first is not None and last.tag == first.tag == "table":
        rows = list(first.elements())
        head = next(last.elements(), None)
        if head is None or not rows or _width(head) != _width(rows[0]):
            return nodes
        is_repeated = _cells(head) == _cells(rows[0])
        if not is_repeated and first.has_head:
            return nodes
        marks = [_node(MARK, text) for text in _cells(rows[0]) if text] if is_repeated else []
        last.children += rows[1:] if is_repeated else rows
        return [*marks, *nodes[1:]]
    return nodes


def _put(above: TextNode, below: TextNode) -> None:
    """Put the entries of a list behind those of its level in another one."""
    entry = next(reversed(list(above.elements())), None)
    inner = [each for each in entry.elements() if each.tag in LISTS] if entry else []
    if below.number > above.number and inner:
        _put(inner[-1], below)
    elif below.number > above.number and entry is not None:
        entry.children.append(below)
    else:
        above.children += below.children


def _width(row: TextNode) -> int:
    return sum(cell.columns for cell in row.elements())


def _cells(row: TextNode) -> list[str]:
    return [cell.pieces() for cell in row.elements()]
