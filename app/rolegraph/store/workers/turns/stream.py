"""A large result on its way from a worker to a client."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable

from rolegraph.errors import RolegraphError

STREAM_BUFFER = 1024 * 1024
"""Bytes of a result held on this side before its worker has to wait for the client."""


class ResultStream:
    """The parts of a large result on their way from a worker to a client.

    Args:
        pause: called with True when too much waits here, with False when there is room again.
        abandon: called when the client stops reading before the end.
    """

    def __init__(self, pause: Callable[[bool], None], abandon: Callable[[], None]) -> None:
        self._pause, self._abandon = pause, abandon
        self._parts: deque[bytes] = deque()
        self._held = 0
        self._ended = False
        self._error: RolegraphError | None = None
        self._news = asyncio.Event()

    def put(self, part: bytes) -> None:
        """Add a part."""
        self._parts.append(part)
        self._held += len(part)
        if self._held > STREAM_BUFFER:
            self._pause(True)
        self._news.set()

    def end(self, error: RolegraphError | None = None) -> None:
        """Say that no more comes, because all is there or because of an error; the first counts."""
        if not self._ended:
            self._ended, self._error = True, error
            self._news.set()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield the parts; raise the error that ended the query midway."""
        try:
            while True:
                while self._parts:
                    part = self._parts.popleft()
                    self._held -= len(part)
                    if self._held <= STREAM_BUFFER // 2:
                        self._pause(False)
                    yield part
                if self._ended:
                    if self._error is not None:
                        raise self._error
                    return
                self._news.clear()
                await self._news.wait()
        finally:
            if not self._ended:
                self._abandon()
