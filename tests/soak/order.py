"""Checks a recorded history of reads and writes against one order of commits.

The data are registers: a write puts a new value into one of them, a read sees all of them at once.
Every value is written once, so each read tells which commits it has seen. The order that must
explain the history is that of the change log. This makes the check linear in the length of the
history, where a checker that has to find the order needs a search (P. Gibbons and E. Korach,
Testing Shared Memories, SIAM Journal on Computing 26, 1997). No checker on PyPI serves (looked for
on 2026-11-28).

What is asked is strict serialisability: the order agrees with real time. A write that was
acknowledged before another operation began stands before it. A replica may lag, but not behind the
revision that its own answer names.
"""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

State = Mapping[str, int]
"""Name of a register → its value."""


@dataclass(frozen=True)
class Write:
    """A value put into a register.

    Attributes:
        register: the register.
        value: the value; no two writes have the same.
        began: when it was sent, in seconds of one clock.
        ended: when it was answered.
        revision: what it was acknowledged with; None where it was not.
        refused: whether it was answered with an error that says that nothing was stored.
    """

    register: str
    value: int
    began: float
    ended: float
    revision: int | None = None
    refused: bool = False


@dataclass(frozen=True)
class Read:
    """All registers at once.

    Attributes:
        state: what was seen.
        service: who answered.
        began: when it was asked, in seconds of one clock.
        ended: when it was answered.
        least: the revision that the answer names: it is of that one or a later one.
        at: the revision that was asked for, if one was.
        lags: whether the service may be behind acknowledged writes.
    """

    state: State
    service: str
    began: float
    ended: float
    least: int = 0
    at: int | None = None
    lags: bool = False


@dataclass
class History:
    """What clients did and saw; safe to share among threads."""

    writes: list[Write] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wrote(self, write: Write) -> None:
        """Note a write, whatever became of it."""
        with self._lock:
            self.writes.append(write)

    def read(self, read: Read) -> None:
        """Note what was read."""
        with self._lock:
            self.reads.append(read)

    def problems(self, log: Sequence[Mapping[str, int]]) -> list[str]:
        """Return what one order of commits does not explain.

        Args:
            log: the change log: of each commit, oldest first, the values it put into registers.
        """
        return _Check(self, log).problems()


class _Check:
    def __init__(self, history: History, log: Sequence[Mapping[str, int]]) -> None:
        self._history, self._log = history, log
        self._last = len(log)
        self._revision_of = {
            value: number for number, change in enumerate(log, start=1) for value in change.values()
        }
        # Of each register, the revisions at which it changed, and the values it got there.
        self._changed: dict[str, list[int]] = defaultdict(list)
        self._values: dict[str, list[int]] = defaultdict(list)
        for number, change in enumerate(log, start=1):
            for register, value in change.items():
                self._changed[register].append(number)
                self._values[register].append(value)

    def problems(self) -> list[str]:
        return [*self._writes(), *self._order_of_writes(), *self._reads()]

    def _writes(self) -> list[str]:
        found = []
        known = {write.value: write for write in self._history.writes}
        for write in self._history.writes:
            made = self._revision_of.get(write.value)
            if write.revision is not None and made != write.revision:
                where = "nowhere" if made is None else f"at {made}"
                found.append(f"{_name(write)} was acknowledged at {write.revision}, and is {where}")
            if write.refused and made is not None:
                found.append(f"{_name(write)} was refused, and is at {made}")
        for number, change in enumerate(self._log, start=1):
            for register, value in change.items():
                if value not in known or known[value].register != register:
                    found.append(f"{register} = {value} of revision {number} was written by nobody")
        return found

    def _order_of_writes(self) -> list[str]:
        """Compare the order of commits with real time."""
        found = []
        made = [
            (write, self._revision_of[write.value])
            for write in self._history.writes
            if write.value in self._revision_of
        ]
        ended = _Latest(
            (write.ended, revision) for write, revision in made if write.revision is not None
        )
        for write, revision in made:
            before = ended.before(write.began)
            if before > revision:
                found.append(
                    f"{_name(write)} began when revision {before} was acknowledged, and is at "
                    f"{revision}"
                )
        return found

    def _reads(self) -> list[str]:
        found = []
        acknowledged = _Latest(
            (write.ended, write.revision)
            for write in self._history.writes
            if write.revision is not None
        )
        begun = {
            self._revision_of[write.value]: write.began
            for write in self._history.writes
            if write.value in self._revision_of
        }
        placed: dict[str, list[tuple[Read, int, int]]] = defaultdict(list)
        for read in self._history.reads:
            reach = self._reach(read.state)
            if reach is None:
                found.append(f"{_name(read)} saw a state that never was: {dict(read.state)}")
                continue
            low, high = reach
            low = max(low, read.least if read.at is None else read.at)
            if read.at is not None:
                high = min(high, read.at)
            elif not read.lags:
                low = max(low, acknowledged.before(read.began))
            if low > high:
                found.append(
                    f"{_name(read)} saw revisions {reach[0]} to {reach[1]}, and had to see {low}"
                    if read.at is None
                    else f"{_name(read)} asked for revision {read.at}, and saw {reach}"
                )
            elif begun.get(reach[0], read.ended) > read.ended:
                found.append(f"{_name(read)} saw revision {reach[0]} before it was sent")
            elif read.at is None:
                placed[read.service].append((read, low, high))
        for reads in placed.values():
            found += _against_each_other(reads)
        return found

    def _reach(self, state: State) -> tuple[int, int] | None:
        """Return the first and the last revision with a state, or None where there is none."""
        low, high = 0, self._last
        for register in {*state, *self._changed}:
            changed, values = self._changed[register], self._values[register]
            value = state.get(register)
            if value is None:
                start, end = 0, changed[0] - 1 if changed else self._last
            else:
                made = self._revision_of.get(value)
                place = bisect_left(changed, made) if made is not None else len(changed)
                if place == len(changed) or values[place] != value:
                    return None
                start = changed[place]
                end = changed[place + 1] - 1 if place + 1 < len(changed) else self._last
            low, high = max(low, start), min(high, end)
        return (low, high) if low <= high else None


class _Latest:
    """The highest revision of all that ended before a moment."""

    def __init__(self, ended: object) -> None:
        pairs: list[tuple[float, int]] = sorted(ended)  # type: ignore[call-overload]
        self._moments = [moment for moment, _ in pairs]
        self._highest: list[int] = []
        for _, revision in pairs:
            self._highest.append(max(revision, self._highest[-1] if self._highest else 0))

    def before(self, moment: float) -> int:
        place = bisect_right(self._moments, moment)
        return self._highest[place - 1] if place else 0


def _against_each_other(reads: list[tuple[Read, int, int]]) -> list[str]:
    """Compare the reads of one service: a later one sees no earlier state."""
    seen = _Latest((read.ended, low) for read, low, _ in reads)
    found = []
    for read, _, high in reads:
        before = seen.before(read.began)
        if before > high:
            other = next(one for one, low, _ in reads if low == before and one.ended <= read.began)
            found.append(f"{_name(read)} saw revision {high}, after {_name(other)} saw {before}")
    return found


def _name(operation: Write | Read) -> str:
    if isinstance(operation, Write):
        return f"write {operation.register} = {operation.value}"
    times = f"{operation.began:.3f} to {operation.ended:.3f} s"
    return f"a read at the {operation.service} ({times}, answered with {operation.least})"
