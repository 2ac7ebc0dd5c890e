"""A page for each thing and for each list of things, led by the shapes.

Which fields there are, in which groups, order and under which names: the shapes say so. A class
gets a presentation of its own by a template named after its plural, nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from rolegraph.catalogue import Catalogue, View
from rolegraph.catalogue.paging import limit_of
from rolegraph.catalogue.view import Thing
from rolegraph.web.dependents import dependents
from rolegraph.web.links import page_path
from rolegraph.web.origins import Origins
from rolegraph.web.pages import Pages
from rolegraph.web.sections import lead, sections

Extra = Callable[[View, Thing], Mapping[str, Any]]
"""Finds what the template of one class shows besides the fields of a thing.

Under `shown` it names the fields that the template shows itself.
"""


def router(
    pages: Pages, catalogue: Catalogue, origins: Origins, extras: Mapping[str, Extra]
) -> APIRouter:
    """Return the routes of all lists and things; include it last, it takes any two segments.

    Args:
        pages: renders them.
        catalogue: what is shown.
        origins: tells where things come from.
        extras: plural → what its template needs besides.
    """
    routes = pages.router()

    @routes.get("/{plural}")
    @routes.head("/{plural}")
    def things(plural: str, request: Request) -> Response:
        resource_type = catalogue.type(plural)
        limit = limit_of(request.query_params.get("limit"))
        cursor = request.query_params.get("cursor")
        with catalogue.view(request.scope.get("root_path", "")) as view:
            page = view.page(plural, limit, cursor)
        values = {
            "kind": resource_type,
            "page": page,
            "limit": limit,
            "first": cursor is None,
            "leads": [lead(thing) for thing in page.items],
            "singles": [f.name for f in resource_type.fields if f.kind == "link" and f.single],
        }
        return pages.render(request, _template(pages, "lists", plural), values)

    @routes.get("/{plural}/{slug}")
    @routes.head("/{plural}/{slug}")
    def thing(plural: str, slug: str, request: Request) -> Response:
        root = request.scope.get("root_path", "")
        with catalogue.view(root) as view:
            iri = view.resolve(plural, slug)
            own = catalogue.address(iri)
            if iri != catalogue.iri(plural, slug) and own:
                return RedirectResponse(root + page_path(own), status_code=308)
            found = view.thing(iri)
            resource_type = catalogue.types[plural]
            extra = extras.get(plural)
            origin = origins.of(view, iri)
            special = extra(view, found) if extra else {}
            leave_out = {*(("quotedFrom",) if origin.places else ()), *special.get("shown", ())}
            values: dict[str, Any] = {
                "thing": found,
                "kind": resource_type,
                "lead": lead(found),
                "sections": sections(resource_type, found, leave_out),
                "fields": {field.name: field for field in resource_type.fields},
                "origin": origin,
                "dependents": dependents(catalogue, view, iri),
                **special,
            }
        return pages.render(request, _template(pages, "things", plural), values)

    return routes


def _template(pages: Pages, folder: str, plural: str) -> str:
    special = f"{folder}/{plural}.html"
    return special if pages.exists(special) else f"{folder}/default.html"
