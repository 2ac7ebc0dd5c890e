"""What every reader makes of a file: headings, lists, tables and paragraphs, with their places."""

from rolegraph.documents.outline.model import (
    FRONT,
    LEFT_OUT,
    NOTES,
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
    SetAside,
    Table,
    walk,
)

__all__ = [
    "FRONT",
    "LEFT_OUT",
    "NOTES",
    "QUOTATION",
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
