"""Free memory goes back to the operating system, where the C library is glibc.

The settings are those of mallopt(3) and malloc_trim(3). Elsewhere than with glibc nothing happens.
"""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Iterator, Mapping

_HEAPS, _LARGE_PIECES, _LARGE = -8, -3, 2**20
"""The parameters `M_ARENA_MAX` and `M_MMAP_THRESHOLD`, and bytes for the latter."""
_STEP, _USUAL, _MOST = -2, 2**17, 60 * 2**20
"""The parameter `M_TOP_PAD`, its usual value, and nearly all that a heap of a thread can have."""
_TUNABLES = "GLIBC_TUNABLES"
_SMALL_PIECES = 200
"""Of one size, up to 1 kB, that a thread keeps: 7 MB at most if it has so many of each size."""


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


def heap_of_queries(environment: Mapping[str, str], *, huge: bool) -> dict[str, str]:
    """Return what a process needs in its environment to answer queries.

    A thread keeps more small pieces for itself, of each size, than the usual seven. The engine
    takes and gives back a hundred of one size for each query. Going to the heap for them took half
    of its time.

    See "Memory Allocation Tunables" of the manual of glibc (`hugetlb` since 2.35, `tcache_count`
    since 2.26).

    Args:
        environment: the present one; what it says itself is preferred.
        huge: whether its heaps have huge pages, as pays where it holds a dataset.
    """
    ours = [f"glibc.malloc.tcache_count={_SMALL_PIECES}", *(["glibc.malloc.hugetlb=1"] * huge)]
    return {_TUNABLES: ":".join(filter(None, (*ours, environment.get(_TUNABLES))))}


@contextlib.contextmanager
def growing_far() -> Iterator[None]:
    """Have heaps of threads that begin in the block reach far at once.

    The kernel gives no huge page to a heap that reaches into a part of it. To move all to huge
    pages afterwards took 0.4 s for 900,000 quads. Who limits the address space counts on the usual
    steps, so they come back.
    """
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_STEP, _MOST)
    try:
        yield
    finally:
        with contextlib.suppress(AttributeError, OSError):
            ctypes.CDLL(None).mallopt(_STEP, _USUAL)


def give_back() -> None:
    """Give back what is free now, wherever it lies."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
