"""A circuit breaker: what fails again and again is left alone for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Literal

from rolegraph.errors import StoreUnavailable

FAILURES = 5
"""Failures in a row after which it opens."""
PAUSE = 5.0
"""Seconds that it stays open before one request may try."""


class Breaker:
    """Lets requests through while they succeed.

    Args:
        failures: how many in a row open it.
        pause: seconds until one request may try whether the other side is back.
        clock: gives seconds that never go back.
    """

    def __init__(
        self,
        failures: int = FAILURES,
        pause: float = PAUSE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._failures, self._pause, self._clock = failures, pause, clock
        self._lock = threading.Lock()
        self._failed = 0
        self._until = 0.0

    @property
    def state(self) -> Literal["closed", "open", "half-open"]:
        """`closed` lets all through, `open` none, `half-open` the next one."""
        with self._lock:
            if self._failed < self._failures:
                return "closed"
            return "open" if self._clock() < self._until else "half-open"

    def check(self) -> None:
        """Go on only if a request may be made.

        Raises:
            StoreUnavailable: it is open.
        """
        with self._lock:
            if self._failed < self._failures:
                return
            left = self._until - self._clock()
            if left > 0:
                raise StoreUnavailable(
                    "The store has failed several times in a row and is left alone for a moment.",
                    retry_after=int(left) + 1,
                )
            self._until = self._clock() + self._pause  # this one tries; others wait for it

    def succeeded(self) -> None:
        """Note that a request was answered."""
        with self._lock:
            self._failed = 0

    def failed(self) -> None:
        """Note that a request got no answer."""
        with self._lock:
            self._failed += 1
            if self._failed >= self._failures:
                self._until = self._clock() + self._pause
