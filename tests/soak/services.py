"""A leader and a replica that are started again whenever they have been ended."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx

TOKEN = "soak"
START_LIMIT = 60.0


class Service:
    """`rolegraph serve` on one port and folder, whatever process it is at present.

    Args:
        name: for the account.
        folder: for its data directory and its log.
        options: further options of the command.
        environment: further variables.
    """

    def __init__(self, name: str, folder: Path, *options: str, **environment: str) -> None:
        self.name, self.data = name, folder / name
        self._log = folder / f"{name}.log"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self._options, self._environment = options, environment
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = threading.Lock()

    def start(self) -> None:
        """Start it, and wait until it is ready."""
        command = [sys.executable, "-m", "rolegraph", "serve", "--port", str(self.port)]
        command += ["--data-dir", str(self.data), *self._options]
        said = {"ROLEGRAPH_LOG_LEVEL": "warning", "ROLEGRAPH_WRITE_TOKEN": TOKEN}
        # Through a pipe, so that a limit on the size of files does not meet the log.
        self._process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={**os.environ, **said, **self._environment},
        )
        threading.Thread(target=self._copy_log, args=(self._process,), daemon=True).start()
        self.wait_ready()

    def _copy_log(self, process: subprocess.Popen[bytes]) -> None:
        if process.stderr is not None:
            with self._log.open("ab") as log:
                for line in process.stderr:
                    log.write(line)
                    log.flush()

    def wait_ready(self) -> None:
        """Wait until it answers questions.

        Raises:
            RuntimeError: it does not come up.
        """
        end = time.monotonic() + START_LIMIT
        while time.monotonic() < end:
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{self.url}/health/ready", timeout=5).is_success:
                    return
            time.sleep(0.1)
        raise RuntimeError(f"{self.name} does not come up; see {self._log}")

    def end(self, how: signal.Signals) -> None:
        """End it."""
        if self._process is not None:
            self._process.send_signal(how)
            try:
                self._process.wait(60)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def restart(self, how: signal.Signals, meanwhile: Callable[[], None] = lambda: None) -> None:
        """End it and start it again, as one who keeps services running does."""
        with self._turn:
            self.end(how)
            meanwhile()
            self.start()

    def children(self) -> list[int]:
        """Return the processes of its queries."""
        if self._process is None:
            return []
        found: list[int] = []
        waiting = [self._process.pid]
        while waiting:
            for task in Path(f"/proc/{waiting.pop(0)}/task").glob("*/children"):
                with contextlib.suppress(OSError):
                    children = [int(child) for child in task.read_text().split()]
                    found += children
                    waiting += children
        return found

    def limit_files(self, more: int | None) -> None:
        """Let no file grow by more than some bytes, as on a full disk; None lifts it."""
        if self._process is None or self._process.poll() is not None:
            return
        most = resource.RLIM_INFINITY
        if more is not None:
            most = (self.data / "changes.rdfp").stat().st_size + more
        with contextlib.suppress(ProcessLookupError):
            hard = resource.RLIM_INFINITY
            resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (most, hard))

    @property
    def failed(self) -> bool:
        """Whether its store has failed, so that it must be started again."""
        with contextlib.suppress(httpx.HTTPError, ValueError, KeyError):
            answer = httpx.get(f"{self.url}/health/ready", timeout=5)
            return bool(answer.json()["checks"]["store"] != "ok")
        return False
