"""Neighbours of a thing: `/api/v1/neighbours?iri=…`, what it points to and what points to it."""

from __future__ import annotations

from itertools import islice
from typing import Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from rolegraph.api.operations.late_routes import LateRouter
from rolegraph.api.schema.shared_schemas import query_parameters
from rolegraph.catalogue import View
from rolegraph.catalogue.index.model import API
from rolegraph.catalogue.index.paging import MAX_LIMIT, limit_of, offset_of
from rolegraph.catalogue.reading.neighbours import INVERSE, LinkedThings
from rolegraph.errors import ParameterError
from rolegraph.history.past import Past
from rolegraph.http.accept import wanted_by
from rolegraph.http.answers import json_bytes, page_headers, tagged
from rolegraph.http.languages import known_language
from rolegraph.http.request import iri, known_parameters, root_of

PATH = f"{API}neighbours"
USUAL = 100
_JSON = "application/json"
_PARAMETERS = ("iri", "relation", "each", "limit", "cursor", "lang", "at")


class NeighbourLabel(BaseModel):
    """A label that is not in the main language of its field."""

    value: str
    language: str | None = None


class ThingInWords(BaseModel):
    """A thing with what it is."""

    id: str
    label: str | NeighbourLabel | None
    href: str | None = Field(description="Where its data is; null where it has no address.")
    type: str | None = Field(description="Name of its most specific type.")
    kind: str | None = Field(description="The type in words.")


class LinkedNeighbour(ThingInWords):
    """A thing beside another, and how they are linked."""

    relation: str = Field(description="Name of the relation; see `relations`.")


class NeighbourRelation(BaseModel):
    """A way in which a thing is linked with others."""

    name: str = Field(
        description="IRI of the property, with `^` before it where the others point to the thing."
    )
    label: str = Field(description="The property in words.")
    direction: Literal["out", "in"]
    total: int


class ThingNeighbours(BaseModel):
    """What is around a thing."""

    thing: ThingInWords
    relations: list[NeighbourRelation] = Field(description="All there are, whatever is chosen.")
    items: list[LinkedNeighbour]
    total: int = Field(description="Neighbours by the relations that were chosen.")
    complete: bool = Field(
        description="False where so much points here that not all was read; totals are then those "
        "of what was."
    )
    limit: int
    next: str | None


def router(past: Past, public_url: str | None = None) -> APIRouter:
    """Return the route of neighbours.

    Args:
        past: gives the catalogue, now or as it was.
        public_url: address of the service as clients see it; by default that of each request.
    """
    routes = LateRouter(tags=["search"])

    def list_neighbours(request: Request) -> Response:
        known_parameters(request, _PARAMETERS)
        given, root = request.query_params, root_of(request, public_url)
        if not given.get("iri"):
            raise ParameterError("iri: name one thing, as in iri=https://w3id.org/….")
        centre = iri(given["iri"], "iri")
        wanted_by(request, (_JSON,))
        model = past.at(given.get("at"))
        tag = known_language(given.get("lang"), model.about.languages, model.label_languages)
        languages = [tag] if tag else []
        each = limit_of(given["each"], USUAL, MAX_LIMIT) if "each" in given else None
        limit, start = (
            limit_of(given.get("limit"), USUAL, MAX_LIMIT),
            offset_of(given.get("cursor")),
        )
        with model.view(root) as view:
            thing = described(view, centre, languages)
            if thing["type"] is None and thing["label"] is None:
                raise model.nothing_at(centre)
            around = view.around(centre, languages)
            chosen = around.chosen(given.get("relation"))
            pairs = ((one, other) for one in chosen for other in one.things[:each])
            items = [
                described(view, other, languages) | {"relation": relation.name}
                for relation, other in islice(pairs, start, start + limit)
            ]
            more = next(pairs, None) is not None
        following = None
        if more:
            kept = [(n, v) for n, v in given.multi_items() if n != "cursor"]
            following = f"{root}{PATH}?{urlencode([*kept, ('cursor', str(start + limit))])}"
        total = sum(len(relation.things) for relation in chosen)
        body = {
            "thing": thing,
            "relations": [relation_json(one) for one in around.relations],
            "items": items,
            "total": total,
            "complete": around.complete,
            "limit": limit,
            "next": following,
        }
        headers = page_headers(total, following)
        return tagged(request, json_bytes(body), _JSON, headers=headers)

    routes.add_api_route(
        PATH,
        list_neighbours,
        operation_id="listNeighbours",
        summary="List what is around a thing",
        description=(
            "What a thing points to and what points to it, relation by relation, each with its "
            "name in words. What is nested in a thing belongs to it. A link that both ends say "
            "is one."
        ),
        responses={200: {"model": ThingNeighbours}},
        openapi_extra=query_parameters(*_described(), needed=("iri",)),
    )
    return routes


def described(view: View, thing: str, languages: list[str]) -> dict[str, Any]:
    """Return a link to a thing, with its type and that in words."""
    types = view.types_of(thing)
    kind = (
        {"type": types[0].name, "kind": types[0].label} if types else {"type": None, "kind": None}
    )
    return {**view.link(thing, languages), **kind}


def relation_json(relation: LinkedThings) -> dict[str, Any]:
    """Return a relation as JSON, without its things."""
    return {
        "name": relation.name,
        "label": relation.label,
        "direction": "in" if relation.inward else "out",
        "total": len(relation.things),
    }


def _described() -> list[tuple[str, dict[str, Any], str]]:
    number: dict[str, Any] = {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT}
    text: dict[str, Any] = {"type": "string"}
    return [
        ("iri", text | {"format": "iri"}, "The IRI of the thing."),
        (
            "relation",
            text,
            f"Only this relation, by its name; `{INVERSE}` begins those of what points here.",
        ),
        ("each", number, "At most so many things of each relation; by default all."),
        ("limit", number | {"default": USUAL}, "How many neighbours a page holds."),
        ("cursor", text, "Where the page begins; from the link `next`."),
        (
            "lang",
            text,
            "Language tag, such as `zh`: labels in it, where there are such; else the usual ones.",
        ),
        (
            "at",
            text,
            "The state to read: a revision, or a date or time such as 2026-11-23T14:00:00Z.",
        ),
    ]
