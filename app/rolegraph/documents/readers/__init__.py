"""Readers: from the bytes of a file to an outline, one for each format."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from rolegraph.documents.outline import Outline
from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.documents.text.pages import OPEN_SLIDES, SLIDES
from rolegraph.documents.text.source import SourceText
from rolegraph.errors import SyntaxFault

MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd", ".txt", ""})
_ADVICE = (
    "Save it as Markdown (.md), AsciiDoc (.adoc), a page (.html), a table (.csv, .tsv, .xlsx), "
    "records (.yaml, .json), Word (.docx), PowerPoint (.pptx), OpenDocument (.odt, .ods, .odp), "
    "PDF (.pdf) or EPUB (.epub)."
)
_BY_PANDOC = "Convert it, such as with `pandoc -t gfm FILE -o roles.md`, and read roles.md."
_BY_OFFICE = "Open it in an office program and save it as {}."
_AS_TEXT = "Write the roles as Markdown (.md) or as a table (.csv, .xlsx)."
_BY_LOAD = "Load it with `rolegraph load`."
REFUSED = {
    ".org": ("Org mode", _BY_PANDOC),
    ".doc": ("The old Word format", _BY_OFFICE.format("Word (.docx)")),
    ".rtf": ("Rich Text", _BY_OFFICE.format("Word (.docx)")),
    ".pages": ("Pages", _BY_OFFICE.format("Word (.docx)")),
    ".xls": ("The old Excel format", _BY_OFFICE.format("Excel (.xlsx)")),
    ".ott": ("An OpenDocument template", _BY_OFFICE.format("OpenDocument text (.odt)")),
    ".potx": ("A PowerPoint template", _BY_OFFICE.format("PowerPoint (.pptx)")),
    ".otp": ("A template of OpenDocument", _BY_OFFICE.format("OpenDocument slides (.odp)")),
    ".tex": ("LaTeX", _BY_PANDOC),
    ".typ": ("Typst", _BY_PANDOC),
    ".wiki": ("Wiki text", _BY_PANDOC),
    ".mediawiki": ("Wiki text", _BY_PANDOC),
    ".textile": ("Textile", _BY_PANDOC),
    ".docm": ("Word with macros", _BY_OFFICE.format("Word (.docx)")),
    ".dotx": ("A Word template", _BY_OFFICE.format("Word (.docx)")),
    ".xlsb": ("The binary Excel format", _BY_OFFICE.format("Excel (.xlsx)")),
    ".numbers": ("Numbers", _BY_OFFICE.format("Excel (.xlsx)")),
    ".ppt": ("The old PowerPoint format", _BY_OFFICE.format("PowerPoint (.pptx)")),
    ".pps": ("The old PowerPoint format", _BY_OFFICE.format("PowerPoint (.pptx)")),
    ".key": ("Keynote", "Open it in Keynote and export it as PowerPoint (.pptx)."),
    ".vsdx": ("Visio", _AS_TEXT),
    ".drawio": ("A drawing", _AS_TEXT),
    ".bpmn": ("BPMN", _AS_TEXT),
    ".puml": ("PlantUML", _AS_TEXT),
    ".opml": ("OPML", "Convert it, such as with `pandoc -f opml -t gfm FILE -o roles.md`."),
    ".ipynb": ("A Jupyter notebook", "Convert it with `jupyter nbconvert --to markdown FILE`."),
    ".zip": ("An archive", "Unpack it, and read the pages and tables in it."),
    ".mht": ("A page in one file", "Save it as a page (.html)."),
    ".mhtml": ("A page in one file", "Save it as a page (.html)."),
    ".eml": ("A message", _AS_TEXT),
    ".msg": ("A message", _AS_TEXT),
    ".toml": ("TOML", "Write the records as YAML (.yaml) or JSON (.json)."),
    ".jsonl": ("JSON lines", "Write them as one list: `jq -s . FILE > roles.json`."),
    ".ndjson": ("JSON lines", "Write them as one list: `jq -s . FILE > roles.json`."),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".svg"), ("A picture", _AS_TEXT)),
    **dict.fromkeys((".ttl", ".jsonld", ".rdf", ".nt", ".trig"), ("RDF", _BY_LOAD)),
    ".xml": ("XML", ""),
}
"""Endings of formats that are known and not read: what they are, and what to do."""


TABLES = frozenset({".csv", ".tsv", ".tab"})
WORKBOOKS = frozenset({".xlsx", ".xlsm"})
RECORDS = frozenset({".yaml", ".yml", ".json", ".toml"})
WORD = frozenset({".docx"})
OPEN_TEXTS = frozenset({".odt", ".fodt"})
PRINTED = frozenset({".pdf"})
OPEN_SHEETS = frozenset({".ods", ".fods"})
SHEETS = WORKBOOKS | OPEN_SHEETS
BOOKS = frozenset({".epub"})
OFFICE = SHEETS | WORD | OPEN_TEXTS | PRINTED | BOOKS | SLIDES | OPEN_SLIDES
STRUCTURED = frozenset({".rst", ".rest"})
ASCIIDOC = frozenset({".adoc", ".asciidoc", ".asc"})
PAGES = frozenset({".html", ".htm", ".xhtml"})
_READ = MARKDOWN | TABLES | RECORDS | OFFICE | STRUCTURED | ASCIIDOC | PAGES
ENDINGS = tuple(sorted(_READ - {""}))
"""The endings of all files that are read; a file without one is Markdown."""


_TEXTS = (
    (MARKDOWN, "markdown", "read_markdown"),
    (TABLES, "delimited", "read_delimited"),
    (PAGES, "html", "read_html"),
    (STRUCTURED, "structured", "read_structured"),
    (ASCIIDOC, "asciidoc.read", "read_asciidoc"),
)
"""Endings of text files; the module that reads them, loaded when it is needed; its function."""
_OFFICE = (
    (WORKBOOKS, "office.sheet", "read_sheet"),
    (OPEN_SHEETS, "office.ods", "read_ods"),
    (WORD, "office.word", "read_word"),
    (OPEN_TEXTS, "office.odt", "read_odt"),
    (BOOKS, "office.epub", "read_epub"),
    (PRINTED, "pdf.read", "read_pdf"),
    (SLIDES, "slides.pptx", "read_pptx"),
    (OPEN_SLIDES, "slides.odp", "read_odp"),
)
"""The same for files that are no text: of office programs, books, PDF."""


_TABBED = 0.8


def is_tabbed(content: bytes) -> bool:
    """Tell whether a text is a table: most of its lines have as many tabs as the first."""
    lines = [line.strip(b"\r").strip(b" ") for line in content.split(b"\n") if line.strip()]
    if len(lines) < 2 or not lines[0].count(b"\t"):  # noqa: PLR2004
        return False
    width = lines[0].count(b"\t")
    same = sum(line.count(b"\t") == width and not line.startswith(b"\t") for line in lines)
    return same >= _TABBED * len(lines)


def outline_of(
    path: Path,
    shown_as: str,
    *,
    sheet: str | None = None,
    fields: Mapping[str, str] | None = None,
    language: str | None = None,
) -> Outline:
    """Return the outline of a file, by the reader that its ending asks for.

    Args:
        path: the file.
        shown_as: its name for people.
        sheet: the sheet of a workbook; None takes the first that is shown.
        fields: for records, the name of a field → what it holds.
        language: for records with texts in several languages, the one to read.

    Raises:
        OSError: the file cannot be opened.
        MalformedDocument: the format is not read, or the file is not of it.
    """
    ending = path.suffix.casefold()
    found = _office_file(path, shown_as, sheet, ending)
    if found is not None:
        return found
    if "://" in shown_as or shown_as.startswith(("http:/", "https:/")):
        message = "Nothing is taken from the web. Save the page, and name the file."
        raise MalformedDocument([SyntaxFault(message, source=shown_as, line=1)])
    content = path.read_bytes()
    if ending in RECORDS:
        names_of = ("toml", "read_toml") if ending == ".toml" else ("read", "read_records")
        records = import_module(f"rolegraph.documents.readers.records.{names_of[0]}")
        read = getattr(records, names_of[1])
        found_in: Outline = read(SourceText(shown_as, content), fields, language)
        return found_in
    if ending == ".txt" and is_tabbed(content):
        ending = ".tsv"
    names = next((names for endings, *names in _TEXTS if ending in endings), None)
    if names is not None:
        module = import_module(f"rolegraph.documents.readers.{names[0]}")
        outline: Outline = getattr(module, names[1])(SourceText(shown_as, content))
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


def _office_file(path: Path, shown_as: str, sheet: str | None, ending: str) -> Outline | None:
    """Return the outline of a file that is no text; None for other files."""
    found = next((names for endings, *names in _OFFICE if ending in endings), None)
    if found is None:
        return None
    path.open("rb").close()
    module, name = found
    read = getattr(import_module(f"rolegraph.documents.readers.{module}"), name)
    outline: Outline = read(path, shown_as, sheet) if ending in SHEETS else read(path, shown_as)
    return outline
