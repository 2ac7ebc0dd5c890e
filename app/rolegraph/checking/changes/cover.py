"""Cover: the statement without a step or tool, the step without a tool, the role without a persona.

What covers a thing and is retired does not count, as in the questions of the catalogue.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rolegraph.checking.changes.states import FileState
from rolegraph.rdf.namespaces import ONTOLOGY
from rolegraph.rdf.terms import Literal, NamedNode


@dataclass(frozen=True)
class CoverChange:
    """A thing that is there in both states, and is covered otherwise.

    Attributes:
        thing: its IRI.
        by: the kind of what covers it: `step`, `tool` or `persona`.
        lost, gained: IRIs of what covered it, and of what covers it now.
        left: how many cover it now.
        within: IRI of the workflow of a step; None of other things.
    """

    thing: str
    by: str
    lost: tuple[str, ...]
    gained: tuple[str, ...]
    left: int
    within: str | None = None

    @property
    def uncovered(self) -> bool:
        """Whether the last of them went."""
        return not self.left

    @property
    def covered(self) -> bool:
        """Whether the first of them came."""
        return 0 < len(self.gained) == self.left


_RELATIONS = (
    # property, kind of what covers, and whether what covers is the subject
    ("fulfils", "step", True),
    ("supportsStatement", "tool", True),
    ("usesTool", "tool", False),
    ("representsRole", "persona", True),
)


def cover_changes(before: FileState, after: FileState) -> list[CoverChange]:
    """Return what is covered otherwise than before."""
    both = before.types.keys() & after.types.keys()
    earlier, later = _Relations(before), _Relations(after)
    found = []
    for name, by, forward in _RELATIONS:
        old, new = earlier.cover(name, forward=forward), later.cover(name, forward=forward)
        for thing in sorted((old.keys() | new.keys()) & both):
            was, now = old.get(thing, frozenset()), new.get(thing, frozenset())
            if was != now and not later.retired(thing):
                within = later.workflow(thing)
                lost, gained = tuple(sorted(was - now)), tuple(sorted(now - was))
                found.append(CoverChange(thing, by, lost, gained, len(now), within))
    return found


class _Relations:
    """The pairs of properties in a state."""

    def __init__(self, state: FileState) -> None:
        names = {ONTOLOGY + n for n in ("status", "stepOf", "hasStep", *(r[0] for r in _RELATIONS))}
        self._pairs: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for quad in state.quads:
            subject, value = quad.subject, quad.object
            if (
                quad.predicate.value in names
                and isinstance(subject, NamedNode)
                and isinstance(value, NamedNode | Literal)
            ):
                self._pairs[quad.predicate.value].append((subject.value, value.value))
        self._retired = {s for s, status in self._pairs[ONTOLOGY + "status"] if status == "retired"}
        self._workflows = dict(self._pairs[ONTOLOGY + "stepOf"])
        self._workflows |= {step: flow for flow, step in self._pairs[ONTOLOGY + "hasStep"]}

    def cover(self, name: str, *, forward: bool) -> dict[str, frozenset[str]]:
        """Return thing → what covers it."""
        found: dict[str, set[str]] = defaultdict(set)
        for subject, value in self._pairs[ONTOLOGY + name]:
            covering, covered = (subject, value) if forward else (value, subject)
            if covering not in self._retired:
                found[covered].add(covering)
        return {thing: frozenset(covering) for thing, covering in found.items()}

    def retired(self, thing: str) -> bool:
        """Tell whether a thing is retired."""
        return thing in self._retired

    def workflow(self, thing: str) -> str | None:
        """Return the workflow of a step, None of another thing."""
        return self._workflows.get(thing)


def losing_workflows(changes: Sequence[CoverChange]) -> list[str]:
    """Return the workflows with a step that has no tool any more."""
    return sorted({c.within for c in changes if c.within and c.uncovered})
