"""The fork server of the query workers: holds the dataset in memory.

Run with the arguments CONTROL QUADS DEFAULT JOURNAL MEMORY BYTES ROWS MERGED BESIDE UNION AHEAD.
The first four are numbers of open file descriptors: the control socket, a pipe with the dataset as
N-Quads, a pipe with the triples of the default graph, and the journal where that is read (-1 for
none). Without a dataset (QUADS is -1) its workers open snapshots on disk. MERGED is 1 where the
dataset's default graph is the union already, and BESIDE is 1 where others answer while it is
loaded. Where the journal is read, QUADS says what of it, and UNION is 1 where that is to become the
union of graphs. AHEAD is 1 where it is read before QUADS says so.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, NoReturn

from rolegraph.sandbox.confinement import die_with_parent
from rolegraph.sandbox.fork_server import LOADED, fork_on_demand
from rolegraph.store.engine.free_memory import give_back, growing_far, keep_large_apart
from rolegraph.store.workers.inside.huge_pages import use_huge_pages
from rolegraph.store.workers.inside.journal_text import JournalText
from rolegraph.store.workers.inside.lent import LentPlace
from rolegraph.store.workers.inside.loading import CountedLines
from rolegraph.store.workers.inside.loop import SnapshotToOpen, serve
from rolegraph.store.workers.inside.replica import LARGE, WorkerReplica
from rolegraph.store.workers.lent.board import Board
from rolegraph.store.workers.messages import wire

_NICENESS = 10


@dataclass(frozen=True)
class _Source:
    """What the dataset is loaded from: the arguments of these names."""

    quads: int
    default: int
    journal: int
    merged: bool
    union: bool
    ahead: bool


def main(arguments: list[str]) -> None:
    """Load the dataset, then fork workers and apply patches until the server is gone."""
    die_with_parent()
    control_fd, quads, default, journal, *limits = map(int, arguments[:7])
    memory, byte_limit, row_limit = limits
    merged, beside, union, ahead = (flag == "1" for flag in arguments[7:])
    control = socket.socket(fileno=control_fd)
    replica = WorkerReplica()
    source = _Source(quads, default, journal, merged=merged, union=union, ahead=ahead)
    if source.quads >= 0:
        keep_large_apart()
        _apart(_load, replica, control, source, beside)

    def run(connection: socket.socket, connections: int, *further: Any) -> None:
        files = place = None
        if further and isinstance(further[-1], list):
            slot, (hand, board) = further
            place = LentPlace(socket.socket(fileno=hand), Board.at(board), slot)
        elif further:
            files = SnapshotToOpen(*further)
        serve(connection, replica, memory, byte_limit, row_limit, connections, files, place)

    def follow(message: tuple[Any, ...]) -> None:
        if message[0] == wire.LOGGED:
            _apart(replica.apply_logged, *message[1:])
        elif message[0] == wire.PATCH:
            if len(message[-1]) > LARGE:
                _apart(replica.apply, *message[1:])
            else:
                replica.apply(*message[1:])

    fork_on_demand(control, run, follow)


def _apart(load: Callable[..., None], *given: object) -> None:
    """Load much in a thread, whose memory the allocator keeps apart, and put it on huge pages.

    In what loading leaves behind, finding room for the small and short-lived things of a query took
    a quarter of the query's time.
    """
    with growing_far(), ThreadPoolExecutor(1) as loading:
        loading.submit(load, *given).result()
    give_back()  # before huge pages fill the holes
    use_huge_pages()  # what is not on some by now


def _load(replica: WorkerReplica, control: socket.socket, source: _Source, beside: bool) -> None:
    def tell(lines: int) -> None:
        try:
            control.sendall(wire.pack((LOADED, lines)))
        except OSError:
            _end()

    if beside:
        # Set by its number, it is the niceness of this thread alone (Linux).
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
    with os.fdopen(source.quads, "rb") as quads:
        if source.journal >= 0:
            text = JournalText(replica.full, source.journal, union=source.union, tell=tell)
            if source.ahead:
                text.load_ahead()
            ((places, absent),) = wire.FrameReader().feed(quads.read() or _end())
            text.finish(places, absent)
            os.close(source.journal)
            return
        counted = CountedLines(quads, tell)
        if source.default < 0:
            replica.load(counted, None, merged=source.merged)
            return
        with os.fdopen(source.default, "rb") as default_graph:
            replica.load(counted, default_graph)


def _end() -> NoReturn:
    """End at once, since the server is gone: it closed its ends before the kernel ends this."""
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
