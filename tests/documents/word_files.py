"""Small Word files, written as the XML they are."""

from __future__ import annotations

import zipfile
from pathlib import Path

_TYPES = """<?xml version="1.0"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>
</Types>"""
_RELATIONS = """<?xml version="1.0"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
</Relationships>"""
_DOCUMENT_RELATIONS = """<?xml version="1.0"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>
<Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/>
</Relationships>"""
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_NAMES = ("heading 1", "heading 2", "heading 3", "List Bullet", "List Bullet 2")


def style(name: str) -> str:
    return name.replace(" ", "")


def paragraph(text: str, named: str | None = None) -> str:
    """Return a paragraph; `text` may hold runs (`<w:r>`) of its own."""
    runs = text if text.startswith("<") else f"<w:r><w:t>{text}</w:t></w:r>"
    properties = f'<w:pPr><w:pStyle w:val="{style(named)}"/></w:pPr>' if named else ""
    return f"<w:p>{properties}{runs}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """Return a table; `^` is a cell that the one above it reaches into."""
    return (
        "<w:tbl>" + "".join(f"<w:tr>{''.join(map(_cell, row))}</w:tr>" for row in rows) + "</w:tbl>"
    )


def _cell(text: str) -> str:
    merged = {"^": "<w:vMerge/>", "v": '<w:vMerge w:val="restart"/>'}.get(text[:1], "")
    shown = paragraph(text.lstrip("^v ") if merged else text)
    return f"<w:tc><w:tcPr>{merged}</w:tcPr>{shown}</w:tc>"


def write_word(path: Path, *paragraphs: str, note: str = "") -> Path:
    """Write a Word file of paragraphs and tables, and perhaps a note with the number 1."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{style(name)}"><w:name w:val="{name}"/></w:style>'
        for name in _NAMES
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELATIONS)
        package.writestr("word/_rels/document.xml.rels", _DOCUMENT_RELATIONS)
        package.writestr("word/styles.xml", f"<w:styles {_W}>{styles}</w:styles>")
        if note:
            notes = f'<w:footnote w:id="1">{paragraph(note)}</w:footnote>'
            package.writestr("word/footnotes.xml", f"<w:footnotes {_W}>{notes}</w:footnotes>")
        body = "".join(paragraphs)
        package.writestr(
            "word/document.xml", f"<w:document {_W}><w:body>{body}</w:body></w:document>"
        )
    return path
