"""What a write says of itself for the change log."""

from __future__ import annotations

from starlette.types import Scope

from rolegraph.errors import InputError

MESSAGE = "Rolegraph-Message"
"""The header that a write may bring."""
MOST_OF_MESSAGE = 1000
"""Characters that a message for the change log may have."""


def message_in(scope: Scope) -> str | None:
    """Return the message that a request gives for the change log, on one line, or None.

    Header values are bytes; people write UTF-8 in them.

    Raises:
        InputError: it is too long.
    """
    raw = next((value for name, value in scope["headers"] if name == b"rolegraph-message"), None)
    if raw is None:
        return None
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    if len(text) > MOST_OF_MESSAGE:
        raise InputError(f"{MESSAGE} has more than {MOST_OF_MESSAGE} characters.")
    return " ".join(text.split()) or None
