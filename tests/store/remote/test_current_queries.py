"""Queries on the mirror are as new as the store was when they came, at the cost of a few looks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import cast

import pytest
from mirroring import Mirrors

from rolegraph.api.sparql.current_queries import CurrentQueries
from rolegraph.errors import StoreUnavailable
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.store.remote.endpoints.addresses import Addresses
from rolegraph.store.remote.log.quick import QuickLook
from rolegraph.store.remote.mirror import Mirror
from rolegraph.store.workers.messages.job import Answer, QueryJob
from rolegraph.store.workers.pool import QueryWorkers


class OnMirror:
    """Query workers that answer with a stream, and note which of them are given up."""

    def __init__(self, mirror: Mirror) -> None:
        self._mirror = mirror
        self.left = 0

    @property
    def revision(self) -> int:
        return self._mirror.store.revision

    async def run(self, *_: object) -> Answer:
        await asyncio.sleep(0)
        return Answer(self.revision, "boolean", stream=self._parts())

    async def _parts(self) -> AsyncIterator[bytes]:
        try:
            yield b"tr"
            yield b"ue"
        except GeneratorExit:
            self.left += 1
            raise

    async def close(self) -> None:
        """Nothing runs."""


def commit(mirror: Mirror, value: int) -> None:
    new = Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal(value), NamedNode("urn:test:g"))
    with mirror.newest():
        mirror.apply(Patch(added=frozenset([new])), {"author": "a", "message": "m"})


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """What each quick look has found."""
    found: list[bool] = []
    look: Callable[[QuickLook, int], Awaitable[bool]] = QuickLook.is_at

    async def counted(self: QuickLook, revision: int) -> bool:
        found.append(await look(self, revision))
        return found[-1]

    monkeypatch.setattr(QuickLook, "is_at", counted)
    return found


def test_a_query_sees_what_another_service_has_committed(
    mirrors: Mirrors, looks: list[bool]
) -> None:
    """The answer of before is given up, with what runs for it."""
    mirror, other = mirrors.open(), mirrors.open()
    workers = OnMirror(mirror)
    commit(other, 1)

    async def ask() -> list[int]:
        queries = CurrentQueries(cast("QueryWorkers", workers), mirror, 10)
        revisions = [(await queries.run(QueryJob("ASK {}"))).revision for _ in range(2)]
        await queries.close()
        return revisions

    assert [1, 1] == asyncio.run(ask())
    assert (2, 1) == (len(looks), workers.left)


def test_queries_that_come_together_look_together(mirrors: Mirrors, looks: list[bool]) -> None:
    """A crowd must not ask the store as often as it asks the service."""
    mirror = mirrors.open()

    async def ask() -> int:
        queries = CurrentQueries(cast("QueryWorkers", OnMirror(mirror)), mirror, 10)
        first = asyncio.ensure_future(queries.run(QueryJob("ASK {}")))
        for _ in range(3):  # whoever comes then needs a look of their own, one for all
            await asyncio.sleep(0)
        found = await asyncio.gather(first, *(queries.run(QueryJob("ASK {}")) for _ in range(20)))
        await queries.close()
        return len(found)

    assert 21 == asyncio.run(ask())
    assert 2 == len(looks)
    # Virtuoso's credentials take two requests, so its looks are those of the other client.
    assert all(looks) or mirror.client.is_virtuoso


def test_where_the_store_is_away_no_old_answer_is_given(mirrors: Mirrors) -> None:
    """Whoever wants answers all the same asks the mirror."""
    mirror = mirrors.open()
    nowhere = Addresses("http://127.0.0.1:9/query", "http://127.0.0.1:9/update")
    mirror.client.engines._every = (nowhere,)
    workers = OnMirror(mirror)

    async def ask() -> None:
        queries = CurrentQueries(cast("QueryWorkers", workers), mirror, 10)
        await queries.run(QueryJob("ASK {}"))

    with pytest.raises(StoreUnavailable):
        asyncio.run(ask())
    assert 1 == workers.left
