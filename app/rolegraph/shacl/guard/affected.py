"""Which focus nodes a patch affects, and in which of their values.

For each shape it is worked out once along which paths it reads. A changed triple that fits a step
of such a path is walked back from, to the focus nodes at its start, and on, to the values at its
end. So a thing that ten thousand others point to is affected in the one value that changed, not in
ten thousand. Walks are taken on the union of the state before and the state after, which both
states' paths are part of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

from rolegraph.rdf.namespaces import RDF, RDFS
from rolegraph.rdf.terms import NamedNode, Term, Triple
from rolegraph.shacl.evaluation.constraints import ValueRead
from rolegraph.shacl.evaluation.queries.constraint import QueryConstraint
from rolegraph.shacl.evaluation.shape import Shape
from rolegraph.shacl.evaluation.states.paths import (
    INSTANCE_OF,
    STAY,
    Path,
    Step,
    connects,
    inverse,
    occurrences,
    reach,
)
from rolegraph.shacl.evaluation.states.state import State

if TYPE_CHECKING:
    from rolegraph.shacl.evaluation.queries.reads import Watch


@dataclass(eq=False)
class GuardUnit:
    """A shape whose results are reported, and the shapes that hand it its focus nodes."""

    shape: Shape
    parents: list[GuardUnit] = field(default_factory=list)
    children: list[GuardUnit] = field(default_factory=list)

    @property
    def path(self) -> Path:
        """Leads from a focus node to its values."""
        return self.shape.path or STAY

    def applies_to(self, state: State, node: Term) -> bool:
        """Tell whether a node is a focus node of the shape."""
        return self.shape.targets.include(state, node) or any(
            parent.applies_to(state, focus)
            for parent in self.parents
            for focus in reach(state, inverse(parent.path), node)
        )


@dataclass
class UnitMarks:
    """What of a focus node has to be evaluated.

    Attributes:
        whole: everything.
        values: these values, by the tests of values.
        sets: the tests of all values together.
        queries: these SPARQL constraints.
    """

    whole: bool = False
    values: set[Term] = field(default_factory=set)
    sets: bool = False
    queries: set[QueryConstraint] = field(default_factory=set)


Affected = dict[tuple[GuardUnit, Term], UnitMarks]


_TYPE, _SUBCLASS = NamedNode(RDF + "type"), NamedNode(RDFS + "subClassOf")


class TooMany(Exception):
    """The patch affects so much that validating everything costs less."""


class _Part(Enum):
    """What a shape reads a path for."""

    PATH = auto()
    VALUE = auto()
    VALUES_TOGETHER = auto()
    FOCUS = auto()


@dataclass(frozen=True)
class _Watcher:
    """A step of a path that a shape reads.

    Attributes:
        unit: the shape.
        part: what it reads the path for.
        step: the step.
        back: leads from the near end of a triple that fits to the start of the path.
        on: leads from its far end to the end of the path.
        end: the only end of the path that matters, if it is only one.
    """

    unit: GuardUnit
    part: _Part
    step: Step
    back: Path
    on: Path
    end: Term | None


class ShapeIndex:
    """Finds what patches affect, for some shapes.

    Args:
        roots: the shapes with targets.
    """

    def __init__(self, roots: Iterable[Shape]) -> None:
        self._units: dict[Shape, GuardUnit] = {}
        self._watchers: dict[NamedNode | None, list[_Watcher]] = defaultdict(list)
        self._queries: dict[NamedNode | None, list[tuple[GuardUnit, QueryConstraint, Watch]]]
        self._queries = defaultdict(list)
        self.opaque: list[QueryConstraint] = []
        self.by_class: dict[Term, list[GuardUnit]] = defaultdict(list)
        self.by_subject: dict[NamedNode, list[GuardUnit]] = defaultdict(list)
        self.by_object: dict[NamedNode, list[GuardUnit]] = defaultdict(list)
        for shape in roots:
            self._target(self._unit(shape))

    def _target(self, unit: GuardUnit) -> None:
        targets = unit.shape.targets
        for cls in targets.classes:
            self.by_class[cls].append(unit)
        for predicate in targets.subjects_of:
            self.by_subject[predicate].append(unit)
        for predicate in targets.objects_of:
            self.by_object[predicate].append(unit)

    def _unit(self, shape: Shape) -> GuardUnit:
        if shape in self._units:
            return self._units[shape]
        unit = self._units[shape] = GuardUnit(shape)
        for part, read in _reads(shape):
            self._watch(unit, part, read)
        for query in shape.queries:
            if query.watches is None:
                self.opaque.append(query)
            for watch in query.watches or ():
                self._queries[watch.step.predicate].append((unit, query, watch))
        for inner in shape.properties:
            child = self._unit(inner)
            child.parents.append(unit)
            unit.children.append(child)
        return unit

    def _watch(self, unit: GuardUnit, part: _Part, read: ValueRead) -> None:
        for found in occurrences(read.path):
            watcher = _Watcher(unit, part, found.step, inverse(found.before), found.after, read.end)
            self._watchers[found.step.predicate].append(watcher)

    def affected(
        self,
        after: State,
        either: State,
        changes: tuple[list[Triple], list[Triple]],
        limit: int,
    ) -> Affected:
        """Return what has to be evaluated after a patch.

        Args:
            after: the state that the patch leads to.
            either: the union of the states before and after.
            changes: the triples that the patch takes and adds.
            limit: how many focus nodes are too many.

        Raises:
            TooMany: there are more than `limit`.
        """
        removed, added = changes
        search = _Search(self, after, either, limit)
        for triple in (*removed, *added):
            for watcher in self._fitting(triple.predicate):
                search.follow(watcher, triple)
        for triples, is_added in ((removed, False), (added, True)):
            for triple in triples:
                search.mark_queries(triple, self._queries[triple.predicate], added=is_added)
        for triple in added:
            search.mark_new_targets(triple)
        return search.found

    def _fitting(self, predicate: NamedNode) -> Iterator[_Watcher]:
        yield from self._watchers.get(predicate, ())
        yield from self._watchers.get(None, ())


def _reads(shape: Shape) -> Iterator[tuple[_Part, ValueRead]]:
    if shape.path is not None:
        yield _Part.PATH, ValueRead(shape.path)
    for test in shape.value_tests:
        yield from ((_Part.VALUE, read) for read in test.reads)
    for set_test in shape.set_tests:
        yield from ((_Part.VALUES_TOGETHER, read) for read in set_test.from_values)
        yield from ((_Part.FOCUS, read) for read in set_test.from_focus)


class _Search:
    """The walk back from the triples of one patch."""

    def __init__(self, index: ShapeIndex, after: State, either: State, limit: int) -> None:
        self.found: Affected = defaultdict(UnitMarks)
        self.either = either
        self._index = index
        self._after = after
        self._limit = limit
        self._applies: dict[tuple[GuardUnit, Term], bool] = {}

    def marks(self, unit: GuardUnit, focus: Term) -> UnitMarks | None:
        """Return the marks of a focus node, or None where it is none after the patch."""
        key = (unit, focus)
        if key not in self._applies:
            if len(self._applies) >= self._limit:
                raise TooMany
            self._applies[key] = unit.applies_to(self._after, focus)
        return self.found[key] if self._applies[key] else None

    def follow(self, watcher: _Watcher, triple: Triple) -> None:
        """Mark what a triple affects that fits a watched step."""
        near, far = _ends(triple, watcher.step)
        unit, either = watcher.unit, self.either
        if watcher.end is not None and not connects(either, watcher.on, far, watcher.end):
            return
        if watcher.part is _Part.PATH:
            values = list(reach(either, watcher.on, far))
            for focus in reach(either, watcher.back, near):
                self._mark_values(unit, focus, values)
        elif watcher.part is _Part.FOCUS:
            for focus in reach(either, watcher.back, near):
                self._mark_together(unit, focus)
        else:
            back = inverse(unit.path)
            for value in reach(either, watcher.back, near):
                for focus in reach(either, back, value):
                    if watcher.part is _Part.VALUE:
                        self._mark_value(unit, focus, value)
                    else:
                        self._mark_together(unit, focus)

    def _mark_values(self, unit: GuardUnit, focus: Term, values: Iterable[Term]) -> None:
        marks = self.marks(unit, focus)
        if marks is not None:
            marks.values.update(values)
            marks.sets = True
            for value in values if unit.children else ():
                for child in unit.children:
                    self.mark_whole(child, value)

    def _mark_value(self, unit: GuardUnit, focus: Term, value: Term) -> None:
        marks = self.marks(unit, focus)
        if marks is not None:
            marks.values.add(value)

    def _mark_together(self, unit: GuardUnit, focus: Term) -> None:
        marks = self.marks(unit, focus)
        if marks is not None:
            marks.sets = True

    def mark_whole(self, unit: GuardUnit, focus: Term) -> None:
        """Have everything of a focus node evaluated, and of those it hands on."""
        marks = self.marks(unit, focus)
        if marks is None or marks.whole:
            return
        marks.whole = True
        for value in list(unit.shape.values(self._after, focus)) if unit.children else ():
            for child in unit.children:
                self.mark_whole(child, value)

    def mark_queries(
        self,
        triple: Triple,
        watched: Iterable[tuple[GuardUnit, QueryConstraint, Watch]],
        *,
        added: bool,
    ) -> None:
        """Have the queries evaluated that a triple may bring a solution to."""
        for unit, query, watch in watched:
            if watch.added if added else watch.removed:
                ends = _ends(triple, watch.step)
                for focus in watch.focus_nodes(self.either, *ends):
                    marks = self.marks(unit, focus)
                    if marks is not None:
                        marks.queries.add(query)

    def mark_new_targets(self, triple: Triple) -> None:
        """Have those evaluated that a triple may have made focus nodes."""
        index, state = self._index, self._after
        if triple.predicate in (_TYPE, _SUBCLASS):
            units = [u for c in state.superclasses(triple.object) for u in index.by_class[c]]
            if units and triple.predicate == _TYPE:
                nodes: Iterable[Term] = (triple.subject,)
            else:
                nodes = reach(state, inverse(INSTANCE_OF), triple.subject) if units else ()
            for node in nodes:
                for unit in units:
                    self.mark_whole(unit, node)
        for unit in index.by_subject.get(triple.predicate, ()):
            self.mark_whole(unit, triple.subject)
        for unit in index.by_object.get(triple.predicate, ()):
            self.mark_whole(unit, triple.object)


def _ends(triple: Triple, step: Step) -> tuple[Term, Term]:
    """Return the near and the far end of a triple as a step walks it."""
    subject: Term = triple.subject
    return (triple.object, subject) if step.inverse else (subject, triple.object)
