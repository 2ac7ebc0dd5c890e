"""What a service gets ready beside its answers: it gives way to them, and follows commits."""

from __future__ import annotations

import asyncio
import io
import json
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import anyio
import pytest
from starlette.requests import Request

from rolegraph import resources
from rolegraph.api.operations.observing import Requests
from rolegraph.api.questions.asking import Asking
from rolegraph.api.questions.kept_rows import KeptRows
from rolegraph.catalogue import Catalogue
from rolegraph.errors import Busy
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.service.beside import Preparing
from rolegraph.service.core import Core
from rolegraph.service.opening import OpenStore
from rolegraph.service.operations import Operations
from rolegraph.settings import Settings
from rolegraph.sparql.library import load_library
from rolegraph.sparql.policy import QueryBounds
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.kept import ROWS_FILE, KeptIndex
from rolegraph.store.workers.messages.job import Limits
from rolegraph.store.workers.pool import QueryWorkers
from rolegraph.store.workers.processes.early import EarlyFilling
from rolegraph.telemetry.request_log import RequestLog
from rolegraph.web.query.running import QueryRunner, bare

WITHOUT_END = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
NAMES = "SELECT ?s ?o { ?s <urn:name> ?o }"
KEPT = b'?role\t?roleLabel\n<urn:cook>\t"Cook"@en\n'
ASKED = {"type": "http", "method": "GET", "path": "/query", "headers": [], "query_string": b""}


def patch(number: int, name: str = "urn:name") -> Patch:
    """Return a commit that says one more thing."""
    graph = NamedNode("urn:graph")
    said = Quad(NamedNode(f"urn:{number}"), NamedNode(name), Literal(str(number)), graph)
    return Patch(added=frozenset({said}))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    """A small store on disk."""
    with closing(EmbeddedStore(tmp_path / "data")) as opened:
        opened.apply(Patch(added=frozenset().union(*(patch(n).added for n in range(200)))))
        yield opened


def requests() -> Requests:
    """Return what counts the requests of a service that nobody asks."""
    return Requests(RequestLog("error", io.StringIO()), lambda: 0)


def with_workers(
    store: EmbeddedStore, test: Callable[[QueryWorkers], Awaitable[None]], seconds: float = 60
) -> None:
    """Run a test beside workers; it fails where it takes longer than half of `seconds`."""

    async def run() -> None:
        workers = QueryWorkers(
            store, Limits(seconds=seconds, memory=2**30, result_bytes=2**20), size=1
        )
        await workers.start()
        try:
            with anyio.fail_after(seconds / 2):
                await test(workers)
        finally:
            await workers.close()

    anyio.run(run)


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    while not holds():  # noqa: ASYNC110 - what a process does sets no event
        await asyncio.sleep(0.005)


def test_what_is_made_ready_gives_way_to_who_is_being_answered(store: EmbeddedStore) -> None:
    """A step takes the processor from the answer that somebody waits for."""
    seen, counted = requests(), []

    async def test(workers: QueryWorkers) -> None:
        loop = asyncio.get_running_loop()

        def answered() -> None:
            counted.append("answer")
            seen.in_flight = 0

        def first() -> None:
            seen.in_flight = 1
            loop.call_soon_threadsafe(loop.call_later, 0.05, answered)

        steps = (first, lambda: counted.append("step"))
        await Preparing(store, workers, seen, at_once=steps).run()

    with_workers(store, test)
    assert counted == ["answer", "step"]


def test_a_first_reader_is_left_alone(store: EmbeddedStore) -> None:
    """What fills replicas takes the processors from who makes a page and from who shows it."""
    seen, counted = requests(), []

    async def test(workers: QueryWorkers) -> None:
        preparing = Preparing(store, workers, seen, alone=0.05)

        def answered() -> None:
            counted.append("answer")
            seen.in_flight, seen.ended = 0, time.perf_counter()

        seen.in_flight = 1
        asyncio.get_running_loop().call_later(0.01, answered)
        await preparing.first_reader()
        counted.append("others")
        seen.in_flight = 1
        await preparing.first_reader()  # an answer without an end keeps nobody from more

    with_workers(store, test)
    assert counted == ["answer", "others"]


class HeldFilling(EarlyFilling):
    """Fills replicas once it may."""

    def __init__(self, store: EmbeddedStore, limits: Limits) -> None:
        self.may = threading.Event()
        super().__init__(store, limits, union=True)

    def _fill(self) -> None:
        self.may.wait()
        super()._fill()


@pytest.mark.parametrize("somebody_asks", [True, False])
def test_what_takes_a_moment_waits_for_much_that_is_filled_or_for_who_asks(
    store: EmbeddedStore, somebody_asks: bool
) -> None:
    """The processors are for the filling, as long as nobody needs anything else."""
    limits = Limits(seconds=60, memory=2**30, result_bytes=2**20)
    seen, made = requests(), []

    async def run() -> None:
        early = HeldFilling(store, limits)
        workers = QueryWorkers(store, limits, size=1, beside_memory=0, one_copy=0, early=early)
        steps = [lambda: made.append(workers.filling is None)]
        preparing = Preparing(store, workers, seen, at_once=steps)
        with anyio.fail_after(30):
            await workers.start()
            running = asyncio.create_task(preparing.run())
            await asyncio.sleep(0.1)
            assert not made
            if somebody_asks:
                seen.ended = time.perf_counter()
                await until(lambda: bool(made))
            early.may.set()
            await until(lambda: bool(made))
            await preparing.end(running)
            await workers.close()

    anyio.run(run)
    assert made == [not somebody_asks]


def test_replicas_are_filled_once_it_is_calm(store: EmbeddedStore) -> None:
    """Until then workers on disk answer, and no process is there that reads the dataset."""
    limits = Limits(seconds=60, memory=2**30, result_bytes=2**20)

    async def run() -> None:
        calm = asyncio.Event()
        workers = QueryWorkers(store, limits, size=1, beside_memory=0)
        with anyio.fail_after(30):
            await workers.start(calm.wait)
            before = fork_servers()
            assert workers.filling == 0
            calm.set()
            await until(lambda: fork_servers() > before)
            await until(lambda: workers.filling is None)
            await workers.close()

    anyio.run(run)


def fork_servers() -> int:
    """Return how many processes this one has started."""
    tasks = Path("/proc/self/task").iterdir()
    return sum(len((task / "children").read_text().split()) for task in tasks)


def test_questions_are_asked_again_once_commits_pause(store: EmbeddedStore) -> None:
    """Whoever asks next after a commit finds the rows, as after a start."""
    asked: list[int] = []

    async def test(workers: QueryWorkers) -> None:
        steps = [lambda: asked.append(store.revision)]
        preparing = Preparing(store, workers, requests(), questions=steps, rest=0.01)
        running = asyncio.create_task(preparing.run())
        await until(lambda: asked == [1])
        await asyncio.to_thread(store.apply, patch(1000))
        await until(lambda: asked == [1, 2])
        await preparing.end(running)

    with_workers(store, test)
    assert asked == [1, 2]


def test_an_end_waits_for_no_question_that_nobody_asked(store: EmbeddedStore) -> None:
    """On a busy machine such a question runs into its time limit."""
    catalogue = Catalogue(store)
    query = replace(load_library(resources.root() / "queries")["raci-matrix"], text=WITHOUT_END)

    async def test(workers: QueryWorkers) -> None:
        asking = Asking(catalogue, store, workers, union=True, kept=2**20)
        steps = [partial(asking.prepare, query)]
        preparing = Preparing(store, workers, requests(), questions=steps)
        running = asyncio.create_task(preparing.run())
        await until(lambda: bool(workers.running()))
        await preparing.end(running)
        assert not workers.running()

    with_workers(store, test)


@pytest.mark.parametrize("prepare", [True, False])
def test_nothing_is_made_ready_where_the_operator_does_not_want_it(
    shipped_store: EmbeddedStore, prepare: bool
) -> None:
    """On a small machine, what nobody asks for takes the processor from others."""
    settings = Settings(prepare=prepare)
    operations = Operations(settings, shipped_store)
    core = Core(settings, OpenStore(shipped_store), operations, guards_people=False, whole=None)
    core.add_later(core.catalogue.prepare)

    assert prepare is bool(core.preparations)


def kept_rows(store: EmbeddedStore) -> KeptRows:
    """Return rows as a start finds them."""
    rows = KeptRows(Catalogue(store), store, 2**20)
    rows.use(KeptIndex(store, "rules", ROWS_FILE))
    return rows


def test_rows_outlast_a_restart_but_no_commit(store: EmbeddedStore) -> None:
    """A start asks no question again whose answer is the same as before it."""
    question, made = (NAMES, ()), kept_rows(store)
    assert made.get(question) is None
    made.put(question, b"rows", made.dependence(NAMES))
    made.keep()
    assert b"rows" == kept_rows(store).get(question)

    store.apply(patch(1000))
    assert kept_rows(store).get(question) is None


def test_rows_that_a_commit_made_wrong_are_not_kept(store: EmbeddedStore) -> None:
    """Nor are those of before it, where it is not known yet what they depend on."""
    question, made = (NAMES, ()), kept_rows(store)
    assert not made.hold(question)
    made.put(question, b"rows", made.dependence(NAMES))
    store.apply(patch(1000))
    made.keep()
    assert kept_rows(store).get(question) is None


def test_what_a_later_service_asked_is_kept_as_well(store: EmbeddedStore) -> None:
    """One that ended early has asked the first questions only."""
    first = kept_rows(store)
    first.hold((NAMES, ()))
    first.put((NAMES, ()), b"names", first.dependence(NAMES))
    first.keep()
    second = kept_rows(store)
    assert second.hold((NAMES, ()))
    second.put((WITHOUT_END, ()), b"all", second.dependence(WITHOUT_END))
    second.keep()

    third = kept_rows(store)
    assert [third.get((text, ())) for text in (NAMES, WITHOUT_END)] == [b"names", b"all"]


def test_a_ready_question_needs_no_worker_where_its_rows_are_kept(store: EmbeddedStore) -> None:
    """After a start the page shows them while workers are still being made ready."""
    query = load_library(resources.root() / "queries")["roles-without-a-persona"]
    rows, catalogue, request = kept_rows(store), Catalogue(store), Request(ASKED)
    rows.hold((query.text, ()))
    rows.put((query.text, ()), KEPT, rows.dependence(query.text))
    workers = QueryWorkers(store, Limits(seconds=1, memory=2**30, result_bytes=2**20))
    runner = QueryRunner(catalogue, workers, QueryBounds(10_000, 100), rows)

    body, kind = asyncio.run(runner.run(bare(query), query, {}, request))
    assert (kind, json.loads(body)["head"]["vars"]) == ("bindings", ["role", "roleLabel"])
    assert [row["roleLabel"]["value"] for row in json.loads(body)["results"]["bindings"]] == [
        "Cook"
    ]
    with pytest.raises(Busy):  # what somebody else wrote is run, and nothing runs yet
        asyncio.run(runner.run(NAMES, None, {}, request))
