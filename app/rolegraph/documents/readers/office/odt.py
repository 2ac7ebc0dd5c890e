"""ODT to an outline: the paragraphs, lists and tables of an OpenDocument text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from rolegraph.documents.outline import Outline
from rolegraph.documents.readers.grid import spanned
from rolegraph.documents.readers.office.opendocument import (
    DRAW,
    OFFICE,
    TABLE,
    TEXT,
    OpenDocument,
    Styles,
    open_document,
)
from rolegraph.documents.readers.office.outlining import (
    LINE_BREAK,
    NOTE,
    REMARK,
    TextNode,
    goes_on,
    join_lists,
    outline_of_nodes,
    pending_question,
)

_CHANGES = {
    "insertion": "inserted text",
    "deletion": "deleted text",
    "hidden": "hidden text",
}
_INDEXES = frozenset(
    f"{TEXT}{each}"
    for each in (
        *("table-of-content", "illustration-index", "table-index", "object-index", "user-index"),
        *("alphabetical-index", "bibliography"),
    )
)
_LEFT_OUT = frozenset(
    {f"{TEXT}{each}" for each in ("tracked-changes", "sequence-decls", "variable-decls")}
    | {f"{TEXT}{each}" for each in ("user-field-decls", "ruby-text", "note-citation")}
    | {f"{OFFICE}{each}" for each in ("forms", "annotation-end")}
    | {f"{TEXT}{each}" for each in ("index-title-template", "table-of-content-source")}
)
"""What stands in a text and is no part of it."""
_SIGNS = {f"{TEXT}s": " ", f"{TEXT}tab": " ", f"{TEXT}line-break": LINE_BREAK}
_MOST_BLANKS = 100
_GROUPS = frozenset(f"{TABLE}table-{each}" for each in ("header-rows", "row-group", "rows"))
_BLANKS = re.compile(r"[ \t\r\n]+")


def read_odt(path: Path, shown_as: str) -> Outline:
    """Return the outline of an OpenDocument text; its lines are its paragraphs, in order.

    Pending changes and hidden text are asked about, each kind once, with the words it concerns.

    Raises:
        MalformedDocument: it is no OpenDocument text, or too large a one.
    """
    file = open_document(path, shown_as, "text")
    writer = OpenWriter(file)
    root = TextNode("body")
    root.children += writer.blocks(file.body)
    return outline_of_nodes(root, shown_as, tuple(writer.doubts()))


class OpenWriter:
    """Writes the elements of an OpenDocument file as those of a page.

    Args:
        file: the file.
    """

    def __init__(self, file: OpenDocument) -> None:
        self._styles: Styles = file.styles
        self._body = file.body
        self._behind: list[TextNode] = []
        """What stands in a paragraph and is told behind it: notes, remarks, frames."""
        self._found: dict[str, list[str]] = {}

    def blocks(self, parent: Iterable[ET.Element]) -> list[TextNode]:
        """Return what stands in an element, as blocks."""
        found: list[TextNode] = []
        for element in parent:
            for block in self._block(element):
                before = found[-1] if found else None
                if before is not None and goes_on(before, block):
                    join_lists(before, block)
                else:
                    found.append(block)
        return found

    def _block(self, element: ET.Element) -> Iterator[TextNode]:
        name = element.tag
        if name in {f"{TEXT}h", f"{TEXT}p"}:
            yield self._paragraph(element)
            yield from self._told_behind()
        elif name == f"{TEXT}list":
            yield from self._list(element, element.get(f"{TEXT}style-name", ""), 1)
            yield from self._told_behind()
        elif name == f"{TABLE}table":
            yield self._table(element)
            yield from self._told_behind()
        elif name in _INDEXES:
            for each in _paragraphs(element):
                node = TextNode("aside", what="a table of contents")
                node.children += self._inline(each)
                yield node
        elif name == f"{DRAW}frame":
            yield from self._frame(element)
        elif name not in _LEFT_OUT:
            hidden = element.get(f"{TEXT}display") in {"none", "condition"}
            inner = self.blocks(element)
            if hidden:
                self._found.setdefault("hidden", []).extend(node.text() for node in inner)
            yield from inner

    def _told_behind(self) -> list[TextNode]:
        behind, self._behind = self._behind, []
        return behind

    def _paragraph(self, element: ET.Element) -> TextNode:
        style = element.get(f"{TEXT}style-name", "")
        level = element.get(f"{TEXT}outline-level", "1")
        tag = "p"
        if element.tag == f"{TEXT}h":
            tag = f"h{min(max(int(level), 1), 6)}" if level.isdecimal() else "h1"
        elif self._styles.is_based_on(style, "Title"):
            tag = "h1"
        elif self._styles.is_based_on(style, "Quotations"):
            tag = "blockquote"
        node = TextNode(tag)
        node.children += self._marked(self._inline(element), style, "paragraph")
        return node

    def _inline(self, element: ET.Element) -> list[TextNode | str]:
        """Return the text of a paragraph: pieces, and marks around some of them."""
        found: list[TextNode | str] = [_plain(element.text)]
        for child in element:
            found += self._piece(child)
            found.append(_plain(child.tail))
        return found

    def _piece(self, child: ET.Element) -> Sequence[TextNode | str]:
        name = child.tag
        if name in _SIGNS:
            count = child.get(f"{TEXT}c", "1")
            return [_SIGNS[name] * (min(int(count), _MOST_BLANKS) if count.isdecimal() else 1)]
        if name == f"{TEXT}span":
            style = child.get(f"{TEXT}style-name", "")
            return self._marked(self._inline(child), style, "text")
        if name in {f"{TEXT}note", f"{OFFICE}annotation"}:
            self._aside(child)
            return []
        if name == f"{DRAW}frame":
            blocks = list(self._frame(child))
            self._behind += [each for each in blocks if each.tag != "img"]
            return [each for each in blocks if each.tag == "img"]
        return [] if name in _LEFT_OUT else self._inline(child)

    def _aside(self, element: ET.Element) -> None:
        """Keep a note or remark for behind its paragraph."""
        is_note = element.tag == f"{TEXT}note"
        what = NOTE if is_note else REMARK
        for each in _paragraphs(element):
            node = TextNode("aside", what=what)
            node.children += self._inline(each)
            self._behind.append(node)

    def _frame(self, element: ET.Element) -> Iterator[TextNode]:
        """Yield what stands in a frame: a picture, or the blocks of a box of text."""
        boxes = [each for each in element if each.tag == f"{DRAW}text-box"]
        if not boxes:
            yield TextNode("img")
        for box in boxes:
            yield from self.blocks(box)

    def _marked(
        self, pieces: list[TextNode | str], style: str, family: str
    ) -> list[TextNode | str]:
        """Return pieces of a text in the marks that their style means: bold, struck through."""
        found = self._styles.marks(style, family)
        if "hidden" in found:
            text = "".join(each if isinstance(each, str) else each.text() for each in pieces)
            self._found.setdefault("hidden", []).append(text)
        for tag in ("strong", "s"):
            if tag in found:
                node = TextNode(tag)
                node.children += pieces
                pieces = [node]
        return pieces

    def _list(self, element: ET.Element, style: str, depth: int) -> Iterator[TextNode]:
        """Yield a list; a heading that is numbered as an entry of one stands for itself."""
        node = TextNode("ol" if self._styles.is_numbered(style, depth) else "ul")
        for entry in element:
            if entry.tag not in {f"{TEXT}list-item", f"{TEXT}list-header"}:
                continue
            if any(each.tag == f"{TEXT}h" for each in entry):
                if node.children:
                    yield node
                    node = TextNode(node.tag)
                yield from self._in_entry(entry, style, depth)
                continue
            item = self._entry(entry, style, depth)
            last = node.children[-1] if node.children else None
            if item.text("ul", "ol", "table").strip() or not isinstance(last, TextNode):
                node.children.append(item)
            else:
                last.children += item.children  # what is nested, behind a break
        if node.children:
            yield node

    def _in_entry(self, entry: ET.Element, style: str, depth: int) -> Iterator[TextNode]:
        for each in entry:
            if each.tag == f"{TEXT}list":
                own = each.get(f"{TEXT}style-name", style)
                yield from self._list(each, own, depth + 1)
            else:
                yield from self._block(each)

    def _entry(self, entry: ET.Element, style: str, depth: int) -> TextNode:
        """Return an entry of a list: its paragraphs as one text, and what is nested in it."""
        item = TextNode("li")
        behind: list[TextNode] = []
        for block in self._in_entry(entry, style, depth):
            if block.tag in {"ul", "ol", "table"}:
                item.children.append(block)
            elif block.tag == "aside":
                behind.append(block)
            else:
                text: list[TextNode | str] = [LINE_BREAK] if item.text().strip() else []
                item.children += [*text, *block.children]
        self._behind += behind
        return item

    def _table(self, element: ET.Element) -> TextNode:
        table = TextNode("table")
        behind: list[TextNode] = []
        for row in _rows(element):
            line = TextNode("tr")
            for cell in row:
                if cell.tag != f"{TABLE}table-cell":
                    continue  # covered by a cell beside or above it
                for _ in range(spanned(cell.get(f"{TABLE}number-columns-repeated", "1"))):
                    node = TextNode("td")
                    node.columns = spanned(cell.get(f"{TABLE}number-columns-spanned", "1"))
                    node.rows = spanned(cell.get(f"{TABLE}number-rows-spanned", "1"))
                    blocks = self.blocks(cell)
                    node.children += [each for each in blocks if each.tag != "aside"]
                    behind += [each for each in blocks if each.tag == "aside"]
                    line.children.append(node)
            for _ in range(spanned(row.get(f"{TABLE}number-rows-repeated", "1"))):
                table.children.append(line)
        self._behind += behind
        return table

    def doubts(self) -> Iterator[tuple[int, str]]:
        """Yield a question for each kind of change that is pending, and for hidden text."""
        inserted = _inserted(self._body)
        for region in self._body.iter(f"{TEXT}changed-region"):
            for each in region:
                kind = each.tag.removeprefix(TEXT)
                if kind == "deletion":
                    texts = ["".join(part.itertext()) for part in _paragraphs(each)]
                    self._found.setdefault(kind, []).extend(texts)
                elif kind == "insertion":
                    text = inserted.get(region.get(f"{TEXT}id", ""), "")
                    self._found.setdefault(kind, []).append(text)
        for kind, texts in self._found.items():
            told = [" ".join(text.split()) for text in texts if text.strip()]
            if told:
                yield 1, pending_question(_CHANGES[kind], told)


def _rows(element: ET.Element) -> Iterator[ET.Element]:
    """Yield the rows of a table, also those in groups and in its head."""
    for each in element:
        if each.tag == f"{TABLE}table-row":
            yield each
        elif each.tag in _GROUPS:
            yield from _rows(each)


def _paragraphs(element: ET.Element) -> Iterator[ET.Element]:
    return (each for each in element.iter() if each.tag in {f"{TEXT}p", f"{TEXT}h"})


def _plain(text: str | None) -> str:
    """Return a text of XML with its blanks as programs show them."""
    return _BLANKS.sub(" ", text or "")


def _inserted(body: ET.Element) -> dict[str, str]:
    """Return the texts between the marks of changes, by the names of these."""
    found: dict[str, list[str]] = {}
    open_: set[str] = set()

    def note(text: str | None) -> None:
        for name in open_:
            found.setdefault(name, []).append(text or "")

    def walk(element: ET.Element) -> None:
        name = element.get(f"{TEXT}change-id", "")
        if element.tag == f"{TEXT}change-start":
            open_.add(name)
        elif element.tag == f"{TEXT}change-end":
            open_.discard(name)
        note(element.text)
        for child in element:
            walk(child)
            note(child.tail)

    walk(body)
    return {name: "".join(texts) for name, texts in found.items()}
