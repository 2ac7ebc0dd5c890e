"""Headers of a request, as ASGI brings them."""

from __future__ import annotations

from starlette.types import Scope

Headers = list[tuple[bytes, bytes]]
"""Names in lower case, with values."""

ALWAYS: Headers = [(b"x-content-type-options", b"nosniff")]
"""On every answer, also those below ASGI and those that refuse a connection: what is served as text
must not be taken for a page or a script."""


def header(scope: Scope, name: bytes) -> str | None:
    """Return a request header, its lines joined by commas (RFC 9110, 5.3), or None.

    Args:
        scope: of the request.
        name: of the header, in lower case.
    """
    values = [value for key, value in scope["headers"] if key == name]
    return b", ".join(values).decode("latin-1") if values else None


def text_of(value: bytes | None) -> str | None:
    """Return a header's value as text, or None."""
    return None if value is None else value.decode("latin-1")
