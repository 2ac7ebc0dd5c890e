"""Small OpenDocument files, written as the XML they are."""

from __future__ import annotations

import zipfile
from pathlib import Path

_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
    )
)
_STYLES = (
    '<style:style style:name="Bold" style:family="text">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="Struck" style:family="text">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="Gone" style:family="text">'
    '<style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" '
    'style:num-format="1"/></text:list-style>'
    '<style:style style:name="Off" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
)


def heading(text: str, level: int = 1) -> str:
    return f'<text:h text:outline-level="{level}">{text}</text:h>'


def entries(*texts: str, style: str = "") -> str:
    """Return a list; a text may hold paragraphs and lists of its own."""
    items = (
        f"<text:list-item>{each if each.startswith('<text:p>') else _p(each)}</text:list-item>"
        for each in texts
    )
    return f'<text:list text:style-name="{style}">{"".join(items)}</text:list>'


def _p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def rows(*lines: str) -> str:
    """Return rows of a table; each line has its cells as XML."""
    return "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)


def cell(text: str, extra: str = "") -> str:
    return f"<table:table-cell {extra}>{_p(text) if text else ''}</table:table-cell>"


def write_open(path: Path, body: str, kind: str = "text", before: str = "") -> Path:
    """Write an OpenDocument file of a kind; `before` stands in front of its first element."""
    content = (
        f"<?xml version='1.0' encoding='UTF-8'?>{before}<office:document-content {_SPACES}>"
        f"<office:automatic-styles>{_STYLES}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        package.writestr("content.xml", content)
    return path
