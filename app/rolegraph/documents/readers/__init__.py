"""Readers: from the bytes of a file to an outline, one for each format."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from rolegraph.documents.outline import Outline
from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.documents.text.source import SourceText
from rolegraph.errors import SyntaxFault

MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd", ".txt", ""})
_ADVICE = (
    "Save it as Markdown (.md), a page (.html), a table (.csv, .tsv, .xlsx), records (.yaml, "
    ".json) or Word (.docx)."
)
_BY_PANDOC = "Convert it, such as with `pandoc -t gfm FILE -o roles.md`, and read roles.md."
_BY_OFFICE = "Open it in an office program and save it as {}."
_ASCIIDOC = "Convert it with `asciidoctor -o roles.html FILE`, and read roles.html."
REFUSED = {
    ".adoc": ("AsciiDoc", _ASCIIDOC),
    ".asciidoc": ("AsciiDoc", _ASCIIDOC),
    ".asc": ("AsciiDoc", _ASCIIDOC),
    ".org": ("Org mode", _BY_PANDOC),
    ".pdf": ("PDF", "Ask for the file that it was made from, or save its text as Markdown (.md)."),
    ".doc": ("The old Word format", _BY_OFFICE.format("Word (.docx)")),
    ".odt": ("OpenDocument text", _BY_OFFICE.format("Word (.docx)")),
    ".rtf": ("Rich Text", _BY_OFFICE.format("Word (.docx)")),
    ".pages": ("Pages", _BY_OFFICE.format("Word (.docx)")),
    ".xls": ("The old Excel format", _BY_OFFICE.format("Excel (.xlsx)")),
    ".ods": ("OpenDocument sheets", _BY_OFFICE.format("Excel (.xlsx)")),
    ".pptx": ("PowerPoint", "Write the roles as Markdown (.md) or as a table (.csv, .xlsx)."),
    ".tex": ("LaTeX", _BY_PANDOC),
    ".wiki": ("Wiki text", _BY_PANDOC),
    ".mediawiki": ("Wiki text", _BY_PANDOC),
    ".textile": ("Textile", _BY_PANDOC),
    ".epub": ("EPUB", _BY_PANDOC),
    ".ttl": ("RDF", "Load it with `rolegraph load`."),
    ".xml": ("XML", ""),
}
"""Endings of formats that are known and not read: what they are, and what to do."""


TABLES = frozenset({".csv", ".tsv", ".tab"})
SHEETS = frozenset({".xlsx", ".xlsm"})
RECORDS = frozenset({".yaml", ".yml", ".json"})
WORD = frozenset({".docx"})
STRUCTURED = frozenset({".rst", ".rest"})
PAGES = frozenset({".html", ".htm", ".xhtml"})


_TEXTS = (
    (MARKDOWN, "markdown"),
    (TABLES, "delimited"),
    (PAGES, "html"),
    (STRUCTURED, "structured"),
)
"""Endings of text files, and the module that reads them, loaded where a file asks for it."""


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
        from rolegraph.documents.readers.sheet import read_sheet

        path.open("rb").close()
        return read_sheet(path, shown_as, sheet)
    if ending in WORD:
        from rolegraph.documents.readers.word import read_word

        return read_word(path, shown_as)
    content = path.read_bytes()
    if ending in RECORDS:
        from rolegraph.documents.readers.records import read_records

        return read_records(SourceText(shown_as, content), fields)
    name = next((name for endings, name in _TEXTS if ending in endings), None)
    if name is not None:
        module = import_module(f"rolegraph.documents.readers.{name}")
        outline: Outline = getattr(module, f"read_{name}")(SourceText(shown_as, content))
        return outline
    what, advice = REFUSED.get(ending, (f"A file that ends in {ending}", ""))
    raise MalformedDocument(
        [
            SyntaxFault(
                f"{what} is not read here. {advice or _ADVICE}",
                source=shown_as,
                line=1,
            )
        ]
    )
