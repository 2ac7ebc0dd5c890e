"""A shapes graph made ready to judge changes by, and the findings that follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol

from rolegraph.rdf.namespaces import SH
from rolegraph.rdf.terms import BlankNode, NamedNode, Quad, Subject, Term
from rolegraph.shacl.engines.validator import Validator
from rolegraph.shacl.evaluation.compiler import Compiler, NotIncremental
from rolegraph.shacl.evaluation.queries.constraint import QueryConstraint
from rolegraph.shacl.evaluation.shape import Shape, of_all, of_query, of_sets, of_values
from rolegraph.shacl.evaluation.states.paths import STAY, connects
from rolegraph.shacl.evaluation.states.state import State
from rolegraph.shacl.findings import Finding, in_order
from rolegraph.shacl.guard.affected import Affected, ShapeIndex, UnitMarks
from rolegraph.shacl.results import ValidationResult
from rolegraph.shacl.shapes import Shapes
from rolegraph.shacl.writing import LABELS, FindingWriter, NodeLabels

_LABELS = tuple(NamedNode(label) for label in LABELS)

Identity = tuple[object, ...]
"""What makes two results the same, however they are worded."""

_OWN_COMPONENTS = frozenset({SH + "validator", SH + "nodeValidator", SH + "propertyValidator"})


@dataclass(frozen=True)
class NewFindings:
    """The findings that a change brings.

    Attributes:
        reported: the gravest first; of very many only the first.
        counts: how many there are of each severity, reported or not.
    """

    reported: tuple[Finding, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> NewFindings:
        """Return findings that are all reported."""
        reported = tuple(findings)
        return cls(reported, Counter(finding.severity for finding in reported))

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.counts.values())


class Labelled(Protocol):
    """A state, so far as findings name its things."""

    def objects(self, subject: Subject, predicate: NamedNode) -> Iterable[Term]:
        """Give the objects of a subject and a predicate, each once."""


class CompiledRules:
    """Shapes, ready to judge.

    Args:
        quads: the shapes graph.

    Attributes:
        asks_nothing: whether there are no shapes.
    """

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.shapes = Shapes(quads)
        self.asks_nothing = not self.shapes
        self._writer = FindingWriter(self.shapes)

    @cached_property
    def index(self) -> ShapeIndex | None:
        """Finds what changes affect; None where the shapes do not allow it.

        Raises:
            ConfigurationError: a SPARQL constraint does not parse, or would read from elsewhere.
        """
        if self.shapes.needs_reference or self.shapes.predicates & _OWN_COMPONENTS:
            return None
        try:
            roots = Compiler(self.shapes).targeted()
        except NotIncremental:
            return None
        queries = [query for root in roots for query in _queries(root)]
        for query in queries:
            query.require_local()
        return None if any(query.reads_shapes for query in queries) else ShapeIndex(roots)

    @cached_property
    def _engine(self) -> Validator:
        return Validator(self.shapes)

    def all_results(self, state: State) -> set[ValidationResult]:
        """Return what is wrong in a state, by validating all of it.

        Raises:
            ConfigurationError: the shapes cannot be compiled.
        """
        if not self.shapes:
            return set()
        text = state.text()
        return set(self._engine.results(list(state.quads()) if text is None else text))

    def results_of(self, ntriples: bytes) -> list[ValidationResult]:
        """Return what is wrong in a text of N-Triples, by validating all of it.

        Raises:
            ConfigurationError: the shapes cannot be compiled.
        """
        return self._engine.results_of(ntriples) if self.shapes else []

    def file_results(self, path: Path, blank: Iterable[str]) -> set[ValidationResult]:
        """Return what is wrong in the union of the graphs in an N-Quads file.

        Args:
            path: the file, which lines may be added to.
            blank: the labels of its blank nodes.

        Raises:
            ConfigurationError: the shapes cannot be compiled.
        """
        return set(self._engine.file_results(path, blank)) if self.shapes else set()

    def results(self, affected: Affected, state: State) -> set[ValidationResult]:
        """Return what is wrong with affected focus nodes in the state after the change."""
        return {
            result
            for (unit, focus), marks in affected.items()
            for result in _evaluated(unit.shape, focus, marks, state)
        }

    def known(
        self, affected: Affected, found: Collection[ValidationResult], before: State
    ) -> set[ValidationResult]:
        """Return those results of an earlier state that are among the found ones, and others."""
        faulty = {(result.shape, result.focus) for result in found}
        values = {result.value for result in found if result.value is not None}
        known: set[ValidationResult] = set()
        for (unit, focus), marks in affected.items():
            if (unit.shape.name, focus) in faulty and unit.applies_to(before, focus):
                asked = UnitMarks(values=values, sets=True, queries=set(unit.shape.queries))
                if not (marks.whole or marks.queries):
                    asked.queries = set()
                known.update(_evaluated(unit.shape, focus, asked, before))
        return known

    def new_findings(
        self, before: Iterable[ValidationResult], after: Iterable[ValidationResult], state: Labelled
    ) -> list[Finding]:
        """Return the findings for results that come with a change, labelled by the new state."""
        return self.findings(new_results(before, after), state)

    def findings(self, results: Collection[ValidationResult], state: Labelled) -> list[Finding]:
        """Return the findings that results stand for, labelled by a state."""
        if not results:
            return []
        nodes = {node for result in results for node in (result.focus, result.value)}
        labels = NodeLabels(_label_quads(state, nodes))
        return in_order(self._writer.findings(results, labels))


def _queries(shape: Shape) -> Iterator[QueryConstraint]:
    yield from shape.queries
    for part in shape.properties:
        yield from _queries(part)


def new_results(
    before: Iterable[ValidationResult], after: Iterable[ValidationResult]
) -> list[ValidationResult]:
    """Return the results of a state that the one before it has not, each once."""
    known = {identity(result) for result in before}
    new = {identity(result): result for result in after}
    return [found for key, found in new.items() if key not in known]


def identity(result: ValidationResult) -> Identity:
    """Return what makes two results the same, however they are worded."""
    return (
        result.severity,
        result.shape,
        result.component,
        result.focus,
        result.path,
        result.value,
    )


def _evaluated(
    shape: Shape, focus: Term, marks: UnitMarks, state: State
) -> Iterator[ValidationResult]:
    """Yield the results of a shape for a focus node, so far as it is marked."""
    if marks.whole:
        yield from of_all(shape, focus, state)
        return
    if marks.sets:
        yield from of_sets(shape, focus, state)
    if shape.value_tests:
        way = shape.path or STAY
        marked = (value for value in marks.values if connects(state, way, focus, value))
        yield from of_values(shape, focus, marked, state)
    for query in marks.queries:
        yield from of_query(shape, query, focus, state)


def _label_quads(state: Labelled, nodes: Iterable[Term | None]) -> Iterator[Quad]:
    for node in nodes:
        if not isinstance(node, NamedNode | BlankNode):
            continue
        # What is nested in a thing goes by the label of the thing.
        owner = NamedNode(node.value.partition("#")[0]) if isinstance(node, NamedNode) else node
        for subject in {node, owner}:
            for predicate in _LABELS:
                for label in state.objects(subject, predicate):
                    yield Quad(subject, predicate, label)
