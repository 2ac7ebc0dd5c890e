"""A service that asks a store alone need not look each time, and nobody ever gets an old answer."""

from __future__ import annotations

import asyncio
import threading
import time
from pathlib import Path

import httpx
import pytest
from mirroring import Mirrors

from rolegraph.errors import RolegraphError, StoreUnavailable
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.store.remote import lease
from rolegraph.store.remote.endpoints.addresses import Addresses
from rolegraph.store.remote.lease import Lease
from rolegraph.store.remote.log import leases, names
from rolegraph.store.remote.log.leases import Leases
from rolegraph.store.remote.log.names import in_log
from rolegraph.store.remote.log.quick import QuickLook, Tell
from rolegraph.store.remote.mirror import Mirror
from rolegraph.store.remote.newest import Newest
from serving import StartServer

TOKEN = "a-token-for-the-tests-of-leases-0123456789"
WRITE = {"Authorization": f"Bearer {TOKEN}"}
JSON = {"Accept": "application/sparql-results+json"}
OFTEN = 30
"""Questions, one after the other, that are enough for a lease."""


@pytest.fixture(autouse=True)
def restless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lease is claimed again at once, so that it is lost and won many times."""
    monkeypatch.setattr(lease, "_REST", 0.0)
    monkeypatch.setattr(lease, "_WITHIN", 60.0)


def commit(mirror: Mirror, value: int) -> int:
    """Commit one triple, and return the revision that it made."""
    new = Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal(value), NamedNode("urn:test:g"))
    with mirror.newest():
        return mirror.apply(Patch(added=frozenset([new])), {"author": "a", "message": "m"})


class Asker:
    """Asks how new the store is, as questions at `/sparql` do.

    Args:
        mirror: of the service that is asked.
    """

    def __init__(self, mirror: Mirror) -> None:
        self.mirror, self._newest = mirror, Newest(mirror, 10)

    async def ask(self) -> int:
        """Return the revision that a question is answered with."""
        told: asyncio.Future[int | RolegraphError] = asyncio.get_running_loop().create_future()
        self._newest.ask(told.set_result)
        outcome = await told
        if isinstance(outcome, RolegraphError):
            raise outcome
        return outcome

    async def until_it_holds(self) -> None:
        """Ask until the service has its lease."""
        for _ in range(2000):
            await self.ask()
            if self.mirror.lease.holds:
                return
            await asyncio.sleep(0.001)
        raise AssertionError("no lease was had")

    def has_it(self) -> None:
        """Get the lease, and ask nothing more."""

        async def had() -> None:
            await self.until_it_holds()
            self.close()
            await asyncio.sleep(0)

        asyncio.run(had())

    def close(self) -> None:
        self._newest.close()


def marks(mirrors: Mirrors) -> list[str]:
    """Return the marks in the log of the store."""
    text = in_log(f"{names.HEAD} {names.LEASE} ?lease .")
    return [row["lease"] for row in mirrors.engine.rows(f"SELECT ?lease {{ {text} }}")]


def test_who_asks_often_looks_once_in_a_while(
    mirrors: Mirrors, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    ask = QuickLook.ask

    def counted(self: QuickLook, revision: int, tell: Tell, mark: str = "") -> None:
        asked.append(mark)
        ask(self, revision, tell, mark)

    monkeypatch.setattr(QuickLook, "ask", counted)
    asker = Asker(mirrors.open(store_lease=10.0))

    async def run() -> None:
        await asker.until_it_holds()
        before = len(asked)
        for _ in range(500):
            assert 0 == await asker.ask()
        assert before == len(asked)
        asker.close()

    asyncio.run(run())
    assert asked[-1]
    assert 1 == len(marks(mirrors))


def test_what_another_service_has_committed_is_seen_by_every_question_after_it(
    mirrors: Mirrors,
) -> None:
    """Commits of others, lost and won leases, and questions all the time."""
    asker, other = Asker(mirrors.open(store_lease=0.2)), mirrors.open(store_lease=0.2)
    acknowledged, ended = [0], threading.Event()
    held: list[int] = []

    def write() -> None:
        try:
            for value in range(6):
                acknowledged.append(commit(other, value))
                time.sleep(0.4)
        finally:
            ended.set()

    async def run() -> None:
        writing = asyncio.ensure_future(asyncio.to_thread(write))
        while not ended.is_set():
            known = acknowledged[-1]
            if asker.mirror.lease.holds:
                held.append(known)
            assert await asker.ask() >= known
            await asyncio.sleep(0)
        await writing
        assert 6 == await asker.ask()
        asker.close()

    asyncio.run(run())
    assert len(set(held)) > 1, "no lease was had between the commits"


def test_no_service_publishes_while_the_lease_of_another_lasts(mirrors: Mirrors) -> None:
    asker, other = Asker(mirrors.open(store_lease=1.0)), mirrors.open()
    revisions: list[int] = []

    async def run() -> None:
        await asker.until_it_holds()
        writing = asyncio.ensure_future(asyncio.to_thread(commit, other, 1))
        while not writing.done():
            head = await asyncio.to_thread(asker.mirror.log.head)
            if asker.mirror.lease.holds:  # and did before, when the head was read
                revisions.append(-1 if head is None else head.revision)
            await asyncio.sleep(0)
        assert 1 == await writing == await asker.ask()
        asker.close()

    asyncio.run(run())
    assert {0} == set(revisions)


def test_commits_of_the_service_itself_do_not_wait_and_are_seen_at_once(mirrors: Mirrors) -> None:
    asker = Asker(mirrors.open(store_lease=10.0))

    async def run() -> None:
        await asker.until_it_holds()
        for value in range(3):
            made = await asyncio.to_thread(commit, asker.mirror, value)
            assert not asker.mirror.lease.holds
            assert made == await asker.ask()
            assert asker.mirror.lease.holds
        asker.close()

    asyncio.run(run())
    assert 1 == len(marks(mirrors))


def test_while_a_service_commits_only_a_look_tells(mirrors: Mirrors) -> None:
    """The store may have the commit already, and somebody may have seen it there."""
    asker = Asker(mirrors.open(store_lease=10.0))

    async def run() -> list[bool]:
        await asker.until_it_holds()
        found = []
        with asker.mirror.lease.committing():
            found.append(asker.mirror.lease.holds)
            await asker.ask()
            found.append(asker.mirror.lease.holds)
        found.append(asker.mirror.lease.holds)
        await asker.ask()
        asker.close()
        return [*found, asker.mirror.lease.holds]

    assert [False, False, False, True] == asyncio.run(run())


def test_a_commit_that_failed_midway_ends_what_was_known(
    mirrors: Mirrors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the store has it is not known, so only a look tells."""
    asker = Asker(mirrors.open(store_lease=10.0))

    def lost(*_: object) -> None:
        raise StoreUnavailable("The store was lost while it committed.")

    async def run() -> None:
        await asker.until_it_holds()
        monkeypatch.setattr(asker.mirror.publisher, "publish", lost)
        with pytest.raises(StoreUnavailable):
            await asyncio.to_thread(commit, asker.mirror, 1)
        assert not asker.mirror.lease.holds
        asker.close()

    asyncio.run(run())


def test_the_mark_of_a_service_that_died_costs_one_wait(mirrors: Mirrors) -> None:
    dead, other = Asker(mirrors.open(store_lease=0.5)), mirrors.open()
    dead.has_it()
    assert 1 == len(marks(mirrors))

    assert 1 == commit(other, 1)
    assert [] == marks(mirrors)
    assert 2 == commit(other, 2)


def test_who_comes_while_another_ends_a_lease_waits_as_well(
    mirrors: Mirrors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one that ends it may die meanwhile; what it leaves is no free way."""
    holder, first, second = mirrors.open(store_lease=0.3), mirrors.open(), mirrors.open()
    Asker(holder).has_it()

    def dies(_: float) -> None:
        raise InterruptedError

    with monkeypatch.context() as patched:
        patched.setattr(time, "sleep", dies)
        with pytest.raises(InterruptedError):
            first.publisher.leases.end_others()
    assert 1 == len(marks(mirrors))

    slept: list[float] = []
    sleep = time.sleep

    def counted(seconds: float) -> None:
        slept.append(seconds)
        sleep(seconds)

    with monkeypatch.context() as patched:
        patched.setattr(time, "sleep", counted)
        commit(second, 1)
    assert max(slept) >= 0.3
    assert [] == marks(mirrors)


def test_only_one_service_has_the_lease(mirrors: Mirrors) -> None:
    one, two = (Asker(mirrors.open(store_lease=10.0)) for _ in range(2))
    two.mirror.lease._rest = 3600.0

    async def run() -> None:
        await one.until_it_holds()
        for _ in range(3 * OFTEN):
            await two.ask()
            await asyncio.sleep(0.001)
        assert (True, False) == (one.mirror.lease.holds, two.mirror.lease.holds)
        one.close()
        two.close()

    asyncio.run(run())
    assert 1 == len(marks(mirrors))


def test_the_lease_of_a_service_that_is_gone_can_be_had_later(mirrors: Mirrors) -> None:
    """It left its mark; the next claim but one removes it."""
    dead, living = (Asker(mirrors.open(store_lease=0.2)) for _ in range(2))
    dead.has_it()

    living.has_it()
    assert 1 == len(marks(mirrors))


def test_a_service_of_an_earlier_version_is_found_out(
    mirrors: Mirrors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It knows no leases and does not wait; then each question looks again."""
    asker, earlier = Asker(mirrors.open(store_lease=0.2)), mirrors.open()

    async def run() -> list[int]:
        await asker.until_it_holds()
        with monkeypatch.context() as patched:
            patched.setattr(Leases, "condition", lambda _: "")
            await asyncio.to_thread(commit, earlier, 1)
        await asyncio.sleep(0.25)
        found = [await asker.ask() for _ in range(2 * OFTEN)]
        assert not asker.mirror.lease.holds
        asker.close()
        return found

    assert {1} == set(asyncio.run(run()))
    assert [] == marks(mirrors)


def test_who_ends_gives_the_lease_back(mirrors: Mirrors) -> None:
    asker = Asker(mirrors.open())
    asker.has_it()
    assert 1 == len(marks(mirrors))

    asker.mirror.close()
    assert [] == marks(mirrors)


def test_large_commits_of_others_wait_for_it_too(mirrors: Mirrors) -> None:
    asker, other = Asker(mirrors.open(store_lease=0.3)), mirrors.open()
    graph = NamedNode("urn:test:g")
    quads = [
        Quad(NamedNode(f"urn:s{n}"), NamedNode("urn:p"), Literal(n), graph) for n in range(700)
    ]

    async def run() -> int:
        await asker.until_it_holds()

        def write() -> int:
            with other.newest():
                return other.apply(
                    Patch(added=frozenset(quads)), {"author": "a", "message": "many"}
                )

        made = await asyncio.to_thread(write)
        assert made == await asker.ask()
        asker.close()
        return made

    assert 1 == asyncio.run(run())


def test_a_mark_that_is_not_understood_is_waited_for_as_long_as_any(
    mirrors: Mirrors, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror = mirrors.open()
    slept: list[float] = []
    later = in_log(f'{names.HEAD} {names.LEASE} "of a later version" .')
    mirror.client.update(f"INSERT DATA {{ {later} }}")
    monkeypatch.setattr(time, "sleep", slept.append)

    assert 1 == commit(mirror, 1)
    assert max(slept) >= leases.LONGEST
    assert [] == marks(mirrors)


@pytest.mark.parametrize("reason", ["turned off", "several engines"])
def test_where_there_is_none_each_question_looks(mirrors: Mirrors, reason: str) -> None:
    """Engines that follow each other may show a mark that is gone at another."""
    mirror = mirrors.open(store_lease=0.0 if reason == "turned off" else 1.0)
    if reason == "several engines":
        here = mirror.client.addresses
        mirror.client.engines._every = (here, Addresses(here.query, here.update))
        mirror.lease = Mirror(mirror.store, mirror.client, 1.0, 1.0).lease
    asker = Asker(mirror)

    async def run() -> None:
        for _ in range(2 * OFTEN):
            await asker.ask()
        assert not mirror.lease.holds
        asker.close()

    asyncio.run(run())
    assert [] == marks(mirrors)


def test_a_look_that_began_before_a_commit_says_nothing_of_the_time_after() -> None:
    held = Lease(10.0)
    held.claimed('"mark"')
    began = held.moment()
    with held.committing():
        pass
    held.found(began)
    assert not held.holds

    held.found(held.moment())
    assert held.holds


def test_a_lease_lasts_from_before_the_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long its answer was on the way."""
    clock = [100.0]
    monkeypatch.setattr(lease, "now", lambda: clock[0])
    held = Lease(1.0)
    held.claimed('"mark"')
    began = held.moment()
    clock[0] = 100.9
    held.found(began)
    assert held.holds

    clock[0] = 101.0
    assert not held.holds


def test_clients_of_two_services_see_each_other(
    mirrors: Mirrors, tmp_path: Path, start_server: StartServer
) -> None:
    """Whoever was told that a change is stored finds it at the other service, lease or not."""
    environment = {
        **mirrors.engine.environment,
        "ROLEGRAPH_WRITE_TOKEN": TOKEN,
        "ROLEGRAPH_STORE_LEASE": "0.3",
    }
    reader, writer = (
        start_server("--bare", data_dir=tmp_path / name, **environment) for name in ("one", "two")
    )
    pattern = "GRAPH <urn:test:g> { <urn:s> <urn:p> ?v }"
    held = 0
    with reader.client() as asking, writer.client(headers=WRITE) as writing:
        for value in range(3):
            for number in range(4 * OFTEN):
                text = f"SELECT ?v {{ {pattern} }} # {value} {number}"
                asked = asking.get("/sparql", params={"query": text}, headers=JSON)
                assert [str(value - 1)][: value > 0] == values(asked)
            held += bool(marks(mirrors))
            change = f"DELETE WHERE {{ {pattern} }} ; INSERT DATA {{ {pattern.replace('?v', str(value))} }}"
            assert writing.post("/sparql", data={"update": change}).is_success
        last = asking.get("/sparql", params={"query": f"SELECT ?v {{ {pattern} }}"}, headers=JSON)
    assert ["2"] == values(last)
    assert held


def values(answer: httpx.Response) -> list[str]:
    """Return the values of `?v` in an answer."""
    assert answer.is_success, answer.text
    return [row["v"]["value"] for row in answer.json()["results"]["bindings"]]
