"""A numbered text to an outline: which numbers head parts, and which are entries of lists."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from rolegraph.documents.outline import (
    Block,
    Bullets,
    Heading,
    Item,
    Outline,
    Paragraph,
    Passage,
    SetAside,
)
from rolegraph.documents.readers.numbered.lines import is_title, lines_of, run_in
from rolegraph.documents.readers.numbered.marks import DOTTED
from rolegraph.documents.readers.numbered.tree import TextPart, tree_of

_MOST, _HALF = 0.6, 0.5
_TOP = 1
_CHAPTERS = 3
_CODE = 4
"""So far indented a line is code in Markdown, or goes on with the line above."""
_FIELD = re.compile(r"[^\W\d_][\w-]*(?:[ \t][\w-]+)?:[ \t]")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
"""What the line has that says since when a text holds: “Adopted 12 March 2025”."""
_APART = re.compile(r"(?:[ \t]{3,}|\t)(?=[^\W\d_][\w -]{1,30}:[ \t])")


def with_parts(shell: Outline, *, is_plain: bool) -> Outline | None:
    """Return the outline of a text whose numbers show how it is divided; None for other texts.

    Args:
        shell: the text, without blocks yet.
        is_plain: whether it is plain text, which any heading divides. Markdown is read here only
            where its numbers are such that Markdown has no lists for: “2.1”, “§ 3”, “Article IV”,
            titles with text below them.
    """
    source = shell.source
    lines, rules = lines_of(shell.to_text, len(source.text) - len(source.body))
    root = tree_of(lines)
    root.is_heading = True
    _decide(root)
    heads = [node for node in root.walk() if node.is_heading and node is not root]
    numbered = [node for node in heads if node.mark is not None]
    if not heads or not (is_plain or _is_divided(numbered) or _is_lost(root)):
        return None
    return _Blocks(replace(shell, aside=(*shell.aside, *rules))).outline(root)


def _is_divided(heads: list[TextPart]) -> bool:
    """Tell whether numbers head parts in a way for which Markdown has no lists."""
    if sum(bool(node.children) for node in heads) < 2:  # noqa: PLR2004 - one heads the whole
        return False
    special = [
        node for node in heads if node.mark and (node.mark.is_word or len(node.mark.path) > 1)
    ]
    texts = [node for node in heads if any(each.is_text for each in node.children)]
    return bool(special) or len(texts) >= _CHAPTERS or sum(n.is_titled for n in heads) > 1


def _is_lost(root: TextPart) -> bool:
    """Tell whether entries are indented so far that Markdown takes them for the line above."""
    return any(
        not node.is_heading and node.indent >= _CODE and not _is_list_of_markdown(node.parent)
        for node in root.walk()
        if node.mark is not None and node.parent is not None and node.parent.is_heading
    )


def _is_list_of_markdown(part: TextPart) -> bool:
    """Tell whether what is indented below a line belongs to it in Markdown: “1. Pilot”."""
    return part.mark is not None and part.mark.style in {"1. number", "1) number"}


def _decide(parent: TextPart) -> None:
    """Decide which parts below a heading have headings themselves."""
    groups: dict[str, list[TextPart]] = defaultdict(list)
    for node in parent.children:
        if node.mark is not None:
            groups[node.mark.style].append(node)
        elif node.is_titled:
            node.is_heading = True
    for style, group in groups.items():
        is_group = _are_headings(parent, style, group)
        for node in group:
            node.is_heading = is_group
    for node in parent.children:
        if node.is_heading:
            _decide(node)


def _are_headings(parent: TextPart, style: str, group: list[TextPart]) -> bool:
    """Tell whether parts with one kind of number, below one heading, are headed by their lines."""
    titled = [node for node in group if _has_title(node) or not node.lines]
    if group[0].is_entry or not titled:
        return False
    if group[0].mark is not None and group[0].mark.is_word:
        return True
    told = [node for node in titled if node.children or run_in(node.text)]
    if len(titled) < _MOST * len(group) or not told:
        return False
    above = parent.mark.style if parent.mark and not parent.mark.is_word else ""
    if "number" in style and ("number" in above or above.startswith(DOTTED)):
        # “1. Open the box” with “a) …” below it, in chapter 3, is a step.
        return all(node.is_titled for node in titled)
    is_chapter = parent.parent is None and len(told) > 1
    return is_chapter or len(told) >= _HALF * len(group) or all(n.is_titled for n in titled)


def _has_title(node: TextPart) -> bool:
    is_one = len(node.lines) == 1 and is_title(node.text)
    return node.is_titled or is_one or _run_in(node) is not None


def _run_in(node: TextPart) -> tuple[int, int] | None:
    """Return where the title ends with which a text begins, and where the rest begins.

    It may be all of “Section 3. Secretary.” with a list below.
    """
    if not node.lines or is_title(node.text):
        return None
    is_numbered = node.mark is not None and (node.mark.is_word or node.text.isupper())
    is_alone = is_numbered and bool(node.children)
    return run_in(node.text, is_alone=is_alone)


class _Blocks:
    """Makes the blocks of a tree of numbered lines."""

    def __init__(self, shell: Outline) -> None:
        self._outline = shell
        self._ends: set[int] = set()
        self._numbers: list[SetAside] = []

    def outline(self, root: TextPart) -> Outline:
        """Return the outline; the lines before the first heading are the letterhead."""
        blocks = [*self._letterhead(root), *self._below(root, _TOP + 1)]
        aside = (*self._outline.aside, *self._numbers)
        ends = frozenset(self._ends)
        return replace(self._outline, blocks=tuple(blocks), aside=aside, run_in=ends)

    def _letterhead(self, root: TextPart) -> Iterator[Block]:
        """Yield the lines above the first part, each apart; the last that may be is the title."""
        head: list[TextPart] = []
        while root.children:
            first, *others = root.children
            is_title_alone = first.mark is None and not first.is_text
            if is_title_alone and first.children and others:
                break  # one of several parts with titles
            if not is_title_alone and not first.is_text:
                break
            head.append(first)
            root.children = [*first.children, *others]
        lines = [line for node in head for line in node.lines]
        titles = [n for n, line in enumerate(lines) if _may_title(line.text)]
        after = next((n for n, line in enumerate(lines) if not _may_title(line.text)), len(lines))
        title = max((n for n in titles if n < after), default=-1)
        for n, line in enumerate(lines):
            if n == title:
                yield Heading(self._outline.passage(line.start, line.end), _TOP)
                continue
            cuts = [0, *(cut.end() for cut in _APART.finditer(line.text)), len(line.text)]
            for start, end in pairwise(cuts):
                yield Paragraph(self._outline.passage(line.start + start, line.start + end))

    def _below(self, parent: TextPart, level: int) -> Iterator[Block]:
        entries: list[TextPart] = []
        for node in parent.children:
            style = node.mark.style if node.mark else ""
            if entries and (
                node.is_heading
                or not style
                or entries[-1].mark is None
                or entries[-1].mark.style != style
            ):
                yield self._list(entries)
                entries = []
            if node.is_heading:
                yield from self._headed(node, level)
            elif style:
                entries.append(node)
            else:
                yield Paragraph(self._passage(node))
        if entries:
            yield self._list(entries)

    def _headed(self, node: TextPart, level: int) -> Iterator[Block]:
        """Yield a heading with what stands below it.

        The title may be the first words of a line. A number alone heads a text without a title.
        """
        start = node.lines[0].start if node.lines else node.start
        end = node.lines[-1].end if node.lines else node.start + (node.mark.end if node.mark else 0)
        is_capitals = node.mark is None and not any(each.is_heading for each in node.children)
        if node.mark and node.lines and "\n" in self._between(node.start, start):
            self._numbers.append(SetAside(node.start, node.start + node.mark.end, ""))
        rest = 0
        if not _has_title(node) and node.lines and node.mark:
            start, end, rest = node.start, node.start + node.mark.end, start
        elif cut := _run_in(node):
            end, rest = start + cut[0], start + cut[1]
        yield Heading(self._outline.passage(start, end), level, is_capitals=is_capitals)
        if rest and rest < node.lines[-1].end:
            self._ends.add(end)
            yield Paragraph(self._outline.passage(rest, node.lines[-1].end))
        yield from self._below(node, level + 1)

    def _between(self, start: int, end: int) -> str:
        return self._outline.source.text[start:end].replace("\r", "\n")

    def _passage(self, node: TextPart) -> Passage:
        return self._outline.passage(node.lines[0].start, node.lines[-1].end)

    def _list(self, nodes: list[TextPart]) -> Bullets:
        items = []
        for node in nodes:
            marker_end = node.start + (node.mark.end if node.mark else 0)
            marker = self._outline.source.span(node.start, marker_end)
            passage = self._passage(node) if node.lines else None
            items.append(Item(passage, tuple(self._below(node, _TOP)), marker))
        first = nodes[0].mark
        return Bullets(tuple(items), ordered=first is not None and not first.is_bullet)


def _may_title(text: str) -> bool:
    return is_title(text) and not _FIELD.match(text) and not _YEAR.search(text)
