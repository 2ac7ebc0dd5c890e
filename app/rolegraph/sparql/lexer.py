"""The tokens of SPARQL 1.1/1.2, with their places.

The terminals are those of the grammar (https://www.w3.org/TR/sparql11-query/#grammar, 19.8). In
that grammar a bare word is always a keyword, so the tokens alone tell, exactly, whether a text
says SERVICE or LOAD: the same letters in a string, a comment, an IRI, a variable or a prefixed
name are other tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TERMINALS = (
    ("comment", r"#[^\n\r]*"),
    ("iri", r"<[^<>\"{}|^`\\\x00-\x20]*>"),
    ("string", r'"""(?:"{0,2}(?:[^"\\]|\\.))*"""' + r"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''"),
    ("string1", r'"(?:[^"\\\n\r]|\\.)*"' + r"|'(?:[^'\\\n\r]|\\.)*'"),
    ("variable", r"[?$]\w+"),
    ("blank", r"_:[\w][\w.\-]*"),
    ("language", r"@[a-zA-Z]+(?:-[a-zA-Z0-9]+)*(?:--[a-z]+)?"),
    (
        "name",
        (
            r"(?:[^\W\d_](?:[\w.\-]*[\w\-])?)?:(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])"
            r"(?:(?:[\w:.\-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])*"
            r"(?:[\w:\-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]))?)?"
        ),
    ),
    ("word", r"[A-Za-z_][A-Za-z0-9_]*"),
    ("number", r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"),
    ("space", r"\s+"),
    ("sign", r"."),
)
_TOKEN = re.compile("|".join(f"(?P<{kind}>{text})" for kind, text in _TERMINALS), re.DOTALL)
_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


@dataclass(frozen=True)
class Token:
    """One token.

    Attributes:
        kind: iri, string, variable, blank, language, name, word, number or sign.
        text: as written; words in upper case.
        start: offset of its first character.
        end: offset behind its last character.
    """

    kind: str
    text: str
    start: int
    end: int


def unescape_codepoints(text: str) -> str:
    r"""Replace `\uXXXX` and `\UXXXXXXXX`, which SPARQL does before it reads tokens (19.2)."""

    def character(match: re.Match[str]) -> str:
        code = int(match[1] or match[2], 16)
        return chr(code) if code <= 0x10FFFF else match[0]  # noqa: PLR2004 - the last code point

    return _CODEPOINT.sub(character, text)


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a query or update; comments and spaces are left out."""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "sign"
        if kind in {"comment", "space"}:
            continue
        written = match[0]
        if kind == "word":
            written = written.upper()
        yield Token("string" if kind == "string1" else kind, written, match.start(), match.end())
