"""The tokens of SPARQL 1.1/1.2, with their places.

The terminals are those of the grammar (https://www.w3.org/TR/sparql11-query/#grammar, 19.8). In
that grammar a bare word is always a keyword. So the tokens alone tell, exactly, whether a text
says SERVICE or LOAD. The same letters in a string, a comment, an IRI, a variable or a prefixed
name are other tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rolegraph.rdf.sparql_terminals import TERMINALS

_TOKEN = re.compile("|".join(f"(?P<{kind}>{text})" for kind, text in TERMINALS), re.DOTALL)


@dataclass(frozen=True)
class SparqlToken:
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


def tokens(text: str) -> Iterator[SparqlToken]:
    """Yield the tokens of a query or update; comments and spaces are left out."""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "sign"
        if kind in {"comment", "space"}:
            continue
        written = match[0]
        if kind == "word":
            written = written.upper()
        yield SparqlToken(
            "string" if kind == "string1" else kind, written, match.start(), match.end()
        )
