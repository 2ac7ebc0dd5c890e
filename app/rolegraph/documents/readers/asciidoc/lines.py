"""The lines of an AsciiDoc file: what of them is text, and what its preprocessor takes out.

The grammar is that of https://docs.asciidoctor.org/asciidoc/latest/. No file is opened, and no
macro is run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rolegraph.documents.outline import LEFT_OUT, SetAside
from rolegraph.documents.readers.asciidoc.attributes import ENTRY, Attributes
from rolegraph.documents.readers.asciidoc.signs import ABOVE
from rolegraph.documents.text.source import SourceText

ATTRIBUTE = "an attribute of the document"
COMMENT = "a comment"
INCLUDED = "includes another file, which is not followed; read that file as well"
CONDITION = "left out by a condition of the document"
DIRECTIVE = "a condition that is not understood; what it holds is read"
REVISION = "the revision of the document"
VERBATIM = re.compile(r"(?:-{4,}|\.{4,}|`{3,}\S*|~{3,}|\+{4,}|/{4,})[ \t]*")
"""What opens a block whose lines are taken as they are."""
_TITLE = re.compile(r"(?:=|#)[ \t]+\S")
_DIRECTIVE = re.compile(
    r"(?P<escape>\\)?(?P<name>include|ifdef|ifndef|ifeval|endif)::"
    r"(?P<target>[^\[\]]*)\[(?P<text>.*)\][ \t]*"
)
_COMPARED = re.compile(
    r"\s*[\"']?(?P<left>.*?)[\"']?\s*(?P<sign>==|!=|<=|>=|<|>)\s*[\"']?(?P<right>.*?)[\"']?\s*"
)
_AUTHOR = re.compile(r"\w[^<>;\n]{1,80}(?:<[^<>\s]+>)?(?:;\s*\w[^<>;\n]{1,80}(?:<[^<>\s]+>)?)*\s*")
_REVISION = re.compile(
    r"v?\.?\d[^,:\n]*(?:,\s*[^:\n]+)?(?::.*)?|[^,\n]*,\s*\d{4}-\d\d-\d\d(?::.*)?"
)
_SIGNS = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line that is read.

    Attributes:
        number: of the file, from 1.
        text: without blanks at its end.
        start: the offset of its first character.
        is_comment: whether it is one; it parts lists, and says nothing.
    """

    number: int
    text: str
    start: int
    is_comment: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not self.text.strip()


class LineReader:
    """Goes through the lines of a file as its preprocessor does.

    Args:
        source: the file.
        attributes: what it sets is put here.
    """

    def __init__(self, source: SourceText, attributes: Attributes) -> None:
        self._source, self._attributes = source, attributes
        self.aside: list[SetAside] = []
        self._shown: list[bool] = []
        """For each condition that is open, whether what it holds is read."""
        self._lines: list[SourceLine] = []
        self._number = 0
        self._fence = ""
        """The end of the block that is taken as it is; empty outside of such."""

    def lines(self) -> list[SourceLine]:
        """Return the lines that are read, without those of the header but for the title."""
        while self._number < self._source.line_count:
            self._number += 1
            line = self._line(self._number)
            if self._directive(line):
                continue
            if not all(self._shown):
                self._set_aside(line, CONDITION)
            elif self._fence:
                self._lines.append(line)
                self._fence = "" if line.text.rstrip() == self._fence else self._fence
            else:
                self._read(line)
        return self._lines

    def _read(self, line: SourceLine) -> None:
        """Read a line outside of blocks that are taken as they are."""
        if line.text.startswith("////") and VERBATIM.fullmatch(line.text):
            self._comment(line)
        elif line.text.startswith("//") and not line.text.startswith("///"):
            self._set_aside(line, COMMENT)
            self._lines.append(SourceLine(line.number, "", line.start, is_comment=True))
        elif entry := ENTRY.fullmatch(line.text):
            self._entry(line, entry)
        else:
            self._lines.append(line)
            if self._is_first() and (_TITLE.match(line.text) or self._is_underlined(line)):
                self._header()
            elif VERBATIM.fullmatch(line.text):
                fence = line.text.rstrip()
                self._fence = fence[:3] if fence.startswith("```") else fence

    def _line(self, number: int) -> SourceLine:
        whole = self._source.line(number)
        start = whole.start - (whole.column - 1)  # blanks at the begin mean something
        return SourceLine(number, self._source.text[start : whole.end], start)

    def _is_underlined(self, line: SourceLine) -> bool:
        """Tell whether a line is a title with `=====` below it; take that line as well."""
        if self._number >= self._source.line_count or not line.text.strip():
            return False
        below = self._line(self._number + 1)
        length = len(below.text.rstrip())
        is_sign = length > 1 and set(below.text.rstrip()) == {"="}
        if not is_sign or abs(length - len(line.text.rstrip())) > 1:
            return False
        self._lines.append(below)
        self._number += 1
        return True

    def _set_aside(self, line: SourceLine, reason: str) -> None:
        if line.text.strip():
            self.aside.append(SetAside(line.start, line.start + len(line.text), reason))

    def _is_first(self) -> bool:
        """Tell whether nothing but blank lines and comments stands before the last line."""
        return not any(
            each.text.strip() and not ABOVE.fullmatch(each.text) for each in self._lines[:-1]
        )

    def _comment(self, opening: SourceLine) -> None:
        fence = opening.text.rstrip()
        self._set_aside(opening, "")
        self._lines.append(SourceLine(opening.number, "", opening.start))  # ends a paragraph
        self._lines.append(SourceLine(opening.number, "", opening.start, is_comment=True))
        while self._number < self._source.line_count:
            self._number += 1
            line = self._line(self._number)
            is_end = line.text.rstrip() == fence
            self._set_aside(line, "" if is_end else COMMENT)
            if is_end:
                return

    def _entry(self, line: SourceLine, found: re.Match[str]) -> None:
        self._set_aside(line, ATTRIBUTE)
        value = (found["value"] or "").strip()
        while value.endswith(" \\") and self._number < self._source.line_count:
            self._number += 1
            following = self._line(self._number)
            self._set_aside(following, ATTRIBUTE)
            is_hard = value.endswith(" + \\")
            value = value[:-2].rstrip(" +" if is_hard else " ") + " " + following.text.strip()
        if found["off"] or found["end"]:
            self._attributes.unset(found["name"])
        else:
            self._attributes.set(found["name"], value)

    def _header(self) -> None:
        """Take the lines below the title: author, revision and attributes, to a blank line."""
        place = 0
        while self._number < self._source.line_count:
            line = self._line(self._number + 1)
            if line.is_blank:
                return
            self._number += 1
            if self._directive(line):
                continue
            if not all(self._shown):
                self._set_aside(line, CONDITION)
            elif line.text.startswith("////"):
                self._comment(line)
            elif line.text.startswith("//"):
                self._set_aside(line, COMMENT)
            elif entry := ENTRY.fullmatch(line.text):
                self._entry(line, entry)
            elif place == 0 and _AUTHOR.fullmatch(line.text):
                self._set_aside(line, f"the authors of the document; {LEFT_OUT}")
                place = 1
            elif place == 1 and _REVISION.fullmatch(line.text):
                self._set_aside(line, REVISION)
                place = 2
            else:
                self._number -= 1
                return

    def _directive(self, line: SourceLine) -> bool:
        """Follow a directive of the preprocessor; tell whether a line is one."""
        found = _DIRECTIVE.fullmatch(line.text)
        if found is None or found["escape"]:
            return False
        name, target, text = found["name"], found["target"], found["text"]
        if name == "include":
            self._set_aside(line, INCLUDED if all(self._shown) else CONDITION)
        elif name == "endif":
            self._set_aside(line, "")
            self._shown = self._shown[:-1]
        elif name == "ifeval":
            fits = self._compare(text)
            self._set_aside(line, "" if fits is not None else DIRECTIVE)
            self._shown.append(fits is not False)
        else:
            fits = self._is_set(target) == (name == "ifdef")
            if not text:
                self._set_aside(line, "")
                self._shown.append(fits)
            elif fits and all(self._shown):
                start = line.start + line.text.index("[") + 1
                self.aside.append(SetAside(line.start, start, ""))
                self._read(SourceLine(line.number, text, start))
            else:
                self._set_aside(line, CONDITION)
        return True

    def _is_set(self, names: str) -> bool:
        """Tell whether an attribute is set; of `a,b` one of them, of `a+b` both."""
        if "+" in names:
            return all(map(self._attributes.has, names.split("+")))
        return any(map(self._attributes.has, names.split(",")))

    def _compare(self, text: str) -> bool | None:
        """Return whether a comparison holds; None where it is not understood."""
        found = _COMPARED.fullmatch(self._attributes.resolve(text))
        if found is None:
            return None
        left, right = found["left"], found["right"]
        if left.lstrip("-").isdecimal() and right.lstrip("-").isdecimal():
            return bool(_SIGNS[found["sign"]](int(left), int(right)))
        return bool(_SIGNS[found["sign"]](left, right))
