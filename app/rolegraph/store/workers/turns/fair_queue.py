"""A fair queue: clients take turns, however many queries each of them has waiting."""

from __future__ import annotations

from collections import Counter, OrderedDict, deque
from typing import Generic, Protocol, TypeVar

from rolegraph.errors import Busy


class Waiter(Protocol):
    """What can wait: it knows whose turn it takes."""

    client: str


Q = TypeVar("Q", bound=Waiter)


class FairQueue(Generic[Q]):
    """Queries that wait for a worker.

    Args:
        length: queries that may wait in all.
        per_client: queries of one client that may run at once.
    """

    def __init__(self, length: int, per_client: int) -> None:
        self._length = length
        self._per_client = per_client
        self._waiting: OrderedDict[str, deque[Q]] = OrderedDict()
        self._running: Counter[str] = Counter()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def startable(self) -> int:
        """How many of the waiting queries may start now, if there are workers for them."""
        return sum(
            min(len(own), max(self._per_client - self._running[client], 0))
            for client, own in self._waiting.items()
        )

    def put(self, query: Q) -> None:
        """Let a query wait.

        Raises:
            Busy: the queue is full, or this client fills more than its half of it.
        """
        own = self._waiting.get(query.client)
        if self._count >= self._length or (own and len(own) >= max(self._length // 2, 1)):
            raise Busy("Too many queries are waiting; try again in a moment.", retry_after=2)
        if own is None:
            own = self._waiting[query.client] = deque()
        own.append(query)
        self._count += 1

    def put_first(self, query: Q) -> None:
        """Let a query wait that has waited its turn already; never refused."""
        own = self._waiting.setdefault(query.client, deque())
        own.appendleft(query)
        self._waiting.move_to_end(query.client, last=False)
        self._count += 1

    def take(self) -> Q | None:
        """Return the next query of the client whose turn it is, or None.

        Clients that already run as many as they may are passed over; they keep their turn.
        """
        for client in list(self._waiting):
            if not self.may_start(client):
                continue
            own = self._waiting.pop(client)
            query = own.popleft()
            self._count -= 1
            if own:
                self._waiting[client] = own  # at the end: the others go first now
            return query
        return None

    def remove(self, query: Q) -> bool:
        """Take a waiting query out; False where it does not wait."""
        own = self._waiting.get(query.client)
        if not own or query not in own:
            return False
        own.remove(query)
        self._count -= 1
        if not own:
            del self._waiting[query.client]
        return True

    def may_start(self, client: str) -> bool:
        """Tell whether a client may have one more query running."""
        return self._running[client] < self._per_client

    def started(self, client: str) -> None:
        """Note that a query of a client runs."""
        self._running[client] += 1

    def ended(self, client: str) -> None:
        """Note that a query of a client runs no more."""
        left = self._running[client] - 1
        if left:
            self._running[client] = left
        else:
            del self._running[client]
