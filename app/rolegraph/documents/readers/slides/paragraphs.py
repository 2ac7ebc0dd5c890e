"""The paragraphs of a shape as blocks: lists by their levels, signs typed as bullets among them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from rolegraph.documents.readers.office.outlining import LINE_BREAK, TextNode
from rolegraph.documents.readers.pdf.bullets import bullet_of, number_of
from rolegraph.documents.readers.slides.looks import TextLook
from rolegraph.documents.readers.slides.parts import below, every, local

_LARGER = 1.15
_ENDS = (".", "!", "?", ",", ";")
_MOST_WORDS = 9
_NONE = frozenset({"", "noStrike"})
_BREAKS = re.compile("[\v\u2028]|_x000[bB]_")


@dataclass(slots=True)
class SlideParagraph:
    """A paragraph of a shape.

    Attributes:
        depth: its level, from 0.
        marker: `ul`, `ol`, or empty without a bullet.
        pieces: its text; bold and struck parts stand in elements of their own.
        size: of its first letters, in hundredths of a point; 0 where not known.
    """

    depth: int
    marker: str
    pieces: list[TextNode | str] = field(default_factory=list)
    size: int = 0

    @property
    def text(self) -> str:
        """Its text."""
        return "".join(each if isinstance(each, str) else each.text() for each in self.pieces)


def paragraph_of(element: ET.Element, look: TextLook, depth: int) -> SlideParagraph:
    """Return a paragraph (`a:p`); `look` is that of its shape at its depth."""
    found = SlideParagraph(depth, look.marker(below(element, "pPr")))
    for run in _runs(element):
        kind = local(run)
        if kind == "br":
            found.pieces.append(LINE_BREAK)
            continue
        said = below(run, "rPr")
        text = "".join(each.text or "" for each in every(run, "t"))
        text = _BREAKS.sub(LINE_BREAK, text.replace("\n", " ").replace("\t", " "))
        if text.strip() and not found.size:
            size = look.letters(said, "sz")
            found.size = int(size) if size.isdecimal() else 0
        piece: TextNode | str = text
        if look.letters(said, "strike") not in _NONE:
            piece = _in("s", piece)
        if look.letters(said, "b") in {"1", "true"}:
            piece = _in("strong", piece)
        found.pieces.append(piece)
    return found


def _runs(element: ET.Element) -> Iterator[ET.Element]:
    """Yield runs, fields, breaks and formulas of a paragraph; of alternatives the first one."""
    for each in element:
        name = local(each)
        if name == "AlternateContent":
            chosen = next((c for c in each if local(c) == "Choice"), None)
            if chosen is not None:
                yield from _runs(chosen)
        elif name in {"r", "fld", "br", "m", "oMath", "oMathPara"}:
            yield each


def _in(tag: str, piece: TextNode | str) -> TextNode:
    node = TextNode(tag)
    node.children.append(piece)
    return node


def blocks_of_paragraphs(paragraphs: Iterable[SlideParagraph]) -> list[TextNode]:
    """Return paragraphs as blocks.

    A paragraph is an entry of a list where it has a bullet, or stands below another one. A short
    line in larger letters than what follows is bold, as a label is.
    """
    row = [part for each in paragraphs for part in _typed(each) if part.text.strip()]
    usual = sorted(each.size for each in row)[len(row) // 2] if row else 0
    found: list[TextNode] = []
    open_lists: list[tuple[int, TextNode]] = []
    above: int | None = None
    for n, each in enumerate(row):
        is_entry = bool(each.marker) or (
            each.depth > 0 and (bool(open_lists) or (above is not None and above < each.depth))
        )
        if not is_entry:
            open_lists = []
            above = each.depth
            node = TextNode("p")
            is_larger = n + 1 < len(row) and each.size > _LARGER * usual > 0
            bold = is_larger and _is_short(each.text)
            node.children += [_in_bold(each)] if bold else each.pieces
            found.append(node)
            continue
        _add_entry(found, open_lists, each)
    return found


def _add_entry(
    found: list[TextNode], open_lists: list[tuple[int, TextNode]], paragraph: SlideParagraph
) -> None:
    while open_lists and open_lists[-1][0] > paragraph.depth:
        open_lists.pop()
    tag = paragraph.marker or "ul"
    if not open_lists or open_lists[-1][0] < paragraph.depth:
        above = open_lists[-1][1] if open_lists else None
        list_ = TextNode(tag)
        list_.number = paragraph.depth
        if above is None:
            found.append(list_)
        else:
            *_, entry = above.elements()
            entry.children.append(list_)
        open_lists.append((paragraph.depth, list_))
    entry = TextNode("li")
    entry.children += paragraph.pieces
    open_lists[-1][1].children.append(entry)


def _in_bold(paragraph: SlideParagraph) -> TextNode:
    node = TextNode("strong")
    node.children.append(paragraph.text)
    return node


def _is_short(text: str) -> bool:
    return len(text.split()) <= _MOST_WORDS and not text.strip().endswith(_ENDS)


def _typed(paragraph: SlideParagraph) -> Iterator[SlideParagraph]:
    """Yield a paragraph, or its lines where these begin with typed signs: “• Lifts loads”."""
    lines = paragraph.text.split(LINE_BREAK)
    signs = [_sign(line) for line in lines]
    if not any(signs) or (paragraph.marker and len(lines) == 1):
        yield paragraph
        return
    if len(lines) == 1:
        sign, tag = signs[0] or ("", "")
        yield SlideParagraph(paragraph.depth, tag, _without(paragraph.pieces, sign), paragraph.size)
        return
    for line, found in zip(lines, signs, strict=True):
        length, tag = (len(found[0]), found[1]) if found else (0, paragraph.marker)
        yield SlideParagraph(paragraph.depth, tag, [line[length:]], paragraph.size)


def _sign(line: str) -> tuple[str, str] | None:
    """Return the sign or number that a line begins with, and the kind of list that it makes."""
    if sign := bullet_of(line):
        return sign, "ul"
    number = number_of(line)
    return (number, "ol") if number and number.strip()[-1:] in {".", ")"} else None


def _without(pieces: list[TextNode | str], sign: str) -> list[TextNode | str]:
    """Return the text of a paragraph without the sign at its begin."""
    left = len(sign)
    found: list[TextNode | str] = []
    for piece in pieces:
        text = piece if isinstance(piece, str) else piece.text()
        cut = min(left, len(text))
        left -= cut
        if not cut:
            found.append(piece)
        elif text[cut:]:
            rest: TextNode | str = text[cut:]
            if isinstance(piece, TextNode):
                inner = [each.tag for each in piece.elements()]
                for tag in (*inner, piece.tag):
                    rest = _in(tag, rest)
            found.append(rest)
    return found
