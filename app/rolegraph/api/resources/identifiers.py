"""The IRIs of things: `/id/{plural}/{id}` leads to the page or the data of a thing.

A thing is no document, so its IRI answers 303 See Other (https://www.w3.org/TR/cooluris/).
"""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from rolegraph.api.operations.late_routes import LateRouter
from rolegraph.api.resources.resources import OFFERS
from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.index.model import API
from rolegraph.errors import NotAcceptable
from rolegraph.http.accept import HTML, wanted_by
from rolegraph.http.request import known_parameters, root_of


def router(catalogue: Catalogue, public_url: str | None = None) -> APIRouter:
    """Return the route of all things' IRIs, whatever host they name.

    Args:
        catalogue: whose things these are.
        public_url: address of the service as clients see it; by default that of each request.
    """
    routes = LateRouter()

    def identify(plural: str, id: str, request: Request) -> Response:  # noqa: A002
        known_parameters(request, ())
        with catalogue.view() as view:
            data = catalogue.address(view.resolve(plural, id)) or ""
        try:
            wanted = wanted_by(request, (*OFFERS, HTML))
        except NotAcceptable:
            wanted = OFFERS[0]  # the data's own address tells what is on offer
        place = "/" + data.removeprefix(API) if wanted == HTML else data
        location = root_of(request, public_url) + place
        return Response(status_code=303, headers={"Location": location, "Vary": "Accept"})

    routes.add_api_route(
        "/id/{plural}/{id}",
        identify,
        tags=["descriptions"],
        operation_id="resolveThing",
        summary="Go to the page or the data of a thing",
        description="Leads to the page for clients that accept HTML, to the data for others.",
        status_code=303,
        responses={
            303: {"description": "The page or the data of the thing."},
        },
    )
    return routes
