"""DOCX to an outline, by mammoth; what it would read silently otherwise is looked for first."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
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

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ALTERNATE, _FALLBACK = f"{_MC}AlternateContent", f"{_MC}Fallback"
_BODY = "word/document.xml"
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

    Pending changes and hidden text are asked about, each kind once, with the words it concerns.

    Raises:
        MalformedDocument: it is no Word file, or too large a one.
    """
    import mammoth

    try:
        check_size(path, shown_as)
        doubts = tuple(_pending(path))
        with _with_text_boxes(path) as file:
            html = mammoth.convert_to_html(file, style_map=_STYLES).value
    except (zipfile.BadZipFile, KeyError, ET.ParseError, OSError) as error:
        if isinstance(error, OSError) and not isinstance(error, zipfile.BadZipFile):
            raise
        raise fault(shown_as, f"This is no Word file: {error}.") from None
    tree = _Tree()
    tree.feed(html)
    return outline_of_nodes(tree.root, shown_as, doubts)


def _with_text_boxes(path: Path) -> BinaryIO:
    """Open a Word file, with the text boxes that it has in one form alone in the other as well.

    Word writes a text box twice, for programs of today and for old ones (`mc:Fallback`), and
    mammoth reads the latter. Other programs leave that out, and the text was lost.
    """
    with zipfile.ZipFile(path) as package:
        root = ET.fromstring(package.read(_BODY))  # noqa: S314 - mammoth reads it too
        parents = {child: parent for parent in root.iter() for child in parent}
        lone = [each for each in root.iter(f"{_W}txbxContent") if not _is_told(each, parents)]
        if not lone:
            return path.open("rb")
        for box in lone:
            above = list(_above(box, parents))
            frame = next((each for each in above if each.tag == _ALTERNATE), None)
            run = next((each for each in above if each.tag == f"{_W}r"), None)
            where = run if frame is None else ET.SubElement(frame, _FALLBACK)
            if where is not None:
                shape = ET.SubElement(ET.SubElement(where, f"{_W}pict"), f"{_V}shape")
                ET.SubElement(shape, f"{_V}textbox").append(box)
        copy = BytesIO()
        with zipfile.ZipFile(copy, "w") as written:
            for entry in package.infolist():
                is_body = entry.filename == _BODY
                written.writestr(entry, ET.tostring(root) if is_body else package.read(entry))
    copy.seek(0)
    return copy


def _above(element: ET.Element, parents: dict[ET.Element, ET.Element]) -> Iterator[ET.Element]:
    """Yield the elements around one, the nearest first."""
    while (found := parents.get(element)) is not None:
        yield found
        element = found


def _is_told(box: ET.Element, parents: dict[ET.Element, ET.Element]) -> bool:
    """Tell whether a text box stands in the form that mammoth reads, or beside one that does."""
    return any(
        each.tag == f"{_V}textbox" or (each.tag == _ALTERNATE and each.find(_FALLBACK) is not None)
        for each in _above(box, parents)
    )


def _pending(path: Path) -> list[tuple[int, str]]:
    """Return a question for each kind of change that has not been accepted or rejected."""
    with zipfile.ZipFile(path) as package:
        root = ET.fromstring(package.read(_BODY))  # noqa: S314 - mammoth reads it too
    found: dict[str, list[str]] = {}
    for run in root.iter():
        name = run.tag.removeprefix(_W)
        if name == "r" and run.find(f"{_W}rPr/{_W}vanish") is not None:
            found.setdefault("vanish", []).append(_run_text(run))
        elif name in _CHANGES and name != "vanish":
            text = _run_text(run)
            if text:
                found.setdefault(name, []).append(text)
    return [(1, pending_question(_CHANGES[name], texts)) for name, texts in found.items()]


def _run_text(element: ET.Element) -> str:
    texts = [each.text or "" for each in element.iter() if each.tag in {f"{_W}t", f"{_W}delText"}]
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
