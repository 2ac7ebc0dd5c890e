"""A real `rolegraph serve` on a free loopback port, for tests of every room."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import httpx

from warm import WarmProcess, WarmStarts

START_LIMIT = 60.0
"""Seconds after which a server that does not answer is held to be broken."""


@dataclass
class Server:
    """A running `rolegraph serve`."""

    url: str
    process: WarmProcess
    log: Path

    def client(self, **options: object) -> httpx.Client:
        """Return an HTTP client of the server."""
        return httpx.Client(base_url=self.url, timeout=60, verify=False, **options)  # type: ignore[arg-type]

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

    def gone(self) -> bool:
        """Tell whether all its processes end, and end those that stay."""
        end = time.monotonic() + START_LIMIT
        while time.monotonic() < end:
            try:
                os.killpg(self.process.pid, 0)  # it began its own group
            except ProcessLookupError:
                return True
            time.sleep(0.01)
        os.killpg(self.process.pid, signal.SIGKILL)
        return False

    def close(self) -> None:
        """Close the pipe of an ended server."""
        if self.process.stdout is not None:
            self.process.stdout.close()


StartServer = Callable[..., Server]

_FIRST_DATA = tuple(
    f"ROLEGRAPH_{name}"
    for name in ("BARE", "CATALOGUE", "EMPTY", "FOLLOW", "STORE", "UNION_DEFAULT_GRAPH")
)
"""How settings begin that say what a new store begins with."""


def fetch(url: str, **options: object) -> httpx.Response:
    """Get an address of a server, without the certificates of TLS.

    No server of the tests has any, and to read them takes the processor 30 ms each time: more than
    the answer.
    """
    return httpx.get(url, verify=False, **options)  # type: ignore[arg-type]


class Servers:
    """Starts servers on free loopback ports; all of them end with it."""

    def __init__(
        self,
        new_folder: Callable[[str], Path],
        starts: WarmStarts,
        filled: Callable[[], Path] | None = None,
    ) -> None:
        """Take what is needed for a start.

        Args:
            new_folder: makes an empty folder of a name.
            starts: starts commands.
            filled: gives a data directory that a service has filled as each does without options.
                To copy it takes a quarter of the time of a start less than to fill another one.
        """
        self._new_folder, self._starts, self._filled = new_folder, starts, filled
        self._home = Path.cwd()
        self._started: list[Server] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for server in self._started:
            server.process.terminate()  # all at once, so that they end beside each other
        for server in self._started:
            server.stop()
        left = [server.log for server in self._started if not server.gone()]
        assert [] == left, "These servers left processes behind."

    def start(self, *options: str, data_dir: Path | None = None, **environment: str) -> Server:
        """Start a server and wait until it is ready.

        Args:
            options: options of `rolegraph serve`.
            data_dir: the data directory; a new one unless told.
            environment: settings.
        """
        folder = data_dir or self._new_folder("data")
        set_here = (*os.environ, *environment)
        usual = not options and not any(name.startswith(_FIRST_DATA) for name in set_here)
        if self._filled and usual and data_dir is None and Path.cwd() == self._home:
            shutil.copytree(self._filled(), folder, dirs_exist_ok=True)
        log = self._new_folder("log") / "server.log"
        arguments = ["serve", "--port", "0", "--data-dir", str(folder), *options]
        with log.open("w") as errors:
            process = self._starts.start(arguments, errors, {**os.environ, **environment})
        assert process.stdout is not None
        line = process.stdout.readline()
        url = next((word for word in line.split() if word.startswith("http://")), "")
        server = Server(url, process, log)
        self._started.append(server)
        if not url or not ready(url):
            server.stop()
            raise AssertionError(f"rolegraph serve did not start: {line}{log.read_text()}")
        return server


def ending_with_us(command: list[str]) -> list[str]:
    """Return what runs a command that ends when the tests are killed, where Linux can tell it."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", *command] if setpriv else command


def ready(url: str) -> bool:
    """Wait until a server says that it is ready; tell whether it did."""
    end = time.monotonic() + START_LIMIT
    while time.monotonic() < end:
        with contextlib.suppress(httpx.HTTPError):
            if fetch(f"{url}health/ready", timeout=5).is_success:
                return True
        time.sleep(0.02)
    return False
