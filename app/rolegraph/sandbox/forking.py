"""The server's end of a fork server: starts it, and has it fork."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rolegraph.errors import StoreError
from rolegraph.sandbox.fork_server import FORK, LOADED, READY
from rolegraph.sandbox.frames import pack, receive


@dataclass(frozen=True)
class Forked:
    """A process that was forked.

    Attributes:
        connection: our end of its socket.
        pid: its number.
        pidfd: a descriptor of it, which never comes to mean another process.
        parent: the fork server, with which it ends.
    """

    connection: socket.socket
    pid: int
    pidfd: int
    parent: ForkServer

    def stop(self) -> None:
        """End the process at once; who reads from it meets the end."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)

    def kill(self) -> None:
        """End the process at once and close what leads to it."""
        self.stop()
        os.close(self.pidfd)
        self.connection.close()


@contextlib.contextmanager
def _blocked_signals() -> Iterator[None]:
    """Have processes that start in the block not see what a terminal sends to the whole group.

    They ignore it once they are up (see `fork_server`); before, they would tell of it at length.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class ForkServer:
    """A fork server. May be used from any thread.

    Args:
        module: what it runs, with the number of its control socket as first argument.
        name: what to call it in messages.
    """

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name
        self._control: socket.socket | None = None
        self._coming: socket.socket | None = None
        """Our end of the socket of a process that is not ready yet."""
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    @property
    def running(self) -> bool:
        """Whether the process is up and ready to fork.

        The kernel closes the sockets of a process that ends before it ends the processes that are
        to die with it (prctl(2), PR_SET_PDEATHSIG). So who sees one of those end is told at once
        if this one has.
        """
        control, process = self._control, self._process
        if control is None or process is None or process.poll() is not None:
            return False
        poll = select.poll()
        try:
            poll.register(control, select.POLLRDHUP)
        except (OSError, ValueError):  # closed meanwhile
            return False
        return not poll.poll(0)

    def start(
        self,
        *arguments: int,
        pass_fds: Sequence[int] = (),
        feed: Callable[[], None] = lambda: None,
        loaded: Callable[[int], None] = lambda _: None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Start the process; blocks until it is ready to fork.

        Args:
            arguments: numbers for its command line, behind that of the control socket.
            pass_fds: descriptors that it inherits; they are closed here.
            feed: gives it what it loads first.
            loaded: is told how much it has loaded.
            environment: variables that it has besides ours.

        Raises:
            StoreError: it did not come up.
        """
        self.launch(*arguments, pass_fds=pass_fds, environment=environment)
        self.await_ready(feed, loaded)

    def launch(
        self,
        *arguments: int,
        pass_fds: Sequence[int] = (),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Start the process, and wait for nothing; see `start`."""
        control, other = socket.socketpair()
        numbers = map(str, (other.fileno(), *arguments))
        command = [sys.executable, "-P", "-m", self._module, *numbers]
        with _blocked_signals():
            self._process = subprocess.Popen(
                command,
                pass_fds=[other.fileno(), *pass_fds],
                stdin=subprocess.DEVNULL,
                env={**os.environ, **(environment or {})},
            )
        other.close()
        for fd in pass_fds:
            os.close(fd)
        self._coming = control

    def await_ready(
        self, feed: Callable[[], None], loaded: Callable[[int], None] = lambda _: None
    ) -> None:
        """Block until the process that was launched is ready to fork; see `start`.

        Raises:
            StoreError: it did not come up.
        """
        control, self._coming = self._coming, None
        if control is None:
            raise StoreError(f"The {self._name} process was not launched.")
        try:
            feed()
            message, _ = receive(control)
            while message[0] == LOADED:
                loaded(message[1])
                message, _ = receive(control)
        except (EOFError, OSError) as error:
            control.close()
            raise StoreError(f"The {self._name} process did not come up.") from error
        if message[0] != READY:
            raise StoreError(f"The {self._name} process answered {message[0]!r}, not 'ready'.")
        self._control = control

    def send(self, frame: bytes) -> None:
        """Send a frame.

        Raises:
            OSError: the process is gone.
        """
        with self._lock:
            if self._control is None:
                raise BrokenPipeError(self._name)
            self._control.sendall(frame)

    def fork(self, *rest: Any, fds: Sequence[int] = ()) -> Forked:
        """Have a process forked.

        Args:
            rest: plain values for what it runs.
            fds: descriptors for it.

        Raises:
            StoreError: the fork server is gone.
        """
        with self._lock:
            control = self._control
            if control is None:
                raise StoreError(f"The {self._name} process is not running.")
            ours, theirs = socket.socketpair()
            try:
                socket.send_fds(control, [pack((FORK, *rest))], [theirs.fileno(), *fds])
                message, received = receive(control)
            except (EOFError, OSError) as error:
                ours.close()
                raise StoreError(f"The {self._name} process is gone.") from error
            finally:
                theirs.close()
            if not received:
                ours.close()
                raise StoreError(f"A process of the {self._name} ended as soon as it began.")
            return Forked(ours, message[1], received[0], self)

    def end(self) -> None:
        """End the process, and with it every one that it forked."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        if self._coming is not None:
            self._coming.close()
            self._coming = None
        if self._control is not None:
            self._control.close()
            self._control = None
