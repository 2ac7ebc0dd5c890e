"""Puts the lines of a numbered text in a tree, by their numbers first and their indents next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rolegraph.documents.readers.numbered.lines import TextLine, is_capital_title, is_title
from rolegraph.documents.readers.numbered.marks import BARE, DOTTED, LineMark, marks_of

_NEAR = 1
_WRAPPED = 0.75
_NARROWEST, _WIDEST = 60, 100
_JUMP = 4


@dataclass(eq=False)
class TextPart:
    """A numbered line, a title or a paragraph, with what stands below it.

    Attributes:
        indent: the columns before it; the whole text has -1.
        mark: its number; None for titles and paragraphs without one.
        start: where it begins, its number too.
        lines: its own text.
        parent: what it stands below.
        is_titled: whether it is a title by its capitals or the rule below it.
        is_text: whether it is a paragraph without a number.
    """

    indent: int
    mark: LineMark | None = None
    start: int = 0
    lines: list[TextLine] = field(default_factory=list)
    parent: TextPart | None = None
    is_titled: bool = False
    is_text: bool = False
    children: list[TextPart] = field(default_factory=list)
    is_heading: bool = False

    @property
    def text(self) -> str:
        """Its own text, on one line."""
        return " ".join(line.text for line in self.lines)

    @property
    def may_head(self) -> bool:
        """Whether its text may be the title of what follows."""
        if self.is_text:
            return False
        if self.is_titled or self.parent is None or (self.mark and self.mark.is_word):
            return True
        return not self.is_entry and len(self.lines) == 1 and is_title(self.text)

    @property
    def is_entry(self) -> bool:
        """Whether its mark is one that only entries of lists have."""
        style = self.mark.style if self.mark else ""
        return style.startswith(("-", "(")) or " lower " in style

    def walk(self) -> Iterator[TextPart]:
        """Yield it and all below it."""
        yield self
        for each in self.children:
            yield from each.walk()


def tree_of(lines: Sequence[TextLine]) -> TextPart:
    """Return the lines of a text as a tree."""
    return _Tree(lines).root


class _Tree:
    def __init__(self, lines: Sequence[TextLine]) -> None:
        self.root = TextPart(-1)
        self._stack = [self.root]
        self._lines = lines
        self._open: TextPart | None = None
        widths = [line.indent + len(line.text) for line in lines]
        self._width = min(max(widths, default=0), _WIDEST)
        self._width = max(self._width, _NARROWEST)
        self._has_bare = self._is_bare_numbered()
        leads = [n for n in range(len(lines)) if self._leads(n)]
        self._leading = frozenset(leads if len(leads) > 1 else ())
        for position, line in enumerate(lines):
            node = self._numbered(line)
            if node is None and self._is_title(position):
                node = self._title(position)
            if node is None:
                self._text(position)
            else:
                self._open = node

    def _is_bare_numbered(self) -> bool:
        """Tell whether chapters are numbered without a dot: “4 Responsibilities”."""
        found = [
            mark.own
            for line in self._lines
            for mark in marks_of(line.text)
            if mark.style.startswith(f"{BARE} ") and is_title(line.text[mark.end :])
        ]
        return len(found) > 1 and found == list(range(found[0], found[0] + len(found)))

    def _numbered(self, line: TextLine) -> TextPart | None:
        """Put a line with a number where it belongs; None where that is no number of a part."""
        marks = list(marks_of(line.text))
        if not marks or (marks[0].style.startswith(f"{BARE} ") and not self._has_bare):
            return None
        if marks[0].style.startswith(BARE + " ") and not is_title(line.text[marks[0].end :]):
            return None
        found = self._following(line, marks) or self._beginning(line, marks)
        if found is None:
            return None
        parent, mark = found
        rest = line.text[mark.end :]
        blank = len(rest) - len(rest.lstrip())
        own = TextLine(line.start + mark.end + blank, rest.strip(), line.indent + mark.end + blank)
        node = TextPart(line.indent, mark, line.start, [own] if own.text else [], parent)
        node.is_titled = line.is_underlined or is_capital_title(own.text)
        return self._add(node)

    def _add(self, node: TextPart) -> TextPart:
        parent = node.parent or self.root
        parent.children.append(node)
        while self._stack[-1] is not parent:
            self._stack.pop()
        self._stack.append(node)
        return node

    def _following(self, line: TextLine, marks: list[LineMark]) -> tuple[TextPart, LineMark] | None:
        """Return what a line stands below whose number follows another one."""
        options = [
            (node, mark)
            for node in reversed(self._stack)
            for mark in marks
            if node.mark is not None and _follows(node.mark, mark)
        ]
        near = [each for each in options if abs(each[0].indent - line.indent) <= _NEAR]
        if marks[0].is_bullet:
            options = near
        ranked = ((_likeness(node, line, mark), node, mark) for node, mark in near or options)
        best = max(ranked, key=lambda each: each[0], default=None)
        if best is None or best[1].parent is None:
            return None
        return best[1].parent, best[2]

    def _beginning(self, line: TextLine, marks: list[LineMark]) -> tuple[TextPart, LineMark] | None:
        """Return what a line stands below that begins a new count, or goes on after a gap."""
        if marks[0].style.startswith(DOTTED):
            return self._dotted(line, marks[0])
        if marks[0].is_word:
            above = (n for n in reversed(self._stack) if n.mark is None or n.mark.is_word)
            parent = next(above, self.root)
            styles = {mark.style for mark in marks}
            same = next((n for n in self._stack if n.mark and n.mark.style in styles), None)
            if same is not None and same.parent is not None:
                parent = same.parent
            return (parent, marks[0]) if self._may_begin(line, marks[0]) else None
        is_first_bare = marks[0].style.startswith(f"{BARE} ") and all(
            node.mark is None for node in self._stack
        )
        first = next((mark for mark in marks if mark.own == 1 or is_first_bare), None)
        if first is not None:
            return self._above(line, first), first
        for node in reversed(self._stack):
            for mark in marks:
                if node.parent is not None and _jumps(node, line, mark):
                    return node.parent, mark
        return None

    def _dotted(self, line: TextLine, mark: LineMark) -> tuple[TextPart, LineMark] | None:
        if not self._may_begin(line, mark):
            return None
        numbered = [node for node in reversed(self._stack) if node.mark is not None]
        for node in numbered:
            if node.mark and node.mark.path == mark.path[:-1] and not node.is_entry:
                return node, mark
        same = next((n for n in numbered if n.mark and n.mark.style == mark.style), None)
        if same is not None and same.parent is not None:
            return same.parent, mark
        above = (n for n in reversed(self._stack) if n.mark is None or n.mark.is_word)
        return next(above, self.root), mark

    def _may_begin(self, line: TextLine, mark: LineMark) -> bool:
        """Tell whether a number at the beginning of a line is no part of a sentence."""
        rest = line.text[mark.end :].strip()
        if line.has_gap or self._open is None or mark.own == 1 or not rest:
            return True
        return not self._is_wrapped(self._open) and not rest[:1].islower()

    def _above(self, line: TextLine, mark: LineMark) -> TextPart:
        """Return the part that a new count begins in."""
        for node in reversed(self._stack):
            is_word = node.mark is not None and node.mark.is_word
            if node.indent < line.indent or node.mark is None or is_word:
                return node
            if node.indent > line.indent:
                if node.may_head and not node.children:
                    return node
                continue
            if node.mark is not None and node.mark.style == mark.style:
                return node.parent or self.root
            if not node.mark.is_bullet:
                return node
        return self.root

    def _leads(self, position: int) -> bool:
        """Tell whether a line stands right above a list that is indented further."""
        line, after = self._lines[position], self._lines[position + 1 : position + 2]
        before = self._lines[position - 1] if position else line
        return (
            is_title(line.text)
            and not line.text.endswith(":")
            and not any(marks_of(line.text))
            and (line.has_gap or before.indent > line.indent)
            and bool(after)
            and not after[0].has_gap
            and after[0].indent > line.indent
            and any(marks_of(after[0].text))
        )

    def _is_title(self, position: int) -> bool:
        if position in self._leading:
            return True
        line = self._lines[position]
        is_capital = is_capital_title(line.text) and not self._is_cut(position)
        return (line.is_underlined and is_title(line.text)) or is_capital

    def _is_cut(self, position: int) -> bool:
        """Tell whether a line is the end of one above that had no more place."""
        line, node = self._lines[position], self._open
        return not (node is None or node.is_titled or line.has_gap) and self._is_wrapped(node)

    def _title(self, position: int) -> TextPart:
        """Put a title without a number: in a chapter if its numbers go on, else beside it."""
        line = self._lines[position]
        empty = self._open
        if empty is not None and empty.mark is not None and not empty.lines:
            empty.lines.append(line)
            return empty
        chapter = next((node for node in self._stack if node.mark is not None), None)
        parent = self.root
        if chapter is not None and chapter.mark is not None and chapter.may_head:
            goes_on = any(
                _follows(chapter.mark, mark) and abs(later.indent - chapter.indent) <= _NEAR
                for later in self._lines[position + 1 :]
                for mark in marks_of(later.text)
            )
            below = [node for node in self._stack if node.mark is not None and node.may_head]
            parent = below[-1] if goes_on else chapter.parent or self.root
        if parent is self.root:
            titled = next((n for n in self._stack if n.is_titled and n.mark is None), None)
            if titled is not None and not titled.children and not line.has_gap:
                parent = titled
        node = TextPart(line.indent, None, line.start, [line], parent, is_titled=True)
        return self._add(node)

    def _is_wrapped(self, node: TextPart) -> bool:
        """Tell whether the last line of a part is so long that it may go on in the next."""
        if not node.lines:
            return False
        last = node.lines[-1]
        return last.indent + len(last.text) >= _WRAPPED * self._width

    def _text(self, position: int) -> None:
        """Put a line without a number: it goes on with what is above, or is a paragraph."""
        line, node = self._lines[position], self._open
        if node is not None and node.mark is not None and not node.lines and is_title(line.text):
            node.lines.append(line)
            return
        if node is not None and not line.has_gap and self._goes_on(node, line):
            node.lines.append(line)
            return
        parent = self._parent_of_text(line)
        text = TextPart(line.indent, None, line.start, [line], parent, is_text=True)
        parent.children.append(text)
        self._open = text

    def _goes_on(self, node: TextPart, line: TextLine) -> bool:
        is_wrapped = self._is_wrapped(node)
        if node.is_text:
            return is_wrapped or not line.is_label
        if node.is_titled or not node.lines:
            return False
        if line.indent < node.indent and not is_wrapped and line.text[:1].isupper():
            return False
        if not node.is_entry and len(node.lines) == 1 and is_title(node.text):
            return is_wrapped and not (line.text[:1].isupper() and line.indent <= node.indent)
        return True

    def _parent_of_text(self, line: TextLine) -> TextPart:
        for node in reversed(self._stack):
            if node.may_head and (not node.children or node.mark is None or node.mark.is_word):
                return node
            if node.indent < line.indent or (node.indent == line.indent and node.may_head):
                return node
        return self.root


def _follows(before: LineMark, mark: LineMark) -> bool:
    """Tell whether a mark is the next one of a count."""
    if before.style != mark.style or before.path[:-1] != mark.path[:-1]:
        return False
    return mark.is_bullet or mark.own == before.own + 1


def _jumps(node: TextPart, line: TextLine, mark: LineMark) -> bool:
    """Tell whether a count goes on with a gap, or has a number twice."""
    before = node.mark
    if before is None or before.style != mark.style or abs(node.indent - line.indent) > _NEAR:
        return False
    return 0 <= mark.own - before.own <= _JUMP


def _likeness(node: TextPart, line: TextLine, mark: LineMark) -> int:
    """Return in how many ways a line looks as another one of the same count."""
    text = line.text[mark.end :]
    return (
        2 * (node.text.isupper() == text.isupper())
        + (is_title(node.text) == is_title(text))
        + (node.text.strip().endswith(".") == text.strip().endswith("."))
    )
