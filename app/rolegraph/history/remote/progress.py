"""How far a replica is behind its leader, as far as it can know."""

from __future__ import annotations

import time
from collections.abc import Callable

FRESH = 15.0
"""Seconds without a word from the leader after which nothing is known of its present state; it
says how far it is every five."""


class Progress:
    """What a replica knows of its leader.

    Args:
        revision: tells the replica's own revision.
        clock: seconds, never going back.
    """

    def __init__(
        self, revision: Callable[[], int], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._revision, self._clock = revision, clock
        self._heard: float | None = None
        self._same: float | None = None
        self.leader_revision = 0
        self.connected = False
        self.caught_up = False
        self.diverged = False
        self.problem: str | None = "It has not reached its leader yet."

    def heard(self, revision: int | None = None) -> None:
        """Note a word from the leader.

        Args:
            revision: how far the leader is, where it said so.
        """
        self._heard = self._clock()
        if revision is not None:
            self.leader_revision = revision
        self.connected, self.diverged, self.problem = True, False, None
        if self._revision() >= self.leader_revision:
            self._same = self._heard
            self.caught_up = True

    def lost(self, problem: str, *, diverged: bool = False) -> None:
        """Note that the leader cannot be followed at present.

        Args:
            problem: why, for people.
            diverged: its history is another one.
        """
        self.connected, self.diverged, self.problem = False, diverged, problem

    @property
    def lag_revisions(self) -> int:
        """How many commits the replica lacks of those it has heard of."""
        return max(self.leader_revision - self._revision(), 0)

    @property
    def lag_seconds(self) -> float | None:
        """For how long it may have lacked a commit; None where it never had all."""
        if self._same is None or self._heard is None:
            return None
        now = self._clock()
        if self.connected and not self.lag_revisions and now - self._heard < FRESH:
            return 0.0
        return now - self._same
