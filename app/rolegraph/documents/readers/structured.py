"""reStructuredText to an outline, by docutils; each text at its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rolegraph.documents.outline import (
    Aside,
    Block,
    Bullets,
    Heading,
    Item,
    Outline,
    Paragraph,
    Passage,
    Row,
    SetAside,
    Table,
)
from rolegraph.documents.readers.plain import plain_markdown
from rolegraph.documents.text.source import SourceText

_SETTINGS = {
    # Nothing outside of the file is read, and nothing of it is run.
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "_disable_config": True,
    "report_level": 5,
    "halt_level": 5,
    "warning_stream": False,
    "doctitle_xform": False,
    "docinfo_xform": False,
    "sectsubtitle_xform": False,
}
_MARKUP = (
    (re.compile(r":[\w:.+-]+:`([^`<]*?)\s*<[^`<>]*>`"), r"\1"),
    (re.compile(r":[\w:.+-]+:`~?([^`]*)`"), r"\1"),
    (re.compile(r"`([^`<]*?)\s*<[^`<>]*>`__?"), r"\1"),
    (re.compile(r"``([^`]+)``"), r"\1"),
    (re.compile(r"`([^`]+)`_{0,2}"), r"\1"),
    (re.compile(r"\|([^|\n]+)\|_?"), r"\1"),
    (re.compile(r"(?<=\w)_(?=\W|$)"), ""),
    (re.compile(r"\[[#*]?\w*\]_"), ""),
    (re.compile(r"\\ "), ""),
)
_ASIDES = {
    "comment": "a comment",
    "literal_block": "a code block",
    "doctest_block": "a code block",
    "image": "a picture",
    "figure": "a picture",
    "block_quote": "",
    "footnote": "a footnote",
    "citation": "a footnote",
}
_LISTS = {"bullet_list": False, "enumerated_list": True}
_SIGN = re.compile(r"[=\-`:'\"~^_*+#<>.]{3,}|\s*(?:[-*+\u2022]|\(?[0-9A-Za-z#]{1,3}[.)])\s")
_DIRECTIVE = re.compile(r"[ \t]*\.\.(?:[ \t]|$)|[ \t]*:[\w-]+:(?:[ \t]|$)")


def read_structured(source: SourceText) -> Outline:
    """Return the outline of a reStructuredText file.

    Directives and roles that docutils does not know, such as those of Sphinx, are told as not read.
    """
    from docutils.core import publish_doctree

    tree = publish_doctree(source.body, settings_overrides=dict(_SETTINGS))
    writer = _Writer(Outline(source, (), plain_structured))
    blocks = tuple(writer.blocks(tree, 0))
    aside = tuple(writer.rest())
    return Outline(source, blocks, plain_structured, aside)


def plain_structured(text: str) -> str:
    """Return reStructuredText on one line and without marks."""
    for pattern, replacement in _MARKUP:
        text = pattern.sub(replacement, text)
    return plain_markdown(text)


class _Writer:
    """Writes the outline of a tree of docutils."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._text = outline.source.text
        self._seen = bytearray(len(self._text))
        self._marks: list[SetAside] = []
        self._place = 0

    def blocks(self, node: Any, level: int) -> Iterator[Block]:
        """Yield the blocks in an element; `level` is that of the sections around it."""
        for child in node.children:
            yield from self._block(child, level)

    def _block(self, node: Any, level: int) -> Iterator[Block]:
        name = node.__class__.__name__
        if name == "section":
            yield from self.blocks(node, level + 1)
        elif name == "title":
            yield from self._texts(node, lambda passage: Heading(passage, min(level, 6)))
        elif name in {"paragraph", "term", "rubric"}:
            label = name != "paragraph"
            make = (lambda passage: Heading(passage, 7, is_label=True)) if label else Paragraph
            yield from self._texts(node, make)
        elif name in _LISTS:
            items = tuple(self._items(node, level))
            if items:
                yield Bullets(items, _LISTS[name])
        elif name == "table":
            yield from self._table(node)
        elif name == "field":
            yield from self._field(node)
        elif _ASIDES.get(name):
            yield from self._aside(node, _ASIDES[name])
        elif name not in {"system_message", "target", "substitution_definition", "Text"}:
            yield from self.blocks(node, level)

    def _texts(self, node: Any, make: Any) -> Iterator[Block]:
        passage = self._passage(node)
        if passage is not None:
            yield make(passage)

    def _passage(self, node: Any) -> Passage | None:
        """Return a text at its place, found by its words from its line on."""
        words = (node.rawsource or node.astext()).split()
        if not words:
            return None
        start = self._start_of(node)
        found = re.compile(r"\s+".join(map(re.escape, words))).search(self._text, start)
        if found is None:
            return self._scattered(words, start)
        self._seen[found.start() : found.end()] = b"\x01" * (found.end() - found.start())
        return self._outline.passage(found.start(), found.end())

    def _scattered(self, words: list[str], start: int) -> Passage | None:
        """Return a text whose lines stand beside those of other cells of a table.

        Its place is that of its first line; the others are noted as understood.
        """
        first: tuple[int, int] | None = None
        place = start
        while words:
            for count in range(len(words), 0, -1):
                part = re.escape(" ".join(words[:count])).replace(r"\ ", r"[ \t]+")
                found = re.compile(part).search(self._text, place)
                if found:
                    break
            else:
                return None
            self._seen[found.start() : found.end()] = b"\x01" * (found.end() - found.start())
            if first is None:
                first, kept = found.span(), list(words)
            else:
                self._marks.append(SetAside(found.start(), found.end(), ""))
            place, words = found.end(), words[count:]
        if first is None:
            return None
        span = self._outline.source.span(*first)
        return Passage(span, plain_structured(" ".join(kept)))

    def _start_of(self, node: Any) -> int:
        line = node.line
        while line is None and node.parent is not None:
            node = node.parent
            line = node.line
        number = min(max((line or 1) - 1, 1), self._outline.source.line_count)
        return self._outline.source.line(number).start

    def _items(self, node: Any, level: int) -> Iterator[Item]:
        for item in node.children:
            blocks = tuple(self.blocks(item, level))
            passage = None
            if blocks and isinstance(blocks[0], Paragraph):
                passage, blocks = blocks[0].passage, blocks[1:]
            if passage is None and not blocks:
                continue
            start = passage.span.start if passage else self._start_of(item)
            line = self._outline.source.span(start, start).line
            marker = self._outline.source.span(self._outline.source.line(line).start, start)
            yield Item(passage, blocks, marker)

    def _table(self, node: Any) -> Iterator[Block]:
        for title in node.findall(lambda each: each.__class__.__name__ == "title"):
            yield from self._texts(title, Paragraph)
        rows = []
        for row in node.findall(lambda each: each.__class__.__name__ == "row"):
            cells: list[Passage | None] = []
            for entry in row.children:
                cells.append(self._cell(entry))
                cells += [None] * int(entry.get("morecols", 0))
            first = next((cell for cell in cells if cell), None)
            if first is not None:
                rows.append(Row(tuple(cells), first.line))
        if rows:
            yield Table(rows[0], tuple(rows[1:]))

    def _cell(self, entry: Any) -> Passage | None:
        texts = entry.findall(lambda each: each.__class__.__name__ == "paragraph")
        passages = [found for each in texts if (found := self._passage(each))]
        if len(passages) < 2:  # noqa: PLR2004
            return passages[0] if passages else None
        whole = self._outline.passage(passages[0].span.start, passages[-1].span.end)
        is_whole = whole.plain.replace(" ", "").count("|") == 0 and "\n\n\n" not in whole.span.text
        if is_whole and all(each.span.start >= whole.span.start for each in passages):
            return whole
        for each in passages[1:]:
            self._marks.append(SetAside(each.span.start, each.span.end, ""))
        return Passage(passages[0].span, " ".join(each.plain for each in passages))

    def _field(self, node: Any) -> Iterator[Block]:
        """Yield `:Name: text` as a paragraph of that form."""
        name, body = node.children
        start = self._start_of(node)
        begin = self._text.find(name.astext(), start)
        texts = [block.passage for block in self.blocks(body, 7) if isinstance(block, Paragraph)]
        if begin < 0 or not texts:
            return
        end = max(each.span.end for each in texts)
        self._seen[begin:end] = b"\x01" * (end - begin)
        yield Paragraph(self._outline.passage(begin, end))

    def _aside(self, node: Any, what: str) -> Iterator[Block]:
        passage = self._passage(node)
        if passage is not None:
            yield Aside(passage.span, what)

    def rest(self) -> Iterator[SetAside]:
        """Yield what the outline does not have: marks, and directives that are not read."""
        yield from self._marks
        source = self._outline.source
        is_inside = False
        for number in range(1, source.line_count + 1):
            span = source.line(number)
            if not span.text:
                continue
            is_read = any(self._seen[span.start : span.end])
            is_inside = not is_read and (
                _DIRECTIVE.match(span.text) is not None or (is_inside and span.column > 1)
            )
            if is_inside:
                yield SetAside(span.start, span.end, "a directive")
            elif not is_read and _SIGN.fullmatch(span.text):
                yield SetAside(span.start, span.end, "")
