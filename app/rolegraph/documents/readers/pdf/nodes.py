"""What both ways to read a PDF make of lines: paragraphs with their page, and lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rolegraph.documents.readers.office.outlining import TextNode
from rolegraph.documents.readers.pdf.bullets import bullet_of
from rolegraph.documents.readers.pdf.pages import Line, stands

if TYPE_CHECKING:
    from pdfplumber.page import Page


def node_of(tag: str, text: str, lines: Sequence[Line]) -> TextNode:
    """Return an element with a text, in bold where all its lines are."""
    node = TextNode(tag)
    node.page = lines[0].page if lines else 0
    inner = node
    if tag in {"p", "li"} and lines and all(line.is_bold for line in lines):
        inner = TextNode("strong")
        node.children.append(inner)
    inner.children.append(text)
    return node


def not_read(page: Page) -> Iterator[TextNode]:
    """Yield what a page has and nothing here reads: letters on their side, and pictures of text."""
    turned = "".join(char["text"] for char in page.chars if not stands(char)).strip()
    if turned:
        yield _aside(page, turned, "stands on its side")
    if not page.chars and page.images:
        yield _aside(page, f"Page {page.page_number}", "is a picture, whose text is not read")


def drawing(page: Page) -> TextNode:
    """Return that a page is a drawing."""
    what = "is a drawing of many thousand lines, whose text is not read"
    return _aside(page, f"Page {page.page_number}", what)


def _aside(page: Page, text: str, what: str) -> TextNode:
    node = TextNode("aside", what=what)
    node.page = page.page_number
    node.children.append(text)
    return node


def with_lists(blocks: Iterable[TextNode]) -> list[TextNode]:
    """Return blocks in which paragraphs that begin with the sign of a list are its entries."""
    found: list[TextNode] = []
    open_list: TextNode | None = None
    for block in blocks:
        bullet = bullet_of(block.text()) if block.tag == "p" else None
        if bullet is None:
            open_list = None
            found.append(block)
            continue
        if open_list is None:
            open_list = TextNode("ul")
            found.append(open_list)
        block.tag = "li"
        _cut(block, len(bullet))
        open_list.children.append(block)
    return found


def _cut(node: TextNode, length: int) -> None:
    """Take the first characters of a text away."""
    while isinstance(first := node.children[0], TextNode):
        node = first
    node.children[0] = first[length:]
