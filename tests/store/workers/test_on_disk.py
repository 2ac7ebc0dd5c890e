"""Workers that read the dataset from disk: the same answers, and none from before one's own write."""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from histories import EVERYTHING, HISTORIES, QUESTIONS, answers, fresh_answers, rows
from hypothesis import HealthCheck, given, settings
from test_replica_histories import EXAMPLES, client_of, start, update

from rolegraph.api.operations.observing import Requests
from rolegraph.errors import RolegraphError
from rolegraph.generate import Detail, generate
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad, RdfFormat, parse, serialize
from rolegraph.service.beside import Preparing
from rolegraph.store.copies.disk_copy import FOLDER, DiskCopy
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.recovery.settled import difference, known_sums, read_settled
from rolegraph.store.workers.inside.replica import WorkerReplica
from rolegraph.store.workers.messages.job import Limits, QueryJob, UpdateJob
from rolegraph.store.workers.pool import QueryWorkers
from rolegraph.store.workers.processes.on_disk import OnDisk
from rolegraph.telemetry.request_log import RequestLog
from serving import StartServer

LIMITS = Limits(seconds=30, memory=2**29, result_bytes=2**27)
DATA = """<urn:a> <urn:p> <urn:b> . GRAPH <urn:g> { <urn:a> <urn:p> <urn:b> . <urn:b> <urn:p> 2 }
GRAPH <urn:h> { <urn:b> <urn:p> 2 . _:blank <urn:p> "x"@en } """
PREDICATE = NamedNode("urn:p")
COUNT = "SELECT (COUNT(*) AS ?n) { ?s <urn:number> ?o }"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    """A store on disk, in which triples stand in more than one graph of the union."""
    with contextlib.closing(EmbeddedStore(tmp_path / "data")) as opened:
        opened.load(parse(DATA, format=RdfFormat.TRIG))
        yield opened


@contextlib.asynccontextmanager
async def pool(store: EmbeddedStore, **options: object) -> AsyncIterator[QueryWorkers]:
    workers = QueryWorkers(store, LIMITS, **options)  # type: ignore[arg-type]
    await workers.start()
    try:
        yield workers
    finally:
        await workers.close()


def run(test: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(test(), 120))  # type: ignore[arg-type]


async def table(workers: QueryWorkers, text: str) -> list[str]:
    answer = await workers.run(QueryJob(text, result_format="tsv"))
    assert answer.body is not None
    return sorted(answer.body.decode().splitlines())


async def number(workers: QueryWorkers, text: str = COUNT) -> int:
    return next(int(line) for line in await table(workers, text) if line.isdigit())


def numbered(value: int) -> Patch:
    quad = Quad(NamedNode("urn:s"), NamedNode("urn:number"), Literal(value), NamedNode("urn:n"))
    return Patch(added=frozenset([quad]))


@pytest.mark.parametrize("union", [True, False])
def test_answers_from_disk_are_those_of_a_fresh_store(store: EmbeddedStore, union: bool) -> None:
    """What stands in two graphs of the union stands in it once; no graph of ours shows."""

    async def test() -> None:
        dataset = serialize(store.data(), format=RdfFormat.N_QUADS) or b""
        async with pool(store, union=union, memory=1) as workers:
            found = [await table(workers, text) for text in QUESTIONS]
            graphs = await table(workers, "SELECT ?g { GRAPH ?g {} }")

        assert fresh_answers(dataset, union=union) == found
        assert ["<urn:g>", "<urn:h>", "?g"] == graphs

    run(test)


def test_who_has_written_reads_it_from_disk_at_once(store: EmbeddedStore) -> None:
    """A snapshot stays as it is, so a question never gets one from before it was asked."""

    async def test() -> None:
        async with pool(store, memory=1) as workers:
            for value in range(5):
                await asyncio.to_thread(store.apply, numbered(value))
                assert value + 1 == await number(workers)
                slow = f"SELECT (COUNT(*) AS ?n) {{ ?s <urn:number> ?o FILTER({value} < 9) }}"
                assert [value + 1] * 3 == await asyncio.gather(
                    *(number(workers, slow) for _ in range(3))
                )

    run(test)


def test_a_snapshot_that_is_opened_anew_holds_no_blocks_of_before(tmp_path: Path) -> None:
    """A worker at rest does that, since the engine keeps up to 32 MB of what a query has read."""
    made = ox.Store(str(tmp_path))
    made.bulk_extend(ox.Quad(ox.NamedNode(f"urn:{n}"), PREDICATE, Literal(n)) for n in range(99))
    made.flush()
    del made
    replica = WorkerReplica.on_disk(str(tmp_path), 1, writable=False)
    engine = replica.full

    replica.open_anew()

    assert replica.full is replica.plain is not engine
    assert 99 == len(list(replica.full.quads_for_pattern(None, PREDICATE, None)))


def test_what_was_begun_before_is_used_and_misses_no_commit(store: EmbeddedStore) -> None:
    """A start opens the copy beside the imports.

    The kernel ended the fork server once, together with the thread that had started it, and each
    start made two.
    """
    begun = OnDisk(store, LIMITS, union=True)
    begun.begin()
    begun.start()
    fork_server = begun._server

    async def test() -> None:
        workers = QueryWorkers(store, LIMITS, memory=1, on_disk=begun)
        store.apply(numbered(7))
        await workers.start()
        try:
            assert 1 == await number(workers)
        finally:
            await workers.close()

    run(test)
    assert begun._server is fork_server


def test_commits_while_the_replicas_are_filled_are_neither_lost_nor_late(
    store: EmbeddedStore,
) -> None:
    """Disk answers first, memory takes over in between, and each answer has the last commit."""

    async def test() -> None:
        async with pool(store, beside_memory=0) as workers:
            assert workers.filling is not None, "it answers before memory is full"
            value = 0
            while workers.filling is not None or value < 5:
                await asyncio.to_thread(store.apply, numbered(value))
                value += 1
                assert value == await number(workers)
            await asyncio.to_thread(store.apply, numbered(value))

            assert value + 1 == await number(workers)
            assert value + 1 == await number(
                workers, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s <urn:number> ?o } }"
            )

    run(test)


def test_after_a_large_commit_each_answer_has_all_of_it(store: EmbeddedStore) -> None:
    """Workers are forked anew then, from the process that has taken it in; queries wait for them."""
    many = frozenset(
        Quad(NamedNode(f"urn:{'long' * 20}:{n}"), NamedNode("urn:number"), Literal(n))
        for n in range(40_000)
    )

    async def test() -> None:
        async with pool(store) as workers:
            before = {worker._pid for worker in workers._population.workers}
            asked = [asyncio.create_task(number(workers)) for _ in range(4)]
            await asyncio.to_thread(store.apply, Patch(added=many))
            assert 40_000 == await number(workers)
            assert set(await asyncio.gather(*asked)) <= {0, 40_000}
            await asyncio.to_thread(store.apply, numbered(-1))
            assert 40_001 == await number(workers)
            assert before.isdisjoint(worker._pid for worker in workers._population.workers)

    run(test)


def test_whoever_ends_what_fills_the_replicas_stops_no_answer(store: EmbeddedStore) -> None:
    """It is begun anew, and what is half full is never asked."""

    async def test() -> None:
        async with pool(store, beside_memory=0) as workers:
            population = workers._population
            ended = 0
            while workers.filling is not None:
                process = population._fork_server._server._process
                if process is not None and process.poll() is None and ended < 2:
                    os.kill(process.pid, signal.SIGKILL)
                    ended += 1
                assert ["?o", "<urn:b>", "2"] == sorted(
                    await table(
                        workers, "SELECT ?o { ?s <urn:p> ?o FILTER(!isLiteral(?o) || ?o = 2) }"
                    ),
                    key=["?o", "<urn:b>", "2"].index,
                )
            assert 0 < ended
            assert 3 == await number(workers, "SELECT (COUNT(*) AS ?n) { ?s <urn:p> ?o }")

    run(test)


def test_updates_and_earlier_states_work_from_disk_too(store: EmbeddedStore) -> None:
    """They change what they read, so each has files of its own, and nobody else sees them."""
    job = UpdateJob(
        "CLEAR GRAPH <urn:g>",
        ("CLEAR GRAPH <urn:g>",),
        (("graphs", "CLEAR", False, "", "<urn:g>", None),),
        union=True,
        stored_default=b"<urn:a> <urn:p> <urn:b> .\n",
    )

    async def test() -> None:
        async with pool(store, memory=1) as workers:
            changed = await workers.run(job)
            assert 2 == changed.removed.count(b"<urn:g>")
            assert 3 == await number(workers, "SELECT (COUNT(*) AS ?n) { ?s <urn:p> ?o }")

    run(test)


def test_no_question_leaves_the_machine_from_a_worker_on_disk(store: EmbeddedStore) -> None:
    """It may open files, so the kernel refuses it sockets by name."""

    async def test() -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            listener.setblocking(False)
            port = listener.getsockname()[1]
            async with pool(store, memory=1) as workers:
                with pytest.raises(RolegraphError, match="SERVICE"):
                    await table(
                        workers, f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"
                    )
            with pytest.raises(BlockingIOError):
                listener.accept()

    run(test)


@pytest.mark.parametrize(("memory", "made"), [(1, 0), (2**40, 1)])
def test_where_memory_is_short_nothing_is_made_ready_for_nobody(
    store: EmbeddedStore, memory: int, made: int
) -> None:
    """The index of a large catalogue takes more than the rest; who reads a list has it made."""

    async def test() -> None:
        steps: list[str] = []
        async with pool(store, memory=memory) as workers:
            requests = Requests(RequestLog("error", io.StringIO()), lambda: 0)
            later = [lambda: steps.append("index")]
            await Preparing(store, workers, requests, later=later).run()
        assert made == len(steps)

    run(test)


def opened(store: EmbeddedStore, folder: Path) -> tuple[set[str], int]:
    """Open the copy of a store as a start does, and return what is in it."""
    copy = DiskCopy(store, union=True)
    copy.open()
    try:
        copy.snapshot(folder)
    finally:
        copy.close()
    read = ox.Store.read_only(str(folder))
    return {str(quad) for quad in read}, copy.revision


def test_a_start_takes_the_copy_of_the_last_one(store: EmbeddedStore, tmp_path: Path) -> None:
    """And what was committed since; so a start costs the same whatever the size."""
    first, _ = opened(store, tmp_path / "first")
    (tmp_path / "data" / FOLDER / "of the first start").touch()
    store.apply(numbered(1))
    store.apply(
        Patch(removed=frozenset(parse("<urn:a> <urn:p> <urn:b> .", format=RdfFormat.TURTLE)))
    )
    second, revision = opened(store, tmp_path / "second")

    assert (tmp_path / "data" / FOLDER / "of the first start").exists()
    assert 3 == revision
    assert 2 == len(second - first), "the number, in its graph and in the union"
    assert first <= second, "the triple that was removed stands in another graph of the union"


@pytest.mark.parametrize("damage", ["a file", "another history", "other queries"])
def test_a_copy_that_does_not_fit_is_made_anew(
    store: EmbeddedStore, tmp_path: Path, damage: str
) -> None:
    """Nothing is answered from what was not compared with the truth."""
    first, _ = opened(store, tmp_path / "first")
    folder = tmp_path / "data" / FOLDER
    (folder / "of the first start").touch()
    if damage == "a file":
        largest = max((folder / "store").glob("*.sst"), key=lambda path: path.stat().st_size)
        data = bytearray(largest.read_bytes())
        data[len(data) // 2] ^= 1
        largest.unlink()
        largest.write_bytes(data)
    elif damage == "another history":
        (folder / "of").write_text((folder / "of").read_text().replace('"seal": "', '"seal": "0'))
    else:
        (folder / "of").write_text((folder / "of").read_text().replace("true", "false"))
    second, _ = opened(store, tmp_path / "second")

    assert not (folder / "of the first start").exists()
    assert first == second


@pytest.fixture(scope="module", params=["union", "plain"])
def service_on_disk(
    request: pytest.FixtureRequest,
    start_module_server: StartServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[httpx.Client, bool]]:
    """A service that may take no memory for replicas."""
    folder = tmp_path_factory.mktemp("on-disk")
    with contextlib.closing(EmbeddedStore(folder)) as store:
        store.load(parse("<urn:a> <urn:p> <urn:b> .", format=RdfFormat.N_TRIPLES))
    union = request.param == "union"
    options = [] if union else ["--bare"]
    server = start(
        start_module_server,
        *options,
        data_dir=folder,
        ROLEGRAPH_GUARD="off",
        ROLEGRAPH_MEMORY="1MB",
    )
    with client_of(server) as client:
        yield client, union
    server.stop()


def test_a_service_that_is_killed_while_it_fills_has_all_that_it_acknowledged(
    start_server: StartServer, tmp_path: Path
) -> None:
    """Ready before its replicas are full, it takes writes; the next start begins from the copy."""
    with contextlib.closing(EmbeddedStore(tmp_path)) as store:
        store.load(generate(600, detail=Detail.LEAN))
    written = 0
    for _ in range(3):
        server = start(start_server, data_dir=tmp_path, ROLEGRAPH_GUARD="off")
        with client_of(server) as client:
            assert "filling" in client.get("health/ready").json()
            for _ in range(2):
                assert written == len(rows(client, "SELECT ?n { <urn:s> <urn:number> ?n }")) - 1
                update(
                    client, f"INSERT DATA {{ GRAPH <urn:g> {{ <urn:s> <urn:number> {written} }} }}"
                )
                written += 1
        server.process.kill()
        server.process.wait()


@settings(
    max_examples=max(EXAMPLES // 8, 1),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=HISTORIES)
def test_a_service_without_memory_answers_as_a_fresh_store_after_each_commit(
    service_on_disk: tuple[httpx.Client, bool], history: list[str]
) -> None:
    """Updates, questions and earlier states, all from disk."""
    client, union = service_on_disk
    update(client, "CLEAR ALL")
    seen: dict[int, list[str]] = {}
    for text in history:
        revision = update(client, text)
        dataset = client.get("graphs", params={"format": "nquads"}).content
        wanted = fresh_answers(dataset, union=union)
        assert wanted == answers(client), text
        seen[revision] = wanted[0]
    for revision, wanted in seen.items():
        assert wanted == rows(client, EVERYTHING, at=str(revision)), revision


def test_files_that_engine_and_copy_share_are_compared_once(tmp_path: Path) -> None:
    """They are one file with two names; all others of the copy are summed."""
    folder = tmp_path / "data"
    with contextlib.closing(EmbeddedStore(folder)) as store:
        store.load(quads(20_000))
        copy = DiskCopy(store, union=True)
        copy.open()
        copy.close()
    settled = read_settled(folder / FOLDER)
    assert settled is not None
    shared = known_sums(folder)
    inodes = {(folder / FOLDER / "store" / name).stat().st_ino for name in settled.files}

    assert shared.keys() & inodes
    assert inodes - shared.keys()
    engine = folder / FOLDER / "store"
    assert difference(engine, settled, shared) is None
    wrong = dict.fromkeys(shared, (1, 1))
    assert "is damaged" in (difference(engine, settled, wrong) or "")
    own = next(
        engine / name
        for name in settled.files
        if name.endswith(".sst") and (engine / name).stat().st_ino not in shared
    )
    own.write_bytes(own.read_bytes()[:-1] + b"~")
    assert f"its file {own.name} is damaged" == difference(engine, settled, shared)


def quads(number: int) -> Iterator[Quad]:
    """Yield quads of a named graph."""
    for each in range(number):
        yield Quad(NamedNode(f"urn:{each}"), NamedNode("urn:p"), Literal(each), NamedNode("urn:g"))
