"""Work that goes on beside those who ask for it, so that nobody has to wait for all of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TookLong
from typing import Generic, TypeVar

T = TypeVar("T")


class Background(Generic[T]):
    """One piece of work, done on a thread. Safe to share among threads.

    Args:
        work: what is to be done.
        once: whether its result stays, and is not worked out anew for who asks later.
    """

    def __init__(self, work: Callable[[], T], *, once: bool = False) -> None:
        self._work, self._once = work, once
        self._turn = threading.Lock()
        self._running: Future[T] | None = None

    def within(self, seconds: float) -> T | None:
        """Return the result, or None where it takes longer; the work then goes on.

        Raises:
            Exception: what the work raised.
        """
        with self._turn:
            running = self._running
            if running is None or (running.done() and not self._stays(running)):
                running = self._running = Future()
                threading.Thread(target=self._answer, args=(running,), daemon=True).start()
        try:
            return running.result(seconds)
        except TookLong:
            if running.done():
                raise  # the work itself took too long
            return None

    def _stays(self, done: Future[T]) -> bool:
        return self._once and done.exception() is None

    def _answer(self, future: Future[T]) -> None:
        try:
            future.set_result(self._work())
        except Exception as error:  # noqa: BLE001 - raised again where the result is taken
            future.set_exception(error)
