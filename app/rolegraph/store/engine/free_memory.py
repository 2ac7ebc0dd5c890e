"""Free memory goes back to the operating system, where the C library is glibc.

The settings are those of mallopt(3) and malloc_trim(3). Elsewhere than with glibc nothing happens.
"""

from __future__ import annotations

import contextlib
import ctypes

_HEAPS, _LARGE_PIECES, _LARGE = -8, -3, 2**20
"""The parameters `M_ARENA_MAX` and `M_MMAP_THRESHOLD`, and bytes for the latter."""


def share_heap() -> None:
    """Have all threads share one heap.

    By default each thread gets a heap of its own, and keeps what it once needed: 50 MB with 10,000
    roles.
    """
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_HEAPS, 1)


def keep_large_apart() -> None:
    """Have what is large go back at once.

    By default it does so up to a limit that grows by itself, up to 32 MB. So the tables that a
    replica outgrows while it is filled would leave holes.
    """
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_LARGE_PIECES, _LARGE)


def give_back() -> None:
    """Give back what is free now, wherever it lies."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
