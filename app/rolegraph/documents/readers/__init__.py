"""Readers: from the bytes of a file to an outline, one for each format."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rolegraph.documents.outline import Outline
from rolegraph.documents.readers.delimited import read_delimited
from rolegraph.documents.readers.html import read_html
from rolegraph.documents.readers.markdown import read_markdown
from rolegraph.documents.readers.records import read_records
from rolegraph.documents.readers.sheet import read_sheet
from rolegraph.documents.readers.word import read_word
from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.documents.text.source import SourceText
from rolegraph.errors import SyntaxFault

MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd", ".txt", ""})
REFUSED = {
    ".rst": "reStructuredText",
    ".adoc": "AsciiDoc",
    ".asciidoc": "AsciiDoc",
    ".org": "Org mode",
    ".pdf": "PDF",
    ".doc": "the old Word format",
    ".xls": "the old Excel format",
    ".odt": "OpenDocument text",
    ".ods": "OpenDocument sheets",
    ".rtf": "Rich Text",
    ".tex": "LaTeX",
    ".wiki": "wiki text",
    ".textile": "Textile",
    ".pptx": "PowerPoint",
    ".ttl": "RDF (use `rolegraph load`)",
    ".xml": "XML",
}
"""Endings of formats that are known and not read."""


TABLES = frozenset({".csv", ".tsv", ".tab"})
SHEETS = frozenset({".xlsx", ".xlsm"})
RECORDS = frozenset({".yaml", ".yml", ".json"})
WORD = frozenset({".docx"})
PAGES = frozenset({".html", ".htm", ".xhtml"})


def outline_of(
    path: Path,
    shown_as: str,
    *,
    sheet: str | None = None,
    fields: Mapping[str, str] | None = None,
) -> Outline:
    """Return the outline of a file, by the reader that its ending asks for.

    Args:
        path: the file.
        shown_as: its name for people.
        sheet: the sheet of a workbook; None takes the first that is shown.
        fields: for records, the name of a field → what it holds.

    Raises:
        OSError: the file cannot be opened.
        MalformedDocument: the format is not read, or the file is not of it.
    """
    ending = path.suffix.casefold()
    if ending in SHEETS:
        path.open("rb").close()
        return read_sheet(path, shown_as, sheet)
    if ending in WORD:
        return read_word(path, shown_as)
    content = path.read_bytes()
    if ending in PAGES:
        return read_html(SourceText(shown_as, content))
    if ending in MARKDOWN:
        return read_markdown(SourceText(shown_as, content))
    if ending in TABLES:
        return read_delimited(SourceText(shown_as, content))
    if ending in RECORDS:
        return read_records(SourceText(shown_as, content), fields)
    name = REFUSED.get(ending, f"A file that ends in {ending}")
    raise MalformedDocument(
        [
            SyntaxFault(
                f"{name} is not read here. Save it as Markdown (.md), a table (.csv, .tsv, .xlsx), "
                "records (.yaml, .json) or Word (.docx).",
                source=shown_as,
                line=1,
            )
        ]
    )
