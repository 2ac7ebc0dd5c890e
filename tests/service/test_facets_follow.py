"""The choices of a list follow commits and outlast a restart; they are not read anew."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.reading.facets import Facet
from rolegraph.rdf.namespaces import ONTOLOGY, RDF, THINGS
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode, Quad
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.kept import KeptPart

GRAPH = NamedNode("https://example.org/graph")
STEP = NamedNode(f"{THINGS}steps/evaluate-candidate-models-plan-evaluation")
ROLE, STAGE = NamedNode(ONTOLOGY + "performedByRole"), NamedNode(ONTOLOGY + "operatesInStage")
A = NamedNode(RDF + "type")


class Before:
    """What an earlier start has kept."""

    def __init__(self, part: KeptPart) -> None:
        self._part = part

    def take(self, name: str, _: int) -> KeptPart | None:
        return self._part if name == "things" else None


def choices(catalogue: Catalogue) -> dict[str, list[Facet]]:
    """Return the facets of some lists."""
    with catalogue.view() as view:
        return {plural: view.facets(plural) for plural in ("steps", "tools")}


def commits(store: EmbeddedStore) -> Iterator[Patch]:
    """Yield commits, each made for the state that the one before it left."""
    yield Patch(removed=frozenset(store.match(STEP, STAGE)))
    role = NamedNode(f"{THINGS}roles/nobody-yet")
    yield Patch(added=frozenset({Quad(STEP, ROLE, role, GRAPH)}))
    yield Patch(removed=frozenset(store.match(STEP, A)))
    yield Patch(added=frozenset({Quad(STEP, A, NamedNode(ONTOLOGY + "WorkflowStep"), GRAPH)}))
    others = (NamedNode(f"{THINGS}lifecycle-stages/n{number}") for number in range(61))
    yield Patch(added=frozenset(Quad(STEP, STAGE, one, GRAPH) for one in others))
    yield Patch(removed=frozenset(store.match(STEP, STAGE)))


def test_choices_are_the_same_as_those_of_a_catalogue_that_is_read_anew(
    catalogue_store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A choice that shows a number of before leads to another list than it says."""
    store = catalogue_store
    catalogue = Catalogue(store)
    store.on_commit(lambda revision, patch: catalogue.follow(patch, revision))
    shown = [choices(catalogue)]
    assert any(shown[0].values())
    for patch in commits(store):
        store.apply(patch)
        shown.append(choices(catalogue))
        assert choices(Catalogue(store)) == shown[-1]
    assert len({str(one) for one in shown}) > len(shown) // 2

    later = Catalogue(store)
    later.use(Before(catalogue.packed("things")))
    with later.view():
        pass
    # Nothing is read for them any more.
    monkeypatch.setattr("rolegraph.catalogue.index.facet_values._read", lambda *_: {})
    assert choices(later) == shown[-1]
