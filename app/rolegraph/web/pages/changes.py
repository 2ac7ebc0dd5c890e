"""The changes: who did what and when, with differences that people can read."""

from __future__ import annotations

from collections import Counter

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from rolegraph.catalogue import Catalogue, View
from rolegraph.catalogue.reading.view import Thing
from rolegraph.history.differences import ShownChange, ThingChange, differences
from rolegraph.history.touched import Touched
from rolegraph.history.versions import Versions
from rolegraph.rdf.terms import NamedNode
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.journal.entry_format import Entry
from rolegraph.web.frame.pages import Pages
from rolegraph.web.frame.paging import start_of

AT_ONCE = 50
THINGS_AT_ONCE = 150


def router(
    pages: Pages,
    catalogue: Catalogue,
    store: EmbeddedStore,
    versions: Versions,
    touched: Touched,
) -> APIRouter:
    """Return the routes of the changes.

    Args:
        pages: renders them.
        catalogue: whose things are linked to.
        store: whose changes these are.
        versions: its history.
        touched: knows which commits speak of a thing.
    """
    routes = pages.router()

    @routes.get("/changes")
    def changes(request: Request) -> Response:
        given = request.query_params
        root = request.scope.get("root_path", "")
        if given.get("old") and given.get("new"):
            old, new = versions.resolve(given["old"]), versions.resolve(given["new"])
            return RedirectResponse(f"{root}/changes/{old}..{new}", status_code=303)
        thing = given.get("thing", "")
        start = start_of(request)
        spoken = touched.revisions(thing) if thing else range(versions.first, store.revision + 1)
        here = spoken[::-1][start - 1 : start - 1 + AT_ONCE]
        with catalogue.view(root) as view:
            link = view.link(thing) if thing else None
        values = {
            "entries": [versions.entry(revision) for revision in here],
            "thing": link,
            "last": store.revision,
            "total": len(spoken),
            "start": start,
            "step": AT_ONCE,
        }
        return pages.render(request, "changes.html", values)

    @routes.get("/changes/{revision:int}")
    def change(revision: int, request: Request) -> Response:
        return _difference(request, revision - 1, revision, versions.entry(revision))

    @routes.get("/changes/{old:int}..{new:int}")
    def between(old: int, new: int, request: Request) -> Response:
        return _difference(request, old, new, None)

    def _difference(request: Request, old: int, new: int, entry: Entry | None) -> Response:
        patch = versions.between(old, new)
        found = differences(store, patch, versions.between(new, versions.revision))
        # Parts without a name say least, so they come last.
        found = sorted(found, key=lambda change: (change.iri.startswith("_:"), not change.kind))
        with catalogue.view(request.scope.get("root_path", "")) as view:
            things = [_linked(view, change) for change in found[:THINGS_AT_ONCE]]
            values = {
                "entry": entry,
                "old": old,
                "new": new,
                "things": things,
                "total": len(found),
                "kinds": Counter(change.kind for change in found if change.kind),
                "patch": patch,
                "last": versions.revision,
                "link_of": lambda shown: _link_of(view, shown),
            }
            return pages.render(request, "difference.html", values)

    return routes


def _linked(view: View, change: ThingChange) -> tuple[Thing, ThingChange]:
    """Return a change with a link to its thing, without an address where it is no more."""
    there = not change.iri.startswith("_:") and view.types_of(change.iri)
    href = view.link(change.iri)["href"] if there else None
    label = "a part without a name" if change.iri.startswith("_:") else change.label
    return {"id": change.iri, "label": label, "href": href}, change


def _link_of(view: View, shown: ShownChange) -> Thing | None:
    term = shown.term
    if isinstance(term, NamedNode) and view.types_of(term.value):
        return view.link(term.value)
    return None
