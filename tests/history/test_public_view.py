"""The state without people follows every commit and never holds one of them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.history.people import PublicView, Sealed, knows_people
from rolegraph.rdf.namespaces import GRAPHS, ONTOLOGY, PEOPLE_GRAPHS, RDF
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.journal.entry_format import Entry
from rolegraph.store.recovery.compact import compact

TYPE, NAME = NamedNode(RDF + "type"), NamedNode(ONTOLOGY + "memberName")
LABEL, MEMBERSHIP = (
    NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"),
    NamedNode(ONTOLOGY + "Membership"),
)
PUBLIC, PEOPLE = NamedNode(GRAPHS + "data/roles.ttl"), NamedNode(PEOPLE_GRAPHS + "memberships.ttl")
SUBJECTS = [NamedNode(f"https://x.example/id/things/{n}") for n in range(4)]
QUADS = st.builds(
    Quad,
    st.sampled_from(SUBJECTS),
    st.sampled_from([LABEL, NAME, TYPE]),
    st.sampled_from([Literal("Ada"), MEMBERSHIP, *SUBJECTS]),
    st.sampled_from([PUBLIC, PEOPLE]),
)
COMMITS = st.lists(st.frozensets(QUADS, max_size=6), max_size=6)


def secret(quads: set[Quad]) -> set[Quad]:
    """Those quads that are in a graph of people or make a membership."""
    return {
        quad
        for quad in quads
        if quad.graph_name == PEOPLE
        or quad.predicate == NAME
        or (quad.predicate == TYPE and quad.object == MEMBERSHIP)
    }


def change(store: EmbeddedStore, wanted: frozenset[Quad]) -> None:
    """Commit what makes these the only quads."""
    present = {quad for quad in store.match() if quad.graph_name in {PUBLIC, PEOPLE}}
    store.apply(Patch(removed=frozenset(present - wanted), added=wanted - present))


@given(COMMITS, COMMITS)
def test_nothing_about_people_is_in_it_whatever_is_committed(
    before: list[frozenset[Quad]], after: list[frozenset[Quad]]
) -> None:
    """Neither in its state nor in its log, from before it was there or since."""
    store = EmbeddedStore()
    for wanted in before:
        change(store, wanted)
    view = PublicView(store)
    for wanted in after:
        change(store, wanted)

    assert not view.failed
    assert store.revision == view.store.revision
    logged = {
        quad
        for entry in view.store.entries()
        for part in (view.store.journal.patch(entry),)
        for quad in (*part.removed, *part.added)
    }
    held = {quad for quad in view.store.match() if quad.graph_name in {PUBLIC, PEOPLE}}
    assert set() == secret(logged | held)


@given(COMMITS)
def test_all_else_is_in_it(commits: list[frozenset[Quad]]) -> None:
    """Who may not read about people reads all the rest."""
    store = EmbeddedStore()
    view = PublicView(store)
    for wanted in commits:
        change(store, frozenset(quad for quad in wanted if not secret({quad})))

    assert set(store.match(graph=PUBLIC)) == set(view.store.match(graph=PUBLIC))


def test_a_membership_that_is_gone_is_known_still(tmp_path: Path) -> None:
    """The change log tells of it for ever."""
    quad = Quad(SUBJECTS[0], NAME, Literal("Ada"), PEOPLE)
    with_shapes = Quad(SUBJECTS[1], LABEL, NAME, PUBLIC)
    store = EmbeddedStore(tmp_path)
    store.apply(Patch(added=frozenset({with_shapes})))
    assert not knows_people(store)
    store.apply(Patch(added=frozenset({quad})))
    store.apply(Patch(removed=frozenset({quad})))

    assert knows_people(store)
    store.close()


def test_a_log_that_begins_with_a_snapshot_is_followed(tmp_path: Path) -> None:
    """A compacted log has no first commit; the numbers stay those of the whole."""
    store = EmbeddedStore(tmp_path)
    for n in range(6):
        label = Quad(SUBJECTS[0], LABEL, Literal(f"{n}"), PUBLIC)
        store.apply(
            Patch(
                added=frozenset({label, Quad(SUBJECTS[1], NAME, Literal("Ada"), PEOPLE)})
                if n == 0
                else frozenset({label})
            )
        )
    store.close()
    compact(tmp_path, keep=2)
    store = EmbeddedStore(tmp_path)
    view = PublicView(store)
    store.apply(Patch(added=frozenset({Quad(SUBJECTS[2], LABEL, Literal("x"), PUBLIC)})))

    assert (7, 7) == (store.revision, view.store.revision)
    assert not view.failed
    assert 7 == len(list(view.store.match(None, LABEL, graph=PUBLIC)))
    assert [] == list(view.store.match(None, NAME))
    store.close()


def test_people_from_elsewhere_close_a_service_for_all() -> None:
    """A leader may send what this service never asked for."""
    store = EmbeddedStore()
    sealed = Sealed(store)
    store.apply(Patch(added=frozenset({Quad(SUBJECTS[0], LABEL, Literal("x"), PUBLIC)})))
    assert not sealed.closed
    store.apply(Patch(added=frozenset({Quad(SUBJECTS[0], NAME, Literal("Ada"), PEOPLE)})))

    assert sealed.closed


def test_what_was_searched_for_people_is_not_searched_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A start of a large catalogue read its whole change log; and what came since is still found."""
    with contextlib.closing(EmbeddedStore(tmp_path / "data")) as store:
        read: list[int] = []
        parts = store.journal.parts

        def noted(entry: Entry) -> Iterator[bytes]:
            read.append(entry.revision)
            return parts(entry)

        monkeypatch.setattr(store.journal, "parts", noted)
        store.load([Quad(SUBJECTS[1], LABEL, NAME, PUBLIC)])
        assert [False, False] == [knows_people(store), knows_people(store)]
        assert [1] == read

        store.load([Quad(SUBJECTS[0], NAME, Literal("Ada"), PEOPLE)])
        assert [True, True] == [knows_people(store), knows_people(store)], "each start finds it"
        assert [1, 2, 2] == read

        searched = tmp_path / "data" / "searched"
        searched.write_text(searched.read_text().replace('"sought": "', '"sought": "less and '))
        assert knows_people(store)
        assert 1 in read[3:], "what an older version sought is not all that is sought now"
