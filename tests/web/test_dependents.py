"""What else points to a thing, on its page: with what is no longer in force told apart."""

from __future__ import annotations

from rolegraph.catalogue import Catalogue
from rolegraph.rdf.namespaces import THINGS
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, parse
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.web.pages.explore import dependents

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
    catalogue = Catalogue(catalogue_store)
    with catalogue.view() as view:
        links = [
            link
            for group in dependents(catalogue, view, f"{THINGS}tools/maite")
            for link in group.things
        ]
    found = {link["id"]: link["retired"] for link in links}

    assert found[f"{THINGS}responsibilities/old"]
    assert not found[f"{THINGS}responsibilities/new"]
