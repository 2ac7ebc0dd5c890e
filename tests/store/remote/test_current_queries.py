"""Queries on the mirror are as new as the store was when they came, at the cost of a few looks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import cast

import pytest
from mirroring import Mirrors

from rolegraph.api.sparql.current_queries import CurrentQueries
from rolegraph.errors import RolegraphError, StoreUnavailable
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.store.remote.endpoints.addresses import Addresses
from rolegraph.store.remote.log.questions import AskForHead, StatementOfHead
from rolegraph.store.remote.log.quick import QuickLook, Tell
from rolegraph.store.remote.mirror import Mirror
from rolegraph.store.workers.messages.job import Answer, QueryJob
from rolegraph.store.workers.pool import QueryWorkers
from rolegraph.store.workers.turns.lane import FairQueue, Lane, Running, Take

LANE = Lane("ordinary", FairQueue(1, 1), places=1)


class OnMirror:
    """Query workers that answer with a stream, and note which of them are given up."""

    def __init__(self, mirror: Mirror) -> None:
        self._mirror = mirror
        self.left = self._number = 0

    @property
    def revision(self) -> int:
        return self._mirror.store.revision

    async def run(self, *_: object) -> Answer:
        await asyncio.sleep(0)
        return self._answer()

    def submit(self, job: QueryJob, client: str, take: Take) -> Running:
        self._number += 1
        query = Running(self._number, job, client, take, None, LANE, 0)
        asyncio.get_running_loop().call_soon(lambda: query.settle(self._answer()))
        return query

    def leave(self, query: Running) -> None:
        query.settled = True

    def _answer(self) -> Answer:
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
def looks(monkeypatch: pytest.MonkeyPatch) -> list[bool | None]:
    """What each quick look has found."""
    found: list[bool | None] = []
    ask = QuickLook.ask

    def counted(self: QuickLook, revision: int, tell: Tell, lease: str = "") -> None:
        def heard(there: bool | None) -> None:
            found.append(there)
            tell(there)

        ask(self, revision, heard, lease)

    monkeypatch.setattr(QuickLook, "ask", counted)
    return found


def test_a_query_sees_what_another_service_has_committed(
    mirrors: Mirrors, looks: list[bool | None]
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


def test_queries_that_come_together_look_together(
    mirrors: Mirrors, looks: list[bool | None]
) -> None:
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
    assert all(looks)


def by_callback(queries: CurrentQueries) -> asyncio.Future[Answer | RolegraphError]:
    """Ask as the server's protocol does, which has no coroutine for a question."""
    told: asyncio.Future[Answer | RolegraphError] = asyncio.get_running_loop().create_future()
    queries.submit(QueryJob("ASK {}"), "local", told.set_result)  # a second call would fail
    return told


def test_what_another_service_has_committed_is_seen_by_callback_too(
    mirrors: Mirrors, looks: list[bool | None]
) -> None:
    mirror, other = mirrors.open(), mirrors.open()
    workers = OnMirror(mirror)

    async def ask() -> list[int]:
        queries = CurrentQueries(cast("QueryWorkers", workers), mirror, 10)
        revisions = []
        for value in range(3):
            await asyncio.to_thread(commit, other, value)
            answers = [await by_callback(queries) for _ in range(2)]
            revisions += [one.revision for one in answers if isinstance(one, Answer)]
        await asyncio.sleep(0.01)  # what was given up ends in a task of its own
        await queries.close()
        return revisions

    assert [1, 1, 2, 2, 3, 3] == asyncio.run(ask())
    assert (6, 3) == (len(looks), workers.left)


def test_the_store_is_asked_before_a_worker_is(
    mirrors: Mirrors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both answer at the same time then, and who asks alone waits for the slower one only."""
    mirror = mirrors.open()
    asked: list[str] = []
    look, submit = QuickLook.ask, OnMirror.submit

    def looked(self: QuickLook, revision: int, tell: Tell, lease: str = "") -> None:
        asked.append("store")
        look(self, revision, tell, lease)

    def submitted(self: OnMirror, job: QueryJob, client: str, take: Take) -> Running:
        asked.append("worker")
        return submit(self, job, client, take)

    monkeypatch.setattr(QuickLook, "ask", looked)
    monkeypatch.setattr(OnMirror, "submit", submitted)

    async def ask() -> None:
        queries = CurrentQueries(cast("QueryWorkers", OnMirror(mirror)), mirror, 10)
        for _ in range(2):
            await by_callback(queries)
        await queries.close()

    asyncio.run(ask())
    assert ["store", "worker"] * 2 == asked


def test_a_crowd_shares_looks_once_it_is_known(mirrors: Mirrors, looks: list[bool | None]) -> None:
    """Whoever comes first waits for the others, as many as there were just now."""
    mirror = mirrors.open()
    rounds, crowd = 20, 5

    async def ask() -> None:
        queries = CurrentQueries(cast("QueryWorkers", OnMirror(mirror)), mirror, 10)
        for _ in range(rounds):
            await asyncio.gather(*(by_callback(queries) for _ in range(crowd)))
        await queries.close()

    asyncio.run(ask())
    assert len(looks) <= rounds + 2


def test_one_who_asks_alone_after_a_crowd_does_not_wait_for_it(mirrors: Mirrors) -> None:
    mirror = mirrors.open()

    async def ask() -> int:
        queries = CurrentQueries(cast("QueryWorkers", OnMirror(mirror)), mirror, 10)
        await asyncio.gather(*(by_callback(queries) for _ in range(5)))
        alone = [await by_callback(queries) for _ in range(3)]
        await queries.close()
        return len(alone)

    assert 3 == asyncio.run(ask())


def test_who_has_gone_is_told_nothing(mirrors: Mirrors) -> None:
    """The connection is closed; what runs for it is ended."""
    mirror = mirrors.open()
    workers = OnMirror(mirror)

    async def ask() -> list[Answer | RolegraphError]:
        queries = CurrentQueries(cast("QueryWorkers", workers), mirror, 10)
        told: list[Answer | RolegraphError] = []
        early = queries.submit(QueryJob("ASK {}"), "local", told.append)
        queries.leave(early)
        late = queries.submit(QueryJob("ASK {}"), "local", told.append)
        await asyncio.sleep(0)  # a worker has answered, and the look is under way
        queries.leave(late)
        await by_callback(queries)
        await asyncio.sleep(0.01)
        await queries.close()
        return told

    assert [] == asyncio.run(ask())
    assert 1 == workers.left


def test_rdf4j_is_looked_at_by_its_statements_and_others_by_sparql(mirrors: Mirrors) -> None:
    """Each by the cheapest question that is true."""
    mirror = mirrors.open()

    async def ask() -> tuple[bool | None, type]:
        look = QuickLook(mirror.client)
        told: asyncio.Future[bool | None] = asyncio.get_running_loop().create_future()
        look.ask(mirror.store.revision, told.set_result)
        found, question = await told, look._question
        look.close()
        return found, type(question)

    wanted = StatementOfHead if mirrors.engine.name == "rdf4j" else AskForHead
    assert (True, wanted) == asyncio.run(ask())


def test_where_an_engine_writes_the_statement_otherwise_it_is_asked_by_sparql(
    mirrors: Mirrors, looks: list[bool | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first answer is right all the same, and the second costs one look."""
    mirror = mirrors.open()
    if mirrors.engine.name != "rdf4j":
        pytest.skip("it is asked by SPARQL from the beginning")
    monkeypatch.setattr(StatementOfHead, "says_yes", lambda *_: False)

    async def ask() -> None:
        queries = CurrentQueries(cast("QueryWorkers", OnMirror(mirror)), mirror, 10)
        for _ in range(3):
            await by_callback(queries)
        await queries.close()

    asyncio.run(ask())
    assert [False, True, True] == looks


def test_where_the_store_is_away_no_old_answer_is_given(mirrors: Mirrors) -> None:
    """Whoever wants answers all the same asks the mirror."""
    mirror = mirrors.open()
    nowhere = Addresses("http://127.0.0.1:9/query", "http://127.0.0.1:9/update")
    mirror.client.engines._every = (nowhere,)
    workers = OnMirror(mirror)

    async def ask() -> Answer | RolegraphError:
        queries = CurrentQueries(cast("QueryWorkers", workers), mirror, 10)
        with pytest.raises(StoreUnavailable):
            await queries.run(QueryJob("ASK {}"))
        told = await by_callback(queries)
        await asyncio.sleep(0.01)
        return told

    assert isinstance(asyncio.run(ask()), StoreUnavailable)
    assert 2 == workers.left
