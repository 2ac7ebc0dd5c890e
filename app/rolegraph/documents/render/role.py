"""Writes the section of one role: its heading, statements, citations and notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from rolegraph.documents.comparison.comparable import Citation, OutlinePart, Role, Statement
from rolegraph.documents.comparison.drifts import Paired
from rolegraph.documents.grammar.layout import DocumentLayout
from rolegraph.documents.text.model import Span

_SEE = "See "
_TAIL = " for references."


class RoleText:
    """Writes sections.

    Args:
        layout: the text that the graph was made from.
        paired: which part of the graph is which part of that text.
        numbers: IRI of a reference → its number now.
    """

    def __init__(self, layout: DocumentLayout, paired: Paired, numbers: Mapping[str, int]) -> None:
        self._layout = layout
        self._numbers = numbers
        self._statements = {id(now): was for now, was in paired.statements}
        self._citations = {id(now): was for now, was in paired.citations}
        self._notes = {id(now): was for now, was in paired.notes}
        self._is_thinner = False

    def new(self, role: Role, number: int) -> str:
        """Return a whole section for a role that the text did not have."""
        eol = self._layout.eol
        bullets = "".join(f"- {each.line_of_text}{eol}" for each in role.statements)
        sentences = self._new_sentences(role)
        prose = f"{eol}{' '.join(sentences)}{eol}" if sentences else ""
        return f"## {number}. {role.text}{eol}{eol}{bullets}{prose}{eol}"

    def changed(self, role: Role, old: Role, start: int, end: int) -> str:
        """Return the section of a role that the text has, as it is now.

        Args:
            role: as the graph has it.
            old: as the text has it.
            start: where its section begins in the text.
            end: where it ends.
        """
        extra = [*self._cite(role, old, start, end), *self._note(role, old)]
        text = self._bullets(role, old, start, end)
        if self._is_thinner:  # where a whole paragraph went, one empty line is enough
            text = re.sub(r"(\r\n|\n|\r)\1{2,}", r"\1\1", text)
        if not extra:
            return text
        eol, content = self._layout.eol, text.rstrip()
        return f"{content}{eol}{eol}{' '.join(extra)}{text[len(content) :] or eol}"

    def _bullets(self, role: Role, old: Role, start: int, end: int) -> str:
        layout = self._layout
        spans = [each.span for each in old.statements if each.span]
        if not spans:
            head = layout.line_end(layout.line_start(start))
            bullets = "".join(f"- {each.line_of_text}{layout.eol}" for each in role.statements)
            gap = layout.eol if bullets else ""
            return layout.cut(start, head) + gap + bullets + layout.cut(head, end)
        starts = [layout.line_start(span.start) for span in spans]
        ends = [layout.line_end(span.end) for span in spans]
        slots = _slots(self._places(role, old), len(spans))
        marker = layout.text[starts[0] : spans[0].start]
        parts = [layout.cut(start, starts[0])]
        for slot, filling in enumerate(slots):
            for place in filling:
                if isinstance(place, int):
                    line = layout.cut(starts[place], ends[place])
                    parts.append(line if line.endswith(("\n", "\r")) else line + layout.eol)
                else:
                    parts.append(f"{marker}{place.line_of_text}{layout.eol}")
            after = starts[slot + 1] if slot + 1 < len(starts) else end
            gap = layout.cut(ends[slot], after)
            if filling or gap.strip() or after == end:
                parts.append(gap)
        return "".join(parts)

    def _places(self, role: Role, old: Role) -> list[int | Statement]:
        """Return the statements in their order now: their former positions, or what is new."""
        known = {id(statement): place for place, statement in enumerate(old.statements)}
        places: list[int | Statement] = []
        for statement in role.statements:
            place = known.get(id(self._statements.get(id(statement))))
            places.append(statement if place is None else place)
        return places

    def _cite(self, role: Role, old: Role, start: int, end: int) -> list[str]:
        """Put the citations into their sentences; return a new sentence if there is none."""
        now = {(each.label, self._number(each)) for each in role.citations}
        if now == {(each.label, each.ordinal) for each in old.citations}:
            return []
        sentences = self._layout.citing(start, end)
        if not sentences:
            return [self._citing_sentence(role.citations)]
        first, *others = sentences
        for sentence in others:
            self._take_out(sentence)
        if not role.citations:
            self._take_out(first)
            return []
        spans = [
            each.span
            for each in old.citations
            if each.span and first.start <= each.span.start < first.end
        ]
        last = max(span.end for span in spans)
        clauses = _series(self._clauses(role, old), ", and ")
        self._layout.replace(min(span.start for span in spans), last, clauses)
        return []

    def _clauses(self, role: Role, old: Role) -> list[str]:
        """Return what is cited, in the clauses of the text where these still hold."""
        groups: dict[int | None, list[Citation]] = {}
        for citation in role.citations:
            was = self._citations.get(id(citation))
            groups.setdefault(was.span.start if was and was.span else None, []).append(citation)
        texts: dict[int, Span] = {each.span.start: each.span for each in old.citations if each.span}
        clauses: list[str] = []
        for place in sorted(groups, key=lambda each: (each is None, each)):
            citations = groups[place]
            said = {
                (each.label, each.ordinal)
                for each in old.citations
                if each.span and each.span.start == place
            }
            if said == {(each.label, self._number(each)) for each in citations}:
                clauses.append(texts[place or 0].text)
            else:
                clauses += self._new_clauses(citations)
        return clauses

    def _new_clauses(self, citations: Sequence[Citation]) -> list[str]:
        labels: dict[str, list[int]] = {}
        for citation in citations:
            labels.setdefault(citation.label, []).append(self._number(citation))
        together: dict[tuple[int, ...], list[str]] = {}
        for label, numbers in labels.items():
            together.setdefault(tuple(sorted(numbers)), []).append(label)
        return [
            f"{_series(names)} in {_series([f'[{number}]' for number in numbers])}"
            for numbers, names in together.items()
        ]

    def _citing_sentence(self, citations: Sequence[Citation]) -> str:
        return f"{_SEE}{_series(self._new_clauses(citations), ', and ')}{_TAIL}"

    def _number(self, citation: Citation) -> int:
        return self._numbers.get(citation.target or "", citation.ordinal)

    def _note(self, role: Role, old: Role) -> list[str]:
        """Take out the notes that are gone; return those that are new."""
        kept = {id(was) for was in (self._notes.get(id(note)) for note in role.notes) if was}
        for note in old.notes:
            if id(note) not in kept and note.span:
                self._take_out(note.span)
        return [note.line_of_text for note in role.notes if id(note) not in self._notes]

    def _take_out(self, sentence: Span) -> None:
        self._layout.remove_sentence(sentence)
        self._is_thinner = True

    def _new_sentences(self, role: Role) -> list[str]:
        notes: Iterable[OutlinePart] = role.notes
        cited = [self._citing_sentence(role.citations)] if role.citations else []
        return [*cited, *(note.line_of_text for note in notes)]


def _slots(places: Sequence[int | Statement], count: int) -> list[list[int | Statement]]:
    """Return what goes to the place of each former line: what stayed keeps to the lines it had.

    Args:
        places: the lines in their new order; what is new is not a position.
        count: how many lines there were.
    """
    slots: list[list[int | Statement]] = [[] for _ in range(count)]
    free = iter(sorted(place for place in places if isinstance(place, int)))
    slot: int | None = None
    waiting: list[int | Statement] = []
    for place in places:
        if isinstance(place, int):
            slot = next(free)
            slots[slot] += [*waiting, place]
            waiting = []
        elif slot is None:
            waiting.append(place)  # it comes before all that stayed
        else:
            slots[slot].append(place)
    slots[0] = [*waiting, *slots[0]]
    return slots


def _series(words: Sequence[str], last: str | None = None) -> str:
    """Return words as a series: `a`, `a and b`, `a, b, and c`."""
    if len(words) < 2:  # noqa: PLR2004
        return "".join(words)
    end = last or (" and " if len(words) == 2 else ", and ")  # noqa: PLR2004
    return ", ".join(words[:-1]) + end + words[-1]
