"""Texts on the card of a persona: those of a section, a quotation without its marks."""

from __future__ import annotations

import re

from rolegraph.documents.account.model import PersonaRead
from rolegraph.documents.outline import Bullets, Paragraph, Passage
from rolegraph.documents.outline.sections import Section
from rolegraph.documents.text.model import Span

OPENING, CLOSING = r"\"\u201c\u201e\u00ab\u2018\u300c", r"\"\u201d\u201c\u00bb\u2019\u300d"


def unknown_label(label: str, persona: PersonaRead) -> str:
    """Return why what stands below a label that is not known is not read."""
    return f"stands below “{label}” on the card of “{persona.name}”, which is no known label"


def texts_of(section: Section) -> list[Passage] | None:
    """Return the texts of a section that has nothing but paragraphs and plain lists."""
    found: list[Passage] = []
    for block in section.blocks:
        if isinstance(block, Paragraph):
            found.append(block.passage)
        elif isinstance(block, Bullets) and all(e.passage and not e.blocks for e in block.items):
            found += [item.passage for item in block.items if item.passage]
        else:
            return None
    return found if found and not section.sections else None


def markers_of(section: Section) -> list[Span]:
    """Return the markers of the lists in a section."""
    lists = [block for block in section.blocks if isinstance(block, Bullets)]
    return [item.marker for each in lists for item in each.items]


def bare(text: str) -> str:
    """Return what somebody says without the quotation marks around it."""
    found = re.fullmatch(rf"\s*[{OPENING}](.+)[{CLOSING}]\s*", text, re.DOTALL)
    return (
        found[1].strip()
        if found and not re.search(f"[{OPENING}{CLOSING}]", found[1])
        else text.strip()
    )
