"""Connections of clients that this worker is lent: it reads their requests and answers them.

What it reads stays where it is until it is answered. So a connection is given back by letting go of
it, and the server finds each request that has no answer. Every place for a descriptor is taken all
the time, so nothing else that runs here can open a connection.
"""

from __future__ import annotations

import contextlib
import gc
import marshal
import os
import select
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from zlib import crc32

from rolegraph.rdf.named_graphs import speaks_of_graphs
from rolegraph.rdf.plain.queries import (
    SERVICE,
    brackets_in,
    depends_on_base,
    is_plain,
    is_volatile,
)
from rolegraph.rdf.query_rewriting import rewritten
from rolegraph.sandbox.confinement import Confinement
from rolegraph.store.workers.inside.answering import (
    FAULTS,
    SLOW,
    UNACCEPTABLE,
    formats_of,
    kind_of,
    tell_error,
    tell_fault,
)
from rolegraph.store.workers.inside.output import CHUNK_BYTES, WorkerOutput
from rolegraph.store.workers.inside.replica import WorkerReplica
from rolegraph.store.workers.inside.rows import RowCounter
from rolegraph.store.workers.lent.board import (
    ANSWERING,
    COMMITTED,
    IDLE,
    LENGTH,
    LENT_AT_ONCE,
    NUMBER,
    OPEN,
    RECALL,
    RUNNING,
    SINCE,
    STATE,
    TURN,
    Board,
)
from rolegraph.store.workers.lent.terms import KnownRequests, LoanTerms, Representation, answer_of
from rolegraph.store.workers.messages import wire

RECEIVED = LENT_AT_ONCE + 1
"""Descriptors that it takes for them, with the one by which it waits for all."""
_READ_BYTES = 64 * 1024
_BATCH = 4
"""Events that are taken at once: so many questions the server's own query waits for at most."""
_IDLE = 2.0
"""Seconds without a request after which a connection goes back."""
_LOOK = 0.5
_WHOLE = 1024 * 1024
"""Bytes of a result beyond which the server sends it."""


@dataclass(frozen=True)
class LentPlace:
    """Where a worker finds what it is lent.

    Attributes:
        hand: the socket that connections come over.
        board: the memory that it shares with the server.
        slot: which part of that is its own.
    """

    hand: socket.socket
    board: Board
    slot: int


class _Lent:
    """A connection that is lent."""

    __slots__ = ("connection", "depth", "fd", "last", "length", "number", "peek", "terms", "text")

    def __init__(self, number: int, terms: LoanTerms, fd: int) -> None:
        self.connection = socket.socket(fileno=fd)
        self.peek = self.connection.recv
        self.fd, self.number, self.terms = fd, number, terms
        self.length, self.depth = terms.length, terms.depth
        self.text = KnownRequests(terms).text
        self.last = time.monotonic()


class _NotHere(Exception):
    """The server is to answer this one."""


class LentConnections:
    """The lent connections, and the messages of the server beside them.

    Args:
        confinement: of the process; has both sockets to the server.
        replica: the dataset.
        place: where connections come from.
        byte_limit: bytes that one result may have.
        row_limit: rows that one result may have; 0 sets no limit.
    """

    def __init__(
        self,
        confinement: Confinement,
        replica: WorkerReplica,
        place: LentPlace,
        byte_limit: int,
        row_limit: int,
    ) -> None:
        self._confinement, self._control = confinement, confinement.connection
        self._hand = confinement.further or place.hand
        self._hand.setblocking(False)
        self._replica = replica
        self._slot = place.board.slots[place.slot]
        self._words, self._common = self._slot.words, place.board.words
        self._note = place.board.marks.note
        self._byte_limit, self._row_limit = byte_limit, row_limit
        self._lent: dict[int, _Lent] = {}
        self._waiting = select.epoll()
        self._waiting.register(self._control, select.EPOLLIN)
        self._waiting.register(self._hand, select.EPOLLIN)
        self._free: list[int] = []
        with contextlib.suppress(OSError):
            while True:
                self._free.append(os.dup(self._control.fileno()))
        self._scratch = bytearray(_READ_BYTES)
        self._second, self._date = 0, b""
        self._looked = 0.0
        self._words[STATE] = IDLE

    def serve(self, take: Callable[[bytes], bool]) -> None:
        """Answer what comes until the server is gone.

        Args:
            take: is given what the server sends; tells whether the server is still there.
        """
        # Answering makes no cycles to speak of; to look for them at the usual pace takes its time.
        gc.set_threshold(50_000, 20, 50)
        control, hand = self._control.fileno(), self._hand.fileno()
        while True:
            for fd, _ in self._waiting.poll(_LOOK if self._lent else None, _BATCH):
                if fd == control:
                    data = self._control.recv(_READ_BYTES)
                    turn = self._begin(0, 0)
                    if not data or not take(data):
                        return
                    if self._words[RECALL] == turn:
                        self._clear(turn, 0)
                    self._words[STATE] = IDLE
                elif fd == hand:
                    self._receive()
                elif (lent := self._lent.get(fd)) is not None:
                    self._answer(lent)
            now = time.monotonic()
            if now - self._looked > _LOOK:
                self._looked = now
                for lent in [lent for lent in self._lent.values() if now - lent.last > _IDLE]:
                    self._give_back(lent, wire.UNUSED)

    def clear(self) -> None:
        """Let go of all connections, since the server wants them back."""
        self._clear(0, 0)

    def _receive(self) -> None:
        while self._free:
            place = self._free.pop()
            os.close(place)
            try:
                data, fds, _, _ = socket.recv_fds(self._hand, _READ_BYTES, 1)
            except BlockingIOError:
                data, fds = b"", []
            else:
                if not data:  # it was closed; it would wake us again and again
                    with contextlib.suppress(OSError):
                        self._waiting.unregister(self._hand)
            if not fds:
                os.dup2(self._control.fileno(), place)
                self._free.append(place)
                return
            number, terms = marshal.loads(data)  # noqa: S302 - of the server, as all messages
            *rest, table, graph = terms
            forms = [None if form is None else Representation(*form) for form in (table, graph)]
            lent = self._lent[fds[0]] = _Lent(number, LoanTerms(*rest, *forms), fds[0])
            self._waiting.register(lent.fd, select.EPOLLIN)

    def _let_go(self, lent: _Lent) -> None:
        del self._lent[lent.fd]
        with contextlib.suppress(OSError):
            self._waiting.unregister(lent.fd)
        lent.connection.detach()
        os.dup2(self._control.fileno(), lent.fd)
        self._free.append(lent.fd)

    def _give_back(self, lent: _Lent, reason: int, rest: bytes = b"") -> None:
        self._let_go(lent)
        idle = time.monotonic() - lent.last
        self._control.sendall(wire.pack((wire.BACK, lent.number, reason, idle, rest)))

    def _clear(self, turn: int, number: int) -> None:
        self._receive()  # what is on its way is wanted back as well
        numbers = [lent.number for lent in self._lent.values()]
        for lent in list(self._lent.values()):
            self._let_go(lent)
        self._control.sendall(wire.pack((wire.CLEARED, turn, number, numbers)))

    def _begin(self, number: int, length: int) -> int:
        words = self._words
        words[NUMBER], words[LENGTH], words[SINCE] = number, length, time.monotonic_ns()
        turn: int = words[TURN] + 1
        words[TURN] = turn
        words[STATE] = RUNNING
        return turn

    def _answer(self, lent: _Lent) -> None:
        try:
            data = lent.peek(_READ_BYTES, socket.MSG_PEEK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        began = time.monotonic()
        common = self._common
        if not common[OPEN] or common[COMMITTED] > self._replica.revision:
            self._give_back(lent, wire.LATER)
            return
        text = self._question_in(lent, data)
        if text is None:
            self._give_back(lent, wire.ODD)
            return
        if self._note(crc32(text.encode("utf-8", "surrogatepass"))):
            self._give_back(lent, wire.KNOWN)
            return
        words = self._words
        turn = self._begin(lent.number, len(data))
        try:
            form, output = self._run(text, lent, turn)
        except (_NotHere, *FAULTS) as error:
            words[STATE] = ANSWERING
            self._tell_fault(lent, turn, error)
        else:
            words[STATE] = ANSWERING
            if words[RECALL] == turn:
                self._tell(lent, turn, output, began)
            elif common[COMMITTED] > self._replica.revision:
                self._give_back(lent, wire.LATER)
            else:
                self._send(lent, form, output.whole(), len(data), began)
        words[STATE] = IDLE

    def _question_in(self, lent: _Lent, data: bytes) -> str | None:
        """Return the query of a request, as it is to be run; None where the server is to see it."""
        text = lent.text(data)
        if text is None:
            return None
        if not is_plain(text):
            if depends_on_base(text) or is_volatile(text) or not SERVICE.absent(text):
                return None
            if speaks_of_graphs(text):
                return None
            text = rewritten(text, None)
        if len(text) > lent.length or brackets_in(text) > lent.depth or self._slot.full:
            return None
        return text

    def _run(self, text: str, lent: _Lent, turn: int) -> tuple[Representation, LentOutput]:
        results: Any = self._replica.plain.query(text)
        kind = kind_of(results)
        form = lent.terms.graph if kind == "graph" else lent.terms.table
        if form is None:
            raise _NotHere(kind)
        row_limit = self._row_limit
        rows = RowCounter(form.format, row_limit) if row_limit and kind == "bindings" else None
        output = LentOutput(self._control, self._replica.revision, kind, self._byte_limit, rows)
        output.spill = partial(self._spill, lent, turn)
        results.serialize(output, format=formats_of(kind)[form.format])
        return form, output

    def _spill(self, lent: _Lent, turn: int) -> None:
        """Go on with a large result only if the server has taken it over, and gets it in parts."""
        if self._words[RECALL] != turn:
            raise _NotHere
        self._clear(turn, lent.number)

    def _tell(self, lent: _Lent, turn: int, output: LentOutput, began: float) -> None:
        """Tell the server the end of a result that it has taken over."""
        if not output.spilt:
            self._clear(turn, lent.number)
        took_long = time.monotonic() - began > SLOW
        retires = took_long and self._confinement.holds_much
        output.finish(retires=retires, gzip=lent.terms.gzip)

    def _tell_fault(self, lent: _Lent, turn: int, error: Exception) -> None:
        """Give back a connection whose query failed, or tell the server if it has it already."""
        if self._words[RECALL] != turn:
            self._give_back(lent, wire.ODD)
            return
        self._clear(turn, lent.number)
        if isinstance(error, _NotHere):
            tell_fault(self._control, UNACCEPTABLE, str(error))
        else:
            tell_error(self._control, error)

    def _send(
        self, lent: _Lent, form: Representation, body: bytes, length: int, began: float
    ) -> None:
        present = time.time()
        second = int(present)
        if second != self._second:
            self._second = second
            stamp = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(second))
            self._date = b"date: %b\r\n" % stamp.encode()
        slot, revision = self._slot, self._replica.revision
        name = b"%x.%x" % (slot.index, slot.next_number)
        whole = answer_of(lent.terms, form, self._date, name, revision, body)
        sent = 0
        try:
            sent = lent.connection.send(whole)
        except BlockingIOError:
            pass
        except OSError:  # the server will find out
            sent = len(whole)
        try:  # noqa: SIM105 - `suppress` would cost half a microsecond
            lent.connection.recv_into(self._scratch, length)
        except OSError:
            pass
        lent.last = time.monotonic()
        slot.note(present, lent.last - began, lent.number, revision)
        if sent < len(whole):
            self._give_back(lent, wire.REST, whole[sent:])


class LentOutput(WorkerOutput):
    """A file the serialiser writes to: gathers a result whole.

    Attributes:
        spill: called once the result is large; raises unless it may go to the server in parts.
        spilt: whether it does so.
    """

    __slots__ = ("spill", "spilt")

    def __init__(
        self,
        connection: socket.socket,
        revision: int,
        kind: str,
        byte_limit: int,
        rows: RowCounter | None,
    ) -> None:
        super().__init__(connection, revision, kind, byte_limit, rows)
        self._most, self.spilt = _WHOLE, False
        self.spill: Callable[[], None]

    def _part(self) -> None:
        if not self.spilt:
            self.spill()
            self._most, self.spilt = CHUNK_BYTES, True
        super()._part()

    def whole(self) -> bytes:
        """Return the result."""
        parts = self._parts
        return parts[0] if len(parts) == 1 else b"".join(parts)
