"""What a service knows of its own lease: until when it need not look at the store again."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_OFTEN, _WITHIN = 20, 1.0
"""Looks within so many seconds that make a lease pay."""
_REST, _LONGEST_REST = 60.0, 3600.0
"""Seconds without a lease after another service has written, and the most after several times."""

Moment = tuple[float, int]
"""When a look begins, and how many commits had begun or ended here."""


def now() -> float:
    """Return seconds of a clock that goes on while the machine sleeps."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class Lease:
    """Tells whether what the last look found is good still.

    A lease is claimed once looks come often. Another service that writes ends it; then none is
    claimed for a while, for longer each time. Commits of this service move the head as well: while
    one is under way, and after it, only a new look tells.

    The event loop asks, and threads commit.

    Args:
        seconds: how long a look is good; 0 where each question looks.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.mark = ""
        self._until, self._commits = 0.0, 0
        self._lock = threading.Lock()
        self._began, self._looks = 0.0, 0
        self._not_before, self._rest = 0.0, _REST
        self._claiming = False

    @property
    def holds(self) -> bool:
        """Whether the store is where it was at the last look."""
        return self._until > 0 and self._until > now() and not self._commits & 1

    def moment(self) -> Moment:
        """Return the present moment, before a look begins."""
        return now(), self._commits

    def found(self, moment: Moment) -> None:
        """Note that a look has found head and mark where they were.

        Args:
            moment: when it began.
        """
        with self._lock:
            if self.mark and moment[1] == self._commits and not self._commits & 1:
                self._until = moment[0] + self.seconds

    @contextmanager
    def committing(self) -> Iterator[None]:
        """Know nothing of the head while the block commits."""
        self._moves()
        try:
            yield
        finally:
            self._moves()

    def _moves(self) -> None:
        with self._lock:
            self._commits += 1
            self._until = 0.0

    def committed_since(self, moment: Moment) -> bool:
        """Tell whether this service has committed since a look began."""
        return moment[1] != self._commits or bool(self._commits & 1)

    # When to have one

    def wanted(self) -> bool:
        """Note a look without a lease, and tell whether one is to be claimed now; told once."""
        if not self.seconds or self.mark or self._claiming:
            return False
        at = now()
        if at - self._began > _WITHIN:
            self._began, self._looks = at, 0
        self._looks += 1
        self._claiming = self._looks >= _OFTEN and at >= self._not_before
        return self._claiming

    def claimed(self, mark: str) -> None:
        """Note how a claim ended.

        Args:
            mark: what the next look has to find; empty where it failed.
        """
        self._claiming = False
        if mark:
            self.mark = mark
        else:
            self._wait_longer()

    def lost(self) -> None:
        """Note that the mark is not there."""
        self.mark, self._until = "", 0.0
        self._wait_longer()

    def others_write(self) -> None:
        """Note that another service has committed: it may go on to."""
        self._not_before = now() + self._rest

    def end(self) -> None:
        """Trust in nothing any more, and claim nothing."""
        with self._lock:
            self.mark, self._until, self.seconds = "", 0.0, 0.0

    def _wait_longer(self) -> None:
        self._not_before = now() + self._rest
        self._rest = min(2 * self._rest, _LONGEST_REST)
