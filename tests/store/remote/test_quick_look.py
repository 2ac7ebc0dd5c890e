"""The quick look at the log says "as before" only where the store has said so, and then goes on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import cast

import pytest

from rolegraph.store.remote.endpoints.addresses import Addresses
from rolegraph.store.remote.endpoints.client import StoreClient
from rolegraph.store.remote.log.quick import QuickLook

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n"
YES, NO = b'{"head": {}, "boolean": true}', b'{"head": {}, "boolean": false}'


def answer(body: bytes, more: bytes = b"") -> bytes:
    """Return a good answer with a body."""
    return HEAD + more + b"Content-Length: %d\r\n\r\n" % len(body) + body


GOOD = answer(YES)
BAD = {
    "another revision": answer(NO),
    "no JSON": answer(b"true"),
    "JSON of something else": answer(b"[true]"),
    "an error": GOOD.replace(b"200 OK", b"503 Busy"),
    "no HTTP": b"hello\r\n\r\n",
    "far too much": answer(b" " * 100_000 + YES),
    "an end in the middle": GOOD[:-5],
    "nothing": b"",
}


class Store:
    """An HTTP server that gives one answer after the other; an unfinished one ends the connection.

    Attributes:
        asked: the first line of each request.
        connections: how many came.
        waits: what it waits for before it answers, if anything.
    """

    def __init__(self, *answers: bytes) -> None:
        self._answers = list(answers)
        self.asked: list[bytes] = []
        self.connections = 0
        self.waits: asyncio.Event | None = None
        self._serving: list[asyncio.Task[None]] = []

    @asynccontextmanager
    async def asked_by(self) -> AsyncIterator[QuickLook]:
        """Serve, and give who asks."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        addresses = Addresses(f"http://127.0.0.1:{port}/q?a=b", f"http://127.0.0.1:{port}/u")
        look = QuickLook(StoreClient(addresses, None, timeout=5, connect_timeout=5))
        try:
            yield look
        finally:
            look.close()
            server.close()
            await asyncio.gather(*self._serving)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._serving.append(cast("asyncio.Task[None]", asyncio.current_task()))
        while True:
            try:
                request = await reader.readuntil(b"\r\n\r\n")
            except (asyncio.IncompleteReadError, ConnectionError):
                break
            self.asked.append(request.split(b"\r\n")[0])
            said = self._answers.pop(0)
            if self.waits is not None:
                await self.waits.wait()
            writer.write(said)
            if said in (BAD["an end in the middle"], BAD["nothing"]) or b"close" in said:
                break
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


def looks(store: Store, count: int) -> list[bool]:
    """Return what so many looks find."""

    async def ask() -> list[bool]:
        async with store.asked_by() as look:
            return [await look.is_at(revision) for revision in range(count)]

    return asyncio.run(ask())


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_what_is_no_clear_yes_is_none_and_the_next_look_works(bad: bytes) -> None:
    assert [True, False, True] == looks(Store(GOOD, bad, GOOD), 3)


def test_looks_share_a_connection_until_the_store_closes_it() -> None:
    store = Store(GOOD, GOOD, answer(YES, b"Connection: close\r\n"), GOOD)
    assert [True] * 4 == looks(store, 4)
    assert 2 == store.connections
    assert all(line.startswith(b"GET /q?a=b&query=ASK") for line in store.asked)


def test_where_nobody_listens_nothing_is_known() -> None:
    async def ask() -> bool:
        nowhere = Addresses("http://127.0.0.1:9/query", "http://127.0.0.1:9/update")
        look = QuickLook(StoreClient(nowhere, None, timeout=5, connect_timeout=5))
        return await look.is_at(1)

    assert not asyncio.run(ask())


def test_an_answer_that_came_too_late_is_not_taken_for_the_next_one() -> None:
    """It would say of a revision that nobody asked about that the store is at it."""

    async def ask() -> list[bool]:
        store = Store(GOOD, answer(NO))
        store.waits = asyncio.Event()
        async with store.asked_by() as look:
            with suppress(TimeoutError):
                async with asyncio.timeout(0.05):
                    await look.is_at(1)
            store.waits.set()
            return [await look.is_at(2), 2 == store.connections]

    assert [False, True] == asyncio.run(ask())
