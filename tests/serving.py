"""A real `rolegraph serve` on a free loopback port, for tests of every room."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx

START_LIMIT = 30.0
"""Seconds after which a server that does not answer is held to be broken."""


@dataclass
class Server:
    """A running `rolegraph serve`."""

    url: str
    process: subprocess.Popen[str]
    started_in: float
    log: Path

    def client(self, **options: object) -> httpx.Client:
        """Return an HTTP client of the server."""
        return httpx.Client(base_url=self.url, timeout=60, **options)  # type: ignore[arg-type]

    def children(self) -> list[int]:
        """Return the process ids of all descendants."""
        parents: dict[int, int] = {}
        for status in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                fields = status.read_text().rsplit(")", 1)[1].split()
                parents[int(status.parent.name)] = int(fields[1])
        found = {self.process.pid}
        grown = True
        while grown:
            more = {pid for pid, parent in parents.items() if parent in found} - found
            found |= more
            grown = bool(more)
        return sorted(found - {self.process.pid})

    def stop(self) -> None:
        """End the server and wait for it."""
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.close()

    def close(self) -> None:
        """Close the pipe of an ended server."""
        if self.process.stdout is not None:
            self.process.stdout.close()


StartServer = Callable[..., Server]
