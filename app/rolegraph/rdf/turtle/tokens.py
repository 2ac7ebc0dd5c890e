"""Cuts Turtle, TriG, N-Triples and N-Quads into tokens and top-level statements, with places.

Grammars: https://www.w3.org/TR/turtle/ and https://www.w3.org/TR/trig/. The text is taken to be
well-formed (`pyoxigraph` has parsed it); what cannot be read is skipped, never reported.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

_STRING = (
    r'"""(?:[^"\\]|\\.|"(?!""))*+"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*+'''"
    r'|"(?:[^"\\\n\r]|\\.)*+"'
    r"|'(?:[^'\\\n\r]|\\.)*+'"
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
    rf"(?:[^\s\"'<\#.\\}}]++|\s++|{_IRI}|{_STRING}|\#[^\n]*+|\\.|<<|<|\.(?=\.*[\w:%\\-]))*+",
    re.DOTALL,
)
_GAP = re.compile(r"(?:\s++|#[^\n]*+)*+")
_PREFIX = re.compile(rf"(?i:@prefix|prefix)\s+([^\s:]*):\s*({_IRI})\s*(?:\.|(?=\s))?")
_BASE = re.compile(rf"(?i:@base|base)\s+({_IRI})\s*(?:\.|(?=\s))?")
_GRAPH = re.compile(rf"(?:(?i:graph)\s+)?({_IRI}|{_NAME}|_:[\w.-]+)?\s*\{{")
_FIRST = re.compile(rf"{_IRI}|_:[\w.-]+|{_NAME}")
_UNICODE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})|\\(.)", re.DOTALL)
_CONTROL = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


@dataclass(frozen=True, slots=True)
class TokenSpan:
    """A stretch of a text: offsets in characters, the end not included."""

    start: int
    end: int


class Lines:
    """Turns offsets of a text into lines and columns, both counted from 1."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]
        self._length = len(text)

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a place; past the end of the text it is the end."""
        if line > len(self._starts):
            return self._length
        return min(self._starts[max(line, 1) - 1] + column - 1, self._length)


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
        return None if namespace is None else namespace + re.sub(r"\\(.)", r"\1", local)


@dataclass(frozen=True, slots=True)
class TurtleBlock:
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
        if text[position] == "}":
            graph, position = None, position + 1
        elif directive := _PREFIX.match(text, position):
            namespace = scope.iri(directive[2]) or ""
            scope = Scope({**scope.prefixes, directive[1]: namespace}, scope.base)
            position = directive.end()
        elif directive := _BASE.match(text, position):
            scope = Scope(scope.prefixes, scope.iri(directive[1]) or scope.base)
            position = directive.end()
        elif opening := _GRAPH.match(text, position):
            graph = scope.iri(opening[1]) if opening[1] else None
            position = opening.end()
        else:
            atoms = _ATOMS.match(text, position)
            end = atoms.end() if atoms else position
            first = _FIRST.match(text, position)
            yield TurtleBlock(TokenSpan(position, end), first[0] if first else "", scope, graph)
            position = end if text[end : end + 1] == "}" else max(end, position) + 1
