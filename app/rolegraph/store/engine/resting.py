"""Has the engine let go of what it has read once nobody has asked for anything for a while.

The engine keeps blocks of its files, up to some 33 MB, as long as these are open, and has no option
for that. The operating system keeps them as well, for as long as it has room.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable
from pathlib import Path

from rolegraph.store.engine.free_memory import give_back

_LOOK = 2.0
"""Seconds between two looks."""
_GROWN = 8 * 2**20
"""Bytes that the process has to have taken since, for that to be worth it."""


def resident_bytes() -> int:
    """Return how many bytes of memory this process has; 0 where that cannot be told."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


class EngineRest:
    """Looks now and then.

    Args:
        let_go: has the engine let go; tells whether it did.
        is_quiet: tells whether nobody is being answered, nor was a moment ago.
        taken: tells how many bytes the process has.
        look: seconds between two looks.
    """

    def __init__(
        self,
        let_go: Callable[[], bool],
        is_quiet: Callable[[], bool],
        taken: Callable[[], int] = resident_bytes,
        look: float = _LOOK,
    ) -> None:
        self._let_go, self._is_quiet, self._taken, self._look = let_go, is_quiet, taken, look

    async def run(self, ending: asyncio.Event) -> None:
        """Go on until the service ends."""
        before = self._taken()
        while not ending.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(ending.wait(), self._look)
                return
            grown = self._taken() > before + _GROWN
            if grown and self._is_quiet() and await asyncio.to_thread(self._let_go):
                await asyncio.to_thread(give_back)
                before = self._taken()
