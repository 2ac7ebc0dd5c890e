"""What GitHub's code scanning counts: columns in UTF-16 units, and hashes of lines.

A hash of a line lets code scanning follow a finding when lines move. The algorithm is that of
`github/codeql-action` (`fingerprints.ts`), so it does not matter who makes the hash.
"""

from __future__ import annotations

import re
from functools import cached_property

_BLOCK, _FACTOR, _END = 100, 37, "\uffff"
_WORD = 1 << 64
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class ScannedText:
    """A file as code scanning sees it.

    Args:
        text: what the file says.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._plain = text.isascii() or not _ASTRAL.search(text)

    def column(self, line: int, column: int) -> int:
        """Return a column, counted from 1 in characters, in UTF-16 units."""
        if self._plain or not 0 < line <= len(self._starts):
            return column
        start = self._starts[line - 1]
        return column + len(_ASTRAL.findall(self._text, start, start + column - 1))

    def offset(self, offset: int) -> int:
        """Return an offset, counted in characters, in UTF-16 units."""
        return offset if self._plain else offset + len(_ASTRAL.findall(self._text, 0, offset))

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self._text))]

    @cached_property
    def _condensed(self) -> tuple[str, list[int]]:
        """The text without blanks and tabs, as UTF-16 units, and where its lines begin."""
        text = re.sub("[ \t]+", "", self._text.replace("\r\n", "\n").replace("\r", "\n"))
        text = _ASTRAL.sub(_surrogates, text) + _END
        return text, [0, *(match.end() for match in re.finditer("\n", text))]

    def line_hash(self, line: int) -> str | None:
        """Return the hash of a line, counted from 1; None where there is no such line."""
        text, starts = self._condensed
        if not 0 < line <= len(starts):
            return None
        start = starts[line - 1]
        block = text[start : start + _BLOCK]
        number = 0
        for position in range(_BLOCK):
            unit = ord(block[position]) if position < len(block) else 0
            number = (number * _FACTOR + unit) % _WORD
        same = 1 if start and text.startswith(block) else 0
        found = text.find("\n" + block, 0)
        while 0 <= found < start - 1:
            same += 1
            found = text.find("\n" + block, found + 1)
        return f"{number:x}:{same + 1}"


def _surrogates(match: re.Match[str]) -> str:
    number = ord(match[0]) - 0x10000
    return chr(0xD800 + (number >> 10)) + chr(0xDC00 + (number & 0x3FF))
