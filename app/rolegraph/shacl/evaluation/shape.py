"""A shape made ready to be evaluated on single nodes of a state, and its results there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

from rolegraph.rdf.terms import Literal, NamedNode, Term
from rolegraph.shacl.evaluation.constraints import SetTest, ValueRead, ValueTest, instance_of
from rolegraph.shacl.evaluation.queries.constraint import QueryConstraint
from rolegraph.shacl.evaluation.states.paths import INSTANCE_OF, STAY, Path, chain, inverse, reach
from rolegraph.shacl.evaluation.states.state import State
from rolegraph.shacl.results import ValidationResult


@dataclass(frozen=True)
class Targets:
    """What a shape is aimed at."""

    classes: frozenset[Term] = frozenset()
    nodes: frozenset[Term] = frozenset()
    subjects_of: frozenset[NamedNode] = frozenset()
    objects_of: frozenset[NamedNode] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.classes or self.nodes or self.subjects_of or self.objects_of)

    def nodes_in(self, state: State) -> Iterator[Term]:
        """Yield the targets in a state, some more than once."""
        yield from self.nodes
        for cls in self.classes:
            yield from reach(state, inverse(INSTANCE_OF), cls)
        for predicate in self.subjects_of:
            yield from (subject for subject, _ in state.pairs(predicate))
        for predicate in self.objects_of:
            yield from (value for _, value in state.pairs(predicate))

    def include(self, state: State, node: Term) -> bool:
        """Tell whether a node is among the targets."""
        return (
            node in self.nodes
            or any(instance_of(state, node, cls) for cls in self.classes)
            or any(
                not isinstance(node, Literal) and any(True for _ in state.objects(node, predicate))
                for predicate in self.subjects_of
            )
            or any(
                any(True for _ in state.subjects(predicate, node)) for predicate in self.objects_of
            )
        )


@dataclass(eq=False)
class Shape:
    """One shape.

    Attributes:
        name: its IRI, or its blank label with `_:`.
        path: leads from a focus node to its values; None for a node shape.
        severity: local name.
        targets: what it is aimed at itself.
        value_tests, set_tests, queries: its constraints.
        properties: the shapes that its values are focus nodes of.
    """

    name: str
    path: Path | None
    severity: str
    targets: Targets
    value_tests: list[ValueTest] = field(default_factory=list)
    set_tests: list[SetTest] = field(default_factory=list)
    queries: list[QueryConstraint] = field(default_factory=list)
    properties: list[Shape] = field(default_factory=list)

    def values(self, state: State, focus: Term) -> Iterator[Term]:
        """Yield the value nodes of a focus node."""
        return reach(state, self.path or STAY, focus)

    def conforms(self, state: State, node: Term) -> bool:
        """Tell whether a node has no fault by this shape."""

        def values() -> Iterator[Term]:
            return self.values(state, node)

        if any(True for test in self.set_tests for _ in test.faults(state, node, values)):
            return False
        if any(True for query in self.queries for _ in query.faults(state, node)):
            return False
        if not self.value_tests and not self.properties:
            return True
        return all(
            all(test.holds(state, value) for test in self.value_tests)
            and all(shape.conforms(state, value) for shape in self.properties)
            for value in values()
        )

    def reads(self) -> Iterator[ValueRead]:
        """Yield what its constraints read, from a node that it is applied to."""
        path = self.path or STAY
        if self.path is not None:
            yield ValueRead(self.path)
        for set_test in self.set_tests:
            yield from set_test.from_focus
        of_values = [read for test in self.value_tests for read in test.reads]
        of_values += [read for test in self.set_tests for read in test.from_values]
        of_values += [read for shape in self.properties for read in shape.reads()]
        yield from (ValueRead(chain(path, read.path), read.end) for read in of_values)

    def result(
        self, component: str, focus: Term, value: Term | None, path: str | None = None
    ) -> ValidationResult:
        """Return a result of this shape."""
        return ValidationResult(self.severity, self.name, component, focus, path, value)


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
