"""The server's end of the fork server that holds the dataset."""

from __future__ import annotations

import os
import threading

from rolegraph.rdf.namespaces import is_default_dataset_graph
from rolegraph.rdf.terms import RdfFormat
from rolegraph.sandbox.forking import Forked, ForkServer
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.workers.messages import wire
from rolegraph.store.workers.messages.job import Limits

_MODULE = "rolegraph.store.workers.inside.main"


class ReplicaForkServer:
    """The workers' fork server: loaded from a store at one revision, then kept up by patches.

    Args:
        store: the store.
        limits: what one query may use.
        union: whether replicas have the union of the default dataset graphs as default graph.
    """

    def __init__(self, store: EmbeddedStore, limits: Limits, *, union: bool) -> None:
        self._store, self._limits, self._union = store, limits, union
        self._server = ForkServer(_MODULE, "query workers' fork server")
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
            self._server.send(wire.pack((wire.PATCH, self.revision, b"", b"")))
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
