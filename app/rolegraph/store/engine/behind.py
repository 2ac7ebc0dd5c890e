"""A commit that is answered before the engine has it.

The journal is the truth: once it has a commit, that is made. The engine on disk takes most of the
time of a large one. So it takes that up behind the answer, and whoever reads the engine waits. A
crash in between is what it was before the answer: the next start applies what the engine lacks.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from rolegraph.errors import RestartNeeded

_ROOM = 8
"""Bytes that the disk must have free for each byte of a commit's text; the engine takes three."""


def has_room(folder: Path, size: int) -> bool:
    """Tell whether the disk has surely room for what an engine makes of a text of a size."""
    return shutil.disk_usage(folder).free > _ROOM * size


class Behind:
    """What an engine has still to take: nothing, or one commit. Safe to share among threads.

    Attributes:
        failed: whether the engine could not take it, so that it must not be read any more.
    """

    def __init__(self) -> None:
        self.failed = False
        self._taken: threading.Event | None = None

    @property
    def is_busy(self) -> bool:
        """Whether the engine is taking a commit up."""
        taken = self._taken
        return taken is not None and not taken.is_set()

    def take(
        self,
        alone: AbstractContextManager[None],
        see: Callable[[], None],
        take: Callable[[], bool],
    ) -> None:
        """Have a commit seen, and then taken up in a thread of its own; call it once at a time.

        Args:
            alone: holds off readers; ended by that thread.
            see: has the commit seen. From then on, who reads the engine waits.
            take: has the engine take it; tells whether it did. Does not raise.
        """
        held = ExitStack()
        held.enter_context(alone)
        taken = self._taken = threading.Event()
        see()

        def run() -> None:
            try:
                with held:
                    self.failed = not take()
            finally:
                taken.set()

        try:
            threading.Thread(target=run, name="engine").start()
        except RuntimeError:  # there is no thread to be had
            run()

    def settle(self) -> None:
        """Wait until the engine has the last commit, or has failed at it."""
        taken = self._taken
        if taken is not None:
            taken.wait()

    def wait(self) -> None:
        """Wait until the engine has the last commit that was answered; for who reads it.

        Raises:
            RestartNeeded: it has failed at that.
        """
        self.settle()
        if self.failed:
            raise RestartNeeded(
                "The store's engine has failed at the last commit. That is stored, and cannot be "
                "read here until the service is restarted."
            )
