"""What a query may do: leave this machine only towards addresses that are allowed."""

from __future__ import annotations

from dataclasses import dataclass

from rolegraph.errors import ForbiddenOperation
from rolegraph.sparql.lexer import tokens, unescape_codepoints


@dataclass(frozen=True)
class Service:
    """A SERVICE clause.

    Attributes:
        url: the address it asks.
        start, end: where the IRI stands in the text.
    """

    url: str
    start: int
    end: int


def services(text: str) -> list[Service]:
    """Return the SERVICE clauses of a query.

    Raises:
        ForbiddenOperation: one does not name its address by a full IRI, so that it cannot be
            judged beforehand.
    """
    if "service" not in text.lower():  # nothing to find, and most queries end here
        return []
    found = []
    words = list(tokens(text))
    for position, token in enumerate(words):
        if token.kind != "word" or token.text != "SERVICE":
            continue
        following = [word for word in words[position + 1 : position + 3] if word.text != "SILENT"]
        if not following or following[0].kind != "iri":
            line = text.count("\n", 0, token.start) + 1
            raise ForbiddenOperation(
                f"SERVICE (line {line}) must name its address by a full IRI in angle brackets "
                "here, so that it can be judged before it is asked."
            )
        iri = following[0]
        found.append(Service(iri.text[1:-1], iri.start, iri.end))
    return found


def check_query(text: str) -> None:
    """Refuse a query that asks another service.

    The look for the letters first is no decision, only a short cut: without them (and without
    code point escapes, which could spell them) there is no SERVICE to find.

    Raises:
        ForbiddenOperation: the query has a SERVICE clause.
    """
    if "service" not in text.lower() and "\\u" not in text.lower():
        return
    readable = unescape_codepoints(text)
    for token in tokens(readable):
        if token.kind == "word" and token.text == "SERVICE":
            line = readable.count("\n", 0, token.start) + 1
            raise ForbiddenOperation(
                f"SERVICE (line {line}) is not allowed: this endpoint sends no requests to other "
                "services. Ask the other service yourself and pass its results with VALUES."
            )
