"""The HTTP protocol of the server: plain queries answered directly, all others by uvicorn's."""

from __future__ import annotations

import asyncio
import functools
import time
from typing import Any

from rolegraph.api.operations.observing import BEGAN, SeenDirectly
from rolegraph.api.sparql.direct import OUTCOME, DirectQueries, Outcome, Reply
from rolegraph.http.hosts import AllowedHosts
from rolegraph.http.proxies import NOBODY, TrustedProxies, party_of
from rolegraph.server.limited import Crowd, LimitedProtocol, Note
from rolegraph.server.limits import ConnectionLimits
from rolegraph.server.plain_request import PATH, PlainRequests
from rolegraph.store.workers.turns.lane import Running

HELD_BYTES = 64 * 1024
"""Bytes of further requests that are held while a query is under way."""


class DirectProtocol(LimitedProtocol):
    """Asks `DirectQueries` first, and hands the rest to the application.

    A request that came in one piece, while nothing else is under way on its connection, never
    meets uvicorn's parser. Where it turns out not to be plain, or not to succeed, its bytes are
    given to the parser after all, as if they had only now come.

    Args:
        direct: answers plain queries.
        requests: tells which are plain; shared by all connections.
        seen: is told of each request that is answered directly.
        proxies: whose word is believed about who asks.
        options: of uvicorn.
    """

    def __init__(
        self,
        *,
        direct: DirectQueries,
        requests: PlainRequests,
        seen: SeenDirectly,
        proxies: TrustedProxies,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self._direct, self._requests, self._seen = direct, requests, seen
        self._proxies, self._through_proxy = proxies, False
        self._midway = False  # uvicorn's parser is within a request
        self._raw = b""
        self._asked: Running | None = None
        self._left: Running | None = None
        self._outcome: Outcome | None = None
        self._held: list[bytes] = []
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
        if self._through_proxy:
            self._see_through_proxy(data)
        reply = self._direct.known(data) or self._ask(data)
        if reply is None:
            super().data_received(data)
            return
        self._due = None
        if isinstance(reply, Running):
            self._asked, self._raw = reply, data
            self._seen.begin()
        else:
            self._answer(reply, data)

    def _see_through_proxy(self, data: bytes) -> None:
        """Note who asks a proxy this time: one connection of it brings requests of many."""
        request = self._requests.read(data)
        if request is not None:
            lines = filter(None, [request.head.forwarded_for])
            self._client = self._proxies.client_of(self._peer, lines)

    def _ask(self, data: bytes) -> Reply | Running | None:
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

    def _answer(self, reply: Reply, raw: bytes) -> None:
        said = self.server_state.default_headers
        if said is not self._said:  # uvicorn makes them anew each second
            self._said = said
            lines = [name + b": " + value + b"\r\n" for name, value in said]
            self._start = b"HTTP/1.1 200 OK\r\n" + b"".join(lines)
        start = self._start + self._seen.answer(*self._about(raw))
        self.transport.write_whole(start + reply[0] + reply[1])  # type: ignore[attr-defined]
        self.server_state.total_requests += 1
        self._answered = self.loop.time()
        if self.timeout_keep_alive_task is None:
            self._wait(self.timeout_keep_alive)

    def _about(self, raw: bytes) -> tuple[str, str, str, float, str | None]:
        """Return method, path, client, beginning and Authorization of a plain request."""
        given = None
        if b"uthorization:" in raw or b"UTHORIZATION:" in raw:
            request = self._requests.read(raw)
            given = None if request is None else request.head.authorization
        method = "POST" if raw.startswith(b"POST") else "GET"
        return (method, PATH, self._client, self._began, given)

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
        if self._outcome is not None:
            known: dict[str, Any] = {OUTCOME: self._outcome, BEGAN: self._began}
            self.scope.update(known)  # type: ignore[typeddict-item]
            self._outcome = None

    def on_message_complete(self) -> None:
        """Note that the parser is between requests, unless it is done with HTTP."""
        self._midway = self.parser.should_upgrade()
        super().on_message_complete()


def protocol_of(
    direct: DirectQueries | None,
    seen: SeenDirectly | None,
    proxies: TrustedProxies,
    hosts: AllowedHosts,
    limits: ConnectionLimits,
    crowd: Crowd,
    note: Note,
) -> Any:
    """Return what makes the protocol of each connection.

    Args:
        direct: answers plain queries; None where the application is to see every request.
        seen: is told of each request that is answered directly; None where it cannot be.
        proxies: whose word is believed about who asks.
        hosts: the names that the service answers to.
        limits: what a connection may take.
        crowd: is told of connections beyond the limit.
        note: counts and logs a request that is refused before it reaches the application.
    """
    common: dict[str, Any] = {"limits": limits, "crowd": crowd, "note": note}
    if direct is None or seen is None:
        return functools.partial(LimitedProtocol, **common)
    requests = PlainRequests(hosts, limits)
    return functools.partial(
        DirectProtocol, direct=direct, requests=requests, seen=seen, proxies=proxies, **common
    )
