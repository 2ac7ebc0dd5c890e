"""Markdown read into flat blocks with exact places.

markdown-it gives lines for blocks but no characters, and none at all for inline text. The
characters are found in the source lines, and compared with what markdown-it says a block holds, so
that a wrong offset cannot go unseen.

Format: CommonMark, https://spec.commonmark.org/0.31.2/, with tables (which are refused).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

from rolegraph.documents.readers.markdown import end_of
from rolegraph.documents.text.model import Span
from rolegraph.documents.text.source import DocumentFaults, SourceText

_MARKERS = {
    "heading": re.compile(r"[ \t]*#{1,6}(?=[ \t]|\Z)"),
    "bullet": re.compile(r"[ \t]*[-+*](?=[ \t])"),
    "numbered": re.compile(r"[ \t]*[0-9]{1,9}[.)](?=[ \t])"),
}
_CLOSING_SIGNS = re.compile(r"[ \t]#+[ \t]*\Z")
_LISTS = {"bullet_list_open": "bullet", "ordered_list_open": "numbered"}
_FOREIGN = {
    "blockquote_open": "a quotation",
    "fence": "a code block",
    "code_block": "a code block (text indented by four or more)",
    "hr": "a rule",
    "html_block": "HTML",
    "table_open": "a table",
    "bullet_list_open": "a list within a list",
    "ordered_list_open": "a list within a list",
    "heading_open": "a heading within a list",
    "paragraph_open": "a second paragraph within a list entry",
}

BlockKind = Literal["heading", "paragraph", "bullet", "numbered"]


@dataclass(frozen=True, slots=True)
class MarkdownLink:
    """A link: its text and its address."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class MarkdownBlock:
    """A heading, a paragraph or a list entry.

    Attributes:
        kind: which of them.
        span: its text without marker and without blanks at the ends.
        plain: its text as a reader sees it, on one line.
        marker: `-`, `1.` and the like; empty for headings and paragraphs.
        level: level of a heading, from 1; 0 for other blocks.
        list_number: which list of the file an entry belongs to, from 1; 0 outside lists.
        link: the link, when the block is one link and nothing else.
    """

    kind: BlockKind
    span: Span
    plain: str
    marker: str
    level: int
    list_number: int
    link: MarkdownLink | None


def read_blocks(source: SourceText, faults: DocumentFaults) -> list[MarkdownBlock]:
    """Return the blocks of a file in order; what is not such a block becomes a fault."""
    reader = _Reader(source, faults)
    reader.read(MarkdownIt("commonmark").enable("table").parse(source.body))
    return reader.blocks


class _Reader:
    def __init__(self, source: SourceText, faults: DocumentFaults) -> None:
        self._source = source
        self._faults = faults
        self._lists = 0
        self._covered: set[int] = set()
        self.blocks: list[MarkdownBlock] = []

    def read(self, tokens: Sequence[Token]) -> None:
        position = 0
        while position < len(tokens):
            token = tokens[position]
            end = end_of(tokens, position)
            self._covered.update(range(*(token.map or (0, 0))))
            inside = tokens[position + 1 : end]
            if token.type == "heading_open":
                self._add("heading", token, inside[0])
            elif token.type == "paragraph_open":
                self._add("paragraph", token, inside[0])
            elif token.type in _LISTS:
                self._lists += 1
                self._read_list("bullet" if token.type[0] == "b" else "numbered", inside)
            else:
                self._foreign(token)
            position = end + 1
        for number in range(1, self._source.line_count + 1):
            line = self._source.line(number)
            if line.text and number - 1 not in self._covered:
                # Markdown takes such a line in without a trace in its output.
                self._faults.add(
                    "This line (a link definition?) has no place in a role document.", line
                )

    def _read_list(self, kind: BlockKind, tokens: Sequence[Token]) -> None:
        position = 0
        while position < len(tokens):
            item, end = tokens[position], end_of(tokens, position)
            inside = tokens[position + 1 : end]
            if inside and inside[0].type == "paragraph_open":
                self._add(kind, item, inside[1])
                inside = inside[3:]
            elif not inside:
                message = "This list entry is empty; write its text or remove it."
                self._faults.add(message, _first_line(item))
            if inside:
                self._foreign(inside[0])
            position = end + 1

    def _add(self, kind: BlockKind, opening: Token, inline: Token) -> None:
        span, marker = self._locate(kind, opening, inline)
        if _words(span.text) != _words(inline.content):
            self._faults.add("The place of this text cannot be told; write it more plainly.", span)
        elif not span.text:
            self._faults.add("This heading is empty; write its text or remove it.", span)
        else:
            children = inline.children or []
            in_list = kind in {"bullet", "numbered"}
            self.blocks.append(
                MarkdownBlock(
                    kind=kind,
                    span=span,
                    plain=_plain(children),
                    marker=marker if in_list else "",
                    level=int(opening.tag[1:]) if kind == "heading" else 0,
                    list_number=self._lists if in_list else 0,
                    link=_only_link(children),
                )
            )

    def _locate(self, kind: BlockKind, opening: Token, inline: Token) -> tuple[Span, str]:
        """Return the place of a block's text and the marker before it."""
        first, after = inline.map or (0, 1)
        underlined = kind == "heading" and not opening.markup.startswith("#")
        last = after - 1 if underlined else after
        head, tail = self._source.line(first + 1), self._source.line(max(last, first + 1))
        start, end, marker = head.start, tail.end, opening.markup
        if kind == "numbered":
            marker = opening.info + opening.markup
        if kind in _MARKERS and not underlined and _first_line(opening) == first + 1:
            found = _MARKERS[kind].match(self._source.text, start, end)
            start = found.end() if found else start
        if kind == "heading" and not underlined:
            closing = _CLOSING_SIGNS.search(self._source.text, start, end)
            end = closing.start() if closing else end
        return self._source.span(start, end), marker

    def _foreign(self, token: Token) -> None:
        name = _FOREIGN.get(token.type, token.type)
        self._faults.add(
            f"A role document has no place for {name}.", self._source.line(_first_line(token))
        )


def _first_line(token: Token) -> int:
    return (token.map or [0])[0] + 1


def _words(text: str) -> list[str]:
    return text.split()


def _plain(children: Sequence[Token]) -> str:
    parts = (
        " " if child.type in {"softbreak", "hardbreak"} else child.content for child in children
    )
    return " ".join("".join(parts).split())


def _only_link(children: Sequence[Token]) -> MarkdownLink | None:
    inner = [child for child in children if child.type != "text" or child.content]
    if not inner or inner[0].type != "link_open" or inner[-1].type != "link_close":
        return None
    if sum(child.type == "link_open" for child in inner) != 1:
        return None
    return MarkdownLink(_plain(inner[1:-1]), str(inner[0].attrs.get("href", "")))
