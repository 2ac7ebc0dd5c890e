"""Several engines that show the same data: which one is asked, and which one is next.

All requests go to one engine, so that what was just written is read where it was written. Only when
that one fails does the next take its place, and it stays until it fails itself.
"""

from __future__ import annotations

import threading

import structlog

from rolegraph.store.remote.endpoints.addresses import Addresses

_log = structlog.get_logger(__name__)


class Engines:
    """Chooses among the engines of a store; for use by many threads.

    Args:
        addresses: the endpoints of the first, with those of the others.
    """

    def __init__(self, addresses: Addresses) -> None:
        self._every = (addresses, *addresses.others)
        self._lock = threading.Lock()
        self._at = self._failed = 0

    @property
    def present(self) -> Addresses:
        """The endpoints of the engine that is asked now."""
        return self._every[self._at]

    @property
    def count(self) -> int:
        """How many engines there are."""
        return len(self._every)

    def worked(self) -> None:
        """Note that the present engine answers."""
        self._failed = 0

    def next(self) -> bool:
        """Go on to the next engine, and return whether there is another one."""
        self.leave(self.present)
        return self.count > 1

    def leave(self, engine: Addresses) -> bool:
        """Go on to the next engine, unless somebody has done so already.

        Args:
            engine: the one that failed.

        Returns:
            Whether there is one that has not failed since one last answered.
        """
        with self._lock:
            if self.present is engine and self.count > 1:
                self._at = (self._at + 1) % self.count
                self._failed += 1
                _log.warning("store.next_engine", number=self._at + 1, of=self.count)
            return self._failed < self.count and self.count > 1
