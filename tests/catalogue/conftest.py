"""A small catalogue of bands and songs: nothing here is known to the package by name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rolegraph.catalogue import Catalogue
from rolegraph.rdf.namespaces import graph_of_file
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, parse
from rolegraph.store.embedded import EmbeddedStore

PREFIXES = """
@prefix ex: <http://example.org/music#> .
@prefix id: <https://w3id.org/rolegraph/id/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rgsh: <https://w3id.org/rolegraph/shapes#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

ONTOLOGY = """
ex:Work a owl:Class ; skos:prefLabel "work"@en ; skos:definition "A work is what was made."@en .
ex:Song a owl:Class ; rdfs:subClassOf ex:Work ; skos:prefLabel "song"@en .
ex:Band a owl:Class ; skos:prefLabel "band"@en ; skos:definition "A band plays songs."@en .
"""

SHAPES = """
rgsh:ThingShape a sh:NodeShape ; sh:property rgsh:ThingShape-label .
rgsh:ThingShape-label sh:path skos:prefLabel ; rgsh:fieldName "label" ; sh:order 1 ;
    sh:group rgsh:Overview ; sh:datatype rdf:langString ; sh:minCount 1 ; sh:maxCount 1 .
rgsh:Overview a sh:PropertyGroup ; rdfs:label "Overview"@en ; sh:order 1 .

rgsh:BandShape a sh:NodeShape ; sh:targetClass ex:Band ; sh:node rgsh:ThingShape ;
    rgsh:pluralName "bands" ; rgsh:homeFile "data/bands.ttl" ;
    sh:property rgsh:BandShape-songs, rgsh:BandShape-home, rgsh:BandShape-founded .
rgsh:BandShape-songs sh:path [ sh:inversePath ex:playedBy ] ; rgsh:fieldName "songs" ;
    sh:name "songs"@en ; sh:order 2 ; sh:class ex:Song .
rgsh:BandShape-home sh:path ex:home ; rgsh:fieldName "home" ; sh:nodeKind sh:IRI ;
    sh:order 3 ; sh:maxCount 1 .
rgsh:BandShape-founded sh:path ex:founded ; rgsh:fieldName "founded" ; sh:datatype xsd:date ;
    sh:order 4 ; sh:maxCount 1 .

rgsh:WorkShape a sh:NodeShape ; sh:targetClass ex:Work ; sh:node rgsh:ThingShape ;
    rgsh:pluralName "works" ; rgsh:orderedBy ex:track ; sh:property rgsh:WorkShape-track .
rgsh:WorkShape-track sh:path ex:track ; rgsh:fieldName "track" ; sh:datatype xsd:integer ;
    sh:order 1 ; sh:maxCount 1 ; sh:minInclusive 1 .

rgsh:SongShape a sh:NodeShape ; sh:targetClass ex:Song ; rgsh:pluralName "songs" ;
    sh:property rgsh:SongShape-band, rgsh:SongShape-mood, rgsh:SongShape-rating,
        rgsh:SongShape-cover, rgsh:SongShape-verse .
rgsh:SongShape-band sh:path ex:playedBy ; rgsh:fieldName "playedBy" ; sh:order 2 ;
    sh:class ex:Band ; sh:minCount 1 ; sh:maxCount 1 .
rgsh:SongShape-mood sh:path ex:mood ; rgsh:fieldName "mood" ; sh:order 3 ; sh:maxCount 1 ;
    sh:in ( "sad" "glad" ) .
rgsh:SongShape-rating sh:path ex:rating ; rgsh:fieldName "rating" ; sh:order 4 ;
    sh:datatype xsd:decimal ; sh:maxCount 1 .
rgsh:SongShape-cover sh:path ex:isCover ; rgsh:fieldName "isCover" ; sh:order 5 ;
    sh:datatype xsd:boolean ; sh:maxCount 1 .
rgsh:SongShape-verse sh:path ex:verse ; rgsh:fieldName "verses" ; sh:order 6 ;
    sh:node rgsh:VerseView .
rgsh:VerseView a sh:NodeShape ; sh:deactivated true ; sh:property rgsh:VerseView-text .
rgsh:VerseView-text sh:path ex:text ; rgsh:fieldName "text" ; sh:datatype xsd:string ;
    sh:maxCount 1 .
"""

DATA = """
<https://w3id.org/rolegraph/id/bands/larks> a ex:Band ; skos:prefLabel "The Larks"@en ;
    ex:home <http://example.org/larks> ; ex:founded "1999-05-01"^^xsd:date .
<https://w3id.org/rolegraph/id/songs/tenth> a ex:Song ; skos:prefLabel "Aria"@en ;
    ex:track 10 ; ex:playedBy <https://w3id.org/rolegraph/id/bands/larks> ; ex:rating 4.50 .
<https://w3id.org/rolegraph/id/songs/second> a ex:Song ; skos:prefLabel "Zebra"@en ;
    ex:track 2 ; ex:playedBy <https://w3id.org/rolegraph/id/bands/larks> ; ex:mood "glad" ;
    ex:isCover true ; ex:verse <https://w3id.org/rolegraph/id/songs/second#verse> .
<https://w3id.org/rolegraph/id/songs/second#verse> ex:text "One by one" .
<https://w3id.org/rolegraph/id/songs/lost> a ex:Song ; skos:prefLabel "Lost"@en ;
    ex:playedBy <https://w3id.org/rolegraph/id/bands/nobody> .
"""

Quads = Callable[[str, str], list[Quad]]
StoreOf = Callable[..., EmbeddedStore]


def _quads(turtle: str, file: str) -> list[Quad]:
    graph = NamedNode(graph_of_file(file))
    return [
        Quad(quad.subject, quad.predicate, quad.object, graph)
        for quad in parse(PREFIXES + turtle, format=RdfFormat.TURTLE)
    ]


@pytest.fixture(scope="session")
def quads_of() -> Quads:
    """Make quads of a Turtle text as if it stood in a file of the catalogue."""
    return _quads


@pytest.fixture(scope="session")
def store_of() -> StoreOf:
    """Make a store of the bands and of what Turtle texts add to them."""

    def make(*, data: str = "", shapes: str = "", ontology: str = "") -> EmbeddedStore:
        store = EmbeddedStore()
        store.load(
            _quads(ONTOLOGY + ontology, "ontology/music.ttl")
            + _quads(SHAPES + shapes, "shapes/music.ttl")
            + _quads(DATA + data, "data/music.ttl")
        )
        return store

    return make


@pytest.fixture
def bands(store_of: StoreOf) -> Catalogue:
    """The bands alone."""
    return Catalogue(store_of())


@pytest.fixture(scope="session")
def shipped(shipped_store: EmbeddedStore) -> Catalogue:
    """The catalogue as shipped; not to be written to."""
    return Catalogue(shipped_store)
