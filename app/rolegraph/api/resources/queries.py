"""The query library over HTTP: `/api/v1/queries`, and an address for each query below it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request, Response
from msgspec import Raw

from rolegraph.api.operations.late_routes import LateRouter
from rolegraph.api.questions.asking import Asking
from rolegraph.api.schema.query_schema import (
    FORMATS,
    JSON,
    OFFERS,
    RESULT_NAMES,
    SPARQL,
    QueryList,
    describe,
    own_parameters,
    parameter_schemas,
    responses,
)
from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.index.model import API
from rolegraph.catalogue.schema.names import pascal
from rolegraph.errors import ParameterError
from rolegraph.http.accept import wanted_by
from rolegraph.http.answers import follows_from, json_bytes, tagged
from rolegraph.http.languages import languages_of, with_one_label
from rolegraph.http.request import boolean, known_parameters
from rolegraph.http.tables.answers import for_people, tabled
from rolegraph.http.tables.solutions import datatypes_of
from rolegraph.http.tables.table import table_of
from rolegraph.http.tables.writers import CSV, NAMES
from rolegraph.rdf.plain.queries import is_volatile
from rolegraph.rdf.results import DistinctRows
from rolegraph.rdf.terms import Literal, NamedNode, Term
from rolegraph.sparql.json_rows import json_rows
from rolegraph.sparql.library import LibraryAnswer, NamedQuery, QueryLibrary, answer
from rolegraph.sparql.library_header import RESERVED
from rolegraph.sparql.library_results import WRITERS, plain_rows
from rolegraph.sparql.policy import NEVER_KEPT

PATH = f"{API}queries"
_SAVED = "saved-queries"
_TABLES = frozenset(NAMES.values()) - {CSV}
"""CSV is that of SPARQL."""


def router(library: QueryLibrary, catalogue: Catalogue, asking: Asking) -> APIRouter:
    """Return the routes of the query library.

    Args:
        library: the named queries.
        catalogue: what is asked.
        asking: runs the queries.
    """
    routes = LateRouter(tags=["queries"])

    def list_queries(request: Request) -> Response:
        known_parameters(request, ())
        wanted_by(request, (JSON,))
        root = request.scope.get("root_path", "")
        items = [describe(query, f"{root}{PATH}/{query.name}") for query in library.values()]
        saved = f"{root}{API}{_SAVED}" if _SAVED in catalogue.types else None
        body = QueryList(items=items, total=len(items), saved=saved).model_dump()
        return tagged(request, json_bytes(body), JSON)

    routes.add_api_route(
        PATH,
        list_queries,
        operation_id="listQueries",
        summary="List the named queries",
        description="`saved` leads to the queries that people keep in the catalogue.",
        responses={200: {"model": QueryList}},
    )
    # Each query has a route of its own, so that OpenAPI shows its parameters and columns.
    for query in library.values():
        routes.add_api_route(
            f"{PATH}/{query.name}",
            _endpoint(query, catalogue, asking),
            operation_id=f"ask{pascal(query.name)}",
            summary=query.title,
            description=query.header.summary,
            responses=responses(query),
            openapi_extra={"parameters": parameter_schemas(query)},
        )

    async def run_query(name: str, request: Request) -> Response:
        return await _endpoint(library.find(name), catalogue, asking)(request)

    routes.add_api_route(
        PATH + "/{name}",
        run_query,
        operation_id="runQuery",
        summary="Run a named query",
        description="Parameters of the query are query parameters of the address.",
        responses=responses(),
        openapi_extra={"parameters": own_parameters()},
    )
    return routes


def _endpoint(
    query: NamedQuery, catalogue: Catalogue, asking: Asking
) -> Callable[[Request], Awaitable[Response]]:
    def run_this(request: Request) -> Response:
        return _respond(query, catalogue, asking, request)

    return asking.apart(run_this)


def _respond(query: NamedQuery, catalogue: Catalogue, asking: Asking, request: Request) -> Response:
    """Return the answer of a query, or its text, as the request asks for it.

    Raises:
        ParameterError: a parameter is unknown, missing, repeated or of the wrong form.
        NotAcceptable: no form on offer is accepted.
    """
    given = request.query_params
    for name in given:
        if len(given.getlist(name)) > 1:
            raise ParameterError(f"The parameter {name!r} is given more than once.")
    media_type = _media_type(request)
    in_words = for_people(request, media_type)
    if media_type == SPARQL:
        idle = [name for name in given if name not in RESERVED]
        if idle:
            raise ParameterError(f"{idle[0]} has no effect on the text of the query; leave it out.")
        return tagged(request, query.text.encode(), SPARQL)
    values = {name: value for name, value in given.items() if name not in RESERVED}
    inferred = boolean(given.get("inferred"), "inferred")
    dependence = asking.dependence(query.text)
    found = answer(query, values, asking.of(request, inferred=inferred))
    headers = NEVER_KEPT if is_volatile(query.text) else None
    # What is named only by others has no class whose loss would be noticed.
    things = (term.value for term in found.values.values() if isinstance(term, NamedNode))
    if not inferred and all(map(catalogue.address, things)):
        follows_from(request, dependence)
    root = request.scope.get("root_path", "")

    def address(iri: str) -> str | None:
        path = catalogue.address(iri)
        return path and root + path

    if media_type in _TABLES or in_words:
        told: Any = found.rows
        if in_words and len(spoken := catalogue.about.languages) > 1:
            wanted = (*languages_of(request.scope), *spoken)
            told = with_one_label(query.columns, told, wanted, _language_of)
        rows: Any = plain_rows(query.columns, told, address)
        datatypes = datatypes_of(query.columns, told)
        table = table_of(query.name, rows, query.columns, datatypes=datatypes)
        return tabled(request, table, media_type, headers)
    if media_type == JSON:
        body = _json(found, address)
    else:
        body = WRITERS[RESULT_NAMES[media_type]](query.columns, found.rows)
    return tagged(request, body, media_type, headers=headers)


def _language_of(term: Term) -> str | None:
    return term.language if isinstance(term, Literal) else None


def _media_type(request: Request) -> str:
    if boolean(request.query_params.get("source"), "source"):
        return SPARQL
    chosen = request.query_params.get("format")
    if chosen is None:
        return wanted_by(request, OFFERS)
    if chosen not in FORMATS:
        raise ParameterError(f"format: {chosen!r} is none of {', '.join(FORMATS)}.")
    return FORMATS[chosen]


def _json(found: LibraryAnswer, address: Callable[[str], str | None]) -> bytes:
    query, rows = found.query, found.rows
    written: object
    if isinstance(rows, DistinctRows):
        written = Raw(json_rows(query.columns, rows, address))
    else:
        written = plain_rows(query.columns, rows, address)
    return json_bytes(
        {
            "name": query.name,
            "title": query.title,
            "columns": list(query.columns),
            "rows": written,
            "total": len(rows),
            "none": found.none,
        }
    )
