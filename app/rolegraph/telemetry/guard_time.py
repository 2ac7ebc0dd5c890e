"""How long the guard takes."""

from __future__ import annotations

import time
from typing import Generic, Protocol, TypeVar

from prometheus_client import CollectorRegistry, Histogram

from rolegraph.telemetry.spans import Tracing

P_contra = TypeVar("P_contra", contravariant=True)
F_co = TypeVar("F_co", covariant=True)


class TimedGuard(Protocol[P_contra, F_co]):
    """Judges patches."""

    def check(self, patch: P_contra) -> F_co:
        """Return what a patch would bring."""


class TimedChecks(Generic[P_contra, F_co]):
    """A guard whose time is measured.

    Args:
        guard: judges.
        registry: of the application.
        tracing: takes its spans.
    """

    def __init__(
        self, guard: TimedGuard[P_contra, F_co], registry: CollectorRegistry, tracing: Tracing
    ) -> None:
        self._guard, self._tracing = guard, tracing
        self._seconds = Histogram(
            "rolegraph_guard_duration_seconds",
            "Seconds that the guard took to judge a change.",
            buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5, 30),
            registry=registry,
        )

    def check(self, patch: P_contra) -> F_co:
        """Return what the guard says of a patch."""
        began = time.perf_counter()
        try:
            with self._tracing.span("guard"):
                return self._guard.check(patch)
        finally:
            self._seconds.observe(time.perf_counter() - began)
