"""The SPARQL endpoint as a plain ASGI application, for the sake of its hot path.

A question asked before at the same revision is answered from memory without parsing the request.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from starlette.types import Receive, Scope, Send

from rolegraph.api.sparql.direct import OUTCOME, Outcome
from rolegraph.api.sparql.past_queries import PastQueries
from rolegraph.api.sparql.queries import Queries
from rolegraph.api.sparql.relay import Relay
from rolegraph.api.sparql.request import (
    Chosen,
    DescriptionRequest,
    Formats,
    QueryRequest,
    UpdateRequest,
    choose_graph_format,
    question_of,
    read_request,
)
from rolegraph.api.sparql.results import (
    VARY,
    CachedResult,
    ResultCache,
    StreamedResult,
    as_wanted,
    name_for_worker,
    send_result,
    send_stream,
    whole_result,
)
from rolegraph.errors import (
    NotAcceptable,
    ParameterError,
    PermissionDenied,
    RolegraphError,
)
from rolegraph.history.commit import Commit
from rolegraph.http.accept import takes_gzip
from rolegraph.http.answers import answer, answer_unchanged
from rolegraph.http.bodies import read_body
from rolegraph.http.commits import send_commit
from rolegraph.http.conditions import NO_TAG, entity_tag, is_known
from rolegraph.http.leaving import when_gone
from rolegraph.http.problems import answer_error
from rolegraph.http.request import base_in, party_in, text_of
from rolegraph.rdf.media import Format
from rolegraph.rdf.plain.queries import depends_on_base, is_ordinary, is_volatile
from rolegraph.sparql.policy import (
    QueryBounds,
    check_query,
    services,
)
from rolegraph.store.workers.messages.job import Answer, QueryJob


class Call:
    """One request, its headers picked out in one pass."""

    __slots__ = (
        "accept",
        "client_gone",
        "conditional",
        "content_type",
        "encoding",
        "method",
        "query_string",
        "receive",
        "scope",
        "send",
    )

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope, self.receive, self.send = scope, receive, send
        self.method: str = scope["method"]
        self.query_string: bytes = scope["query_string"]
        self.client_gone = False
        self.accept: bytes | None = None
        self.content_type: bytes | None = None
        self.conditional = False
        self.encoding: bytes | None = None
        for name, value in scope["headers"]:
            if name == b"accept":
                self.accept = value if self.accept is None else self.accept + b"," + value
            elif name == b"content-type":
                self.content_type = value
            elif name in {b"if-none-match", b"if-match"}:
                self.conditional = True
            elif name == b"accept-encoding":
                self.encoding = value if self.encoding is None else self.encoding + b"," + value

    @property
    def head(self) -> bool:
        """Whether only the headers are wanted."""
        return self.method == "HEAD"

    @property
    def client(self) -> str:
        """Whose turn in the queue it takes."""
        return party_in(self.scope)

    def watch(self, end_query: Callable[[], None]) -> None:
        """From now on, end the query when the client goes away."""

        def gone() -> None:
            self.client_gone = True
            end_query()

        when_gone(self.scope, self.receive, gone)


Key = tuple[str, bytes, bytes | None, bytes | None, bytes, str]
"""A request as it came: method, query part, Accept, Content-Type, body, and the endpoint's IRI."""


class Updates(Protocol):
    """Commits an update that came to the endpoint."""

    async def update(self, request: UpdateRequest, scope: Scope) -> Commit:
        """Commit it and return what became of it."""


class Describe(Protocol):
    """Makes the service description."""

    def __call__(self, scope: Scope, graph_format: Format) -> bytes:
        """Return it in an RDF format."""


class SparqlEndpoint:
    """The endpoint.

    Args:
        workers: run the queries.
        cache: keeps results.
        describe: makes the service description.
        updates: commits updates; None where the endpoint is read-only.
        bounds: how large the text of a query may be.
        body_limit: bytes that a body may have.
        past: runs queries on earlier states.
        relay: passes SERVICE on; None where no address is allowed.
        public_url: address of the service as clients see it; by default that of each request.
    """

    def __init__(
        self,
        workers: Queries,
        cache: ResultCache,
        describe: Describe,
        updates: Updates | None,
        bounds: QueryBounds,
        body_limit: int,
        past: PastQueries,
        relay: Relay | None = None,
        public_url: str | None = None,
    ) -> None:
        self._relay, self._past, self._public_url = relay, past, public_url
        self._workers, self._cache = workers, cache
        self._describe, self._updates = describe, updates
        self._bounds, self._body_limit = bounds, body_limit
        self._formats = Formats()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        call = Call(scope, receive, send)
        try:
            await self._answer(call)
        except RolegraphError as error:
            await answer_error(send, error, [], head=call.head)
        except ConnectionResetError:
            return  # the client has gone

    async def _answer(self, call: Call) -> None:
        body = b""
        if call.method in {"POST", "QUERY"}:
            body = await read_body(call.scope, call.receive, self._body_limit)
        key: Key = (
            "GET" if call.head else call.method,
            call.query_string,
            call.accept,
            call.content_type,
            body,
            f"{base_in(call.scope, self._public_url)}/sparql",
        )
        result: CachedResult | StreamedResult | None
        found = self._cache.get_by_request(key, self._workers.revision)
        result = _known_outcome(call.scope) if found is None else found[0]
        if result is None:
            request = read_request(call.method, call.query_string, text_of(call.content_type), body)
            if isinstance(request, DescriptionRequest):
                await self._send_description(call, request)
                return
            if isinstance(request, UpdateRequest):
                await self._update(call, request)
                return
            try:
                result = await self._query(call, request, key)
            except asyncio.CancelledError:
                if call.client_gone:
                    return
                raise
        if isinstance(result, StreamedResult):
            if call.conditional:
                is_known(call.scope, NO_TAG)
            await send_stream(call.send, result, call.encoding, head=call.head)
        else:
            known = call.conditional
            await send_result(
                call.send, result, call.scope, call.encoding, conditional=known, head=call.head
            )

    async def _query(
        self, call: Call, request: QueryRequest, key: Key
    ) -> CachedResult | StreamedResult:
        text = request.text
        self._bounds.check(text)
        ordinary = is_ordinary(text)
        asks_others = not ordinary and self._relay is not None and bool(services(text))
        if not ordinary:
            if depends_on_base(text):
                request = request._replace(base=key[-1])
            if not asks_others:
                check_query(text)
        results, graphs = self._formats.choose(request.format, call.accept)
        question = question_of(request, results, graphs)
        known = self._cache.get(question, self._workers.revision)
        if known is not None:
            self._cache.link(key, len(call.query_string) + len(key[-2]), question)
            return known
        job = QueryJob(
            text=text,
            base=request.base,
            default_graphs=request.default_graphs,
            named_graphs=request.named_graphs,
            result_format=name_for_worker(results),
            graph_format=graphs.format.name if graphs else None,
            gzip=takes_gzip(call.encoding),
            inferred=request.inferred,
        )
        if asks_others:
            if request.at is not None:
                raise ParameterError("A query with SERVICE asks the present; leave out 'at'.")
            return await self._federated(call, job, results, graphs)
        at = None
        if request.at is not None:
            at, found = await self._past.run(job, request.at, call.client, call.watch)
        else:
            found = await self._workers.run(job, call.client, call.watch)
        found, chosen = await _in_format(found, results, graphs)
        if found.body is None:
            return StreamedResult(found, chosen.content_type)
        result = whole_result(found, found.body, chosen.content_type)
        result.at = at
        if ordinary or not is_volatile(text):
            self._cache.put(question, result)
            self._cache.link(key, len(call.query_string) + len(key[-2]), question)
        return result

    async def _federated(
        self, call: Call, job: QueryJob, results: Chosen | None, graphs: Chosen | None
    ) -> CachedResult:
        """Run a query that asks other services; its result is gathered whole and never kept."""
        relay = self._relay
        if relay is None:  # asked only where there is one
            raise PermissionDenied("This endpoint asks no other services.")
        async with relay.rewritten(job.text) as text:
            found = await self._workers.run(
                replace(job, text=text, federated=True), call.client, call.watch
            )
            found, chosen = await _in_format(found, results, graphs)
            body = found.body
            if body is None and found.stream is not None:
                body = b"".join([part async for part in found.stream])
        return whole_result(found, body or b"", chosen.content_type)

    async def _send_description(self, call: Call, request: DescriptionRequest) -> None:
        chosen = choose_graph_format(request.format, text_of(call.accept))
        kind = (b"content-type", chosen.content_type.encode())
        body = self._describe(call.scope, chosen.format)
        etag = entity_tag(body)
        headers = [(b"etag", etag.encode()), (b"cache-control", b"no-cache"), VARY]
        if is_known(call.scope, etag):
            await answer_unchanged(call.send, headers)
        else:
            await answer(call.send, 200, [kind, *headers], body, head=call.head)

    async def _update(self, call: Call, request: UpdateRequest) -> None:
        if self._updates is None:
            raise PermissionDenied("This endpoint takes queries only; it is not set up for writes.")
        await send_commit(
            call.send, await self._updates.update(request, call.scope), [], status=204
        )


def _known_outcome(scope: Scope) -> StreamedResult | None:
    """Return or raise what `DirectQueries` found out about this request, None if nothing."""
    outcome: Outcome | None = scope.pop(OUTCOME, None)
    if isinstance(outcome, RolegraphError):
        raise outcome
    return outcome


async def _in_format(
    found: Answer, results: Chosen | None, graphs: Chosen | None
) -> tuple[Answer, Chosen]:
    """Return an answer in the format that was chosen for its kind, and that format."""
    chosen = graphs if found.kind == "graph" else results
    if chosen is None:  # the worker refuses this itself
        raise NotAcceptable("No accepted media type holds the result.")
    return await as_wanted(found, chosen), chosen
