"""The server's end of a worker process."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import time
from collections.abc import Callable
from typing import Any

from rolegraph.sandbox.forking import Forked, ForkServer
from rolegraph.store.copies.snapshots import Snapshot
from rolegraph.store.workers.lent.lender import Lender
from rolegraph.store.workers.messages import wire
from rolegraph.store.workers.messages.job import QueryJob, UpdateJob
from rolegraph.store.workers.turns.lane import Lane, Running

LOW_PRIORITY = 19
"""Niceness of a worker whose query is slow: others go first on a busy machine."""

BESIDE_FILLING = 10
"""Niceness of a worker on disk whose query is slow, and of what fills replicas."""

_PROCESS_CLOCK = 2
_PARTING = 0.05
"""Seconds that a worker has to give back connections before it is ended."""


class Worker(asyncio.Protocol):
    """One worker process and the query it runs; see `turns.lane.Runner` for its attributes.

    Args:
        lane: where it works.
        on_message: is given what it says.
        on_lost: is told when it has ended.
        on_disk: whether it reads a state on disk, which stays as it is.

    Attributes:
        parent: the fork server, with which it ends; known once it has been forked.
        snapshot: the state on disk that it reads; None for a replica in memory.
        is_late: whether it may be forked from a replica that lacks a commit it will not be sent.
        lender: what lends it connections of clients; None where it is lent none.
    """

    def __init__(
        self,
        lane: Lane,
        on_message: Callable[[Worker, Any], None],
        on_lost: Callable[[Worker], None],
        *,
        on_disk: bool = False,
    ) -> None:
        self.lane = lane
        self._on_message, self._on_lost = on_message, on_lost
        self._frames = wire.FrameReader()
        self._transport: asyncio.Transport | None = None
        self._pidfd = -1
        self._pid = 0
        self.parent: ForkServer | None = None
        self._unsent: list[bytes] = []
        self._used_before = 0.0
        self._on_disk = on_disk
        self.snapshot: Snapshot | None = None
        self.lender: Lender | None = None
        self.query: Running | None = None
        self.ahead: Running | None = None
        self.last = self.ended = self.is_late = self._parting = False

    @property
    def follows(self) -> bool:
        """Whether it will answer a query after the present one, and so has to hear of commits.

        To one that reads nothing more, patches would only heap up.
        """
        if self._on_disk:
            return False
        return not (self.last or (self.lane.single_use and self.query is not None))

    def can_answer(self, query: Running) -> bool:
        """Tell whether it has the state that a query is to see, or a later one.

        A replica in memory has: it is sent the commits before the query.
        """
        return self.snapshot is None or self.snapshot.revision >= query.needed

    async def connect(self, connection: socket.socket) -> None:
        """Attach to the worker's socket."""
        connection.setblocking(False)
        await asyncio.get_running_loop().create_unix_connection(lambda: self, sock=connection)

    def born(self, forked: Forked) -> None:
        """Note the process, once it has been forked."""
        self._pid, self._pidfd, self.parent = forked.pid, forked.pidfd, forked.parent

    @property
    def orphaned(self) -> bool:
        """Whether its fork server has ended, and it with that, whatever it ran."""
        return self.parent is not None and not self.parent.running

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport; send what was written before it was there."""
        self._transport = transport  # type: ignore[assignment]
        for frame in self._unsent:
            self.send(frame)
        self._unsent.clear()

    def data_received(self, data: bytes) -> None:
        """Hand on the messages that are complete."""
        for message in self._frames.feed(data):
            if message[0] >= wire.BACK and self.lender is not None:
                self.lender.on_message(message)
                if self._parting and not self.lender.loans:
                    self.kill()
            else:
                self._on_message(self, message)

    def connection_lost(self, _: Exception | None) -> None:
        """Tell that the worker is gone."""
        self._on_lost(self)

    def ask(self, job: QueryJob | UpdateJob) -> None:
        """Send what it is to run; it comes to that once it is done with its present query."""
        self.send(wire.pack(_message(job)))

    def send(self, frame: bytes) -> None:
        """Send a frame, buffered where the worker is busy."""
        if self._transport is None:
            self._unsent.append(frame)
        else:
            self._transport.write(frame)

    def pause(self, paused: bool) -> None:
        """Stop or resume reading from the worker, which then waits in its turn."""
        transport = self._transport
        if transport is None or transport.is_closing():
            return
        if paused and transport.is_reading():
            transport.pause_reading()
        elif not paused and not transport.is_reading():
            transport.resume_reading()

    def start(self, query: Running) -> None:
        """Note the query that it runs from now on."""
        self.query = query
        self._used_before = self.used()

    def processor_seconds(self) -> float:
        """Return the processor time that its present query has used."""
        return self.used() - self._used_before

    def used(self) -> float:
        """Return the processor time of the process, from its clock; takes a microsecond."""
        # The kernel makes the clock's number of that of the process (clock_getcpuclockid(3)).
        try:
            return time.clock_gettime(~self._pid << 3 | _PROCESS_CLOCK) if self._pid else 0.0
        except OSError:  # it has ended
            return 0.0

    def yield_to_others(self) -> None:
        """Lower the priority of the process for the rest of its life.

        By niceness alone it keeps the processor for some milliseconds when another process wakes;
        `SCHED_IDLE` gives it up at once (sched(7)). One on disk shares the processor with what
        fills the replicas, and would wait for it all the time.
        """
        if self._on_disk:
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self._pid, BESIDE_FILLING)
            return
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._pid, LOW_PRIORITY)
            os.sched_setscheduler(self._pid, os.SCHED_IDLE, os.sched_param(0))

    @property
    def takes_connections(self) -> bool:
        """Whether it may be lent the connection of a client now."""
        lender, query = self.lender, self.query
        if lender is None or not lender.takes or self.last or self.ended:
            return False
        return query is None or not (query.taken_long or query is lender.adopted)

    def take_pidfd(self) -> int:
        """Hand over the descriptor of the process; -1 where there is none."""
        pidfd, self._pidfd = self._pidfd, -1
        return pidfd

    def end(self) -> None:
        """Kill the process; a second call does nothing.

        At once, unless it may be answering on a connection that it was lent: that goes back first.
        """
        lender, self.last = self.lender, True
        if self.query is None and lender is not None and lender.loans:
            if not self._parting:
                self._parting = lender.parting = True
                lender.recall()
                asyncio.get_running_loop().call_later(_PARTING, self.kill)
        else:
            self.kill()

    def kill(self) -> None:
        """Kill the process at once; a second call does nothing."""
        if self._pidfd >= 0:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            if self.lender is None:  # else who takes back what it was lent waits for its end
                os.close(self.take_pidfd())
        if self._transport is not None:
            self._transport.abort()


def _message(job: QueryJob | UpdateJob) -> tuple[object, ...]:
    """Return a job as plain values; `inside/loop.py` reads them."""
    if isinstance(job, UpdateJob):
        parts = (job.texts, job.operations, job.union, job.stored_default, job.further)
        return (wire.UPDATE, *parts, job.base, job.reads)
    past = job.rewind
    return (
        wire.QUERY,
        job.text,
        job.base,
        None if job.default_graphs is None else list(job.default_graphs),
        None if job.named_graphs is None else list(job.named_graphs),
        [list(pair) for pair in job.substitutions],
        job.result_format,
        job.graph_format,
        None if past is None else (past.removed, past.added, past.union, past.stored_default),
        job.gzip,
        job.further,
        job.inferred,
    )
