"""A thing that is kept as JSON is the thing as it would be read now, whatever was committed."""

from __future__ import annotations

import json
from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rolegraph.catalogue import Catalogue
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Quad
from rolegraph.store.embedded import EmbeddedStore

StoreOf = Callable[..., EmbeddedStore]
Quads = Callable[[str, str], list[Quad]]

FILE = "data/music.ttl"
PIECES = (
    '<https://w3id.org/rolegraph/id/bands/kept1> a ex:Band ; skos:prefLabel "Ones"@en .',
    '<https://w3id.org/rolegraph/id/bands/kept1> skos:prefLabel "Eins"@de .',
    "<https://w3id.org/rolegraph/id/bands/kept1> ex:home <http://home.example/> .",
    '<https://w3id.org/rolegraph/id/songs/kept3> a ex:Song ; ex:playedBy <https://w3id.org/rolegraph/id/bands/kept1> ; skos:prefLabel "First"@en .',
    "<https://w3id.org/rolegraph/id/songs/kept3> ex:track 7 .",
    '<https://w3id.org/rolegraph/id/songs/kept4> a ex:Song ; ex:playedBy <https://w3id.org/rolegraph/id/bands/kept1> ; skos:prefLabel "Second"@en .',
    '<https://w3id.org/rolegraph/id/bands/kept2> a ex:Band ; skos:prefLabel "Twos"@en .',
    "<https://w3id.org/rolegraph/id/songs/kept4> ex:playedBy <https://w3id.org/rolegraph/id/bands/kept2> .",
    'ex:other a ex:Band ; skos:prefLabel "Elsewhere"@en .',
    "<https://w3id.org/rolegraph/id/songs/kept3> ex:playedBy ex:other .",
)
"""What commits put there and take away."""
THINGS = ("bands/kept1", "bands/kept2", "songs/kept3", "songs/kept4")
BASE = "https://w3id.org/rolegraph/id/"
_EVERYTHING = 10_000_000


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(commits=st.lists(st.sampled_from(range(len(PIECES))), max_size=14))
def test_a_kept_thing_is_what_is_read_anew(
    store_of: StoreOf, quads_of: Quads, commits: list[int]
) -> None:
    """Labels of others, links from others, parts: all that it shows may change without it."""
    store = store_of()
    keeping = Catalogue(store, kept=_EVERYTHING)
    there: set[int] = set()
    for piece in commits:
        said = frozenset(quads_of(PIECES[piece], FILE))
        patch = Patch(removed=said) if piece in there else Patch(added=said)
        there ^= {piece}
        keeping.follow(patch, store.apply(patch))
        anew = Catalogue(store)
        for name in THINGS:
            with keeping.view() as view, anew.view() as fresh:
                assert fresh.thing(BASE + name) == json.loads(view.known_thing(BASE + name).content)
                assert fresh.version(BASE + name) == view.version(BASE + name)


def test_a_commit_elsewhere_leaves_a_thing_as_it_was_kept(
    store_of: StoreOf, quads_of: Quads
) -> None:
    """Otherwise keeping would be of no use beside writes."""
    store = store_of()
    catalogue = Catalogue(store, kept=_EVERYTHING)
    first = Patch(added=frozenset(q for p in PIECES[:4] for q in quads_of(p, FILE)))
    catalogue.follow(first, store.apply(first))
    with catalogue.view() as view:
        kept = view.known_thing(BASE + "songs/kept3")
    elsewhere = Patch(added=frozenset(quads_of(PIECES[6], FILE)))
    catalogue.follow(elsewhere, store.apply(elsewhere))
    with catalogue.view() as view:
        assert kept is view.known_thing(BASE + "songs/kept3")

    renamed = Patch(added=frozenset(quads_of(PIECES[1], FILE)))
    catalogue.follow(renamed, store.apply(renamed))
    with catalogue.view() as view:
        assert kept is not view.known_thing(BASE + "songs/kept3")


def test_what_is_kept_stays_within_its_bound(store_of: StoreOf, quads_of: Quads) -> None:
    """With no room at all everything is read anew, and still right."""
    for room in (0, 3000, 5000):
        store = store_of()
        catalogue = Catalogue(store, kept=room)
        said = Patch(added=frozenset(q for p in PIECES[:8] for q in quads_of(p, FILE)))
        catalogue.follow(said, store.apply(said))
        for name in THINGS * 2:
            with catalogue.view() as view:
                found = json.loads(view.known_thing(BASE + name).content)
                assert view.thing(BASE + name) == found
        assert catalogue.known.size <= room
