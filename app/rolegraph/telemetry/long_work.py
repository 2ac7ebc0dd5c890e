"""What the service does beside its answers, for as long as it takes: for health, pages and log."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import structlog

_WORTH_TELLING = 100_000
"""Quads from which on the log tells of it."""
_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Undertaking:
    """A piece of work that is under way.

    Attributes:
        what: what is done, as `validating`.
        quads: how many quads it is about.
        began: when it began, by the monotonic clock.
    """

    what: str
    quads: int
    began: float

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.monotonic() - self.began


class LongWork:
    """Knows what is under way. Safe to share among threads."""

    def __init__(self) -> None:
        self._now: dict[str, Undertaking] = {}

    @contextmanager
    def doing(self, what: str, quads: int) -> Iterator[None]:
        """Have it known that something is done, until the block ends.

        Args:
            what: what it is; of each kind there is one at a time.
            quads: how many quads it is about.
        """
        begun = self._now[what] = Undertaking(what, quads, time.monotonic())
        tell = _log.info if quads >= _WORTH_TELLING else _log.debug
        tell("work.began", what=what, quads=quads)
        try:
            yield
        finally:
            self._now.pop(what, None)
            tell("work.ended", what=what, seconds=round(begun.seconds, 1))

    def now(self) -> list[Undertaking]:
        """Return what is under way, the oldest first."""
        return sorted(self._now.copy().values(), key=lambda one: one.began)

    def one(self, what: str) -> Undertaking | None:
        """Return the piece of work of a kind, or None where it is not under way."""
        return self._now.get(what)
