"""What our reader finds in an AsciiDoc file, in the form in which `read_asciidoc.mjs` tells it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rolegraph.documents.outline import Block, Bullets, Heading, Outline, Paragraph, Table
from rolegraph.documents.readers import outline_of

PAPERS = sorted((Path(__file__).parent / "papers").glob("*.adoc"))


def told(path: Path) -> list[list[Any]]:
    """Return headings, terms, entries, paragraphs and rows of a file, in order."""
    outline = outline_of(path, path.name)
    return [each for block in outline.blocks for each in _block(block, 0)]


def _block(block: Block, depth: int) -> Iterator[list[Any]]:
    if isinstance(block, Heading):
        yield ["term" if block.is_label else "heading", block.passage.plain]
    elif isinstance(block, Paragraph):
        yield ["paragraph", block.passage.plain]
    elif isinstance(block, Bullets):
        for item in block.items:
            yield ["item", depth, item.passage.plain if item.passage else ""]
            for inner in item.blocks:
                yield from _block(inner, depth + 1)
    elif isinstance(block, Table):
        for row in (block.head, *block.rows):
            yield ["row", [cell.plain if cell else None for cell in row.cells]]


def spans_of(outline: Outline) -> Iterator[tuple[int, int, str]]:
    """Yield the place and text of each passage."""

    def walk(blocks: tuple[Block, ...]) -> Iterator[Any]:
        for block in blocks:
            if isinstance(block, Heading | Paragraph):
                yield block.passage
            elif isinstance(block, Bullets):
                for item in block.items:
                    if item.passage:
                        yield item.passage
                    yield from walk(item.blocks)
            elif isinstance(block, Table):
                yield from (c for r in (block.head, *block.rows) for c in r.cells if c)

    for passage in walk(outline.blocks):
        yield passage.span.start, passage.span.end, passage.span.text
