"""Search over everything, hidden names included, with the reason for each hit."""

from __future__ import annotations

import json
from typing import cast

from fastapi import APIRouter, Request, Response

from rolegraph.catalogue import Catalogue, View
from rolegraph.catalogue.reading.view import Thing
from rolegraph.web.frame.links import label_of, page_path
from rolegraph.web.frame.pages import Pages
from rolegraph.web.frame.paging import start_of

SUGGESTED = 8
AT_ONCE = 30
LONGEST = 200
"""Characters of a search that are looked at."""


def router(pages: Pages, catalogue: Catalogue) -> APIRouter:
    """Return the routes of the search page and its suggestions."""
    routes = pages.router()

    @routes.get("/search")
    def search(request: Request) -> Response:
        text = request.query_params.get("q", "").strip()[:LONGEST]
        start = start_of(request)
        root = request.scope.get("root_path", "")
        with catalogue.view(root, pages.languages(request)) as view:
            found = view.search(text, limit=AT_ONCE, offset=start - 1) if text else None
            hits = [
                (hit, _kind(view, hit), _why(view, hit)) for hit in (found.items if found else [])
            ]
        values = {
            "text": text,
            "hits": hits,
            "total": found.total if found else 0,
            "near": found.near if found else (),
            "partly": found is not None and found.partly,
            "start": start,
            "step": AT_ONCE,
        }
        return pages.render(request, "search.html", values)

    @routes.get("/search/suggestions")
    def suggestions(request: Request) -> Response:
        text = request.query_params.get("q", "").strip()[:LONGEST]
        with catalogue.view(request.scope.get("root_path", ""), pages.languages(request)) as view:
            found = view.search(text, limit=SUGGESTED, suggest=True) if text else None
            hits = found.items if found else []
            # A hidden name is there to lead somewhere, so what it leads to comes first.
            hits = sorted(hits, key=lambda hit: not _hidden_name(hit))
            answer = [
                {
                    "label": label_of(hit),
                    "href": page_path(str(hit["href"])),
                    "kind": _kind(view, hit),
                    "why": _why_so(view, hit),
                }
                for hit in hits
                if hit["href"]
            ]
        body = json.dumps(answer, ensure_ascii=False).encode()
        return Response(body, headers={"Cache-Control": "no-cache"}, media_type="application/json")

    return routes


def _kind(view: View, hit: Thing) -> str:
    types = view.types_of(str(hit["id"]))
    return types[0].label if types else ""


def _why(view: View, hit: Thing) -> str:
    """Return why a thing was found where its own label does not say so.

    What a note says of the name goes before the mere place of the words.
    """
    matches = cast("list[Thing]", hit.get("matches") or [])
    if any(match["field"] == "label" and not match["via"] for match in matches):
        return ""
    for match in matches:
        via = cast("Thing | None", match["via"])
        if via:
            said = view.thing(str(via["id"])).get("verbatimText")
            if isinstance(said, str):
                return f"“{said}”"
    return str(hit.get("reason") or "")


def _why_so(view: View, hit: Thing) -> str:
    """Return why a thing is suggested; for a hidden name, what a note says of it."""
    name = _hidden_name(hit)
    if name:
        for whole in view.search(name, limit=SUGGESTED).items:
            if whole["id"] == hit["id"]:
                return _why(view, whole)
    return _why(view, hit)


def _hidden_name(hit: Thing) -> str:
    matches = cast("list[Thing]", hit.get("matches") or [])
    hidden = [match for match in matches if match["field"] == "hiddenLabels" and not match["via"]]
    return str(hidden[0]["text"]) if hidden else ""
