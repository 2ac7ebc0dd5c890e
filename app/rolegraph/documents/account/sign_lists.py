"""Lists by signs of the text: lines that begin with a box, “Step 1.”, a time, or who is next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from rolegraph.documents.language.likeness import SURE, likeness
from rolegraph.documents.language.words import Words
from rolegraph.documents.outline import Block, Bullets, Item, Outline, Paragraph, Passage

_BOX = re.compile(r"[ \t]*(?P<box>[\u2610-\u2612\u25a1\u25a2])[ \t]*(?=\S)")
_MARKER = re.compile(r"[\u2610-\u2612\u25a1\u25a2]")
_DONE = frozenset("\u2611\u2612")
_LINE = re.compile(r"[ \t]*\\?(?:\r\n|\n|\r)|[ \t]*<br\s*/?>[ \t]*(?:\r\n|\n|\r)?|\u2028")
_FEW = 2
_CLOCK = r"(?P<hour>[01]?[0-9]|2[0-3])[:.h](?P<minute>[0-5][0-9])(?:[ \t]*(?:h|am|pm|uhr)\b)?"
_TIMED = re.compile(rf"[ \t]*{_CLOCK}[ \t]*[:\u2013\u2014-]?[ \t]+(?=[^\W\d_])", re.IGNORECASE)
_TIME_MARK = re.compile(rf"[-*\u2022 \t]*{_CLOCK}\s*", re.IGNORECASE)
_TURN = re.compile(
    r"[ \t]*(?P<who>[^\W\d_][^:\uff1a\n.?!*|]{1,40}?)[ \t]?[:\uff1a][ \t]+(?=[^\WA-Z\d_])(?!.*\?)"
)
"""Who does something, and what, in a line."""
_OF_DAY = 3
"""So many lines with a time make the course of a day."""


def is_timetable(bullets: Bullets) -> bool:
    """Tell whether a time of the day stands before each entry of a list."""
    return all(_TIME_MARK.fullmatch(item.marker.text) for item in bullets.items)


def with_times(outline: Outline, block: Block) -> Block:
    """Return lines and entries that begin with times as a list in the order of the day.

    “19:30 Shift leader opens”, “20:00 Doors open”. Midnight may be among them; times that go back
    and forth are no course. The time becomes the mark of its entry.
    """
    texts: list[tuple[Passage, int, tuple[Block, ...]]]
    if isinstance(block, Paragraph):
        texts = [(line, line.span.start, ()) for line in _lines(outline, block.passage)]
    elif isinstance(block, Bullets):
        texts = [(i.passage, i.marker.start, i.blocks) for i in block.items if i.passage]
        texts = texts if len(texts) == len(block.items) else []
    else:
        return block
    hits = [_TIMED.match(line.span.text) for line, _, _ in texts]
    found = [hit for hit in hits if hit is not None]
    times = [int(hit["hour"]) * 60 + int(hit["minute"]) for hit in found]
    turns = sum(one > other for one, other in pairwise(times))
    if len(found) < max(_OF_DAY, len(texts)) or turns > 1:
        return block
    items = (
        Item(
            outline.part(line, hit.end()),
            blocks,
            outline.source.span(start, line.span.start + hit.end("minute")),
        )
        for (line, start, blocks), hit in zip(texts, found, strict=True)
    )
    return Bullets(tuple(items), ordered=True)


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


def with_turns(outline: Outline, block: Block, words: Words | None) -> Block:
    """Return lines in which roles take turns as a list: “Teacher: books a slot”, “Librarian: …”.

    One of them is there twice, not right behind itself, and a word names some role. What somebody
    says, as in a talk, is no turn: it asks, or begins with a capital letter.
    """
    if words is None or words.is_joined or not isinstance(block, Paragraph):
        return block
    lines = list(_lines(outline, block.passage))
    hits = [_TURN.match(line.span.text) for line in lines]
    names = [hit["who"].strip() for hit in hits if hit is not None]
    if len(names) < max(_OF_DAY, len(lines)) or any(one == other for one, other in pairwise(names)):
        return block
    are_roles = any(likeness(name, words) == SURE for name in names)
    if not are_roles or len(set(names)) in {1, len(names)}:
        return block
    items = (Item(line, (), outline.part(line, 0, 0).span) for line in lines)
    return Bullets(tuple(items), ordered=False)


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
