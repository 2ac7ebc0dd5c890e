"""What every reader makes of a file: headings, lists, tables and paragraphs, with their places."""

from rolegraph.documents.outline.model import (
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
    walk,
)

__all__ = [
    "Aside",
    "Block",
    "Bullets",
    "Heading",
    "Item",
    "Outline",
    "Paragraph",
    "Passage",
    "Row",
    "SetAside",
    "Table",
    "walk",
]
