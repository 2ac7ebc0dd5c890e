"""A journal that is loaded into memory while it is checked, before the store is open.

What is loaded is used only where the check finds the same commits at the same places of the same
file. Else the process is ended, and replicas are filled as if it had never been.
"""

from __future__ import annotations

import os

from rolegraph.sandbox.forking import ForkServer
from rolegraph.settings import Settings
from rolegraph.store.engine.free_memory import heap_of_queries
from rolegraph.store.files.durable import JOURNAL
from rolegraph.store.journal.glance import glance_at
from rolegraph.store.workers.messages.job import Limits
from rolegraph.store.workers.processes.memory_plan import ONE_COPY, budget_of, plan_of
from rolegraph.store.workers.processes.numbers import MODULE, NAME, numbers_for

_SHORT = 30 * 2**20
"""Bytes below which hardly any journal leads to so many quads as are worth it."""


class LoadingAhead:
    """A process that loads a journal which nobody has checked yet.

    Args:
        journal: a descriptor of the file, which is the process's from now on.
        limits: what one query may use.
        union: whether it loads the union of graphs, and not the quads as they are.

    Attributes:
        server: the process, not ready yet.
    """

    def __init__(self, journal: int, limits: Limits, *, union: bool) -> None:
        self._file = os.fstat(journal)
        self.server = ForkServer(MODULE, NAME)
        quads, self._tell = os.pipe()
        self.server.launch(
            *numbers_for(
                limits, quads=quads, journal=journal, union=union, ahead=True, beside=True
            ),
            pass_fds=(quads, journal),
            environment=heap_of_queries(os.environ, huge=True),
        )

    def is_of(self, journal: int) -> bool:
        """Tell whether it loads the file that a descriptor is of."""
        return os.path.samestat(self._file, os.fstat(journal))

    def take(self) -> int:
        """Return the end of the pipe in which the process is told what it should have loaded."""
        tell, self._tell = self._tell, -1
        return tell

    def end(self) -> None:
        """End the process."""
        self.server.end()  # which would take the end of the pipe for a fault
        if self._tell >= 0:
            os.close(self.take())


def load_ahead(settings: Settings) -> LoadingAhead | None:
    """Begin to load the journal of a service, where that is worth it.

    Args:
        settings: of the service.

    Returns:
        None where there is none, where it is short, and where memory is too small for it.
    """
    path = settings.data_dir / JOURNAL
    try:
        if path.stat().st_size < _SHORT:
            return None
        file = path.open("rb")
    except OSError:
        return None  # whoever opens the store says what is wrong
    with file:
        glance = glance_at(file)
        plan = plan_of(glance.at_most, budget_of(settings), union=settings.union, slow_places=1)
        if glance.at_least < ONE_COPY or not plan.memory:
            return None
        return LoadingAhead(os.dup(file.fileno()), Limits.of(settings), union=settings.union)
