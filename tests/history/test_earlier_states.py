"""An earlier state is the present one with commits taken back, and says what a copy would say.

With 1,000 roles the page of a thing as it was took 2.8 s: the whole dataset was copied for it.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolegraph import resources
from rolegraph.catalogue import Catalogue
from rolegraph.history.earlier_state import EarlierState
from rolegraph.history.past import Past
from rolegraph.history.versions import Versions
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.loading import catalogue_quads

NODES = [NamedNode(f"https://example.org/{name}") for name in "abc"]
GRAPHS = [NamedNode(f"https://example.org/graph/{name}") for name in "xy"]
QUADS = [
    Quad(subject, predicate, value, graph)
    for subject in NODES
    for predicate in NODES[:2]
    for value in (*NODES[1:], Literal("text"))
    for graph in GRAPHS
]
BASE = "https://w3id.org/rolegraph/id/"
DATA = NamedNode("https://w3id.org/rolegraph/graph/data/more.ttl")
LABEL = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
CURATOR = NamedNode(BASE + "roles/data-curator")

changes = st.lists(
    st.tuples(st.lists(st.sampled_from(QUADS)), st.lists(st.sampled_from(QUADS))), max_size=4
)


def commit(store: EmbeddedStore, removed: list[Quad], added: list[Quad]) -> None:
    store.apply(Patch.exact(removed, added, store.holds))


@settings(max_examples=60, derandomize=True, deadline=None)
@given(before=changes, after=changes, later=changes)
def test_every_pattern_finds_what_it_finds_in_a_copy(
    before: list[tuple[list[Quad], list[Quad]]],
    after: list[tuple[list[Quad], list[Quad]]],
    later: list[tuple[list[Quad], list[Quad]]],
) -> None:
    """Whatever commits came since, also after the state was first read."""
    store = EmbeddedStore()
    versions = Versions(store)
    for removed, added in before:
        commit(store, removed, added)
    copy, revision = set(store.data()), store.revision
    for removed, added in after:
        commit(store, removed, added)
    state = versions.state_at(revision)
    assert isinstance(state, EarlierState)
    for removed, added in (*later, ([], [])):
        commit(store, removed, added)
        for quad in QUADS:
            for mask in range(16):
                parts = (quad.subject, quad.predicate, quad.object, quad.graph_name)
                pattern = [part if mask >> n & 1 else None for n, part in enumerate(parts)]
                found = list(state.match(*pattern))  # type: ignore[arg-type]
                wanted = {
                    one
                    for one in copy
                    if all(
                        part in (None, own)
                        for part, own in zip(
                            pattern,
                            (one.subject, one.predicate, one.object, one.graph_name),
                            strict=True,
                        )
                    )
                }
                assert len(found) == len(wanted)
                assert set(found) == wanted
            break
        names = {quad.graph_name.value for quad in copy}  # type: ignore[union-attr]
        assert sorted(names) == [name.value for name in state.graph_names()]
        assert len(copy) == state.count()


@pytest.fixture(scope="module")
def versions() -> Versions:
    """The sample, in which the data curator was renamed, and a role came and went."""
    store = EmbeddedStore()
    store.load(catalogue_quads(resources.root()))
    old = list(store.match(CURATOR, LABEL))
    new = [Quad(CURATOR, LABEL, Literal("Harbour pilot", language="en"), DATA)]
    commit(store, old, new)
    about = list(store.match(NamedNode(BASE + "tools/maite")))
    commit(store, about, [])
    return Versions(store)


def said(catalogue: Catalogue) -> dict[str, object]:
    """What lists, links and searches say."""
    with catalogue.view() as view:
        found: dict[str, object] = {
            plural: [(iri, view.link(iri)["label"]) for iri in view.iris(plural)]
            for plural in catalogue.types
        }
    for words in ("pilot", "curator", "maite"):
        found[words] = [(item["id"], item["label"]) for item in catalogue.search(words).items]
    return found


@pytest.mark.parametrize("revision", [1, 2, 3])
def test_the_catalogue_as_it_was_is_that_of_a_copy(versions: Versions, revision: int) -> None:
    """Lists, labels and searches are those of that day."""
    present = Catalogue(versions.state_at(3))
    copied = Catalogue(versions.store_at(revision), present.types, present.base)

    assert said(copied) == said(Past(present, versions).at(str(revision)))


def test_nothing_is_copied_for_it(versions: Versions, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cost follows what changed since, whatever the size of the catalogue."""
    past = Past(Catalogue(versions.state_at(3)), versions)
    monkeypatch.setattr(EmbeddedStore, "snapshot", None)

    assert said(past.at("2")) != said(past.at("3"))
