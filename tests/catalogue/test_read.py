"""Things read as JSON that is JSON-LD, without loss and without invention."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from unittest import mock

import pytest
import rdflib

from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.reading.view import Thing
from rolegraph.catalogue.schema.fields import Field
from rolegraph.errors import NotFound
from rolegraph.rdf.namespaces import INFERRED_GRAPH
from rolegraph.rdf.quad_source import visible
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, Triple, parse
from rolegraph.store.embedded import EmbeddedStore

StoreOf = Callable[..., EmbeddedStore]
BASE = "https://w3id.org/rolegraph/id/"


def triples_in(catalogue: Catalogue, document: dict[str, object]) -> set[Triple]:
    """Parse an answer as JSON-LD with pyoxigraph."""
    text = json.dumps({"@context": catalogue.context, **document})
    quads = list(parse(text, format=RdfFormat.JSON_LD))
    assert all(quad.graph_name == quads[0].graph_name for quad in quads)
    return {quad.triple for quad in quads}


def triples_in_by_rdflib(catalogue: Catalogue, document: dict[str, object]) -> set[Triple]:
    """Parse an answer as JSON-LD with rdflib."""
    graph = rdflib.Graph()
    with mock.patch.object(rdflib, "NORMALIZE_LITERALS", False):  # it writes Z as +00:00
        graph.parse(data=json.dumps({"@context": catalogue.context, **document}), format="json-ld")
    text = graph.serialize(format="nt")
    return {quad.triple for quad in parse(text, format=RdfFormat.N_TRIPLES)}


def stored(catalogue: Catalogue) -> set[Triple]:
    """Return every triple that queries see by default."""
    return {quad.triple for quad in visible(catalogue.store.match())}


def everything(catalogue: Catalogue) -> Iterable[tuple[str, Thing]]:
    """Yield every thing of every type, list by list."""
    for plural in catalogue.types:
        cursor = None
        while True:
            page = catalogue.list(plural, cursor=cursor)
            yield from zip(page.iris, page.items, strict=True)
            cursor = page.next
            if cursor is None:
                break


def test_a_thing_is_plain_json(bands: Catalogue) -> None:
    """Who comes with an HTTP client must need no RDF."""
    expected = {
        "id": BASE + "songs/second",
        "type": "Song",
        "label": "Zebra",
        "href": "/api/v1/songs/second",
        "track": 2,
        "playedBy": {
            "id": BASE + "bands/larks",
            "label": "The Larks",
            "href": "/api/v1/bands/larks",
        },
        "mood": "glad",
        "isCover": True,
        "verses": [{"id": BASE + "songs/second#verse", "text": "One by one"}],
    }

    assert expected == bands.read("songs", "second")


def test_links_follow_the_order_of_their_class_then_the_label(bands: Catalogue) -> None:
    """Track 2 comes before track 10; what has no track comes last."""
    songs = bands.read("bands", "larks")["songs"]

    assert ["Zebra", "Aria"] == [song["label"] for song in songs]


def test_lists_follow_the_same_order(bands: Catalogue) -> None:
    """A shape's rgsh:orderedBy is the order of its lists."""
    expected = ["Zebra", "Aria", "Lost"]

    assert expected == [song["label"] for song in bands.list("songs").items]
    assert expected == [work["label"] for work in bands.list("works").items]


def test_a_link_to_nothing_known_has_no_label(bands: Catalogue) -> None:
    """A label that nobody wrote would be a triple that is not in the store."""
    link = bands.read("songs", "lost")["playedBy"]

    assert {
        "id": BASE + "bands/nobody",
        "label": None,
        "href": "/api/v1/bands/nobody",
    } == link


def test_unexpected_values_are_shown_with_their_form(store_of: StoreOf) -> None:
    """Data that breaks its shape must still be seen as it is."""
    data = """
        <https://w3id.org/rolegraph/id/bands/odd> a ex:Band, ex:Oddity ;
            skos:prefLabel "Odd"@en, "Seltsam"@de, "plain" ;
            ex:founded "about 1990", "1990-01-01"^^xsd:date ;
            ex:home "nowhere", <http://example.org/odd> .
    """
    catalogue = Catalogue(store_of(data=data))

    odd = catalogue.read("bands", "odd")

    assert ["Band", "http://example.org/music#Oddity"] == odd["type"]
    assert ["Odd", {"value": "plain"}, {"value": "Seltsam", "language": "de"}] == odd["label"]
    assert {"value": "about 1990"} in odd["founded"]
    assert {"value": "nowhere"} in odd["home"]
    assert {quad.triple for quad in catalogue.describe(BASE + "bands/odd")} == triples_in(
        catalogue, odd
    )


def test_numbers_that_json_would_change_stay_text(store_of: StoreOf) -> None:
    """JSON-LD turns 4.5 into 4.5E0 and long integers lose digits in JavaScript."""
    data = """
        <https://w3id.org/rolegraph/id/songs/long> a ex:Song ; skos:prefLabel "Long"@en ;
            ex:track 12345678901234567890 ; ex:rating 4.5 .
    """
    catalogue = Catalogue(store_of(data=data))

    song = catalogue.read("songs", "long")

    integer = "http://www.w3.org/2001/XMLSchema#integer"
    assert "4.5" == song["rating"]
    assert {"value": "12345678901234567890", "datatype": integer} == song["track"]
    assert triples_in(catalogue, song) <= stored(catalogue)


def test_inferred_and_repeated_triples_are_not_shown_twice(bands: Catalogue) -> None:
    """One triple in two files is one value; the inferred graph is asked for by name only."""
    song = NamedNode(BASE + "songs/second")
    mood = NamedNode("http://example.org/music#mood")
    glad = next(iter(bands.store.match(song, mood))).object
    bands.store.load(
        [
            Quad(song, mood, glad, NamedNode("https://w3id.org/rolegraph/graph/data/other.ttl")),
            Quad(song, mood, NamedNode("http://example.org/x"), NamedNode(INFERRED_GRAPH)),
        ]
    )

    assert "glad" == bands.read("songs", "second")["mood"]


def test_a_thing_of_a_narrower_class_is_found_under_the_broader_one(bands: Catalogue) -> None:
    """`statements` lists things that live under four other plurals."""
    assert BASE + "songs/second" == bands.read("works", "second")["id"]


def test_an_unknown_id_names_near_ones(bands: Catalogue) -> None:
    """Most wrong ids are misspelt ones."""
    with pytest.raises(NotFound, match=r"no song 'secnd'. Did you mean 'second'\?"):
        bands.read("songs", "secnd")
    with pytest.raises(NotFound, match=r"Did you mean 'bands/larks'\?"):
        bands.read("songs", "larks")
    with pytest.raises(NotFound, match=r"no class 'song' here. Did you mean 'songs'\?"):
        bands.read("song", "second")


def test_describe_holds_nested_things_and_nothing_else(bands: Catalogue) -> None:
    """RDF answers and entity tags are made of it."""
    subjects = {quad.subject.value for quad in bands.describe(BASE + "songs/second")}

    assert {BASE + "songs/second", BASE + "songs/second#verse"} == subjects


def test_every_triple_of_every_shipped_answer_is_in_the_store(shipped: Catalogue) -> None:
    """JSON must say nothing that the catalogue does not."""
    store = stored(shipped)

    for iri, thing in everything(shipped):
        found = triples_in(shipped, thing)

        assert found, iri
        assert set() == found - store, iri


def test_another_parser_reads_the_same_triples(shipped: Catalogue) -> None:
    """What one JSON-LD library makes of it would prove little."""
    for plural in shipped.types:
        page = {"items": shipped.list(plural, limit=30).items, "total": 0, "next": None}

        assert triples_in(shipped, page) == triples_in_by_rdflib(shipped, page), plural


def test_every_triple_whose_predicate_the_shapes_name_is_shown(shipped: Catalogue) -> None:
    """An editor who reads, changes and puts back must lose nothing."""
    triples = stored(shipped)
    by_subject: dict[str, set[Triple]] = {}
    by_object: dict[str, set[Triple]] = {}
    for triple in triples:
        by_subject.setdefault(triple.subject.value, set()).add(triple)
        if isinstance(triple.object, NamedNode):
            by_object.setdefault(triple.object.value, set()).add(triple)

    def expected(iri: str, fields: Iterable[Field]) -> set[Triple]:
        found: set[Triple] = set()
        for field in fields:
            side = by_object if field.inverse else by_subject
            mine = {t for t in side.get(iri, ()) if t.predicate.value == field.predicate}
            found |= mine
            if field.nested:
                for triple in mine:
                    found |= expected(triple.object.value, field.nested.fields)
        return found

    for iri, thing in everything(shipped):
        classes = frozenset(
            t.object.value for t in by_subject[iri] if t.predicate.value.endswith("#type")
        )
        wanted = expected(iri, shipped.types.fields_of(classes))

        assert wanted, iri
        assert set() == wanted - triples_in(shipped, thing), iri
