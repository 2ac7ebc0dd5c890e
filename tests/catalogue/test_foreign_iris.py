"""A resource with an IRI of its own has a page and an address, as any other."""

from collections.abc import Callable

import pytest

from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.index.model import foreign_slug
from rolegraph.errors import NotFound
from rolegraph.rdf.namespaces import graph_of_file
from rolegraph.rdf.patch import Patch, things_named
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.store.embedded import EmbeddedStore

CROWS = "https://example.org/bands#TheCrows"
DATA = f"""
<{CROWS}> a ex:Band ; skos:prefLabel "The Crows"@en .
<https://example.org/bands#TheCrows2> a ex:Band ; skos:prefLabel "The Crows"@en .
<urn:song:caw> a ex:Song ; skos:prefLabel "Caw"@en ; ex:playedBy <{CROWS}> .
<https://w3id.org/rolegraph/id/bands/deep/down> a ex:Band ; skos:prefLabel "Deep"@en .
"""


@pytest.fixture
def catalogue(store_of: Callable[..., EmbeddedStore]) -> Catalogue:
    return Catalogue(store_of(data=DATA))


def test_every_listed_thing_can_be_opened_at_its_address(catalogue: Catalogue) -> None:
    """A list that leads nowhere loses what somebody wrote."""
    for plural in ("bands", "songs", "works"):
        for item in catalogue.list(plural).items:
            where, slug = str(item["href"]).removeprefix("/api/v1/").split("/")

            assert item["id"] == catalogue.read(where, slug)["id"]


def test_links_lead_both_ways(catalogue: Catalogue) -> None:
    """Who refers to it has its address as well."""
    song = catalogue.read("songs", foreign_slug("urn:song:caw"))

    assert f"/api/v1/bands/{foreign_slug(CROWS)}" == song["playedBy"]["href"]
    assert ["Caw"] == [
        one["label"] for one in catalogue.read("bands", foreign_slug(CROWS))["songs"]
    ]


def test_an_address_is_readable_and_tells_two_apart() -> None:
    """It is made of the IRI alone, so it lasts whatever else is in the catalogue."""
    assert foreign_slug(CROWS).startswith("thecrows~")
    assert foreign_slug("https://a.example/x#1") != foreign_slug("https://b.example/x#1")


def test_an_address_of_nothing_is_told(catalogue: Catalogue) -> None:
    """A wrong hash must not lead to a thing of a like name, but the refusal may."""
    with pytest.raises(NotFound, match=f"Did you mean '{foreign_slug(CROWS)}'"):
        catalogue.read("bands", "thecrows~aaaaaaaa")


def test_what_comes_and_goes_is_followed(store_of: Callable[..., EmbeddedStore]) -> None:
    """A thing that was written a moment ago is found at once."""
    store = store_of()
    catalogue = Catalogue(store)
    store.on_commit(lambda revision, patch: catalogue.follow(patch, revision))
    with pytest.raises(NotFound):
        catalogue.read("bands", foreign_slug(CROWS))
    kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    band = NamedNode("http://example.org/music#Band")
    quad = Quad(NamedNode(CROWS), kind, band, NamedNode(graph_of_file("data/music.ttl")))

    store.apply(Patch(added=frozenset({quad})))
    assert CROWS == catalogue.read("bands", foreign_slug(CROWS))["id"]

    store.apply(Patch(removed=frozenset({quad})))
    with pytest.raises(NotFound):
        catalogue.read("bands", foreign_slug(CROWS))


def test_what_a_part_named_is_not_dropped_with_it(store_of: Callable[..., EmbeddedStore]) -> None:
    """Two songs of one list share an IRI up to the fragment; neither is a part of the other."""
    songs = "urn:list#caw", "urn:list#lone"
    data = (
        f'<{songs[0]}> a ex:Song ; skos:prefLabel "Caw"@en ; ex:playedBy <{CROWS}> ;'
        f' ex:verse [ ex:text "Caw" ; ex:quotes <{songs[1]}> ] .'
        f'<{songs[1]}> a ex:Song ; skos:prefLabel "Lone"@en ; ex:playedBy <{CROWS}> .'
    )
    catalogue = Catalogue(store_of(data=DATA + data))
    change = catalogue.change()
    change.merge(songs[0], {"verses": []})
    patch = change.finish()

    assert {"Caw"} == {q.object.value for q in patch.removed if isinstance(q.object, Literal)}
    assert NamedNode(songs[1]) not in {quad.subject for quad in patch.removed}


def test_a_thing_is_named_whole_whatever_its_iri() -> None:
    """A conflict that names half an IRI leads to nothing."""
    base = "https://w3id.org/rolegraph/id/"
    iris = CROWS, f"{base}bands/larks", f"{base}bands/larks#home"
    quads = [Quad(NamedNode(i), NamedNode("urn:p"), NamedNode("urn:o")) for i in iris]

    assert [CROWS, f"{base}bands/larks"] == things_named(quads, base)
