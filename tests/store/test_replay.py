"""Commits made elsewhere are taken over verbatim, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rolegraph.errors import Diverged
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import BlankNode, DefaultGraph, Literal, NamedNode, Quad
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.journal.entry_format import SNAPSHOT, SNAPSHOT_NAME, START, sealed

NODES = st.sampled_from([NamedNode("urn:a"), BlankNode("here"), BlankNode("b1")])
VALUES = st.one_of(
    NODES,
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8).map(Literal),
    st.text(max_size=3).map(lambda _: Literal("Hallo", language="de")),
)
QUADS = st.builds(
    Quad,
    NODES,
    st.sampled_from([NamedNode("urn:p"), NamedNode("urn:q")]),
    VALUES,
    st.sampled_from([DefaultGraph(), NamedNode("urn:g")]),
)
STATES = st.lists(st.frozensets(QUADS, max_size=4), min_size=1, max_size=5)


def follow(leader: EmbeddedStore, follower: EmbeddedStore) -> None:
    for entry in leader.journal.since(follower.revision):
        follower.replay(entry.headers, leader.journal.text(entry))


def commit(store: EmbeddedStore, state: frozenset[Quad], message: str) -> None:
    present = frozenset(store.data())
    store.apply(Patch(present - state, state - present), {"author": "ä", "message": message})


@given(states=STATES)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_replayed_history_is_the_same_history(states: list[frozenset[Quad]]) -> None:
    """Two stores with one history must agree in every quad, name of a blank node and header."""
    leader, follower = EmbeddedStore(), EmbeddedStore()
    for number, state in enumerate(states):
        commit(leader, state, f"Nr. {number}\n“so”")

    follow(leader, follower)

    assert set(leader.match()) == set(follower.match())
    assert [entry.headers for entry in leader.entries()] == [
        entry.headers for entry in follower.entries()
    ]


def test_a_replayed_journal_is_the_same_file(tmp_path: Path) -> None:
    """Copies are compared, backed up and restored by their bytes."""
    leader, follower = EmbeddedStore(tmp_path / "leader"), EmbeddedStore(tmp_path / "follower")
    for text in ("one", "two"):
        commit(leader, frozenset({Quad(BlankNode("x"), NamedNode("urn:p"), Literal(text))}), text)

    follow(leader, follower)
    leader.close()
    follower.close()

    journals = [(tmp_path / name / "changes.rdfp").read_bytes() for name in ("leader", "follower")]
    assert journals[0] == journals[1]
    again = EmbeddedStore(tmp_path / "follower")
    assert [Literal("two")] == [quad.object for quad in again.data()]
    again.close()


def test_subscribers_hear_of_a_replayed_commit() -> None:
    """Lists, search and query workers follow commits, whoever made them."""
    leader, follower = EmbeddedStore(), EmbeddedStore()
    heard: list[int] = []
    follower.on_commit(lambda revision, _: heard.append(revision))
    commit(leader, frozenset({Quad(BlankNode("x"), NamedNode("urn:p"), Literal("1"))}), "one")

    follow(leader, follower)

    assert [1] == heard


@pytest.mark.parametrize(
    ("change", "reported"),
    [
        ({"revision": "3", "parent": "2"}, "does not follow on revision 0"),
        ({"parent": "7"}, "does not follow on revision 0"),
        ({"revision": "3"}, "revision 3 does not follow on revision 0"),
        ({"digest": "0" * 64}, "does not have the digest"),
        ({"bytes": "1"}, "does not have the digest"),
    ],
)
def test_what_does_not_continue_the_history_is_refused(
    change: dict[str, str], reported: str
) -> None:
    """A gap or a damaged patch, once taken over, could never be told again."""
    leader, follower = EmbeddedStore(), EmbeddedStore()
    commit(leader, frozenset({Quad(BlankNode("x"), NamedNode("urn:p"), Literal("1"))}), "one")
    entry = leader.entries()[0]

    with pytest.raises(Diverged, match=reported):
        follower.replay({**entry.headers, **change}, leader.journal.text(entry))

    assert (0, 0) == (follower.revision, follower.count())


def test_a_snapshot_begins_a_history_and_commits_follow_on_it() -> None:
    """Who joins late gets the state of some revision in place of all that led to it."""
    leader, follower = EmbeddedStore(), EmbeddedStore()
    for text in ("one", "two"):
        commit(leader, frozenset({Quad(BlankNode("x"), NamedNode("urn:p"), Literal(text))}), text)
    first, second = leader.entries()
    body = leader.journal.text(first)
    snapshot = sealed({**first.headers, SNAPSHOT: first.seal, SNAPSHOT_NAME: "one"}, START)

    follower.replay(snapshot, body)

    assert (1, first.seal) == (follower.revision, follower.entries()[0].link)
    with pytest.raises(Diverged, match="digest"):
        EmbeddedStore().replay(snapshot, body + b"A <urn:a> <urn:b> <urn:c> .\n")
    with pytest.raises(Diverged, match="made behind another commit"):
        EmbeddedStore().replay(sealed(snapshot, second.seal), body)


def test_a_patch_that_does_not_parse_is_refused() -> None:
    """What cannot be read cannot be applied after a restart either."""
    follower = EmbeddedStore()

    with pytest.raises(Diverged, match="revision 1 does not parse"):
        follower.replay({"revision": "1", "parent": "0"}, b"A <urn:a> <urn:b .\n")
