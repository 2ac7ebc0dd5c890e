"""Reads an AsciiDoc file: its lines, its blocks, and what stands in neither."""

from __future__ import annotations

from rolegraph.documents.outline import Outline, SetAside
from rolegraph.documents.readers.asciidoc.attributes import Attributes
from rolegraph.documents.readers.asciidoc.blocks import BlockReader
from rolegraph.documents.readers.asciidoc.inline import PlainText, footnotes
from rolegraph.documents.readers.asciidoc.lines import LineReader
from rolegraph.documents.text.source import SourceText

FOOTNOTE = "a footnote"


def read_asciidoc(source: SourceText) -> Outline:
    """Return the outline of an AsciiDoc file.

    What is understood is the structure: sections, lists with what is attached to their entries,
    tables, blocks, admonitions. Attributes that the file sets are put in; files that it includes
    are told and not opened; no macro is run.
    """
    attributes = Attributes()
    names: dict[str, str] = {}
    plain = PlainText(attributes, names)
    reader = LineReader(source, attributes)
    lines = reader.lines()
    aside = reader.aside
    shell = Outline(source, (), plain, to_text=_seen(source, aside), is_asciidoc=True)
    identifiers = (attributes.get("idprefix", "_"), attributes.get("idseparator", "_"))
    blocks = BlockReader(lines, shell, aside, names, identifiers).blocks()
    # A second time, since a reference may stand before the section that it leads to.
    if any("<<" in line.text or "xref:" in line.text for line in lines):
        blocks = BlockReader(lines, shell, [], names, identifiers).blocks()
    for line in lines:
        for start, end in footnotes(line.text):
            aside.append(SetAside(line.start + start, line.start + end, FOOTNOTE))
    return Outline(
        source, tuple(blocks), plain, tuple(aside), to_text=shell.to_text, is_asciidoc=True
    )


def _seen(source: SourceText, aside: list[SetAside]) -> str:
    """Return the text with what the preprocessor took out as blanks, offsets the same."""
    text = list(source.text)
    for each in aside:
        for place in range(each.start, each.end):
            if text[place] not in "\r\n":
                text[place] = " "
    return "".join(text)
