"""A PDF with tags to the elements of a text: its headings, paragraphs, lists and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rolegraph.documents.outline import QUOTATION
from rolegraph.documents.readers.office.outlining import LINE_BREAK, NOTE, TextNode
from rolegraph.documents.readers.pdf.bullets import bullet_of, is_label, number_of
from rolegraph.documents.readers.pdf.levels import Levels
from rolegraph.documents.readers.pdf.nodes import node_of, with_lists
from rolegraph.documents.readers.pdf.pages import Joining, Line, Word, lines_in_order
from rolegraph.documents.readers.pdf.structure import Element, Mark

_ASIDES = {
    "Note": NOTE,
    "FENote": NOTE,
    "TOC": "a table of contents",
    "Index": "an index of words",
    "BlockQuote": QUOTATION,
    "Code": "code",
    "Formula": "a formula",
    "Figure": "a picture",
    "Artifact": "no part of the text, as the file says",
}
_CELLS = {"TH": "th", "TD": "td"}
_ITEMS = frozenset({"LI", "Lbl", "LBody"})
_INLINE = frozenset(
    {"Span", "Link", "Quote", "Em", "Strong", "Sub", "Reference", "BibEntry", "Annot", "Lbl"}
    | {"Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "NonStruct", "Private"}
)
_HEADING = re.compile(r"H([1-9][0-9]*)?")

_DOTS = re.compile(r"\A\s*(?:\.\s+)+(?=\S)")
"""What is left of “1.2.1.” where a program writes its numbers outside of the tags."""

Words = Mapping[Mark, Sequence[Word]]
"""The words of each marked stretch."""


class Tagged:
    """Writes what is tagged as the elements of a text.

    Args:
        words: of the marked stretches.
        joining: puts lines together.
        levels: finds headings by their size, where no tag says which these are.
    """

    def __init__(self, words: Words, joining: Joining, levels: Levels | None = None) -> None:
        self._words, self._joining, self._levels = words, joining, levels
        self._told: list[TextNode] = []
        """What stands in an entry or cell and is told behind it."""

    def document(self, root: Element) -> list[TextNode]:
        """Return what the whole file has; paragraphs that begin with the sign of a list are one."""
        return with_lists(self.blocks(root))

    def blocks(self, element: Element, depth: int = 0) -> list[TextNode]:
        """Return what stands in an element, as blocks; `depth` counts the sections around it."""
        found: list[TextNode] = []
        run: list[Element | Mark] = []
        for part in element.parts:
            if isinstance(part, Mark) or _is_inline(part):
                run.append(part)
                continue
            found += self._run(run)
            run = []
            found += self._block(part, depth)
            found += self._told
            self._told = []
        return [*found, *self._run(run)]

    def _run(self, run: Sequence[Element | Mark]) -> Iterator[TextNode]:
        if run:
            yield from self._text("p", run)

    def _block(self, element: Element, depth: int) -> Iterable[TextNode]:
        tag = element.tag
        heading = _HEADING.fullmatch(tag)
        if heading or tag == "Title":
            level = int(heading[1]) if heading and heading[1] else depth if heading else 1
            return self._text(f"h{min(max(level, 1), 6)}", element.parts)
        if tag in _ASIDES:
            return self._aside(element, _ASIDES[tag])
        if tag == "L":
            return self._list(element, depth)
        if tag == "Table":
            return self._table(element)
        if tag == "P" and all(isinstance(each, Mark) or _is_inline(each) for each in element.parts):
            return self._text("p", element.parts)
        return self.blocks(element, depth + (tag == "Sect"))

    def _text(self, tag: str, parts: Sequence[Element | Mark]) -> Iterator[TextNode]:
        lines = self._lines(parts)
        level = self._levels.of(lines) if self._levels and lines and tag == "p" else None
        tag = tag if level is None else f"h{level}"
        text = self._read(parts, lines, keeps_breaks=tag == "p")
        if text.strip():
            yield node_of(tag, text, lines)

    def _lines(self, parts: Iterable[Element | Mark]) -> list[Line]:
        words = (word for mark in _marks(parts) for word in self._words.get(mark, ()))
        return list(lines_in_order(words))

    def _read(
        self, parts: Sequence[Element | Mark], lines: Sequence[Line], *, keeps_breaks: bool = True
    ) -> str:
        only = parts[0] if len(parts) == 1 else None
        if isinstance(only, Element) and only.text is not None:
            return " ".join(only.text.split())
        return self._joining.text(lines, keeps_breaks=keeps_breaks)

    def _aside(self, element: Element, what: str) -> Iterator[TextNode]:
        lines = self._lines(element.parts)
        text = self._joining.text(lines, keeps_breaks=False)
        if text.strip():
            node = node_of("aside", text, lines)
            node.what = what
            yield node
        elif element.tag == "Figure":
            yield TextNode("img")

    def _list(self, element: Element, depth: int) -> Iterator[TextNode]:
        node = TextNode("ol" if element.is_numbered else "ul")
        for part in element.parts:
            if isinstance(part, Mark):
                continue
            if part.tag == "L":
                # Some programs write a nested list behind its entry.
                inner = list(self._list(part, depth))
                if node.children and isinstance(node.children[-1], TextNode):
                    node.children[-1].children += inner
                else:
                    node.children += [each for one in inner for each in one.children]
            elif part.tag == "LI":
                node.children.append(self._entry(part, depth))
            else:
                self._told += self.blocks(Element("Div", [part]), depth)
        if node.children:
            yield node

    def _entry(self, element: Element, depth: int) -> TextNode:
        """Return an entry of a list: a label that says something, its text, and nested lists."""
        item = TextNode("li")
        nested: list[TextNode] = []
        bolds: list[bool] = []
        for block in self._in_entry(element, depth):
            if block.tag in {"ul", "ol", "table"}:
                nested.append(block)
            elif block.tag in {"aside", "img"}:
                self._told.append(block)
            else:
                text = block.text()
                if not item.children:
                    text = _DOTS.sub("", text)
                    text = text[len(bullet_of(text) or number_of(text) or "") :]
                if not text.strip():
                    continue
                item.children += [*([LINE_BREAK] if item.children else []), text]
                item.page = item.page or block.page
                bolds.append(not block.text("strong").strip())
        if bolds and all(bolds):
            strong = TextNode("strong")
            strong.children, item.children = item.children, [strong]
        item.children += nested
        return item

    def _in_entry(self, element: Element, depth: int) -> Iterator[TextNode]:
        run: list[Element | Mark] = []
        for part in element.parts:
            if isinstance(part, Element) and part.tag == "Lbl":
                text = self._joining.text(self._lines(part.parts), keeps_breaks=False)
                if not is_label(text):
                    run.append(part)
            elif isinstance(part, Element) and part.tag == "LBody":
                run += part.parts
            else:
                run.append(part)
        yield from self.blocks(Element("LI", run), depth)

    def _table(self, element: Element) -> Iterator[TextNode]:
        table = TextNode("table")
        for row in _rows(element):
            line = TextNode("tr")
            for cell in row.parts:
                if isinstance(cell, Element) and cell.tag in _CELLS:
                    line.children.append(self._cell(cell))
            table.children.append(line)
        for part in element.parts:
            if isinstance(part, Element) and part.tag == "Caption":
                yield from self.blocks(part)
        if any(row.children for row in table.elements()):
            yield table

    def _cell(self, element: Element) -> TextNode:
        node = TextNode(_CELLS[element.tag])
        node.columns, node.rows = element.columns, element.rows
        told, self._told = self._told, []
        blocks = self.blocks(Element("Div", self._once(element)))
        node.children += [each for each in blocks if each.tag != "aside"]
        node.page = next((each.page for each in blocks if each.page), 0)
        self._told = [*told, *(each for each in blocks if each.tag == "aside")]
        return node

    def _once(self, cell: Element) -> list[Element | Mark]:
        """Return what stands in a cell; a head that each page of a table repeats counts once."""
        by_page: dict[int, list[Mark]] = {}
        for mark in cell.marks() if cell.tag == "TH" else ():
            by_page.setdefault(mark.page, []).append(mark)
        texts = {
            self._joining.text(self._lines(marks), keeps_breaks=False) for marks in by_page.values()
        }
        return [*next(iter(by_page.values()))] if len(by_page) > len(texts) == 1 else cell.parts


def _marks(parts: Iterable[Element | Mark]) -> Iterator[Mark]:
    for part in parts:
        if isinstance(part, Mark):
            yield part
        else:
            yield from part.marks()


def _is_inline(element: Element) -> bool:
    return element.tag in _INLINE and all(
        isinstance(part, Mark) or _is_inline(part) for part in element.parts
    )


def _rows(element: Element) -> Iterator[Element]:
    for part in element.parts:
        if isinstance(part, Element):
            if part.tag == "TR":
                yield part
            elif part.tag in {"THead", "TBody", "TFoot"}:
                yield from _rows(part)
