"""What is around a thing, as a table to walk along; its graph is drawn from the same neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from rolegraph.api.neighbours.routes import described
from rolegraph.catalogue import Catalogue, View
from rolegraph.catalogue.reading.view import Thing
from rolegraph.http.request import iri, known_parameters
from rolegraph.rdf.namespaces import ONTOLOGY
from rolegraph.rdf.terms import Literal, NamedNode
from rolegraph.web.frame.pages import Pages
from rolegraph.web.frame.paging import start_of

AT_ONCE = 100
SHOWN = 200
"""Things listed for one property on the page of a thing; what there is beyond is counted."""

_RETIRED = None, NamedNode(ONTOLOGY + "status"), Literal("retired")


@dataclass(frozen=True)
class Dependents:
    """Things that point to a thing by one property.

    Attributes:
        label: the property in words.
        things: links to them, at most `SHOWN`.
        total: how many there are.
    """

    label: str
    things: list[Thing]
    total: int


def dependents(catalogue: Catalogue, view: View, thing: str) -> list[Dependents]:
    """Return what points to a thing and is in none of its fields, by property."""
    found = []
    # One question, where a page may name hundreds of things.
    retired = {getattr(quad.subject, "value", "") for quad in catalogue.store.match(*_RETIRED)}
    shown = {
        field.predicate for kind in view.types_of(thing) for field in kind.fields if field.inverse
    }
    for relation in view.around(thing).relations:
        things = [one for one in relation.things if catalogue.locate(one)]
        if relation.inward and things and relation.predicate not in shown:
            links = [{**view.link(one), "retired": one in retired} for one in things[:SHOWN]]
            found.append(Dependents(relation.label, links, len(things)))
    return found


def router(pages: Pages, catalogue: Catalogue) -> APIRouter:
    """Return the route of the page."""
    routes = pages.router()

    @routes.get("/explore")
    def explore(request: Request) -> Response:
        known_parameters(request, ("thing", "relation", "lang", "from"))
        given, start = request.query_params, start_of(request)
        languages = [tag] if (tag := pages.asked_language(request)) else []
        if not given.get("thing"):  # the address without more, as people shorten it
            root = request.scope.get("root_path", "")
            return RedirectResponse(f"{root}/search", HTTPStatus.SEE_OTHER)
        centre = iri(given["thing"], "thing")
        with catalogue.view(request.scope.get("root_path", ""), pages.languages(request)) as view:
            thing = described(view, centre, languages)
            if thing["type"] is None and thing["label"] is None:
                raise catalogue.nothing_at(centre)
            around = view.around(centre, languages)
            pairs = [
                (relation, other)
                for relation in around.chosen(given.get("relation"))
                for other in relation.things
            ]
            here = pairs[start - 1 : start - 1 + AT_ONCE]
            values = {
                "thing": thing,
                "around": around,
                "rows": [(one, described(view, other, languages)) for one, other in here],
                "chosen": given.get("relation", ""),
                "lang": given.get("lang", ""),
                "start": start,
                "step": AT_ONCE,
                "total": len(pairs),
            }
        return pages.render(request, "explore.html", values)

    return routes
