"""A draft answers like a store to which the change was applied."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.writing.bodies import read_json
from rolegraph.catalogue.writing.placement import Draft
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.store.embedded import EmbeddedStore

StoreOf = Callable[..., EmbeddedStore]

nodes = st.sampled_from([NamedNode(f"http://example.org/{name}") for name in "abc"])
terms = st.one_of(nodes, st.sampled_from([Literal("1"), Literal("1", language="en")]))
quads = st.builds(Quad, nodes, nodes, terms, nodes)
patterns = st.tuples(*(st.none() | kind for kind in (nodes, nodes, terms, nodes)))


@given(
    st.sets(quads),
    st.lists(st.tuples(st.booleans(), quads)),
    st.lists(patterns, max_size=5),
)
def test_a_draft_is_like_the_store_it_becomes(
    stored: set[Quad], changes: list[tuple[bool, Quad]], asked: list[Any]
) -> None:
    """For any changes in any order, and any pattern; its patch is exact."""
    store, model = EmbeddedStore(describe=False), set(stored)
    store.load(stored)
    draft = Draft(store)
    for adds, quad in changes:
        (draft.add if adds else draft.remove)(quad)
        (model.add if adds else model.discard)(quad)

    for pattern in [(None, None, None, None), *asked]:
        found = list(draft.match(*pattern))
        assert len(set(found)) == len(found)
        assert {q for q in model if _fits(q, pattern)} == set(found)
    patch = draft.patch()
    assert Patch(frozenset(stored - model), frozenset(model - stored)) == patch
    assert {q.subject for q in patch.removed | patch.added} == draft.touched()


def _fits(quad: Quad, pattern: Any) -> bool:
    parts = (quad.subject, quad.predicate, quad.object, quad.graph_name)
    return all(wanted in (None, part) for wanted, part in zip(pattern, parts, strict=True))


def test_putting_back_every_shipped_thing_changes_nothing(shipped: Catalogue) -> None:
    """Reading and writing are each other's inverse, for all that the catalogue has."""
    count = 0
    for plural in shipped.types:
        with shipped.view() as view:
            iris = view.iris(plural)
        for iri in iris:
            with shipped.view() as view:
                body = read_json(json.dumps(view.thing(iri, references=True)).encode())
            change = shipped.change()
            change.plan_within(iri, body)
            change.replace(iri, body)
            assert not change.finish(), iri
            count += 1

    assert count > 700


def test_putting_back_what_breaks_its_shape_changes_nothing(store_of: StoreOf) -> None:
    """An editor who fixes one fault must not be made to lose the rest."""
    data = """
        <https://w3id.org/rolegraph/id/bands/odd> a ex:Band, ex:Oddity ;
            skos:prefLabel "Odd"@en, "Seltsam"@de, "plain" ;
            ex:founded "about 1990", "1990-01-01"^^xsd:date, _:b, 7 ;
            ex:home "nowhere", <http://example.org/odd>, [ ex:x 1 ] ; ex:mood "blue" .
        <https://w3id.org/rolegraph/id/songs/odd> a ex:Song ; ex:track 1.5, "x", 007 ;
            ex:playedBy "nobody", _:b, <http://example.org/them> ; ex:rating 1e2, "1"^^xsd:int ;
            ex:verse [ ex:text "a", "b"@en ], <http://example.org/verse>, "verse" .
    """
    catalogue = Catalogue(store_of(data=data))
    for plural in ("bands", "songs"):
        iri = f"https://w3id.org/rolegraph/id/{plural}/odd"
        body = read_json(json.dumps(catalogue.read(plural, "odd")).encode())
        change = catalogue.change()
        change.plan_within(iri, body)
        change.replace(iri, body)

        patch = change.finish()

        assert (set(), set()) == (set(patch.removed), set(patch.added))
