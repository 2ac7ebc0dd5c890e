"""Runs the queries of the query page: text that a user wrote, in a query worker."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from rolegraph.api.questions.kept_rows import KeptRows
from rolegraph.catalogue import Catalogue
from rolegraph.errors import InputError, ParameterError
from rolegraph.http.leaving import when_gone
from rolegraph.http.request import base_in, party_in
from rolegraph.rdf.media import GRAPH_FORMATS, RESULT_FORMATS, Format, format_of_name
from rolegraph.rdf.results import as_json
from rolegraph.rdf.terms import Term
from rolegraph.sparql.library import NamedQuery
from rolegraph.sparql.library_parameters import bind
from rolegraph.sparql.policy import QueryBounds, check_query
from rolegraph.store.workers.messages.job import Answer, QueryJob
from rolegraph.store.workers.pool import QueryWorkers


class QueryRunner:
    """Runs what users write, and ready questions with their parameters.

    Args:
        catalogue: where things that parameters name are looked up.
        workers: run the queries.
        bounds: how large the text of a query may be.
        rows: of ready questions, where they are known already.
    """

    def __init__(
        self, catalogue: Catalogue, workers: QueryWorkers, bounds: QueryBounds, rows: KeptRows
    ) -> None:
        self._catalogue, self._workers, self._bounds = catalogue, workers, bounds
        self._rows = rows

    async def run(
        self,
        text: str,
        named: NamedQuery | None,
        values: Mapping[str, str],
        request: Request,
        formats: tuple[Format | None, Format | None] = (RESULT_FORMATS[0], GRAPH_FORMATS[0]),
    ) -> tuple[bytes, str]:
        """Return the whole result of a query, and whether it is bindings, a boolean or a graph.

        Args:
            text: the query.
            named: the ready question that it is, if it is one. Parameters are bound as terms,
                never pasted as text.
            values: the parameters as people write them.
            request: whose turn in the queue it takes.
            formats: of tables and of graphs.

        Raises:
            SyntaxFault, ForbiddenOperation, ParameterError: the query cannot be used.
            TooLarge, Unreadable: its text is beyond the bounds.
            QueryTimeout, QueryResourceLimit, ResultTooLarge, Busy: it needs too much.
            InputError: whoever asked has gone, and the query was ended.
        """
        self._bounds.check(text)
        check_query(text)
        job = QueryJob(
            text,
            base=f"{base_in(request.scope)}/sparql",
            result_format=formats[0].name if formats[0] else None,
            graph_format=formats[1].name if formats[1] else None,
        )
        if named and text == bare(named):
            bound = await run_in_threadpool(self._bind, named, values)
            substitutions = tuple((key, str(term)) for key, term in bound.items())
            job = replace(job, substitutions=substitutions)
            if job.result_format == RESULT_FORMATS[0].name:
                rows = await run_in_threadpool(self._rows.get, (named.text, substitutions))
                if rows is not None:
                    return as_json(rows), "bindings"
        found = await self._while_there(job, request)
        parts = [found.body] if found.body is not None else []
        if found.stream is not None:
            parts = [part async for part in found.stream]
        return b"".join(parts), found.kind

    async def _while_there(self, job: QueryJob, request: Request) -> Answer:
        """Run a query for as long as somebody waits for it."""
        gone = False

        def watch(end: Callable[[], None]) -> None:
            def leave() -> None:
                nonlocal gone
                gone = True
                end()

            when_gone(request.scope, request.receive, leave)

        try:
            return await self._workers.run(job, party_in(request.scope), watch)
        except asyncio.CancelledError:
            if gone:
                raise InputError("The client went away before the query ended.") from None
            raise

    def _bind(self, named: NamedQuery, values: Mapping[str, str]) -> Mapping[str, Term]:
        # A required parameter may be left out here: the query then answers for all things.
        given = [p for p in named.parameters if p.name in values or not p.required]
        return bind(named.name, given, values, self._catalogue.store.select, named.base)


def formats_of(name: str) -> tuple[Format | None, Format | None]:
    """Return the formats of tables and of graphs that a short name stands for.

    Without a name they are those that scripts read.

    Raises:
        ParameterError: there is none of that name.
    """
    if not name:
        return format_of_name("json", RESULT_FORMATS), format_of_name("ntriples", GRAPH_FORMATS)
    found = [format_of_name(name, some) for some in _BOTH]
    if not any(found):
        known = ", ".join(f.name for some in _BOTH for f in some)
        raise ParameterError(f"format={name!r} is not known; take one of {known}.")
    return found[0], found[1]


def bare(named: NamedQuery) -> str:
    """Return the text of a named query without its header."""
    lines = named.text.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("#+")).lstrip()


_BOTH = (RESULT_FORMATS, GRAPH_FORMATS)
