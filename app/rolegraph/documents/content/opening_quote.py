"""What a persona says straight below her name, without a label “Quote”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.model import LabelKind, RoleRead
from rolegraph.documents.content.statements import Statements
from rolegraph.documents.language.people import is_full_name
from rolegraph.documents.language.tables import PERSONA_KINDS
from rolegraph.documents.outline import QUOTATION, Aside, Block, Paragraph
from rolegraph.documents.outline.sections import Section

_SAID = re.compile(
    r"[*_]*(?:[\u201c\u201e\u00ab][^\u201c\u201d\u201e\u00ab\u00bb]+[\u201d\u201c\u00bb]|\"[^\"]+\")[*_]*"
)
_QUOTE = LabelKind("quote", "inferred")
_FEW = 3
"""With fewer words, a text in quotation marks is a name or a title."""


def without_opening_quote(
    context: Context, content: Statements, role: RoleRead, section: Section
) -> Sequence[Block]:
    """Read the quotation with which the section of a persona begins; return the other blocks.

    Pictures may stand before it. A section that has a heading “Quote” has its quote there.

    Args:
        context: the document.
        content: reads statements.
        role: the role that the persona represents.
        section: the section.
    """
    blocks = list(section.blocks)
    place = next((n for n, each in enumerate(blocks) if not _is_picture(each)), len(blocks))
    if place == len(blocks) or not _is_of_persona(context, section):
        return blocks
    if "quote" in _labels(context, section):
        return blocks
    if not content.persona and not _names(section, role):
        return blocks  # several such sections would be one persona with several quotes
    first = blocks[place]
    if isinstance(first, Aside) and content.quoted(role, first, _QUOTE):
        return blocks[:place] + blocks[place + 1 :]
    if isinstance(first, Paragraph) and _is_said(first):
        content.one(role, first.passage, _QUOTE, first.passage.span.start)
        return blocks[:place] + blocks[place + 1 :]
    return blocks


def _is_picture(block: Block) -> bool:
    return isinstance(block, Aside) and block.what != QUOTATION


def _is_said(block: Paragraph) -> bool:
    text = block.passage.plain.strip()
    return _SAID.fullmatch(text) is not None and len(text.split()) > _FEW


def _names(section: Section, role: RoleRead) -> bool:
    """Tell whether the heading of a section is where the role is named."""
    heading = section.heading
    if heading is None:
        return False
    return heading.span.start <= role.passage.span.start <= heading.span.end


@contextmanager
def persona_of(context: Context, content: Statements, section: Section) -> Iterator[None]:
    """Read a section as that of a persona, where its heading is her name: “Maya Sharma”."""
    words, before = context.words, content.persona
    is_hers = bool(words and is_full_name(section.title, words)) and _is_of_persona(
        context, section
    )
    if is_hers:
        content.persona = section.title
    yield
    if is_hers:
        content.persona = before


def _is_of_persona(context: Context, section: Section) -> bool:
    """Tell whether a section is the one of a persona, by the labels below it."""
    if section.heading is None or context.label(section.title):
        return False
    return bool(_labels(context, section) & set(PERSONA_KINDS))


def _labels(context: Context, section: Section) -> set[str]:
    """Return what the headings straight below a section announce."""
    labels = [context.label(each.title) for each in section.sections if each.heading]
    return {kind for label in labels if label is not None for kind in label.kinds}
