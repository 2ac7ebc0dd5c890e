"""The SPARQL endpoint below ASGI, for plain queries of anybody.

A message to and from an ASGI application costs more than a small query. So the server's protocol
asks here first. Here is answered what succeeds; all else, be it a fault or a large result, is
handed to `SparqlEndpoint` with what is known already, and so looks the same either way.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Protocol

from rolegraph.api.sparql.current_queries import CurrentQueries
from rolegraph.api.sparql.queries import Queries
from rolegraph.api.sparql.request import (
    FORM as FORM_TYPE,
)
from rolegraph.api.sparql.request import (
    QUERY,
    Chosen,
    Formats,
    QueryRequest,
    question_of,
    read_request,
)
from rolegraph.api.sparql.results import (
    CachedResult,
    ResultCache,
    ResultHeads,
    StreamedResult,
    refuse_typed,
    tag_of_type,
    whole_result,
)
from rolegraph.errors import RolegraphError
from rolegraph.http.accept import takes_gzip
from rolegraph.http.bodies import media_type_of
from rolegraph.http.request import Headers as HeaderList
from rolegraph.rdf.plain.queries import depends_on_base, is_ordinary, is_volatile
from rolegraph.sparql.policy import (
    QueryBounds,
    check_query,
)
from rolegraph.store.workers.lent.lender import Submit
from rolegraph.store.workers.lent.lending import Lending
from rolegraph.store.workers.lent.terms import FORM, GET, TEXT, LoanTerms, Representation, divided
from rolegraph.store.workers.messages.job import Answer, QueryJob
from rolegraph.store.workers.pool import QueryWorkers
from rolegraph.store.workers.turns.lane import Running, Take

Reply = tuple[bytes, bytes]
"""The end of a response head, from behind what the server itself says, and the body."""

Outcome = RolegraphError | StreamedResult
"""What became of a query that `SparqlEndpoint` is to tell of."""

_KINDS = {FORM_TYPE: FORM, QUERY: TEXT}
"""Media type of a body → where in it the query stands."""

OUTCOME = "rolegraph.outcome"
"""Where it finds that in the scope of its request."""


class Headers(Protocol):
    """The headers of a plain request."""

    @property
    def accept(self) -> bytes | None:
        """The header Accept."""

    @property
    def encoding(self) -> bytes | None:
        """The header Accept-Encoding."""

    @property
    def content_type(self) -> bytes | None:
        """The header Content-Type."""

    @property
    def authorization(self) -> str | None:
        """The header Authorization."""


class Submitted(Protocol):
    """Runs queries and tells of them by callbacks."""

    @property
    def revision(self) -> int:
        """The revision that a query sent now will see."""

    def submit(self, job: QueryJob, client: str, take: Take) -> Running:
        """Have one query run, and be told what becomes of it; see `QueryWorkers.submit`."""

    def leave(self, query: Running) -> None:
        """Drop what becomes of a query, since who asked has gone."""


class DirectQueries:
    """Answers plain queries.

    Args:
        workers: run the queries.
        cache: keeps results; shared with `SparqlEndpoint`.
        further: headers of every answer, such as those of the cross-origin rules.
        bounds: how large the text of a query may be.
        closed: tells whether the application has to see each query from now on.
        strangers: whether it answers those without a token only.
    """

    def __init__(
        self,
        workers: Submitted,
        cache: ResultCache,
        further: HeaderList,
        bounds: QueryBounds,
        closed: Callable[[], bool],
        *,
        strangers: bool,
    ) -> None:
        self._closed, self._strangers = closed, strangers
        self._workers, self._cache = workers, cache
        self._heads, self._bounds = ResultHeads(further), bounds
        self._formats = Formats()

    @classmethod
    def of(
        cls,
        queries: Queries,
        cache: ResultCache,
        further: HeaderList,
        bounds: QueryBounds,
        closed: Callable[[], bool],
        *,
        open_reading: bool,
        strangers: bool,
    ) -> DirectQueries | None:
        """Return what answers plain queries, None where the application has to see each."""
        if not open_reading or not isinstance(queries, QueryWorkers | CurrentQueries):
            return None
        return cls(queries, cache, further, bounds, closed, strangers=strangers)

    def known(self, raw: bytes) -> Reply | None:
        """Return the answer that the very same bytes had at this revision, or None."""
        if self._closed():
            return None
        found = self._cache.get_by_request(raw, self._workers.revision)
        return None if found is None else self._reply(*found)

    def ask(
        self,
        raw: bytes,
        method: str,
        query_string: bytes,
        headers: Headers,
        body: bytes,
        client: str,
        take: Callable[[Reply | Outcome], None],
        submit: Submit | None = None,
        *,
        before: bool = False,
    ) -> Reply | Running | None:
        """Have a query answered.

        Args:
            raw: all bytes of the request.
            method: GET or POST.
            query_string: the undecoded query part of its target.
            headers: what its headers say.
            body: its body.
            client: whose turn in the queue it takes.
            take: is told later what became of the query.
            submit: has the query run, where the workers are not to be asked for that.
            before: whether the same is known to have been asked before.

        Returns:
            The answer, or the query that `take` will hear of, or None where the request is for
            `SparqlEndpoint` to answer.
        """
        try:
            request = self._query_in(method, query_string, headers, body)
            if request is None:
                return None
            results, graphs = self._formats.choose(request.format, headers.accept)
            refuse_typed(results)
        except RolegraphError:  # told by the endpoint, which meets it again
            return None
        gzip = takes_gzip(headers.encoding)
        question = question_of(request, results, graphs)
        known = self._cache.get(question, self._workers.revision)
        if known is not None:
            self._cache.link(raw, len(raw), question, gzip=gzip)
            return self._reply(known, gzip)

        began = time.monotonic()

        def taken(outcome: Answer | RolegraphError) -> None:
            if isinstance(outcome, RolegraphError):
                take(outcome)
                return
            chosen = graphs if outcome.kind == "graph" else results
            if chosen is None:  # the worker refuses this itself
                raise AssertionError
            content_type = chosen.content_type
            if outcome.body is None:
                take(StreamedResult(outcome, content_type))
                return
            result = whole_result(outcome, outcome.body, content_type)
            seconds = math.inf if before else time.monotonic() - began
            if self._cache.put(question, result, seconds=seconds):
                self._cache.link(raw, len(raw), question, gzip=gzip)
            take(self._reply(result, gzip))

        job = QueryJob(
            text=request.text,
            default_graphs=request.default_graphs,
            named_graphs=request.named_graphs,
            result_format=results.format.name if results else None,
            graph_format=graphs.format.name if graphs else None,
            gzip=gzip,
        )
        try:
            return (submit or self._workers.submit)(job, client, taken)
        except RolegraphError:
            return None

    def terms(
        self, method: str, headers: Headers, block: bytes, start: bytes, target: int
    ) -> LoanTerms | None:
        """Return on which terms a connection may be lent that has brought a request.

        Args:
            method: of a plain request that was answered here.
            headers: what its headers say.
            block: its headers, as they came.
            start: how answers begin behind their date.
            target: bytes that an address may have.

        Returns:
            None where the server has to see each of its requests.
        """
        kind = GET
        if method == "POST":
            given = headers.content_type
            kind = _KINDS.get(media_type_of(None if given is None else given.decode("latin-1")), "")
        parts = divided(kind, block) if kind else None
        if parts is None or headers.authorization is not None or self._closed():
            return None
        try:
            table, graph = self._formats.choose(None, headers.accept)
            refuse_typed(table)
        except RolegraphError:
            return None
        return LoanTerms(
            kind,
            *parts,
            target=target,
            length=self._bounds.length,
            depth=self._bounds.depth,
            gzip=takes_gzip(headers.encoding),
            start=start,
            table=self._sent(table),
            graph=self._sent(graph),
        )

    def _sent(self, chosen: Chosen | None) -> Representation | None:
        if chosen is None:
            return None
        kind = chosen.content_type
        plain, packed = (self._heads.fixed(kind, gzipped) for gzipped in (False, True))
        return Representation(chosen.format.name, plain, packed, tag_of_type(kind))

    @property
    def lending(self) -> Lending | None:
        """What lends connections to the workers; None where each query is to come by here."""
        if self._strangers or not isinstance(self._workers, QueryWorkers):
            return None
        return self._workers.lending

    def lend(self) -> Lending | None:
        """Begin to lend connections, where `lending` says that they may be lent."""
        lending = self.lending
        if lending is not None:
            lending.open(self._closed)
        return lending

    def missed(self) -> None:
        """Note that a worker has answered what nobody had at hand."""
        self._cache.misses += 1

    def _query_in(
        self, method: str, query_string: bytes, headers: Headers, body: bytes
    ) -> QueryRequest | None:
        """Return the query of a request; None where it is not to be answered here.

        Raises:
            RolegraphError: it is to be refused.
        """
        kind = None if headers.content_type is None else headers.content_type.decode("latin-1")
        request = read_request(method, query_string, kind, body)
        if not isinstance(request, QueryRequest) or request.at or request.inferred:
            return None
        if self._needs_identity(headers):
            return None
        text = request.text
        self._bounds.check(text)
        if not is_ordinary(text):
            # The base IRI is that by which the client knows the endpoint; and what the clock or
            # chance decides is not kept.
            if depends_on_base(text) or is_volatile(text):
                return None
            check_query(text)
        return request

    def _needs_identity(self, headers: Headers) -> bool:
        """Tell whether the answer depends on who asks."""
        return self._closed() or (self._strangers and headers.authorization is not None)

    def leave(self, query: Running) -> None:
        """Drop a query, since who asked has gone."""
        self._workers.leave(query)

    def _reply(self, result: CachedResult, gzip: bool) -> Reply:
        return self._heads.of(result, gzip=gzip)
