"""Paragraphs, lists and tables of an office text to an outline; its lines are its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rolegraph.documents.outline import (
    QUOTATION,
    Aside,
    Block,
    Bullets,
    Heading,
    Item,
    Outline,
    Paragraph,
    Passage,
    Row,
    Table,
)
from rolegraph.documents.readers.grid import GROUP, Above, add_cell, fill_from_above, take_head
from rolegraph.documents.readers.plain import plain_text
from rolegraph.documents.text.model import PAGE
from rolegraph.documents.text.source import SourceText

_TEXT_TAGS = re.compile(r"h[1-7]|p|li|td|th|blockquote|aside|mark")
_CELLS = frozenset({"td", "th"})
_IN_CELLS = frozenset(
    {"p", "li", "ul", "ol", "table", "tr", "td", "h1", "h2", "h3", "h4", "h5", "h6"}
)
_SHOWN = 3
_DEEPEST = 6
"""The level of the deepest heading; below it stand labels."""
_NESTED = ("ul", "ol", "table")
LINE_BREAK = "\u2028"
"""Stands for the end of a line within a paragraph, and of a paragraph within a cell."""
NOTE = "a note at the foot of a page"
REMARK = "a remark of somebody on the document"
MARK = "mark"
"""The tag of a text that is understood and says nothing of its own: a title that is repeated."""


class TextNode:
    """An element of a text, named as in HTML; an `aside` has in `what` why it is not read.

    `page` is the number of the page that it begins on, from 1, where the file has pages. `tail` is
    the end of a heading that is no part of it: “(2/3)”. Of a table, `has_head` says that its first
    row is one; `number` is that of a row, which names its cells as in a sheet (“B3”), or
    the level of a list.
    """

    def __init__(self, tag: str, parent: TextNode | None = None, what: str = "") -> None:
        self.tag = tag
        self.parent = parent
        self.what = what
        self.columns = self.rows = 1
        self.page = 0
        self.tail = ""
        self.has_head = False
        self.number = 0
        self.children: list[TextNode | str] = []

    def elements(self) -> Iterator[TextNode]:
        """Yield the elements in it, without the texts between them."""
        return (child for child in self.children if isinstance(child, TextNode))

    def all(self, *tags: str) -> Iterator[TextNode]:
        """Yield the nearest elements of some names below it."""
        for child in self.elements():
            if child.tag in tags:
                yield child
            else:
                yield from child.all(*tags)

    def unwrap(self) -> None:
        """Put what stands in tables of one column, or of cards, in their place.

        They only frame a text, or lay out several side by side.
        """
        children: list[TextNode | str] = []
        for child in self.children:
            if isinstance(child, TextNode):
                child.unwrap()
                if child.tag == "table" and (child.is_frame or child.is_of_cards):
                    for cell in child.all("td", "th"):
                        if child.is_of_cards and (title := next(cell.elements(), None)):
                            title.tag = f"h{_DEEPEST}"
                        children += cell.children
                    continue
            children.append(child)
        self.children = children

    @property
    def is_frame(self) -> bool:
        """Whether all rows of it, as a table, have one cell."""
        return all(len(list(row.all("td", "th"))) == 1 for row in self.all("tr"))

    @property
    def is_of_cards(self) -> bool:
        """Whether each cell of it, as a table, has a title in bold and a list below it."""
        cells = [cell for cell in self.all("td", "th") if cell.text().strip()]
        return len(cells) > 1 and all(map(_is_card, cells))

    def text(self, *without: str) -> str:
        """Return the text in it, but for elements of some names."""
        parts = [
            child if isinstance(child, str) else child.text(*without)
            for child in self.children
            if isinstance(child, str) or child.tag not in without
        ]
        return "".join(parts)

    def pieces(self) -> str:
        """Return the text of a cell, with line breaks between its paragraphs and list entries."""
        parts: list[str] = []
        for child in self.children:
            if isinstance(child, str) or child.tag not in _IN_CELLS:
                text = child if isinstance(child, str) else child.text()
                parts[-1:] = ["".join([*parts[-1:], text])]
            else:
                parts += [child.pieces(), ""]
        return LINE_BREAK.join(part.strip() for part in parts if part.strip())

    def has(self, tag: str) -> bool:
        """Tell whether an element of a name is in it, not counting nested lists."""
        return any(
            child.tag == tag or (child.tag not in _NESTED and child.has(tag))
            for child in self.elements()
        )


def _is_card(cell: TextNode) -> bool:
    first = next(cell.elements(), None)
    if first is None or not first.text().strip() or first.tag in LISTS:
        return False
    is_title = first.tag.startswith("h") or not first.text("strong").strip()
    return is_title and any(True for _ in cell.all("ul", "ol"))


LISTS = frozenset({"ul", "ol"})


def goes_on(before: TextNode, block: TextNode) -> bool:
    """Tell whether a list goes on with what is nested in the last entry of the one before it."""
    first = next(block.elements(), None)
    return (
        before.tag in LISTS
        and block.tag in LISTS
        and next(before.elements(), None) is not None
        and first is not None
        and not first.text(*_NESTED).strip()
    )


def join_lists(before: TextNode, block: TextNode) -> None:
    """Put what stands in an entry without a text into the last entry of the list before it.

    A program may write each paragraph as a list of its own, nested as deep as its level is.
    """
    first, *others = block.elements()
    *_, last = before.elements()
    for child in first.elements():
        inner = next((each for each in reversed(list(last.elements())) if each.tag in LISTS), None)
        if inner is not None and goes_on(inner, child):
            join_lists(inner, child)
        elif inner is not None and inner.tag == child.tag:
            inner.children += child.children
        else:
            last.children.append(child)
    before.children += others


def pending_question(what: str, texts: list[str]) -> str:
    """Return the question on changes that nobody has accepted or rejected, or on hidden text."""
    shown = ", ".join(f"“{text}”" for text in texts[:_SHOWN])
    return (
        f"The file has {what}: {shown}. "
        "Is it right as it reads now, or are the changes to be accepted or rejected first?"
    )


def outline_of_nodes(
    root: TextNode, shown_as: str, doubts: tuple[tuple[int, str], ...] = (), word: str = PAGE
) -> Outline:
    """Return the outline of a text.

    Args:
        root: what the text says.
        shown_as: the name of the file for people.
        doubts: questions about the file, with their line.
        word: what one of its pages is called.
    """
    return _Outliner(root, shown_as, doubts, word).outline()


class _Outliner:
    """Writes the source text, a line a paragraph, and the outline over it."""

    def __init__(
        self, root: TextNode, shown_as: str, doubts: tuple[tuple[int, str], ...], word: str
    ) -> None:
        self._root = root
        self._doubts = doubts
        self._lines: list[str] = []
        self._pages: dict[int, int] = {}
        root.unwrap()
        self._collect(root)
        self._source = SourceText(shown_as, "\n".join(self._lines).encode(), self._pages, word)
        self._next = 0

    def outline(self) -> Outline:
        """Return the outline."""
        blocks = tuple(self._blocks(self._root))
        return Outline(self._source, blocks, plain_text, doubts=self._doubts)

    def _collect(self, node: TextNode) -> None:
        for child in node.elements():
            if child.tag in _CELLS:
                # One line a cell, whatever stands in it; else those behind it take its lines.
                self._add(child.pieces(), child)
            elif _TEXT_TAGS.fullmatch(child.tag):
                self._add(child.text(*_NESTED).strip() + child.tail, child)
                for each in child.elements():
                    if each.tag in _NESTED:
                        self._collect(each)
            else:
                self._collect(child)

    def _add(self, text: str, node: TextNode) -> None:
        self._lines.append(text)
        if node.page:
            self._pages[len(self._lines)] = node.page

    def _take(self, node: TextNode, cell: str = "") -> Passage | None:
        self._next += 1
        span = self._source.line(self._next)
        if node.tail:
            span = self._source.span(span.start, span.end - len(node.tail))
        if not span.text:
            return None
        bold = node.text("ul", "ol", "table", "strong").strip() == ""
        return Passage(span, plain_text(span.text), cell, is_bold=bold, is_struck=node.has("s"))

    def _blocks(self, node: TextNode) -> list[Block]:
        return [block for child in node.elements() for block in self._block(child)]

    def _block(self, node: TextNode) -> list[Block]:
        if node.tag in {"ul", "ol"} and all(each.tag == "li" for each in node.elements()):
            items = [self._item(each) for each in node.elements()]
            return [Bullets(tuple(items), node.tag == "ol")] if items else []
        if node.tag == "table":
            rows = list(self._rows(node))
            if not rows:
                return []
            head, others, groups = take_head(rows)
            return [*(Aside(each.span, GROUP) for each in groups), Table(head, tuple(others))]
        if not _TEXT_TAGS.fullmatch(node.tag):
            return self._blocks(node)
        return self._text(node)

    def _text(self, node: TextNode) -> list[Block]:
        passage = self._take(node)
        if passage is None:
            picture = self._source.line(self._next)
            return [Aside(picture, "a picture")] if node.has("img") else []
        if node.tag == MARK:
            return [Aside(passage.span, "")]
        if node.tag in {"blockquote", "aside"}:
            return [Aside(passage.span, node.what or QUOTATION)]
        if node.tag.startswith("h"):
            level = int(node.tag[1])
            return [Heading(passage, level, is_label=level > _DEEPEST)]
        return [Paragraph(passage)]

    def _item(self, node: TextNode) -> Item:
        passage = self._take(node)
        line = self._source.line(self._next)
        marker = self._source.span(line.start, line.start)
        nested = [each for each in node.elements() if each.tag in _NESTED]
        blocks = [block for each in nested for block in self._block(each)]
        return Item(passage, tuple(blocks), marker)

    def _rows(self, table: TextNode) -> Iterator[Row]:
        """Yield the rows of a table; a cell over several rows stands in each of them."""
        above: Above = {}
        for row in table.all("tr"):
            cells: list[Passage | None] = []
            below: Above = {}
            first = self._next + 1
            for cell in row.all("td", "th"):
                fill_from_above(cells, above, below)
                name = f"{_letters(len(cells))}{row.number}" if row.number else ""
                add_cell(cells, below, self._take(cell, name), cell.columns, cell.rows)
            fill_from_above(cells, above, below)
            above = below
            if cells:
                yield Row(tuple(cells), first)


def _letters(column: int) -> str:
    """Return the name of a column as sheets have it, from 0: A, B … Z, AA."""
    before, letter = divmod(column, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + letter)
