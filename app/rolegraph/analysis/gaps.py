"""Gaps: what is missing, of which thing and of which role, in words, with what to do.

There is one notion of a gap. Coverage finds gaps where nothing meets a row or a column of a
matrix. Completeness finds them by the questions of a catalogue. A kind that both find has one name,
the name of the question, and one list of things.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from sys import intern

from msgspec import Raw, msgpack

from rolegraph.analysis.analyses import Analyses
from rolegraph.analysis.coverage import iris
from rolegraph.analysis.questions import told
from rolegraph.analysis.relations import RoleRelations
from rolegraph.analysis.score import Completeness, class_of
from rolegraph.catalogue import Catalogue, View
from rolegraph.sparql.library import NamedQuery, QueryLibrary
from rolegraph.store.kept import KeptParts

RACI = "raci"
"""The matrix of activities and roles, which has a page of its own."""

ASSIGNMENTS = "assignments"
"""What a catalogue has none of that does not say who is accountable."""


_GAPS = "gaps"
"""Name of the part that is kept for the next start."""
_Rows = list[tuple[str, list[str]]]
"""Things of a group, each with the roles that it belongs to."""
_State = list[tuple[str, list[str], int, str, list[Raw]]]
"""Of each kind: its name, the things, how many were looked at, what is absent, and its packed rows
where they are known."""


@dataclass(frozen=True)
class GapKind:
    """What may be missing.

    Attributes:
        name: in addresses; that of the question where a question asks for it.
        title: which things these are: `Responsibilities without a tool`.
        missing: what such a thing lacks, as a sentence.
        advice: what to do about it, as a sentence.
        matrix: name of the matrix that shows it; empty where only a question does.
        columns: whether columns of the matrix are meant, not rows.
        language: the tag of these texts.
        rule: a rule of the checks that finds the same; empty where there is none.
    """

    name: str
    title: str
    missing: str
    advice: str = ""
    matrix: str = ""
    columns: bool = False
    language: str = "en"
    rule: str = ""

    @property
    def place(self) -> str:
        """Path of the page that shows it, from the root of the service."""
        if self.matrix == RACI:
            return "/raci"
        return f"/coverage#{self.matrix}" if self.matrix else f"/query?name={self.name}"


COVERAGE_KINDS = (
    GapKind(
        "responsibilities-without-a-step",
        "Responsibilities without a step",
        "No step fulfils it.",
        "Say at a step that fulfils it, or add the step to a workflow.",
        "steps",
    ),
    GapKind(
        "workflows-that-fulfil-nothing",
        "Workflows that fulfil no responsibility",
        "Its steps fulfil no responsibility.",
        "Say at its steps which responsibility each of them fulfils.",
        "steps",
        columns=True,
    ),
    GapKind(
        "responsibilities-without-a-tool",
        "Responsibilities without a tool",
        "No tool supports it.",
        "Say at a tool that it supports this, or record the tool that is used.",
        "tools",
        rule="ResponsibilityShape-supported",
    ),
    GapKind(
        "tools-that-support-nothing",
        "Tools that support nothing",
        "It supports no statement of a role.",
        "Say at the tool what it supports, or retire it.",
        "tools",
        columns=True,
    ),
    GapKind(
        "roles-without-a-lifecycle-stage",
        "Roles without a lifecycle stage",
        "It works in no stage.",
        "Say at the role, or at its steps, in which stage it works.",
        "stages",
    ),
    GapKind(
        "lifecycle-stages-without-a-role",
        "Lifecycle stages without a role",
        "No role works in it.",
        "Say at a role or at a step that it works there, or agree that none has to.",
        "stages",
        columns=True,
    ),
    GapKind(
        "roles-that-no-framework-knows",
        "Roles that match no entry of a framework",
        "No entry of a framework matches it.",
        "Compare it with the entries of a framework, and record what matches.",
        "frameworks",
    ),
    GapKind(
        "activities-without-one-accountable-role",
        "Activities without exactly one accountable role",
        "Not one accountable role.",
        "Make one role accountable for it, and only one.",
        RACI,
    ),
)
"""What Coverage looks for. A framework that matches no role is no gap: nobody has to meet it."""

NARROWED_BY = {"role": "roles", "stage": "lifecycle-stages", "framework": "frameworks"}
"""What lists of gaps are narrowed by → the list that names it."""

MET_BY = {
    "steps": "workflows",
    "tools": "tools",
    "stages": "lifecycle stages",
    "frameworks": "frameworks",
}
"""Name of a matrix → what its columns are, in words."""


@dataclass(frozen=True)
class GapGroup:
    """The gaps of one kind.

    Attributes:
        kind: what is missing.
        things: IRIs of what lacks it.
        of: how many things were looked at.
        counted: whether Completeness counts it.
        absent: what the catalogue has none of, so that nothing could meet these things.
        silent: whether the catalogue has turned the question off.
    """

    kind: GapKind
    things: Sequence[str]
    of: int
    counted: bool = False
    absent: str = ""
    silent: bool = False


class Gaps:
    """Finds the gaps of a catalogue. Safe to share among threads.

    Args:
        analyses: have the matrices of coverage.
        library: the questions of the catalogue.
    """

    def __init__(self, analyses: Analyses, library: QueryLibrary) -> None:
        self._analyses, self._library = analyses, library
        self._coverage: tuple[int, list[GapGroup]] = (-1, [])
        # Rows, by the kind of gap; those of an earlier start are unpacked when they are asked for.
        self._rows: tuple[list[GapGroup], dict[str, _Rows | Raw]] = ([], {})
        self._kept: KeptParts | None = None

    def use(self, kept: KeptParts) -> None:
        """Take what an earlier start has kept, instead of finding it out."""
        self._kept = kept

    def parts(self, revision: int) -> dict[str, bytes]:
        """Return what is known at a revision, to be kept; empty where nothing is."""
        known_at, known = self._coverage
        if known_at != revision:
            return {}
        of, found = self._rows
        rows = found if of is known else {}
        state = [
            (
                *(one.kind.name, list(one.things), one.of, one.absent),
                [rows[one.kind.name]] if one.kind.name in rows else [],
            )
            for one in known
        ]
        return {_GAPS: msgpack.encode(state)}

    def prepare(self, catalogue: Catalogue) -> None:
        """Have at hand what the first page says of gaps."""
        with catalogue.view() as view:
            for group in self.of_coverage(view):
                if group.kind.name not in self._rows[1]:
                    self.each(view, group)

    def of_coverage(self, view: View) -> list[GapGroup]:
        """Return the gaps that Coverage shows; kinds that nothing was looked at for are empty."""
        revision, known = self._coverage
        if revision != view.revision:
            known = self._of_before(view.revision)
            known = known or [self._group(view, kind) for kind in COVERAGE_KINDS]
            self._coverage = view.revision, known
        return known

    def _of_before(self, revision: int) -> list[GapGroup]:
        """Return the gaps that an earlier start found at this very revision."""
        part = self._kept and self._kept.take(_GAPS, revision)
        if not part or part.revision != revision:
            return []
        found = msgpack.decode(part.content, type=_State)
        if [kind.name for kind in COVERAGE_KINDS] != [name for name, *_ in found]:
            return []  # an earlier version knew other kinds
        groups = [
            GapGroup(
                kind,
                list(map(intern, things)),
                of,
                self._counted(kind),
                absent,
                self._silent(kind),
            )
            for kind, (_, things, of, absent, _) in zip(COVERAGE_KINDS, found, strict=True)
        ]
        self._rows = groups, {name: rows[0].copy() for name, *_, rows in found if rows}
        return groups

    def of_completeness(self, view: View, whole: Completeness) -> list[GapGroup]:
        """Return the gaps that Completeness counts, one group for each of its questions."""
        return [
            GapGroup(self.kind(one.name, view.languages), sorted(one.without), one.of, counted=True)
            for one in whole.questions
        ]

    def kind(self, name: str, languages: Sequence[str] = ()) -> GapKind:
        """Return the kind of gap that a question finds, in the best language that it has."""
        known = next((kind for kind in COVERAGE_KINDS if kind.name == name), None)
        return known or _asked(told(self._library[name], languages))

    def roles_of(self, view: View, given: Mapping[str, str]) -> frozenset[str] | None:
        """Return the roles that gaps are asked of; None where all are.

        Args:
            view: the catalogue.
            given: `role`, `stage` and `framework`, each the id of one; what is empty narrows
                nothing.

        Raises:
            NotFound: there is no such thing.
        """
        found = [
            self._where(view, name, view.resolve(plural, given[name]))
            for name, plural in NARROWED_BY.items()
            if given.get(name)
        ]
        return frozenset.intersection(*found) if found else None

    def within(
        self, view: View, groups: Iterable[GapGroup], roles: AbstractSet[str]
    ) -> list[GapGroup]:
        """Return the gaps of some roles and of what belongs to them."""
        return [
            replace(
                group,
                things=[
                    thing
                    for thing, owners in self.each(view, group)
                    if not roles.isdisjoint(owners)
                ],
            )
            for group in groups
        ]

    def each(self, view: View, group: GapGroup) -> list[tuple[str, list[str]]]:
        """Return the things of a group with the roles that they belong to, role by role."""
        _, known = self._coverage
        if not any(group is one for one in known):
            return self._each(view, group)
        of, rows = self._rows
        if of is not known:
            of, rows = self._rows = known, {}
        found = rows.get(group.kind.name)
        if isinstance(found, Raw):
            found = rows[group.kind.name] = [
                (intern(thing), list(map(intern, owners)))
                for thing, owners in msgpack.decode(found, type=_Rows)
            ]
        if found is None:
            found = rows[group.kind.name] = self._each(view, group)
        return found

    def _each(self, view: View, group: GapGroup) -> _Rows:
        relations = self._analyses.relations(view)
        places = {role: place for place, role in enumerate(iris(view, "roles"))}
        found = [
            (thing, sorted(_roles_of(relations, places, thing), key=places.__getitem__))
            for thing in group.things
        ]
        # Sorting is stable: within a role the order of the group remains.
        return sorted(found, key=lambda one: places[one[1][0]] if one[1] else len(places))

    def _where(self, view: View, name: str, iri: str) -> frozenset[str]:
        """Return the roles that a thing narrows a list to: a role itself, or those that meet it."""
        if name == "role":
            return frozenset({iri})
        cells = self._analyses.matrix(view, f"{name}s").cells
        return frozenset(
            role for role, met in cells.items() if not all(one.negative for one in met.get(iri, ()))
        )

    def _group(self, view: View, kind: GapKind) -> GapGroup:
        if self._silent(kind):
            return GapGroup(kind, (), 0, silent=True)
        if kind.matrix == RACI:
            raci = self._analyses.raci(view)
            if raci.rows and not raci.assigned:
                # Who is accountable is not recorded, so nobody can say that all is well.
                return GapGroup(kind, (), 0, self._counted(kind), ASSIGNMENTS)
            return GapGroup(kind, raci.gaps, len(raci.rows), self._counted(kind))
        found = self._analyses.matrix(view, kind.matrix)
        things, looked_at = (
            (found.idle, found.columns) if kind.columns else (found.gaps, found.rows)
        )
        nothing = looked_at and not found.columns and not kind.columns
        absent = MET_BY[kind.matrix] if nothing else ""
        counted = self._counted(kind)
        if absent and not counted:
            # A catalogue that records no stages misses none.
            return GapGroup(kind, (), 0, absent=absent)
        return GapGroup(kind, things, len(looked_at), counted, absent)

    def _silent(self, kind: GapKind) -> bool:
        return kind.name in self._analyses.silent

    def _counted(self, kind: GapKind) -> bool:
        return kind.name in self._library and class_of(self._library[kind.name]) is not None


def number_of(groups: Collection[GapGroup]) -> int:
    """Return how many gaps some groups have."""
    return sum(len(group.things) for group in groups)


def _asked(query: NamedQuery) -> GapKind:
    """Return the kind of gap that a question finds, in its own words where it has some."""
    header = query.header
    lacks = header.missing or query.title
    if lacks == query.title and header.language == "en":
        lacks = f"It is one of: {lacks[:1].lower()}{lacks[1:]}."
    return GapKind(query.name, query.title, lacks, header.advice or "", language=header.language)


def _roles_of(relations: RoleRelations, roles: Collection[str], thing: str) -> Iterator[str]:
    """Yield the roles that a thing belongs to: its own, or those of the steps of a workflow."""
    if thing in roles:
        yield thing
        return
    steps = relations.behind("stepOf", thing)
    found = {
        role
        for one in (thing, *steps)
        for name in ("statementOf", "representsRole", "performedByRole")
        for role in relations.ahead(name, one)
    }
    yield from found.intersection(roles)
