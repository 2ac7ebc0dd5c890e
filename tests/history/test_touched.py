"""The index of which commits speak of a thing says what the patches say."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from rolegraph.history.touched import Touched
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.store.embedded import EmbeddedStore

BASE = "https://w3id.org/rolegraph/id/"
IRIS = [f"{BASE}roles/{name}" for name in ("a", "ab", "b#part", "b")] + ["https://example.org/x#y"]
GRAPH = NamedNode("https://w3id.org/rolegraph/graph/data/x.ttl")
NODES = [NamedNode(iri) for iri in IRIS]
TEXTS = [Literal(f"<{IRIS[0]}>"), Literal("line\nA <urn:x> .")]
QUADS = st.builds(
    Quad,
    st.sampled_from(NODES),
    st.just(PREDICATE := NamedNode("urn:p")),
    st.sampled_from([*NODES, *TEXTS]),
    st.just(GRAPH),
)


@settings(derandomize=True, deadline=None)
@given(commits=st.lists(st.frozensets(QUADS, max_size=4), max_size=6), asked=st.integers(0, 5))
def test_the_index_follows_the_change_log(commits: list[frozenset[Quad]], asked: int) -> None:
    """Whenever it is asked first: what it knows is what the patches have."""
    store = EmbeddedStore()
    touched = Touched(store)
    for number, quads in enumerate(commits):
        if number == asked:
            touched.prepare()
        there = frozenset(store.data())
        store.apply(Patch(removed=there - quads, added=quads - there))

    for iri in IRIS:
        own, spoken = [], []
        for entry in store.entries():
            patch = store.journal.patch(entry)
            quads = patch.removed | patch.added
            subjects = {q.subject.value for q in quads} | {
                q.subject.value.partition("#")[0] for q in quads
            }
            objects = {
                q.object.value.partition("#")[0]
                for q in quads
                if isinstance(q.object, NamedNode) and q.object.value.startswith(BASE)
            }
            own += [entry.revision] if iri in subjects else []
            spoken += [entry.revision] if iri in subjects | objects else []
        assert spoken == list(touched.revisions(iri)) or any(
            isinstance(q.object, Literal) for c in commits for q in c
        )
        last = touched.last(iri)
        assert (own[-1] if own else None) == (last.revision if last else None)
        assert touched.last(iri, at=0) is None


def test_a_large_commit_is_read_in_pieces_without_a_loss(tmp_path: Path) -> None:
    """The first commit of a catalogue has megabytes."""
    store = EmbeddedStore(tmp_path / "data")
    quads = [
        Quad(NamedNode(f"{BASE}tools/t{n}"), PREDICATE, Literal("x" * 200), GRAPH)
        for n in range(9000)
    ]
    store.load(quads)
    touched = Touched(store)

    assert all([1] == touched.revisions(quad.subject.value) for quad in quads)
    store.close()
