"""Tables of sheets that go on behind blank rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rolegraph.documents.language.likeness import NO, SURE, likeness
from rolegraph.documents.language.words import Words
from rolegraph.documents.outline import Block, Outline, Paragraph, Passage, Row, Table

_PAIR, _SEVERAL = 2, 3
_TEXT = 4
"""From so many words on, a cell says something."""
_MARK = 3
"""A cell of so many signs is a mark, such as the “R” or “A/R” of a matrix."""
_HALF = 0.5


def without_blank_rows(outline: Outline, words: Words | None) -> Outline:
    """Return an outline in which a table goes on behind blank rows where its columns do.

    A group of rows with a head of its own stays a table of its own, and so do legends, notes and
    signatures below a table. What goes on shows by its cells: names of roles where the head asks
    for them, values that the rows above have too, texts below texts, or as many columns.

    Args:
        outline: what a reader of the format made.
        words: the words of the document's language.
    """
    if words is None or not any(isinstance(b, Table) and b.apart for b in outline.blocks):
        return outline
    blocks: list[Block] = []
    last = -1
    for block in outline.blocks:
        if isinstance(block, Table):
            above = blocks[last] if last >= 0 else None
            if isinstance(above, Table) and _is_rest(above, block, blocks[last + 1 :], words):
                blocks[last:] = [replace(above, rows=(*above.rows, *block.apart))]
                continue
            last = len(blocks)
        blocks.append(block)
    return replace(outline, blocks=tuple(blocks))


def _is_rest(above: Table, below: Table, between: list[Block], words: Words) -> bool:
    """Tell whether a table is the rest of the one above; between them stand its titles at most."""
    own = {cell.span.start for row in below.apart for cell in row.cells if cell}
    if any(not isinstance(b, Paragraph) or b.passage.span.start not in own for b in between):
        return False
    rows, heads = below.apart, _columns([above.head])
    if not rows or len(heads) < _PAIR or not _columns(rows) <= heads:
        return False
    if _are_fields([above.head, *above.rows], words) and _are_fields(rows, words):
        return True
    left = min(heads)
    if _columns(rows) == {left}:
        return False  # a note below the table
    if _columns(rows[:1]) == {left}:
        rows = rows[1:]  # what stands over a group of rows, such as a phase
    first = _cell(rows[0], left)
    if _is_head(rows[0], above, words) or (first and _is_property(first, words)):
        return False
    return _goes_on(above, rows, words) if above.rows else _is_known_head(above.head, words)


def _is_known_head(row: Row, words: Words) -> bool:
    heads = [cell for cell in row.cells if cell]
    return sum(_is_known(cell, words) for cell in heads) >= _HALF * len(heads)


def _goes_on(above: Table, rows: Sequence[Row], words: Words) -> bool:
    """Tell whether cells show that rows belong to a table."""
    named = [
        n
        for n, head in enumerate(above.head.cells)
        if head and words.exact(_plain(head), "fields", "name")
    ]
    names = [cell.plain for row in rows for n in named if (cell := _cell(row, n))]
    if names and all(likeness(name, words) == NO for name in names):
        return False
    if any(likeness(name, words) == SURE for name in names):
        return True
    widest = max(len(_columns([row])) for row in rows)
    if widest >= _SEVERAL and widest == max(len(_columns([row])) for row in above.rows):
        return True
    return any(_are_alike(above.rows, rows, column) for column in _columns(rows))


def _are_alike(above: Sequence[Row], below: Sequence[Row], column: int) -> bool:
    """Tell whether cells of a column are like those above: the same, texts as well, or marks."""
    there = [cell.plain for row in above if (cell := _cell(row, column))]
    here = [cell.plain for row in below if (cell := _cell(row, column))]
    if set(there) & set(here) or (any(map(_is_text, there)) and any(map(_is_text, here))):
        return True
    return bool(there and here) and all(len(each) <= _MARK for each in (*there, *here))


def _is_head(row: Row, above: Table, words: Words) -> bool:
    """Tell whether a row is the head of a table of its own."""
    cells = [cell for cell in row.cells if cell]
    if [cell.plain for cell in cells] == [cell.plain for cell in above.head.cells if cell]:
        return True
    is_bold = any(cell.is_bold for each in above.rows for cell in each.cells if cell)
    if all(cell.is_bold for cell in cells) and not is_bold:
        return True
    known = [cell for cell in cells if _is_known(cell, words)]
    if len(known) >= _HALF * len(cells) or _is_known(cells[0], words):
        return True
    # A second matrix: “ | Foreman | Welder”.
    sure = [n for n, cell in enumerate(row.cells) if n and cell and _is_role(cell, words)]
    others = [cell for each in above.rows for n in sure if (cell := _cell(each, n))]
    return len(sure) > 1 and not any(_is_role(cell, words) for cell in others)


def _is_role(cell: Passage, words: Words) -> bool:
    return likeness(cell.plain, words) == SURE


def _is_known(cell: Passage, words: Words) -> bool:
    """Tell whether a cell is known as the head of a column."""
    text = _plain(cell)
    label = words.label(text)
    return (
        (label is not None and not label.rest)
        or words.exact(text, "fields", "name")
        or words.exact(text, "fields", "activity")
        or words.exact(text, "tool_table", "name")
    )


def _is_property(cell: Passage, words: Words) -> bool:
    """Tell whether a cell begins a line about the document: “Approved by”, “Version”."""
    text = _plain(cell)
    return words.exact(text, "page_properties") or words.exact(text, "holders_of_pages")


def _are_fields(rows: Sequence[Row], words: Words) -> bool:
    """Tell whether rows are pairs of a field and its value: “Department | Laboratory”."""
    if len(_columns(rows)) != _PAIR:
        return False
    left = min(_columns(rows))
    first = [cell for row in rows if (cell := _cell(row, left))]
    known = [cell for cell in first if _is_known(cell, words) or _is_property(cell, words)]
    values = [cell for row in rows for cell in row.cells if cell and cell not in first]
    is_head = len(rows) > 1 and all(_is_known(c, words) for c in rows[0].cells if c)
    return len(known) > _HALF * len(first) and len(values) > 0 and not is_head


def _columns(rows: Sequence[Row]) -> set[int]:
    return {n for row in rows for n, cell in enumerate(row.cells) if cell}


def _cell(row: Row, column: int) -> Passage | None:
    return row.cells[column] if column < len(row.cells) else None


def _plain(cell: Passage) -> str:
    return cell.plain.strip(" :\uff1a")


def _is_text(text: str) -> bool:
    return len(text.split()) >= _TEXT
