"""Versions of a document side by side."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from visiting import ROOT, VisitPage

from rolegraph import resources
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, parse
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.loading import catalogue_quads
from serving import Server

GRAPH = NamedNode("https://w3id.org/rolegraph/graph/data/roles.ttl")
OLD = "roles-614fbcafdd5d"


@pytest.fixture
def versioned(
    start_server: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory
) -> Server:
    """A server whose document has a later version, in which one bullet reads otherwise."""
    text = (ROOT / "data" / "roles.md").read_text(encoding="utf-8")
    later = text.replace("- Model experimentation\n", "- Model experimentation and tracking\n")
    quoted = later.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    turtle = f"""
        @base <https://w3id.org/rolegraph/id/> .
        @prefix rg: <https://w3id.org/rolegraph/ontology#> .
        @prefix prov: <http://www.w3.org/ns/prov#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <document-versions/roles-later> a rg:DocumentVersion ;
            skos:prefLabel "Roles, later"@en ; rg:versionOf <documents/roles> ;
            prov:wasRevisionOf <document-versions/{OLD}> ; prov:value "{quoted}" .
    """
    folder = tmp_path_factory.mktemp("versions")
    store = EmbeddedStore(folder)
    store.load(catalogue_quads(resources.root()))
    triples = parse(turtle, format=RdfFormat.TURTLE)
    store.load(Quad(t.subject, t.predicate, t.object, GRAPH) for t in triples)
    store.close()
    return start_server(data_dir=folder)


def test_two_versions_stand_side_by_side(visit: VisitPage, versioned: Server) -> None:
    """What changed in the text is the first question when roles have changed."""
    opened = visit("/documents/roles", url=versioned.url)
    page = opened.page
    page.get_by_label("Compare").select_option(value=OLD)
    page.get_by_label("with").select_option(value="roles-later")
    page.get_by_role("button", name="Side by side").click()

    assert ["- Model experimentation"] == page.locator("del").all_inner_texts()
    assert ["- Model experimentation and tracking"] == page.locator("ins").all_inner_texts()
    assert [] == opened.problems
