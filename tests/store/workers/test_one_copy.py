"""Replicas that hold the union of graphs alone: filled from text, and right beside the disk."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from histories import EVERYTHING, HISTORIES, QUESTIONS, answers, fresh_answers, rows
from hypothesis import HealthCheck, example, given, settings
from test_on_disk import COUNT, DATA, number, numbered, pool, run, table
from test_replica_histories import EXAMPLES, start, update

from commands import rolegraph
from rolegraph.errors import QueryResourceLimit
from rolegraph.rdf.namespaces import SHAPES_GRAPHS
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import RdfFormat, parse, serialize
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.workers.messages.job import UpdateJob
from rolegraph.store.workers.pool import QueryWorkers
from rolegraph.store.workers.processes import of_journal
from rolegraph.store.workers.processes.memory_plan import BASE, plan_for
from serving import StartServer

HARD = f"""
<urn:a> <urn:in> <urn:g> .
GRAPH <urn:g> {{ <urn:a> <urn:p> "ends like a graph <urn:g> ." , <urn:h> , "A \\nD " }}
GRAPH <{SHAPES_GRAPHS}apart> {{ <urn:a> <urn:p> <urn:apart> }}
"""
"""Lines in which it is easy to cut off too much."""


async def filled(workers: QueryWorkers) -> None:
    """Wait until the replicas are filled."""
    assert workers._population._filling is not None
    await workers._population._filling


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    """A store in whose history triples stood in several graphs, and left some of them."""
    with contextlib.closing(EmbeddedStore(tmp_path / "data")) as opened:
        opened.load(parse(DATA, format=RdfFormat.TRIG))
        opened.load(parse(HARD, format=RdfFormat.TRIG))
        for text in (
            "<urn:a> <urn:p> <urn:b> .",
            "GRAPH <urn:h> { <urn:b> <urn:p> 2 }",
            "GRAPH <urn:g> { <urn:b> <urn:p> 2 }",
        ):
            opened.apply(Patch(removed=frozenset(parse(text, format=RdfFormat.TRIG))))
        opened.load(parse("GRAPH <urn:n> { <urn:b> <urn:q> 3 }", format=RdfFormat.TRIG))
        yield opened


@pytest.mark.parametrize("much_is_removed", [False, True])
def test_a_replica_of_one_copy_is_the_union_whatever_it_is_filled_from(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch, much_is_removed: bool
) -> None:
    """The journal's text, or the copy on disk where commits have removed much."""
    if much_is_removed:
        monkeypatch.setattr(of_journal, "_FEW", 0)
    assert much_is_removed == (of_journal.content_of_journal(store, union=True) is None)

    async def test() -> None:
        dataset = serialize(store.data(), format=RdfFormat.N_QUADS) or b""
        async with pool(store, beside_memory=0, one_copy=0) as workers:
            wanted = fresh_answers(dataset, union=True)
            assert wanted == [await table(workers, text) for text in QUESTIONS]
            await filled(workers)
            assert wanted == [await table(workers, text) for text in QUESTIONS]
            ordinary = [w for w in workers._population.workers if w.lane.name == "ordinary"]
            assert ordinary
            assert all(worker.snapshot is None for worker in ordinary)

    run(test)


def test_commits_reach_both_the_copy_in_memory_and_the_one_on_disk(store: EmbeddedStore) -> None:
    """While it is filled, and after it; a question about graphs never sees an older state."""
    of_graphs = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s <urn:number> ?o } }"

    async def test() -> None:
        async with pool(store, beside_memory=0, one_copy=0) as workers:
            value = 0
            while workers.filling is not None or value < 5:
                await asyncio.to_thread(store.apply, numbered(value))
                value += 1
                assert [value] * 4 == await asyncio.gather(
                    *(number(workers, text) for text in (of_graphs, *[COUNT] * 2, of_graphs))
                )

    run(test)


def test_updates_of_data_alone_need_no_snapshot(store: EmbeddedStore) -> None:
    """One worker answers them, and reads nothing of the dataset."""
    text = "INSERT DATA { <urn:a> <urn:p> <urn:b> }"
    job = UpdateJob(text, (text,), (("data", True, "", text[12:]),), union=True, reads=False)

    async def test() -> None:
        async with pool(store, beside_memory=0, one_copy=0) as workers:
            await filled(workers)
            seen = set()
            for value in range(3):
                found = await workers.run(job)
                assert b"<urn:a> <urn:p> <urn:b> .\n" == found.body
                seen |= {w for w in workers._population.workers if w.lane.name == "data"}
                await asyncio.to_thread(store.apply, numbered(value))
            assert [None] == [worker.snapshot for worker in seen]

    run(test)


def test_a_replica_that_is_ended_is_filled_anew_with_one_copy(store: EmbeddedStore) -> None:
    """With what was committed since it was filled for the first time."""

    async def test() -> None:
        async with pool(store, beside_memory=0, one_copy=0) as workers:
            await filled(workers)
            await asyncio.to_thread(store.apply, numbered(1))
            process = workers._population._fork_server._server._process
            assert process is not None
            process.kill()
            process.wait()
            await asyncio.to_thread(store.apply, numbered(2))
            found = None
            while found is None:  # the first query may meet a worker that ends with the process
                with contextlib.suppress(QueryResourceLimit):
                    found = await number(workers)
            assert 2 == found

    run(test)


@pytest.fixture(scope="module")
def service(
    start_module_server: StartServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """A service whose memory is enough for one copy and not for three."""
    folder = tmp_path_factory.mktemp("one-copy")
    with contextlib.closing(EmbeddedStore(folder)) as store:
        store.load(parse("<urn:a> <urn:p> <urn:b> .", format=RdfFormat.N_TRIPLES))
        budget = BASE + 600 * store.journal.size
        assert plan_for(store, budget, union=True, slow_places=1).one_copy
    token = ["token", "create", "--data-dir", str(folder), "--role", "admin", "--name", "t"]
    admin = rolegraph(*token).stdout.splitlines()[-1]
    server = start(
        start_module_server, data_dir=folder, ROLEGRAPH_GUARD="off", ROLEGRAPH_MEMORY=str(budget)
    )
    # One of the graphs holds rules, which an administrator writes.
    with server.client(headers={"Authorization": f"Bearer {admin}"}) as client:
        while client.get("health/ready").json().get("filling"):
            pass
        yield client
    server.stop()
    assert (folder / "copy").is_dir()


@settings(
    max_examples=max(EXAMPLES // 10, 1),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=HISTORIES)
@example(
    history=[
        "INSERT DATA { <urn:a> <urn:p> 1 GRAPH <urn:g> { <urn:a> <urn:p> 1 } }",
        "CLEAR DEFAULT",
        "CLEAR GRAPH <urn:g>",
    ]
)
def test_a_service_with_one_copy_answers_as_a_fresh_store_after_each_commit(
    service: httpx.Client, history: list[str]
) -> None:
    """Updates, questions of both kinds and earlier states."""
    update(service, "CLEAR ALL")
    seen: dict[int, list[str]] = {}
    for text in history:
        revision = update(service, text)
        dataset = service.get("graphs", params={"format": "nquads"}).content
        wanted = fresh_answers(dataset, union=True)
        assert wanted == answers(service), text
        seen[revision] = wanted[0]
    for revision, found in seen.items():
        assert found == rows(service, EVERYTHING, at=str(revision)), revision
