"""Spans: what a request was busy with.

Here spans are nothing; `otel` sends them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext

Note = Callable[[str, str | int], None]
"""Notes something of a span: a name and a value."""


class Tracing:
    """Tracing that is switched off."""

    active = False

    def span(self, name: str) -> AbstractContextManager[Note | None]:
        """Return a span around a block, below the one that is open."""
        _ = name
        return nullcontext()

    def request(
        self, method: str, headers: Mapping[str, str]
    ) -> AbstractContextManager[Note | None]:
        """Return the span of a request, below the one that its client tells of.

        Args:
            method: of the request, which names the span until its route is noted.
            headers: those of the request, their names in lower case.
        """
        _ = method, headers
        return nullcontext()

    def close(self) -> None:
        """Send what is left, and end."""
