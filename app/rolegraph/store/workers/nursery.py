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
import threading

from rolegraph.store.workers import wire
from rolegraph.store.workers.confinement import die_with_parent
from rolegraph.store.workers.huge_pages import use_huge_pages
from rolegraph.store.workers.replica import Replica
from rolegraph.store.workers.worker import serve


def main(arguments: list[str]) -> None:
    """Load the dataset, then fork workers and apply patches until the server is gone."""
    die_with_parent()
    control_fd, quads_fd, default_fd, memory, byte_limit, row_limit = map(int, arguments)
    control = socket.socket(fileno=control_fd)
    replica = Replica()
    # In a thread, whose memory the allocator keeps apart: in what loading leaves behind, finding
    # room for the small and short-lived things of a query took a quarter of the query's time.
    loading = threading.Thread(target=_load, args=(replica, quads_fd, default_fd))
    loading.start()
    loading.join()
    use_huge_pages()
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
            replica.apply(message[1], message[2])
        elif message[0] == wire.FORK:
            _fork(control, fds[0], replica, (memory, byte_limit, row_limit, message[1]))


def _load(replica: Replica, quads_fd: int, default_fd: int) -> None:
    with os.fdopen(quads_fd, "rb") as quads:
        if default_fd < 0:
            replica.load(quads, None)
            return
        with os.fdopen(default_fd, "rb") as default_graph:
            replica.load(quads, default_graph)


def _fork(
    control: socket.socket, connection_fd: int, replica: Replica, limits: tuple[int, int, int, int]
) -> None:
    pid = os.fork()
    if pid == 0:
        try:
            die_with_parent()
            control.close()
            serve(socket.socket(fileno=connection_fd), replica, *limits)
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
