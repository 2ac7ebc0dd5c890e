"""What is nested in a statement: its parts, and the blanks of a template among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rolegraph.documents.account.model import (
    ANSWERS,
    ASKED,
    LEAVE_OUT,
    StatementPart,
    Status,
)
from rolegraph.documents.content.labels import Labels
from rolegraph.documents.language.blanks import BLANK, is_blank
from rolegraph.documents.language.meaning import is_doubtful
from rolegraph.documents.outline import (
    Aside,
    Block,
    Bullets,
    Heading,
    Item,
    Paragraph,
    Passage,
    Table,
)

LEFT_OUT = "left out, as a person answered"
BOX = "the task box is left out; its text is read"


class Parts(Labels):
    """Reads what is nested in statements, and asks about what a reader may take either way."""

    def _ask(self, topic: str, group: int, passage: Passage, label: str = "") -> Status:
        self._context.doubts.add(topic, group, passage, label)
        return "asked"

    def _parts(self, blocks: Iterable[Block], group: int | None) -> Iterator[StatementPart]:
        """Yield what is nested in a statement; without a group nothing is asked about it."""
        account = self._context.account
        for block in blocks:
            if isinstance(block, Bullets):
                for item in block.items:
                    yield from self._item_parts(item, group)
            elif isinstance(block, Aside):
                account.refuse("inside a bullet", block)
            else:
                for passage in _passages(block):
                    yield self._part(passage, (), group)

    def _item_parts(self, item: Item, group: int | None) -> Iterator[StatementPart]:
        account = self._context.account
        account.claim(item.marker)
        if item.is_done is not None:
            account.drop(item.marker.line, BOX)
        below = tuple(self._parts(item.blocks, group))
        if item.passage is None:
            yield from below
        elif is_blank(item.passage.plain):
            account.refuse(BLANK, item.passage)
            yield from below
        else:
            yield self._part(item.passage, below, group)

    def _part(
        self, passage: Passage, below: tuple[StatementPart, ...], group: int | None
    ) -> StatementPart:
        self._context.account.claim(passage)
        doubtful = is_doubtful(self._context.words, passage.plain, self._context.language)
        found = (self._context.answers.get((topic, passage.plain)) for topic in ASKED)
        answer = next((each for each in found if each in ANSWERS), "")
        if answer == LEAVE_OUT:
            self._context.account.drop(passage.line, LEFT_OUT)
        is_asked = doubtful and group is not None and not answer
        if is_asked and group is not None:
            self._ask("negation", group, passage)
        return StatementPart(passage, below, is_asked, kind=answer or "")


def _passages(block: Heading | Paragraph | Table) -> Iterator[Passage]:
    if isinstance(block, Table):
        for row in (block.head, *block.rows):
            yield from (cell for cell in row.cells if cell is not None)
    else:
        yield block.passage


def all_parts(parts: Iterable[StatementPart]) -> Iterator[StatementPart]:
    """Yield parts and what is nested in them."""
    for part in parts:
        yield part
        yield from all_parts(part.parts)
