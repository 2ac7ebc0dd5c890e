"""The server's ends of the workers' fork server and of a worker."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rolegraph.rdf.namespaces import is_default_dataset_graph
from rolegraph.rdf.terms import RdfFormat
from rolegraph.sandbox.forking import Forked, ForkServer
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.workers import wire
from rolegraph.store.workers.job import Limits
from rolegraph.store.workers.running import Running

LOW_PRIORITY = 15
"""Niceness of a worker whose query has turned out slow: others go first on a busy machine."""


class Worker(asyncio.Protocol):
    """One worker process and the query it runs."""

    def __init__(
        self,
        on_message: Callable[[Worker, Any], None],
        on_lost: Callable[[Worker], None],
        *,
        federated: bool = False,
    ) -> None:
        self.federated = federated
        self._on_message, self._on_lost = on_message, on_lost
        self._frames = wire.FrameReader()
        self._transport: asyncio.Transport | None = None
        self._pidfd = -1
        self._pid = 0
        self._unsent: list[bytes] = []
        self._used_before: float | None = None
        self.query: Running | None = None
        self.ahead: Running | None = None
        self.revision = 0

    async def connect(self, connection: socket.socket) -> None:
        """Attach to the worker's socket."""
        connection.setblocking(False)
        await asyncio.get_running_loop().create_unix_connection(lambda: self, sock=connection)

    def born(self, pid: int, pidfd: int) -> None:
        """Note the process, once the nursery has forked it."""
        self._pid, self._pidfd = pid, pidfd

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport; send what was written before it was there."""
        self._transport = transport  # type: ignore[assignment]
        for frame in self._unsent:
            self.send(frame)
        self._unsent.clear()

    def data_received(self, data: bytes) -> None:
        """Hand on the messages that are complete."""
        for message in self._frames.feed(data):
            self._on_message(self, message)

    def connection_lost(self, _: Exception | None) -> None:
        """Tell that the worker is gone."""
        self._on_lost(self)

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
        self._used_before = None

    def processor_seconds(self) -> float:
        """Return the processor time used since the first call for this query; 0 the first time.

        The first call, when a query begins to take long, only takes note: most queries never come
        so far, and reading the kernel's account costs as much as a small query.
        """
        try:
            fields = Path(f"/proc/{self._pid}/stat").read_bytes().rsplit(b")", 1)[1].split()
        except OSError:
            return 0.0
        used = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        if self._used_before is None:
            self._used_before = used
            return 0.0
        return used - self._used_before

    def yield_to_others(self) -> None:
        """Lower the priority of the process for the rest of its life."""
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._pid, LOW_PRIORITY)

    def end(self) -> None:
        """Kill the process at once; a second call does nothing."""
        if self._pidfd >= 0:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            os.close(self._pidfd)
            self._pidfd = -1
        if self._transport is not None:
            self._transport.abort()


class Nursery:
    """The workers' fork server: loaded from a store at one revision, then kept up by patches."""

    def __init__(self, store: EmbeddedStore, limits: Limits, *, union: bool) -> None:
        self._store, self._limits, self._union = store, limits, union
        self._server = ForkServer("rolegraph.store.workers.nursery", "query workers' fork server")
        self._lock = threading.Lock()
        self._loaded = False
        self._unsent: list[tuple[int, bytes]] = []
        self.revision = -1

    @property
    def running(self) -> bool:
        """Whether the process is up and has the dataset."""
        return self._server.running

    def start(self) -> None:
        """Start the process and give it the dataset; blocks until it is ready to fork.

        Raises:
            StoreError: it did not come up.
        """
        quads_read, quads_write = os.pipe()
        default_read, default_write = os.pipe() if self._union else (-1, -1)
        limits = self._limits
        self._server.start(
            *(quads_read, default_read),
            *(limits.memory, limits.result_bytes, limits.result_rows),
            pass_fds=[fd for fd in (quads_read, default_read) if fd >= 0],
            feed=lambda: self._feed(quads_write, default_write),
        )
        with self._lock:
            for revision, frame in self._unsent:
                if revision > self.revision:
                    self._server.send(frame)
            self._unsent.clear()
            self._loaded = True

    def _feed(self, quads_write: int, default_write: int) -> None:
        store = self._store
        with store.reading() as revision:
            with os.fdopen(quads_write, "wb") as quads:
                store.dump(quads, RdfFormat.N_QUADS)
            if default_write >= 0:
                with os.fdopen(default_write, "wb") as default_graph:
                    for name in store.graph_names():
                        if is_default_dataset_graph(name.value):
                            store.dump(default_graph, RdfFormat.N_TRIPLES, name)
            self.revision = revision

    def publish(self, revision: int, frame: bytes) -> None:
        """Send the patch of a commit; until the dataset is loaded, keep it."""
        with self._lock:
            if self._loaded:
                self._server.send(frame)
            else:
                self._unsent.append((revision, frame))

    def fork(self, connections: int = 0) -> Forked:
        """Have a worker forked.

        Args:
            connections: how many connections it may open.

        Raises:
            StoreError: the fork server is gone.
        """
        return self._server.fork(connections)

    def end(self) -> None:
        """End the process, and with it every worker."""
        self._server.end()
