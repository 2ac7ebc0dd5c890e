"""Commits as they happen, for those who wait for them."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import AsyncGenerator

from rolegraph.errors import Busy
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.journal.entry_format import Entry


class Feed:
    """Tells any number of listeners of each commit, in order and without gaps.

    A listener holds no queue: it knows the last revision it was told of and reads on in the change
    log, so a slow one costs nothing.

    Args:
        store: the store.
        listeners: how many may listen at once.
    """

    def __init__(self, store: EmbeddedStore, listeners: int = 200) -> None:
        self._store = store
        self._most = listeners
        self._lock = threading.Lock()
        self._waiting: dict[asyncio.Event, asyncio.AbstractEventLoop] = {}
        self._closed = False

    def open(self) -> None:
        """Begin to tell; call it when all else that follows commits does so already."""
        self._store.on_commit(lambda _, __: self._wake())
        self._wake()  # for what was committed while nobody was told

    def check_has(self, revision: int) -> None:
        """Go on only if the change log has all commits after a revision.

        Raises:
            Archived: some of them are archived.
        """
        self._store.journal.since(revision)

    async def after(self, revision: int, heartbeat: float) -> AsyncGenerator[Entry | None, None]:
        """Yield the commits after a revision, those to come included, until the feed is closed.

        Args:
            revision: the last one that is known already.
            heartbeat: seconds of silence after which None is yielded.

        Raises:
            Busy: there are too many listeners.
        """
        event = self._listen()
        try:
            while not self._closed:
                event.clear()
                for entry in self._store.journal.since(revision):
                    # The journal is ahead of the engine for a moment; a listener that comes to
                    # read what changed must find it.
                    if self._closed or entry.revision > self._store.revision:
                        break
                    revision = entry.revision
                    yield entry
                if self._closed or self._store.revision > revision:
                    continue
                try:
                    await asyncio.wait_for(event.wait(), heartbeat)
                except TimeoutError:
                    yield None
        finally:
            with self._lock:
                self._waiting.pop(event, None)

    def close(self) -> None:
        """End the feed for all who listen; from any thread."""
        self._closed = True
        self._wake()

    def _listen(self) -> asyncio.Event:
        event = asyncio.Event()
        with self._lock:
            if len(self._waiting) >= self._most:
                raise Busy("Too many listen to the feed of changes; try again later.", 60)
            self._waiting[event] = asyncio.get_running_loop()
        return event

    def _wake(self) -> None:
        with self._lock:
            waiting = list(self._waiting.items())
        for event, loop in waiting:
            with contextlib.suppress(RuntimeError):  # its loop has ended meanwhile
                loop.call_soon_threadsafe(event.set)
