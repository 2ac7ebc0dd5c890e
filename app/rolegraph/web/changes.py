"""The changes: who did what and when, with differences that people can read."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from rolegraph.analysis.differences import patch_between, readable
from rolegraph.catalogue import Catalogue
from rolegraph.errors import NotFound, ParameterError
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.journal_format import Entry
from rolegraph.web.pages import Pages
from rolegraph.web.paging import start_of

AT_ONCE = 50
THINGS_AT_ONCE = 150


def router(pages: Pages, catalogue: Catalogue, store: EmbeddedStore) -> APIRouter:
    """Return the routes of the changes."""
    routes = pages.router()

    @routes.get("/changes")
    def changes(request: Request) -> Response:
        given = request.query_params
        root = request.scope.get("root_path", "")
        if given.get("old") and given.get("new"):
            old, new = _revision(given["old"]), _revision(given["new"])
            return RedirectResponse(f"{root}/changes/{old}..{new}", status_code=303)
        thing = given.get("thing", "")
        start = start_of(request)
        entries = list(reversed(store.entries()))
        if thing:
            entries = [entry for entry in entries if _touches(store, entry, thing)]
        with catalogue.view(root) as view:
            link = view.link(thing) if thing else None
        values = {
            "entries": entries[start - 1 : start - 1 + AT_ONCE],
            "thing": link,
            "last": store.revision,
            "total": len(entries),
            "start": start,
            "step": AT_ONCE,
        }
        return pages.render(request, "changes.html", values)

    @routes.get("/changes/{revision:int}")
    def change(revision: int, request: Request) -> Response:
        entry = store.journal.entry(revision)
        if entry is None:
            raise NotFound(f"There is no revision {revision}; the last is {store.revision}.")
        return _difference(request, revision - 1, revision, entry)

    @routes.get("/changes/{old:int}..{new:int}")
    def between(old: int, new: int, request: Request) -> Response:
        return _difference(request, old, new, None)

    def _difference(request: Request, old: int, new: int, entry: Entry | None) -> Response:
        patch = patch_between(store, old, new)
        with catalogue.view(request.scope.get("root_path", "")) as view:
            things, total = readable(catalogue, view, patch, THINGS_AT_ONCE)
        values = {
            "entry": entry,
            "old": old,
            "new": new,
            "things": things,
            "total": total,
            "patch": patch,
            "last": store.revision,
        }
        return pages.render(request, "difference.html", values)

    return routes


def _touches(store: EmbeddedStore, entry: Entry, thing: str) -> bool:
    """Tell whether a commit speaks of a thing, by its IRI in the text of the patch."""
    text = store.journal.text(entry)
    return f"<{thing}>".encode() in text or f"<{thing}#".encode() in text


def _revision(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 12:  # noqa: PLR2004
        return int(text)
    raise ParameterError(f"{text!r} is not the number of a revision.")
