"""Text that comes in pieces."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import BinaryIO, TypeVar, cast

T = TypeVar("T")
_BUFFER = 2**20


def whole_lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield pieces anew so that each ends with a line, but for what follows the last line."""
    begun = b""
    for piece in pieces:
        end = piece.rfind(b"\n") + 1
        if end:
            yield begun + piece[:end]
            begun = piece[end:]
        else:
            begun += piece
    if begun:
        yield begun


def ahead(items: Iterator[T]) -> Iterator[T]:
    """Yield items, of which the next one is made while one is used."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(_next, items)
        while found := coming.result():
            coming = pool.submit(_next, items)
            yield found[0]


def _next(items: Iterator[T]) -> tuple[T] | None:
    for item in items:
        return (item,)
    return None


def as_file(pieces: Iterable[bytes]) -> BinaryIO:
    """Return a file to read pieces from."""
    return cast("BinaryIO", io.BufferedReader(_Pieces(pieces), _BUFFER))


class _Pieces(io.RawIOBase):
    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = filter(None, pieces)
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer as far as the present piece goes; 0 at the end."""
        if not self._left:
            self._left = memoryview(next(self._pieces, b""))
        number = min(len(target), len(self._left))
        target[:number] = self._left[:number]
        self._left = self._left[number:]
        return number
