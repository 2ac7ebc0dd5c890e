"""The blocks of an AsciiDoc file: sections, paragraphs, lists, tables and what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rolegraph.documents.outline import (
    QUOTATION,
    Aside,
    Block,
    Heading,
    Paragraph,
)
from rolegraph.documents.readers.asciidoc.cursor import CODE
from rolegraph.documents.readers.asciidoc.lines import VERBATIM, SourceLine
from rolegraph.documents.readers.asciidoc.lists import ListReader
from rolegraph.documents.readers.asciidoc.signs import (
    ABOVE,
    ADMONITION,
    ADMONITIONS,
    BLOCK_TITLE,
    BREAK,
    CALLOUT,
    CONTENTS,
    CONTINUED,
    DELIMITER,
    HEADING,
    MEDIA,
    NUMBER,
    TABLE,
    UNDERLINE,
    BlockAttributes,
)
from rolegraph.documents.readers.asciidoc.tables import table_of

CSV = "a table of values within a text; save it as a file of its own (.csv)"
CALLOUTS = "explains a code block"
_LABEL = 7
_TERMS = {"::": 7, ":::": 8, "::::": 9, ";;": 9}
_CODE_STYLES = frozenset({"source", "listing", "literal", "stem", "latexmath", "asciimath", "pass"})
_CODE_STYLES |= frozenset({"plantuml", "mermaid", "ditaa", "graphviz", "d2"})
_QUOTED = frozenset({"quote", "verse"})
_DEEPEST = 40


class BlockReader(ListReader):
    """Reads the blocks of a file, or of a block within it."""

    def blocks(self) -> list[Block]:
        """Return all blocks."""
        found: list[Block] = []
        while self._skip_blanks():
            found += self._block()
        return found

    # Blocks

    def _block(self) -> Iterator[Block]:
        """Yield a block with what stands above it."""
        self._above = above = BlockAttributes()
        titles: list[Block] = []
        while (line := self._line()) is not None and self._take_above(line, above, titles):
            self._at += 1
        if line is None or line.is_blank:
            yield from titles
            return
        yield from titles
        yield from self._one(line, above)

    def _take_above(self, line: SourceLine, above: BlockAttributes, titles: list[Block]) -> bool:
        found = ABOVE.fullmatch(line.text)
        if found:
            if found["anchor"] is not None:
                name, _, said = found["anchor"].partition(",")
                above.names.append(name)
                self._names.update({name: said.strip()} if said.strip() else {})
            else:
                above.add(found["list"] or "")
            self._mark_line(line)
            return True
        title = BLOCK_TITLE.fullmatch(line.text)
        if title and not NUMBER.fullmatch(line.text):
            passage = self._passage(line, title.start("text"), title.end("text"))
            titles.append(Heading(passage, _LABEL, is_label=True))
            self._names.update(dict.fromkeys(above.names, passage.plain))
            return True
        return line.is_comment

    def _one(self, line: SourceLine, above: BlockAttributes) -> Iterator[Block]:
        text = line.text
        if heading := self._heading(line, above):
            yield heading
        elif VERBATIM.fullmatch(text):
            yield from self._verbatim(line, above)
        elif table := TABLE.fullmatch(text):
            yield from self._table(line, table["sign"], above)
        elif DELIMITER.fullmatch(text) and self._closes(text):
            yield from self._delimited(line, above)
        elif CONTENTS.fullmatch(text) or BREAK.fullmatch(text) or CONTINUED.fullmatch(text):
            self._mark_line(line)
            self._at += 1
        elif media := MEDIA.fullmatch(text):
            self._at += 1
            said = self._passage(line, 0, len(text))
            yield Aside(said.span, "a picture" if media["name"] == "image" else "a recording")
        elif CALLOUT.fullmatch(text):
            yield from self._callouts()
        elif self._list_sign(line) is not None:
            yield from self._list()
        elif text[:1] in " \t" and above.style not in {"normal", *_QUOTED}:
            yield from self._paragraph_as(CODE)
        else:
            yield from self._paragraph(line, above)

    def _heading(self, line: SourceLine, above: BlockAttributes) -> Block | None:
        found = HEADING.fullmatch(line.text)
        if found:
            self._at += 1
            passage = self._passage(line, *found.span("text"))
            level = len(found["signs"])
        else:
            following = self._line(1)
            signs = UNDERLINE.fullmatch(following.text) if following else None
            length = len(signs[0].rstrip()) if signs else 0
            is_line = re.search(r"\w", line.text) and line.text[:1] not in "[.| \t"
            if signs is None or not is_line or abs(length - len(line.text.rstrip())) > 1:
                return None
            self._at += 2
            passage = self._passage(line, 0, len(line.text))
            level = "=-~^+".index(signs["sign"]) + 1
        title = passage.plain
        for name in (*above.names, title, self._identifier(title)):
            self._names.setdefault(name, title)
        return Heading(passage, level) if title else None

    def _verbatim(self, line: SourceLine, above: BlockAttributes) -> Iterator[Block]:
        lines = self._inside(line.text.rstrip())
        if not lines:
            return
        what = "a passage that is not read as text" if line.text.startswith("++++") else CODE
        if above.style in _QUOTED:
            what = QUOTATION
        for each in lines:
            if not each.is_blank:
                yield Aside(self._passage(each, 0, len(each.text)).span, what)

    def _inside(self, fence: str) -> list[SourceLine]:
        """Return the lines of a delimited block, and go behind its end."""
        opening = self._lines[self._at]
        self._mark_line(opening)
        self._at += 1
        end = fence[:3] if fence.startswith("```") else fence
        found = []
        while (line := self._line()) is not None:
            self._at += 1
            if line.text.rstrip() == end:
                self._mark_line(line)
                break
            found.append(line)
        return found

    def _table(self, line: SourceLine, sign: str, above: BlockAttributes) -> Iterator[Block]:
        lines = self._inside(line.text.rstrip())
        if sign in ",:" or above.named.get("format", "psv") != "psv":
            for each in lines:
                if not each.is_blank:
                    yield Aside(self._passage(each, 0, len(each.text)).span, CSV)
            return
        table = table_of(lines, above, self._outline, self._aside)
        if table is not None:
            yield table

    def _delimited(self, line: SourceLine, above: BlockAttributes) -> Iterator[Block]:
        fence = line.text.rstrip()
        lines = self._inside(fence)
        is_quoted = fence[0] in '_"' or above.style in _QUOTED
        if is_quoted or above.style in _CODE_STYLES or self._depth > _DEEPEST:
            for each in lines:
                if not each.is_blank:
                    what = QUOTATION if is_quoted else CODE
                    yield Aside(self._passage(each, 0, len(each.text)).span, what)
            return
        yield from self._within(lines)

    def _within(self, lines: list[SourceLine]) -> list[Block]:
        return self._reader(lines).blocks()

    # Paragraphs

    def _paragraph(self, line: SourceLine, above: BlockAttributes) -> Iterator[Block]:
        if above.style in _CODE_STYLES:
            yield from self._paragraph_as(CODE)
            return
        if above.style in _QUOTED or (line.text.startswith('"') and "\n-- " in self._ahead()):
            yield from self._paragraph_as(QUOTATION)
            return
        lines = self._text_lines()
        start, end = line.start, lines[-1].start + len(lines[-1].text)
        told = ADMONITION.match(line.text)
        if told and above.style not in ADMONITIONS:
            self._mark(start, start + told.end())
            start += told.end()
        passage = self._outline.passage(start, end)
        if passage.span.text:
            yield Paragraph(passage)

    def _ahead(self) -> str:
        texts = []
        for line in self._lines[self._at :]:
            if line.is_blank:
                break
            texts.append(line.text)
        return "\n".join(texts)

    def _callouts(self) -> Iterator[Block]:
        while (line := self._line()) is not None and CALLOUT.fullmatch(line.text):
            yield from self._paragraph_as(CALLOUTS)

    def first(self) -> list[Block]:
        """Return the first block alone."""
        return list(self._block())

    def _identifier(self, title: str) -> str:
        """Return the identifier of a section without one: “Duty Roster” → `_duty_roster`."""
        prefix, sign = self._identifiers
        kept = re.sub(r"[^\w\s.\-]", "", title.lower())
        return prefix + re.sub(r"[\s.\-]+", sign or "", kept).strip(sign or "_")
