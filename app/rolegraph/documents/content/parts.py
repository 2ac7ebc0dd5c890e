"""What a label says of what stands below it, and what is nested in a statement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.model import (
    ANSWERS,
    ASKED,
    BOUND,
    LEAVE_OUT,
    LIMIT,
    UNKNOWN_KIND,
    LabelKind,
    StatementPart,
    Status,
)
from rolegraph.documents.language.blanks import BLANK, is_blank
from rolegraph.documents.language.meaning import is_doubtful
from rolegraph.documents.language.other_language import bounds_authority, relation_kinds
from rolegraph.documents.language.tables import (
    NOTATION,
    PERSONA_KINDS,
    PERSONA_NAME,
    STATEMENT_KINDS,
)
from rolegraph.documents.language.words import Label
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
_STATED = {
    NOTATION: LabelKind(NOTATION, "read"),
    "reports-to": LabelKind("relation", "read", relation="reports-to"),
}
"""What says what a role is called by, or that it reports to somebody, and nothing else."""
_COLONS = (":", "\uff1a")
_JOINING = re.compile(r"&|/|,|\b(?:and|or|und|oder|et|ou|y|o)\b", re.IGNORECASE)


class Labels:
    """Understands the labels of a document.

    Args:
        context: the document while it is read.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    def kind_of_label(self, label: Label, text: str) -> LabelKind:
        """Return what a label says of what stands below it."""
        named = None if label.rest else _STATED.get(label.kind or "")
        if limited := named or self._limited_right(text):
            return limited
        stated = [kind for kind in label.kinds if kind in STATEMENT_KINDS]
        if stated != ["exclusion"] and self.is_outside(text):
            return LabelKind("exclusion", "inferred", label=text)
        persona = [kind for kind in label.kinds if kind in PERSONA_KINDS]
        if "exclusion" in stated and len(stated) > 1 and not _JOINING.search(text):
            # "Not responsible for", "What you cannot access": the negation rules the whole label.
            stated = ["exclusion"]
        if len(stated) > 1 or (stated and persona):
            return LabelKind(stated[0], "asked", "kind", text)
        if stated == ["exclusion"] and _announces_more(label, text):
            # “Abgrenzung & Schnittstellen”: what is beside the limits forbids nothing.
            return LabelKind("exclusion", "asked", "kind", text)
        if stated and label.is_negated:
            kind = "requirement" if stated == ["requirement"] else "exclusion"
            return LabelKind(kind, "asked", "negation", text)
        return self._field_kind(label, text, (stated or persona or [""])[0])

    def kind_of_unknown(self, text: str) -> LabelKind:
        """Return what a label without a known phrase says: nothing, a limit, or that it negates."""
        if limited := self._limited_right(text):
            return limited
        if self.is_outside(text):
            return LabelKind("exclusion", "inferred", label=text)
        words = self._context.words
        negates = words is not None and words.matches(words.without_harmless(text), "negation")
        return LabelKind("exclusion", "asked", "negation", text) if negates else UNKNOWN_KIND

    def is_limit(self, text: str) -> bool:
        """Tell whether a label asks for consent or advice first: “Should consult before”."""
        words = self._context.words
        return words is not None and words.limits(text)

    def _limited_right(self, text: str) -> LabelKind | None:
        """Return what a label says that limits a right; None for another one.

        Below “Limits of authority” may stand rights that go so far, or what is forbidden.
        """
        if self.is_limit(text):
            return self.limit(text)
        words = self._context.words
        is_bound = words is not None and bounds_authority(text, words)
        return LabelKind("privilege", "asked", BOUND, text) if is_bound else None

    def is_outside(self, text: str) -> bool:
        """Tell whether a label is about what lies outside of a role: “Beyond their authority”."""
        words = self._context.words
        return words is not None and bool(words.matches(text, "outside"))

    def limit(self, text: str) -> LabelKind:
        """Return the kind below such a label: a right with a condition, or the duty to ask."""
        return LabelKind("privilege", "asked", LIMIT, text)

    def _field_kind(self, label: Label, text: str, kind: str) -> LabelKind:
        """Return the kind of a label with one meaning."""
        sure: Status = "read" if len(label.rest.split()) <= 3 else "inferred"  # noqa: PLR2004
        if kind == "practice" and _announces_more(label, text):
            sure = "inferred"  # below “Infrastructure & tooling” may stand duties
        if kind:
            return LabelKind(kind, sure, label=text)
        if "relation" in label.kinds:
            return LabelKind("relation", sure, label=text, relation=self._relation(text))
        if "alias" in label.kinds:
            return LabelKind("alias", sure, label=text)
        if "skipped" in label.kinds:
            words = self._context.words
            escalates = words is not None and words.exact(
                text.rstrip(":\uff1a "), "escalation_labels"
            )
            relation = "escalates-to" if escalates else ""  # where somebody is named below it
            return LabelKind("skipped", label=label.reason, relation=relation)
        is_field = self._context.outline.names is not None or text.rstrip().endswith(_COLONS)
        if label.kind == "level" and is_field:
            return LabelKind("skipped", label="tells which level the role has")  # “Grade: 7”
        name = PERSONA_NAME if PERSONA_NAME in label.kinds else "description"
        return LabelKind(name, sure, label=text)

    def _relation(self, text: str) -> str:
        words = self._context.words
        keys = relation_kinds(text, words) if words else ()
        return next(iter(keys), "works-with")


def _announces_more(label: Label, text: str) -> bool:
    """Tell whether a heading joins something else to what it was understood by."""
    others = [word for word in label.rest.split() if not _JOINING.fullmatch(word)]
    return bool(others) and _JOINING.search(text) is not None


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
