"""The constraints of SHACL Core, evaluated on a state: one node at a time, no graph needed.

Source: https://www.w3.org/TR/shacl/#core-components. A `ValueTest` judges each value node for
itself, so a change of one value leaves the others alone. A `SetTest` judges the value nodes of a
focus node together; it reads them only as far as it must. Both say along which paths they read, so
that it can be told which nodes a changed triple affects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from rolegraph.rdf.namespaces import RDF
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Term
from rolegraph.rdf.values import Pattern, compare, well_formed
from rolegraph.shacl.evaluation.states.paths import (
    ANY,
    INSTANCE_OF,
    TYPE,
    Path,
    Step,
    connects,
    reach,
)
from rolegraph.shacl.evaluation.states.state import State, text

Values = Callable[[], Iterator[Term]]
Fault = tuple[str | None, Term | None]
"""Result path, where it is not the shape's, and value."""


@dataclass(frozen=True)
class ValueRead:
    """A path that a constraint reads from a node; `end` where only that end of it matters."""

    path: Path
    end: Term | None = None


@dataclass(frozen=True)
class ValueTest:
    """A constraint that each value node meets or breaks by itself.

    Attributes:
        component: local name of the constraint component.
        holds: tells whether a value meets it.
        reads: what it reads, from the value.
    """

    component: str
    holds: Callable[[State, Term], bool]
    reads: tuple[ValueRead, ...] = ()


@dataclass(frozen=True)
class SetTest:
    """A constraint on the value nodes of a focus node together.

    Attributes:
        component: local name of the constraint component.
        faults: yields what is wrong with a focus node, given a function that gives its values.
        from_focus: what it reads from the focus node, besides the values.
        from_values: what it reads from each value.
    """

    component: str
    faults: Callable[[State, Term, Values], Iterator[Fault]]
    from_focus: tuple[ValueRead, ...] = ()
    from_values: tuple[ValueRead, ...] = ()


# Of values

NODE_KINDS: dict[str, tuple[type, ...]] = {
    "IRI": (NamedNode,),
    "BlankNode": (BlankNode,),
    "Literal": (Literal,),
    "BlankNodeOrIRI": (BlankNode, NamedNode),
    "BlankNodeOrLiteral": (BlankNode, Literal),
    "IRIOrLiteral": (NamedNode, Literal),
}


def of_class(cls: Term) -> ValueTest:
    """sh:class."""

    def holds(state: State, value: Term) -> bool:
        return instance_of(state, value, cls)

    return ValueTest("ClassConstraintComponent", holds, (ValueRead(INSTANCE_OF, cls),))


def instance_of(state: State, node: Term, cls: Term) -> bool:
    """Tell whether a node is an instance of a class or of one below it."""
    types = reach(state, TYPE, node)
    return any(found == cls or cls in state.superclasses(found) for found in types)


def of_datatype(datatype: Term) -> ValueTest:
    """sh:datatype."""

    def holds(_: State, value: Term) -> bool:
        return isinstance(value, Literal) and value.datatype == datatype and well_formed(value)

    return ValueTest("DatatypeConstraintComponent", holds)


def of_node_kind(kind: str) -> ValueTest:
    """sh:nodeKind, by the local name of the kind."""
    kinds = NODE_KINDS[kind]
    return ValueTest("NodeKindConstraintComponent", lambda _, value: isinstance(value, kinds))


def compared(component: str, limit: Term, fits: Callable[[int], bool]) -> ValueTest:
    """sh:minInclusive and its kin: `fits` judges the order of the value and the limit."""

    def holds(_: State, value: Term) -> bool:
        found = _order(value, limit)
        return found is not None and fits(found)

    return ValueTest(component, holds)


def _order(one: Term, other: Term) -> int | None:
    if not isinstance(one, Literal) or not isinstance(other, Literal):
        return None
    return compare(one, other)


def of_length(component: str, fits: Callable[[int], bool]) -> ValueTest:
    """sh:minLength and sh:maxLength."""

    def holds(_: State, value: Term) -> bool:
        found = text(value)
        return found is not None and fits(len(found))

    return ValueTest(component, holds)


def of_pattern(pattern: str, flags: str) -> ValueTest:
    """sh:pattern with sh:flags.

    Raises:
        ValueError: the pattern cannot be read.
    """
    compiled = Pattern(pattern, flags)

    def holds(_: State, value: Term) -> bool:
        found = text(value)
        return found is not None and compiled.matches(found)

    return ValueTest("PatternConstraintComponent", holds)


def of_language(ranges: Iterable[str]) -> ValueTest:
    """sh:languageIn."""
    wanted = [language.lower() for language in ranges]

    def holds(_: State, value: Term) -> bool:
        tag = (value.language or "").lower() if isinstance(value, Literal) else ""
        return bool(tag) and any(
            language in ("*", tag) or tag.startswith(language + "-") for language in wanted
        )

    return ValueTest("LanguageInConstraintComponent", holds)


def one_of(allowed: Iterable[Term]) -> ValueTest:
    """sh:in."""
    members = frozenset(allowed)
    return ValueTest("InConstraintComponent", lambda _, value: value in members)


# Of sets of values


def at_least(number: int) -> SetTest:
    """sh:minCount."""

    def faults(_: State, __: Term, values: Values) -> Iterator[Fault]:
        if sum(1 for _ in islice(values(), number)) < number:
            yield None, None

    return SetTest("MinCountConstraintComponent", faults)


def at_most(number: int) -> SetTest:
    """sh:maxCount."""

    def faults(_: State, __: Term, values: Values) -> Iterator[Fault]:
        if sum(1 for _ in islice(values(), number + 1)) > number:
            yield None, None

    return SetTest("MaxCountConstraintComponent", faults)


def having(path: Path, value: Term) -> SetTest:
    """sh:hasValue, of the values that `path` leads to."""

    def faults(state: State, focus: Term, _: Values) -> Iterator[Fault]:
        if not connects(state, path, focus, value):
            yield None, None

    return SetTest("HasValueConstraintComponent", faults)


def one_a_language() -> SetTest:
    """sh:uniqueLang."""

    def faults(_: State, __: Term, values: Values) -> Iterator[Fault]:
        tags = [v.language.lower() for v in values() if isinstance(v, Literal) and v.language]
        if len(set(tags)) < len(tags):
            yield None, None

    return SetTest("UniqueLangConstraintComponent", faults)


def equal_to(predicate: NamedNode) -> SetTest:
    """sh:equals."""

    def faults(state: State, focus: Term, values: Values) -> Iterator[Fault]:
        others = set(reach(state, Step(predicate), focus))
        for value in others ^ set(values()):
            yield None, value

    return SetTest("EqualsConstraintComponent", faults, (ValueRead(Step(predicate)),))


def disjoint_from(predicate: NamedNode) -> SetTest:
    """sh:disjoint."""

    def faults(state: State, focus: Term, values: Values) -> Iterator[Fault]:
        others = set(reach(state, Step(predicate), focus))
        for value in values() if others else ():
            if value in others:
                yield None, value

    return SetTest("DisjointConstraintComponent", faults, (ValueRead(Step(predicate)),))


def less_than(component: str, predicate: NamedNode, fits: Callable[[int], bool]) -> SetTest:
    """sh:lessThan and sh:lessThanOrEquals."""

    def faults(state: State, focus: Term, values: Values) -> Iterator[Fault]:
        others = list(reach(state, Step(predicate), focus))
        for value in values() if others else ():
            for other in others:  # a result for each pair
                found = _order(value, other)
                if found is None or not fits(found):
                    yield None, value

    return SetTest(component, faults, (ValueRead(Step(predicate)),))


def closed(allowed: Iterable[Term]) -> SetTest:
    """sh:closed, with the predicates that are allowed."""
    known = frozenset(allowed)
    resource = (NamedNode(RDF + "type"), NamedNode("http://www.w3.org/2000/01/rdf-schema#Resource"))

    def faults(state: State, _: Term, values: Values) -> Iterator[Fault]:
        for node in values():
            for predicate, value in () if isinstance(node, Literal) else state.about(node):
                if predicate not in known and (predicate, value) != resource:
                    yield predicate.value, value

    return SetTest("ClosedConstraintComponent", faults, (), (ValueRead(ANY),))


def against(fits: Callable[[int, int], bool], limit: int, found: int) -> bool:
    """Tell whether a number found is on the right side of a limit."""
    return fits(found, limit)
