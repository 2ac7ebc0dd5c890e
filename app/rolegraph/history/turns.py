"""A lock that is granted in the order in which it was asked for."""

from __future__ import annotations

import threading
from types import TracebackType


class Turns:
    """Lets one thread in at a time, in arrival order; not to be nested.

    `threading.Lock` promises no order, and a writer could wait while later ones overtake it.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._next = 0
        self._serving = 0

    def __enter__(self) -> None:
        with self._changed:
            mine = self._next
            self._next += 1
            self._changed.wait_for(lambda: self._serving == mine)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._changed:
            self._serving += 1
            self._changed.notify_all()
