"""The server's side of what one worker is lent."""

from __future__ import annotations

import contextlib
import marshal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from rolegraph.store.workers.lent.board import (
    ANSWERING,
    LENGTH,
    NUMBER,
    RECALL,
    RUNNING,
    SINCE,
    STATE,
    TURN,
    Noted,
    WorkerSlot,
)
from rolegraph.store.workers.lent.terms import LoanTerms
from rolegraph.store.workers.messages import wire
from rolegraph.store.workers.messages.job import QueryJob
from rolegraph.store.workers.turns.lane import Running, Take

_WORKED = 0.005
"""Seconds of the processor's time after which nothing lent waits for a piece of work any more."""
_LONG = 50_000_000
"""Nanoseconds after which nothing does so, even if the machine is busy with others."""

Submit = Callable[[QueryJob, str, Take], Running]
"""Has a query run; see `QueryWorkers.submit`."""


class Borrower(Protocol):
    """The server's end of a connection that is lent."""

    def note(self, noted: Noted, slot: int) -> None:
        """Note an answer that a worker has given on it."""

    def come_back(self, reason: int, idle: float, rest: bytes) -> None:
        """Take the connection back, with what the client did not take yet of an answer."""

    def take_over(self, raw: bytes, submit: Submit) -> None:
        """Take the connection back, with a request under way, which `submit` makes a query."""

    def cut(self) -> None:
        """End the connection: nobody knows how much of an answer was sent."""


@dataclass(frozen=True)
class Loan:
    """A connection that is lent.

    Attributes:
        borrower: the server's end of it.
        client: who asks.
        connection: a copy of the socket, kept so that it can be ended.
    """

    borrower: Borrower
    client: str
    connection: socket.socket


class Lender:
    """What one worker is lent.

    Args:
        slot: its part of the shared memory.
        hand: the socket that connections go over.
        adopt: has a query that the worker runs already stand among those of the server.
        send: sends the worker a message.
        used: tells what processor time the worker has used.

    Attributes:
        loans: the connections, by their numbers.
        adopted: the last query that it ran for one of them and answered to the server.
        parting: whether it is about to end.
    """

    def __init__(
        self,
        slot: WorkerSlot,
        hand: socket.socket,
        adopt: Submit,
        send: Callable[[bytes], None],
        used: Callable[[], float],
    ) -> None:
        self.slot, self._hand = slot, hand
        self._adopt, self._send, self._used = adopt, send, used
        self._hand.setblocking(False)
        self.loans: dict[int, Loan] = {}
        self.adopted: Running | None = None
        self.parting = self._waits = False
        self._recalled = self._taken = self._seen = 0
        self._used_before = 0.0

    @property
    def takes(self) -> bool:
        """Whether it may be lent one more connection now."""
        return not (self.parting or self._waits or self._recalled)

    def count(self, client: str) -> int:
        """Return how many connections of a client are lent."""
        return sum(loan.client == client for loan in self.loans.values())

    def lend(self, number: int, loan: Loan, terms: LoanTerms) -> bool:
        """Lend a connection; False where the worker takes none now."""
        message = marshal.dumps((number, _plain(terms)))
        try:
            socket.send_fds(self._hand, [message], [loan.connection.fileno()])
        except OSError:
            return False
        self.loans[number] = loan
        return True

    def note(self) -> None:
        """Note what the worker has answered."""
        for noted in self.slot.noted():
            loan = self.loans.get(noted.connection)
            if loan is not None:
                loan.borrower.note(noted, self.slot.index)

    def look(self, now: int) -> None:
        """Take all connections back where the worker is at one piece of work for long.

        The worker is told first, and looked at again the next time: if it is still at the same
        piece then, it finds that it was told before it turns to anything else.

        Args:
            now: the present time, of `time.monotonic_ns`.
        """
        self.note()
        words = self.slot.words
        turn, number = words[TURN], words[NUMBER]
        if self.parting:
            pass  # all come back with its end
        elif self._recalled:
            if turn == self._recalled and words[STATE] == RUNNING:
                self._taken, self._waits = turn, True  # until the worker says that it knows
                self._take_over(number)
            self._recalled = 0
        elif words[STATE] != RUNNING or not self.loans:
            pass
        elif turn != self._seen:
            self._seen, self._used_before = turn, self._used()
        elif self._used() - self._used_before > _WORKED or now - words[SINCE] > _LONG:
            self._recalled = words[RECALL] = turn

    def on_message(self, message: tuple[Any, ...]) -> None:
        """Take what the worker says of connections."""
        self.note()
        if message[0] == wire.BACK:
            _, number, reason, idle, rest = message
            self._come_back(number, reason, idle, rest)
            return
        _, turn, number, numbers = message
        if turn and turn == self._taken:
            self._waits = False
            return
        self._recalled = 0
        for other in numbers:
            if other != number:
                self._come_back(other)
        if number:
            self._take(number)

    def recall(self) -> None:
        """Have the worker let go of all connections."""
        if self.loans:
            self._send(wire.pack((wire.RECALL,)))

    def drop(self, number: int) -> None:
        """End a connection that the server has closed."""
        self.note()
        loan = self.loans.pop(number, None)
        if loan is not None:
            with contextlib.suppress(OSError):
                loan.connection.shutdown(socket.SHUT_RDWR)
            loan.connection.close()

    def lost(self) -> None:
        """Take all back, since the worker has ended."""
        self.note()
        words = self.slot.words
        if words[STATE] == ANSWERING and words[NUMBER] in self.loans:
            loan = self.loans.pop(words[NUMBER])
            loan.connection.close()
            loan.borrower.cut()
        for number in list(self.loans):
            self._come_back(number)
        words[STATE] = 0
        self._hand.close()

    def _take_over(self, number: int) -> None:
        for other in list(self.loans):
            if other != number:
                self._come_back(other)
        if number:
            self._take(number)

    def _take(self, number: int) -> None:
        """Take a connection back with its query, which the worker answers to the server."""
        made: list[Running] = []

        def submit(job: QueryJob, client: str, take: Take) -> Running:
            made.append(self._adopt(job, client, take))
            return made[0]

        loan = self.loans.pop(number, None)
        if loan is not None:
            raw = b""
            with contextlib.suppress(OSError):
                raw = loan.connection.recv(self.slot.words[LENGTH])
            loan.connection.close()
            loan.borrower.take_over(raw, submit)
        if not made:  # nobody waits for it any more
            submit(QueryJob(""), "", _forget).settled = True
        self.adopted = made[0]

    def _come_back(
        self, number: int, reason: int = wire.LATER, idle: float = 0.0, rest: bytes = b""
    ) -> None:
        loan = self.loans.pop(number, None)
        if loan is not None:
            loan.connection.close()
            loan.borrower.come_back(reason, idle, rest)


def _forget(_: object) -> None:
    """Take an outcome that nobody waits for."""


def _plain(terms: LoanTerms) -> tuple[Any, ...]:
    *rest, table, graph = terms
    return (*rest, table and tuple(table), graph and tuple(graph))
