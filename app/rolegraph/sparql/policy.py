"""What the text of a query says before it runs: whether it may, and how long its answer holds.

A query may be so long, nest so deep, and ask only addresses that are allowed. Relative IRIs are
resolved against the address of the endpoint (RFC 3986, 5.1.3), which depends on the name that a
client knows the service by. Answers that depend on the clock or on chance (SPARQL 1.1, 17.4.2.12,
17.4.2.13, 17.4.4.5, 17.4.5.1) are never kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from rolegraph.errors import ForbiddenOperation, TooLarge
from rolegraph.rdf.plain.queries import SERVICE, brackets_in
from rolegraph.rdf.sparql_terminals import unescape_codepoints
from rolegraph.rdf.sparql_tokens import tokens
from rolegraph.rdf.terms import RdfFormat
from rolegraph.rdf.uploads.nesting import check_depth

NEVER_KEPT = {"Cache-Control": "no-store"}
"""Headers of such an answer."""


@dataclass(frozen=True)
class QueryBounds:
    """How large the text of a query may be.

    Attributes:
        length: characters that it may have.
        depth: levels that it may nest. Its parser follows them on the stack of its process.
    """

    length: int
    depth: int

    def check(self, text: str) -> None:
        """Go on only if a query keeps within the bounds.

        Raises:
            TooLarge: it is longer.
            Unreadable: it nests deeper.
        """
        if len(text) > self.length:
            raise TooLarge(
                f"The query has {len(text)} characters; the limit is {self.length} "
                "(ROLEGRAPH_QUERY_LENGTH)."
            )
        # Few brackets cannot nest deep, so most queries need not be looked through.
        if brackets_in(text) > self.depth:
            check_depth(text.encode("utf-8", "replace"), RdfFormat.TURTLE, self.depth, "The query")


@dataclass(frozen=True)
class ServiceClause:
    """A SERVICE clause.

    Attributes:
        url: the address it asks; None where a variable or a prefixed name says it.
        start, end: where that stands in the text.
        silent: whether a failure is to give one solution without bindings.
    """

    url: str | None
    start: int
    end: int
    silent: bool = False


def services(text: str) -> list[ServiceClause]:
    """Return the SERVICE clauses of a query."""
    if SERVICE.absent(text):  # most queries end here
        return []
    found = []
    words = list(tokens(text))
    for position, token in enumerate(words):
        if token.kind != "word" or token.text != "SERVICE":
            continue
        following = words[position + 1 : position + 3]
        silent = bool(following) and following[0].text == "SILENT"
        for named in following[1:] if silent else following[:1]:
            url = named.text[1:-1] if named.kind == "iri" else None
            found.append(ServiceClause(url, named.start, named.end, silent))
    return found


def unnamed(text: str, service: ServiceClause) -> ForbiddenOperation:
    """Return the error of a clause whose address cannot be judged beforehand."""
    line = text.count("\n", 0, service.start) + 1
    return ForbiddenOperation(
        f"SERVICE (line {line}) must name its address by a full IRI in angle brackets here, so "
        "that it can be judged before it is asked."
    )


def check_query(text: str) -> None:
    """Refuse a query that asks another service, but for what it asks SILENT.

    That may run: no worker can open a connection, and a failure there is one solution without
    bindings (https://www.w3.org/TR/sparql11-federated-query/#serviceFailure).

    Raises:
        ForbiddenOperation: the query has a SERVICE clause that is not SILENT.
    """
    if SERVICE.absent(text):
        return
    readable = unescape_codepoints(text)
    found = services(readable)
    if found and all(service.silent for service in found):
        return
    line = readable.count("\n", 0, SERVICE.find(readable)) + 1
    raise ForbiddenOperation(
        f"SERVICE (line {line}) is not allowed: this endpoint sends no requests to other "
        "services. Ask the other service yourself and pass its results with VALUES."
    )
