"""Reads a PDF: by its tags where they cover its text, else by how its pages look."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rolegraph.documents.outline import Outline
from rolegraph.documents.readers.office.outlining import TextNode, outline_of_nodes
from rolegraph.documents.readers.office.package import fault
from rolegraph.documents.readers.pdf.layout import Layout
from rolegraph.documents.readers.pdf.levels import Levels
from rolegraph.documents.readers.pdf.margins import MARGIN, line_numbers, once
from rolegraph.documents.readers.pdf.nodes import drawing, node_of, not_read
from rolegraph.documents.readers.pdf.pages import (
    Columns,
    Joining,
    Word,
    lines_in_order,
    lines_on_page,
    upright,
    words_of,
)
from rolegraph.documents.readers.pdf.structure import Element, Mark, structure_of
from rolegraph.documents.readers.pdf.tagged import Tagged

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.pdf import PDF

_LARGEST = 64 * 1024 * 1024
_MOST_PAGES = 1000
_DRAWING = 4 * 1024 * 1024
"""Bytes of the content of a page; a full page of text has a hundredth of that."""
_COVERED = 0.8
"""The share of the text that must be tagged for the tags to be taken."""
_UNREAD = 0.1
"""From this share of characters without a letter on, a file is not read."""
_OCR = (
    "Make its text readable first, such as with `ocrmypdf FILE read.pdf`, and look it through; or "
    "ask for the file that it was made from."
)


def read_pdf(path: Path, shown_as: str) -> Outline:
    """Return the outline of a PDF; its lines are its paragraphs, each with its page.

    Raises:
        MalformedDocument: it is no PDF, is locked, has no text, or is too large.
    """
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    # What pdfminer says of small faults in a file is for those who wrote it.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    if path.stat().st_size > _LARGEST:
        raise fault(shown_as, "The file has more than 64 MB. Save the pages with the roles alone.")
    try:
        with pdfplumber.open(path) as pdf:
            return _outline(pdf, shown_as)
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            message = "The file is locked with a password. Save a copy without one, and read that."
            raise fault(shown_as, message) from None
        raise fault(shown_as, f"This is no PDF, or a damaged one: {error}.") from None


def _outline(pdf: PDF, shown_as: str) -> Outline:
    if len(pdf.pages) > _MOST_PAGES:
        message = f"The file has {len(pdf.pages)} pages, and {_MOST_PAGES} are read at most."
        raise fault(shown_as, f"{message} Save the pages with the roles alone.")
    drawings = [page for page in pdf.pages if _is_drawing(page)]
    pages = [page for page in pdf.pages if page not in drawings]
    root = structure_of(pdf, shown_as)
    found = _by_tags(pages, root) if root is not None else None
    if found is None:
        found = Layout(pages).blocks()
    body = TextNode("body")
    # What belongs to no section stands before all of them.
    asides = [node for node in found if node.what == MARGIN]
    body.children += [*asides, *map(drawing, drawings)]
    body.children += [node for node in found if node.what != MARGIN]
    _check("".join(node.text() for node in found if node.tag != "aside"), shown_as)
    return outline_of_nodes(body, shown_as)


def _check(text: str, shown_as: str) -> None:
    """Go on only if a file has text that can be read.

    Raises:
        MalformedDocument: it has none, or its fonts do not say which letters they show.
    """
    letters = "".join(text.split())
    if not letters:
        raise fault(shown_as, f"The pages of this PDF are pictures: they hold no text. {_OCR}")
    if letters.count("\ufffd") > _UNREAD * len(letters):
        message = "The fonts of this PDF do not say which letters they show, so it has no text."
        raise fault(shown_as, f"{message} {_OCR}")


def _is_drawing(page: Page) -> bool:
    """Tell whether a page draws more than any page of text does, such as the plan of a building."""
    from pdfminer.pdftypes import PDFStream, resolve1

    streams = (resolve1(each) for each in page.page_obj.contents)
    return sum(len(each.get_data()) for each in streams if isinstance(each, PDFStream)) > _DRAWING


def _by_tags(pages: Sequence[Page], root: Element) -> list[TextNode] | None:
    """Return what the tags hold, and behind it what none of them does.

    None where they cover too little of the text, or say nothing of headings, lists and tables.
    """
    tags = {element.tag for element in root.all()}
    if not tags & {"L", "Table"} and not any(_is_heading(tag) for tag in tags):
        return None
    tagged = set(root.marks())
    words: dict[Mark, list[Word]] = {}
    others: list[Word] = []
    unread: list[TextNode] = []
    counted: Counter[bool] = Counter()
    for page in pages:
        outside = []
        marked: dict[Mark, list[dict[str, object]]] = {}
        for char in upright(page):
            mark = Mark(page.page_number, -1 if char["mcid"] is None else char["mcid"])
            is_tagged = mark in tagged
            if is_tagged:
                marked.setdefault(mark, []).append(char)
            else:
                outside.append(char)
            if char.get("tag") != "Artifact" and not char["text"].isspace():
                counted[is_tagged] += 1
        of_page = {mark: words_of(chars, in_order=True) for mark, chars in marked.items()}
        numbers = line_numbers(word for found in of_page.values() for word in found)
        others += numbers
        for mark, found in of_page.items():
            words[mark] = [word for word in found if word not in numbers]
        others += words_of(outside, in_order=False)
        unread += not_read(page)
        page.close()
    if counted[True] < _COVERED * counted.total():
        return None
    lines = [line for ones in words.values() for line in lines_in_order(ones)]
    joining = Joining(lines, Columns(lines))
    levels = None if any(_is_heading(tag) for tag in tags) else Levels(lines)
    return [*unread, *Tagged(words, joining, levels).document(root), *_told(others)]


def _is_heading(tag: str) -> bool:
    return (tag.startswith("H") and tag[1:].isdecimal()) or tag in {"H", "Title"}


def _told(words: list[Word]) -> Iterator[TextNode]:
    """Yield what stands on pages and belongs to no tag: heads and feet of pages, mostly."""
    for line in once(lines_on_page(words)):
        node = node_of("aside", line.text, [line])
        node.what = MARGIN
        yield node
