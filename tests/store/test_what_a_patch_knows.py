"""What is worked out of a patch once, for all who look at it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import BlankNode, DefaultGraph, Literal, NamedNode, Quad

NAMES = [NamedNode(f"urn:test:{name}") for name in ("a", "b", "ü", "a#part")]
TERMS = [*NAMES, BlankNode("b"), Literal("<urn:test:a> .\n"), Literal("_:b", language="en")]
QUADS = st.frozensets(
    st.builds(
        Quad,
        st.sampled_from([*NAMES, BlankNode("b")]),
        st.sampled_from(NAMES),
        st.sampled_from(TERMS),
        st.sampled_from([*NAMES, DefaultGraph()]),
    ),
    max_size=8,
)


@given(QUADS, QUADS)
def test_what_is_known_of_a_patch_that_grew_is_what_a_fresh_one_says(
    quads: frozenset[Quad], more: frozenset[Quad]
) -> None:
    """Each commit adds what the graph of changes tells of it; nothing is worked out anew for it."""
    grown, fresh = Patch(added=quads).with_added(more), Patch(added=quads | more)

    assert grown == fresh
    assert sorted(grown.added_text.splitlines()) == sorted(fresh.added_text.splitlines())
    assert grown.graphs == fresh.graphs
    assert grown.graphs == {getattr(q.graph_name, "value", "") for q in quads | more}


@given(QUADS, st.sampled_from(NAMES))
def test_an_iri_that_a_patch_adds_is_never_overlooked(
    quads: frozenset[Quad], name: NamedNode
) -> None:
    """Rules about people and reviews are asked only where their terms may be there."""
    if any(name in (q.subject, q.predicate, q.object, q.graph_name) for q in quads):
        assert Patch(added=quads).may_add(name.value)
