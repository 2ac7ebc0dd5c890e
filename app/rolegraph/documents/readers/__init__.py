"""Readers: from the bytes of a file to an outline, one for each format."""

from __future__ import annotations

from pathlib import Path

from rolegraph.documents.errors import MalformedDocument
from rolegraph.documents.outline import Outline
from rolegraph.documents.readers.markdown import read_markdown
from rolegraph.documents.source import SourceText
from rolegraph.errors import SyntaxFault

MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd", ".txt", ""})
REFUSED = {
    ".rst": "reStructuredText",
    ".adoc": "AsciiDoc",
    ".asciidoc": "AsciiDoc",
    ".org": "Org mode",
    ".html": "HTML",
    ".htm": "HTML",
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


def outline_of(path: Path, shown_as: str) -> Outline:
    """Return the outline of a file, by the reader that its ending asks for.

    Raises:
        OSError: the file cannot be opened.
        MalformedDocument: the format is not read, or the file is not of it.
    """
    content = path.read_bytes()
    ending = path.suffix.casefold()
    if ending in MARKDOWN:
        return read_markdown(SourceText(shown_as, content))
    name = REFUSED.get(ending, f"files that end in {ending}")
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
