"""Lists are filtered and sorted by every field that the shapes give."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.datastructures import QueryParams
from test_index import CountingStore, many_songs

from rolegraph.api.schema.parameters import list_request
from rolegraph.catalogue import Catalogue, Page
from rolegraph.errors import ParameterError
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Quad
from rolegraph.store.embedded import EmbeddedStore

StoreOf = Callable[..., EmbeddedStore]
Quads = Callable[[str, str], list[Quad]]

MORE = """
<https://w3id.org/rolegraph/id/bands/owls> a ex:Band ; skos:prefLabel "Owls"@en .
<https://w3id.org/rolegraph/id/songs/hoot> a ex:Song ; skos:prefLabel "hoot"@en ;
    ex:playedBy <https://w3id.org/rolegraph/id/bands/owls> ; ex:mood "sad" ; ex:rating 10.0 .
<https://w3id.org/rolegraph/id/songs/howl> a ex:Song ; skos:prefLabel "Howl"@en ;
    ex:playedBy <https://w3id.org/rolegraph/id/bands/owls> ; ex:mood "glad" ; ex:track 3 .
"""


@pytest.fixture
def more(store_of: StoreOf) -> Catalogue:
    """Two bands and five songs."""
    return Catalogue(store_of(data=MORE))


def page_of(catalogue: Catalogue, plural: str, query: str, cursor: str | None = None) -> Page:
    """Return a page as the address with a query asks for it."""
    resource_type = catalogue.type(plural)
    wanted = list_request(catalogue.types, resource_type, QueryParams(query))
    with catalogue.view() as view:
        return view.page(
            plural, wanted.limit, cursor or wanted.cursor, wanted.query, wanted.shape.selection
        )


def labels(catalogue: Catalogue, plural: str, query: str) -> list[object]:
    """Return the labels of a list, page by page."""
    found: list[object] = []
    cursor = None
    while True:
        page = page_of(catalogue, plural, query, cursor)
        found += [item["label"] for item in page.items]
        cursor = page.next
        if cursor is None:
            assert len(found) == page.total
            return found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("playedBy=owls", ["Howl", "hoot"]),
        ("playedBy=bands/owls", ["Howl", "hoot"]),
        ("playedBy=/api/v1/bands/owls", ["Howl", "hoot"]),
        ("playedBy=https://w3id.org/rolegraph/id/bands/owls", ["Howl", "hoot"]),
        ("playedBy=https://w3id.org/rolegraph/id/bands/nobody", ["Lost"]),
        ("mood=glad", ["Zebra", "Howl"]),
        ("mood=glad,sad", ["Zebra", "Howl", "hoot"]),
        ("mood=glad&mood=sad", ["Zebra", "Howl", "hoot"]),
        ("mood=glad&playedBy=larks", ["Zebra"]),
        ("track=10", ["Aria"]),
        ("rating=4.5", ["Aria"]),
        ("isCover=true", ["Zebra"]),
        ("label=Lost", ["Lost"]),
        ("playedBy.founded=1999-05-01", ["Zebra", "Aria"]),
        ("verses.text=One by one", ["Zebra"]),
        ("label=lost", []),
    ],
)
def test_songs_are_filtered_by(more: Catalogue, query: str, expected: list[str]) -> None:
    """Links by id, path or IRI; plain values in their form; nested and linked ones by dots."""
    assert expected == labels(more, "songs", query)


def test_an_inverse_field_filters(more: Catalogue) -> None:
    """`songs` of a band is written at the song, which who asks need not know."""
    assert ["The Larks"] == labels(more, "bands", "songs=second")


def test_a_field_is_found_by_its_name_for_people(shipped: Catalogue) -> None:
    """People know `representsRole` and `performedByRole` as the role."""
    assert ["Jules Lindqvist", "Tal Brennan"] == sorted(
        map(str, labels(shipped, "personas", "role=ml-developer"))
    )
    assert labels(shipped, "steps", "role=data-analyst") == labels(
        shipped, "steps", "performedByRole=data-analyst"
    )


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("label", ["Aria", "hoot", "Howl", "Lost", "Zebra"]),
        ("-label", ["Zebra", "Lost", "Howl", "hoot", "Aria"]),
        ("track", ["Zebra", "Howl", "Aria", "hoot", "Lost"]),
        ("-track", ["Aria", "Howl", "Zebra", "hoot", "Lost"]),
        ("rating", ["Aria", "hoot", "Howl", "Lost", "Zebra"]),
        ("mood,-label", ["Zebra", "Howl", "hoot", "Lost", "Aria"]),
        ("-playedBy,label", ["Aria", "Zebra", "hoot", "Howl", "Lost"]),
    ],
)
@pytest.mark.parametrize("limit", [1, 2, 100])
def test_songs_are_sorted_by(more: Catalogue, order: str, expected: list[str], limit: int) -> None:
    """Numbers by size, links by label; what has no value comes last; pages follow the order."""
    assert expected == labels(more, "songs", f"order={order}&limit={limit}")


def test_filter_and_order_go_together(more: Catalogue) -> None:
    """A page of a part of a list in another order."""
    assert ["Zebra", "Howl"] == labels(more, "songs", "mood=glad&order=-label&limit=1")


@pytest.mark.parametrize(
    ("plural", "query", "said"),
    [
        ("songs", "moood=sad", r"Unknown parameter 'moood'. Did you mean 'mood'\?"),
        ("songs", "mood=glum", r"'glum' is none of sad, glad"),
        ("songs", "mood=", "give a value"),
        ("songs", "track=two", "no whole number"),
        ("songs", "rating=high", "no number"),
        ("songs", "isCover=yes", "neither true nor false"),
        ("songs", "playedBy=lark", r"There is no band 'lark'. Did you mean 'larks'\?"),
        ("songs", "playedBy.name=x", r"playedBy has no field 'name'"),
        ("songs", "mood.depth=x", "leads nowhere"),
        ("songs", "verses=x", "filter by verses.text"),
        ("songs", "order=lable", r"no field 'lable'. Did you mean 'label'\?"),
        ("songs", "order=verses", "no plain values"),
        ("songs", "limit=1&limit=2", "more than once"),
        ("songs", "order=label&cursor=WzIsMC4wLCIiLCJhIiwiYiJd", "not one that an answer gave"),
        ("bands", "founded=yesterday", "no date"),
        ("bands", "home=not an iri", "no IRI"),
    ],
)
def test_a_filter_that_cannot_be_is_explained(
    more: Catalogue, plural: str, query: str, said: str
) -> None:
    """An empty list would hide the mistake."""
    with pytest.raises(ParameterError, match=said):
        page_of(more, plural, query)


@pytest.mark.parametrize("query", ["playedBy=owls", "track=3", "playedBy=owls&order=-label"])
def test_a_filter_reads_what_it_finds_not_the_list(store_of: StoreOf, query: str) -> None:
    """Patterns of the store answer it; 2000 other songs must cost nothing."""
    costs = []
    for count in (10, 2000):
        store = CountingStore(store_of(data=MORE + many_songs(count)))
        catalogue = Catalogue(store)
        catalogue.list("songs", limit=1)  # builds the index
        store.asked = store.answered = 0
        page_of(catalogue, "songs", query)
        costs.append((store.asked, store.answered))

    assert costs[0] == costs[1]


def test_another_order_is_made_once_and_again_after_a_commit(
    store_of: StoreOf, quads_of: Quads
) -> None:
    """Paging through must not sort anew, nor a write that matters not; others must be seen."""
    store = CountingStore(store_of(data=many_songs(500)))
    catalogue = Catalogue(store)
    first = page_of(catalogue, "songs", "order=-track&limit=3")
    store.answered = 0

    again = page_of(catalogue, "songs", "order=-track&limit=3")
    assert first.items == again.items
    assert store.answered < 50

    for turtle, expected in (
        ('<https://w3id.org/rolegraph/id/songs/n100> ex:mood "sad" .', "Number 599"),
        ('id:z a ex:Song ; skos:prefLabel "zzz"@en ; ex:track 9999 .', "zzz"),
    ):
        patch = Patch(frozenset(), frozenset(quads_of(turtle, "data/music.ttl")))
        catalogue.follow(patch, store.apply(patch))
        store.answered = 0
        page = page_of(catalogue, "songs", "order=-track&limit=3")
        assert expected == page.items[0]["label"]
        assert page.total == 503 + (expected == "zzz")
        assert ("zzz" != expected) == (store.answered < 50)
