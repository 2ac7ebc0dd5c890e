"""The page that says what follows about a thing, and why."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from rolegraph.catalogue import Catalogue
from rolegraph.errors import NotFound, ParameterError
from rolegraph.http.languages import LANG
from rolegraph.http.request import known_parameters
from rolegraph.inference.current import Inference
from rolegraph.inference.stated_at import StatedPlaces
from rolegraph.inference.telling import RULES, as_json, read_term, read_triple, triple_json
from rolegraph.rdf.terms import NamedNode
from rolegraph.web.frame.pages import LITTLE_PATIENCE, Pages

_PARTS = ("subject", "predicate", "object")


def router(
    pages: Pages, catalogue: Catalogue, inference: Inference | None, places: StatedPlaces
) -> APIRouter:
    """Return the route of the page.

    Args:
        pages: the frame.
        catalogue: names the things.
        inference: what follows; None where that is off.
        places: where triples are stated.
    """
    routes = pages.router()

    @routes.get("/why")
    def why(request: Request) -> Response:
        if inference is None:
            raise NotFound("This service infers nothing: ROLEGRAPH_INFERENCE is off.")
        known_parameters(request, (*_PARTS, LANG))
        given = {name: request.query_params.get(name, "").strip() for name in _PARTS}
        if [name for name in _PARTS if given[name]] not in ([], ["subject"], [*_PARTS]):
            raise ParameterError("Give the subject alone, or subject, predicate and object.")
        status = HTTPStatus.OK
        values: dict[str, object] = {"given": given, "rules": RULES, "told": None, "listed": None}
        if given["subject"] and inference.takes_long and not inference.within(LITTLE_PATIENCE):
            what = "What follows from all of the catalogue is being worked out."
            return pages.waiting(request, "What follows, and why", what)
        if all(given.values()):
            triple = read_triple(
                given["subject"], given["predicate"], given["object"], catalogue.base
            )
            values["triple"] = triple_json(triple)
            reason = inference.explain(triple)
            if reason.explanation is not None:
                values["told"] = as_json(reason.explanation, places)
            else:
                status = HTTPStatus.NOT_FOUND
        elif given["subject"]:
            term = read_term(given["subject"], "subject", catalogue.base)
            found = sorted(map(triple_json, inference.about(term)), key=lambda one: one["text"])
            with catalogue.view(request.scope.get("root_path", "")) as view:
                iri = term.value if isinstance(term, NamedNode) else ""
                values["thing"] = view.link(iri) if catalogue.locate(iri) else None
            values["listed"] = found
        return pages.render(request, "why.html", values, status=status)

    return routes
