"""The description of the API is made once for a version, its routes and the shapes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from rolegraph import resources
from rolegraph.api.schema.openapi import ApiDocument
from rolegraph.catalogue import Catalogue
from rolegraph.rdf.namespaces import ONTOLOGY_GRAPHS
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.settings import Settings
from rolegraph.sparql.library import QueryLibrary
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.loading import catalogue_quads
from rolegraph.store.kept import DESCRIPTION_FILE, KeptIndex

BEFORE = {"openapi": b'{"of": "before"}'}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    """A store on disk with the shipped terms, rules and data."""
    with closing(EmbeddedStore(tmp_path / "data")) as opened:
        opened.load(catalogue_quads(resources.root()))
        yield opened


def said(graph: str) -> Patch:
    """Return a commit that says something in a graph."""
    thing = NamedNode("urn:thing")
    return Patch(added=frozenset({Quad(thing, thing, Literal("x"), NamedNode(graph))}))


def numbered(number: int) -> None:
    """Answer nothing."""


def test_the_description_outlasts_restarts_until_routes_or_rules_change(
    store: EmbeddedStore,
) -> None:
    """Making it takes half a second, which the first reader of the documentation would wait."""
    catalogue, used = Catalogue(store), []

    def kept(rules: str) -> KeptIndex:
        used.append(KeptIndex(store, rules, DESCRIPTION_FILE))
        return used[-1]

    def described(*paths: str) -> dict[str, Any]:
        app = FastAPI(openapi_url=None)
        for path in ("/one", *paths):
            app.get(path, summary=path)(numbered)
        ApiDocument(catalogue, QueryLibrary({}), Settings(), kept).install(app)
        return app.openapi()

    made = described()
    assert made == described()

    store.apply(said("urn:graph"))
    used[-1].write_now(BEFORE)
    assert {"of": "before"} == described()
    assert "/two" in described("/two")["paths"]

    described()
    store.apply(said("urn:other"))
    used[-1].write_now(BEFORE)
    store.apply(said(ONTOLOGY_GRAPHS + "own"))
    assert made == described()
