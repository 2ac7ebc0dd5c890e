"""What is known of all things outlasts a restart: the index that was kept is the one read anew."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable

from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.index.index import ThingIndex
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Quad
from rolegraph.store.embedded import EmbeddedStore

StoreOf = Callable[..., EmbeddedStore]
Quads = Callable[[str, str], list[Quad]]

LABELS = """
id:bands\\/one a ex:Band ; skos:prefLabel "One: or two"@en .
id:bands\\/two a ex:Band ; skos:prefLabel "Zwei"@de-CH, "Two"@en, "اثنان"@ar .
id:bands\\/three a ex:Band ; skos:prefLabel "Three" .
id:bands\\/four a ex:Band ; skos:prefLabel "4"^^xsd:integer .
id:bands\\/five a ex:Band, ex:Song ; ex:track 7 .
id:bands\\/six skos:prefLabel "Of no class"@en ; ex:track 3 .
"""
LATER = """
id:bands\\/one skos:prefLabel "Eins"@de .
id:bands\\/seven a ex:Band ; skos:prefLabel "Sept"@fr .
"""
FILE = "data/music.ttl"
EVERY = [
    f"https://w3id.org/rolegraph/id/bands/{name}"
    for name in ("one", "two", "three", "four", "five", "six", "seven")
]
TAGS = ((), ("de",), ("ar", "en"), ("fr",))


def known(index: ThingIndex) -> list[object]:
    """Return all that an index says of these things and of its lists."""
    of_things = [
        (index.classes(iri), index.link_key(iri), *(index.label(iri, tags) for tags in TAGS))
        for iri in EVERY
    ]
    of_lists = [list(index.iris(plural)) for plural in ("bands", "songs", "works")]
    return [of_things, of_lists, index.languages()]


def test_the_index_that_was_kept_is_the_one_read_anew(store_of: StoreOf, quads_of: Quads) -> None:
    """Labels of any language, of none and of other datatypes; before and after a commit."""
    store = store_of()
    store.apply(Patch(added=frozenset(quads_of(LABELS, FILE))))
    types = Catalogue(store).types
    anew = ThingIndex(store, types, store.revision)
    kept = ThingIndex(store, types, store.revision, anew.packed())
    again = ThingIndex(store, types, store.revision, kept.packed())
    assert known(anew) == known(kept) == known(again)

    patch = Patch(added=frozenset(quads_of(LATER, FILE)))
    revision = store.apply(patch)
    for index in (kept, again):
        index.follow(patch, revision)
        assert known(ThingIndex(store, types, revision)) == known(index)


def test_what_was_kept_goes_once_it_is_unpacked(store_of: StoreOf, quads_of: Quads) -> None:
    """With 10,000 roles the table of all names took 15 MB beside the names themselves."""
    store = store_of()
    store.apply(Patch(added=frozenset(quads_of(LABELS, FILE))))
    types = Catalogue(store).types
    anew = ThingIndex(store, types, store.revision)
    kept = ThingIndex(store, types, store.revision, anew.packed())
    assert kept._kept_facts is not None
    table = weakref.ref(kept._kept_facts)

    kept.settle()
    gc.collect()

    assert table() is None
    assert known(anew) == known(kept)


def test_a_list_keeps_its_order_while_labels_change(store_of: StoreOf, quads_of: Quads) -> None:
    """Only names of things are kept in order; where two things change at once, both move."""
    store = store_of()
    before, now = (
        quads_of(
            f'id:bands\\/a skos:prefLabel "{a}"@en . id:bands\\/b skos:prefLabel "{b}"@en .', FILE
        )
        for a, b in (("Alpha", "Beta"), ("Zeta", "Aardvark"))
    )
    bands = [f'id:bands\\/{name} a ex:Band ; skos:prefLabel "{name} band"@en .' for name in "cde"]
    classes = quads_of("id:bands\\/a a ex:Band . id:bands\\/b a ex:Band .", FILE)
    store.apply(Patch(added=frozenset([*before, *classes, *quads_of("".join(bands), FILE)])))
    types = Catalogue(store).types
    index = ThingIndex(store, types, store.revision)
    patch = Patch(removed=frozenset(before), added=frozenset(now))

    index.follow(patch, store.apply(patch))

    names = [iri.rpartition("/")[2] for iri in index.iris("bands")]
    first, *_, last = index.page("bands", 9)
    assert names == ["b", "c", "d", "e", "larks", "a"]
    assert index.page("bands", 9, after=first)[-1] == last
    assert index.page("bands", 9, after=last) == []
