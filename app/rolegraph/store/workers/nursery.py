"""The nursery: the process that holds the dataset in memory and forks the workers.

Run as `python -m rolegraph.store.workers.nursery CONTROL QUADS DEFAULT MEMORY BYTES ROWS`, where
the first three are numbers of open file descriptors: the control socket, a pipe with the dataset
as N-Quads, and a pipe with the triples of the default graph (-1 for none). It has one thread, so
that a fork is safe, and never runs a query, so that it is always ready to fork.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys

import pyoxigraph as ox

from rolegraph.store.workers import replica, wire
from rolegraph.store.workers.confinement import die_with_parent
from rolegraph.store.workers.worker import serve


def main(arguments: list[str]) -> None:
    """Load the dataset, then fork workers and apply patches until the server is gone."""
    die_with_parent()
    control_fd, quads_fd, default_fd, memory, byte_limit, row_limit = map(int, arguments)
    control = socket.socket(fileno=control_fd)
    store = ox.Store()
    with os.fdopen(quads_fd, "rb") as quads:
        if default_fd >= 0:
            with os.fdopen(default_fd, "rb") as default_graph:
                replica.load(store, quads, default_graph)
        else:
            replica.load(store, quads, None)
    # Workers are ended by the server; the kernel is to forget them at once.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    # A terminal or a supervisor signals the whole group; the server ends this process itself, once
    # the queries under way are finished.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    gc.freeze()
    control.sendall(wire.pack((wire.READY, 0)))
    while True:
        try:
            message, fds = wire.receive(control)
        except EOFError:
            return
        if message[0] == wire.PATCH:
            replica.apply(store, message[1], message[2])
        elif message[0] == wire.FORK:
            _fork(control, fds[0], store, (memory, byte_limit, row_limit, message[1]))


def _fork(
    control: socket.socket, connection_fd: int, store: ox.Store, limits: tuple[int, int, int, int]
) -> None:
    pid = os.fork()
    if pid == 0:
        try:
            die_with_parent()
            control.close()
            serve(socket.socket(fileno=connection_fd), store, *limits)
        except MemoryError:
            os._exit(1)
        finally:
            # No clean-up: the memory is shared with the nursery and goes with the process.
            os._exit(0)
    os.close(connection_fd)
    pidfd = os.pidfd_open(pid)
    socket.send_fds(control, [wire.pack((wire.FORK, pid))], [pidfd])
    os.close(pidfd)


if __name__ == "__main__":
    main(sys.argv[1:])
