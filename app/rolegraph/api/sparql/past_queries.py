"""Queries on earlier states of the dataset."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from rolegraph.errors import Conflict
from rolegraph.history.versions import Versions
from rolegraph.rdf.terms import DefaultGraph, Quad, RdfFormat, serialize
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.workers.messages.job import Answer, QueryJob, Rewind
from rolegraph.store.workers.pool import QueryWorkers

_ATTEMPTS = 5


class PastQueries:
    """Runs queries on the dataset as it was.

    A worker is brought to the earlier state by undoing the commits since, asked, and ended; its
    memory is that of the present but for what changed.

    Args:
        store: the dataset.
        versions: knows what led from one revision to another.
        workers: run the queries.
        union: whether the default graph is the union of the default dataset graphs.
    """

    def __init__(
        self, store: EmbeddedStore, versions: Versions, workers: QueryWorkers, *, union: bool
    ) -> None:
        self._store, self._versions, self._workers = store, versions, workers
        self._union = union

    async def run(
        self,
        job: QueryJob,
        at: str,
        client: str,
        watch: Callable[[Callable[[], None]], None],
    ) -> tuple[int, Answer]:
        """Run a query at a revision or time; return the revision and the answer.

        Raises:
            ParameterError: `at` is neither.
            NotFound: there is no such revision yet.
            Conflict: commits kept coming between.
        """
        for _ in range(_ATTEMPTS):
            wanted, rewind = await asyncio.to_thread(self._rewind, at)
            there = replace(job, rewind=rewind)
            answer = await self._workers.run(there, client, watch)
            if rewind is None or answer.revision == rewind.revision:
                return wanted, answer
        raise Conflict("Commits kept coming between; ask again.")

    def _rewind(self, at: str) -> tuple[int, Rewind | None]:
        wanted = self._versions.resolve(at)
        with self._store.reading() as present:
            if wanted == present:
                return wanted, None
            patch = self._versions.between(present, wanted)
            stored = b""
            if self._union:
                triples = self._store.match(graph=DefaultGraph())
                plain = (Quad(q.subject, q.predicate, q.object) for q in triples)
                stored = serialize(plain, format=RdfFormat.N_TRIPLES) or b""
        removed, added = (
            serialize(quads, format=RdfFormat.N_QUADS) or b""
            for quads in (patch.removed, patch.added)
        )
        return wanted, Rewind(present, wanted, removed, added, self._union, stored)
