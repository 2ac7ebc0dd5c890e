"""Lends connections of clients to workers: to which, for how long, and all back at once."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import socket
import time
from collections.abc import Callable, Iterable

from rolegraph.store.workers.lent.board import COMMITTED, LENT_AT_ONCE, OPEN, STATE, Board
from rolegraph.store.workers.lent.lender import Borrower, Lender, Loan, Submit
from rolegraph.store.workers.lent.terms import LoanTerms

_LOOK = 0.005
"""Seconds between two looks at what workers do, while anything is lent."""


class Lending:
    """The connections that the workers of one pool are lent.

    Args:
        per_client: connections of one client that may be lent at once.
        lenders: gives those of the workers that may be lent connections now.
    """

    def __init__(self, per_client: int, lenders: Callable[[], Iterable[Lender]]) -> None:
        self.board = Board.new()
        self._per_client, self._lenders = per_client, lenders
        self._free = list(range(len(self.board.slots)))
        self._all: set[Lender] = set()
        self._ending: dict[Lender, int] = {}
        self._numbers = itertools.count(1)
        self._timer: asyncio.TimerHandle | None = None
        self._closed: Callable[[], bool] = lambda: False

    # What the workers' processes have of it

    def new(
        self, adopt: Submit, send: Callable[[bytes], None], used: Callable[[], float]
    ) -> tuple[Lender, socket.socket] | None:
        """Return what lends to a new worker, and the worker's end of its socket.

        None where no more workers can be lent anything. For the arguments see `Lender`.
        """
        if not self._free:
            return None
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        slot = self.board.slots[self._free.pop()]
        slot.words[STATE] = 0
        lender = Lender(slot, ours, adopt, send, used)
        self._all.add(lender)
        return lender, theirs

    def lost(self, lender: Lender, pidfd: int) -> None:
        """Take back what a worker was lent, once its process has ended.

        Args:
            lender: of the worker.
            pidfd: a descriptor of the process, which is closed; negative where there is none.
        """
        lender.parting = True
        if pidfd < 0:
            self._settle(lender)
        else:
            self._ending[lender] = pidfd
            asyncio.get_running_loop().add_reader(pidfd, self._settle, lender)

    def _settle(self, lender: Lender) -> None:
        pidfd = self._ending.pop(lender, -1)
        if pidfd >= 0:
            asyncio.get_running_loop().remove_reader(pidfd)
            os.close(pidfd)
        if lender in self._all:
            self._all.discard(lender)
            lender.lost()
            self._free.append(lender.slot.index)

    def committed(self, revision: int) -> None:
        """Have no lent connection answered from an earlier state; called by who commits."""
        if self._closed():
            self.board.words[OPEN] = 0
        self.board.words[COMMITTED] = revision

    # What the server does

    def open(self, closed: Callable[[], bool]) -> None:
        """Begin to lend.

        Args:
            closed: tells whether nothing may be lent from now on; it is asked at each commit.
        """
        self._closed = closed
        self.board.words[OPEN] = 1

    @property
    def lent(self) -> int:
        """How many connections are lent."""
        return sum(len(lender.loans) for lender in self._all)

    def lend(
        self, borrower: Borrower, fd: int, client: str, terms: LoanTerms
    ) -> Callable[[], None] | None:
        """Lend a connection on which nothing is under way.

        Args:
            borrower: the server's end of it, which reads nothing until it is told to take it back.
            fd: its descriptor.
            client: who asks.
            terms: which requests are answered, and how.

        Returns:
            What ends the connection at the worker's end too; None where it is not lent.
        """
        if not self.board.words[OPEN] or self._closed():
            return None
        lenders = [each for each in self._lenders() if len(each.loans) < LENT_AT_ONCE]
        if not lenders:
            return None
        of_client = sum(each.count(client) for each in self._all)
        if of_client >= self._per_client:
            return None
        lender = min(lenders, key=lambda each: len(each.loans))
        number = next(self._numbers)
        loan = Loan(borrower, client, socket.socket(fileno=os.dup(fd)))
        if not lender.lend(number, loan, terms):
            loan.connection.close()
            return None
        if self._timer is None:
            self._look_soon()
        return lambda: lender.drop(number)

    def recall(self) -> None:
        """Have all connections come back, and lend none from now on."""
        self.board.words[OPEN] = 0
        for lender in self._all:
            lender.recall()

    def close(self) -> None:
        """Take back what is left, once all workers have ended."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        for lender in list(self._all):
            self._settle(lender)
        with contextlib.suppress(OSError):
            os.close(self.board.fd)

    def _look_soon(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(_LOOK, self._look)

    def _look(self) -> None:
        self._timer = None
        now = time.monotonic_ns()
        for lender in self._all:
            lender.look(now)
        if any(lender.loans or not lender.takes for lender in self._all):
            self._look_soon()
