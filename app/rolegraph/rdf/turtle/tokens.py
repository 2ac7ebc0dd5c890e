"""Cuts Turtle, TriG, N-Triples and N-Quads into tokens and top-level statements, with places.

Grammars: https://www.w3.org/TR/turtle/ and https://www.w3.org/TR/trig/. The text is taken to be
well-formed (`pyoxigraph` has parsed it); what cannot be read is skipped, never reported.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, islice
from typing import NamedTuple
from urllib.parse import urljoin

_STRING = (
    r'"""(?:[^"\\]++|\\.|"(?!""))*+"""'
    r"|'''(?:[^'\\]++|\\.|'(?!''))*+'''"
    r'|"(?:[^"\\\n\r]++|\\.)*+"'
    r"|'(?:[^'\\\n\r]++|\\.)*+'"
)
_IRI = r"<[^\s<>\"{}|^`]*+>"
_LOCAL = r"(?:[\w:·-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]|\.+(?=[\w:%\\-]))*+"
_NAME = rf"(?:[^\W\d_](?:[\w·-]|\.+(?=[\w·-]))*+)?:{_LOCAL}"

TOKEN = re.compile(
    rf"(?P<skip>\s++|\#[^\n]*+)|(?P<string>{_STRING})|(?P<iri>{_IRI})|(?P<language>@[\w-]++)"
    rf"|(?P<blank>_:(?:[\w·-]|\.+(?=[\w·-]))++)|(?P<name>{_NAME})"
    r"|(?P<number>[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)|(?P<word>[A-Za-z]\w*+)"
    r"|(?P<punctuation>\^\^|<<\(?|\)?>>|[.;,\[\](){}|~])|(?P<other>.)",
    re.DOTALL,
)
_ATOMS = re.compile(
    rf"(?:[^\"'<\#.\\}}]++|{_IRI}|{_STRING}|\#[^\n]*+|\\.|<<|<|\.(?=\.*[\w:%\\-]))*+",
    re.DOTALL,
)
_GAP = re.compile(r"(?:\s++|#[^\n]*+)*+")
_PREFIX = re.compile(rf"(?i:@prefix|prefix)\s+([^\s:]*):\s*({_IRI})\s*(?:\.|(?=\s))?")
_BASE = re.compile(rf"(?i:@base|base)\s+({_IRI})\s*(?:\.|(?=\s))?")
_GRAPH = re.compile(rf"(?:(?i:graph)\s+)?({_IRI}|{_NAME}|_:[\w.-]+)?\s*(\{{)")
_FIRST = re.compile(rf"({_IRI}|_:[\w.-]+|{_NAME})?\s*+(\{{)?")
_DIRECTIVE = frozenset("@pPbB")
"""What prefix and base begin with, among other things."""
_UNICODE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})|\\(.)", re.DOTALL)
_LINE_END = re.compile(r"\r\n|\r|\n")
STRETCH = 2**12
"""Characters of a text for which `Lines` keeps one number."""
_CONTROL = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


class TokenSpan(NamedTuple):
    """A stretch of a text: offsets in characters, the end not included."""

    start: int
    end: int


class Lines:
    """Turns offsets of a text into lines and columns, both counted from 1.

    A line ends with a line feed, a carriage return, or both. Only the number of lines before each
    stretch of the text is kept, since few places of a large file are ever asked for.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset."""
        stretch = min(offset // STRETCH, len(self._before) - 1)
        line = self._before[stretch] + self._ends(stretch * STRETCH, offset) + 1
        return line, offset - self._start(offset) + 1

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a place; past the end of the text it is the end."""
        start = self._line_start(line)
        return len(self._text) if start is None else min(start + column - 1, len(self._text))

    def line(self, number: int) -> str | None:
        """Return a line without its end; None where there is none."""
        start = self._line_start(number) if number > 0 else None
        if start is None:
            return None
        end = _LINE_END.search(self._text, start)
        return self._text[start : end.start() if end else None]

    def _line_start(self, line: int) -> int | None:
        stretch = max(bisect_left(self._before, line - 1) - 1, 0)
        left = line - 1 - self._before[stretch]
        if left <= 0:
            return 0
        start = stretch * STRETCH
        ends = _LINE_END.finditer(self._text, start - (stretch > 0 and self._is_cut(start)))
        return next((end.end() for end in islice(ends, left - 1, left)), None)

    @cached_property
    def _before(self) -> list[int]:
        """The number of line ends before each stretch."""
        starts = range(0, len(self._text), STRETCH)
        return list(accumulate((self._ends(at, at + STRETCH) for at in starts), initial=0))

    @cached_property
    def _has_returns(self) -> bool:
        return "\r" in self._text

    def _ends(self, start: int, stop: int) -> int:
        """Return how many line ends there are in a part of the text."""
        count = self._text.count
        found = count("\n", start, stop)
        if self._has_returns:
            found += count("\r", start, stop) - count("\r\n", start, stop + 1)
        return found

    def _start(self, offset: int) -> int:
        """Return where the line of an offset starts."""
        feed = self._text.rfind("\n", 0, offset)
        if not self._has_returns:
            return feed + 1
        return max(feed, self._text.rfind("\r", 0, offset - self._is_cut(offset))) + 1

    def _is_cut(self, offset: int) -> bool:
        """Tell whether an offset lies within a line end of two characters."""
        return self._text[max(offset - 1, 0) : offset + 1] == "\r\n"


@dataclass(frozen=True)
class Scope:
    """What abbreviations mean at one place of a document."""

    prefixes: dict[str, str]
    base: str
    _known: dict[str, str | None] = field(default_factory=dict, compare=False, repr=False)

    def iri(self, token: str) -> str | None:
        """Return the IRI that `<…>` or `prefix:local` stands for, None for an unknown prefix."""
        if token not in self._known:
            self._known[token] = self._resolved(token)
        return self._known[token]

    def _resolved(self, token: str) -> str | None:
        if token.startswith("<"):
            reference = unescape(token[1:-1])
            return resolved(reference, self.base)
        prefix, _, local = token.partition(":")
        namespace = self.prefixes.get(prefix)
        if namespace is None:
            return None
        return namespace + (re.sub(r"\\(.)", r"\1", local) if "\\" in local else local)


class TurtleBlock(NamedTuple):
    """One top-level statement: its place, its first token, and what abbreviations mean there."""

    span: TokenSpan
    first: str
    scope: Scope
    graph: str | None


def resolved(reference: str, base: str) -> str:
    """Return the IRI that a reference stands for (RFC 3986, 5.2)."""
    if re.match(r"[A-Za-z][\w+.-]*:", reference):
        return reference
    return urljoin(base, reference) if reference else base.partition("#")[0]


def unescape(text: str) -> str:
    """Resolve the escapes of a Turtle string or IRI."""
    if "\\" not in text:
        return text

    def resolve(match: re.Match[str]) -> str:
        if match[3]:
            return _CONTROL.get(match[3], match[3])
        return chr(int(match[1] or match[2], 16))

    return _UNICODE.sub(resolve, text)


def blocks(text: str, base: str) -> Iterator[TurtleBlock]:
    """Yield the top-level statements of a document without looking into them."""
    scope, graph, position = Scope({}, base), None, 0
    while True:
        gap = _GAP.match(text, position)
        position = gap.end() if gap else position
        if position >= len(text):
            return
        start = text[position]
        if start == "}":
            graph, position = None, position + 1
            continue
        directive = _read_directive(text, position, scope) if start in _DIRECTIVE else None
        if directive:
            position, scope = directive
            continue
        first = (_GRAPH if start in "gG" else _FIRST).match(text, position)
        if first and first[2]:
            graph = scope.iri(first[1]) if first[1] else None
            position = first.end()
            continue
        atoms = _ATOMS.match(text, position)
        end = atoms.end() if atoms else position
        named = first or _FIRST.match(text, position)
        yield TurtleBlock(TokenSpan(position, end), (named and named[1]) or "", scope, graph)
        position = end if text[end : end + 1] == "}" else max(end, position) + 1


def _read_directive(text: str, position: int, scope: Scope) -> tuple[int, Scope] | None:
    """Return where a prefix or base ends and what holds then; None at anything else."""
    if found := _PREFIX.match(text, position):
        prefixes = {**scope.prefixes, found[1]: scope.iri(found[2]) or ""}
        return found.end(), Scope(prefixes, scope.base)
    if found := _BASE.match(text, position):
        return found.end(), Scope(scope.prefixes, scope.iri(found[1]) or scope.base)
    return None
