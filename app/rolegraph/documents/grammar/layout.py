"""The text of a document with edits of passages, cut up by lines."""

from __future__ import annotations

import re

from rolegraph.documents.grammar.markdown import MarkdownBlock, read_blocks
from rolegraph.documents.grammar.prose import is_citation, sentences
from rolegraph.documents.text.model import Span
from rolegraph.documents.text.source import DocumentFaults, SourceText
from rolegraph.rdf.turtle.tokens import Lines

_NUMBER = re.compile(r"([0-9]+)[.)]\s*\Z")


class DocumentLayout:
    """A document's text, of which passages can be replaced before parts of it are taken.

    Args:
        text: the whole text.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.eol = "\r\n" if "\r\n" in text else "\r" if "\r" in text and "\n" not in text else "\n"
        self._lines = Lines(text)
        self._source = SourceText("document", text.encode())
        self.blocks: list[MarkdownBlock] = read_blocks(self._source, DocumentFaults(self._source))
        self._edits: list[tuple[int, int, str]] = []

    def replace(self, start: int, end: int, new: str) -> None:
        """Replace a passage, given by offsets, in whatever is cut from now on."""
        if self.text[start:end] != new:
            self._edits.append((start, end, new))

    def cut(self, start: int, end: int) -> str:
        """Return the text between two offsets, with the edits that lie between them."""
        parts, position = [], start
        for first, last, new in sorted(self._edits):
            # Two passages that are taken out may share the blanks between them.
            is_next = position <= first or (not new and position < last)
            if start <= first and is_next and last <= end:
                parts += [self.text[position : max(position, first)], new]
                position = last
        return "".join([*parts, self.text[position:end]])

    def line_start(self, offset: int) -> int:
        """Return where the line of an offset begins."""
        return self._lines.offset(self._lines.place(offset)[0], 1)

    def line_end(self, offset: int) -> int:
        """Return where the line after that of an offset begins."""
        return self._lines.offset(self._lines.place(offset)[0] + 1, 1)

    def renumber(self, span: Span, number: int) -> None:
        """Write another number before a heading or an entry of a list."""
        start = self.line_start(span.start)
        found = _NUMBER.search(self.text, start, span.start)
        if found:
            self.replace(found.start(1), found.end(1), str(number))

    def number(self, span: Span) -> int:
        """Return the number that stands before an entry of a list; 0 for none."""
        found = _NUMBER.search(self.text, self.line_start(span.start), span.start)
        return int(found[1]) if found else 0

    def sections(self) -> list[int]:
        """Return where the sections begin, and where the text ends."""
        headings = [block.span.start for block in self.blocks if block.level > 1]
        return [*map(self.line_start, headings), len(self.text)]

    def paragraphs(self, start: int, end: int) -> list[Span]:
        """Return the paragraphs between two offsets."""
        return [
            block.span
            for block in self.blocks
            if block.kind == "paragraph" and start <= block.span.start < end
        ]

    def citing(self, start: int, end: int) -> list[Span]:
        """Return the sentences between two offsets that cite."""
        return [
            sentence
            for paragraph in self.paragraphs(start, end)
            for sentence in sentences(self._source, paragraph)
            if is_citation(sentence)
        ]

    def remove_sentence(self, sentence: Span) -> None:
        """Take a sentence out of its paragraph, or the paragraph if it has no other."""
        inside = next(
            block.span
            for block in self.blocks
            if block.span.start <= sentence.start and sentence.end <= block.span.end
        )
        start, end = sentence.start, sentence.end
        before, after = self.text[:start], self.text[end:]
        if start > inside.start:
            start = len(before.rstrip())
        elif end < inside.end:
            end += len(after) - len(after.lstrip())
        else:
            start = len(before.rstrip())
            end += len(after) - len(after.lstrip(" \t"))
        self.replace(start, end, "")
