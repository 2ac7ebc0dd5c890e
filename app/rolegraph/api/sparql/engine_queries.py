"""Queries of users at the engine of a remote store."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import IO

from rolegraph.api.sparql.current_queries import CurrentQueries
from rolegraph.api.sparql.queries import Queries
from rolegraph.errors import Busy, StorageFull, StoreRefusal, StoreUnavailable
from rolegraph.rdf.named_graphs import names_graph, speaks_of_graphs
from rolegraph.rdf.namespaces import (
    APART_GRAPHS,
    DEFAULT_GRAPH,
    LOG_GRAPH,
    is_default_dataset_graph,
)
from rolegraph.settings import Settings
from rolegraph.settings.modes import StoreQueries
from rolegraph.sparql.forwarding import Forwardable, forwardable
from rolegraph.sparql.policy import services
from rolegraph.store.remote.endpoints.asking import (
    IN_MEMORY,
    AsyncStoreClient,
    RemoteQuestion,
    room,
)
from rolegraph.store.remote.endpoints.results import rewrite
from rolegraph.store.remote.log.entries import LogHead
from rolegraph.store.remote.mirror import Mirror
from rolegraph.store.workers.messages.faults import error_of
from rolegraph.store.workers.messages.job import Answer, Limits, QueryJob, UpdateJob
from rolegraph.store.workers.pool import QueryWorkers

_AT_ONCE = 16
"""Queries that the engine is sent at once."""
_PART = 2**16
_SLOW_AFTER = 0.2


@dataclass(frozen=True)
class _Graphs:
    """The graphs of one revision: those that make up the default graph, and those with names."""

    revision: int
    default: tuple[str, ...]
    named: tuple[str, ...]


class EngineQueries:
    """Runs queries at the engine; what only the mirror can do, on the mirror.

    Updates become patches there, and earlier states are asked there. So are queries with SERVICE:
    the engine could not reach the relay, or they are not to leave this machine. The graph of
    changes and what follows are not in the engine.

    Args:
        workers: run queries on the mirror.
        mirror: knows the store.
        limits: what one query may use.
        queue_length: queries that may wait.
        union: whether the default graph is the union of the default dataset graphs.
    """

    def __init__(
        self,
        workers: QueryWorkers,
        mirror: Mirror,
        limits: Limits,
        *,
        queue_length: int,
        union: bool,
    ) -> None:
        self._workers, self._mirror, self._limits = workers, mirror, limits
        self._client = AsyncStoreClient(mirror.client, limits.seconds, limits.result_bytes)
        self._places, self._waiting = asyncio.Semaphore(_AT_ONCE), 0
        self._queue_length, self._union = queue_length, union
        self._graphs = _Graphs(-1, (), ())
        self._seen = 0

    @property
    def revision(self) -> int:
        """The newest revision that an answer may have shown; a kept one of before is too old.

        The engine has a commit a moment before the mirror.
        """
        return max(self._workers.revision, self._seen)

    async def close(self) -> None:
        """Close the connections, and end the query workers of the mirror."""
        await self._client.close()
        await self._workers.close()

    async def run(
        self,
        job: QueryJob | UpdateJob,
        client: str = "local",
        on_slow: Callable[[Callable[[], None]], None] | None = None,
    ) -> Answer:
        """Run one query and return its answer; see `QueryWorkers.run`.

        Raises:
            ForbiddenOperation: it has what is not of a SPARQL 1.1 query.
            SyntaxFault: it does not parse.
            StoreError: the store fails.
        """
        if isinstance(job, UpdateJob) or job.rewind is not None:
            return await self._workers.run(job, client, on_slow)
        if job.federated or job.inferred or _names_apart(job) or services(job.text):
            return await self._mirrored(job, client, on_slow)
        asked = forwardable(job.text)
        if (job.graph_format if asked.kind == "graph" else job.result_format) is None:
            raise error_of("accept", asked.kind, None, None)
        if self._waiting >= self._queue_length:
            raise Busy("Too many queries wait; try again.", retry_after=1)
        asking = asyncio.ensure_future(self._ask(job, asked))
        watching = None
        if on_slow is not None:
            loop = asyncio.get_running_loop()
            watching = loop.call_later(_SLOW_AFTER, on_slow, lambda: _end(asking))
        try:
            return await asking
        except StoreRefusal:
            # The mirror answers what this engine cannot, and tells of errors at line and column.
            return await self._mirrored(job, client, on_slow)
        finally:
            asking.cancel()
            if watching is not None:
                watching.cancel()

    async def _mirrored(
        self,
        job: QueryJob,
        client: str,
        on_slow: Callable[[Callable[[], None]], None] | None,
    ) -> Answer:
        """Run a query on the mirror, once that has what answers have shown before."""
        if self._mirror.store.revision < self._seen:
            await asyncio.to_thread(self._reach)
        return await self._workers.run(job, client, on_slow)

    def _reach(self) -> None:
        with self._mirror.newest():
            return

    async def _ask(self, job: QueryJob, asked: Forwardable) -> Answer:
        self._waiting += 1
        try:
            await self._places.acquire()
        finally:
            self._waiting -= 1
        try:
            before = await asyncio.to_thread(self._look)
            question = await asyncio.to_thread(self._question, job, asked)
            name = job.graph_format if asked.kind == "graph" else job.result_format
            rows, result = self._limits.result_rows, room()
            try:
                async with self._client.ask(question) as file:
                    await asyncio.to_thread(
                        rewrite, file, asked.kind, name or "", rows, result, job.text
                    )
                after = await asyncio.to_thread(self._mirror.log.head)
            except BaseException:
                result.close()
                raise
        finally:
            self._places.release()
        if after is not None:
            self._seen = max(self._seen, after.revision)
        result = _in_memory_if_small(result)
        if before is not None and before == after and not before.settling:
            if isinstance(result, io.BytesIO):
                return Answer(before.revision, asked.kind, body=result.getvalue())
            return Answer(before.revision, asked.kind, stream=_parts(result))
        # What was asked while the store moved on is of no one revision, so it is not kept. It may
        # still be of the state before, and says no more than that.
        seen = before.revision - before.settling if before is not None else 0
        return Answer(seen, asked.kind, stream=_parts(result))

    def _look(self) -> LogHead | None:
        """Return where the store stands; where others have committed, follow first.

        Raises:
            StoreUnavailable: the mirror has no room for what they committed.
        """
        head = self._mirror.log.head()
        if head is not None and head.revision != self._mirror.store.revision:
            try:
                self._mirror.catch_up()
            except StorageFull as error:  # its words are about a write
                raise StoreUnavailable(
                    "The mirror of the store cannot follow it: the disk of the data directory "
                    "takes no more. Free some space there; questions are answered again then."
                ) from error
        return head

    def _question(self, job: QueryJob, asked: Forwardable) -> RemoteQuestion:
        default, named = job.default_graphs, job.named_graphs
        if default is None and named is None and not asked.names_dataset:
            graphs = self._present()
            default, named = graphs.default, graphs.named
        return RemoteQuestion(job.text, asked.kind == "graph", default, named)

    def _present(self) -> _Graphs:
        with self._mirror.store.reading() as revision:
            if self._graphs.revision != revision:
                known = [graph.value for graph in self._mirror.store.graph_names()]
                named = tuple(graph for graph in known if graph != LOG_GRAPH)
                union = filter(is_default_dataset_graph, named) if self._union else ()
                self._graphs = _Graphs(revision, (DEFAULT_GRAPH, *union), named)
            return self._graphs


def _names_apart(job: QueryJob) -> bool:
    """Tell whether a query names a graph that is not in the engine."""
    graphs = (*(job.default_graphs or ()), *(job.named_graphs or ()))
    if graphs:
        return any(graph in graphs for graph in APART_GRAPHS)
    return speaks_of_graphs(job.text) and any(
        names_graph(job.text, graph, job.base) for graph in APART_GRAPHS
    )


def _end(asking: asyncio.Future[Answer]) -> None:
    asking.cancel()


def _in_memory_if_small(result: IO[bytes]) -> IO[bytes]:
    """Return a result from its beginning; a small one needs no file that somebody must close."""
    size = result.tell()
    result.seek(0)
    if size > IN_MEMORY:
        return result
    with result:
        return io.BytesIO(result.read())


async def _parts(result: IO[bytes]) -> AsyncIterator[bytes]:
    with result:
        while part := await asyncio.to_thread(result.read, _PART):
            yield part


def queries_of(
    settings: Settings, mirror: Mirror | None, workers: QueryWorkers, limits: Limits
) -> Queries:
    """Return what runs the queries of users, as the settings want it."""
    if mirror is None or settings.store_queries is StoreQueries.MIRROR:
        return workers
    if settings.store_queries is StoreQueries.CURRENT:
        return CurrentQueries(workers, mirror, limits.seconds)
    return EngineQueries(
        workers,
        mirror,
        limits,
        queue_length=settings.query_queue,
        union=settings.union,
    )
