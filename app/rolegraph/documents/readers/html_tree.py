"""The tree of a stretch of HTML, with the places of its elements, texts and tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from rolegraph.documents.text.source import DocumentFaults, SourceText

HEADINGS = re.compile(r"h[1-6]")
TEXTS = frozenset({"p", "dt", "caption", "figcaption", "summary", "legend", "address"})
HOLDERS = frozenset(
    {"html", "body", "main", "article", "section", "div", "header", "footer", "aside", "details"}
    | {"figure", "center", "fieldset", "ul", "ol", "li", "dl", "dd"}
    | {"table", "thead", "tbody", "tfoot", "tr", "td", "th"}
)
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
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
_DEEPEST = 100
"""Open elements: pages of people have some 30, and each costs a call of every reader."""


@dataclass(eq=False)
class HtmlNode:
    """An element: its places and what is in it, where a text is a pair of places."""

    tag: str
    begin: int
    start: int
    parent: HtmlNode | None = None
    end: int = -1
    after: int = -1
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[HtmlNode | tuple[int, int]] = field(default_factory=list)

    def elements(self) -> Iterator[HtmlNode]:
        """Yield the elements in it."""
        for child in self.children:
            if isinstance(child, HtmlNode):
                yield child

    def descendants(self) -> Iterator[HtmlNode]:
        """Yield all elements below it."""
        for child in self.elements():
            yield child
            yield from child.descendants()

    def all(self, *tags: str) -> Iterator[HtmlNode]:
        """Yield the elements of some names below it, but not those of inner tables."""
        for child in self.elements():
            if child.tag in tags:
                yield child
            elif child.tag != "table":
                yield from child.all(*tags)


class HtmlTree(HTMLParser):
    """Builds the tree of a stretch of HTML, and notes where its tags are.

    Args:
        source: the document.
        first: where the stretch begins in its text.
        end: where it ends.

    Attributes:
        root: an element around the stretch.
        tags: the places of tags and declarations.
        comments: the places of comments and processing instructions.

    Raises:
        MalformedDocument: elements stand in each other more deeply than any page needs.
    """

    def __init__(self, source: SourceText, first: int, end: int) -> None:
        super().__init__(convert_charrefs=False)
        text = source.text[first:end]
        self._source, self._first, self._depth = source, first, 0
        self._starts = [0]
        self._starts += [found.end() for found in re.finditer("\n", text)]
        self.root = HtmlNode("body", first, first)
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
        """Begin an element; what HTML ends by it ends first."""
        begin = self._place()
        start = begin + len(self.get_starttag_text() or "")
        self.tags.append((begin, start))
        ended = _ENDED_BY.get(tag)
        if ended is None and (tag in HOLDERS or tag in TEXTS or HEADINGS.fullmatch(tag)):
            ended = frozenset({"p"})
        if ended:
            self._end(ended, begin)
        node = HtmlNode(tag, begin, start, self._current)
        node.attributes = {name: value or "" for name, value in attrs}
        self._current.children.append(node)
        if tag in _VOID:
            node.end = node.after = start
        else:
            self._current = node
            self._depth += 1
            if self._depth > _DEEPEST:
                self._refuse(begin)

    def _refuse(self, place: int) -> None:
        faults = DocumentFaults(self._source)
        faults.add(
            f"Here more than {_DEEPEST} elements of HTML stand in each other; end elements that "
            "are open, or save the page as Markdown.",
            self._source.span(place, place + 1),
        )
        faults.raise_if_any()

    def handle_endtag(self, tag: str) -> None:
        """End the nearest open element of a name, and what is open in it."""
        begin = self._place()
        closing = self._text.find(">", self._here())
        after = self._first + (closing + 1 if closing >= 0 else len(self._text))
        self.tags.append((begin, after))
        node: HtmlNode | None = self._current
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
        self._depth -= 1

    def _end(self, tags: frozenset[str], place: int) -> None:
        """End the open elements of some names, up to the list or table around them."""
        node: HtmlNode | None = self._current
        last: HtmlNode | None = None
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
        """Note where a text is."""
        place = self._place()
        self._current.children.append((place, place + len(data)))

    def handle_entityref(self, name: str) -> None:
        """Take an entity for the text that it is."""
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Take a character reference for the text that it is."""
        self.handle_data(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        """Note where a comment is."""
        place = self._place()
        self.comments.append((place, place + len(data) + 7))

    def handle_decl(self, decl: str) -> None:
        """Note where a declaration is."""
        place = self._place()
        self.tags.append((place, place + len(decl) + 3))

    def handle_pi(self, data: str) -> None:
        """Note where a processing instruction is."""
        place = self._place()
        self.comments.append((place, place + len(data) + 3))
