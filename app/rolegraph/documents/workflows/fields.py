"""Labels of workflows in running text: one a line, or several in one, “Owner: … Trigger: …”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rolegraph.documents.account.context import Context
from rolegraph.documents.outline import Passage
from rolegraph.documents.workflows.named.vocabulary import WorkflowWords

_FIELD = re.compile(
    r"\s*(?:[-*+]\s+)?(?:\*\*|__|[*_])?(?P<label>[^:\uff1a\n*_|]{2,40}?)(?:\*\*|__|[*_])?\s*[:\uff1a]"
    r"(?:\*\*|__|[*_])?[ \t]*"
)
_LINE = re.compile(r"(?:[ \t]*\\|[ \t]+)?(?:\r\n|\n|\r|<br\s*/?>[ \t]*(?:\r\n|\n|\r)?|\u2028)")
_BETWEEN = re.compile(r"\s*[|\u00b7\u2022;]\s+|(?<=[.!?\u3002])\s+")
"""What stands between several labels in one line."""
_MOST_WORDS = 4
_AROUND = " \t*_"


class Fields:
    """Finds labels of workflows in texts.

    Args:
        context: the document while it is read.
        vocabulary: the words on workflows.
    """

    def __init__(self, context: Context, vocabulary: WorkflowWords) -> None:
        self._context = context
        self._words = vocabulary

    def of(self, passage: Passage) -> tuple[str, Passage, Passage | None] | None:
        """Return a text of the form `Label: text`, where the label is one of workflows."""
        text = passage.span.text
        found = _FIELD.match(text)
        what = self._words.field(found["label"].strip()) if found else ""
        if not found or not what:
            return None
        head = self._context.outline.part(passage, 0, found.end())
        rest = self._context.outline.part(passage, found.end()) if text[found.end() :] else None
        return what, head, rest if rest is not None and rest.span.text else None

    def lines(self, passage: Passage) -> list[Passage]:
        """Return a text cut before each label, be it in a line of its own or behind another.

        Where labels share a line, each sentence stands for itself: what follows the value of a
        label is no part of it. Beside lines with labels of workflows, other labels begin lines too.
        """
        if self._context.outline.names is not None:
            return [passage]
        text, found = passage.span.text, []
        lines = list(_split(text, _LINE))
        known = [self._is_field(text[start:end]) for start, end in lines]
        for number, (start, end) in enumerate(lines):
            is_apart = number == 0 or known[number]
            if is_apart or (any(known) and _is_label(text[start:end])):
                found.append((start, end))
            else:
                found[-1] = (found[-1][0], end)
        pieces = [each for start, end in found for each in self._within(text, start, end)]
        parts = (self._context.outline.part(passage, *each) for each in pieces)
        return [each for each in parts if each.span.text] or [passage]

    def _within(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        pieces = list(_split(text[start:end], _BETWEEN))
        known = [self._is_field(text[start + first : start + last]) for first, last in pieces]
        if sum(known) <= 1 and not (known and any(known[1:])):
            yield start, end
            return
        yield from ((start + first, start + last) for first, last in pieces)

    def _is_field(self, text: str) -> bool:
        found = _FIELD.match(text)
        return bool(found and self._words.field(found["label"].strip()))


def _is_label(line: str) -> bool:
    """Tell whether a line may have the form `Label: text`."""
    found = _FIELD.match(line)
    label = found["label"].strip(_AROUND) if found else ""
    return label[:1].isupper() and len(label.split()) <= _MOST_WORDS


def _split(text: str, at: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the offsets of what stands between separators."""
    begin = 0
    for hit in at.finditer(text):
        yield begin, hit.start()
        begin = hit.end()
    yield begin, len(text)
