"""Runs the fixed queries of the library where the dataset is in memory: in the query workers.

There the union of the graphs is laid out as one graph. The engine on disk looks at each graph for
each step of a query, which takes a hundred times as long in a catalogue of 10,000 roles.

Rows that took long are kept until a commit touches a property that the query reads, and so are
those of questions that are asked before anybody asks.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import suppress

from anyio import CapacityLimiter, from_thread, to_thread
from starlette.requests import Request
from starlette.responses import Response

from rolegraph.api.questions.kept_rows import KeptRows, Question
from rolegraph.api.questions.question_reads import QuestionDependence
from rolegraph.catalogue import Catalogue
from rolegraph.errors import Busy, RolegraphError, TooLarge
from rolegraph.http.request import party_in
from rolegraph.rdf.named_graphs import names_graph
from rolegraph.rdf.namespaces import INFERRED_GRAPH, RDFS
from rolegraph.rdf.plain.queries import is_volatile
from rolegraph.rdf.results import DistinctRows
from rolegraph.rdf.terms import Literal, NamedNode, Quad, RdfFormat, Term, serialize
from rolegraph.sparql.library import NamedQuery, Row, Run, meaning_of_nothing
from rolegraph.sparql.library_parameters import bind
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.workers.messages.job import Answer, Further, QueryJob
from rolegraph.store.workers.pool import QueryWorkers

_TRIES = 3
_THREADS = 40
"""Questions that wait for a worker at once, in threads that quick reads do not need."""
_NOBODY = "nobody"
"""Whose turn in the queue a question takes that nobody has asked yet."""
_LONG = 0.02
"""Seconds from which on an answer is worth keeping."""


class Asking:
    """Runs SELECT queries on workers; on the store itself while these are not there.

    Call it from a thread that the event loop of the workers has started.

    Args:
        catalogue: knows what commits touch.
        store: what is asked.
        workers: hold the dataset in memory.
        union: whether they see the union of its graphs, as `Store.select` does.
        kept: bytes of rows that are kept, compressed; 0 keeps none.
        inferred: gives what follows from the rules; None where nothing is inferred.
        long: seconds that an answer takes which is worth keeping.

    Attributes:
        rows: those that are kept.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        store: EmbeddedStore,
        workers: QueryWorkers,
        *,
        union: bool,
        kept: int,
        inferred: Callable[[], object] | None = None,
        long: float = _LONG,
    ) -> None:
        self._store, self._workers = store, workers
        self._union, self._long = union, long
        self._inferred = inferred
        self._threads = CapacityLimiter(_THREADS)
        self.rows = KeptRows(catalogue, store, kept)

    def apart(
        self, handle: Callable[[Request], Response]
    ) -> Callable[[Request], Awaitable[Response]]:
        """Have a handler that asks questions wait in a thread that quick reads do not need."""

        async def answered(request: Request) -> Response:
            return await to_thread.run_sync(handle, request, limiter=self._threads)

        return answered

    def of(self, request: Request, *, inferred: bool = False) -> Run:
        """Return what runs queries for a request; with `inferred`, also on what follows."""
        party = party_in(request.scope)

        def run(text: str, terms: Mapping[str, Term]) -> Sequence[Row]:
            return self._run(text, terms, party, inferred=inferred)

        return run

    def prepare(self, query: NamedQuery) -> None:
        """Have the rows of a question at hand before anybody asks, at low priority."""

        def run(text: str, terms: Mapping[str, Term]) -> Sequence[Row]:
            return self._run(text, terms, _NOBODY, background=True)

        infers = names_graph(query.text, INFERRED_GRAPH)  # which takes minutes, for who asks
        if infers or any(parameter.required for parameter in query.parameters):
            return
        with suppress(RolegraphError, CancelledError):  # who asks is told of it
            terms = bind(query.name, query.parameters, {}, run, query.base)
            if not self.rows.hold(_question(query.text, terms)) and not run(query.text, terms):
                meaning_of_nothing(query, run)

    def dependence(self, text: str) -> QuestionDependence:
        """Return what an answer of a query will hold on that is made from now on."""
        return self.rows.dependence(text)

    def _run(
        self,
        text: str,
        terms: Mapping[str, Term],
        party: str,
        *,
        inferred: bool = False,
        background: bool = False,
    ) -> Sequence[Row]:
        """Run one query.

        Raises:
            QueryTimeout, QueryResourceLimit, TooLarge, Busy: it needs too much.
        """
        # What follows from the rules is not there at once after a commit.
        question = None if inferred or is_volatile(text) else _question(text, terms)
        if question and (rows := self.rows.get(question)) is not None:
            return DistinctRows(rows)
        job = QueryJob(
            text,
            substitutions=_question(text, terms)[1],
            result_format="tsv",  # less than half of JSON, and read in two thirds of the time
            graph_format=None,
            inferred=inferred,
            background=background,
            further=None if inferred else self._instead(text),
        )
        for _ in range(_TRIES):
            if not (self._union and self._workers.ready):
                break
            revision, began = self._store.revision, time.monotonic()
            dependence = self.dependence(text)
            found, body = from_thread.run(self._whole, job, party)
            # What is kept of answers counts for the revision that the store has.
            if found.revision == revision == self._store.revision:
                if question and (background or time.monotonic() - began > self._long):
                    self.rows.put(question, body, dependence)
                return DistinctRows(body)
        if inferred:
            raise Busy("What follows is not known yet, or changes too fast; try again.", 1)
        return self._store.select(text, terms)

    def _instead(self, text: str) -> Further | None:
        """Return what stands in the graph of inferred triples where these are too many.

        A question that speaks of them, too, has all its other rows, and one that says why these
        are left out.
        """
        if self._inferred is None or not names_graph(text, INFERRED_GRAPH):
            return None
        try:
            self._inferred()
        except TooLarge as error:
            graph = NamedNode(INFERRED_GRAPH)
            said = Literal(f"What follows from the rules is left out. {error}")
            note = Quad(graph, NamedNode(RDFS + "comment"), said, graph)
            return None, serialize([note], format=RdfFormat.N_QUADS) or b""
        return None

    async def _whole(self, job: QueryJob, party: str) -> tuple[Answer, bytes]:
        found = await self._workers.run(job, party)
        if found.body is not None:
            return found, found.body
        parts = [part async for part in found.stream] if found.stream is not None else []
        return found, b"".join(parts)


def _question(text: str, terms: Mapping[str, Term]) -> Question:
    return text, tuple((name, str(term)) for name, term in terms.items())
