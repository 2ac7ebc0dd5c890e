"""The protocol of connections that are lent to query workers while they bring cold questions.

A message to a worker and back took longer than a small query. So who asks one question after the
other that nobody has at hand is answered by a worker itself: it is lent the connection. The server
reads nothing on it meanwhile, and gets it back with the first request that is not of that kind.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from rolegraph.api.sparql.direct import Outcome, Reply
from rolegraph.http.proxies import party_of
from rolegraph.server.plain_request import PATH
from rolegraph.server.protocol import DirectProtocol
from rolegraph.store.workers.lent.board import Noted
from rolegraph.store.workers.lent.lender import Submit
from rolegraph.store.workers.lent.lending import Lending
from rolegraph.store.workers.messages import wire
from rolegraph.store.workers.turns.lane import Running

_QUICK = 0.02
"""Seconds below which an answer is one of a moment."""
_ENOUGH = 3
"""Cold questions in a row, each answered in a moment, after which a connection is lent."""
_MOST = 96
"""So many, where others come in between time and again."""


class LendingProtocol(DirectProtocol):
    """Lends its connection; a `Borrower`.

    Args:
        lending: lends connections.
        options: of `DirectProtocol`.
    """

    def __init__(self, *, lending: Lending, **options: Any) -> None:
        super().__init__(**options)
        self._lending = lending
        self._drop: Callable[[], None] | None = None
        self._method, self._enough, self._answers = "GET", _ENOUGH, 0

    def _take(self, outcome: Reply | Outcome) -> None:
        raw, began = self._raw, self._began
        super()._take(outcome)
        if not isinstance(outcome, tuple) or time.perf_counter() - began > _QUICK:
            self._cold = 0
            return
        self._cold += 1
        if self._cold >= self._enough and self._asked is None:
            # Behind the answer, which is written at the end of this turn of the event loop.
            self.loop.call_soon(self._lend, raw)

    def _lend(self, raw: bytes) -> None:
        """Lend the connection, if nothing at all is under way on it."""
        transport, cycle = self.transport, self.cycle
        if (
            self._drop is not None
            or self._cold < self._enough
            or self._asked is not None
            or self._midway
            or self._refused
            or self._closes
            or self._held
            or self._through_proxy
            or self._seen.ending
            or (cycle is not None and not cycle.response_complete)
            or transport.is_closing()
            or transport.get_write_buffer_size()
        ):
            return
        start = self._seen.start_of_lent(self.server_state.default_headers)
        request = self._requests.read(raw)
        if start is None or request is None:
            return
        terms = self._direct.terms(
            request.method,
            request.head,
            self._requests.block(raw),
            start,
            self._limits.target_bytes,
        )
        if terms is None:
            return
        self._method, self._cold, self._answers = request.method, 0, 0
        fd = transport.get_extra_info("socket").fileno()
        self.flow.pause_reading()
        self._drop = self._lending.lend(self, fd, party_of(self._client), terms)
        if self._drop is None:
            self.flow.resume_reading()

    # What a borrower does

    def note(self, noted: Noted, slot: int) -> None:
        """Note an answer that a worker has given."""
        self._direct.missed()
        self._answers += 1
        if self._answers > _MOST:
            self._answers, self._enough = 0, _ENOUGH
        self._seen.answered_by_worker(noted, slot, self._method, PATH, self._client)
        self.server_state.total_requests += 1

    def come_back(self, reason: int, idle: float, rest: bytes) -> None:
        """Read requests again."""
        self._drop = None
        self._answered = self.loop.time() - idle
        self._asked_before = reason == wire.KNOWN
        if reason == wire.ODD:
            self._enough = min(2 * self._enough, _MOST)
        if rest:
            self.transport.write(rest)
        if self._closes:
            super().shutdown()
        else:
            self.flow.resume_reading()

    def take_over(self, raw: bytes, submit: Submit) -> None:
        """Have a query under way stand among those of the server, and read requests again."""
        self._drop = None
        self._answered = self.loop.time()
        # To move a slow query aside costs a process, so that is not to happen all the time.
        self._enough = min(2 * self._enough, _MOST)
        self.flow.resume_reading()
        request = self._requests.read(raw)
        if request is None:  # the client has gone
            return
        self._began = time.perf_counter()
        reply = self._ask(raw, submit)
        if isinstance(reply, Running):
            self._wait_for(reply, raw)
        elif reply is None:
            self.data_received(raw)
        else:
            self._answer(reply, raw)

    def cut(self) -> None:
        """End the connection."""
        self._drop = None
        self.transport.abort()

    # What uvicorn calls

    def timeout_keep_alive_handler(self) -> None:
        """Leave a connection that is lent; it comes back once it is idle."""
        if self._drop is None:
            super().timeout_keep_alive_handler()
        else:
            self._wait(self.timeout_keep_alive)

    def shutdown(self) -> None:
        """End the connection, once it has come back."""
        if self._drop is None:
            super().shutdown()
        else:
            self._closes = True

    def connection_lost(self, exc: Exception | None) -> None:
        """End the connection at the worker's end as well."""
        if self._drop is not None:
            self._drop()
            self._drop = None
        super().connection_lost(exc)
