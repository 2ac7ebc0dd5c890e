"""Where things stand, over HTTP: the line of the document, and the file of the catalogue."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from rolegraph.analysis.thing_sources import SourcesOfThing, ThingSources
from rolegraph.api.operations.late_routes import LateRouter
from rolegraph.api.schema.shared_schemas import query_parameters
from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.index.model import API
from rolegraph.errors import ParameterError
from rolegraph.http.accept import wanted_by
from rolegraph.http.answers import json_bytes, tagged
from rolegraph.http.request import iri, known_parameters

PATH = f"{API}sources"
MOST_THINGS = 100
"""Things that one request may ask about."""
_JSON = "application/json"


class SourcePassage(BaseModel):
    """Words of a document."""

    of: str = Field(description="IRI of the thing that quotes them.")
    text: str
    version: str = Field(description="IRI of the version of the document.")
    file: str | None = Field(description="The file of the document.")
    line: int | None = Field(description="Where the words begin, counted from 1.")
    page: int | None = Field(
        description="The page of that line in a PDF, or the slide of a presentation; else null."
    )
    statement: bool = Field(description="Whether they are a statement, and not only a name.")


class ThingSource(BaseModel):
    """Where a thing stands."""

    id: str
    files: list[str] = Field(description="The files of the catalogue that describe it.")
    quoted: list[SourcePassage] = Field(description="What it quotes itself.")
    linked: list[SourcePassage] = Field(
        description="Where it quotes nothing, what the things quote that it is linked with."
    )


class ThingSourceList(BaseModel):
    """Where several things stand, in the order in which they were asked for."""

    items: list[ThingSource]


def router(catalogue: Catalogue) -> APIRouter:
    """Return the route of the sources of things."""
    routes = LateRouter(tags=["search"])
    sources = ThingSources(catalogue.store)

    def list_sources(request: Request) -> Response:
        known_parameters(request, ("iri",), lists=("iri",))
        iris = list(dict.fromkeys(request.query_params.getlist("iri")))
        if not iris or len(iris) > MOST_THINGS:
            raise ParameterError(
                f"iri: name from 1 to {MOST_THINGS} things by their IRIs, as iri=…&iri=…; "
                f"here are {len(iris)}."
            )
        iris = [iri(text, "iri") for text in iris]
        wanted_by(request, (_JSON,))
        with catalogue.store.reading():
            items = [_as_json(sources.of(one)) for one in iris]
        return tagged(request, json_bytes({"items": items}), _JSON)

    routes.add_api_route(
        PATH,
        list_sources,
        operation_id="listSources",
        summary="Tell where things stand: document, line and words",
        responses={200: {"model": ThingSourceList}},
        openapi_extra=query_parameters(
            (
                "iri",
                {
                    "type": "array",
                    "items": {"type": "string", "format": "iri"},
                    "minItems": 1,
                    "maxItems": MOST_THINGS,
                },
                "The things, by their IRIs.",
            ),
            needed=("iri",),
        ),
    )
    return routes


def _as_json(found: SourcesOfThing) -> dict[str, object]:
    fields = asdict(found)
    for passage in (*fields["quoted"], *fields["linked"]):
        passage["statement"] = passage.pop("is_statement")
    return {"id": fields.pop("iri"), **fields}
