"""What is evaluated after a change: shapes, their focus nodes, and what of these."""

from __future__ import annotations

from dataclasses import dataclass, field

from rolegraph.rdf.terms import Term
from rolegraph.shacl.evaluation.queries.constraint import QueryConstraint
from rolegraph.shacl.evaluation.shape import Shape
from rolegraph.shacl.evaluation.states.paths import STAY, Path, inverse, reach
from rolegraph.shacl.evaluation.states.state import State


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
