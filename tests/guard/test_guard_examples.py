"""The guard finds each fault by the shape it belongs to, and lets its fixing pass."""

from __future__ import annotations

from pathlib import Path

import pytest
from guarding import EXAMPLES, read_example, rules, store_of

from rolegraph.rdf.terms import Quad
from rolegraph.shacl.guard.guard import Guard
from rolegraph.store.embedded import EmbeddedStore

INVALID = sorted(EXAMPLES.glob("invalid.*.ttl"))


@pytest.fixture(scope="module")
def store(valid: frozenset[Quad], shapes: frozenset[Quad]) -> EmbeddedStore:
    return store_of(valid, shapes)


@pytest.fixture(scope="module")
def guard(store: EmbeddedStore) -> Guard:
    return Guard(store)


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.name[8:-4])
def test_each_fault_is_found_from_its_change_alone(
    path: Path, guard: Guard, valid: frozenset[Quad]
) -> None:
    """A fault that only full validation finds would be in the catalogue by then."""
    case = read_example(path, valid)

    assert case.expected == rules(guard.check(case.patch))


@pytest.mark.parametrize("path", INVALID[::6], ids=lambda path: path.name[8:-4])
def test_mending_a_fault_brings_no_findings(
    path: Path, valid: frozenset[Quad], shapes: frozenset[Quad]
) -> None:
    """A catalogue with a fault must be able to get better."""
    patch = read_example(path, valid).patch
    store = store_of(valid - patch.removed | patch.added, shapes)

    assert [] == Guard(store).check(patch.inverse())
