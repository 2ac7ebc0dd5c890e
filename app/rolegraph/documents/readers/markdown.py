"""Markdown (CommonMark with tables) to an outline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin

from rolegraph.documents.outline import (
    QUOTATION,
    Aside,
    Block,
    Bullets,
    Heading,
    Item,
    Outline,
    Paragraph,
    Passage,
    Row,
    Table,
)
from rolegraph.documents.readers.html import html_tables, read_html
from rolegraph.documents.readers.masking import NO_BLANK, TABLE, mask
from rolegraph.documents.readers.numbered_text import read_numbered
from rolegraph.documents.readers.plain import plain_markdown
from rolegraph.documents.text.model import Span
from rolegraph.documents.text.source import SourceText

_MARKER = re.compile(r"[ \t>]*(?:[-+*]|[0-9]{1,9}[.)])(?:[ \t]+|$)")
_QUOTED = re.compile(r"(?:[ \t]*>)+")
_BOX = re.compile(r"\[([ xX])\](?:[ \t]+|$)")
_HASHES = re.compile(r"[ \t>]*#{1,6}[ \t]*")
_CLOSING = re.compile(r"[ \t]+#+[ \t]*\Z")
_LABEL_LINE = re.compile(r"[ \t]*(?:(\*\*|__)[^*_\n]+\1:?|[^\n.;,]{2,60}:)[ \t]*")
_FIELD = re.compile(r"(\*\*|__)(?:[^*_\n:]{2,60}:\1|[^*_\n:]{2,60}\1:)[ \t]+\S")
"""A field in a line of its own, not indented: straight below an entry it is no part of it."""
_PARAGRAPH = re.compile(r"\([0-9]{1,3}[a-z]?\)")
_FIELD_LINE = re.compile(r"[ \t>]*(?:\*\*|__)[^*_\n]{2,60}(?:\*\*|__)")
_MARKED_LINE = re.compile(
    "[ \\t>]*(?:[\u2705\u2714\u2713\u274c\u274e\u2716\u2717\u2718\u26d4\U0001f6ab]"
    "|:x:|:white_check_mark:)"
)
"""A line that begins with a tick or a cross: what it says is of its own, and no part of others."""
_BOLD_LINE = re.compile(r"[ \t>]*(\*\*|__)[^*_\n.]{2,60}\1:?[ \t]*")
_PICTURE = re.compile(r"\s*!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])\s*")
_BLANKS = " \t\r\n" + NO_BLANK
_PIPE = re.compile(r"(?<!\\)\|")
_ASIDES = {
    "fence": "a code block",
    "code_block": "a code block",
    "hr": "",
    "blockquote_open": QUOTATION,
    "html_block": "HTML",
}
_LISTS = {"bullet_list_open": False, "ordered_list_open": True}


_HTML_HEADING = re.compile(r"<h[1-6]\b", re.IGNORECASE)
_MARKDOWN = re.compile(
    r"^[ ]{0,3}(?:#{1,6}[ \t]|[-*+][ \t]+\S|[0-9]{1,3}[.)][ \t]+\S|={3,}[ \t]*$|\|.*\|[ \t]*$)",
    re.MULTILINE,
)
"""What a text has that is Markdown, and not only HTML in a file of that name."""


def read_markdown(source: SourceText) -> Outline:
    """Return the outline of a Markdown file.

    What writers plainly mean is joined or split, against the letter of CommonMark. That is a
    sublist that is indented too little, a label that Markdown takes for the end of a bullet, "•"
    and "a)" as markers, and text indented by four blanks. See also `masking`.
    """
    numbered = read_numbered(source)
    if numbered is not None:
        return numbered
    masked = mask(source.text)
    if _HTML_HEADING.search(source.text) and not _MARKDOWN.search(masked.text):
        return read_html(source, masked)  # a page of a website, with front matter before it
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.use(deflist_plugin).disable(["code", "html_block", "reference"])
    shell = Outline(source, (), plain_markdown, to_text=masked.text)
    tables, aside = {}, list(masked.aside)
    for start, end in masked.tables:
        tables[start], marks = html_tables(shell, start, end)
        aside += marks
    reader = _Reader(shell, tables, masked.capitals)
    first = len(source.text) - len(source.body)
    blocks = tuple(_nested(reader.read(parser.parse(masked.text[first:])), source))
    return Outline(source, blocks, plain_markdown, tuple(aside), masked.front, masked.text)


class _Reader:
    def __init__(
        self,
        outline: Outline,
        tables: Mapping[int, Sequence[Block]],
        capitals: Mapping[int, int],
    ) -> None:
        self._capitals = capitals
        self._outline = outline
        self._tables = tables
        self._source = outline.source
        self._text = outline.to_text

    def read(self, tokens: Sequence[Token]) -> list[Block]:
        blocks: list[Block] = []
        position = 0
        while position < len(tokens):
            end = end_of(tokens, position)
            blocks += self._block(tokens[position], tokens[position + 1 : end])
            position = end + 1
        return blocks

    def _block(self, token: Token, inside: Sequence[Token]) -> Iterator[Block]:
        if token.type == "heading_open":
            yield from self._heading(token, inside[0])
        elif token.type == "paragraph_open":
            yield from self._paragraph(*(inside[0].map or (0, 1)))
        elif token.type in _LISTS:
            yield from self._list(inside, ordered=_LISTS[token.type])
        elif token.type == "table_open":
            yield from self._table(token)
        elif token.type == "dl_open":
            yield from self._definitions(inside)
        elif token.type in _ASIDES:
            first, after = token.map or (0, 1)
            inner = self.read(inside) if token.type == "blockquote_open" else ()
            yield Aside(self._lines(first, after), _ASIDES[token.type], tuple(inner))

    def _lines(self, first: int, after: int) -> Span:
        last = self._source.line(max(after, first + 1))
        return self._source.span(self._source.line(first + 1).start, last.end)

    def _passage(self, start: int, end: int) -> Passage:
        """Return a passage without the blanks that masking left at its ends."""
        seen = self._text[start:end]
        start += len(seen) - len(seen.lstrip(_BLANKS))
        return self._outline.passage(start, start + len(seen.strip(_BLANKS)))

    def _heading(self, token: Token, inline: Token) -> Iterator[Block]:
        first, after = inline.map or (0, 1)
        underlined = not token.markup.startswith("#")
        span = self._lines(first, after - 1 if underlined and after - first > 1 else after)
        start, end = span.start, span.end
        hashes = None if underlined else _HASHES.match(self._text, start, end)
        start = hashes.end() if hashes else start
        closing = None if underlined else _CLOSING.search(self._text, start, end)
        passage = self._passage(start, closing.start() if closing else end)
        if passage.plain:
            yield Heading(passage, int(token.tag[1:]))

    def _paragraph(self, first: int, after: int) -> Iterator[Block]:
        """Yield a paragraph; one whose lines are fields (`**Label:** text`) as one for each."""
        starts = [
            line
            for line in range(first, after)
            if line == first
            or _FIELD_LINE.match(self._line(line))
            or _MARKED_LINE.match(self._line(line))
            or _BOLD_LINE.fullmatch(self._line(line - 1))
            or self._level(line)
            or self._level(line - 1)
        ]
        starts = sorted({*starts, *(n for n in range(first, after) if TABLE in self._line(n))})
        for start, end in zip(starts, [*starts[1:], after], strict=True):
            span = self._lines(start, end)
            if TABLE in self._line(start):
                yield from self._html(start, end)
                continue
            mark = _QUOTED.match(self._text, span.start, span.end)
            passage = self._passage(mark.end() if mark else span.start, span.end)
            if _PICTURE.fullmatch(passage.span.text):
                yield Aside(passage.span, "a picture")
            elif passage.span.text and (level := self._level(start)):
                yield Heading(passage, level, is_capitals=True)
            elif passage.span.text:
                yield Paragraph(passage)

    def _level(self, line: int) -> int:
        """Return the level of a title in capitals; 0 where a line is none."""
        return self._capitals.get(self._source.line(line + 1).start, 0)

    def _html(self, first: int, after: int) -> Iterator[Block]:
        """Yield the HTML tables that begin in a line, and the texts around them."""
        span = self._lines(first, after)
        place = span.start
        for start in sorted(each for each in self._tables if span.start <= each < span.end + 1):
            before = self._passage(place, start)
            if before.span.text:
                yield Paragraph(before)
            yield from self._tables[start]
            place = start + 1
        rest = self._passage(place, span.end) if place < span.end else None
        if rest is not None and self._text[rest.span.start : rest.span.end].strip(_BLANKS):
            yield Paragraph(rest)

    def _line(self, number: int) -> str:
        span = self._source.line(number + 1)
        return self._text[span.start : span.end]

    def _list(self, tokens: Sequence[Token], *, ordered: bool) -> Iterator[Block]:
        """Yield a list; several where a label stands between its entries."""
        items: list[Item] = []
        position = 0
        while position < len(tokens):
            end = end_of(tokens, position)
            item, labels = self._item(tokens[position], tokens[position + 1 : end])
            items.append(item)
            if labels:
                yield Bullets(_in_paragraphs(items), ordered)
                yield from labels
                items = []
            position = end + 1
        if items:
            yield Bullets(_in_paragraphs(items), ordered)

    def _item(self, token: Token, inside: Sequence[Token]) -> tuple[Item, Sequence[Block]]:
        first = (token.map or (0, 1))[0]
        line = self._source.line(first + 1)
        offset = self._first_mark(line.start, line.end, token)
        found = _MARKER.match(self._text, offset, line.end)
        begin = found.end() if found else offset
        box = _BOX.match(self._text, begin, line.end)
        text_begin = box.end() if box else begin
        marker = self._source.span(offset, text_begin)
        blocks: list[Block] = []
        passage: Passage | None = None
        labels: Sequence[Block] = ()
        rest = inside
        if inside and inside[0].type == "paragraph_open":
            top, after = inside[1].map or (first, first + 1)
            after, labels = self._labels_at_end(top, after)
            span_end = self._source.line(after).end
            passage = self._passage(
                text_begin if top == first else self._lines(top, after).start, span_end
            )
            rest = inside[3:]
        blocks = self.read(rest)
        done = box[1] != " " if box else None
        passage = passage if passage is not None and passage.span.text else None
        return Item(passage, tuple(blocks), marker, done), labels

    def _first_mark(self, start: int, end: int, token: Token) -> int:
        """Return where an entry's marker begins; a line may hold several (`- - text`)."""
        seen = self._text[start:end]
        offset = start
        for _ in range(token.level // 2):
            found = _MARKER.match(self._text, offset, end)
            follows = _MARKER.match(self._text, found.end(), end) if found else None
            if not found or not follows:
                break
            offset = found.end()
        return offset if seen.strip() else start

    def _labels_at_end(self, first: int, after: int) -> tuple[int, Sequence[Block]]:
        """Take a label off the end of an entry: `**Must not:**` on a line of its own below it."""
        title = next((n for n in range(first + 1, after) if self._level(n)), None)
        if title is not None:
            return title, list(self._paragraph(title, after))
        last = self._line(after - 1)
        if after - first < 2:  # noqa: PLR2004 - needs a line before
            return after, ()
        fields = after
        while fields - 1 > first and _FIELD.match(self._line(fields - 1)):
            fields -= 1
        if fields < after:
            span = self._lines(fields, after)
            return fields, (Paragraph(self._passage(span.start, span.end)),)
        if not _LABEL_LINE.fullmatch(last):
            return after, ()
        span = self._source.line(after)
        return after - 1, (Paragraph(self._passage(span.start, span.end), is_guess=True),)

    def _table(self, token: Token) -> Iterator[Block]:
        first, after = token.map or (0, 1)
        head = self._row(first)
        rows = [self._row(line) for line in range(first + 2, after)]
        bare = next(
            (
                n
                for n, line in enumerate(range(first + 2, after))
                if not _PIPE.search(self._line(line))
            ),
            len(rows),
        )
        is_wide = len(head.cells) > 1
        yield Table(head, tuple(rows[:bare] if is_wide else rows))
        if is_wide and bare < len(rows):
            # Markdown counts a line straight below a table as a row; it has no bar, so it is text.
            yield from self._paragraph(first + 2 + bare, after)

    def _row(self, number: int) -> Row:
        span = self._source.line(number + 1)
        bars = [found.start() for found in _PIPE.finditer(self._text, span.start, span.end)]
        text = self._text[span.start : span.end]
        edges = [span.start - 1, *bars, span.end]
        if text.strip().startswith("|"):
            edges = edges[1:]
        if text.strip().endswith("|") and len(edges) > 1 and not text.strip().endswith("\\|"):
            edges = edges[:-1]
        cells: list[Passage | None] = []
        for start, end in pairwise(edges):
            passage = self._passage(start + 1, end)
            cells.append(passage if passage.span.text else None)
        return Row(tuple(cells), number + 1)

    def _definitions(self, tokens: Sequence[Token]) -> Iterator[Block]:
        """Yield definition lists as a term in bold and what is said of it."""
        position = 0
        while position < len(tokens):
            end = end_of(tokens, position)
            token, inside = tokens[position], tokens[position + 1 : end]
            if token.type == "dt_open" and inside:
                first, after = inside[0].map or (0, 1)
                span = self._lines(first, after)
                yield Heading(self._passage(span.start, span.end), 7, is_label=True)
            elif token.type == "dd_open":
                for block in self.read(inside):
                    yield self._without_colon(block)
            position = end + 1

    def _without_colon(self, block: Block) -> Block:
        if isinstance(block, Paragraph) and block.passage.span.text[:1] in {":", "~"}:
            return Paragraph(self._outline.part(block.passage, 1))
        return block


def end_of(tokens: Sequence[Token], position: int) -> int:
    """Return the position of the token that closes the one at a position."""
    depth = 0
    for index in range(position, len(tokens)):
        depth += tokens[index].nesting
        if depth == 0:
            return index
    return len(tokens) - 1


def _in_paragraphs(items: list[Item]) -> tuple[Item, ...]:
    """Return entries, those with a letter within the paragraph of a statute before them.

    That is “(3) The secretary shall”, with “a) keep the archive” below it.
    """
    found: list[Item] = []
    for item in items:
        is_paragraph = _PARAGRAPH.fullmatch(item.marker.text) is not None
        above = found[-1] if found else None
        if above is None or is_paragraph or not _PARAGRAPH.fullmatch(above.marker.text):
            found.append(item)
            continue
        *before, last = above.blocks or (Bullets((), ordered=True),)
        if not isinstance(last, Bullets):
            before, last = [*above.blocks], Bullets((), ordered=True)
        below = Bullets((*last.items, item), ordered=True)
        found[-1] = Item(above.passage, (*before, below), above.marker, above.is_done)
    return tuple(found)


def _nested(blocks: list[Block], source: SourceText) -> Iterator[Block]:
    """Yield blocks; a list that is indented below another one is nested in its last entry."""
    open_list: Bullets | None = None
    for block in blocks:
        if isinstance(block, Bullets) and open_list is not None:
            outer, inner = (_indent(each, source) for each in (open_list, block))
            last = open_list.items[-1]
            if inner > outer and _adjacent(last, block):
                below = tuple(_nested([*last.blocks, block], source))
                grown = Item(last.passage, below, last.marker, last.is_done)
                open_list = Bullets((*open_list.items[:-1], grown), open_list.ordered)
                continue
            if inner == outer and block.ordered == open_list.ordered and last.blocks:
                open_list = Bullets((*open_list.items, *block.items), open_list.ordered)
                continue
        if open_list is not None:
            yield open_list
            open_list = None
        if isinstance(block, Bullets):
            open_list = block
        else:
            yield block
    if open_list is not None:
        yield open_list


def _indent(bullets: Bullets, source: SourceText) -> int:
    marker = bullets.items[0].marker
    return marker.start - source.line(marker.line).start


def _adjacent(item: Item, block: Bullets) -> bool:
    end = item.passage.end_line if item.passage else item.marker.line
    for nested in item.blocks:
        if isinstance(nested, Bullets):
            last = nested.items[-1]
            end = last.passage.end_line if last.passage else last.marker.line
    return block.items[0].marker.line - end <= 2  # noqa: PLR2004 - at most one blank line
