"""Assignments as triples: how roles take part in activities, each with its cell."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from functools import partial

from rolegraph.documents.account.model import Assignment
from rolegraph.documents.graph.builder import GraphBuilder
from rolegraph.documents.language.names import name_key
from rolegraph.documents.outline import Passage
from rolegraph.documents.text.identity import Naming, distinct
from rolegraph.rdf.namespaces import ONTOLOGY

_PARTICIPATION = {
    "R": "responsible",
    "A": "accountable",
    "C": "consulted",
    "I": "informed",
    "S": "supports",
    "P": "approves",
}


@dataclass(frozen=True)
class NamedActivities:
    """What is known of activities by name.

    Attributes:
        described: the key of a name that people described → its IRI.
        former: the name of an activity → the one that it had before.
        taken: IRIs of what other documents have.
        naming: how names become ends of IRIs.
    """

    described: Mapping[str, str]
    former: Mapping[str, str]
    taken: Container[str]
    naming: Naming


class AssignmentGraph:
    """Writes the assignments of one document.

    Args:
        builder: takes the triples.
        names: what is known of activities.
        role: the name of a role → its IRI; None where it is not in the graph.
        wait: notes what is not in the graph, and why.
    """

    def __init__(
        self,
        builder: GraphBuilder,
        names: NamedActivities,
        role: Callable[[str], str | None],
        wait: Callable[[Passage, str], None],
    ) -> None:
        self._builder = builder
        self._names = names
        self._role = role
        self._wait = wait
        self._named: set[str] = set()
        self._assigned: set[str] = set()
        self._activities: dict[str, str] = {}

    def write(self, assignment: Assignment) -> None:
        """Write a cell of a matrix: an assignment for each letter in it."""
        builder, role = self._builder, self._role(assignment.role)
        activity = self._activity(assignment.activity)
        for letter in assignment.letters:
            way = _PARTICIPATION.get(letter)
            if way is None or role is None:
                self._wait(assignment.passage, f"“{letter}” is no known way of taking part")
                continue
            names = (role.rpartition("/")[2], activity.rpartition("/")[2], way)
            iri = self._new("-".join(names))
            label = f"{assignment.role}: {way}, {assignment.activity}"
            builder.thing(iri, "rg:Assignment", label)
            builder.link(iri, "rg:assignedRole", role)
            builder.link(iri, "rg:assignedActivity", activity)
            builder.link(iri, "rg:participation", ONTOLOGY + way)
            if assignment.passage.span.text:
                builder.quote(iri, assignment.passage.span, "", assignment.passage.cell)
            builder.origin(iri, "normalised")

    def _activity(self, name: str) -> str:
        """Return the IRI of an activity, written where it is new."""
        names, key = self._names, name_key(name)
        if known := names.described.get(key):
            return known
        if key not in self._activities:
            former, iri_of = names.former.get(name), partial(self._builder.home.iri, "activities")
            usual = names.naming.of(former or name, iri_of)
            iri = self._activities[key] = iri_of(distinct(usual or "activity", self._named))
            if iri in names.taken:
                return iri
            self._builder.thing(iri, "rg:Activity", name)
            self._builder.text(iri, "skos:altLabel", former)
            self._builder.origin(iri, "normalised")
        return self._activities[key]

    def _new(self, identifier: str) -> str:
        """Return an IRI that neither this document nor another one has for something else."""
        while True:
            iri = self._builder.home.iri("assignments", distinct(identifier, self._assigned))
            if iri not in self._names.taken:
                return iri
