"""Which part of a long list or picture a page shows."""

from __future__ import annotations

from fastapi import Request

from rolegraph.errors import ParameterError

_DIGITS = 7


def start_of(request: Request) -> int:
    """Return the number of the first thing to show, from the parameter `from`, counted from 1.

    Raises:
        ParameterError: it is no such number.
    """
    text = request.query_params.get("from", "1")
    if text.isascii() and text.isdigit() and len(text) <= _DIGITS and int(text):
        return int(text)
    raise ParameterError(f"from={text!r} must be a number, counted from 1.")
