"""The first page: what the catalogue holds and what it lacks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rolegraph.catalogue.catalogue import Catalogue
from rolegraph.sparql.library import QueryLibrary, answer
from rolegraph.store.protocol import Store

GAP_TAG = "completeness"
"""Tag of the queries whose rows are gaps."""

_SHOWN = 100
_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


@dataclass(frozen=True)
class Gap:
    """A question whose answer should be empty and is not."""

    title: str
    summary: str
    href: str
    rows: list[str]


def templates() -> Environment:
    """Return the environment of the pages' templates; every value is escaped."""
    folder = Path(__file__).parent / "templates"
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )


def router(catalogue: Catalogue, library: QueryLibrary, store: Store) -> APIRouter:
    """Return the routes of the first page and its style."""
    routes = APIRouter(include_in_schema=False)
    page = templates().get_template("home.html")
    style = (Path(__file__).parent / "static" / "rolegraph.css").read_bytes()

    @routes.get("/", response_class=HTMLResponse)
    def home(request: Request) -> HTMLResponse:
        root = request.scope.get("root_path", "")
        pages = [
            (kind, catalogue.list(kind.plural, _SHOWN, root=root))
            for kind in catalogue.types.values()
        ]
        led = [(kind, things) for kind, things in pages if kind.plural in _LEADING]
        led.sort(key=lambda pair: _LEADING.index(pair[0].plural))
        html = page.render(led=led, others=pages, gaps=_gaps(library, store))
        headers = {"Content-Security-Policy": _CONTENT_SECURITY_POLICY}
        return HTMLResponse(html, headers=headers)

    @routes.get("/static/rolegraph.css")
    def stylesheet() -> HTMLResponse:
        return HTMLResponse(style, media_type="text/css")

    return routes


_LEADING = ("roles", "personas", "workflows")
"""What the first page shows in full, where the catalogue has it."""


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
            href = f"/api/v1/queries/{query.name}"
            gaps.append(Gap(query.title, query.header.summary, href, rows))
    return gaps
