"""What a query may do: leave this machine only towards addresses that are allowed."""

from __future__ import annotations

from dataclasses import dataclass

from rolegraph.errors import ForbiddenOperation
from rolegraph.rdf.sparql_terminals import Keywords, unescape_codepoints
from rolegraph.rdf.sparql_tokens import tokens

_SERVICE = Keywords("SERVICE")


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
    if _SERVICE.absent(text):  # most queries end here
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

    Raises:
        ForbiddenOperation: the query has a SERVICE clause.
    """
    if _SERVICE.absent(text):
        return
    readable = unescape_codepoints(text)
    line = readable.count("\n", 0, _SERVICE.find(readable)) + 1
    raise ForbiddenOperation(
        f"SERVICE (line {line}) is not allowed: this endpoint sends no requests to other "
        "services. Ask the other service yourself and pass its results with VALUES."
    )
