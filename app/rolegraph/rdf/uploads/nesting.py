"""How deep texts nest, found without recursion and in linear time.

Parsers and writers of RDF follow the nesting of their input, some of them on the stack of the
thread. What nests too deep ends the process that reads it, and once it is stored, every process
that reads it later. So the depth is known before a parser sees the text. In N-Triples and N-Quads
only triple terms nest (RDF 1.2), so this is also what makes a stored text safe to read again.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from rolegraph.errors import Unreadable
from rolegraph.rdf.terms import RdfFormat

DEPTH = 128
"""Levels that an upload may nest where nothing else is said."""
READABLE = 256
"""Levels that a stored term may nest: every reader and writer of this package takes as many."""

_TURTLE = re.compile(
    rb'"""(?:[^"\\]|\\.|"(?!""))*+(?:""")?'
    rb"|'''(?:[^'\\]|\\.|'(?!''))*+(?:''')?"
    rb'|"(?:[^"\\\n\r]|\\.)*+"?'
    rb"|'(?:[^'\\\n\r]|\\.)*+'?"
    rb"|#[^\n\r]*+"
    rb"|\\."
    rb"|(<<\(?|\{\||[\[({])"
    rb"|(\)>>|>>|\|\}|[\])}])"
    rb'|<[^<>"{}|^`\x00-\x20]*+>',
    re.DOTALL,
)
"""Of Turtle, TriG, N-Triples, N-Quads and SPARQL: what cannot nest, what opens, what closes."""
_JSON = re.compile(rb'"(?:[^"\\]|\\.)*+"?|([\[{])|([\]}])', re.DOTALL)
_OPENERS = (b"[", b"(", b"{", b"<<")
_NUL = b"\x00"


def check_depth(text: bytes, text_format: RdfFormat, limit: int, what: str = "The text") -> None:
    """Go on only if a text nests no deeper than it may.

    Args:
        text: the text; one that is no text of its format may pass, for the parser to judge.
        text_format: its format; `TURTLE` also for SPARQL, whose terminals are the same.
        limit: how many levels it may have.
        what: what to call it.

    Raises:
        Unreadable: it nests deeper.
    """
    if _depth(text, text_format, limit) > limit:
        raise Unreadable(
            f"{what} nests deeper than {limit} levels, which is the limit "
            "(ROLEGRAPH_UPLOAD_DEPTH). Name the inner parts and state them one beside the other."
        )


def check_readable(text: bytes) -> None:
    """Go on only if N-Quads can be read safely, now and at any later start.

    Raises:
        Unreadable: a term in them nests deeper than any that is stored here.
    """
    openers = text.count(b"<<")
    if openers > READABLE and _bracket_depth(text, _TURTLE) > READABLE:
        raise Unreadable(f"A triple term nests deeper than the {READABLE} levels that are kept.")


def check_json_depth(text: bytes) -> None:
    """Go on only if a JSON text nests no deeper than it may.

    Raises:
        Unreadable: it nests deeper.
    """
    if _depth(text, RdfFormat.JSON_LD, DEPTH) > DEPTH:
        raise Unreadable(f"The body nests more than {DEPTH} levels; nothing here needs as many.")


def _depth(text: bytes, text_format: RdfFormat, limit: int) -> int:
    """Return how deep a text nests; any number up to the limit where that is certain."""
    if text_format == RdfFormat.RDF_XML:
        if _NUL not in text and b"<!" not in text and text.count(b"</") <= limit:
            return 0
        return _xml_depth(text)
    lines = text_format in {RdfFormat.N_TRIPLES, RdfFormat.N_QUADS}
    openers = (b"<<",) if lines else _OPENERS
    if sum(map(text.count, openers)) <= limit:
        return 0
    return _bracket_depth(text, _JSON if text_format == RdfFormat.JSON_LD else _TURTLE)


def _bracket_depth(text: bytes, pattern: re.Pattern[bytes]) -> int:
    depth = deepest = 0
    for found in pattern.finditer(text):
        if found.lastindex == 1:
            depth += 1
            deepest = max(deepest, depth)
        elif found.lastindex:
            depth = max(depth - 1, 0)
    return deepest


def _xml_depth(text: bytes) -> int:
    """Return how deep elements nest, those that come out of entities included."""
    depth = deepest = 0

    def start(_name: str, _attributes: object) -> None:
        nonlocal depth, deepest
        depth += 1
        deepest = max(deepest, depth)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(text, True)
    except expat.ExpatError:
        return deepest  # the RDF parser says it better, with what it reads of the text
    return deepest
