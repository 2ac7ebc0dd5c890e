"""The JSON-LD context."""

from __future__ import annotations

from rolegraph.catalogue import Catalogue

MUSIC = "http://example.org/music#"
XSD = "http://www.w3.org/2001/XMLSchema#"


def test_the_context_says_what_each_json_name_means(bands: Catalogue) -> None:
    """It turns plain JSON into RDF, so each kind of field needs its own form."""
    expected = {
        "id": "@id",
        "type": "@type",
        "href": None,
        "items": "@graph",
        "Song": MUSIC + "Song",
        "label": {"@id": "http://www.w3.org/2004/02/skos/core#prefLabel", "@language": "en"},
        "track": {"@id": MUSIC + "track", "@type": XSD + "integer"},
        "playedBy": {"@id": MUSIC + "playedBy", "@type": "@id"},
        "songs": {"@reverse": MUSIC + "playedBy", "@type": "@id"},
        "home": {"@id": MUSIC + "home", "@type": "@id"},
        "text": {"@id": MUSIC + "text", "@type": XSD + "string"},
    }

    assert expected == {name: bands.context[name] for name in expected}


def test_a_class_name_never_hides_a_field(bands: Catalogue) -> None:
    """Two meanings of one key would make wrong triples without an error."""
    assert set(bands.names.values()).isdisjoint(bands.types.fields)
    assert len(bands.names) == len(set(bands.names.values()))


def test_every_field_and_class_of_the_shipped_catalogue_is_in_the_context(
    shipped: Catalogue,
) -> None:
    """A name that is missing would be dropped silently by JSON-LD readers."""
    names = {*shipped.types.fields, *(t.name for t in shipped.types.values())}

    assert names <= set(shipped.context)
