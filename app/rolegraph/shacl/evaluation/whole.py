"""Some constraints of some shapes, evaluated on all of a state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rolegraph.rdf.terms import NamedNode, Term
from rolegraph.shacl.evaluation.shape import QUERY, Shape, of_all
from rolegraph.shacl.evaluation.states.paths import INSTANCE_OF, Path, occurrences
from rolegraph.shacl.evaluation.states.state import State
from rolegraph.shacl.results import ValidationResult

Wanted = Mapping[str, frozenset[str]]
"""Name of a shape → local names of the constraint components that it is judged by."""


class ChosenConstraints:
    """Evaluates chosen constraints.

    Args:
        roots: the shapes with targets.
        wanted: the constraints.
    """

    def __init__(self, roots: Iterable[Shape], wanted: Wanted) -> None:
        self._wanted = wanted
        self._asked: dict[Shape, bool] = {}
        self._roots = [root for root in roots if self._is_asked(root)]

    def _is_asked(self, shape: Shape) -> bool:
        """Tell whether a shape or one that its values are held to has wanted constraints."""
        if shape not in self._asked:
            inner = [self._is_asked(part) for part in shape.properties]
            self._asked[shape] = shape.name in self._wanted or any(inner)
        return self._asked[shape]

    def results(self, state: State) -> list[ValidationResult]:
        """Return what is wrong in a state."""
        seen: set[tuple[Shape, Term]] = set()
        return [
            result
            for root in self._roots
            for focus in root.targets.nodes_in(state)
            for result in self._of(root, focus, state, seen)
        ]

    def _of(
        self, shape: Shape, focus: Term, state: State, seen: set[tuple[Shape, Term]]
    ) -> Iterator[ValidationResult]:
        if (shape, focus) in seen:
            return
        seen.add((shape, focus))
        if only := self._wanted.get(shape.name):
            yield from of_all(shape, focus, state, only)
        inner = [part for part in shape.properties if self._asked[part]]
        for value in shape.values(state, focus) if inner else ():
            for part in inner:
                yield from self._of(part, value, state, seen)

    def predicates(self) -> frozenset[NamedNode] | None:
        """Return the predicates whose triples are read; None where any may be."""
        found: set[NamedNode | None] = set(_steps(INSTANCE_OF))
        for root in self._roots:
            found |= root.targets.subjects_of | root.targets.objects_of
        for shape in (shape for shape, asked in self._asked.items() if asked):
            found |= set(_steps(shape.path)) if shape.path else set()
            if shape.name in self._wanted:
                found |= {step for read in shape.reads() for step in _steps(read.path)}
            if QUERY in self._wanted.get(shape.name, ()):
                found |= {step for query in shape.queries for step in query.predicates}
        return None if None in found else frozenset(step for step in found if step is not None)


def _steps(path: Path) -> Iterator[NamedNode | None]:
    return (found.step.predicate for found in occurrences(path))
