"""The first page: what the catalogue holds and what it lacks."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from rolegraph.catalogue import Catalogue
from rolegraph.sparql.library import QueryLibrary, answer
from rolegraph.store.protocol import Store
from rolegraph.web.pages import Pages

GAP_TAG = "completeness"
"""Tag of the queries whose rows are gaps."""

_SHOWN = 100
_LEADING = ("roles", "personas", "workflows")
"""What the first page shows in full, where the catalogue has it."""


@dataclass(frozen=True)
class Gap:
    """A question whose answer should be empty and is not."""

    title: str
    summary: str
    href: str
    rows: list[str]


def router(pages: Pages, catalogue: Catalogue, library: QueryLibrary, store: Store) -> APIRouter:
    """Return the route of the first page."""
    routes = pages.router()

    @routes.get("/")
    def home(request: Request) -> Response:
        root = request.scope.get("root_path", "")
        pages_of_kinds = [
            (kind, catalogue.list(kind.plural, _SHOWN, root=root))
            for kind in catalogue.types.values()
        ]
        led = [(kind, things) for kind, things in pages_of_kinds if kind.plural in _LEADING]
        led.sort(key=lambda pair: _LEADING.index(pair[0].plural))
        values = {"led": led, "others": pages_of_kinds, "gaps": _gaps(library, store)}
        return pages.render(request, "atlas.html", values)

    return routes


def _gaps(library: QueryLibrary, store: Store) -> list[Gap]:
    gaps = []
    for query in library.values():
        if GAP_TAG not in query.header.tags or any(p.required for p in query.parameters):
            continue
        found = answer(query, {}, store.select)
        labels = [name for name in query.columns if name.endswith("Label")]
        if found.rows:
            rows = [
                " · ".join(row[name].value for name in labels if name in row)  # type: ignore[union-attr]
                for row in found.rows
            ]
            href = f"/query?name={query.name}"
            gaps.append(Gap(query.title, query.header.summary, href, rows))
    return gaps
