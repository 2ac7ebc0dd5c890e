"""Search over all things: `/api/v1/search?q=…`, with the reason for each hit."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from rolegraph.api.operations.late_routes import LateRouter
from rolegraph.api.resources.resources import JSON
from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.index.model import API
from rolegraph.catalogue.index.paging import limit_of, offset_of
from rolegraph.catalogue.index.paths import near
from rolegraph.catalogue.reading.view import SEARCH_LIMIT
from rolegraph.errors import ParameterError
from rolegraph.history.past import Past
from rolegraph.http.accept import wanted_by
from rolegraph.http.answers import json_bytes, page_headers, tagged
from rolegraph.http.request import boolean, known_parameters, listed, root_of

PATH = f"{API}search"
MAX_LIMIT = 100
MAX_QUERY = 500
"""Characters that a query may have."""

_PARAMETERS = ("q", "types", "limit", "cursor", "suggest", "at")


class FoundVia(BaseModel):
    """A link to the thing that has the text."""

    id: str
    label: str | None
    href: str | None


class SearchMatch(BaseModel):
    """A text that was found: why a thing is among the hits."""

    field: str
    label: str
    text: str
    highlighted: str
    reason: str
    via: FoundVia | None


class SearchHit(BaseModel):
    """A thing that was found."""

    id: str
    label: str | None
    href: str | None
    type: str | list[str]
    score: float
    reason: str | None
    matches: list[SearchMatch]


class SearchResults(BaseModel):
    """What a search found, the best first."""

    query: str
    items: list[SearchHit]
    total: int
    limit: int
    next: str | None
    near: list[str]


def router(
    catalogue: Catalogue, public_url: str | None = None, past: Past | None = None
) -> APIRouter:
    """Return the route of the search.

    Args:
        catalogue: what is searched.
        public_url: address of the service as clients see it; by default that of each request.
        past: gives the catalogue as it was; without, only the present state is searched.
    """
    routes = LateRouter(tags=["search"])
    past = past or Past(catalogue)

    def search(request: Request) -> Response:
        known_parameters(request, _PARAMETERS, lists=("types",))
        given = request.query_params
        media_type = wanted_by(request, (JSON,))
        query = given.get("q", "").strip()
        if not query:
            raise ParameterError("q: say what to look for, as in q=data+scientist.")
        if len(query) > MAX_QUERY:
            raise ParameterError(f"q: at most {MAX_QUERY} characters can be looked for.")
        limit, offset = (
            limit_of(given.get("limit"), SEARCH_LIMIT, MAX_LIMIT),
            offset_of(given.get("cursor")),
        )
        root = root_of(request, public_url)
        found = past.at(given.get("at")).search(
            query,
            _plurals(catalogue, listed(given, "types")),
            limit,
            offset,
            suggest=boolean(given.get("suggest"), "suggest"),
            root=root,
        )
        following = None
        if offset + limit < found.total:
            kept = [(n, v) for n, v in given.multi_items() if n not in {"limit", "cursor"}]
            pages = [("limit", str(limit)), ("cursor", str(offset + limit))]
            following = f"{root}{PATH}?{urlencode([*kept, *pages])}"
        headers = page_headers(found.total, following)
        body = {
            "query": query,
            "items": found.items,
            "total": found.total,
            "limit": limit,
            "next": following,
            "near": list(found.near),
        }
        return tagged(request, json_bytes(body), media_type, headers=headers)

    routes.add_api_route(
        PATH,
        search,
        operation_id="searchThings",
        summary="Search names and texts",
        description=(
            "Finds things by all words of a query, in their names, hidden names, notes and texts, "
            "and by names that other things give them. Case, accents, endings, British and "
            "American spelling make no difference. A misspelt word stands for those most like it; "
            "`near` names them. Where nothing has all words, things with at least half of them "
            "are found. Each hit says why it is there."
        ),
        responses={200: {"model": SearchResults}},
        openapi_extra={"parameters": _described(list(catalogue.types))},
    )
    return routes


def _plurals(catalogue: Catalogue, text: str | None) -> list[str]:
    plurals = [name.strip() for name in (text or "").split(",") if name.strip()]
    for plural in plurals:
        if plural not in catalogue.types:
            raise ParameterError(f"types: {plural!r} is none. {near(plural, catalogue.types)}")
    return plurals


def _described(plurals: list[str]) -> list[dict[str, object]]:
    whole = {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": SEARCH_LIMIT}
    schemas: dict[str, tuple[str, dict[str, object]]] = {
        "q": ("What to look for.", {"type": "string", "maxLength": MAX_QUERY}),
        "types": (
            "Plurals of the types that are looked for.",
            {"type": "array", "items": {"type": "string", "enum": plurals}},
        ),
        "limit": ("How many hits a page holds.", whole),
        "cursor": ("Where the page begins; from the link `next`.", {"type": "string"}),
        "suggest": (
            "Look at names only and take the last word for the beginning of one.",
            {"type": "boolean", "default": False},
        ),
        "at": (
            "The state to search: a revision, or a date or time such as 2026-11-23T14:00:00Z.",
            {"type": "string"},
        ),
    }
    return [
        {
            "name": name,
            "in": "query",
            "required": name == "q",
            "description": description,
            "schema": schema,
        }
        for name, (description, schema) in schemas.items()
    ]
