"""What of a query may be sent on to the engine of a remote store.

An engine may take more than SPARQL 1.1 queries at its query endpoint: updates, pragmas, calls of
its own procedures. None of those is needed for a question, so a text that has one is refused here,
on its tokens: in SPARQL's grammar a bare word is always a keyword.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rolegraph.errors import ForbiddenOperation, SyntaxFault
from rolegraph.rdf.sparql_terminals import unescape_codepoints
from rolegraph.rdf.sparql_tokens import SparqlToken, tokens

Kind = Literal["bindings", "boolean", "graph"]
_KINDS: dict[str, Kind] = {
    "SELECT": "bindings",
    "ASK": "boolean",
    "CONSTRUCT": "graph",
    "DESCRIBE": "graph",
}
_FOREIGN = frozenset(
    {
        "ADD",
        "CLEAR",
        "COPY",
        "CREATE",
        "DEFINE",
        "DELETE",
        "DROP",
        "EXEC",
        "INSERT",
        "INTO",
        "LOAD",
        "MODIFY",
        "MOVE",
        "OPTION",
        "SERVICE",
        "TRANSITIVE",
        "WITH",
    }
)
"""Words that stand in no SPARQL 1.1 query, but in updates, and in what engines have besides."""
_PROCEDURES = ("bif:", "sql:", "http://www.openlinksw.com/schemas/bif#")
"""What the names of Virtuoso's own functions begin with."""


@dataclass(frozen=True)
class Forwardable:
    """A query that may be sent on.

    Attributes:
        kind: what it gives.
        names_dataset: whether it says itself which graphs it asks.
    """

    kind: Kind
    names_dataset: bool


def forwardable(text: str) -> Forwardable:
    """Tell what is to be known of a query that may be sent on.

    Raises:
        ForbiddenOperation: it has something that is not of a SPARQL 1.1 query.
        SyntaxFault: it is no query.
    """
    readable = unescape_codepoints(text)
    words = set()
    kind: Kind | None = None
    for token in tokens(readable):
        if token.kind == "word":
            words.add(token.text)
            kind = kind or _KINDS.get(token.text)
            if token.text in _FOREIGN:
                raise _refusal(readable, token, f"{token.text} has no place in a query")
        elif _calls(token):
            raise _refusal(readable, token, "procedures of the engine cannot be called")
    if kind is None:
        raise SyntaxFault("The text is no query: it has no SELECT, ASK, CONSTRUCT or DESCRIBE.")
    return Forwardable(kind, "FROM" in words)


def _calls(token: SparqlToken) -> bool:
    written = token.text.removeprefix("<") if token.kind == "iri" else token.text
    return token.kind in {"iri", "name"} and written.lower().startswith(_PROCEDURES)


def _refusal(text: str, token: SparqlToken, reason: str) -> ForbiddenOperation:
    line = text.count("\n", 0, token.start) + 1
    return ForbiddenOperation(f"Line {line}: {reason} that is sent on to a store's engine.")
