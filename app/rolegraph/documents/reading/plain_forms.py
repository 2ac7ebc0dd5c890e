"""Forms that people write without marks: pairs, numbered paragraphs, titles in bold, terms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from rolegraph.documents.account.sign_lists import with_boxes, with_steps, with_times, with_turns
from rolegraph.documents.language.likeness import MAYBE, SURE, likeness
from rolegraph.documents.language.words import Words
from rolegraph.documents.outline import (
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

_PAIR = 2
_MOST = 0.6
_CHAPTERS = 3
_TITLE_WORDS = 6
_NUMBERED = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2})+\.?[ \t]+(?P<title>[^\W\d_][^\n]*)")
_CHAPTER = re.compile(r"(?P<number>[0-9]{1,2})[.)]")
_LEVEL = 2
_LABEL_LEVEL = 7
_NEAR = 60
"""So far before a text its tag may begin."""
_SUMMARY = re.compile(r"<summary\b[^<>]*>\s*(?:<(?:b|strong)>\s*)?\Z", re.IGNORECASE)
_SUMMARY_END = re.compile(r"\s*(?:</(?:b|strong)>\s*)?</summary>", re.IGNORECASE)
_TERM_MARK = re.compile(
    r"(?:(?:\A|(?<=\n))[ ]{0,3}[:~][ \t]+|<dd\b[^<>]*>\s*(?:<p>\s*)?)\Z", re.IGNORECASE
)
"""What stands before each thing that is said of a term."""
_NUMBER_IN_TEXT = re.compile(
    r"(?:\A|(?<=[.;:!?\u3002][ \t\n])|(?<=\n))"
    r"(?P<above>[0-9]{1,2}(?:\.[0-9]{1,2})*)\.(?P<own>[0-9]{1,2})"
    r"\.?[ \t]+(?=[^\W\d_])"
)
_LED = re.compile(
    r"(?P<mark>\*\*|__)(?P<name>[^*_\n:]{2,60}?)\s*(?P<colon>:?)\s*(?P=mark)"
    r"(?P<sign>\s*(?::|\uff1a|[\u2013\u2014-]{1,2}(?=\s)))?\s*(?=\S)"
)
_BRACKETS = re.compile(r"\s*\([^()]*\)\s*\Z")
_BOLD_LEVEL = 8
"""The level of a line in bold that stands where a heading would."""
_FEW = 2


def with_plain_forms(outline: Outline, words: Words | None) -> Outline:
    """Return an outline in which forms without marks are what a reader takes them for.

    Args:
        outline: what a reader of the format made.
        words: the words of the document's language.
    """
    if outline.names is not None:
        return outline
    folded = [_as_heading(outline, block) for block in outline.blocks]
    folded = list(_with_entries(outline, folded))
    blocks = [_as_fields(block, words) for block in with_boxes(outline, tuple(folded))]
    blocks = [with_times(outline, with_steps(outline, block, words)) for block in blocks]
    blocks = [with_turns(outline, block, words) for block in blocks]
    blocks = [_apart(outline, block) for block in _with_headings(outline, blocks)]
    return outline if blocks == list(outline.blocks) else replace(outline, blocks=tuple(blocks))


def _as_heading(outline: Outline, block: Block) -> Block:
    """Return the title of what a page folds away as a heading: `<summary>Nurse</summary>`."""
    if not isinstance(block, Paragraph) or len(block.passage.plain.split()) > _TITLE_WORDS:
        return block
    span, text = block.passage.span, outline.source.text
    before = text[max(0, span.start - _NEAR) : span.start]
    is_title = _SUMMARY.search(before) and _SUMMARY_END.match(text, span.end)
    return Heading(block.passage, _LABEL_LEVEL, is_label=True) if is_title else block


def _with_entries(outline: Outline, blocks: list[Block]) -> Iterator[Block]:
    """Yield blocks, with what is said of one term in several parts as a list below it."""
    said: list[tuple[Paragraph, int]] = []
    below = False
    for block in blocks:
        mark = _mark_of(outline, block) if below and isinstance(block, Paragraph) else -1
        if mark >= 0 and isinstance(block, Paragraph):
            said.append((block, mark))
            continue
        yield from _entries(outline, said)
        said, below = [], isinstance(block, Heading) and block.is_label
        yield block
    yield from _entries(outline, said)


def _entries(outline: Outline, said: list[tuple[Paragraph, int]]) -> Iterator[Block]:
    if len(said) < 2:  # noqa: PLR2004
        yield from (block for block, _ in said)
        return
    items = (
        Item(block.passage, (), outline.source.span(mark, block.passage.span.start))
        for block, mark in said
    )
    yield Bullets(tuple(items), ordered=False)


def _mark_of(outline: Outline, block: Paragraph) -> int:
    """Return where the mark of what is said of a term stands before a text; -1 without one."""
    start = block.passage.span.start
    begin = max(0, start - _NEAR)
    found = _TERM_MARK.search(outline.source.text[begin:start])
    return begin + found.start() if found else -1


def _as_fields(block: Block, words: Words | None) -> Block:
    """Return a table of pairs as one of fields: “Title | Keeper | Grade | 7” has two a row."""
    if not isinstance(block, Table) or words is None:
        return block
    rows = [block.head, *block.rows]
    width = max(len(row.cells) for row in rows)
    if width < 2 * _PAIR or width % _PAIR or _heads_columns(block.head, words):
        return block
    pairs = [
        (row.cells[place], row.cells[place + 1] if place + 1 < len(row.cells) else None, row.line)
        for row in rows
        for place in range(0, len(row.cells), _PAIR)
    ]
    heads = [head for head, _, _ in pairs if head]
    values = [value for _, value, _ in pairs if value]
    known = [head for head in heads if _is_label(head, words)]
    if len(known) < _MOST * len(heads) or len(known) <= _PAIR:
        return block
    if sum(_is_label(value, words) for value in values) > len(values) // 2:
        return block
    found = [Row((head, value), line) for head, value, line in pairs if head]
    return Table(found[0], tuple(found[1:]))


def _heads_columns(row: Row, words: Words) -> bool:
    """Tell whether a first row heads columns: “| | Essential | Desirable | Assessed by |”."""
    values = [cell for cell in row.cells[1::_PAIR] if cell]
    labels = [cell for cell in values if (found := words.label(cell.plain)) and not found.rest]
    return (not row.cells[0]) or len(labels) > len(values) // 2


def _is_label(cell: Passage, words: Words) -> bool:
    label = words.label(cell.plain)
    return (
        cell.is_bold
        or cell.plain.endswith((":", "\uff1a"))
        or (label is not None and not label.rest)
        or words.exact(cell.plain, "fields", "name")
    )


def _with_headings(outline: Outline, blocks: list[Block]) -> Iterator[Block]:
    """Yield blocks, with headings for “4. Responsibilities” and “4.1 Analyst” in a line alone.

    They are headings where at least three chapters are numbered so, from 1 on, and nothing in the
    document is a heading by its marks.
    """
    chapters = [number for block in blocks if (number := _chapter(block))]
    is_numbered = len(chapters) >= _CHAPTERS and chapters == list(range(1, len(chapters) + 1))
    if not is_numbered or any(isinstance(block, Heading) for block in blocks):
        yield from blocks
        return
    for block in blocks:
        if _chapter(block) and isinstance(block, Bullets) and block.items[0].passage:
            yield Heading(block.items[0].passage, _LEVEL)
            yield from block.items[0].blocks
            continue
        found = (
            _NUMBERED.fullmatch(block.passage.span.text) if isinstance(block, Paragraph) else None
        )
        if found and isinstance(block, Paragraph) and _is_title(found["title"]):
            depth = found[0].split()[0].strip(".").count(".")
            yield Heading(outline.part(block.passage, found.start("title")), _LEVEL + depth)
        else:
            yield block


def _chapter(block: Block) -> int:
    """Return the number of a list of one entry that may be the title of a chapter; else 0."""
    if not isinstance(block, Bullets) or not block.ordered or len(block.items) != 1:
        return 0
    item = block.items[0]
    number = _CHAPTER.match(item.marker.text.strip())
    if number is None or item.passage is None or not _is_title(item.passage.span.text):
        return 0
    return int(number["number"])


def _is_title(text: str) -> bool:
    plain = text.strip()
    return len(plain.split()) <= _TITLE_WORDS and not plain.endswith((".", ";", ":", ","))


def _apart(outline: Outline, block: Block) -> Block:
    """Return numbered paragraphs that stand in one as a list: “2.1 The treasurer … 2.2 …”.

    Their numbers follow each other from the first word on: “In 2.1 and 2.2 …” is none of it.
    """
    if not isinstance(block, Paragraph):
        return block
    whole = block.passage
    found = list(_NUMBER_IN_TEXT.finditer(whole.span.text))
    if len(found) < 2 or found[0].start() > 0:  # noqa: PLR2004
        return block
    first = int(found[0]["own"])
    if any(
        each["above"] != found[0]["above"] or int(each["own"]) != first + place
        for place, each in enumerate(found)
    ):
        return block
    ends = [*(each.start() for each in found[1:]), len(whole.span.text)]
    items = tuple(
        Item(
            outline.part(whole, each.end(), end),
            (),
            outline.source.part(whole.span, each.start(), each.end("own")),
        )
        for each, end in zip(found, ends, strict=True)
    )
    return Bullets(items, ordered=True)


def with_bold_titles(outline: Outline, words: Words | None) -> Outline:
    """Return an outline with a title for each bold name that begins a text beside bold titles.

    “**Plongeur**” stands above a list, “**Chef de cuisine** — signs the sheets” and “**Commis**:
    peels” between such titles. Without a title of their own the texts would be told of the role
    before them.

    Args:
        outline: what a reader of the format made.
        words: the words of the document's language.
    """
    if words is None or outline.names is not None:
        return outline
    found: list[Block] = []
    ends: set[int] = set()
    for blocks in _parts(outline.blocks):
        for block in _titled(outline, words, blocks):
            found.append(block)
            if isinstance(block, Heading) and block not in blocks:
                ends.add(block.passage.span.end)
    if not ends:
        return outline
    return replace(outline, blocks=tuple(found), run_in=outline.run_in | ends)


def _parts(blocks: tuple[Block, ...]) -> Iterator[list[Block]]:
    """Yield the blocks from each heading to the next."""
    part: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and part:
            yield part
            part = []
        part.append(block)
    if part:
        yield part


def _titled(outline: Outline, words: Words, blocks: list[Block]) -> list[Block]:
    head = blocks[0] if isinstance(blocks[0], Heading) else None
    if head is not None and likeness(head.passage.plain, words) == SURE:
        return blocks  # what stands below the name of a role tells of it
    alone = [
        block.passage.plain
        for block in blocks
        if isinstance(block, Paragraph) and block.passage.is_bold
    ]
    led = {id(block): hit for block in blocks if (hit := _led(words, block)) is not None}
    names = [_name(each) for each in (*alone, *(hit["name"] for hit in led.values()))]
    sure = [name for name in names if likeness(name, words) == SURE]
    is_row = any(likeness(_name(each), words) == SURE for each in alone) and len(sure) >= _FEW
    if not (led and is_row):
        return blocks
    found: list[Block] = []
    for block in blocks:
        hit = led.get(id(block))
        if hit is None or not isinstance(block, Paragraph):
            found.append(block)
            continue
        part = outline.part
        title = part(block.passage, *hit.span("name"))
        found.append(Heading(title, _BOLD_LEVEL, is_label=True))
        found.append(Paragraph(part(block.passage, hit.end()), block.is_guess))
    return found


def _led(words: Words, block: Block) -> re.Match[str] | None:
    """Return the bold name of what may be a role that a text begins with; None without one."""
    if not isinstance(block, Paragraph) or block.passage.is_bold:
        return None
    hit = _LED.match(block.passage.span.text)
    if hit is None or not (hit["sign"] or hit["colon"]):
        return None
    name = _name(hit["name"])
    is_name = likeness(name, words) >= MAYBE and words.label(name) is None
    return hit if is_name else None


def _name(text: str) -> str:
    return _BRACKETS.sub("", text).strip()
