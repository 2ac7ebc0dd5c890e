"""Resource types are read off the shapes."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from rolegraph.catalogue import Catalogue, ResourceTypes
from rolegraph.errors import ConfigurationError
from rolegraph.store.embedded import EmbeddedStore

StoreOf = Callable[..., EmbeddedStore]


def test_a_shape_with_a_plural_name_makes_a_type(bands: Catalogue) -> None:
    """No class is named in Python, so the shapes alone decide what is served."""
    assert ["bands", "songs", "works"] == list(bands.types)

    band = bands.types["bands"]

    assert ("Band", "band", "A band plays songs.", "data/bands.ttl") == (
        band.name,
        band.label,
        band.description,
        band.home_file,
    )


def test_fields_come_from_own_included_and_broader_shapes_in_order(bands: Catalogue) -> None:
    """Pages and forms show fields in this order: groups first, then the shapes' own order."""
    names = [field.name for field in bands.types["songs"].fields]

    assert ["label", "track", "playedBy", "mood", "rating", "isCover", "verses"] == names


def test_property_shapes_decide_kind_and_form(bands: Catalogue) -> None:
    """JSON, schema, context and forms all follow from these."""
    song, band = bands.types["songs"], bands.types["bands"]
    xsd = "http://www.w3.org/2001/XMLSchema#"

    assert {
        "label": ("literal", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", "en", True),
        "track": ("literal", xsd + "integer", None, True),
        "playedBy": ("link", None, None, True),
        "mood": ("literal", xsd + "string", None, True),
        "rating": ("literal", xsd + "decimal", None, True),
        "isCover": ("literal", xsd + "boolean", None, True),
        "verses": ("nested", None, None, False),
    } == {f.name: (f.kind, f.datatype, f.language, f.single) for f in song.fields}
    assert [("label", True), ("playedBy", True)] == [
        (f.name, f.required) for f in song.fields if f.required
    ]
    assert ("link", True) == (band.field("songs").kind, band.field("songs").inverse)
    assert "iri" == band.field("home").kind
    assert ("sad", "glad") == song.field("mood").choices
    assert ["text"] == [field.name for field in song.field("verses").nested.fields]


def test_order_and_classes_follow_the_class_hierarchy(bands: Catalogue) -> None:
    """A list of works holds songs, and songs are ordered as works are."""
    song, work = bands.types["songs"], bands.types["works"]

    assert song.iri in work.classes
    assert "http://example.org/music#track" == song.ordered_by
    assert [song, work] == list(bands.types.of_classes([song.iri]))


def test_a_warning_does_not_make_a_field_required(store_of: StoreOf) -> None:
    """Only what the guard refuses may be called required."""
    shapes = """
        rgsh:BandShape sh:property [ sh:path ex:home ; rgsh:fieldName "home" ; sh:minCount 1 ;
            sh:severity sh:Warning ] .
    """
    types = Catalogue(store_of(shapes=shapes)).types

    assert not types["bands"].field("home").required


def test_alternatives_in_or_give_all_classes(store_of: StoreOf) -> None:
    """A link may lead to things of several classes."""
    shapes = """
        rgsh:BandShape sh:property [ sh:path ex:likes ; rgsh:fieldName "likes" ;
            sh:or ( [ sh:class ex:Band ] [ sh:class ex:Song ] ) ] .
    """
    field = Catalogue(store_of(shapes=shapes)).types["bands"].field("likes")

    assert "link" == field.kind
    assert ("http://example.org/music#Band", "http://example.org/music#Song") == field.targets


FAULTS = {
    "one plural for two classes": (
        'rgsh:XShape a sh:NodeShape ; sh:targetClass ex:X ; rgsh:pluralName "bands" .',
        "XShape and rgsh:BandShape have the same rgsh:pluralName 'bands'",
    ),
    "two plurals for one class": (
        'rgsh:XShape a sh:NodeShape ; sh:targetClass ex:Band ; rgsh:pluralName "groups" .',
        "a second rgsh:pluralName",
    ),
    "plural without a class": (
        'rgsh:XShape a sh:NodeShape ; rgsh:pluralName "things" .',
        "rgsh:XShape has an rgsh:pluralName, so it needs",
    ),
    "plural that hides another address": (
        'rgsh:XShape a sh:NodeShape ; sh:targetClass ex:X ; rgsh:pluralName "search" .',
        "rgsh:XShape has the rgsh:pluralName 'search'",
    ),
    "field with a complex path": (
        'rgsh:BandShape sh:property rgsh:P . rgsh:P sh:path ( ex:a ex:b ) ; rgsh:fieldName "p" .',
        "rgsh:P has an rgsh:fieldName, so its sh:path must be",
    ),
    "field name that answers use": (
        'rgsh:BandShape sh:property rgsh:P . rgsh:P sh:path ex:p ; rgsh:fieldName "href" .',
        "rgsh:P has the rgsh:fieldName 'href'",
    ),
    "field name with a hyphen": (
        'rgsh:BandShape sh:property rgsh:P . rgsh:P sh:path ex:p ; rgsh:fieldName "a-b" .',
        "write it in lowerCamelCase",
    ),
    "one name for two paths in a class": (
        'rgsh:BandShape sh:property rgsh:P . rgsh:P sh:path ex:p ; rgsh:fieldName "home" .',
        "The field 'home' stands for two paths",
    ),
    "one name for two paths in two classes": (
        'rgsh:SongShape sh:property rgsh:P . rgsh:P sh:path ex:p ; rgsh:fieldName "home" .',
        "The field 'home' stands for http://example.org/music#home in rgsh:BandShape-home",
    ),
    "two names for one path": (
        'rgsh:BandShape sh:property rgsh:P . rgsh:P sh:path ex:home ; rgsh:fieldName "house" .',
        "has two field names",
    ),
    "two datatypes in a class": (
        """rgsh:BandShape sh:property rgsh:P .
        rgsh:P sh:path ex:founded ; rgsh:fieldName "founded" ; sh:datatype xsd:string .""",
        "The field 'founded' has two datatypes",
    ),
    "two datatypes in two classes": (
        """rgsh:SongShape sh:property rgsh:P .
        rgsh:P sh:path ex:founded ; rgsh:fieldName "founded" ; sh:datatype xsd:string .""",
        "The field 'founded' holds xsd:date in rgsh:BandShape-founded and xsd:string in rgsh:P",
    ),
    "nested shape that contains itself": (
        """rgsh:VerseView sh:property rgsh:P .
        rgsh:P sh:path ex:part ; rgsh:fieldName "parts" ; sh:node rgsh:VerseView .""",
        "rgsh:VerseView contains itself",
    ),
}


@pytest.mark.parametrize(("shapes", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_a_broken_convention_is_refused_with_the_name_of_the_shape(
    store_of: StoreOf, shapes: str, message: str
) -> None:
    """Who writes a shape must learn at once which one is wrong and what to do."""
    with pytest.raises(ConfigurationError, match=re.escape(message)):
        ResourceTypes.from_store(store_of(shapes=shapes))


def test_every_shipped_class_with_a_plural_is_a_type(shipped: Catalogue) -> None:
    """The vocabulary promises these addresses."""
    expected = {
        "activities", "artifacts", "characteristics", "citations", "criteria",
        "document-versions", "documents", "exclusions", "external-roles", "frameworks",
        "lifecycle-stages", "mappings", "naming-notes", "personas", "practices", "references",
        "responsibilities", "roles", "saved-queries", "schemes", "statements", "steps",
        "support-commitments", "tools", "workflows",
    }  # fmt: skip

    assert expected <= set(shipped.types)
    assert all(t.fields and t.description and t.home_file for t in shipped.types.values())
