"""Sums of large files, made while other threads of a start run."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO

_PART = 16 * 2**20
"""Bytes that are summed at once. After each part the interpreter may let another thread go on for
milliseconds, so small ones take longer."""


def feed_sum(file: IO[bytes], length: int, update: Callable[[memoryview], object]) -> int:
    """Give the bytes of a file to a sum, from where it stands, and return how many there were.

    They are read into one piece of memory: a new one for each part costs as much as the sum.

    Args:
        file: the file, buffered or not.
        length: how many bytes; there may be less.
        update: takes them, part by part.
    """
    buffer = memoryview(bytearray(min(_PART, length)))
    left = length
    while left and (size := file.readinto(buffer[:left])):  # type: ignore[attr-defined]
        update(buffer[:size])
        left -= size
    return length - left
