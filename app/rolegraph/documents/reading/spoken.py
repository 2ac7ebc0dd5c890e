"""Speaker notes: what is said beside slides, and is read only where a person says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rolegraph.documents.account.account import Doubts
from rolegraph.documents.outline import NOTES, Aside, Block, Outline, Paragraph, Passage

TOPIC = "notes"
_WHAT = "the speaker notes of this file"


def with_notes(outline: Outline, answers: Mapping[tuple[str, str], str], doubts: Doubts) -> Outline:
    """Return an outline in which speaker notes are text, if a person said that they are.

    Else there is a question, and each note is told as not read.
    """
    notes = [each for each in outline.blocks if _is_note(each)]
    if not notes:
        return outline
    if answers.get((TOPIC, _WHAT)) == "yes":
        blocks = tuple(
            Paragraph(outline.passage(each.span.start, each.span.end))
            if isinstance(each, Aside) and _is_note(each)
            else each
            for each in outline.blocks
        )
        return replace(outline, blocks=blocks)
    first = notes[0]
    if isinstance(first, Aside):
        doubts.add(TOPIC, 0, Passage(first.span, _WHAT))
    return outline


def _is_note(block: Block) -> bool:
    return isinstance(block, Aside) and block.what == NOTES
