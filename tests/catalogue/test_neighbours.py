"""What is around a thing: both ways, each relation in words, and read within bounds."""

from __future__ import annotations

from collections.abc import Callable

from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.index.facts import Nodes
from rolegraph.catalogue.index.index import ThingIndex
from rolegraph.catalogue.reading.neighbours import neighbourhood
from rolegraph.store.embedded import EmbeddedStore

BASE = "https://w3id.org/rolegraph/id/"


def told(catalogue: Catalogue, thing: str, *languages: str) -> list[tuple[str, str, list[str]]]:
    """Return direction, name and things of each relation of a thing."""
    with catalogue.view() as view:
        return [
            (
                "in" if one.inward else "out",
                one.label,
                [iri.removeprefix(BASE) for iri in one.things],
            )
            for one in view.around(BASE + thing, languages).relations
        ]


def test_links_are_followed_both_ways_and_named_in_words(
    store_of: Callable[..., EmbeddedStore],
) -> None:
    """Who looks at a band wants its songs, whichever of the two says so, and says it once."""
    catalogue = Catalogue(
        store_of(
            ontology="""ex:playedBy skos:prefLabel "played by"@en, "由谁演奏"@zh-Hans .
ex:plays owl:inverseOf ex:playedBy ; skos:prefLabel "plays"@en .""",
            data="""<https://w3id.org/rolegraph/id/bands/larks> ex:plays
    <https://w3id.org/rolegraph/id/songs/second> .
<https://w3id.org/rolegraph/id/songs/tenth> skos:prefLabel "咏叹调"@zh-Hans ;
    ex:verse [ ex:quotesFrom <https://w3id.org/rolegraph/id/songs/second> ] .""",
        )
    )

    assert [
        ("out", "plays", ["songs/second"]),
        ("in", "played by", ["songs/tenth"]),
    ] == told(catalogue, "bands/larks")
    assert ("in", "由谁演奏", ["songs/tenth"]) in told(catalogue, "bands/larks", "zh")
    # Without a label in ontology or shapes, the last part of the IRI is read as words.
    assert ("in", "quotes from", ["songs/tenth"]) in told(catalogue, "songs/second")
    with catalogue.view() as view:
        assert "Aria" == view.link(BASE + "songs/tenth", ("de", "en"))["label"]
        named = view.link(BASE + "songs/tenth", ("zh",))["label"]
    assert {"value": "咏叹调", "language": "zh-hans"} == named


def test_of_a_thing_that_all_point_to_only_so_much_is_read(bands: Catalogue) -> None:
    """A stage of 10,000 roles must not be read whole for each page; that it was not is said."""
    store, types = bands.store, bands.types
    nodes, index = Nodes(store), ThingIndex(store, types, store.revision)
    whole = neighbourhood(nodes, index, types, BASE + "bands/larks")
    part = neighbourhood(nodes, index, types, BASE + "bands/larks", most=1)

    assert (True, 2) == (whole.complete, len(whole.relations[-1].things))
    assert (False, 1) == (part.complete, len(part.relations[-1].things))
