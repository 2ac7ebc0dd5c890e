"""Lists by signs of the text: “☐ Lock the door” in each line, or “Step 1. Open the valve”."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from rolegraph.documents.language.words import Words
from rolegraph.documents.outline import Block, Bullets, Item, Outline, Paragraph, Passage

_BOX = re.compile(r"[ \t]*(?P<box>[\u2610-\u2612\u25a1\u25a2])[ \t]*(?=\S)")
_MARKER = re.compile(r"[\u2610-\u2612\u25a1\u25a2]")
_DONE = frozenset("\u2611\u2612")
_LINE = re.compile(r"[ \t]*\\?(?:\r\n|\n|\r)|[ \t]*<br\s*/?>[ \t]*(?:\r\n|\n|\r)?|\u2028")
_FEW = 2


def with_steps(outline: Outline, block: Block, words: Words | None) -> Block:
    """Return a paragraph as a list where each of its lines begins with “Step 1” and so on.

    Args:
        outline: the document.
        block: what the reader of its format made.
        words: the words of the document's language.
    """
    if words is None or not isinstance(block, Paragraph):
        return block
    lines = list(_lines(outline, block.passage))
    spoken = [each for each in (words, Words.load("en")) if each is not None]
    ends = [_step_end(line.span.text, spoken) for line in lines]
    if len(lines) < _FEW or not all(ends):
        return block
    items = (
        Item(outline.part(line, end), (), outline.part(line, 0, end).span)
        for line, end in zip(lines, ends, strict=True)
    )
    return Bullets(tuple(items), ordered=True)


def _step_end(text: str, spoken: list[Words]) -> int:
    """Return where a text goes on behind “Step 1.”; 0 where it begins otherwise."""
    found = (words.matches(text, "workflow", "step_n") for words in spoken)
    return next((hit.end() for hit in found if hit), 0)


def with_boxes(outline: Outline, blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks, with lists for lines that begin with boxes, and entries without theirs.

    Args:
        outline: the document.
        blocks: what the reader of its format made.
    """
    waiting: list[Paragraph] = []
    for block in (*blocks, None):
        if isinstance(block, Paragraph) and all(map(_BOX.match, _texts(block.passage))):
            waiting.append(block)
            continue
        yield from _list(outline, waiting)
        waiting = []
        if isinstance(block, Bullets):
            yield Bullets(tuple(_item(outline, each) for each in block.items), block.ordered)
        elif block is not None:
            yield block


def _texts(passage: Passage) -> list[str]:
    return _LINE.split(passage.span.text)


def _list(outline: Outline, paragraphs: list[Paragraph]) -> Iterator[Block]:
    """Yield a list of all lines of paragraphs with boxes; one line alone stays a paragraph."""
    items = [item for each in paragraphs for item in _items(outline, each.passage)]
    if len(items) >= _FEW:
        yield Bullets(tuple(items), ordered=False)
    else:
        yield from paragraphs


def _items(outline: Outline, passage: Passage) -> Iterator[Item]:
    for line in _lines(outline, passage):
        yield _item(outline, Item(line, (), outline.part(line, 0, 1).span))


def _lines(outline: Outline, passage: Passage) -> Iterator[Passage]:
    begin = 0
    for found in (*_LINE.finditer(passage.span.text), None):
        end = found.start() if found else len(passage.span.text)
        line = outline.part(passage, begin, end)
        begin = found.end() if found else end
        if line.span.text:
            yield line


def _item(outline: Outline, item: Item) -> Item:
    nested = tuple(with_boxes(outline, item.blocks)) if item.blocks else ()
    marker = item.marker.text.strip()
    is_done = (
        marker in _DONE if item.is_done is None and _MARKER.fullmatch(marker) else item.is_done
    )
    box = _BOX.match(item.passage.span.text) if item.passage else None
    if item.passage is None or box is None:
        return replace(item, blocks=nested, is_done=is_done)
    sign = outline.part(item.passage, *box.span("box")).span
    at = sign if item.marker.start == sign.start else item.marker
    text = outline.part(item.passage, box.end())
    return Item(text, nested, at, is_done=box["box"] in _DONE)
