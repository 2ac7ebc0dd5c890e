"""The quick look at the log says "as before" only where the store has said so, and then goes on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import cast

import httpx
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
LINE = (
    b"<https://w3id.org/rolegraph/graph/log#head> <https://w3id.org/rolegraph/graph/log#revision> "
    b'"%d"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
)
UNCLEAR = {"an error", "no HTTP", "far too much", "an end in the middle", "nothing"}
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
        path: where its query endpoint is.
        waits: what it waits for before it answers, if anything.
    """

    def __init__(
        self, *answers: bytes, path: str = "/q?a=b", auth: httpx.Auth | None = None
    ) -> None:
        self.path, self._auth = path, auth
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
        addresses = Addresses(f"http://127.0.0.1:{port}{self.path}", f"http://127.0.0.1:{port}/u")
        look = QuickLook(StoreClient(addresses, self._auth, timeout=5, connect_timeout=5))
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


async def found_by(look: QuickLook, revision: int) -> bool | None:
    """Return what a look finds."""
    answer: asyncio.Future[bool | None] = asyncio.get_running_loop().create_future()
    look.ask(revision, lambda found: None if answer.done() else answer.set_result(found))
    return await answer


def looks(store: Store, count: int) -> list[bool | None]:
    """Return what so many looks find, at revisions 0, 1, 2 …."""

    async def ask() -> list[bool | None]:
        async with store.asked_by() as look:
            return [await found_by(look, revision) for revision in range(count)]

    return asyncio.run(ask())


@pytest.mark.parametrize("bad", BAD)
def test_what_is_no_clear_yes_is_none_and_the_next_look_works(bad: str) -> None:
    """Only an answer in time and in form says no; of all else nothing is known."""
    wanted = None if bad in UNCLEAR else False
    assert [True, wanted, True] == looks(Store(GOOD, BAD[bad], GOOD), 3)


def test_looks_share_a_connection_until_the_store_closes_it() -> None:
    store = Store(GOOD, GOOD, answer(YES, b"Connection: close\r\n"), GOOD)
    assert [True] * 4 == looks(store, 4)
    assert 2 == store.connections
    assert all(line.startswith(b"GET /q?a=b&query=ASK") for line in store.asked)


def row(value: str) -> bytes:
    """Return an answer with a table, as Virtuoso says yes, with one row."""
    return answer(
        b'{"results": {"bindings": [{"__ASK_RETVAL": {"value": "%s"}}]}}' % value.encode()
    )


def test_virtuoso_says_yes_by_a_row_and_no_by_none() -> None:
    none = answer(b'{"head": {"vars": ["__ASK_RETVAL"]}, "results": {"bindings": []}}')
    other = answer(b'{"results": {"bindings": [{"s": {"value": "1"}}]}}')

    assert [True, False, False, False] == looks(Store(row("1"), none, row("0"), other), 4)


def test_digest_is_needed_only_where_the_store_asks_for_it() -> None:
    """Virtuoso lets everybody read; the other client takes many times as long."""
    signed = httpx.DigestAuth("user", "secret")
    assert [True, True] == looks(Store(GOOD, GOOD, auth=signed), 2)

    closed = Store(GOOD.replace(b"200 OK", b"401 Unauthorized"), auth=signed)
    assert [None, None, None] == looks(closed, 3)
    assert 1 == len(closed.asked)


def test_where_nobody_listens_nothing_is_known() -> None:
    async def ask() -> bool | None:
        nowhere = Addresses("http://127.0.0.1:9/query", "http://127.0.0.1:9/update")
        look = QuickLook(StoreClient(nowhere, None, timeout=5, connect_timeout=5))
        return await found_by(look, 1)

    assert asyncio.run(ask()) is None


def test_an_answer_that_came_too_late_is_not_taken_for_the_next_one() -> None:
    """It would say of a revision that nobody asked about that the store is at it."""

    async def ask() -> list[bool | None]:
        store = Store(answer(NO), GOOD, answer(NO))
        async with store.asked_by() as look:
            first = await found_by(look, 0)
            store.waits = asyncio.Event()
            look._seconds = 0.05
            late = await found_by(look, 1)
            store.waits.set()
            look._seconds = 5
            return [first, late, await found_by(look, 2), 2 == store.connections]

    assert [False, None, False, True] == asyncio.run(ask())


REPOSITORY = "/rdf4j-server/repositories/rg"
SAYS_RDF4J = answer(b"12\n")


def test_rdf4j_says_what_it_is_and_is_asked_for_its_statements() -> None:
    """A query to be parsed and planned takes it a third longer."""
    store = Store(SAYS_RDF4J, answer(LINE % 0), answer(LINE % 1), path=REPOSITORY)

    assert [True, True] == looks(store, 2)
    targets = [line.split()[1] for line in store.asked]
    assert b"/rdf4j-server/protocol" == targets[0]
    assert all(line.startswith(f"{REPOSITORY}/statements?subj=".encode()) for line in targets[1:])
    assert all(b"context=%3Chttps" in line and b"infer=false" in line for line in targets[1:])


@pytest.mark.parametrize(
    "other",
    [
        LINE % 2,  # of another service
        b"",  # the head settles, or is lost
        LINE % 1 + LINE % 2,  # no head at all
        (LINE % 1).replace(b"integer", b"int"),
        b'{"boolean": true}',
    ],
)
def test_statements_say_yes_in_one_form_alone(other: bytes) -> None:
    store = Store(SAYS_RDF4J, answer(LINE % 0), answer(other), answer(LINE % 2), path=REPOSITORY)
    assert [True, False, True] == looks(store, 3)


@pytest.mark.parametrize(
    "said",
    [answer(b"welcome"), answer(b"3"), answer(b"9" * 50), GOOD.replace(b"200 OK", b"404 No")],
    ids=["words", "an older protocol", "no protocol", "nothing"],
)
def test_who_does_not_say_that_it_is_rdf4j_is_asked_by_sparql(said: bytes) -> None:
    store = Store(said, GOOD, path=REPOSITORY)
    assert [True] == looks(store, 1)
    assert store.asked[1].startswith(f"GET {REPOSITORY}?query=ASK".encode())


def test_where_statements_were_not_right_sparql_is_asked_from_then_on() -> None:
    """Whoever writes the statement in another way would be looked at twice, for ever."""

    async def ask() -> list[bool | None]:
        store = Store(SAYS_RDF4J, answer(b"other"), GOOD, path=REPOSITORY)
        async with store.asked_by() as look:
            first = await found_by(look, 7)
            look.doubt()
            return [first, await found_by(look, 7), b"?query=ASK" in store.asked[-1]]

    assert [False, True, True] == asyncio.run(ask())


def test_nobody_between_answers_for_the_store() -> None:
    """A cache would tell of the store as it was."""

    async def ask() -> bytes:
        asked: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            asked.set_result(await reader.readuntil(b"\r\n\r\n"))
            writer.write(GOOD)
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        place = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/q"
        look = QuickLook(StoreClient(Addresses(place, place), None, timeout=5, connect_timeout=5))
        await found_by(look, 1)
        look.close()
        server.close()
        return await asked

    assert b"\r\nCache-Control: no-cache\r\n" in asyncio.run(ask())
