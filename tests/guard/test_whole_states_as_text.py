"""A state that is read whole is written as text; it says what its quads say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rolegraph.rdf.namespaces import GRAPHS as NAMES
from rolegraph.rdf.namespaces import SHAPES_GRAPHS
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import BlankNode, DefaultGraph, Literal, NamedNode, Quad
from rolegraph.shacl.evaluation.states.memory import Memory
from rolegraph.shacl.evaluation.states.state import Present, State, is_guarded
from rolegraph.store.embedded import EmbeddedStore

GRAPHS = [
    DefaultGraph(),
    NamedNode(f"{NAMES}data/one.ttl"),
    NamedNode(f"{NAMES}data/two.ttl"),
    NamedNode(f"{SHAPES_GRAPHS}rules.ttl"),
]
VALUES = [
    Literal('two\nlines, and a \\ with a "quote"'),
    Literal("fünf", language="de"),
    Literal(5),
    NamedNode("https://example.org/b"),
    BlankNode("inner"),
]
SUBJECTS = [NamedNode("https://example.org/a"), BlankNode("outer")]
quads = st.builds(
    lambda subject, value, graph: Quad(subject, NamedNode("https://example.org/p"), value, graph),
    st.sampled_from(SUBJECTS),
    st.sampled_from(VALUES),
    st.sampled_from(GRAPHS),
)


def triples(found: object) -> list[str]:
    return sorted(str(quad.triple) for quad in found)  # type: ignore[attr-defined]


@given(present=st.sets(quads), removed=st.sets(quads), added=st.sets(quads))
def test_the_text_of_a_state_has_the_triples_of_its_quads(
    present: set[Quad], removed: set[Quad], added: set[Quad]
) -> None:
    store = EmbeddedStore()
    store.apply(Patch(added=frozenset(present)))
    labelled = set(store.match())
    state = State(Present(store), removed & labelled, added - labelled)

    text = state.text()

    assert text is not None
    assert triples(text) == triples(state.quads())
    assert len(text) == sum(
        is_guarded(q.graph_name) for q in (labelled - removed) | (added - labelled)
    )
    store.close()


def test_a_quad_that_the_store_does_not_have_is_never_taken_for_one_that_left() -> None:
    store = EmbeddedStore()
    unknown = Quad(SUBJECTS[0], NamedNode("https://example.org/p"), VALUES[1], GRAPHS[1])

    assert State(Present(store), [unknown]).text() is None
    store.close()


def test_quads_in_memory_are_read_as_they_are() -> None:
    assert State(Present(Memory([]))).text() is None
