"""What was promised and what was seen: the account that a soak run is judged by."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from dataclasses import dataclass, field

FAULT = 500
LATE = {"read": 2.0, "query": 2.0, "write": 5.0, "hostile": 15.0}
"""Seconds after which an answer counts as late; a hostile query may take all it is allowed."""


@dataclass
class Ledger:
    """Counts of one run; safe to share among threads."""

    acknowledged: dict[int, int] = field(default_factory=dict)
    """Number of a write → the revision that its answer named."""
    unknown: set[int] = field(default_factory=set)
    """Writes whose answer never came: they may be stored or not."""
    refused: set[int] = field(default_factory=set)
    """Writes that were answered with an error: none of them may be stored."""
    answers: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    late: Counter[str] = field(default_factory=Counter)
    slowest: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    events: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    unsure: bool = False
    """Whether a write that was answered with a fault of the service may be stored all the same: a
    remote store may have taken it before the connection broke."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answered(self, kind: str, status: int, seconds: float, text: str) -> None:
        """Note an answer; of one with a fault of the service, what it says as well."""
        with self._lock:
            if status == FAULT:
                self.faults[f"{kind}: {text[:300]}"] += 1
            self.answers[f"{kind} {status}"] += 1
            self.slowest[kind] = max(self.slowest[kind], seconds)
            if seconds > LATE[kind]:
                self.late[kind] += 1

    def unreachable(self, kind: str) -> None:
        """Note that nobody answered: the service was down, or went down meanwhile."""
        with self._lock:
            self.answers[f"{kind} unreachable"] += 1

    def happened(self, what: str) -> None:
        """Note a blow."""
        with self._lock:
            self.events[what] += 1

    def mistaken(self, what: str) -> None:
        """Note a wrong answer."""
        with self._lock:
            self.wrong.append(what)

    def missing(self, what: str) -> None:
        """Note that something acknowledged is not there."""
        with self._lock:
            self.lost.append(what)

    @property
    def clean(self) -> bool:
        """Whether nothing was lost and no answer was wrong."""
        return not self.lost and not self.wrong

    def report(self) -> str:
        """Return the account, for people."""
        refused, unknown = len(self.refused), len(self.unknown)
        lines = [
            f"writes: {len(self.acknowledged)} acknowledged, {refused} refused, {unknown} unanswered",
            "blows: " + _counts(self.events),
            "answers: " + _counts(self.answers),
            *(f"answered 500, {number} times: {text}" for text, number in self.faults.items()),
            "late: " + (_counts(self.late) or "none"),
            "slowest: " + ", ".join(f"{k} {v:.2f} s" for k, v in sorted(self.slowest.items())),
            f"lost: {len(self.lost)}",
            *self.lost[:10],
            f"wrong: {len(self.wrong)}",
            *self.wrong[:10],
        ]
        return "\n".join(lines)


def _counts(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(counter.items()))
