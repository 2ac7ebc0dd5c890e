"""The processes of a cluster on this machine: each can be killed, paused, slowed and started again."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

from serving import ending_with_us

START_LIMIT = 120.0
DISK = "256m"
"""Size of a node's own disk, where one can be made for it."""


class Node:
    """One process, started again whenever it has been ended.

    Args:
        name: for the account, such as `zookeeper-1`.
        kind: what kind of node it is, such as `zookeeper`.
        folder: its data; a small disk of its own, where this user may mount one.
        command: what runs it.
        environment: further variables.
        answers: whether it serves.
        tidy: what its folder needs before a start after a kill.
    """

    def __init__(
        self,
        name: str,
        folder: Path,
        command: list[str],
        answers: Callable[[], bool],
        *,
        environment: dict[str, str] | None = None,
        tidy: Callable[[], None] = lambda: None,
    ) -> None:
        self.name, self.kind = name, name.rpartition("-")[0]
        self.folder, self._command, self._answers = folder, command, answers
        self._environment, self._tidy = environment or {}, tidy
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = threading.RLock()
        self._started = 0.0

    def start(self) -> None:
        """Start the process; `wait` tells when it serves."""
        self._started = time.monotonic()
        with self._turn, (self.folder.parent / f"{self.name}.log").open("ab") as log:
            self._process = subprocess.Popen(
                ending_with_us(self._command),
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
                env={**os.environ, **self._environment},
            )

    def wait(self, limit: float = START_LIMIT) -> None:
        """Wait until it serves.

        Raises:
            RuntimeError: it does not.
        """
        end = time.monotonic() + limit
        while time.monotonic() < end:
            if self.answers:
                return
            with self._turn:
                if not self.runs:
                    self.start()  # a port that is not free yet, or a disk that was full
            time.sleep(0.3)
        raise RuntimeError(f"{self.name} does not serve; see {self.name}.log")

    @property
    def answers(self) -> bool:
        """Whether it serves now."""
        with contextlib.suppress(Exception):
            return self._answers()
        return False

    @property
    def age(self) -> float:
        """Seconds since its process was started."""
        return time.monotonic() - self._started

    @property
    def runs(self) -> bool:
        """Whether its process is there."""
        return self._process is not None and self._process.poll() is None

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        """End the process and all that it started."""
        with self._turn:
            if self._process is None:
                return
            if how is signal.SIGTERM:
                self._send(how)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(20)
            self._send(signal.SIGKILL)
            self._process.wait()

    def restart(self, pause: float) -> None:
        """Kill it and start it again some seconds later, as one who keeps services running does."""
        with self._turn:
            self.kill()
            time.sleep(pause)
            self._tidy()
            self.start()

    def freeze(self, seconds: float) -> None:
        """Stop it without closing its connections, and let it go on."""
        self._send(signal.SIGSTOP)
        time.sleep(seconds)
        self._send(signal.SIGCONT)

    def _send(self, what: signal.Signals) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, what)


class Disks:
    """Small disks in memory, one for each node; none where this user may not mount."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._mounted: list[Path] = []
        self.can = os.geteuid() == 0 and shutil.which("mount") is not None

    def make(self, name: str) -> Path:
        """Return the folder of a new disk."""
        folder = self._root / name
        folder.mkdir()
        if self.can:
            command = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "cluster", str(folder)]
            self.can = subprocess.run(command, check=False, capture_output=True).returncode == 0
            if self.can:
                self._mounted.append(folder)
        return folder

    def fill(self, folder: Path, seconds: float) -> None:
        """Leave no room on a disk for a while."""
        filler = folder / "filler"
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(64 * 1024))
        time.sleep(seconds)
        filler.unlink(missing_ok=True)

    def close(self) -> None:
        """Take all disks away; what ran on them has ended."""
        for folder in self._mounted:
            subprocess.run(["umount", "-l", str(folder)], check=False)
