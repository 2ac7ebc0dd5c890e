"""The page of the service itself: whether it is ready, and what it does beside its answers."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from rolegraph.analysis.findings import VALIDATING
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.workers.pool import QueryWorkers
from rolegraph.telemetry.long_work import LongWork
from rolegraph.web.frame.pages import Pages

_AGAIN = "2"
"""Seconds after which the page comes again while something is under way."""
_LONG = 100_000
"""Quads from which on work takes more than a moment."""
_WORDS = {
    VALIDATING: "All rules are being checked on all of the catalogue.",
    "preparing": "Lists, searches and tables are being made ready.",
}


def router(pages: Pages, store: EmbeddedStore, workers: QueryWorkers, work: LongWork) -> APIRouter:
    """Return the route of the page.

    Args:
        pages: renders it.
        store: tells how much there is to fill.
        workers: tell how far they are filled.
        work: knows what is done beside answers.
    """
    routes = pages.router()

    @routes.get("/health")
    def health(request: Request) -> Response:
        filled, under_way = workers.filling, work.now()
        ready = workers.ready and not store.failed
        # What is done in a moment is no reason to take a page away from who reads it.
        lasts = filled is not None or not ready or any(one.quads > _LONG for one in under_way)
        values = {
            "ready": ready,
            "filled": filled,
            "of": max(store.journal.size, filled or 0, 1),
            "work": [(_WORDS.get(one.what, one.what), one) for one in under_way],
            "again": _AGAIN if lasts else None,
        }
        response = pages.render(request, "health.html", values)
        # What it tells is another thing a moment later, whatever the revision.
        del response.headers["ETag"]
        response.headers["Cache-Control"] = "no-store"
        if lasts:
            response.headers["Refresh"] = _AGAIN
        return response

    return routes
