"""The outline of a file: its headings, paragraphs, lists and tables, with their places.

Readers make it; what reads roles out of it knows nothing of Markdown, sheets or Word. Every
`Passage` lies in the outline's source text: `source.text[span.start:span.end] == span.text`. Files
that are no text (sheets, Word) get a source text with one line for each row or paragraph.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rolegraph.documents.text.model import Span
from rolegraph.documents.text.source import SourceText

FAR = 500
"""Behind so many signs of a line its number alone does not say where a text stands."""


def on_page(page: int, word: str) -> str:
    """Return how a page or slide is told behind a line; nothing for 0, a file without pages."""
    return f" ({word} {page})" if page else ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the file that says something.

    Attributes:
        span: its place and its characters, exactly as in the file.
        plain: its text as a reader sees it, on one line and without marks.
        cell: the name of its cell in a table or sheet, such as `B3`; else empty.
        is_bold: whether all of it is set in bold (or is marked as a heading would be).
        is_struck: whether some of it is struck through.
    """

    span: Span
    plain: str
    cell: str = ""
    is_bold: bool = False
    is_struck: bool = False

    @property
    def line(self) -> int:
        """Its first line, from 1."""
        return self.span.line

    @property
    def place(self) -> str:
        """What people call its place: its cell where sheets are read together, else its line.

        A page of the web may be one line as a whole: far behind in a line the column is told as
        well. Of a file with pages, such as a PDF, the page is told; of a deck, the slide.
        """
        if "!" in self.cell:
            return self.cell
        column = f", column {self.span.column}" if self.column else ""
        return f"line {self.line}{column}{on_page(self.span.page, self.span.word)}"

    @property
    def in_table(self) -> str:
        """The name of its cell, with the page or slide of that; empty where it has none."""
        return self.cell and self.cell + on_page(self.span.page, self.span.word)

    @property
    def column(self) -> int:
        """Its column where it stands far behind in its line, else 0."""
        return self.span.column if self.span.column > FAR else 0

    @property
    def end_line(self) -> int:
        """Its last line."""
        return self.span.line + len(re.findall("\r\n|\n|\r", self.span.text))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a level from 1; `is_label` for a bold line that stands where one would.

    `is_capitals` is a line in capitals in a text without headings.
    """

    passage: Passage
    level: int
    is_label: bool = False
    is_capitals: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. `is_guess` for a label that Markdown counts as the end of a bullet."""

    passage: Passage
    is_guess: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list.

    Attributes:
        passage: its own text; None where there is none.
        blocks: what is nested in it.
        marker: `-`, `1.` and the like with its box, as a span.
        is_done: whether its task box is ticked; None without a box.
    """

    passage: Passage | None
    blocks: tuple[Block, ...]
    marker: Span
    is_done: bool | None = None


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[Item, ...]
    ordered: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells (None where empty) and the line it begins in."""

    cells: tuple[Passage | None, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first row is its head.

    Attributes:
        head: the names of its columns.
        rows: its other rows.
        apart: its rows as they stand, titles too, where blank rows alone part it from a table
            above; it may be the rest of that one.
        of_activities: whether it is known that its rows are activities and its columns roles.
    """

    head: Row
    rows: tuple[Row, ...]
    apart: tuple[Row, ...] = ()
    of_activities: bool = False


@dataclass(frozen=True, slots=True)
class Aside:
    """Something that is not read as text, where it stands: code, a picture, a quotation.

    Attributes:
        span: where it stands.
        what: what it is.
        blocks: of a quotation, what stands in it, where the format tells.
    """

    span: Span
    what: str
    blocks: tuple[Block, ...] = ()


NOTES = "speaker notes"
"""What sets aside a text that is said beside a slide, and does not stand on it."""
QUOTATION = "a quotation"
"""What sets aside a text that somebody else says."""
Block = Heading | Paragraph | Bullets | Table | Aside


@dataclass(frozen=True, slots=True)
class SetAside:
    """A stretch that is no part of the running text, such as front matter, and why.

    An empty reason is a mark, such as a tag, that says nothing.
    """

    start: int
    end: int
    reason: str


FRONT = "front matter"
"""Why the fields before a document are set aside."""
LEFT_OUT = "names of people are left out"
"""What each reason says that sets aside names of people."""


@dataclass(frozen=True)
class Outline:
    """A file as its reader saw it.

    Attributes:
        source: the text and its lines.
        blocks: what the file has, in order.
        aside: what the reader took out beforehand.
        front: the fields of the front matter.
        to_plain: turns a stretch of the source into text as a reader sees it.
        to_text: the source as the reader saw it: comments and tags blanked, offsets the same.
        doubts: what a person has to say about the file itself: line and question.
        has_breaks: whether a line end inside of a cell parts two things, as in sheets.
        names: for a file of records, the offsets of their names; None for other files.
        rows: for several sheets, what a line of the source is to a person: line → its place.
        is_asciidoc: whether its marks are those of AsciiDoc: `*text*` is bold, `{name}` refers.
        title: for a file of records, what names it as a whole.
        personas: for a file of records, the offsets of the names of personas.
        unknown: the offsets of references to a record that the file does not have.
        run_in: where headings end behind which a text begins in the same line.
    """

    source: SourceText
    blocks: tuple[Block, ...]
    to_plain: Callable[[str], str]
    aside: tuple[SetAside, ...] = ()
    front: Mapping[str, Any] = field(default_factory=dict)
    to_text: str = ""
    doubts: tuple[tuple[int, str], ...] = ()
    has_breaks: bool = False
    names: frozenset[int] | None = None
    rows: Mapping[int, str] = field(default_factory=dict)
    is_asciidoc: bool = False
    title: Passage | None = None
    personas: frozenset[int] = frozenset()
    unknown: frozenset[int] = frozenset()
    run_in: frozenset[int] = frozenset()

    def place(self, line: int, last: int | None = None) -> str:
        """Return how people call a line, or the lines to a last one."""
        if self.rows:
            first, end = (self.rows.get(each, "") for each in (line, last or line))
            (sheet, sign, row), (other, _, end_row) = first.partition("row "), end.partition("row ")
            is_within = bool(sign) and sheet == other and row != end_row
            return f"{sheet}rows {row} to {end_row}" if is_within else first
        lines = f"line {line}" if last in {None, line} else f"lines {line} to {last}"
        return lines + on_page(self.source.page(line), self.source.word)

    def place_of(self, passage: Passage) -> str:
        """Return how people call the place of a passage."""
        return self.place(passage.line) if self.rows else passage.place

    def passage(self, start: int, end: int, cell: str = "") -> Passage:
        """Return the passage between two offsets, without blanks at its ends."""
        span = self._with_tags(self.source.span(start, end))
        found = passage(span, self.to_plain, self.to_text or self.source.text, cell)
        is_bold = self.is_asciidoc and _SINGLE_BOLD.fullmatch(span.text) is not None
        return replace(found, is_bold=True) if is_bold else found

    def _with_tags(self, span: Span) -> Span:
        """Return a span with the tag before or behind it whose other half stands in it."""
        text = self.source.text
        near = text[max(0, span.start - _LONGEST_TAG) : span.start]
        if "</" in span.text and (found := _OPENING.search(near)):
            name = found[1]
            if span.text.count(f"</{name}") > len(re.findall(rf"<{name}\b", span.text)):
                span = self.source.span(span.start - len(near) + found.start(), span.end)
        if "<" in span.text and (found := _CLOSING.match(text, span.end)):
            name = found[1]
            if len(re.findall(rf"<{name}\b", span.text)) > span.text.count(f"</{name}"):
                span = self.source.span(span.start, found.end())
        return span

    def part(self, whole: Passage, start: int, end: int | None = None) -> Passage:
        """Return a part of a passage, by offsets within its text."""
        first = whole.span.start
        last = whole.span.end if end is None else first + end
        return self.passage(first + start, last, whole.cell)


_LONGEST_TAG = 1000
"""So many signs before a passage are looked through for a tag; a whole page takes too long."""
_OPENING = re.compile(r"<([a-z][a-z0-9]*)(?:\s[^<>]*)?>[ \t]*\Z")
_CLOSING = re.compile(r"[ \t]*</([a-z][a-z0-9]*)>")
_BOLD = re.compile(
    r"(\*\*|__)(?=\S)((?:(?!\1).)+)\1[ \t]*[:.]?"
    r"|<(?:b|strong)>(.*)</(?:b|strong)>[ \t]*[:.]?"
    r"|\u3010[^\u3010\u3011\n]+\u3011[:\uff1a]?",
    re.DOTALL,
)
_SINGLE_BOLD = re.compile(r"\*(?=\S)[^*\n]+\*[ \t]*[:.]?")
_STRUCK = re.compile(r"~~[^~]+~~|<(?:del|s|strike)\b[^<>]*>|\[\.?line-through\]#", re.IGNORECASE)


def passage(span: Span, to_plain: Callable[[str], str], text: str, cell: str = "") -> Passage:
    """Return a passage for a span; `text` is the source with comments and tags blanked."""
    # Front matter is blanked, and yet may hold the title.
    seen = text[span.start : span.end].strip() or span.text
    return Passage(
        span=span,
        plain=unicodedata.normalize("NFC", to_plain(seen)),
        cell=cell,
        is_bold=bool(_BOLD.fullmatch(seen.strip())),
        is_struck=bool(_STRUCK.search(seen)),
    )


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield blocks and what is nested in them, in order."""
    for block in blocks:
        yield block
        if isinstance(block, Bullets):
            for item in block.items:
                yield from walk(item.blocks)
