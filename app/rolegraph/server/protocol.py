"""The HTTP protocol of the server: plain queries and repeated reads answered directly.

All others are uvicorn's.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any
from urllib.parse import unquote

from rolegraph.api.operations.kept import RAW, KeptAnswers
from rolegraph.api.operations.observing import BEGAN
from rolegraph.api.operations.seen_directly import SeenDirectly
from rolegraph.api.sparql.direct import OUTCOME, DirectQueries, Outcome, Reply
from rolegraph.http.proxies import NOBODY, TrustedProxies, party_of
from rolegraph.server.limited import LimitedProtocol
from rolegraph.server.plain_request import PATH, PlainRequests
from rolegraph.store.workers.lent.lender import Submit
from rolegraph.store.workers.turns.lane import Running

_OF_CONNECTIONS = (b"connection: close", b"forwarded", b"authorization:", b"cookie:", b"expect:")
HELD_BYTES = 64 * 1024
"""Bytes of further requests that are held while a query is under way."""


class DirectProtocol(LimitedProtocol):
    """Asks `DirectQueries` and `KeptAnswers` first, and hands the rest to the application.

    A request that came in one piece, while nothing else is under way on its connection, never
    meets uvicorn's parser. Where it turns out not to be plain, or not to succeed, its bytes are
    given to the parser after all, as if they had only now come.

    Args:
        direct: answers plain queries.
        kept: gives answers again.
        requests: tells which are plain; shared by all connections.
        seen: is told of each request that is answered directly.
        proxies: whose word is believed about who asks.
        options: of uvicorn.
    """

    def __init__(
        self,
        *,
        direct: DirectQueries,
        kept: KeptAnswers,
        requests: PlainRequests,
        seen: SeenDirectly,
        proxies: TrustedProxies,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self._direct, self._kept = direct, kept
        self._requests, self._seen = requests, seen
        self._proxies, self._through_proxy = proxies, False
        self._midway = False  # uvicorn's parser is within a request
        self._raw = b""
        self._alone: bytes | None = None
        self._asked: Running | None = None
        self._left: Running | None = None
        self._outcome: Outcome | None = None
        self._held: list[bytes] = []
        self._cold = 0  # questions in a row that nobody had at hand
        self._asked_before = False
        self._closes = False
        self._began = self._answered = 0.0
        self._said: object = None
        self._start = b""
        self._client = NOBODY
        if self.access_log or self.limit_concurrency is not None:
            self._midway = True  # these are uvicorn's to do, for all requests

    def data_received(self, data: bytes) -> None:
        """Answer a plain query, or leave what came to the parser."""
        if self._asked is not None:
            self._hold(data)
            return
        cycle = self.cycle
        if (
            self._midway
            or self._refused
            or (cycle is not None and not cycle.response_complete)
            or self.flow.write_paused
            or len(data) > HELD_BYTES
            or self._seen.ending
        ):
            super().data_received(data)
            return
        self._began = time.perf_counter()
        again = self._kept.again(data)
        if again is not None:
            head, body, route = again
            self._due, self._cold = None, 0
            self._answer((head, body), data, route)
            return
        if self._through_proxy:
            self._see_through_proxy(data)
        reply = self._direct.known(data) or self._ask(data)
        if reply is None:
            self._alone = data if _is_whole_read(data) else None
            super().data_received(data)
            self._alone = None
            return
        self._due = None
        if isinstance(reply, Running):
            self._wait_for(reply, data)
        else:
            self._cold = 0
            self._answer(reply, data)

    def _wait_for(self, query: Running, raw: bytes) -> None:
        self._asked, self._raw = query, raw
        self._seen.begin()

    def _see_through_proxy(self, data: bytes) -> None:
        """Note who asks a proxy this time: one connection of it brings requests of many."""
        request = self._requests.read(data)
        if request is not None:
            lines = filter(None, [request.head.forwarded_for])
            self._client = self._proxies.client_of(self._peer, lines)

    def _ask(self, data: bytes, submit: Submit | None = None) -> Reply | Running | None:
        before, self._asked_before = self._asked_before, False
        request = self._requests.read(data)
        if request is None:
            return None
        return self._direct.ask(
            data,
            request.method,
            request.query_string,
            request.head,
            request.body,
            party_of(self._client),
            self._take,
            submit,
            before=before,
        )

    def _take(self, outcome: Reply | Outcome) -> None:
        """Answer with what became of the query under way."""
        asked, self._asked = self._asked, None
        raw, self._raw = self._raw, b""
        self._seen.end()
        if isinstance(outcome, tuple):
            self._answer(outcome, raw)
        else:
            self._left, self._outcome = asked, outcome
            super().data_received(raw)
        if self._closes:
            super().shutdown()
        if self._held:
            held, self._held = b"".join(self._held), []
            self.flow.resume_reading()
            self.data_received(held)

    def _answer(self, reply: Reply, raw: bytes, route: str = PATH) -> None:
        said = self.server_state.default_headers
        if said is not self._said:  # uvicorn makes them anew each second
            self._said = said
            lines = [name + b": " + value + b"\r\n" for name, value in said]
            self._start = b"HTTP/1.1 200 OK\r\n" + b"".join(lines)
        name, further = self._seen.name()
        whole = self._start + further + reply[0] + reply[1]
        self.transport.write_whole(whole)  # type: ignore[attr-defined]
        # Behind the answer, since its client need not wait for what is noted of it.
        path = None if route == PATH else _path_of(raw)
        self._seen.answered(name, *self._about(raw, route), path)
        self.server_state.total_requests += 1
        self._answered = self.loop.time()
        if self.timeout_keep_alive_task is None:
            self._wait(self.timeout_keep_alive)

    def _about(self, raw: bytes, route: str = PATH) -> tuple[str, str, str, float, str | None]:
        """Return method, route, client, beginning and Authorization of a plain request."""
        given = None
        if b"uthorization:" in raw or b"UTHORIZATION:" in raw:
            request = self._requests.read(raw)
            given = None if request is None else request.head.authorization
        method = "POST" if raw.startswith(b"POST") else "GET"
        return (method, route, self._client, self._began, given)

    def _hold(self, data: bytes) -> None:
        """Keep what comes while a query is under way."""
        self._held.append(data)
        if sum(map(len, self._held)) > HELD_BYTES:
            self.flow.pause_reading()

    def _wait(self, seconds: float) -> None:
        self.timeout_keep_alive_task = self.loop.call_later(
            seconds, self.timeout_keep_alive_handler
        )

    def timeout_keep_alive_handler(self) -> None:
        """Close a connection that has long been idle; the timer runs on over direct answers."""
        self.timeout_keep_alive_task = None
        left = self._answered + self.timeout_keep_alive - self.loop.time()
        if self._asked is not None:
            self._wait(self.timeout_keep_alive)
        elif left > 0:
            self._wait(left)
        else:
            super().timeout_keep_alive_handler()

    def shutdown(self) -> None:
        """End the connection, after the answer that is under way."""
        if self._asked is None:
            super().shutdown()
        else:
            self._closes = True

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Note who asks."""
        super().connection_made(transport)
        self._peer = self.client[0] if self.client else None
        self._client = self._peer or NOBODY
        self._through_proxy = self._proxies.trusts(self._peer)

    def connection_lost(self, exc: Exception | None) -> None:
        """Drop the query under way; nobody waits for it any more."""
        if self._asked is not None:
            self._seen.end()
            self._seen.left(*self._about(self._raw))
        for query in (self._asked, self._left):
            if query is not None:
                self._direct.leave(query)
        self._asked, self._held = None, []
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Note that the parser is within a request; tell what is known of it already."""
        self._midway = True
        super().on_message_begin()
        if self._alone is not None:
            alone: dict[str, Any] = {RAW: self._alone}
            self.scope.update(alone)  # type: ignore[typeddict-item]
        if self._outcome is not None:
            known: dict[str, Any] = {OUTCOME: self._outcome, BEGAN: self._began}
            self.scope.update(known)  # type: ignore[typeddict-item]
            self._outcome = None

    def on_message_complete(self) -> None:
        """Note that the parser is between requests, unless it is done with HTTP."""
        self._midway = self.parser.should_upgrade()
        super().on_message_complete()


def _is_whole_read(data: bytes) -> bool:
    """Tell whether bytes are one GET whose answer depends on nothing but them.

    What comes through a proxy does not count: who is trusted is a matter of the connection.
    """
    if not data.startswith(b"GET ") or data.find(b"\r\n\r\n") != len(data) - 4:
        return False
    line, _, headers = data.lower().partition(b"\r\n")
    return line.endswith(b" http/1.1") and not any(name in headers for name in _OF_CONNECTIONS)


def _path_of(raw: bytes) -> str:
    """Return the path of a request, as the log has it."""
    return unquote(raw[4 : raw.find(b" ", 4)].partition(b"?")[0].decode("latin-1"))
