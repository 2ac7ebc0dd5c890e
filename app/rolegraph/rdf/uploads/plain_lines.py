"""Lines of N-Quads and N-Triples that need no parser: what they say is known by their form.

Only lines are taken that a parser takes too, and that are the very text which the engine would
write. So they are valid, and two of them are the same quad only if they are the same bytes. What
has another form, such as an IRI of another scheme or a language in capitals, is not wrong: a parser
has to read it.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable

_IN_IRI = rb"[A-Za-z0-9._~!$&'()*+,;=:@/?\x80-\xbf\xc3-\xed-]*+"
"""Of the rest, the letters of two and three bytes up to U+D7FF: none is forbidden in an IRI."""
_REST = _IN_IRI + rb"(?:%[0-9A-Fa-f]{2}" + _IN_IRI + rb")*+"
_IRI = (
    rb"<(?:https?://[A-Za-z0-9][A-Za-z0-9.-]*+(?::[0-9]{1,5})?+(?=[/?#>])"
    rb"|urn:[A-Za-z0-9]++:)" + _REST + rb"(?:#" + _REST + rb")?+>"
)
_XSD_STRING = rb"<http://www\.w3\.org/2001/XMLSchema#string>"
_LANG_STRING = rb"<http://www\.w3\.org/1999/02/22-rdf-syntax-ns#(?:dirL|l)angString>"
_LITERAL = (
    rb'"[^"\\\x00-\x1f\x7f]*+(?:\\["\\nrtbf][^"\\\x00-\x1f\x7f]*+)*+"'
    rb"(?:@[a-z]{2,3}(?:-[a-z]{2})?+(?=[ ])"
    rb"|\^\^(?!" + _XSD_STRING + rb"|" + _LANG_STRING + rb")" + _IRI + rb")?+"
)
_TRIPLE = _IRI + rb" " + _IRI + rb" (?:" + _IRI + rb"|" + _LITERAL + rb")"
_TRIPLES = re.compile(rb"(?:" + _TRIPLE + rb" \.\n)*+")
_QUADS = re.compile(rb"(?:" + _TRIPLE + rb" " + _IRI + rb" \.\n)*+")
_GRAPH = re.compile(rb" <([^<> ]*)> \.\n")
_ESCAPED = b"\xef\xbf"
"""The beginning of U+FFFE and U+FFFF, which the engine writes by number."""
_AT_ONCE = 2_000_000


def is_plain(lines: bytes, *, quads: bool) -> bool:
    """Tell whether all lines are known by their form.

    Args:
        lines: whole lines.
        quads: whether each has a graph, as in N-Quads; otherwise none has.
    """
    if not lines.isascii():
        if _ESCAPED in lines:
            return False
        try:
            lines.decode()
        except UnicodeDecodeError:
            return False
    return (_QUADS if quads else _TRIPLES).fullmatch(lines) is not None


def graphs_in(lines: bytes) -> set[str]:
    """Return the names of the graphs in plain lines of N-Quads."""
    last = _GRAPH.fullmatch(lines, max(lines.rfind(b" <"), 0))
    # Mostly all are in one graph.
    if last is not None and lines.count(last[0]) == lines.count(b"\n"):
        return {last[1].decode()}
    return {name.decode() for name in set(_GRAPH.findall(lines))}


def has_each_once(pieces: Iterable[bytes]) -> bool:
    """Tell whether no line comes twice; where it cannot be told for certain, the answer is no.

    It takes eight bytes of memory for a line, and the sums of two million at once.

    Args:
        pieces: the lines, each piece whole lines.
    """
    sums = array("q")
    for lines in pieces:
        sums.extend(map(hash, lines.split(b"\n")[:-1]))
    turns = len(sums) // _AT_ONCE + 1
    if turns == 1:
        return len(set(sums)) == len(sums)
    found = sum(len({one for one in sums if one % turns == turn}) for turn in range(turns))
    return found == len(sums)
