"""Replicas that are filled while the service around them is put together."""

from __future__ import annotations

import threading
from concurrent.futures import Future

from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.workers.messages.job import Limits
from rolegraph.store.workers.processes.ahead import LoadingAhead
from rolegraph.store.workers.processes.fork_server import ReplicaForkServer


class EarlyFilling:
    """Fills replicas from the journal, in a thread of its own.

    Args:
        store: the store; nobody commits to it until `server` is told of commits.
        limits: what one query may use.
        union: whether queries see the union of graphs, which is all that the replicas hold then.
        ahead: a process that loads the journal already, for the same limits and union.

    Attributes:
        server: what is being filled.
        filled: whether it came to be, once that is known: not where commits have removed so much
            that something else is read in less time. Has a `StoreError` where it failed.
    """

    def __init__(
        self,
        store: EmbeddedStore,
        limits: Limits,
        *,
        union: bool,
        ahead: LoadingAhead | None = None,
    ) -> None:
        self.server = ReplicaForkServer(store, limits, union=union, one_copy=union, ahead=ahead)
        self.filled: Future[bool] = Future()
        self._end = threading.Event()
        # Kept to the end: the kernel ends a process that is to die with its parent together with
        # the thread that started it (prctl(2), PR_SET_PDEATHSIG). Nobody waits for it, should the
        # service not come to be.
        threading.Thread(target=self._fill, name="early filling", daemon=True).start()

    def _fill(self) -> None:
        try:
            self.filled.set_result(self.server.start_from_journal())
        except BaseException as error:  # noqa: BLE001 - it is raised where the result is asked for
            self.filled.set_exception(error)
        self._end.wait()

    def end(self) -> None:
        """End the process, and with it every worker."""
        self.server.end()
        self._end.set()
