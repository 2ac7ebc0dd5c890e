"""Names of requests, by which a client's report and the log are brought together."""

from __future__ import annotations

import itertools
import re
import secrets

import structlog

REQUEST_ID = b"x-request-id"
"""The header: what a client or proxy calls its request, and what it is called here."""

_KEY = "request_id"
_WELL_FORMED = re.compile(rb"[A-Za-z0-9._:+/=@-]{1,128}")


class RequestIds:
    """Takes the name that a request comes with, or makes one.

    What is made need not be secret, only unlike any other: a prefix of this process and a number.
    """

    def __init__(self) -> None:
        self._prefix = secrets.token_hex(6)
        self._numbers = itertools.count(1)

    def of(self, given: bytes | None) -> str:
        """Return the name of a request.

        Args:
            given: its header, or None. Anything but up to 128 letters, digits and `._:+/=@-` is
                passed over: it will stand in logs.
        """
        if given is not None and _WELL_FORMED.fullmatch(given):
            return given.decode("ascii")
        return f"{self._prefix}-{next(self._numbers):x}"


def bind(request_id: str) -> None:
    """Put the name of a request on every line that is logged in its course."""
    structlog.contextvars.bind_contextvars(**{_KEY: request_id})


def present() -> str | None:
    """Return the name of the request that is being answered, or None."""
    found = structlog.contextvars.get_contextvars().get(_KEY)
    return None if found is None else str(found)
