"""The results of one shape for one focus node."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from rolegraph.rdf.terms import Term
from rolegraph.shacl.evaluation.queries.constraint import QueryConstraint
from rolegraph.shacl.evaluation.shape import Shape
from rolegraph.shacl.evaluation.states.state import State
from rolegraph.shacl.results import ValidationResult

QUERY = "SPARQLConstraintComponent"


def of_sets(
    shape: Shape, focus: Term, state: State, only: Collection[str] | None = None
) -> Iterator[ValidationResult]:
    """Yield what is wrong with the values of a focus node together.

    Args:
        shape: the shape.
        focus: the focus node.
        state: what it is evaluated on.
        only: the components to judge by; all unless given.
    """

    def values() -> Iterator[Term]:
        return shape.values(state, focus)

    for test in shape.set_tests:
        if only is None or test.component in only:
            for path, value in test.faults(state, focus, values):
                yield shape.result(test.component, focus, value, path)


def of_values(
    shape: Shape,
    focus: Term,
    values: Iterable[Term],
    state: State,
    only: Collection[str] | None = None,
) -> Iterator[ValidationResult]:
    """Yield what is wrong with single values of a focus node; see `of_sets`."""
    tests = [test for test in shape.value_tests if only is None or test.component in only]
    for value in values if tests else ():
        for test in tests:
            if not test.holds(state, value):
                yield shape.result(test.component, focus, value)


def of_query(
    shape: Shape, query: QueryConstraint, focus: Term, state: State
) -> Iterator[ValidationResult]:
    """Yield what a SPARQL constraint finds wrong with a focus node."""
    for node, path, value, message in query.faults(state, focus):
        own = focus if value is None and shape.path is None else value
        found = shape.result(QUERY, node, own, path)
        messages = (message,) if message else ()
        yield replace(found, messages=messages, constraint=query.name)


def of_all(
    shape: Shape, focus: Term, state: State, only: Collection[str] | None = None
) -> Iterator[ValidationResult]:
    """Yield all that is wrong with a focus node, but for the shapes that its values are held to."""
    yield from of_sets(shape, focus, state, only)
    yield from of_values(shape, focus, shape.values(state, focus), state, only)
    for query in shape.queries if only is None or QUERY in only else ():
        yield from of_query(shape, query, focus, state)
