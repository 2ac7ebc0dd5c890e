"""Every earlier state can be had again, and every difference is exact."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolegraph.errors import NotFound, ParameterError
from rolegraph.history.versions import Versions, composed
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.journal.journal import replay

TERMS = [NamedNode("urn:a"), NamedNode("urn:b"), BlankNode("c")]
VALUES = [
    *TERMS,
    Literal("x"),
    Literal("x", language="en"),
    Literal("line\nbreak \u00e4\U0001f600"),
]
GRAPHS = [NamedNode("urn:g"), NamedNode("urn:h")]
QUADS = [Quad(s, TERMS[0], o, g) for s in TERMS for o in VALUES for g in GRAPHS]  # type: ignore[arg-type]
CHANGES = st.lists(st.sampled_from(QUADS), max_size=5)
HISTORIES = st.lists(st.tuples(CHANGES, CHANGES), max_size=8)


def lived(history: list[tuple[list[Quad], list[Quad]]]) -> tuple[EmbeddedStore, list[set[Quad]]]:
    """A store with a history, and the state at each of its revisions."""
    store = EmbeddedStore()
    states: list[set[Quad]] = [set()]
    for removed, added in history:
        store.apply(Patch.exact(removed, added, store.holds))
        states.append(set(store.data()))
    return store, states


@settings(max_examples=60, deadline=None)
@given(HISTORIES)
def test_replaying_the_log_gives_the_dataset_of_every_revision(
    history: list[tuple[list[Quad], list[Quad]]],
) -> None:
    """The log is the truth: the dataset follows from it alone."""
    store, states = lived(history)

    for revision, state in enumerate(states):
        replayed = replay(store.entries()[:revision], store.journal)
        assert state == set(replayed)


@settings(max_examples=60, deadline=None)
@given(HISTORIES)
def test_taking_patches_back_gives_the_dataset_of_every_revision(
    history: list[tuple[list[Quad], list[Quad]]],
) -> None:
    """Earlier states are reached from the present one."""
    store, states = lived(history)
    versions = Versions(store)

    for revision, state in enumerate(states):
        assert state == versions.graph_at(revision)
        assert state == set(versions.store_at(revision).match())


@settings(max_examples=60, deadline=None)
@given(HISTORIES, st.data())
def test_a_difference_leads_from_one_state_to_the_other(
    history: list[tuple[list[Quad], list[Quad]]], data: st.DataObject
) -> None:
    """Forward and back, with nothing in it that cancels out."""
    store, states = lived(history)
    old, new = (data.draw(st.integers(0, len(history))) for _ in range(2))

    patch = Versions(store).between(old, new)

    assert states[new] - states[old] == patch.added
    assert states[old] - states[new] == patch.removed


def test_patches_that_cancel_out_compose_to_nothing() -> None:
    """What came and went again between two revisions is no difference of them."""
    patch = Patch(added=frozenset(QUADS[:2]))

    assert not composed([patch, patch.inverse()])


@pytest.fixture
def versions() -> Versions:
    store = EmbeddedStore()
    for day in (1, 2, 3):
        quads = parse(f"<urn:day> <urn:is> {day} .", format=RdfFormat.TURTLE)
        store.load(quads, {"time": f"2026-11-0{day}T12:00:00.000000+00:00"})
    return Versions(store)


@pytest.mark.parametrize(
    ("at", "revision"),
    [
        ("0", 0),
        ("2", 2),
        ("2026-10-31", 0),
        ("2026-11-02", 1),
        ("2026-11-02T12:00:00Z", 2),
        ("2026-11-02T11:59:59.999999Z", 1),
        ("2026-11-02T13:30:00+02:00", 1),
        ("2026-11-02T14:30:00+02:00", 2),
        ("2030-01-01", 3),
    ],
)
def test_a_revision_is_named_by_number_or_time(versions: Versions, at: str, revision: int) -> None:
    """People know when it was still right, not which number that was."""
    assert revision == versions.resolve(at)


@pytest.mark.parametrize("at", ["", "yesterday", "-1", "1.0", "٣", "2026-13-01"])
def test_what_names_no_revision_is_refused_with_an_example(versions: Versions, at: str) -> None:
    """A misread time would show the wrong state without a word."""
    with pytest.raises(ParameterError, match="2026-11-23T14:00:00Z"):
        versions.resolve(at)


def test_a_revision_to_come_is_not_found(versions: Versions) -> None:
    """The message says how far the history goes."""
    with pytest.raises(NotFound, match="no revision 4; the last is 3"):
        versions.resolve("4")
    with pytest.raises(NotFound):
        versions.graph_at(4)


def test_commits_are_listed_from_the_newest(versions: Versions) -> None:
    """The last change is the one people look for."""
    assert [3, 2] == [entry.revision for entry in versions.newest(2)]
    assert [1] == [entry.revision for entry in versions.newest(5, before=2)]
    assert [] == versions.newest(5, before=1)


def test_the_time_of_a_commit_is_now() -> None:
    """In UTC, whatever the clock of the machine shows."""
    store = EmbeddedStore()
    store.load(QUADS[:1])

    age = datetime.now().astimezone() - datetime.fromisoformat(store.entries()[0].time)

    assert timedelta() <= age < timedelta(minutes=1)
