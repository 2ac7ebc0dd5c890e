"""What the guard finds from a change is what full validation finds anew.

`GUARD_EXAMPLES` in the environment multiplies the number of random changes.
"""

from __future__ import annotations

import logging
import os
from functools import cached_property
from pathlib import Path

import pytest
from guarding import (
    DATA,
    EXAMPLES,
    ONTOLOGY,
    SHAPES,
    Key,
    Truth,
    files,
    keys,
    quads,
    shipped,
    store_of,
)
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Quad
from rolegraph.shacl.guard.guard import Guard

# rdflib tells of each ill-typed literal; here some are meant to be.
logging.getLogger("rdflib.term").setLevel(logging.ERROR)

TIMES = float(os.environ.get("GUARD_EXAMPLES", "1"))
EX = "https://example.org/id/"


def examples(number: int) -> settings:
    """Settings for a number of random changes."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
    return settings(
        max_examples=int(number * TIMES),
        deadline=None,
        suppress_health_check=slow,
        phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    )


def changed(state: frozenset[Quad], data: st.DataObject, pool: list[Quad]) -> Patch:
    """A random change of a state: some of its quads go, some of a pool come."""
    known = sorted(state, key=str)
    removed = data.draw(st.lists(st.sampled_from(known), max_size=4)) if known else []
    added = data.draw(st.lists(st.sampled_from(pool), max_size=6))
    return Patch.exact(removed, added, state.__contains__)


class Judged:
    """A store with shapes whose data can be replaced, so that shapes are compiled once."""

    def __init__(self, shapes: frozenset[Quad], fixed: frozenset[Quad] = frozenset()) -> None:
        self.store = store_of(shapes, fixed)
        self.guard = Guard(self.store)
        self.shapes, self.fixed = shapes, fixed

    @cached_property
    def reference(self) -> Truth:
        """What pySHACL says."""
        return Truth(self.shapes, "pyshacl")

    @cached_property
    def fast(self) -> Truth:
        """What the fast engine says."""
        return Truth(self.shapes, "shacl")

    def found(self, state: frozenset[Quad], patch: Patch) -> set[Key]:
        """What the guard finds wrong with a change of a state."""
        kept = self.shapes | self.fixed
        there = frozenset(quad for quad in self.store.data() if quad not in kept)
        self.store.apply(Patch(removed=there - state, added=state - there))
        return keys(self.guard.check(patch))


# On a vocabulary of six properties, with every component of SHACL

NODES = [f"ex:n{n}" for n in range(1, 5)]
TEXTS = ["1", "2", '"ab"', '"A"', '"x"@en', '"y"@de', '"z"@en', '"q"@fr', '"1"', '"z"^^xsd:integer']
NUMBERS = ["1", "2", "2.5", "3", '"no number"']
TRIPLES = [f"{s} ex:{p} {o} ." for s in NODES for p in "pqrs" for o in NODES]
TRIPLES += [f"{s} ex:t {o} ." for s in NODES for o in TEXTS]
TRIPLES += [f"{s} ex:u {o} ." for s in NODES for o in NUMBERS]
TRIPLES += [f"{s} a {c} ." for s in NODES for c in ("ex:A", "ex:B", "ex:C") for _ in range(3)]
TRIPLES += ["ex:B rdfs:subClassOf ex:A .", "ex:C rdfs:subClassOf ex:B .", "ex:n1 ex:s 1 ."]
POOL = [quad for triple in TRIPLES for quad in quads(triple)]
HIERARCHY = quads("ex:B rdfs:subClassOf ex:A .")


@pytest.fixture(scope="module")
def components() -> Judged:
    """Shapes with every component, path and target."""
    return Judged(files([Path(__file__).parent / "components.ttl"], SHAPES))


def judged_alike(catalogue: Judged, truth: Truth, data: st.DataObject) -> None:
    """Assert that the guard and an engine find the same in a random change."""
    state = HIERARCHY | frozenset(data.draw(st.lists(st.sampled_from(POOL), max_size=40)))
    patch = changed(state, data, POOL)
    after = state - patch.removed | patch.added

    assert truth.new(state, after) == catalogue.found(state, patch)


@examples(15)
@given(data=st.data())
def test_every_component_is_judged_as_by_the_reference(
    components: Judged, data: st.DataObject
) -> None:
    """The guard evaluates shapes itself, so it must mean by them what SHACL means."""
    judged_alike(components, components.reference, data)


@examples(60)
@given(data=st.data())
def test_every_component_is_judged_as_by_the_fast_engine(
    components: Judged, data: st.DataObject
) -> None:
    """What `rolegraph check` passes must not be refused by the service, nor the reverse."""
    judged_alike(components, components.fast, data)


# On the shipped shapes, with the small complete catalogue and everything its faulty examples add


@pytest.fixture(scope="module")
def shipped_rules(shapes: frozenset[Quad]) -> Judged:
    """The shipped shapes and ontology."""
    return Judged(shapes, shipped("ontology", ONTOLOGY))


@pytest.fixture(scope="module")
def pool(valid: frozenset[Quad]) -> list[Quad]:
    """Quads to choose from, and such with the ends of one put on another."""
    found = valid | {q for e in sorted(EXAMPLES.glob("invalid.*.ttl")) for q in files([e], DATA)}
    own = sorted((quad for quad in found if quad.graph_name == DATA), key=str)
    values = {quad.predicate: quad.object for quad in own}
    crossed = [Quad(q.subject, p, o, DATA) for q in own[::7] for p, o in values.items()]
    return own + crossed[::5]


def shipped_judged_alike(
    catalogue: Judged,
    truth: Truth,
    valid: frozenset[Quad],
    pool: list[Quad],
    data: st.DataObject,
) -> None:
    """Assert that guard and engine find the same in a change of a catalogue with faults."""
    own = valid - catalogue.fixed
    first = changed(own, data, pool)
    state = own - first.removed | first.added
    patch = changed(state, data, pool)
    after = state - patch.removed | patch.added
    fixed = catalogue.fixed

    assert truth.new(state | fixed, after | fixed) == catalogue.found(state, patch)


@examples(30)
@given(data=st.data())
def test_the_shipped_shapes_are_judged_as_by_the_fast_engine(
    shipped_rules: Judged, valid: frozenset[Quad], pool: list[Quad], data: st.DataObject
) -> None:
    """No change may slip past the guard that makes the catalogue worse."""
    shipped_judged_alike(shipped_rules, shipped_rules.fast, valid, pool, data)


@examples(3)
@given(data=st.data())
def test_the_shipped_shapes_are_judged_as_by_the_reference(
    shipped_rules: Judged, valid: frozenset[Quad], pool: list[Quad], data: st.DataObject
) -> None:
    """Both engines could be wrong together; this one is the measure."""
    shipped_judged_alike(shipped_rules, shipped_rules.reference, valid, pool, data)
