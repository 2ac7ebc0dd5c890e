"""Pages of lists: cursors that stay right while things come and go."""

from __future__ import annotations

import base64
import binascii
import json

from rolegraph.catalogue.index.facts import SortKey
from rolegraph.errors import ParameterError

DEFAULT_LIMIT = 100
MAX_LIMIT = 1000


def cursor_of(key: SortKey) -> str:
    """Return the cursor of the page that begins after a thing."""
    text = json.dumps(key, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def key_of(cursor: str) -> SortKey:
    """Return the key that a cursor stands for.

    Raises:
        ParameterError: it is no cursor that an answer gave.
    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        rank, number, text, label, iri = json.loads(base64.urlsafe_b64decode(padded))
    except (binascii.Error, ValueError, TypeError):
        rank = None
    if not isinstance(rank, int) or not isinstance(number, int | float):
        raise unusable(cursor)
    if not all(isinstance(part, str) for part in (text, label, iri)):
        raise unusable(cursor)
    return (rank, float(number), text, label, iri)


def offset_of(cursor: str | None) -> int:
    """Return the place in a list that has no order of its own, which a cursor stands for.

    Raises:
        ParameterError: it is no cursor that an answer gave.
    """
    if cursor is None:
        return 0
    if cursor.isascii() and cursor.isdigit():
        return int(cursor[:9])
    raise unusable(cursor)


def limit_of(text: str | None, usual: int = DEFAULT_LIMIT, most: int = MAX_LIMIT) -> int:
    """Return the number of things a page may have.

    Args:
        text: the parameter, or None.
        usual: the number where it is not given.
        most: the largest number.

    Raises:
        ParameterError: it is not a number from 1 to `most`.
    """
    if text is None:
        return usual
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= most:
        return int(text)
    raise ParameterError(f"limit={text!r} must be a whole number from 1 to {most}.")


def unusable(cursor: str) -> ParameterError:
    """Return the error that a cursor is none."""
    return ParameterError(
        f"cursor={cursor!r} is not one that an answer gave; follow the link 'next' of a list, or "
        "leave the cursor out to begin at the first page."
    )
