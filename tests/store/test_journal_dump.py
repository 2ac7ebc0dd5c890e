"""The dataset written out of the journal is the one that the engine has."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Quad, RdfFormat
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.journal import dump as journal_dump

GRAPHS = [NamedNode("urn:g"), NamedNode("urn:h")]
QUADS = st.builds(
    lambda subject, value, graph: Quad(subject, NamedNode("urn:p"), value, graph),
    st.sampled_from([NamedNode("urn:a"), BlankNode("b")]),
    st.sampled_from([*GRAPHS, Literal("<urn:g> .\n"), Literal("é", language="fr"), BlankNode("c")]),
    st.sampled_from(GRAPHS),
)
CHANGES = st.lists(st.tuples(st.sets(QUADS), st.sets(QUADS)), max_size=6)


def lines(store: EmbeddedStore, graph: NamedNode | None) -> list[bytes]:
    output = io.BytesIO()
    store.dump(output, RdfFormat.N_QUADS if graph is None else RdfFormat.N_TRIPLES, graph)
    return sorted(output.getvalue().splitlines())


@settings(max_examples=40, deadline=None)
@given(changes=CHANGES)
def test_whatever_was_committed_journal_and_engine_say_the_same(
    changes: list[tuple[set[Quad], set[Quad]]],
) -> None:
    """Also of what was removed and added again, in any graph."""
    store = EmbeddedStore()
    for number, (removed, added) in enumerate(changes):
        headers = {"author": "Ada", "message": str(number)}
        store.apply(Patch.exact(removed, added, store.holds), headers)
    with pytest.MonkeyPatch.context() as patched:
        by_engine = [lines(store, graph) for graph in (None, *GRAPHS)]
        patched.setattr("rolegraph.store.embedded.MANY", 0)
        patched.setattr(journal_dump, "is_worth_it", lambda _: True)
        by_journal = [lines(store, graph) for graph in (None, *GRAPHS)]

    assert by_engine == by_journal


def test_a_log_of_much_coming_and_going_is_not_read_for_it(tmp_path: Path) -> None:
    """What is long gone would be read for nothing."""
    store = EmbeddedStore(tmp_path)
    many = frozenset(
        Quad(NamedNode(f"urn:{number}"), NamedNode("urn:p"), Literal("x"), GRAPHS[0])
        for number in range(journal_dump.MANY)
    )
    store.apply(Patch(added=many))
    at_first = journal_dump.is_worth_it(store.entries())
    for _ in range(2):
        store.apply(Patch(removed=many))
        store.apply(Patch(added=many))

    assert at_first
    assert not journal_dump.is_worth_it(store.entries())
    store.close()
