"""The routes of `/api/v1/inference`: what follows about a thing, why, and what cannot be."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from rolegraph.api.operations.late_routes import LateRouter
from rolegraph.api.schema.shared_schemas import TEXT, query_parameters
from rolegraph.catalogue.index.model import API
from rolegraph.errors import NotFound, ParameterError
from rolegraph.http.accept import wanted_by
from rolegraph.http.answers import json_bytes, tagged
from rolegraph.http.request import known_parameters
from rolegraph.inference.current import Inference
from rolegraph.inference.stated_at import StatedPlaces
from rolegraph.inference.telling import RULES, as_json, read_term, read_triple, triple_json

PATH = f"{API}inference"
MOST = 100
"""Contradictions that are explained in one answer."""
_JSON = "application/json"


class InferenceTriple(BaseModel):
    """A triple."""

    subject: str = Field(description="As N-Triples write it.")
    predicate: str
    object: str
    text: str = Field(description="For people, with names abbreviated.")


class InferencePlace(BaseModel):
    """Where a triple is stated."""

    graph: str | None = Field(description="IRI of the named graph.")
    file: str | None = Field(description="The file of the catalogue.")
    line: int | None = Field(description="Counted from 1, where the file is here.")


class InferenceStated(InferenceTriple):
    """A stated triple that an explanation uses."""

    number: int
    places: list[InferencePlace]


class InferenceStep(BaseModel):
    """One application of a rule."""

    rule: str = Field(description="Its name in the specification of OWL 2 RL.")
    uses: list[int] = Field(description="Numbers of what it uses.")
    number: int | None = Field(description="The number of what it concludes.")
    concludes: InferenceTriple | None = Field(description="None: a contradiction.")


class InferenceExplanation(BaseModel):
    """Why a triple holds."""

    revision: int
    triple: InferenceTriple
    isStated: bool  # noqa: N815 - JSON
    rules: str = Field(description="Where the rules are defined.")
    stated: list[InferenceStated]
    steps: list[InferenceStep]


class InferenceOfThing(BaseModel):
    """What follows about a thing."""

    items: list[InferenceTriple]
    total: int


class InferenceContradiction(BaseModel):
    """Why something cannot be."""

    stated: list[InferenceStated]
    steps: list[InferenceStep]


class InferenceContradictions(BaseModel):
    """Contradictions, of which the first ones are explained."""

    revision: int
    total: int
    items: list[InferenceContradiction]


def router(inference: Inference | None, places: StatedPlaces, base: str) -> APIRouter:
    """Return the routes.

    Args:
        inference: what follows; None where that is off.
        places: where triples are stated.
        base: what the IRIs of things begin with.
    """
    routes = LateRouter(tags=["inference"])

    def here() -> Inference:
        if inference is None:
            raise NotFound("This service infers nothing: ROLEGRAPH_INFERENCE is off.")
        return inference

    def explanation(request: Request) -> Response:
        names = ("subject", "predicate", "object")
        known_parameters(request, names)
        given = [request.query_params.get(name) for name in names]
        if None in given:
            raise ParameterError("Name the triple: subject=…&predicate=…&object=…")
        wanted_by(request, (_JSON,))
        subject, predicate, value = (text or "" for text in given)
        triple = read_triple(subject, predicate, value, base)
        reason = here().explain(triple)
        if reason.explanation is None:
            raise NotFound(
                f"{triple_json(triple)['text']} is neither stated nor does it follow by the rules "
                "of OWL 2 RL."
            )
        body: dict[str, Any] = {
            "revision": reason.revision,
            "triple": triple_json(triple),
            "isStated": not reason.explanation.steps,
            "rules": RULES,
            **as_json(reason.explanation, places),
        }
        return tagged(request, json_bytes(body), _JSON)

    def of_thing(request: Request) -> Response:
        known_parameters(request, ("iri",))
        iri = request.query_params.get("iri")
        if iri is None:
            raise ParameterError("Name the thing by its IRI: iri=…")
        wanted_by(request, (_JSON,))
        found = sorted(map(triple_json, here().about(read_term(iri, "iri", base))), key=str)
        return tagged(request, json_bytes({"items": found, "total": len(found)}), _JSON)

    def contradictions(request: Request) -> Response:
        known_parameters(request, ())
        wanted_by(request, (_JSON,))
        revision, total, found = here().contradictions(MOST)
        items = [as_json(one, places) for one in found]
        return tagged(
            request, json_bytes({"revision": revision, "total": total, "items": items}), _JSON
        )

    routes.add_api_route(
        f"{PATH}/explanation",
        explanation,
        operation_id="explainTriple",
        summary="Say why a triple holds, step by step, down to file and line",
        responses={200: {"model": InferenceExplanation}},
        openapi_extra=query_parameters(
            ("subject", TEXT, "An IRI, or a prefixed name such as rg:Role."),
            ("predicate", TEXT, "The same, or `a`."),
            ("object", TEXT, 'The same, or a literal such as "text"@en.'),
            needed=("subject", "predicate", "object"),
        ),
    )
    routes.add_api_route(
        PATH,
        of_thing,
        operation_id="listInferred",
        summary="List what follows about a thing and is not stated",
        responses={200: {"model": InferenceOfThing}},
        openapi_extra=query_parameters(("iri", TEXT, "The thing, by its IRI."), needed=("iri",)),
    )
    routes.add_api_route(
        f"{PATH}/contradictions",
        contradictions,
        operation_id="listContradictions",
        summary="List what cannot be true together, and why",
        responses={200: {"model": InferenceContradictions}},
    )
    return routes
