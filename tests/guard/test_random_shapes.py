"""On random shapes, the guard finds what full validation finds, and findings follow commits.

`GUARD_CASES` and `GUARD_HISTORIES` in the environment say how many; `make guard` takes 5,000 and
300. Blank nodes keep their labels, and values are such as the store gives back as they came.
"""

from __future__ import annotations

import logging
import os

from guarding import SHAPES, Truth, keys, quads, store_of
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from random_shapes import POOL, Case, cases, shapes_graphs

from rolegraph.analysis.findings import PresentFindings
from rolegraph.rdf.patch import Patch
from rolegraph.shacl.engines.validator import EngineName
from rolegraph.shacl.guard.guard import Guard

# rdflib tells of each ill-typed literal; here many are meant to be.
logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)

CASES = int(os.environ.get("GUARD_CASES", "60"))
HISTORIES = int(os.environ.get("GUARD_HISTORIES", "12"))


def examples(number: int) -> settings:
    """Settings for a number of random cases."""
    return settings(
        max_examples=number,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
    )


def judged_alike(case: Case, engine: EngineName) -> None:
    """Assert that the guard finds in a change what an engine finds in the two states."""
    shapes = quads(case.shapes, SHAPES)
    after = case.state - case.patch.removed | case.patch.added

    found = keys(Guard(store_of(shapes, case.state)).check(case.patch))

    assert Truth(shapes, engine).new(case.state, after) == found


@examples(CASES * 4 // 5)
@given(cases())
def test_the_guard_finds_what_the_fast_engine_finds(case: Case) -> None:
    """What `rolegraph check` passes must not be refused by the service, nor the reverse."""
    judged_alike(case, "shacl")


@examples(CASES // 5)
@given(cases())
def test_the_guard_finds_what_the_reference_engine_finds(case: Case) -> None:
    """Guard and fast engine could be wrong together; this one is the measure."""
    judged_alike(case, "pyshacl")


@examples(HISTORIES)
@given(shapes_graphs(), st.lists(st.sampled_from(POOL), min_size=10, max_size=40), st.data())
def test_findings_that_follow_commits_are_those_of_a_fresh_validation(
    shapes: str, first: list, data: st.DataObject
) -> None:
    """A finding that a commit fixes must not stay on the page until a restart."""
    store = store_of(quads(shapes, SHAPES), frozenset(first))
    guard = Guard(store)
    following = PresentFindings(store, guard)
    following.all()

    for _ in range(4):
        known = sorted(store.data(), key=str)
        own = [quad for quad in known if quad.graph_name != SHAPES]
        removed = data.draw(st.lists(st.sampled_from(own), max_size=6)) if own else []
        added = data.draw(st.lists(st.sampled_from(POOL), max_size=6))
        store.apply(Patch.exact(removed, added, store.holds))
        if data.draw(st.booleans()):  # somebody asks, or several commits are taken in at once
            following.all()

    assert keys(PresentFindings(store, guard).all()) == keys(following.all())
