"""What a query may do: leave this machine only towards addresses that are allowed."""

from __future__ import annotations

from rolegraph.errors import ForbiddenOperation
from rolegraph.sparql.lexer import tokens, unescape_codepoints


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
