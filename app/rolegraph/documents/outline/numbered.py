"""Numbered paragraphs that stand in one: “2.1 The treasurer … 2.2 The treasurer …”."""

from __future__ import annotations

import re
from dataclasses import replace

from rolegraph.documents.outline.model import Block, Bullets, Item, Outline, Paragraph

_NUMBER = re.compile(
    r"(?:\A|(?<=[.;:!?\u3002][ \t\n])|(?<=\n))"
    r"(?P<above>[0-9]{1,2}(?:\.[0-9]{1,2})*)\.(?P<own>[0-9]{1,2})"
    r"\.?[ \t]+(?=[^\W\d_])"
)


def numbered_apart(outline: Outline) -> Outline:
    """Return an outline in which numbered paragraphs are a list, though nothing stands between.

    Their numbers follow each other from the first word on: “In 2.1 and 2.2 …” is none of it.
    """
    if outline.names is not None:
        return outline
    blocks = tuple(_apart(outline, block) for block in outline.blocks)
    return outline if blocks == outline.blocks else replace(outline, blocks=blocks)


def _apart(outline: Outline, block: Block) -> Block:
    if not isinstance(block, Paragraph):
        return block
    whole = block.passage
    found = list(_NUMBER.finditer(whole.span.text))
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
