"""All pages of the service, put together."""

from __future__ import annotations

from fastapi import FastAPI

from rolegraph import __version__, resources
from rolegraph.analysis.duties import Questions
from rolegraph.catalogue import Catalogue
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.web import assets, atlas, coverage, special, things
from rolegraph.web.negotiation import DataAtPages
from rolegraph.web.origins import Origins
from rolegraph.web.pages import Pages


def install(
    app: FastAPI,
    catalogue: Catalogue,
    questions: Questions,
    store: EmbeddedStore,
) -> None:
    """Give an application its pages; call it after all other routes are in place.

    Args:
        app: the application.
        catalogue: the things.
        questions: answers the named queries.
        store: where the quads are.
    """
    files = assets.Assets()
    pages = Pages(store, files, __version__)
    origins = Origins(catalogue, resources.root())
    app.include_router(assets.router(files))
    app.include_router(atlas.router(pages, catalogue))
    app.include_router(coverage.router(pages, catalogue, questions))
    # Takes any path of one or two segments, so it stands last.
    app.include_router(things.router(pages, catalogue, origins, special.extras(catalogue, origins)))
    app.add_middleware(DataAtPages, plurals=catalogue.types)
