"""Query workers: any query can be ended, and none harms another."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from rolegraph.errors import (
    Busy,
    ForbiddenOperation,
    ParameterError,
    QueryResourceLimit,
    QueryTimeout,
    ResultTooLarge,
    SyntaxFault,
)
from rolegraph.rdf.namespaces import CHANGES_GRAPH, INFERRED_GRAPH
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Quad, RdfFormat, parse
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.workers.messages.job import Limits, QueryJob, UpdateJob
from rolegraph.store.workers.pool import QueryWorkers

MEBIBYTE = 2**20
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
DATA = "<urn:g> { " + " ".join(f"<urn:s{n}> <urn:p> {n} ." for n in range(2000)) + " }"
LIMITS = Limits(seconds=1, memory=200 * MEBIBYTE, result_bytes=50 * MEBIBYTE)


def quads(text: str) -> frozenset[Quad]:
    return frozenset(parse(text, format=RdfFormat.TRIG))


@contextlib.asynccontextmanager
async def pool(
    store: EmbeddedStore | None = None, limits: Limits = LIMITS, **options: object
) -> AsyncIterator[QueryWorkers]:
    if store is None:
        store = EmbeddedStore()
        store.load(quads(DATA))
    workers = QueryWorkers(store, limits, **options)  # type: ignore[arg-type]
    await workers.start()
    try:
        yield workers
    finally:
        await workers.close()


def run(test: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(test(), 60))  # type: ignore[arg-type]


async def csv(workers: QueryWorkers, text: str, client: str = "local") -> list[str]:
    answer = await workers.run(QueryJob(text, result_format="csv"), client)
    assert answer.body is not None
    return answer.body.decode().split()


def kill_fork_server(workers: QueryWorkers) -> None:
    """End the process that the workers are forked from, as the out-of-memory killer does."""
    process = workers._population._fork_server._server._process
    assert process is not None
    process.kill()


async def running_on(workers: QueryWorkers, other_than: object = None) -> object:
    """Wait until a query runs, and return its worker."""
    while True:
        for query in workers.running():
            if query.started is not None and query.worker not in {None, other_than}:
                return query.worker
        await asyncio.sleep(0.01)


def alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and ") Z" not in status.read_text()


def test_a_query_that_never_ends_is_ended_within_its_limit() -> None:
    """Nobody may hold a worker for ever."""

    async def test() -> None:
        async with pool() as workers:
            began = time.monotonic()
            with pytest.raises(QueryTimeout, match="limit of 1 s"):
                await csv(workers, ENDLESS)

            assert time.monotonic() - began >= 1
            assert ["n", "2000"] == await csv(workers, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")

    run(test)


def test_no_process_is_left_burning() -> None:
    """A killed query must free its processor, and closing must end every process."""

    async def test() -> None:
        async with pool() as workers:
            await asyncio.gather(
                *(csv(workers, ENDLESS, f"client {n}") for n in range(4)), return_exceptions=True
            )
            assert [] == workers.running()
            pids = [worker._pid for worker in workers._population.workers]
        await asyncio.sleep(0.2)

        assert [] == [pid for pid in pids if alive(pid)]

    run(test)


def test_others_are_answered_while_endless_queries_run() -> None:
    """A slow query makes room instead of holding an ordinary worker."""

    async def test() -> None:
        patient = Limits(20, 200 * MEBIBYTE, 50 * MEBIBYTE)
        async with pool(limits=patient, size=2) as workers:
            hostile = [
                asyncio.create_task(csv(workers, ENDLESS, f"hostile {n % 2}")) for n in range(6)
            ]
            await asyncio.sleep(0.5)
            answered = await asyncio.wait_for(csv(workers, "SELECT (1 AS ?n) {}", "friend"), 10)

            assert ["n", "1"] == answered
            assert not any(task.done() for task in hostile)
            for task in hostile:
                task.cancel()
            await asyncio.gather(*hostile, return_exceptions=True)

    run(test)


def test_memory_beyond_the_limit_ends_the_query_alone() -> None:
    """The kernel refuses the memory, the worker dies, the service lives."""

    async def test() -> None:
        limits = Limits(seconds=20, memory=64 * MEBIBYTE, result_bytes=50 * MEBIBYTE)
        async with pool(limits=limits) as workers:
            with pytest.raises(QueryResourceLimit):
                await csv(workers, "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?a")

            assert ["n", "1"] == await csv(workers, "SELECT (1 AS ?n) {}")

    run(test)


def test_deep_nesting_ends_the_query_alone() -> None:
    """A parser that runs out of stack takes only its worker along."""

    async def test() -> None:
        async with pool() as workers:
            with pytest.raises((QueryResourceLimit, SyntaxFault)):
                await csv(workers, "SELECT * " + "{" * 50_000 + "}" * 50_000)

            assert ["n", "1"] == await csv(workers, "SELECT (1 AS ?n) {}")

    run(test)


def test_the_kernel_refuses_a_service_that_slipped_past_the_policy() -> None:
    """The policy is the first lock on the door, not the only one."""

    async def test() -> None:
        async with pool() as workers:
            with pytest.raises(ForbiddenOperation, match="cannot connect"):
                await csv(workers, "SELECT * { SERVICE <http://127.0.0.1:8080/> { ?s ?p ?o } }")

    run(test)


def test_a_result_has_a_limit_of_bytes() -> None:
    """A client that asks for everything must not fill the memory."""

    async def test() -> None:
        limits = Limits(seconds=20, memory=200 * MEBIBYTE, result_bytes=10_000)
        async with pool(limits=limits) as workers:
            with pytest.raises(ResultTooLarge, match="10000 bytes"):
                await csv(workers, "SELECT * { ?s ?p ?o }")

    run(test)


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_a_result_has_a_limit_of_rows(name: str) -> None:
    """The limit holds for each format, and a result just within it passes."""

    async def test() -> None:
        limits = Limits(5, 200 * MEBIBYTE, 50 * MEBIBYTE, result_rows=100)
        async with pool(limits=limits) as workers:
            within = await workers.run(
                QueryJob("SELECT * { ?s ?p ?o } LIMIT 100", result_format=name)
            )
            with pytest.raises(ResultTooLarge, match="100 rows"):
                await workers.run(QueryJob("SELECT * { ?s ?p ?o } LIMIT 101", result_format=name))

            assert within.body is not None

    run(test)


def test_a_large_result_streams_while_memory_stays_bounded() -> None:
    """The worker waits for a slow reader instead of filling the server's memory."""

    async def test() -> None:
        limits = Limits(30, 200 * MEBIBYTE, 500 * MEBIBYTE)
        async with pool(limits=limits) as workers:
            answer = await workers.run(QueryJob("SELECT * { ?s ?p ?o . ?t ?p ?v } LIMIT 200000"))
            assert answer.stream is not None
            total, first = 0, True
            async for part in answer.stream:
                if first:
                    first = False
                    await asyncio.sleep(0.3)
                    (query,) = workers.running()
                    assert query.stream is not None
                    assert query.stream._held < 4 * MEBIBYTE
                total += len(part)

            assert total > 20 * MEBIBYTE
            assert ([], 1) == (workers.running(), answer.revision)

    run(test)


def test_a_stream_that_runs_out_of_time_ends_with_the_error() -> None:
    """A cut result must never look like a whole one."""

    async def test() -> None:
        async with pool(limits=Limits(1, 200 * MEBIBYTE, 2**40)) as workers:
            answer = await workers.run(QueryJob("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"))
            assert answer.stream is not None

            with pytest.raises(QueryTimeout):
                async for _ in answer.stream:
                    pass

    run(test)


def test_a_commit_is_seen_by_the_next_query() -> None:
    """Readers see their own writes, and taken-back ones no more."""

    async def test() -> None:
        store = EmbeddedStore()
        async with pool(store) as workers:
            count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
            for number in range(1, 30):
                added = quads(f"<urn:g> {{ <urn:s{number}> <urn:p> 1, 2 }}")
                await asyncio.to_thread(store.apply, Patch(added=added))
                assert ["n", str(2 * number)] == await csv(workers, count)

    run(test)


def test_the_union_loses_a_triple_only_with_its_last_graph() -> None:
    """The default graph is a merge: two graphs may hold the same triple."""

    async def test() -> None:
        store = EmbeddedStore()
        store.load(quads("<urn:g> { <urn:s> <urn:p> 1 } <urn:h> { <urn:s> <urn:p> 1 }"))
        async with pool(store) as workers:
            ask = "SELECT (COUNT(*) AS ?n) { <urn:s> ?p ?o }"
            gone = Patch(removed=quads("<urn:g> { <urn:s> <urn:p> 1 }"))
            await asyncio.to_thread(store.apply, gone)
            assert ["n", "1"] == await csv(workers, ask)
            gone = Patch(removed=quads("<urn:h> { <urn:s> <urn:p> 1 }"))
            await asyncio.to_thread(store.apply, gone)
            assert ["n", "0"] == await csv(workers, ask)

    run(test)


def test_cancelling_frees_the_worker() -> None:
    """A client that hangs up must not leave its query running."""

    async def test() -> None:
        async with pool() as workers:
            task = asyncio.create_task(csv(workers, ENDLESS))
            await asyncio.sleep(0.1)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

            assert [] == workers.running()

    run(test)


def test_an_operator_ends_a_query_by_its_number() -> None:
    """Who asked is told that it ran out of time; there is nothing more to end then."""

    async def test() -> None:
        async with pool(limits=Limits(20, 200 * MEBIBYTE, 50 * MEBIBYTE)) as workers:
            task = asyncio.create_task(csv(workers, ENDLESS))
            await asyncio.sleep(0)
            (query,) = workers.running()

            assert workers.cancel(query.number) is True
            for _ in range(5):
                await asyncio.sleep(0)
            assert task.done()
            with pytest.raises(QueryTimeout):
                await task
            for _ in range(1000):
                if workers.running():
                    await asyncio.sleep(0.01)
            assert workers.cancel(query.number) is False

    run(test)


def test_queries_are_taken_between_start_and_close() -> None:
    """Before and after, nobody is there who would answer, and who asks is told so at once."""

    async def test() -> None:
        workers = QueryWorkers(EmbeddedStore(), LIMITS, size=1)
        for once in (True, False):
            assert workers.ready is False
            with pytest.raises(Busy, match="not taking queries"):
                await csv(workers, "SELECT (1 AS ?n) {}")
            if once:
                await workers.start()
                assert ["n", "1"] == await csv(workers, "SELECT (1 AS ?n) {}")
                assert workers.ready is True
                await workers.close()

    run(test)


def test_an_update_is_worked_out_and_not_made() -> None:
    """What it would change goes through the guard first, with the revision that it was read at."""

    async def test() -> None:
        store = EmbeddedStore()
        store.load(quads("<urn:g> { <urn:s> <urn:p> 1 }"))
        async with pool(store, size=1) as workers:
            clear = ("graphs", "CLEAR", False, "", "<urn:g>", None)
            text = "CLEAR GRAPH <urn:g>"
            for _ in range(2):
                answer = await workers.run(UpdateJob(text, (text,), (clear,), union=True))

                assert (1, b"", 1) == (
                    answer.revision,
                    answer.body,
                    answer.removed.count(b"<urn:g>"),
                )

    run(test)


def test_graphs_that_no_worker_has_are_sent_with_the_query_that_names_them() -> None:
    """The change log and what follows from the data would double what each worker holds."""

    async def test() -> None:
        store = EmbeddedStore()
        store.load(quads("<urn:g> { <urn:s> <urn:p> 1 }"))
        follows = f"<urn:s> <urn:q> <urn:o> <{INFERRED_GRAPH}> .\n".encode()
        ask = "SELECT (COUNT(*) AS ?n) {{ GRAPH <{}> {{ ?s ?p ?o }} }}".format
        async with pool(store, size=1, inferred=lambda: (store.revision, follows)) as workers:
            assert ["n", "1"] == await csv(workers, ask(INFERRED_GRAPH))
            assert "0" < (await csv(workers, ask(CHANGES_GRAPH)))[1]
        async with pool(store, size=1) as workers:
            with pytest.raises(ParameterError, match="infers nothing"):
                await workers.run(QueryJob(ask(INFERRED_GRAPH), inferred=True))

    run(test)


def test_a_full_queue_says_when_to_come_back() -> None:
    """Waiting without end helps nobody."""

    async def test() -> None:
        async with pool(size=1, slow_places=0, queue_length=2) as workers:
            tasks = [asyncio.create_task(csv(workers, ENDLESS, f"c{n}")) for n in range(4)]
            await asyncio.sleep(0.05)
            with pytest.raises(Busy) as refused:
                await csv(workers, ENDLESS, "late")

            assert refused.value.retry_after >= 1
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    run(test)


def test_a_killed_fork_server_is_replaced() -> None:
    """The process that holds the data may itself fall victim to the out-of-memory killer."""

    async def test() -> None:
        async with pool() as workers:
            kill_fork_server(workers)

            assert ["n", "1"] == await csv(workers, "SELECT (1 AS ?n) {}")

    run(test)


def test_a_query_whose_worker_ends_with_its_fork_server_is_run_anew() -> None:
    """It is told that it needed too much memory only where it did: this says nothing of it."""

    async def test() -> None:
        async with pool(limits=replace(LIMITS, seconds=60), size=1) as workers:
            task = asyncio.create_task(csv(workers, ENDLESS))
            first = await running_on(workers)
            kill_fork_server(workers)
            second = await running_on(workers, other_than=first)
            kill_fork_server(workers)
            with pytest.raises(Busy, match="Try again later"):
                await task

            assert first is not second
            assert ["n", "1"] == await csv(workers, "SELECT (1 AS ?n) {}")

    run(test)


def test_a_query_that_runs_while_the_pool_ends_is_told_so() -> None:
    """Whoever asked may ask the service that comes after it."""

    async def test() -> None:
        async with pool(limits=replace(LIMITS, seconds=60), size=1) as workers:
            task = asyncio.create_task(csv(workers, ENDLESS))
            await running_on(workers)
        with pytest.raises(Busy, match="The service is ending"):
            await task

    run(test)


def test_a_syntax_error_tells_line_and_column() -> None:
    """An editor wants to put its mark there."""

    async def test() -> None:
        async with pool() as workers:
            with pytest.raises(SyntaxFault) as fault:
                await csv(workers, "SELECT *\nWHERE { ?s ?p }")

            assert (2, 16) == (fault.value.line, fault.value.column)

    run(test)
