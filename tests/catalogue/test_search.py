"""Search finds things by their names and texts, and says why."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.search.query_words import all_words_of, words_of
from rolegraph.rdf.namespaces import graph_of_file
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode, Quad
from rolegraph.store.embedded import EmbeddedStore

StoreOf = Callable[..., EmbeddedStore]
Quads = Callable[[str, str], list[Quad]]
FILE = "data/music.ttl"

SHAPES = """
rgsh:ThingShape sh:property rgsh:ThingShape-hidden, rgsh:ThingShape-note .
rgsh:ThingShape-hidden sh:path skos:hiddenLabel ; rgsh:fieldName "hiddenLabels" ;
    sh:name "hidden names"@en ; sh:datatype rdf:langString .
rgsh:ThingShape-note sh:path skos:note ; rgsh:fieldName "notes" ; sh:name "notes"@en ;
    sh:datatype rdf:langString .
rgsh:ReviewShape a sh:NodeShape ; sh:targetClass ex:Review ; sh:node rgsh:ThingShape ;
    rgsh:pluralName "reviews" ; sh:property rgsh:ReviewShape-of, rgsh:ReviewShape-nickname .
rgsh:ReviewShape-of sh:path ex:reviews ; rgsh:fieldName "reviewed" ; sh:class ex:Song ;
    sh:minCount 1 ; sh:maxCount 1 .
rgsh:ReviewShape-nickname sh:path ex:nicknameLabel ; rgsh:fieldName "nicknames" ;
    sh:name "nicknames"@en ; sh:datatype xsd:string .
"""
DATA = """
<https://w3id.org/rolegraph/id/songs/cafe> a ex:Song ; skos:prefLabel "Café <Müller>"@en ;
    skos:note "A waltz about rehearsals and coffee."@en .
<https://w3id.org/rolegraph/id/songs/waltz> a ex:Song ; skos:prefLabel "Waltz"@en ;
    skos:hiddenLabel "slow waltz"@en .
<https://w3id.org/rolegraph/id/reviews/first> a ex:Review ; skos:prefLabel "First review"@en ;
    ex:reviews <https://w3id.org/rolegraph/id/songs/second> ; ex:nicknameLabel "Stripy horse" .
"""


@pytest.fixture
def music(store_of: StoreOf) -> Catalogue:
    """Songs with notes and nicknames."""
    ontology = 'ex:Review a owl:Class ; skos:prefLabel "review"@en .'
    return Catalogue(store_of(data=DATA, shapes=SHAPES, ontology=ontology))


def found(catalogue: Catalogue, query: str, *plurals: str, suggest: bool = False) -> list[object]:
    """Return the labels of what a search finds."""
    results = catalogue.search(query, plurals, suggest=suggest)
    assert len(results.items) == results.total
    return [item["label"] for item in results.items]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("cafe", ["Café <Müller>"]),
        ("MÜLLER", ["Café <Müller>"]),
        ("waltz", ["Waltz", "Café <Müller>"]),
        ("slow WALTZ", ["Waltz"]),
        ("rehearsal", ["Café <Müller>"]),
        ("rehearsing", ["Café <Müller>"]),
        ("coff", ["Café <Müller>"]),
        ("waltz coffee", ["Café <Müller>"]),
        ("waltz zebra", ["Zebra", "Waltz", "Café <Müller>"]),
        ("zebras of the waltz", ["Waltz", "Zebra", "Café <Müller>"]),
        ('" OR * NEAR( -', []),
    ],
)
def test_words_find(music: Catalogue, query: str, expected: list[str]) -> None:
    """Case, accents and endings make no difference; what has all words comes alone."""
    assert expected == found(music, query)


def test_a_hit_says_why_it_is_there(music: Catalogue) -> None:
    """A hidden name shows nowhere else, so that the hit would be a riddle."""
    (hit,) = music.search("slow").items

    assert "Hidden names: slow waltz" == hit["reason"]
    assert ("Song", "/api/v1/songs/waltz") == (hit["type"], hit["href"])
    (match,) = hit["matches"]
    assert ("hiddenLabels", "slow waltz") == (match["field"], match["text"])
    assert "<mark>slow</mark> waltz" == match["highlighted"]


def test_what_is_highlighted_is_safe_to_show(music: Catalogue) -> None:
    """Texts are anybody's; in a page they must not become markup."""
    (hit,) = music.search("müller").items

    assert "Café &lt;<mark>Müller</mark>&gt;" == hit["matches"][0]["highlighted"]


def test_a_thing_is_found_by_a_name_that_another_gives_it(music: Catalogue) -> None:
    """The naming note of a document tells what else people call a role."""
    results = music.search("stripy horse")

    assert ["Zebra", "First review"] == [item["label"] for item in results.items]
    match = results.items[0]["matches"][0]
    assert "Nicknames in a review: Stripy horse" == match["reason"]
    assert "First review" == match["via"]["label"]


def test_types_narrow_the_search(music: Catalogue) -> None:
    """Who looks for a review wants no songs."""
    assert ["First review"] == found(music, "stripy", "reviews")
    assert ["Zebra"] == found(music, "stripy", "songs")


def test_suggestions_look_at_names_only(music: Catalogue) -> None:
    """While a name is typed its last word is incomplete, and notes only disturb."""
    assert ["Waltz"] == found(music, "wal", suggest=True)
    assert ["Waltz"] == found(music, "slow w", suggest=True)
    assert [] == found(music, "w slow", suggest=True)
    assert [] == found(music, "rehe", suggest=True)


def test_a_mistyped_word_leads_to_a_near_one(music: Catalogue) -> None:
    """An empty answer alone does not say that the word was wrong."""
    assert ("waltz",) == music.search("watlz").near


def test_pages_of_hits_follow_each_other(music: Catalogue) -> None:
    """No hit twice, none left out."""
    whole = [item["id"] for item in music.search("a", limit=50).items]
    parts = [
        item["id"]
        for offset in range(0, len(whole), 2)
        for item in music.search("a", limit=2, offset=offset).items
    ]

    assert whole == parts


def test_the_index_follows_commits(store_of: StoreOf, quads_of: Quads) -> None:
    """What is written must be found at once, and what is gone no longer."""
    store = store_of()
    catalogue = Catalogue(store)
    assert [] == found(catalogue, "okapi")
    index = catalogue._search

    old = quads_of('<https://w3id.org/rolegraph/id/songs/second> skos:prefLabel "Zebra"@en .', FILE)
    new = quads_of('<https://w3id.org/rolegraph/id/songs/second> skos:prefLabel "Okapi"@en .', FILE)
    patch = Patch(frozenset(old), frozenset(new))
    catalogue.follow(patch, store.apply(patch))

    assert ["Okapi"] == found(catalogue, "okapi")
    assert [] == found(catalogue, "zebra")
    assert index is catalogue._search


def test_inferred_names_are_not_searched(music: Catalogue) -> None:
    """The inferred graph is asked for by name only."""
    song = NamedNode("https://w3id.org/rolegraph/id/songs/waltz")
    label = next(iter(music.store.match(song))).predicate
    for quad in list(music.store.match(song)):
        graph = NamedNode(graph_of_file("inferred"))
        music.store.load([Quad(quad.subject, label, quad.object, graph)])

    assert ["Waltz"] == found(music, "slow")


def test_data_scientist_leads_to_the_ml_developer(shipped: Catalogue) -> None:
    """The document says so: a hidden name, and a note that advises against the term."""
    first = shipped.search("Data Scientist").items[0]

    assert ("Role", "ML Developer") == (first["type"], first["label"])
    assert {"hiddenLabels", "discouragedLabels", "citedRoleLabel"} <= {
        match["field"] for match in first["matches"]
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("data analyst", "Data Analyst"),
        ("maite", "MAITE"),
        ("robin castellanos", "Robin Castellanos"),
        ("672", "AI Test & Evaluation Specialist"),
        ("t&e engineer", "AI T&E Engineer"),
    ],
)
def test_a_name_finds_its_thing_first(shipped: Catalogue, query: str, expected: str) -> None:
    """Ranking is judged by the first hit."""
    assert expected == shipped.search(query).items[0]["label"]


def test_words_are_folded() -> None:
    """As the index folds them."""
    assert ["t", "e", "uber", "ai", "2"] == words_of("T&E Über über AI_2")
    assert "te" in all_words_of("T&E")
