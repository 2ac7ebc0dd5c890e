"""A document as a tree of sections: each with its heading, its own blocks and its subsections."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field

from rolegraph.documents.outline.model import (
    Block,
    Bullets,
    Heading,
    Outline,
    Paragraph,
    Passage,
    Table,
)

_MOST_WORDS_OF_LABEL = 9
_MOST_SIGNS_OF_LABEL = 40
_ENDS = (".", "!", "?", ",", ";", "\u3002", "\uff01", "\uff1f", "\uff0c", "\uff1b")
_MOST = 0.6
_HALF = 0.5
_SHOWN = 3
LINKS = "links to other files"
"""How the reason begins why an index is not read."""
_FILE = re.compile(
    r"[*_`]*\[[^\]]+\]\((?!\w+:)([^()#\s]+\.(?:md|markdown|csv|ya?ml|json|xlsx|docx|pptx|od[tsp]))(?:#[^()]*)?\)"
    r"[*_`]*(?P<rest>.*)",
    re.DOTALL,
)
"""An entry of a list that begins with a link to a file beside the document."""
_ANCHOR = re.compile(r"[*_]*\[[^\]]+\]\(#[^)]*\)")


@dataclass(eq=False)
class Section:
    """A heading with what stands below it.

    Attributes:
        heading: None for the document as a whole.
        level: of the heading; 0 for the whole, 7 and more for bold lines that act as headings.
        blocks: its content before its first subsection.
        sections: its subsections.
    """

    heading: Passage | None
    level: int
    parent: Section | None = None
    blocks: list[Block] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Its heading as a reader sees it."""
        return self.heading.plain if self.heading else ""

    def walk(self) -> Iterator[Section]:
        """Yield it and all sections below it."""
        yield self
        for section in self.sections:
            yield from section.walk()

    @property
    def has_content(self) -> bool:
        """Whether anything stands below its heading."""
        return any(section.blocks for section in self.walk())

    @property
    def has_list(self) -> bool:
        """Whether a list or table stands in it or below it."""
        return any(
            isinstance(block, Bullets | Table) for each in self.walk() for block in each.blocks
        )

    @property
    def has_table(self) -> bool:
        """Whether a table is part of its own content."""
        return any(isinstance(block, Table) for block in self.blocks)


def divide(outline: Outline) -> Section:
    """Return the tree of sections of a document.

    A line that is bold as a whole and short acts as a heading below all real ones, until the next
    such line or heading. Inside a list entry it does not: it labels what is nested there.
    """
    root = Section(None, 0)
    current = root
    for position, block in enumerate(outline.blocks):
        level = _level(block, outline.blocks[position + 1 : position + 2])
        if level is None:
            current.blocks.append(block)
            continue
        while current.parent is not None and current.level >= level:
            current = current.parent
        section = Section(_passage(block), level, current)
        current.sections.append(section)
        current = section
    return root


_LABEL = 8


def _level(block: Block, following: tuple[Block, ...]) -> int | None:
    if isinstance(block, Heading):
        return block.level
    if not isinstance(block, Paragraph) or not block.passage.is_bold:
        return None
    text = block.passage.plain
    if len(text.split()) > _MOST_WORDS_OF_LABEL or text.endswith(_ENDS):
        return None
    if not text.isascii() and len(text.split()) == 1 and len(text) > _MOST_SIGNS_OF_LABEL:
        return None
    return _LABEL if following and not isinstance(following[0], Heading) else None


def _passage(block: Block) -> Passage:
    assert isinstance(block, Heading | Paragraph)  # noqa: S101 - `_level` gave it a level
    return block.passage


def is_contents(bullets: Bullets) -> bool:
    """Tell whether a list is a table of contents: links into its own document."""
    texts = [item.passage.span.text for item in bullets.items if item.passage]
    return bool(texts) and sum(bool(_ANCHOR.match(text)) for text in texts) >= _MOST * len(texts)


def linked(block: Block, file: str) -> str:
    """Return why a list that links to other files is not read; empty for other blocks."""
    if not isinstance(block, Bullets):
        return ""
    found = [_FILE.match(item.passage.span.text) for item in block.items if item.passage]
    files = [each[1] for each in found if each]
    if not files or len(files) < _HALF * len(block.items):
        return ""
    names = ", ".join(files[:_SHOWN])
    more = " …" if len(files) > _SHOWN else ""
    return (
        f"{LINKS}: {names}{more}; to read them, run: "
        f"rolegraph documents import {shlex.quote(file)} --follow"
    )
