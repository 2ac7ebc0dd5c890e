"""Loading with its progress told."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

_EACH = 20_000


class CountedLines:
    """A file that tells how many of its lines have been read.

    Args:
        file: the file.
        tell: is given the number now and then.
    """

    def __init__(self, file: BinaryIO, tell: Callable[[int], None]) -> None:
        self._file, self._tell = file, tell
        self._lines = self._told = 0

    def read(self, size: int = -1) -> bytes:
        """Read at most so many bytes."""
        data = self._file.read(size)
        self._lines += data.count(b"\n")
        if self._lines - self._told >= _EACH:
            self._told = self._lines
            self._tell(self._lines)
        return data
