"""Keeps account of every character of a document: read, understood as a label, or not read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from rolegraph.documents.account.model import PEOPLE, NotRead, OpenQuestion
from rolegraph.documents.outline import FRONT, Aside, Block, Bullets, Outline, Passage, Table
from rolegraph.documents.outline import Heading as HeadingBlock
from rolegraph.documents.outline import Paragraph as ParagraphBlock
from rolegraph.documents.text.model import Span

MOST_QUESTIONS = 5
_SHOWN = 3
_SNIPPET = 60
_NUMBER = re.compile(r"(?<![\w.])[0-9]+(?:[.-][0-9]+)*[.)]?\s*\Z")
"""What numbers a heading, in the text before it."""
_TERM = re.compile(r"[ \t]*(?::{2,4}|;;)(?=[ \t])")
_NEAR = 30
"""So far before a heading its number may stand."""
_LONG = 1000
"""With more signs a line is told in parts: it may be a page."""
_BESIDE = 200
"""So many signs stand at most beside a heading in its line: a number, tags, an anchor."""
UNKNOWN = "no role was found that this belongs to"


class Account:
    """What was read of a document, by its characters.

    Args:
        outline: the document.
    """

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._claimed = bytearray(len(outline.source.text))
        self._refused: dict[tuple[int, int], str] = {}
        self._ends: dict[tuple[int, int], int] = {}
        self._people = bytearray(len(outline.source.text))
        self._persons: list[Span] = []
        for aside in outline.aside:
            if aside.reason:
                self._refuse(aside.start, aside.end, aside.reason)
            else:
                self._claimed[aside.start : aside.end] = b"\x01" * (aside.end - aside.start)

    def claim(self, *passages: Passage | Span | None) -> None:
        """Note that passages were read or understood."""
        for passage in passages:
            if passage is not None:
                span = passage.span if isinstance(passage, Passage) else passage
                self._claimed[span.start : span.end] = b"\x01" * (span.end - span.start)
                self._people[span.start : span.end] = bytes(span.end - span.start)

    def claim_lines(self, heading: Passage | None) -> None:
        """Note that a heading was understood: all of its lines, the number before it too.

        In a record the value stands in the same line, and a page may be one line as a whole.
        """
        if heading is None:
            return
        self.claim(heading)
        for number in range(heading.line, heading.end_line + 1):
            line = self._outline.source.line(number)
            if heading.span.end in self._outline.run_in:
                self.claim(self._outline.source.span(line.start, heading.span.end))
                continue
            beside = len(line.text) - len(heading.span.text)
            if behind := _TERM.match(line.text, heading.span.end - line.start):
                # What is said of a term stands behind it in its line.
                self.claim(self._outline.source.span(line.start, line.start + behind.end()))
                continue
            apart = "</" in line.text or "|" in line.text.replace(heading.span.text, "", 1)
            if self._outline.names is None and (beside <= _BESIDE or not apart):
                self.claim(line)
                continue
            near = max(line.start, heading.span.start - _NEAR)
            if number_before := _NUMBER.search(self._seen[near : heading.span.start]):
                start = near + number_before.start()
                self.claim(self._outline.source.span(start, heading.span.start))

    @property
    def _seen(self) -> str:
        return self._outline.to_text or self._outline.source.text

    def is_claimed(self, span: Span) -> bool:
        """Tell whether some of a stretch was read."""
        return any(self._claimed[span.start : span.end])

    def refuse(self, reason: str, *blocks: Block | Passage | Span) -> None:
        """Note that blocks are not read, and why; what of them was read before stays so."""
        for block in blocks:
            for span in _spans(block):
                what = reason
                if isinstance(block, Aside):
                    what = f"{block.what}; {reason}" if block.what and reason else block.what
                if what:
                    self._refuse(span.start, span.end, what)
                else:
                    self.claim(span)

    def read_after_all(self, passage: Passage, line: int) -> None:
        """Note that lines from one on were read that the reader had set aside as front matter."""
        self.claim(passage)
        for each in range(line, passage.end_line + 1):
            self._refused.pop((each, 0), None)
        fences = [key for key, reason in self._refused.items() if reason == FRONT]
        for key in fences:
            if not any(map(str.isalnum, self._outline.source.line(key[0]).text)):
                del self._refused[key]

    def leave_out_person(self, name: Span) -> None:
        """Note that a name of a person is left out of what is read around it."""
        self._persons.append(name)
        self.explain(name.line, f"“{name.text}” seems to be a person; it is left out")

    def people(self) -> tuple[Span, ...]:
        """Return where names of people stand that were left out."""
        source = self._outline.source
        runs = re.finditer(rb"\x01+", self._people)
        return (*(source.span(*run.span()) for run in runs), *self._persons)

    def drop(self, line: int, reason: str) -> None:
        """Note that something in a line, which is read otherwise, is left out."""
        self._refused.setdefault((line, 0), reason)

    def explain(self, line: int, reason: str = "says what a short name stands for") -> None:
        """Add a reason to those why parts of a line are in no statement."""
        self._explain((line, 0), reason)

    def _explain(self, place: tuple[int, int], reason: str) -> None:
        before = self._refused.get(place, "")
        if reason not in before:
            self._refused[place] = f"{before}; {reason}" if before else reason

    def _place(self, line: Span, offset: int) -> tuple[int, int]:
        """Return line and column of a text that is not read; 0 for a line that is short enough."""
        return line.line, offset if len(line.text) > _LONG else 0

    def _refuse(self, start: int, end: int, reason: str) -> None:
        source = self._outline.source
        first = source.span(start, end)
        last = source.span(max(start, end - 1), end).line if end > start else first.line
        text = source.text
        for line in range(first.line, last + 1):
            span = source.line(line)
            low, high = max(span.start, start), min(span.end, end)
            open_ = (
                place
                for place in range(low, high)
                if text[place].isalnum() and not self._claimed[place]
            )
            first_open = next(open_, -1)
            if first_open >= 0 or (
                high > low and text[low:high].strip() and not self.is_claimed(span)
            ):
                place_open = self._place(span, max(first_open, low))
                self._explain(place_open, reason)
                self._ends[place_open] = high
            if PEOPLE in reason:
                for place in range(low, high):
                    self._people[place] |= not self._claimed[place]
            self._claimed[low:high] = b"\x01" * max(high - low, 0)

    def not_read(self) -> tuple[NotRead, ...]:
        """Return the lines that were not read, those with one reason together."""
        source = self._outline.source
        text = source.text
        place = self._claimed.find(0)
        while place >= 0:
            if text[place].isalnum():
                span = source.line(source.line_at(place))
                at = self._place(span, place)
                self._refused.setdefault(at, UNKNOWN)
                read = self._claimed.find(1, place, span.end) if at[1] else -1
                place = self._ends[at] = max(span.end if read < 0 else read, place + 1)
            else:
                place += 1
            place = self._claimed.find(0, place)
        found: list[NotRead] = []
        end = 0
        for number, offset in sorted(self._refused):
            reason = self._refused[number, offset]
            last = found[-1] if found else None
            if offset:
                if not (last and last.column and last.reason == reason and self._bare(end, offset)):
                    found.append(self._part(number, offset, reason))
                end = self._ends[number, offset]
                continue
            if last and last.reason == reason and self._blank(last.end_line + 1, number):
                found[-1] = NotRead(last.line, number, reason)
            else:
                found.append(NotRead(number, number, reason))
        return tuple(found)

    def _part(self, line: int, offset: int, reason: str) -> NotRead:
        """Return a part of a long line that is not read."""
        outline = self._outline
        seen = outline.passage(offset, min(self._ends[line, offset], offset + 2 * _SNIPPET))
        return NotRead(line, line, reason, seen.span.column, _short(seen.plain))

    def _bare(self, first: int, after: int) -> bool:
        """Tell whether nothing that was read stands between two places of a long line."""
        seen = self._seen
        return not any(seen[n].isalnum() and self._claimed[n] for n in range(first, after))

    def _blank(self, first: int, after: int) -> bool:
        return all(not self._outline.source.line(n).text for n in range(first, after))


def _spans(block: Block | Passage | Span) -> Iterable[Span]:
    if isinstance(block, Span):
        yield block
    elif isinstance(block, Passage | Aside):
        yield block.span
    elif isinstance(block, HeadingBlock | ParagraphBlock):
        yield block.passage.span
    elif isinstance(block, Table):
        cells = [cell for row in (block.head, *block.rows) for cell in row.cells]
        yield from (cell.span for cell in cells if cell is not None)
    else:
        yield from _list_spans(block)


def _list_spans(bullets: Bullets) -> Iterable[Span]:
    for item in bullets.items:
        yield item.marker
        if item.passage:
            yield item.passage.span
        for nested in item.blocks:
            yield from _spans(nested)


@dataclass
class _Doubt:
    topic: str
    group: int
    passages: list[Passage] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)


_WORDING = {
    "negation": (
        "{what} may say what the role must not do. Is it an exclusion?",
        ("exclusion", "responsibility", "requirement", "privilege", "practice", "leave out"),
    ),
    "kind": (
        "{what} stand under a heading that announces several things. What are they?",
        ("responsibility", "requirement", "privilege", "practice", "exclusion", "leave out"),
    ),
    "label": (
        "{what} stand under a label that is not known. What are they?",
        ("responsibility", "requirement", "privilege", "practice", "exclusion", "leave out"),
    ),
    "limit": (
        "{what} stand under a label that asks for consent or advice first. What are they?",
        ("privilege", "responsibility", "requirement", "practice", "exclusion", "leave out"),
    ),
    "bound": (
        "{what} stand under a label on the limits of authority. Are they rights, or prohibitions?",
        ("privilege", "exclusion", "requirement", "responsibility", "practice", "leave out"),
    ),
    "role": ("{what}: is this a role?", ("yes", "no")),
    "two-names": ("{what}: is this one role with two names, or two roles?", ("one", "two")),
    "short-name": (
        "{what}: what is this short for? Say so under `short_names` of `document`, or answer.",
        ("as it stands", "leave out"),
    ),
    "persona-role": ("{what}: which role does this persona stand for?", ("leave out",)),
    "person": (
        "{what}: does it name a person? The name is left out of the role's name.",
        ("yes", "no"),
    ),
    "struck": (
        "{what} is struck through, or a pending change touches it. Does it still hold?",
        ("yes", "no"),
    ),
    "language": (
        "No words are known for the language of this document ({what}). What are its bullets?",
        ("responsibility", "requirement", "privilege", "practice", "exclusion", "leave out"),
    ),
    "notes": (
        "Beside the slides stand speaker notes ({place}). Are they to be read as the slides are?",
        ("yes", "no"),
    ),
    "workflow": (
        "{what}: are these the steps of a workflow, in this order, or responsibilities?",
        ("workflow", "responsibilities", "leave out"),
    ),
    "file": ("{what}", ("yes", "no")),
}


class Doubts:
    """Collects what a person has to say: one question a list, and at most five in all."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, int], _Doubt] = {}
        self._offered: dict[str, tuple[str, ...]] = {}

    def add(self, topic: str, group: int, passage: Passage, label: str = "") -> None:
        """Note a doubt about a passage; those of one topic and group make one question.

        A `label` that stands above the passage is shown in the question.
        """
        doubt = self._found.setdefault((topic, group), _Doubt(topic, group))
        if label not in doubt.labels:
            doubt.labels.append(label)
        if passage not in doubt.passages:
            doubt.passages.append(passage)

    def offer(self, topic: str, answers: Iterable[str]) -> None:
        """Offer answers to the questions of a topic, such as the names of roles, before others."""
        self._offered[topic] = tuple(answers)

    def withdraw(self, topic: str, passage: Passage) -> None:
        """Take back a doubt about a passage: something else has shown what it is."""
        for key, doubt in list(self._found.items()):
            if doubt.topic == topic and passage in doubt.passages:
                doubt.passages.remove(passage)
                if not doubt.passages:
                    del self._found[key]

    def questions(self, answered: frozenset[tuple[str, str]] = frozenset()) -> list[OpenQuestion]:
        """Return the questions, but for those that were answered."""
        doubts = []
        for doubt in self._found.values():
            left = [p for p in doubt.passages if (doubt.topic, p.plain) not in answered]
            if left:
                doubts.append(_Doubt(doubt.topic, doubt.group, left, doubt.labels))
        if len(doubts) > MOST_QUESTIONS:
            doubts = _merged(doubts)
        questions = (_question(each, self._offered.get(each.topic, ())) for each in doubts)
        return sorted(questions, key=lambda each: each.line)


def _merged(doubts: list[_Doubt]) -> list[_Doubt]:
    """Return one doubt for each topic; the longest lists below labels stay apart where they can.

    Labels of an unknown language may say opposite things (“must”, “must not”), and one answer
    for both would turn the meaning of one.
    """
    spare = MOST_QUESTIONS - len({doubt.topic for doubt in doubts})
    labelled = [doubt for doubt in doubts if any(doubt.labels)]
    apart = sorted(labelled, key=lambda doubt: -len(doubt.passages))[: max(spare, 0)]
    merged: dict[str, _Doubt] = {}
    for doubt in doubts:
        if not any(doubt is each for each in apart):
            one = merged.setdefault(doubt.topic, _Doubt(doubt.topic, 0))
            one.passages += doubt.passages
            one.labels += [label for label in doubt.labels if label not in one.labels]
    return [*apart, *merged.values()]


def _below(labels: list[str]) -> str:
    """Return a sentence on the labels that the texts of a question stand below."""
    if not any(labels):
        return ""
    if len(labels) == 1:
        return f" They stand below “{_short(labels[0])}”."
    return " They stand below different labels. If these differ in kind, make an entry of each."


def _question(doubt: _Doubt, offered: tuple[str, ...] = ()) -> OpenQuestion:
    wording, usual = _WORDING[doubt.topic]
    choices = (*offered, *usual)
    passages = sorted(doubt.passages, key=lambda each: each.span.start)
    if doubt.topic == "file":
        text = " ".join(each.plain for each in passages)
        texts = tuple(each.plain for each in passages)
        return OpenQuestion(doubt.topic, passages[0].line, text, choices, texts)
    shown = ", ".join(f"“{_short(each.plain)}” ({each.place})" for each in passages[:_SHOWN])
    more = len(passages) - _SHOWN
    if more > 0:
        lines = dict.fromkeys(each.place for each in passages[_SHOWN:])
        shown += f" and {more} more ({_joined(lines)})"
    texts = tuple(each.plain for each in passages)
    question = wording.format(what=shown, place=passages[0].place) + _below(doubt.labels)
    return OpenQuestion(doubt.topic, passages[0].line, question, choices, texts)


def _joined(places: Iterable[str]) -> str:
    """Return places with the word for a line once: “lines 4, 7”."""
    text = ", ".join(places)
    return text if text.count("line ") < 2 else "lines " + text.replace("line ", "")  # noqa: PLR2004


def _short(text: str) -> str:
    return text if len(text) <= _SNIPPET else text[: _SNIPPET - 1].rstrip() + "…"
