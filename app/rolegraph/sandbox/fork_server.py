"""The loop of a fork server: a process that forks confined ones on demand and does nothing else.

It has one thread, so that a fork is safe, and never does the work itself, so that it is always
ready to fork. What it holds in memory the forked processes share (copy on write).
"""

from __future__ import annotations

import gc
import os
import signal
import socket
from collections.abc import Callable
from typing import Any

from rolegraph.sandbox.confinement import die_with_parent
from rolegraph.sandbox.frames import pack, receive

FORK = "fork"
READY = "ready"
LOADED = "loaded"
"""Message `(LOADED, number)` before it is ready: how much it has loaded so far."""


def fork_on_demand(
    control: socket.socket,
    run: Callable[..., None],
    on_message: Callable[[tuple[Any, ...]], None] | None = None,
) -> None:
    """Fork a process for each request until the server is gone.

    Args:
        control: the socket to the server.
        run: what a forked process does; it is given its socket and what the request has besides,
            at the end the descriptors that came with it, if any. It confines itself before it
            reads from that socket.
        on_message: is given other messages, such as commits that this process is to follow.
    """
    # Forked processes are ended by the server; the kernel is to forget them at once.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    # A terminal or a supervisor signals the whole group; the server ends this process itself, once
    # the work under way is finished.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    gc.freeze()
    control.sendall(pack((READY,)))
    while True:
        try:
            message, fds = receive(control)
        except EOFError:
            return
        if message[0] == FORK:
            _fork(control, fds, run, message[1:])
        elif on_message is not None:
            on_message(message)


def _fork(
    control: socket.socket, fds: list[int], run: Callable[..., None], rest: tuple[Any, ...]
) -> None:
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        try:
            die_with_parent(parent)
            control.close()
            run(socket.socket(fileno=fds[0]), *rest, *([fds[1:]] if fds[1:] else []))
        except MemoryError:
            os._exit(1)
        finally:
            # No clean-up: the memory is shared with the fork server and goes with the process.
            os._exit(0)
    for fd in fds:
        os.close(fd)
    try:
        pidfd = os.pidfd_open(pid)
    except ProcessLookupError:  # it has failed already, and the kernel has forgotten it
        control.sendall(pack((FORK, 0)))
        return
    socket.send_fds(control, [pack((FORK, pid))], [pidfd])
    os.close(pidfd)
