"""Memory that server and workers share: what is committed, who does what, what was answered.

Numbers of eight bytes, each written by one side alone. A word that is written later is seen later
(x86; elsewhere the system calls in between see to it).
"""

from __future__ import annotations

import mmap
import os
from dataclasses import dataclass
from typing import NamedTuple

SLOTS = 16
"""Workers that may be lent connections at once."""
LENT_AT_ONCE = 64
"""Connections that a worker may be lent at once."""
RING = 1024
"""Answers of a worker that may wait until the server takes note of them."""

COMMITTED, OPEN = 0, 1
"""Words of the board: the last revision committed; whether lent connections are answered."""
TURN, STATE, NUMBER, SINCE, LENGTH, RECALL, WRITTEN, READ = range(8)
"""Words of a slot. Of the present piece of work: its number, its state, on which connection (0 for
a message of the server), since when (`time.monotonic_ns`), and how long its request is. Then which
piece of work the server has taken over; how many answers were noted, and how many of these read."""
IDLE, RUNNING, ANSWERING = range(3)
"""States: nothing under way; at work, nothing sent; an answer is being sent."""

_WORD = 8
_HEAD, _SLOT, _RECORD = 8, 8, 4
_MARKS = 2**17
_BYTES_OF_MARKS = 2 * _MARKS
_BYTES_OF_SLOT = _WORD * (_SLOT + RING * _RECORD)
_SIZE = _WORD * _HEAD + _BYTES_OF_MARKS + SLOTS * _BYTES_OF_SLOT


class Noted(NamedTuple):
    """An answer: its number, when it was sent, how long it took, on which connection, of what."""

    number: int
    at: float
    seconds: float
    connection: int
    revision: int


class WorkerSlot:
    """What a worker does, and what it has answered.

    Args:
        index: which one it is.
        memory: its bytes.

    Attributes:
        words: the words named above.
    """

    def __init__(self, index: int, memory: memoryview) -> None:
        self.index = index
        self.words = memory[: _WORD * _SLOT].cast("q")
        ring = memory[_WORD * _SLOT :]
        self._whole, self._real = ring.cast("q"), ring.cast("d")

    @property
    def next_number(self) -> int:
        """The number of the next answer; never one that was there before."""
        return self.words[WRITTEN] + 1

    @property
    def full(self) -> bool:
        """Whether no answer can be noted until the server has read some."""
        return self.words[WRITTEN] - self.words[READ] >= RING

    def note(self, at: float, seconds: float, connection: int, revision: int) -> None:
        """Note an answer."""
        number = self.words[WRITTEN]
        place = number % RING * _RECORD
        self._real[place], self._real[place + 1] = at, seconds
        self._whole[place + 2], self._whole[place + 3] = connection, revision
        self.words[WRITTEN] = number + 1

    def noted(self) -> list[Noted]:
        """Return what was noted since this was last asked for."""
        words, real, whole = self.words, self._real, self._whole
        found = []
        until = words[WRITTEN]
        for number in range(words[READ], until):
            place = number % RING * _RECORD
            found.append(
                Noted(number + 1, real[place], real[place + 1], whole[place + 2], whole[place + 3])
            )
        words[READ] = until
        return found


class Marks:
    """Tells what was noted before, in two bytes for each.

    A place holds one mark, and the last one noted stays. So something may be forgotten, and one in
    65,535 that were never noted counts as noted.
    """

    def __init__(self, memory: memoryview) -> None:
        self._marks = memory.cast("H")

    def note(self, number: int) -> bool:
        """Note what a number of 32 bits stands for; return whether it was noted before."""
        place, mark = number % _MARKS, number // _MARKS + 1
        before = self._marks[place]
        self._marks[place] = mark
        return before == mark


@dataclass(frozen=True)
class Board:
    """The shared memory.

    Attributes:
        fd: its descriptor, by which other processes come to it.
        words: the words named above.
        marks: the questions that were asked.
        slots: one for each worker.
    """

    fd: int
    words: memoryview
    marks: Marks
    slots: tuple[WorkerSlot, ...]

    @classmethod
    def new(cls) -> Board:
        """Make it."""
        fd = os.memfd_create("lent connections")
        os.ftruncate(fd, _SIZE)
        return cls.at(fd)

    @classmethod
    def at(cls, fd: int) -> Board:
        """Map the one of a descriptor, which may be closed afterwards."""
        memory = memoryview(mmap.mmap(fd, _SIZE))
        marks = _WORD * _HEAD
        first = marks + _BYTES_OF_MARKS
        bounds = [first + index * _BYTES_OF_SLOT for index in range(SLOTS + 1)]
        slots = [memory[start : start + _BYTES_OF_SLOT] for start in bounds[:-1]]
        return cls(
            fd,
            memory[:marks].cast("q"),
            Marks(memory[marks:first]),
            tuple(WorkerSlot(index, slot) for index, slot in enumerate(slots)),
        )
