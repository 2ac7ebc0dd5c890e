"""By what the card of a persona is known: its labels, the role that it names, what she says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.run_in import run_in_label
from rolegraph.documents.content.tools import names_tools
from rolegraph.documents.language.tables import PERSONA_KINDS
from rolegraph.documents.outline import QUOTATION, Aside, Bullets, Paragraph, Passage, Table
from rolegraph.documents.outline.sections import Section
from rolegraph.documents.personas.texts import CLOSING, OPENING

_LINE = re.compile(r"(?:\r\n|\n|\r|<br\s*/?>)(?:[ \t]*>)*")
_FIELD = re.compile(
    r"(?:<\w+[^<>]*>|[^\w<]){0,4}(?P<label>[^\W\d_][^:\uff1a\n*_<>]{0,30}?)(?:[*_]{0,2}|</\w+>)"
    r"[:\uff1a](?:[*_]{0,2}|</\w+>)\s*(?P<value>.*)",
    re.DOTALL,
)
_SAID = re.compile(rf"[{OPENING}].{{3,}}[{CLOSING}]")
_OF_CARD = ("scenario", "private", "role", "name")
TOLD = ("goal", "pain-point", "context", "quote", "skill", "summary")
"""Labels that only a card has, each for the field of the persona that it is: “Gains”, “Thinks”."""
TOOLS = "tools"


def field_of(context: Context, passage: Passage) -> tuple[str, Passage] | None:
    """Return what a line such as `Role: Release Manager` is of a card, and its value.

    That is `name`, `role`, `scenario` or `private`, or one of `TOLD`; None for other labels, and
    for no label.
    """
    text = passage.span.text
    found = _FIELD.match(text)
    kind = kind_of_field(context, found["label"]) if found else None
    if found and kind:
        return kind, context.outline.part(passage, found.start("value"))
    ends = run_in_label(text)
    if ends is None:
        return None
    label = context.outline.part(passage, 0, ends[0]).plain.strip(" .\u3002\u2013\u2014-")
    kind = kind_of_field(context, label)
    return (kind, context.outline.part(passage, ends[1])) if kind else None


def kind_of_field(context: Context, label: str) -> str | None:
    """Return what a label is on the card of a persona; see `field_of`."""
    kinds = (*_OF_CARD, *TOLD)
    return next((k for k in kinds if context.is_word(label, "persona_card", k)), None)


def lines_of(context: Context, passage: Passage) -> list[Passage]:
    """Return the lines of a paragraph, without the marks of a quotation before them."""
    text, outline = passage.span.text, context.outline
    cuts = [(found.start(), found.end()) for found in _LINE.finditer(text)]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    parts = [outline.part(passage, start, end) for start, end in zip(starts, ends, strict=True)]
    return [part for part in parts if part.span.text.strip()]


class CardSigns:
    """Looks for the fields of a card in a section.

    Args:
        context: the document while it is read.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    def kinds(self, section: Section) -> set[str]:
        """Return the fields that a section has and that only personas have; tools count as one."""
        context, found = self._context, set[str]()
        for child in section.sections:
            found |= self.of_label(child.title)
        for line in self.lines(section):
            known = context.field(line)
            if known and not known[0].rest:
                found |= {kind for kind in known[0].kinds if kind in PERSONA_KINDS}
            card = field_of(context, line)
            found |= {card[0]} & {*TOLD, "scenario"} if card else set()
        for block in section.blocks:
            said = isinstance(block, Paragraph) and _SAID.fullmatch(
                block.passage.plain.strip(" *_")
            )
            if said or (isinstance(block, Aside) and block.what == QUOTATION):
                found.add("quote")
            if isinstance(block, Table):
                for row in (block.head, *block.rows):
                    found |= self.of_label(row.cells[0].plain) if row.cells[0] else set()
        return {"context" if each == "scenario" else each for each in found}

    def of_label(self, title: str) -> set[str]:
        """Return the fields of a persona that a heading or label announces."""
        label = self._context.label(title)
        known = set(label.kinds) & set(PERSONA_KINDS) if label and not label.rest else set()
        kind = kind_of_field(self._context, title)
        return known | (
            {"context"} if kind == "scenario" else {kind} & set(TOLD) if kind else set()
        )

    def tells_tools(self, section: Section) -> bool:
        """Tell whether a section has a label for tools: “Uses: Axiell, Excel”."""
        context = self._context
        fields = (context.field(line) for line in self.lines(section))
        labels = [found[1].plain for found in fields if found]
        labels += [child.title for child in section.sections]
        rows = [row for block in section.blocks if isinstance(block, Table) for row in block.rows]
        labels += [row.cells[0].plain for row in rows if row.cells[0]]
        return any(names_tools(context, label) for label in labels)

    def stated(self, section: Section, kind: str) -> Passage | None:
        """Return the value of the first field of a kind, such as `role`, that a section has."""
        context = self._context
        for line in self.lines(section):
            found = field_of(context, line)
            if found is not None and found[0] == kind and found[1].plain:
                return found[1]
        for block in section.blocks:
            for row in (block.head, *block.rows) if isinstance(block, Table) else ():
                label, *values = row.cells
                if label and kind_of_field(context, label.plain) == kind and any(values):
                    return next(each for each in values if each)
        for child in section.sections:
            texts = [each for each in child.blocks if isinstance(each, Paragraph)]
            if texts and kind_of_field(context, child.title) == kind:
                return texts[0].passage
        return None

    def lines(self, section: Section) -> Iterator[Passage]:
        """Yield the lines of a section that may be fields."""
        for block in section.blocks:
            if isinstance(block, Paragraph):
                yield from lines_of(self._context, block.passage)
            elif isinstance(block, Bullets):
                yield from (item.passage for item in block.items if item.passage)
