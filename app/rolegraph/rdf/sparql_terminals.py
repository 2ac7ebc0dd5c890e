"""The terminals of SPARQL 1.1/1.2, and a quick, exact look for keywords.

Source: https://www.w3.org/TR/sparql11-query/#grammar, 19.8. In that grammar a bare word is always
a keyword: the same letters in a string, a comment, an IRI, a variable or a prefixed name are other
tokens.
"""

from __future__ import annotations

import re
import string

TERMINALS = (
    ("space", r"\s+"),
    ("comment", r"#[^\n\r]*"),
    ("iri", r"<[^<>\"{}|^`\\\x00-\x20]*>"),
    ("string", r'"""(?:"{0,2}(?:[^"\\]|\\.))*"""' + r"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''"),
    ("string1", r'"(?:[^"\\\n\r]|\\.)*"' + r"|'(?:[^'\\\n\r]|\\.)*'"),
    ("variable", r"[?$]\w+"),
    ("blank", r"_:[\w][\w.\-]*"),
    ("language", r"@[a-zA-Z]+(?:-[a-zA-Z0-9]+)*(?:--[a-zA-Z]+)?"),
    (
        "name",
        (
            r"(?:[^\W\d_][\w.\-]{0,255}+(?<!\.))?:(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])"
            r"(?:(?:[\w:.\-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])*"
            r"(?:[\w:\-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]))?)?"
        ),
    ),
    ("word", r"[A-Za-z_][A-Za-z0-9_]*"),
    ("number", r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"),
    # With what it escapes, lest the start of a string be sought anew at every escaped quote.
    ("sign", r"\\?."),
)
"""Kind → pattern, in the order in which they are tried.

Reading takes time in proportion to the text, whatever the text; a prefix is bounded for that.
"""

_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def unescape_codepoints(text: str) -> str:
    r"""Replace `\uXXXX` and `\UXXXXXXXX`, which SPARQL does before it reads tokens (19.2)."""

    def character(match: re.Match[str]) -> str:
        code = int(match[1] or match[2], 16)
        return chr(code) if code <= 0x10FFFF else match[0]  # noqa: PLR2004 - the last code point

    return _CODEPOINT.sub(character, text)


_BEFORE = frozenset(string.ascii_lowercase + "_")
_BEHIND = _BEFORE | frozenset(string.digits)


def _stands_in(lowered: str, word: str) -> bool:
    """Tell whether a word stands in a text in lower case, be it in a string or an IRI.

    No token ends in a letter that another letter follows. A regular expression tells the same, and
    takes ten to fifty times as long where the letters are not there.
    """
    place = lowered.find(word)
    while place >= 0:
        end = place + len(word)
        if lowered[place - 1 : place] not in _BEFORE and lowered[end : end + 1] not in _BEHIND:
            return True
        place = lowered.find(word, end)
    return False


class Keywords:
    """Tells whether a query or update says one of some keywords.

    The whole text is read token by token within one match, which takes microseconds where a list
    of tokens takes a hundred. The match is possessive, so no text makes it go back.

    Args:
        words: the keywords.
    """

    def __init__(self, *words: str) -> None:
        self._words = tuple(word.lower() for word in words)
        keyword = f"(?i:{'|'.join(words)})(?![A-Za-z0-9_])"
        guarded = {"word", "sign"}
        tokens = (f"(?!{keyword}){text}" if kind in guarded else text for kind, text in TERMINALS)
        self._others = re.compile(f"(?:{'|'.join(tokens)})*+", re.DOTALL)

    def find(self, text: str) -> int | None:
        """Return where the first of the words stands among the keywords of a text, or None.

        Escaped code points must have been replaced.
        """
        found = self._others.match(text)
        end = found.end() if found else 0
        return end if end < len(text) else None

    def absent(self, text: str) -> bool:
        """Tell whether none of the words is among the keywords of a text."""
        lowered = text.lower()
        if "\\u" in lowered:
            text = unescape_codepoints(text)
        else:
            for word in self._words:
                if _stands_in(lowered, word):
                    break
            else:
                return True
        return self.find(text) is None
