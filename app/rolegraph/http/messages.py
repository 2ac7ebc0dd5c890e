"""What a write says of itself for the change log."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

from starlette.types import Scope

from rolegraph.errors import InputError

MESSAGE = "Rolegraph-Message"
"""The header that a write may bring."""
MOST_OF_MESSAGE = 1000
"""Characters that a message for the change log may have."""
_EXTENDED = b"utf-8''"


def message_in(scope: Scope) -> str | None:
    """Return the message that a request gives for the change log, or None.

    Header values are bytes. UTF-8 is read as such; what is not UTF-8 is Latin-1, as older clients
    send it. Clients that can send ASCII only write `UTF-8''caf%C3%A9` (RFC 8187).

    Raises:
        InputError: it is too long, or its percent-encoding is not UTF-8.
    """
    found = [value for name, value in scope["headers"] if name == b"rolegraph-message"]
    if not found:
        return None
    if len(found) > 1:
        raise InputError(f"{MESSAGE} is sent {len(found)} times; send it once.")
    raw = found[0]
    if raw[: len(_EXTENDED)].lower() == _EXTENDED:
        try:
            return one_line(unquote_to_bytes(raw[len(_EXTENDED) :]).decode(), MESSAGE)
        except UnicodeDecodeError:
            raise InputError(f"{MESSAGE} is not percent-encoded UTF-8.") from None
    try:
        return one_line(raw.decode(), MESSAGE)
    except UnicodeDecodeError:
        return one_line(raw.decode("latin-1"), MESSAGE)


def one_line(text: str, where: str) -> str | None:
    """Return a message as the change log keeps it: on one line; None where nothing is left.

    Args:
        text: as it was sent.
        where: the header or field that it came in, for messages.

    Raises:
        InputError: it is too long.
    """
    if len(text) > MOST_OF_MESSAGE:
        raise InputError(
            f"{where} has {len(text)} characters; a message for the change log may have "
            f"{MOST_OF_MESSAGE}."
        )
    return " ".join(text.split()) or None
