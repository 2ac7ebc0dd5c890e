"""What else points to a thing, on its page: with what is no longer in force told apart."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

from rolegraph.main import create_app
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, parse
from rolegraph.service.opening import OpenStore
from rolegraph.settings import Settings
from rolegraph.store.embedded import EmbeddedStore

SAID = """
@prefix rg: <https://w3id.org/rolegraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@base <https://w3id.org/rolegraph/id/> .
<responsibilities/old> a rg:Responsibility ; skos:prefLabel "Old duty"@en ;
    prov:wasInfluencedBy <tools/maite> ; rg:status "retired" .
<responsibilities/new> a rg:Responsibility ; skos:prefLabel "New duty"@en ;
    prov:wasInfluencedBy <tools/maite> .
"""


def test_what_is_retired_is_told_apart_where_it_points_to_a_thing(
    catalogue_store: EmbeddedStore,
) -> None:
    """A duty of last year, beside those of today, was taken for one of today."""
    graph = NamedNode("https://example.org/graph")
    triples = parse(SAID, format=RdfFormat.TURTLE)
    added = (Quad(one.subject, one.predicate, one.object, graph) for one in triples)
    catalogue_store.apply(Patch(added=frozenset(added)))
    service = create_app(Settings(prepare=False), opened=OpenStore(catalogue_store))
    client = TestClient(service, base_url="http://127.0.0.1")
    page = client.get("/tools/maite", headers={"Accept": "text/html"}).text
    marked = re.findall(r"<li><a [^>]*>([^<]*)</a> <span class=\"count\">retired</span></li>", page)

    assert "New duty" in page
    assert ["Old duty"] == marked
