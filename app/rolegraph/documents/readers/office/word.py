"""DOCX to an outline, by mammoth; what it would read silently otherwise is looked for first."""

from __future__ import annotations

import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

from rolegraph.documents.outline import Outline
from rolegraph.documents.readers.grid import spanned
from rolegraph.documents.readers.office.outlining import (
    LINE_BREAK,
    NOTE,
    TextNode,
    outline_of_nodes,
    pending_question,
)
from rolegraph.documents.readers.office.package import check_size, fault
from rolegraph.documents.readers.office.word_body import BODY, W, as_mammoth_reads, unread

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
_NOTE = re.compile(r"(?:foot|end)note-")
"""How the `id` of a note begins in what mammoth writes; links to it are its mark, “[1]”."""


def read_word(path: Path, shown_as: str) -> Outline:
    """Return the outline of a Word file; its lines are its paragraphs, in order.

    Pending changes, hidden text and what mammoth does not read are asked about, each kind once,
    with the words it concerns.

    Raises:
        MalformedDocument: it is no Word file, or too large a one.
    """
    import mammoth

    try:
        check_size(path, shown_as)
        doubts = tuple(_pending(path))
        with as_mammoth_reads(path) as file:
            converted = mammoth.convert_to_html(file, style_map=_STYLES)
        doubts += tuple(unread(path, [each.message for each in converted.messages]))
    except (zipfile.BadZipFile, KeyError, ET.ParseError, OSError) as error:
        if isinstance(error, OSError) and not isinstance(error, zipfile.BadZipFile):
            raise
        raise fault(shown_as, f"This is no Word file: {error}.") from None
    tree = _Tree()
    tree.feed(converted.value)
    return outline_of_nodes(tree.root, shown_as, doubts)


def _pending(path: Path) -> list[tuple[int, str]]:
    """Return a question for each kind of change that has not been accepted or rejected."""
    with zipfile.ZipFile(path) as package:
        root = ET.fromstring(package.read(BODY))  # noqa: S314 - mammoth reads it too
    found: dict[str, list[str]] = {}
    for run in root.iter():
        name = run.tag.removeprefix(W)
        if name == "r" and run.find(f"{W}rPr/{W}vanish") is not None:
            found.setdefault("vanish", []).append(_run_text(run))
        elif name in _CHANGES and name != "vanish":
            text = _run_text(run)
            if text:
                found.setdefault(name, []).append(text)
    return [(1, pending_question(_CHANGES[name], texts)) for name, texts in found.items()]


def _run_text(element: ET.Element) -> str:
    texts = [each.text or "" for each in element.iter() if each.tag in {f"{W}t", f"{W}delText"}]
    return "".join(texts).strip()


class _Tree(HTMLParser):
    """Builds the tree of the HTML that mammoth writes; notes are taken out of the text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = TextNode("body")
        self._current = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in {"br", "img"}:
            text = LINE_BREAK if tag == "br" else TextNode("img", self._current)
            self._current.children.append(text)
            return
        if tag == "li" and _NOTE.match(attributes.get("id", "")):
            # The notes stand behind the text, and are no list of the last role.
            node = TextNode("aside", self._current, NOTE)
        else:
            node = TextNode(tag, self._current)
        node.columns = spanned(attributes.get("colspan", "1"))
        node.rows = spanned(attributes.get("rowspan", "1"))
        if not (tag == "a" and _NOTE.match(attributes.get("href", "").lstrip("#"))):
            self._current.children.append(node)
        self._current = node

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"br", "img"} and self._current.parent is not None:
            self._current = self._current.parent

    def handle_data(self, data: str) -> None:
        self._current.children.append(data.replace("\n", " "))
