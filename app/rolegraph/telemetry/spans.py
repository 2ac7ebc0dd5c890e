"""Spans: what a request was busy with, and how long the guard took.

Here spans are nothing; `otel` sends them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Generic, Protocol, TypeVar

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


P_contra = TypeVar("P_contra", contravariant=True)
F_co = TypeVar("F_co", covariant=True)


class TimedGuard(Protocol[P_contra, F_co]):
    """Judges patches; takes some time for it."""

    def check(self, patch: P_contra) -> F_co:
        """Return what a patch would bring."""


class TimedChecks(Generic[P_contra, F_co]):
    """A guard whose time is measured.

    Args:
        guard: judges.
        observe: is told how many seconds it took.
        tracing: takes its spans.
    """

    def __init__(
        self,
        guard: TimedGuard[P_contra, F_co],
        observe: Callable[[float], object],
        tracing: Tracing,
    ) -> None:
        self._guard, self._observe, self._tracing = guard, observe, tracing

    def check(self, patch: P_contra) -> F_co:
        """Return what the guard says of a patch."""
        began = time.perf_counter()
        try:
            with self._tracing.span("guard"):
                return self._guard.check(patch)
        finally:
            self._observe(time.perf_counter() - began)
