"""DOCX to an outline, by mammoth; what it would read silently otherwise is looked for first."""

from __future__ import annotations

import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

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
    Table,
)
from rolegraph.documents.readers.plain import plain_text
from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.documents.text.source import SourceText
from rolegraph.errors import ConfigurationError, SyntaxFault

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHANGES = {
    "ins": "inserted text",
    "del": "deleted text",
    "moveFrom": "text moved away",
    "moveTo": "text moved here",
    "vanish": "hidden text",
}
_STYLES = """
strike => s
p[style-name='List Bullet'] => ul > li:fresh
p[style-name='List Number'] => ol > li:fresh
p[style-name='List Bullet 2'] => ul|ol > li > ul > li:fresh
p[style-name='List Number 2'] => ul|ol > li > ol > li:fresh
p[style-name='List Bullet 3'] => ul|ol > li > ul|ol > li > ul > li:fresh
p[style-name='Title'] => h1:fresh
p[style-name='Quote'] => blockquote:fresh
"""
_TEXT_TAGS = re.compile(r"h[1-6]|p|li|td|th|blockquote")
_CELLS = frozenset({"td", "th"})
_IN_CELLS = frozenset(
    {"p", "li", "ul", "ol", "table", "tr", "td", "h1", "h2", "h3", "h4", "h5", "h6"}
)
_LINE_BREAK = "\u2028"
"""Stands for the end of a paragraph or list entry within a cell, since a cell is one line."""


def read_word(path: Path, shown_as: str) -> Outline:
    """Return the outline of a Word file; its lines are its paragraphs, in order.

    Pending changes and hidden text are asked about, each kind once, with the words it concerns.

    Raises:
        ConfigurationError: the extra `rolegraph[docx]` is not installed.
        MalformedDocument: it is no Word file.
    """
    try:
        import mammoth
    except ImportError:
        raise ConfigurationError(
            "Word files need the extra `docx`; install it: pip install 'rolegraph[docx]'."
        ) from None
    try:
        doubts = tuple(_pending(path))
        with path.open("rb") as file:
            html = mammoth.convert_to_html(file, style_map=_STYLES).value
    except (zipfile.BadZipFile, KeyError, ET.ParseError, OSError) as error:
        if isinstance(error, OSError) and not isinstance(error, zipfile.BadZipFile):
            raise
        fault = SyntaxFault(f"This is no Word file: {error}.", source=shown_as, line=1)
        raise MalformedDocument([fault]) from None
    tree = _Tree()
    tree.feed(html)
    return _Outliner(tree.root, shown_as, doubts).outline()


def _pending(path: Path) -> list[tuple[int, str]]:
    """Return a question for each kind of change that has not been accepted or rejected."""
    with zipfile.ZipFile(path) as package:
        root = ET.fromstring(package.read("word/document.xml"))  # noqa: S314 - mammoth reads it too
    found: dict[str, list[str]] = {}
    for run in root.iter():
        name = run.tag.removeprefix(_W)
        if name == "r" and run.find(f"{_W}rPr/{_W}vanish") is not None:
            found.setdefault("vanish", []).append(_run_text(run))
        elif name in _CHANGES and name != "vanish":
            text = _run_text(run)
            if text:
                found.setdefault(name, []).append(text)
    return [(1, _question(name, texts)) for name, texts in found.items()]


def _question(name: str, texts: list[str]) -> str:
    shown = ", ".join(f"“{text}”" for text in texts[:3])
    return (
        f"The file has {_CHANGES[name]}: {shown}. "
        "Is it right as it reads now, or are the changes to be accepted or rejected first?"
    )


def _run_text(element: ET.Element) -> str:
    texts = [each.text or "" for each in element.iter() if each.tag in {f"{_W}t", f"{_W}delText"}]
    return "".join(texts).strip()


class _Node:
    """An element of the HTML that mammoth writes."""

    def __init__(self, tag: str, parent: _Node | None) -> None:
        self.tag = tag
        self.parent = parent
        self.children: list[_Node | str] = []

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
        return _LINE_BREAK.join(part.strip() for part in parts if part.strip())

    def has(self, tag: str) -> bool:
        """Tell whether an element of a name is in it, not counting nested lists."""
        return any(
            isinstance(child, _Node)
            and (child.tag == tag or (child.tag not in {"ul", "ol", "table"} and child.has(tag)))
            for child in self.children
        )


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Node("body", None)
        self._current = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in {"br", "img"}:
            text: _Node | str = "\u2028" if tag == "br" else _Node("img", self._current)
            self._current.children.append(text)
            return
        node = _Node(tag, self._current)
        self._current.children.append(node)
        self._current = node

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"br", "img"} and self._current.parent is not None:
            self._current = self._current.parent

    def handle_data(self, data: str) -> None:
        self._current.children.append(data.replace("\n", " "))


class _Outliner:
    """Writes the source text, a line a paragraph, and the outline over it."""

    def __init__(self, root: _Node, shown_as: str, doubts: tuple[tuple[int, str], ...]) -> None:
        self._root = root
        self._doubts = doubts
        self._lines: list[str] = []
        self._collect(root)
        self._source = SourceText(shown_as, "\n".join(self._lines).encode())
        self._next = 0

    def outline(self) -> Outline:
        """Return the outline."""
        blocks = tuple(self._blocks(self._root))
        return Outline(self._source, blocks, plain_text, doubts=self._doubts)

    def _collect(self, node: _Node) -> None:
        for child in node.children:
            if isinstance(child, _Node):
                if child.tag in _CELLS:
                    # One line a cell, whatever stands in it; else those behind it take its lines.
                    self._lines.append(child.pieces())
                elif _TEXT_TAGS.fullmatch(child.tag):
                    self._lines.append(child.text("ul", "ol", "table").strip())
                    nested = [c for c in child.children if isinstance(c, _Node)]
                    for each in nested:
                        if each.tag in {"ul", "ol", "table"}:
                            self._collect(each)
                else:
                    self._collect(child)

    def _take(self, node: _Node) -> Passage | None:
        self._next += 1
        span = self._source.line(self._next)
        if not span.text:
            return None
        bold = node.text("ul", "ol", "table", "strong").strip() == ""
        return Passage(span, plain_text(span.text), is_bold=bold, is_struck=node.has("s"))

    def _blocks(self, node: _Node) -> list[Block]:
        found: list[Block] = []
        for child in node.children:
            if isinstance(child, _Node):
                found += self._block(child)
        return found

    def _block(self, node: _Node) -> list[Block]:
        if node.tag in {"ul", "ol"}:
            items = [self._item(each) for each in node.children if isinstance(each, _Node)]
            return [Bullets(tuple(items), node.tag == "ol")] if items else []
        if node.tag == "table":
            rows = [self._row(each) for each in _all(node, "tr")]
            return [Table(rows[0], tuple(rows[1:]))] if rows else []
        if not _TEXT_TAGS.fullmatch(node.tag):
            return self._blocks(node)
        return self._text(node)

    def _text(self, node: _Node) -> list[Block]:
        passage = self._take(node)
        if passage is None:
            picture = self._source.line(self._next)
            return [Aside(picture, "a picture")] if node.has("img") else []
        if node.tag == "blockquote":
            return [Aside(passage.span, "a quotation")]
        if node.tag.startswith("h"):
            return [Heading(passage, int(node.tag[1]))]
        return [Paragraph(passage)]

    def _item(self, node: _Node) -> Item:
        passage = self._take(node)
        nested: list[Block] = []
        for child in node.children:
            if isinstance(child, _Node) and child.tag in {"ul", "ol", "table"}:
                nested += self._block(child)
        line = self._source.line(self._next)
        marker = self._source.span(line.start, line.start)
        return Item(passage, tuple(nested), marker)

    def _row(self, node: _Node) -> Row:
        cells: list[Passage | None] = []
        for cell in node.children:
            if isinstance(cell, _Node):
                first = self._next + 1
                cells.append(self._cell(cell))
                line = first
        return Row(tuple(cells), line if cells else 0)

    def _cell(self, node: _Node) -> Passage | None:
        return self._take(node)


def _all(node: _Node, tag: str) -> list[_Node]:
    found = []
    for child in node.children:
        if isinstance(child, _Node):
            found += [child] if child.tag == tag else _all(child, tag)
    return found
