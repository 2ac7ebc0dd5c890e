"""How far a long command is: a bar on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from rolegraph.history.bulk_load import Progress as Tell

_EVERY = 5.0
"""Seconds between two plain lines."""
_STEP = 1000
"""Items after which the clock is looked at."""
_SAYING = {
    "reading": "Reading",
    "indexing": "Indexing",
    "judging": "Judging by the shapes",
    "uploading": "Sending to the store",
    "publishing": "Publishing",
    "storing": "Storing",
}

_DONE = {"uploading": "sent"}
T = TypeVar("T")


@contextmanager
def loading(size: int) -> Iterator[Tell]:
    """Give a function to be told how far a load is; what is shown goes to standard error.

    Args:
        size: bytes of all files.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _Lines(size)
        return
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        DownloadColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
    task = bar.add_task(_SAYING["reading"], total=max(size, 1), rate="")
    began = time.monotonic()

    def tell(stage: str, position: int, quads: int) -> None:
        if position < 0:
            bar.update(task, description=_SAYING[stage])
        else:
            rate = f"{_rate(quads, began)} triples/s"
            bar.update(task, description=_SAYING[stage], completed=position, rate=rate)

    with bar:
        yield tell


class _Lines:
    """Tells by lines: each stage once, and how far reading is every few seconds.

    Args:
        size: bytes of all files.
    """

    def __init__(self, size: int) -> None:
        self._size = max(size, 1)
        self._start = self._began = self._told = time.monotonic()
        self._stage = "reading"

    def __call__(self, stage: str, position: int, quads: int) -> None:
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._told, self._began = stage, now, now
            if now - self._start > _EVERY:  # what is over at once needs no news
                _say(f"{_SAYING[stage]} …")
        elif position >= 0 and now - self._told > _EVERY:
            self._told = now
            done = position / self._size
            left = (now - self._began) * (1 - done) / max(done, 1e-9)
            rate = _rate(quads, self._began)
            so_far = f"{done:4.0%} {_DONE.get(stage, 'read')}, {quads:,} triples"
            _say(f"{so_far}, {rate} a second, {left:.0f} s left")


def counted(items: Iterable[T], total: int, what: str) -> Iterator[T]:
    """Yield what is given, and say on standard error every few seconds how much of it there was.

    Args:
        items: what is written.
        total: how many there are.
        what: what they are, in the plural.
    """
    began = told = time.monotonic()
    for number, item in enumerate(items, 1):
        if number % _STEP == 0 and (now := time.monotonic()) - told > _EVERY:
            told = now
            left = (now - began) * (total / number - 1)
            _say(f"{number / max(total, 1):4.0%} written, {number:,} {what}, {left:.0f} s left")
        yield item


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def _rate(quads: int, began: float) -> str:
    return f"{quads / max(time.monotonic() - began, 1e-9):,.0f}"
