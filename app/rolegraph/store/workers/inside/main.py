"""The fork server of the query workers: holds the dataset in memory.

Run with the arguments CONTROL QUADS DEFAULT MEMORY BYTES ROWS, where the first three are numbers of
open file descriptors: the control socket, a pipe with the dataset as N-Quads, and a pipe with the
triples of the default graph (-1 for none).
"""

from __future__ import annotations

import os
import socket
import sys
import threading
from typing import Any

from rolegraph.sandbox.confinement import die_with_parent
from rolegraph.sandbox.fork_server import fork_on_demand
from rolegraph.store.workers.inside.huge_pages import use_huge_pages
from rolegraph.store.workers.inside.loop import serve
from rolegraph.store.workers.inside.replica import WorkerReplica
from rolegraph.store.workers.messages import wire


def main(arguments: list[str]) -> None:
    """Load the dataset, then fork workers and apply patches until the server is gone."""
    die_with_parent()
    control_fd, quads_fd, default_fd, memory, byte_limit, row_limit = map(int, arguments)
    replica = WorkerReplica()
    # In a thread, whose memory the allocator keeps apart: in what loading leaves behind, finding
    # room for the small and short-lived things of a query took a quarter of the query's time.
    loading = threading.Thread(target=_load, args=(replica, quads_fd, default_fd))
    loading.start()
    loading.join()
    use_huge_pages()

    def run(connection: socket.socket, connections: int) -> None:
        serve(connection, replica, memory, byte_limit, row_limit, connections)

    def follow(message: tuple[Any, ...]) -> None:
        if message[0] == wire.PATCH:
            replica.apply(*message[1:])

    fork_on_demand(socket.socket(fileno=control_fd), run, follow)


def _load(replica: WorkerReplica, quads_fd: int, default_fd: int) -> None:
    with os.fdopen(quads_fd, "rb") as quads:
        if default_fd < 0:
            replica.load(quads, None)
            return
        with os.fdopen(default_fd, "rb") as default_graph:
            replica.load(quads, default_graph)


if __name__ == "__main__":
    main(sys.argv[1:])
