"""Separation of duties: who may not do what, whether somebody does, and who must stay apart.

An exclusion covers the activity it names and all below it in the hierarchy (`skos:broader`). To
do an activity is to have a statement about it, to be responsible or accountable for it in an
assignment, or to perform a step that involves it or fulfils such a statement. Exclusions are
statements about what is not done. To make training data is to build, to make test data is to
evaluate (`rg:dataUse`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rolegraph.analysis.holders import DutyConflict, conflicts
from rolegraph.analysis.relations import RoleRelations
from rolegraph.rdf.namespaces import ONTOLOGY, SKOS

_DOING = frozenset({ONTOLOGY + "responsible", ONTOLOGY + "accountable"})
"""To take part in one of these ways is to do an activity, or to answer for it."""

_TEST = "test"
"""The use of data that is made to evaluate; any other is made to build."""

Duties = tuple[str, str]
"""What counts as building and what as evaluating: the IRIs of two activities."""


@dataclass(frozen=True)
class Exclusion:
    """A role may not do an activity; `basis` is the statement that says so."""

    role: str
    activity: str
    basis: str | None
    line: str | None


@dataclass(frozen=True)
class Breach:
    """An excluded role does an excluded activity, in a step or by a statement."""

    role: str
    excluded: str
    activity: str
    evidence: str


@dataclass(frozen=True)
class Apart:
    """Two roles that one person must not have, for what the second does."""

    role: str
    other: str
    activities: tuple[str, ...]
    basis: str | None
    line: str | None


@dataclass(frozen=True)
class Both:
    """A role that both builds and evaluates, with the things that show either."""

    role: str
    builds: tuple[str, ...]
    evaluates: tuple[str, ...]


@dataclass(frozen=True)
class Separation:
    """All of it, by IRIs.

    Attributes:
        unjudged: exclusions that name no activity, so that nothing can be said of them.
    """

    exclusions: list[Exclusion]
    breaches: list[Breach]
    apart: list[Apart]
    both: list[Both]
    people: list[DutyConflict]
    unjudged: list[str]


Doings = Mapping[str, Mapping[str, list[str]]]
"""Activity → role → the statements and steps by which the role does it."""


def doings(relations: RoleRelations) -> Doings:
    """Return who does which activity, and by what."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    forbidding = set(relations.pairs("isExcludedFromActivity"))
    about = relations.pairs("refersToActivity")
    for statement, activities in about.items():
        role = relations.one("statementOf", statement)
        if role and statement not in forbidding and statement not in relations.retired:
            for activity in activities:
                found[activity][role].append(statement)
    for assignment, role, activity in _assigned(relations):
        found[activity][role].append(assignment)
    for step, roles in relations.pairs("performedByRole").items():
        if step in relations.retired:
            continue
        done = dict.fromkeys(relations.pairs("involvesActivity").get(step, ()))
        for statement in relations.pairs("fulfils").get(step, ()):
            if statement not in forbidding:
                done |= dict.fromkeys(about.get(statement, ()))
        for activity in done:
            found[activity][roles[0]].append(step)
    return found


def _assigned(relations: RoleRelations) -> Iterator[tuple[str, str, str]]:
    """Yield the assignments by which a role does an activity, with both."""
    for assignment, activities in relations.pairs("assignedActivity").items():
        role = relations.one("assignedRole", assignment)
        way = relations.one("participation", assignment)
        if role and way in _DOING and assignment not in relations.retired:
            yield assignment, role, activities[0]


def separation(
    relations: RoleRelations, duties: Duties | None, stated: Iterable[str] = ()
) -> Separation:
    """Return who may not do what, whether somebody does, and who must stay apart.

    Args:
        relations: of the catalogue.
        duties: the activities that count as building and as evaluating, if the catalogue names
            them.
        stated: all exclusions of the catalogue.
    """
    done = doings(relations)
    exclusions = _exclusions(relations)
    breaches: list[Breach] = []
    apart: list[Apart] = []
    for one in exclusions:
        below = relations.below(SKOS + "broader", one.activity)
        others: dict[str, dict[str, None]] = defaultdict(dict)
        for activity in sorted(below & done.keys()):
            for role, evidence in done[activity].items():
                if role == one.role:
                    breaches += [Breach(role, one.activity, activity, shown) for shown in evidence]
                else:
                    others[role][activity] = None
        apart += [
            Apart(one.role, role, tuple(activities), one.basis, one.line)
            for role, activities in others.items()
        ]
    people = conflicts(relations, [((one.role, one.other), one.activities) for one in apart])
    judged = relations.pairs("isExcludedFromActivity").keys() | relations.retired
    unjudged = [one for one in stated if one not in judged]
    return Separation(exclusions, breaches, apart, _both(relations, done, duties), people, unjudged)


def _exclusions(relations: RoleRelations) -> list[Exclusion]:
    found: dict[tuple[str, str], Exclusion] = {}
    for statement, activities in relations.pairs("isExcludedFromActivity").items():
        role = relations.one("statementOf", statement)
        if role is None or not relations.retired.isdisjoint((statement, role)):
            continue
        for activity in activities:
            line = relations.one("sourceLine", statement)
            found[role, activity] = Exclusion(role, activity, statement, line)
    for role, activities in relations.pairs("isExcludedFrom").items():
        for activity in activities:
            found.setdefault((role, activity), Exclusion(role, activity, None, None))
    return list(found.values())


def _both(relations: RoleRelations, done: Doings, duties: Duties | None) -> list[Both]:
    if duties is None:
        return []
    sides = []
    for top in duties:
        shown: dict[str, dict[str, None]] = defaultdict(dict)
        for activity in relations.below(SKOS + "broader", top) & done.keys():
            for role, evidence in done[activity].items():
                shown[role] |= dict.fromkeys(evidence)
        sides.append(shown)
    builds, evaluates = sides
    for step, role, use in _data_work(relations):
        (evaluates if use == _TEST else builds)[role][step] = None
    return [
        Both(role, tuple(sorted(builds[role])), tuple(sorted(evaluates[role])))
        for role in sorted(builds.keys() & evaluates.keys())
    ]


def _data_work(relations: RoleRelations) -> Iterator[tuple[str, str, str]]:
    """Yield the steps that make data for a stated use, with their role and that use."""
    for artifact, uses in relations.pairs("dataUse").items():
        for step in relations.inverse("produces").get(artifact, ()):
            role = relations.one("performedByRole", step)
            if role and step not in relations.retired:
                yield step, role, uses[0]
