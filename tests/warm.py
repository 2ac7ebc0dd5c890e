"""Starts commands of rolegraph from a process that has imported the package already.

A start of `rolegraph serve` spends most of the processor's time on imports, and the tests start
hundreds of services. So one process of each run of tests imports it once and forks for each start
(a "zygote"). What is forked is the command with its own arguments, environment, process group,
standard output and errors, as if it had been started by itself.

The starter sends a line of JSON over a socket, with three file descriptors: standard output,
standard errors, and a pipe for word of the process. Over that pipe come the process id, and the
status of `waitpid` when it has ended.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

_LONGEST_REQUEST = 2**20
_DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of prctl(2)."""


class WarmProcess:
    """A process that was forked for a command; used like `subprocess.Popen`."""

    def __init__(self, args: Sequence[str], stdout: int, word: int) -> None:
        """Take the command, and the ends of its pipes.

        Args:
            args: the command as it would be started by itself.
            stdout: the end to read its standard output from.
            word: the end to read word of the process from.
        """
        self.args = list(args)
        self.stdout: IO[str] | None = os.fdopen(stdout)
        self.returncode: int | None = None
        self._word = os.fdopen(word, "rb", buffering=0)
        self.pid = int(self._line(None))

    def _line(self, timeout: float | None) -> bytes:
        if not select.select([self._word], [], [], timeout)[0]:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        line = bytearray()  # a line is written at once, and is shorter than a pipe is long
        while not line.endswith(b"\n"):
            some = self._word.read(1)
            if not some:
                raise ChildProcessError(f"what starts commands of the tests has ended: {self.args}")
            line += some
        return bytes(line)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end, and return the exit status; of a signal, its negative number."""
        if self.returncode is None:
            self.returncode = os.waitstatus_to_exitcode(int(self._line(timeout)))
            self._word.close()
        return self.returncode

    def poll(self) -> int | None:
        """Return the exit status, or None while it runs."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)


class WarmStarts:
    """Starts commands; what it forks from is started when it is first needed."""

    def __init__(self) -> None:
        self._socket: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = threading.Lock()

    def start(
        self, arguments: Sequence[str], errors: IO[str], environment: Mapping[str, str]
    ) -> WarmProcess:
        """Start `rolegraph` with arguments.

        Args:
            arguments: those of the command.
            errors: the file for its standard errors.
            environment: all variables that it has.

        Raises:
            ChildProcessError: the process to fork from has ended.
        """
        read_out, write_out = os.pipe()
        read_word, write_word = os.pipe()
        command = [sys.executable, "-m", "rolegraph", *arguments]
        request = {"argv": command[2:], "environment": dict(environment), "folder": str(Path.cwd())}
        line = json.dumps(request).encode()
        with self._turn:
            if self._socket is None:
                self._begin()
            assert self._socket is not None
            socket.send_fds(self._socket, [line], [write_out, errors.fileno(), write_word])
        os.close(write_out)
        os.close(write_word)
        return WarmProcess(command, read_out, read_word)

    def _begin(self) -> None:
        # Of packets, each is read whole; and the process ends when the socket is closed.
        self._socket, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._process = subprocess.Popen(
            [sys.executable, "-u", __file__, str(other.fileno())], pass_fds=[other.fileno()]
        )
        other.close()

    def close(self) -> None:
        """End what it forks from, and with it what was left."""
        if self._socket is not None and self._process is not None:
            self._socket.close()
            self._process.wait()
            self._socket = None


def _serve(requests: socket.socket) -> list[str] | None:
    """Fork for each request; return the arguments in the process that shall run them."""
    words: dict[int, int] = {}  # process → where to tell of its end
    woken, wakes = os.pipe()
    os.set_blocking(wakes, False)
    signal.set_wakeup_fd(wakes, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # those who start it end it
    while True:
        ready = select.select([requests, woken], [], [])[0]
        if woken in ready:
            os.read(woken, 4096)
            for process in list(words):
                ended, status = os.waitpid(process, os.WNOHANG)
                if ended:
                    word = words.pop(process)
                    os.write(word, b"%d\n" % status)
                    os.close(word)
        if requests not in ready:
            continue
        line, files, _, _ = socket.recv_fds(requests, _LONGEST_REQUEST, 3)
        if not line:
            return None
        out, errors, word = files
        process = os.fork()
        if not process:
            _become(json.loads(line), out, errors)
            return json.loads(line)["argv"]  # type: ignore[no-any-return]
        words[process] = word
        os.close(out)
        os.close(errors)
        os.write(word, b"%d\n" % process)


def _become(request: dict[str, object], out: int, errors: int) -> None:
    """Make this process what it would be, had it been started by itself."""
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGTERM)
    os.setsid()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(out, 1)
    os.dup2(errors, 2)
    os.closerange(3, 4096)
    os.chdir(str(request["folder"]))
    os.environ.clear()
    os.environ.update(request["environment"])  # type: ignore[call-overload]


def leave_out_grammars() -> None:
    """Have jsonschema, which agents' tools need, do without grammars of addresses.

    They come with what `make dist` needs, so that no user has them, and nothing here judges by
    them. To make them took each process that imports jsonschema 2 s of the processor.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def _build_once() -> None:
    """Build a service, and leave it: what Python remembers of patterns and types stays."""
    from rolegraph import resources
    from rolegraph.main import create_app
    from rolegraph.service.opening import OpenStore
    from rolegraph.settings import Settings
    from rolegraph.store.embedded import EmbeddedStore
    from rolegraph.store.files.loading import catalogue_quads

    store = EmbeddedStore()
    store.load(catalogue_quads(resources.root()))
    create_app(Settings(prepare=False), opened=OpenStore(store))


def main() -> None:
    """Import what a service needs, and fork until the starter closes its end."""
    import gc

    leave_out_grammars()

    import anyio._backends._asyncio  # noqa: F401 - which anyio imports by the name of the loop
    import elementpath  # noqa: F401 - which the guard imports when it is prepared
    import rdflib.plugins.sparql  # noqa: F401
    import uvicorn
    import uvicorn.lifespan.on
    import uvicorn.loops.uvloop  # noqa: F401

    import rolegraph.cli.first_copy
    import rolegraph.cli.serve
    import rolegraph.exchange.service
    import rolegraph.exchange.sync
    import rolegraph.main
    import rolegraph.server.ending
    import rolegraph.server.limits
    import rolegraph.server.protocol  # noqa: F401
    from rolegraph.cli.main import main as command

    _build_once()
    gc.collect()
    gc.freeze()
    argv = _serve(socket.socket(fileno=int(sys.argv[1])))
    if argv is not None:
        sys.argv = argv
        command()


if __name__ == "__main__":
    main()
