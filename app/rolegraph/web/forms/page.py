"""Forms to write things, led by the shapes: what to ask for, in which groups, and how.

The page holds what the script needs to build the form; reading, checking and writing go through
the JSON API with the token of whoever writes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from rolegraph.api.operations.gate import same_at
from rolegraph.catalogue import Catalogue, Field, ResourceType, View
from rolegraph.catalogue.index.facts import fits
from rolegraph.catalogue.index.model import API
from rolegraph.catalogue.schema.fields import LANG_STRING
from rolegraph.catalogue.schema.types import LABEL
from rolegraph.history.touched import Touched
from rolegraph.http.languages import LANG
from rolegraph.rdf.namespaces import XSD
from rolegraph.web.forms.offers import offered, targets
from rolegraph.web.frame.pages import HEADERS, Pages

_SHORT = frozenset({LABEL, "altLabels", "hiddenLabels", "title"})
_LONG = frozenset({"query"})
"""Texts of several lines that are in no language."""
PROPOSAL = "proposal"
"""The parameter that names the proposal that a form revises."""
_OVERTAKING = 10
"""Commits that somebody is told of whose form has been overtaken."""
_FIRST = frozenset(
    {"inputs", "outputs", "tools", "fulfils", "workflows", "steps", "performedByRole"}
    | {"operatesInStage"}
)
"""Fields that are asked for at once beside those that must be given; the rest is under “More”.

In a first draft a step need not have a role; whoever writes one wants to say it all the same."""
_INPUTS = {
    XSD + "integer": "number",
    XSD + "decimal": "decimal",
    XSD + "boolean": "boolean",
    XSD + "date": "date",
}


Proposed = Callable[[Request, str, str | None], dict[str, Any] | None]
"""Gives what a form is filled with that revises a proposal: request, plural, end of the address."""


def router(pages: Pages, catalogue: Catalogue, touched: Touched, proposed: Proposed) -> APIRouter:
    """Return the routes of the forms.

    Args:
        pages: renders them.
        catalogue: whose things are written.
        touched: knows which commits changed a thing.
        proposed: knows what a proposal says that a form is to revise.
    """
    routes = pages.router()

    @routes.get("/edit/{plural}")
    def create(plural: str, request: Request) -> Response:
        if pages.writing is not None:
            return _elsewhere(pages.writing, request)
        resource_type = catalogue.type(plural)
        root = request.scope.get("root_path", "")
        languages = pages.languages(request)
        with catalogue.view(root, languages) as view:
            described = _described(catalogue, view, resource_type, root, languages)
        described["given"] = {
            name: request.query_params.getlist(name)
            for name in request.query_params
            if name not in {LANG, PROPOSAL}
        }
        described["proposal"] = proposed(request, plural, None)
        return _page(pages, request, resource_type, None, described)

    @routes.get("/edit/{plural}/{slug}")
    def edit(plural: str, slug: str, request: Request) -> Response:
        if pages.writing is not None:
            return _elsewhere(pages.writing, request)
        resource_type = catalogue.type(plural)
        root = request.scope.get("root_path", "")
        languages = pages.languages(request)
        with catalogue.view(root, languages) as view:
            thing = view.thing(view.resolve(plural, slug))
            described = _described(catalogue, view, resource_type, root, languages)
        described["thing"] = {name: thing[name] for name in ("id", "href", "label")}
        described["changes"] = f"{root}/edit-changes/{plural}/{slug}"
        described["proposal"] = proposed(request, plural, slug)
        return _page(pages, request, resource_type, thing, described)

    # Who was faster, for somebody whose form has been overtaken.
    @routes.get("/edit-changes/{plural}/{slug}/{since:int}")
    def overtaken(plural: str, slug: str, since: int, request: Request) -> Response:
        root = request.scope.get("root_path", "")
        with catalogue.view(root) as view:
            iri = view.resolve(plural, slug)
        found = [
            {
                "revision": one.revision,
                "author": one.author,
                "time": one.time,
                "href": f"{root}/changes/{one.revision}",
            }
            for one in touched.since(iri, since)[:_OVERTAKING]
        ]
        return _json(found)

    # What a form needs for new things inside it, at any depth; it asks when one is begun.
    @routes.get("/edit-fields/{plural}")
    def inside(plural: str, request: Request) -> Response:
        resource_type = catalogue.type(plural)
        root = request.scope.get("root_path", "")
        languages = pages.languages(request)
        with catalogue.view(root, languages) as view:
            fields = _fields(catalogue, view, resource_type, languages)
        return _json(fields)

    return routes


def _json(found: list[dict[str, Any]]) -> Response:
    headers = {"Cache-Control": "no-cache", "Vary": HEADERS["Vary"]}
    return Response(json.dumps(found), headers=headers, media_type="application/json")


def _elsewhere(leader: str, request: Request) -> Response:
    """Lead to the same form of the leader; a page is asked for without a token."""
    return RedirectResponse(same_at(leader, request.scope), HTTPStatus.SEE_OTHER)


def _page(
    pages: Pages,
    request: Request,
    resource_type: ResourceType,
    thing: dict[str, Any] | None,
    described: dict[str, Any],
) -> Response:
    values = {
        "kind": resource_type,
        "thing": thing,
        "proposal": described["proposal"],
        "described": json.dumps(described),
    }
    return pages.render(request, "form.html", values)


def _described(
    catalogue: Catalogue,
    view: View,
    resource_type: ResourceType,
    root: str,
    languages: Sequence[str],
) -> dict[str, Any]:
    """Return what the script needs to know of a type.

    Args:
        catalogue: which has the type.
        view: reads what its links may lead to.
        resource_type: the type.
        root: the path that the service stands at.
        languages: those that the reader asks for, the best first.
    """
    return {
        "plural": resource_type.plural,
        "label": resource_type.label,
        "api": f"{root}{API}",
        "pages": f"{root}/",
        "inner": f"{root}/edit-fields/",
        "changes": "",
        "revision": view.revision,
        "thing": None,
        "given": {},
        "fields": _fields(catalogue, view, resource_type, languages),
    }


def _fields(
    catalogue: Catalogue, view: View, resource_type: ResourceType, languages: Sequence[str] = ()
) -> list[dict[str, Any]]:
    groups = {group.iri: group.label for group in resource_type.groups}
    return [
        _field(catalogue, view, resource_type, field, languages)
        | {"group": groups.get(field.group or "", "")}
        for field in resource_type.fields
        if not field.inverse and field.nested is None
    ]


def _field(
    catalogue: Catalogue,
    view: View,
    owner: ResourceType,
    field: Field,
    languages: Sequence[str],
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": field.name,
        "predicate": field.predicate,
        "label": field.label,
        "description": field.description,
        "required": field.required,
        "first": is_first(field),
        "single": field.single,
        "input": input_of(field),
    }
    if field.datatype == LANG_STRING:
        found["language"] = field.language
        tags = catalogue.about.languages
        found["languages"] = [tag for tag in tags if tag != field.language]
        found["reads"] = read_in(languages, tags)
    if field.choices:
        found["choices"] = field.choices
    if field.pattern:
        found["pattern"] = field.pattern
    if field.kind == "link":
        kinds = targets(catalogue, field)
        found["types"] = [kind.plural for kind in kinds]
        if (options := offered(catalogue, view, field)) is not None:
            found["options"] = options
        if not field.single and len(kinds) == 1:
            found["inner"] = inner_of(owner, kinds[0])
    return found


def read_in(languages: Sequence[str], tags: Sequence[str]) -> str:
    """Return the language of a catalogue that its reader reads, empty where there is none.

    Args:
        languages: those that the reader asks for, the best first.
        tags: those of the catalogue.
    """
    return next((tag for wanted in languages for tag in tags if fits(tag, wanted)), "")


def is_first(field: Field) -> bool:
    """Tell whether a field of a new thing is asked for at once."""
    return field.required or field.name in _FIRST


def inner_of(owner: ResourceType, target: ResourceType) -> dict[str, Any]:
    """Return how new things are written inside the form of the thing that they belong to."""
    back = next(
        (f for f in target.fields if f.single and f.required and owner.iri in f.targets), None
    )
    order = next((f for f in target.fields if f.predicate == target.ordered_by), None)
    chain = next(
        (f for f in target.fields if not f.single and not f.inverse and f.targets == (target.iri,)),
        None,
    )
    return {
        "plural": target.plural,
        "label": target.label,
        "back": back.name if back else None,
        "order": order.name if order and back else None,
        "chain": chain.name if chain and back else None,
    }


def input_of(field: Field) -> str:
    """Return by what kind of control a value of a field is given."""
    if field.choices:
        return "choice"
    if field.kind == "link":
        return "link"
    if field.kind == "iri":
        return "text" if field.words else "url"  # a browser refuses words where it wants an address
    if field.datatype in _INPUTS:
        return _INPUTS[field.datatype]
    long = field.datatype == LANG_STRING and field.name not in _SHORT
    return "long" if long or field.name in _LONG else "text"
