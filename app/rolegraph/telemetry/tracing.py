"""Traces: what a request was busy with, as spans.

Without tracing, a span is nothing, and nothing of OpenTelemetry is imported.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

Attributes = Mapping[str, str | int | float | bool]


class Span(Protocol):
    """A piece of work under way."""

    def note(self, attributes: Attributes) -> None:
        """Note what is known of it by now."""


class Tracing:
    """Tracing that is switched off."""

    active = False

    def span(
        self, name: str, attributes: Attributes | None = None
    ) -> AbstractContextManager[Span | None]:
        """Return a span around a block, below the one that is open."""
        _ = name, attributes
        return nullcontext()

    def request(
        self, name: str, headers: Mapping[str, str], attributes: Attributes
    ) -> AbstractContextManager[Span | None]:
        """Return the span of a request, below the one that its client tells of."""
        _ = name, headers, attributes
        return nullcontext()

    def close(self) -> None:
        """Send what is left, and end."""
