"""How the memory of processes is tuned that answer queries."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

import pytest

from rolegraph.store.engine.free_memory import heap_of_queries

MOST = 90
PIECES = """
import ctypes
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
libc.free.argtypes = [ctypes.c_void_p]
taken = [libc.malloc(1016) for _ in range(100)]
for piece in taken:
    libc.free(piece)
# Where the thread keeps them, it gives the same ones again, the last one first.
again = [libc.malloc(1016) for _ in range(100)]
print(sum(one == other for one, other in zip(again, reversed(taken))))
"""


def keeps_a_hundred_pieces(environment: dict[str, str]) -> bool:
    """Tell whether a process with an environment keeps a hundred pieces of one size at hand."""
    command = [sys.executable, "-c", PIECES]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return int(ran.stdout) > MOST


@pytest.mark.parametrize("huge", [True, False])
@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another library hands out memory")
def test_small_pieces_stay_at_hand(*, huge: bool) -> None:
    """The engine takes a hundred of one size for each query; the usual number is seven."""
    usual = {name: value for name, value in os.environ.items() if name != "GLIBC_TUNABLES"}

    assert not keeps_a_hundred_pieces(usual)
    assert keeps_a_hundred_pieces({**usual, **heap_of_queries(usual, huge=huge)})


@pytest.mark.parametrize("huge", [True, False])
def test_what_the_environment_says_is_preferred(*, huge: bool) -> None:
    """Of two values glibc takes the last, so that of whoever runs the service stands there."""
    said = "glibc.malloc.tcache_count=7"

    assert heap_of_queries({"GLIBC_TUNABLES": said}, huge=huge)["GLIBC_TUNABLES"].endswith(
        f":{said}"
    )
