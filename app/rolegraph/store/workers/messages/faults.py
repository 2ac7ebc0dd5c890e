"""The errors that the faults of workers stand for."""

from __future__ import annotations

from rolegraph.errors import (
    ForbiddenOperation,
    InputError,
    NotAcceptable,
    QueryResourceLimit,
    ResultTooLarge,
    RolegraphError,
    SyntaxFault,
)

USED_UP = frozenset({"limit", "resource"})
"""Faults after which a worker holds more than it should."""

LACKING = "lacking"
"""Fault of a query that names graphs which no replica has; it is to be sent with them. Its message
has their names."""

_FORMS = {"graph": "an RDF graph", "boolean": "a boolean"}


def error_of(kind: str, message: str, line: int | None, column: int | None) -> RolegraphError:
    """Return the error of a worker's `FAULT` frame."""
    if kind == "syntax":
        if "Prefix not found" in message:  # among a list of the signs that could follow
            message = "A prefix is not declared; put PREFIX before the query."
        return SyntaxFault(message, line=line, column=column)
    if kind == "limit":
        return ResultTooLarge(message)
    if kind == "resource":
        return QueryResourceLimit(message)
    if kind == "accept":
        form = _FORMS.get(message, "a table of bindings")
        return NotAcceptable(f"The query gives {form}, and no accepted media type holds one.")
    if message.startswith("SERVICE"):
        return ForbiddenOperation(message)
    return InputError(message)


def worker_died() -> QueryResourceLimit:
    """Return the error of a query whose worker ended under it."""
    return QueryResourceLimit(
        "The query needed more memory, or nests deeper, than its limit and was ended. "
        "Make it more selective, or ask the operator for a higher limit."
    )
