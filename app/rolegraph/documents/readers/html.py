"""HTML to an outline: a page, or the tables of one inside Markdown, each text at its place."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from rolegraph.documents.outline import (
    Aside,
    Block,
    Bullets,
    Heading,
    Item,
    Outline,
    Paragraph,
    Passage,
    Row,
    SetAside,
    Table,
)
from rolegraph.documents.text.source import SourceText

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
_LEFT_OUT = {
    "head": "the head of the page",
    "script": "script or style",
    "style": "script or style",
    "template": "script or style",
    "svg": "a picture",
    "nav": "navigation of the page",
    "noscript": "said only without scripts",
    "form": "a form",
    "button": "a form",
    "select": "a form",
    "pre": "a code block",
    "blockquote": "a quotation",
}
_HEADING = re.compile(r"h[1-6]")
_TEXTS = frozenset({"p", "dt", "caption", "figcaption", "summary", "legend", "address"})
_HOLDERS = frozenset(
    {"html", "body", "main", "article", "section", "div", "header", "footer", "aside", "details"}
    | {"figure", "center", "fieldset", "ul", "ol", "li", "dl", "dd"}
    | {"table", "thead", "tbody", "tfoot", "tr", "td", "th"}
)
_ENDED_BY = {
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "tr": frozenset({"tr", "td", "th", "p"}),
    "td": frozenset({"td", "th", "p"}),
    "th": frozenset({"td", "th", "p"}),
    "tbody": frozenset({"thead", "tbody", "tr", "td", "th", "p"}),
}
"""A tag → the open elements that it ends, up to the list or table that it stands in."""
_BOUNDS = frozenset({"ul", "ol", "dl", "table", "body"})
_WIDEST = 50
_KEPT = re.compile(r"</?(?:br|b|strong|em|i|li|p)\b", re.IGNORECASE)
"""Tags that say something of the text in them."""
_NOT_LINE_END = re.compile(r"[^\r\n]")
_TAG = re.compile(r"<br\b[^<>]*>|</?[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL)


def plain_html(text: str) -> str:
    """Return a stretch of HTML as text on one line."""
    text = _TAG.sub(lambda tag: " " if tag[0][1:3].casefold() in {"br", "/p", "/l"} else "", text)
    return " ".join(html.unescape(text).split())


@dataclass(eq=False)
class _Node:
    """An element: its places and what is in it, where a text is a pair of places."""

    tag: str
    begin: int
    start: int
    parent: _Node | None = None
    end: int = -1
    after: int = -1
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[_Node | tuple[int, int]] = field(default_factory=list)

    def elements(self) -> Iterator[_Node]:
        for child in self.children:
            if isinstance(child, _Node):
                yield child

    def all(self, *tags: str) -> Iterator[_Node]:
        """Yield the elements of some names below it, but not those of inner tables."""
        for child in self.elements():
            if child.tag in tags:
                yield child
            elif child.tag != "table":
                yield from child.all(*tags)


class _Scanner(HTMLParser):
    """Builds the tree of a stretch of HTML, and notes where its tags are."""

    def __init__(self, text: str, first: int) -> None:
        super().__init__(convert_charrefs=False)
        self._first = first
        self._starts = [0]
        self._starts += [found.end() for found in re.finditer("\n", text)]
        self.root = _Node("body", first, first)
        self._current = self.root
        self.tags: list[tuple[int, int]] = []
        self.comments: list[tuple[int, int]] = []
        self._text = text
        self.feed(text)
        self.close()
        self._end_all(first + len(text))

    def _here(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def _place(self) -> int:
        return self._first + self._here()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        begin = self._place()
        start = begin + len(self.get_starttag_text() or "")
        self.tags.append((begin, start))
        ended = _ENDED_BY.get(tag)
        if ended is None and (tag in _HOLDERS or tag in _TEXTS or _HEADING.fullmatch(tag)):
            ended = frozenset({"p"})
        if ended:
            self._end(ended, begin)
        node = _Node(tag, begin, start, self._current)
        node.attributes = {name: value or "" for name, value in attrs}
        self._current.children.append(node)
        if tag in _VOID:
            node.end = node.after = start
        else:
            self._current = node

    def handle_endtag(self, tag: str) -> None:
        begin = self._place()
        closing = self._text.find(">", self._here())
        after = self._first + (closing + 1 if closing >= 0 else len(self._text))
        self.tags.append((begin, after))
        node: _Node | None = self._current
        while node is not None and node.tag != tag:
            node = node.parent
        if node is None or node is self.root:
            return  # an end without a beginning
        while self._current is not node:
            self._leave(begin, begin)
        self._leave(begin, after)

    def _leave(self, end: int, after: int) -> None:
        self._current.end, self._current.after = end, after
        self._current = self._current.parent or self.root

    def _end(self, tags: frozenset[str], place: int) -> None:
        """End the open elements of some names, up to the list or table around them."""
        node: _Node | None = self._current
        last: _Node | None = None
        while node is not None and node.tag not in _BOUNDS:
            last = node if node.tag in tags else last
            node = node.parent
        while last is not None and self._current is not last.parent:
            self._leave(place, place)

    def _end_all(self, place: int) -> None:
        while self._current is not self.root:
            self._leave(place, place)
        self.root.end = self.root.after = place

    def handle_data(self, data: str) -> None:
        place = self._place()
        self._current.children.append((place, place + len(data)))

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        place = self._place()
        self.comments.append((place, place + len(data) + 7))

    def handle_decl(self, decl: str) -> None:
        place = self._place()
        self.tags.append((place, place + len(decl) + 3))

    def handle_pi(self, data: str) -> None:
        place = self._place()
        self.comments.append((place, place + len(data) + 3))


def read_html(source: SourceText) -> Outline:
    """Return the outline of an HTML page: its headings, paragraphs, lists and tables."""
    first = len(source.text) - len(source.body)
    scanned = _Scanner(source.body, first)
    seen = _seen(source.text, scanned)
    blocks = tuple(_Writer(Outline(source, (), plain_html, to_text=seen)).blocks(scanned.root))
    aside = [SetAside(start, end, "a comment") for start, end in scanned.comments]
    aside += [SetAside(start, end, "") for start, end in scanned.tags]
    return Outline(source, blocks, plain_html, tuple(aside), to_text=seen)


def _seen(text: str, scanned: _Scanner) -> str:
    """Return a page with blanks where its tags, comments and scripts stand."""
    places = [place for place in scanned.tags if not _KEPT.match(text, place[0])]
    places += scanned.comments
    places += [(node.begin, node.after) for node in scanned.root.all("head", "script", "style")]
    for start, end in sorted(places):
        text = text[:start] + _NOT_LINE_END.sub(" ", text[start:end]) + text[end:]
    return text


def html_tables(outline: Outline, start: int, end: int) -> tuple[list[Table], list[SetAside]]:
    """Return the tables in a stretch of HTML inside a document, and its tags and comments."""
    scanned = _Scanner(outline.source.text[start:end], start)
    writer = _Writer(outline)
    tables = [block for block in writer.blocks(scanned.root) if isinstance(block, Table)]
    aside = [SetAside(*place, "") for place in scanned.tags]
    return tables, aside + [SetAside(*place, "a comment") for place in scanned.comments]


class _Writer:
    """Writes the outline of a tree."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline

    def blocks(self, node: _Node) -> list[Block]:
        """Return what stands in an element: blocks, and the texts between them as paragraphs."""
        found: list[Block] = []
        run: list[tuple[int, int]] = []
        for child in node.children:
            if isinstance(child, tuple):
                run.append(child)
            elif self._is_inline(child):
                run.append((child.begin, child.after))
            else:
                found += self._run(run)
                run = []
                found += self._block(child)
        return found + self._run(run)

    def _is_inline(self, node: _Node) -> bool:
        if node.tag in _HOLDERS or node.tag in _TEXTS or node.tag in _LEFT_OUT or node.tag == "hr":
            return False
        return not _HEADING.fullmatch(node.tag) and all(map(self._is_inline, node.elements()))

    def _run(self, run: list[tuple[int, int]]) -> list[Block]:
        if not run:
            return []
        passage = self._passage(run[0][0], run[-1][1])
        return [Paragraph(passage)] if passage else []

    def _passage(self, start: int, end: int, cell: str = "") -> Passage | None:
        passage = self._outline.passage(start, end, cell)
        return passage if passage.plain else None

    def _block(self, node: _Node) -> list[Block]:
        if node.tag in _LEFT_OUT:
            span = self._outline.source.span(node.begin, node.after)
            return [Aside(span, _LEFT_OUT[node.tag])]
        if _HEADING.fullmatch(node.tag):
            passage = self._passage(node.start, node.end)
            return [Heading(passage, int(node.tag[1]))] if passage else []
        if node.tag in {"ul", "ol"}:
            return self._list(node)
        if node.tag == "table":
            return self._table(node)
        if node.tag == "dt":
            passage = self._passage(node.start, node.end)
            return [Heading(passage, 7, is_label=True)] if passage else []
        return self.blocks(node)

    def _list(self, node: _Node) -> list[Block]:
        items = []
        for child in node.elements():
            blocks = self.blocks(child)
            passage = None
            if blocks and isinstance(blocks[0], Paragraph):
                passage = blocks[0].passage
                blocks = blocks[1:]
            if passage or blocks:
                marker = self._outline.source.span(child.begin, child.begin)
                items.append(Item(passage, tuple(blocks), marker))
        return [Bullets(tuple(items), node.tag == "ol")] if items else []

    def _table(self, node: _Node) -> list[Block]:
        captions: list[Block] = []
        for each in node.all("caption"):
            captions += self.blocks(each)
        rows = self._rows(node)
        if not rows:
            return captions
        if max(len(row.cells) for row in rows) == 1:
            # A table for the layout of the page: what stands in it is text.
            cells = list(node.all("td", "th"))
            return captions + [block for cell in cells for block in self.blocks(cell)]
        return [*captions, Table(rows[0], tuple(rows[1:]))]

    def _rows(self, node: _Node) -> list[Row]:
        rows: list[Row] = []
        above: dict[int, tuple[int, Passage | None]] = {}
        for line in node.all("tr"):
            cells: list[Passage | None] = []
            below: dict[int, tuple[int, Passage | None]] = {}
            for cell in line.elements():
                if cell.tag not in {"td", "th"}:
                    continue
                _fill(cells, above, below)
                passage = self._passage(cell.start, cell.end)
                for number in range(_count(cell, "colspan")):
                    if _count(cell, "rowspan") > 1:
                        below[len(cells)] = (_count(cell, "rowspan") - 1, passage)
                    cells.append(None if number else passage)
            _fill(cells, above, below)
            above = below
            if any(cells):
                place = self._outline.source.span(line.begin, line.after)
                rows.append(Row(tuple(cells), place.line))
        return rows


def _fill(
    cells: list[Passage | None],
    above: dict[int, tuple[int, Passage | None]],
    below: dict[int, tuple[int, Passage | None]],
) -> None:
    """Add cells of rows above that reach into this row: column → rows left, and the cell."""
    while len(cells) in above:
        left, passage = above[len(cells)]
        if left > 1:
            below[len(cells)] = (left - 1, passage)
        cells.append(passage)


def _count(node: _Node, name: str) -> int:
    """Return how many rows or columns a cell is over, within reason."""
    value = node.attributes.get(name, "1").strip()
    return min(max(int(value), 1), _WIDEST) if re.fullmatch(r"[0-9]{1,4}", value) else 1
