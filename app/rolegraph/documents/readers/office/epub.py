"""EPUB to an outline: the pages of a book in the order in which one reads them."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from rolegraph.documents.outline import Outline
from rolegraph.documents.readers.html import read_html
from rolegraph.documents.readers.office.package import check_size, fault, parse_xml
from rolegraph.documents.text.source import SourceText

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_BODY = re.compile(r"<body\b.*?</body\s*>", re.DOTALL | re.IGNORECASE)
_PAGES = frozenset({"application/xhtml+xml", "text/html"})


def read_epub(path: Path, shown_as: str) -> Outline:
    """Return the outline of a book; a place in it is a page of the book and a line of that page.

    Raises:
        OSError: the file cannot be opened.
        MalformedDocument: it is no book, a protected one, or too large.
    """
    try:
        check_size(path, shown_as, ("xml", ".html", ".htm", ".opf"))
        with zipfile.ZipFile(path) as package:
            pages = list(_pages(package, shown_as))
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError, NotImplementedError):
        message = "The file is no EPUB: its pages cannot be unpacked. Export the book again."
        raise fault(shown_as, message) from None
    rows: dict[int, str] = {}
    texts: list[str] = []
    for name, text in pages:
        body = _BODY.search(text)
        before = text.count("\n", 0, body.start()) if body else 0
        for number, line in enumerate((body[0] if body else text).splitlines(), start=before + 1):
            rows[len(texts) + 1] = f"{name}, line {number}"
            texts.append(line)
    source = SourceText(shown_as, ("\n".join(texts) + "\n").encode())
    return replace(read_html(source), rows=rows)


def _pages(package: zipfile.ZipFile, shown_as: str) -> Iterator[tuple[str, str]]:
    """Yield the pages of a book, each by its name in the package."""
    container = parse_xml(package.read(_CONTAINER), shown_as)
    roots = [each.get("full-path", "") for each in container.iter() if _is(each.tag, "rootfile")]
    if not roots:
        raise fault(shown_as, "The file names no list of its pages, and is no EPUB.")
    book = parse_xml(package.read(roots[0]), shown_as)
    items = {each.get("id"): each for each in book.iter() if _is(each.tag, "item")}
    protected = package.read(_ENCRYPTION) if _ENCRYPTION in package.namelist() else b""
    for each in book.iter():
        item = items.get(each.get("idref")) if _is(each.tag, "itemref") else None
        if item is None or item.get("media-type") not in _PAGES:
            continue
        name = unquote(item.get("href", ""))
        name = posixpath.normpath(posixpath.join(posixpath.dirname(roots[0]), name))
        if name.encode() in protected:
            raise fault(shown_as, "The book is protected. Ask for the text that it was made from.")
        yield posixpath.basename(name), package.read(name).decode("utf-8-sig")


def _is(tag: str, name: str) -> bool:
    return tag.rpartition("}")[2] == name
