"""The errors that the faults of workers stand for."""

from __future__ import annotations

from itertools import pairwise

from rolegraph.errors import (
    Busy,
    ForbiddenOperation,
    InputError,
    NotAcceptable,
    QueryResourceLimit,
    ResultTooLarge,
    RolegraphError,
    SyntaxFault,
)
from rolegraph.rdf.sparql_tokens import tokens
from rolegraph.rdf.terms import NO_TRIPLE_TERMS, is_beyond_json_ld

USED_UP = frozenset({"limit", "resource"})
"""Faults after which a worker holds more than it should."""

LACKING = "lacking"
"""Fault of a query that names graphs which no replica has; it is to be sent with them. Its message
has their names."""

_FORMS = {"graph": "an RDF graph", "boolean": "a boolean"}


def error_of(
    kind: str, message: str, line: int | None, column: int | None, text: str = ""
) -> RolegraphError:
    """Return the error of a worker's `FAULT` frame; `text` is the query that it is about."""
    if kind == "syntax":
        prefix = _undeclared(text)
        if prefix is not None:  # of which the engine says only what could stand in its place
            message = f"The prefix {prefix} is not declared; put PREFIX {prefix} <…> before it."
        return SyntaxFault(message, line=line, column=column)
    if kind == "limit":
        return ResultTooLarge(message)
    if kind == "resource":
        return QueryResourceLimit(message)
    if kind == "accept" or is_beyond_json_ld(message):
        return NotAcceptable(_unheld(message))
    if message.startswith("SERVICE"):
        return ForbiddenOperation(message)
    return InputError(message)


def _unheld(message: str) -> str:
    """Return a sentence about what no accepted media type holds: a form of answer, or its terms."""
    if is_beyond_json_ld(message):
        return NO_TRIPLE_TERMS
    form = _FORMS.get(message, "a table of bindings")
    return f"The query gives {form}, and no accepted media type holds one."


def worker_died() -> QueryResourceLimit:
    """Return the error of a query whose worker ended under it."""
    return QueryResourceLimit(
        "The query needed more memory, or nests deeper, than its limit and was ended. "
        "Make it more selective, or ask the operator for a higher limit."
    )


def too_many_slow() -> Busy:
    """Return the error of a slow query for which there is no place."""
    return Busy("Too many slow queries are running; try again later.", retry_after=10)


def ending() -> Busy:
    """Return the error of a query that comes, or runs, while the service ends."""
    return Busy("The service is ending.", retry_after=5)


def lost_again() -> Busy:
    """Return the error of a query whose worker ended twice with its fork server."""
    return Busy(
        "The processes that queries run in were ended while this one ran. Try again later.",
        retry_after=10,
    )


def _undeclared(text: str) -> str | None:
    """Return the first prefix of a query that nothing declares, with its colon; None without."""
    words = list(tokens(text))
    declared = {
        name.text
        for word, name in pairwise(words)
        if word.kind == "word" and word.text == "PREFIX" and name.kind == "name"
    }
    used = (f"{each.text.partition(':')[0]}:" for each in words if each.kind == "name")
    return next((prefix for prefix in used if prefix not in declared), None)
