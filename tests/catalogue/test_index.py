"""The index keeps long lists as fast as short ones, and follows commits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.index.index import ThingIndex
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Quad
from rolegraph.store.embedded import EmbeddedStore

StoreOf = Callable[..., EmbeddedStore]
Quads = Callable[[str, str], list[Quad]]

FILE = "data/music.ttl"


class CountingStore:
    """A store that counts how often it is asked, and how much it answered."""

    def __init__(self, store: EmbeddedStore) -> None:
        self._store = store
        self.asked = 0
        self.answered = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def match(self, *pattern: Any, **more: Any) -> Iterator[Quad]:
        """Count the question, and each quad of the answer."""
        self.asked += 1
        for quad in self._store.match(*pattern, **more):
            self.answered += 1
            yield quad


def many_songs(count: int) -> str:
    """Return Turtle of songs of no band."""
    return "".join(
        f"<https://w3id.org/rolegraph/id/songs/n{n}> a ex:Song ; ex:track {n} ; "
        f'skos:prefLabel "Number {n}"@en .\n'
        for n in range(100, 100 + count)
    )


def _cost_of_first_page(catalogue: Catalogue, store: CountingStore) -> tuple[int, int]:
    store.asked = store.answered = 0
    assert 5 == len(catalogue.list("songs", limit=5).items)
    return store.asked, store.answered


def _commit(
    catalogue: Catalogue, store: EmbeddedStore, removed: list[Quad], added: list[Quad]
) -> None:
    patch = Patch(frozenset(removed), frozenset(added))
    catalogue.follow(patch, store.apply(patch))


def _labels(catalogue: Catalogue, plural: str = "songs") -> list[object]:
    return [item["label"] for item in catalogue.list(plural).items]


def test_the_first_page_of_a_long_list_asks_no_more_than_that_of_a_short_one(
    store_of: StoreOf,
) -> None:
    """Counting what is read is steadier than a clock; 10,000 things must cost what 10 cost."""
    costs = []
    for count in (10, 2000):
        store = CountingStore(store_of(data=many_songs(count)))
        catalogue = Catalogue(store)
        catalogue.list("songs", limit=1)  # builds the index
        costs.append(_cost_of_first_page(catalogue, store))

    assert costs[0] == costs[1]


def test_a_commit_costs_what_it_changes(store_of: StoreOf, quads_of: Quads) -> None:
    """A long list must not become slow again with each write."""
    store = CountingStore(store_of(data=many_songs(2000)))
    catalogue = Catalogue(store)
    catalogue.list("songs", limit=1)
    before = _cost_of_first_page(catalogue, store)

    _commit(catalogue, store, [], quads_of('id:x a ex:Band ; skos:prefLabel "X"@en .', FILE))

    assert before == _cost_of_first_page(catalogue, store)
    assert 2 == catalogue.list("bands").total


def test_added_moved_and_removed_things_are_in_their_place(
    store_of: StoreOf, quads_of: Quads
) -> None:
    """A list that is wrong after a write is worse than a slow one."""
    store = store_of()
    catalogue = Catalogue(store)
    song = "<https://w3id.org/rolegraph/id/songs/second>"
    assert ["Zebra", "Aria", "Lost"] == _labels(catalogue)

    new = "<https://w3id.org/rolegraph/id/songs/new> a ex:Song"
    added = quads_of(f'{new} ; skos:prefLabel "Newest"@en ; ex:track 5 .', FILE)
    _commit(catalogue, store, [], added)
    assert ["Zebra", "Newest", "Aria", "Lost"] == _labels(catalogue)

    track = (quads_of(f"{song} ex:track {n} .", FILE) for n in (2, 20))
    _commit(catalogue, store, *track)
    assert ["Newest", "Aria", "Zebra", "Lost"] == _labels(catalogue, "works")

    name = (quads_of(f'{song} skos:prefLabel "{n}"@en .', FILE) for n in ("Zebra", "Okapi"))
    _commit(catalogue, store, *name)
    assert ["Newest", "Aria", "Okapi", "Lost"] == _labels(catalogue)
    assert ["Aria", "Okapi"] == [s["label"] for s in catalogue.read("bands", "larks")["songs"]]

    _commit(catalogue, store, added, [])
    assert ["Aria", "Okapi", "Lost"] == _labels(catalogue)
    assert _vars_of(ThingIndex(store, catalogue.types, store.revision)) == _vars_of(
        _index_of(catalogue)
    )


def _vars_of(index: ThingIndex) -> dict[str, object]:
    return {name: vars(index)[name] for name in ("_classes", "_labels", "_orders", "_members")}


def _index_of(catalogue: Catalogue) -> ThingIndex:
    index = catalogue._index
    assert index is not None
    return index


def test_a_commit_that_nobody_told_of_is_noticed(store_of: StoreOf, quads_of: Quads) -> None:
    """The revision tells that the index is old, whoever wrote."""
    store = store_of()
    catalogue = Catalogue(store)
    assert 1 == catalogue.list("bands").total

    store.load(quads_of('id:x a ex:Band ; skos:prefLabel "X"@en .', FILE))

    assert 2 == catalogue.list("bands").total


def test_things_in_the_inferred_graph_are_not_listed(bands: Catalogue, quads_of: Quads) -> None:
    """Inference is left out unless it is asked for by name."""
    bands.store.load(quads_of("id:x a ex:Band .", "inferred"))

    assert 1 == bands.list("bands").total


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_together_are_the_list(bands: Catalogue, limit: int) -> None:
    """No thing twice, none left out."""
    found: list[object] = []
    cursor = None
    while True:
        page = bands.list("songs", limit, cursor)
        found += [item["label"] for item in page.items]
        cursor = page.next
        if cursor is None:
            break

    assert ["Zebra", "Aria", "Lost"] == found


def test_a_cursor_holds_while_things_come_and_go(store_of: StoreOf, quads_of: Quads) -> None:
    """A client that pages through must not miss what stood there all the time."""
    store = store_of()
    catalogue = Catalogue(store)
    first = catalogue.list("songs", limit=1)
    song = "<https://w3id.org/rolegraph/id/songs/second>"

    gone = catalogue.describe(song.strip("<>"))
    _commit(catalogue, store, gone, quads_of("id:songs2 a ex:Song ; ex:track 1 .", FILE))

    assert ["Aria", "Lost"] == [
        item["label"] for item in catalogue.list("songs", 5, first.next).items
    ]
