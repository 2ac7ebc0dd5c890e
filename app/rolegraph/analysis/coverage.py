"""Coverage: which things of one kind are met by things of another, and where nothing meets them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from rolegraph.analysis.relations import RoleRelations
from rolegraph.catalogue import View
from rolegraph.rdf.namespaces import OWL, PREFIXES, SKOS

STATED = "stated"
_MARKS = {
    SKOS + "exactMatch": "same",
    SKOS + "closeMatch": "close",
    SKOS + "broadMatch": "broader",
    SKOS + "narrowMatch": "narrower",
    SKOS + "relatedMatch": "related",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a cell of a matrix is filled.

    Attributes:
        thing: IRI of what meets the row there.
        mark: a word or number for it.
        negative: whether it says that row and column do *not* go together.
        named: IRI of the thing whose label stands for it, if not its own.
    """

    thing: str
    mark: str
    negative: bool = False
    named: str | None = None


Cells = Mapping[str, Mapping[str, Sequence[Evidence]]]
"""Row → column → evidence; cells without any are left out."""

Met = Iterable[tuple[str, Evidence]]
"""The columns that meet a row, each with what does."""


@dataclass(frozen=True)
class CoverageMatrix:
    """Rows against columns, all of them named by IRIs.

    Attributes:
        name: name in addresses.
        title: what is set against what.
        gap_text: what an empty row means.
        idle_text: what an empty column means.
        rows: in the order of the catalogue.
        columns: in the order of the catalogue.
        owners: row → what it belongs to, such as the role of a responsibility.
        cells: what meets what.
        busy: columns that meet something that is no row, and so are not idle.
    """

    name: str
    title: str
    gap_text: str
    idle_text: str
    rows: Sequence[str]
    columns: Sequence[str]
    owners: Mapping[str, str]
    cells: Cells
    busy: frozenset[str] = frozenset()

    @cached_property
    def gaps(self) -> list[str]:
        """The rows that nothing meets."""
        return [
            row
            for row in self.rows
            if all(one.negative for found in self.cells.get(row, {}).values() for one in found)
        ]

    @cached_property
    def idle(self) -> list[str]:
        """The columns that meet nothing."""
        met = {column for row in self.rows for column in self.cells.get(row, ())} | self.busy
        return [column for column in self.columns if column not in met]


def some_rows(whole: CoverageMatrix, roles: AbstractSet[str]) -> CoverageMatrix:
    """Return a matrix with the rows of some roles alone."""
    rows = [row for row in whole.rows if whole.owners.get(row, row) in roles]
    cells = {row: whole.cells[row] for row in rows if row in whole.cells}
    owners = {row: whole.owners[row] for row in rows if row in whole.owners}
    return replace(whole, rows=rows, owners=owners, cells=cells)


def steps_matrix(
    view: View, relations: RoleRelations, roles: AbstractSet[str] | None = None
) -> CoverageMatrix:
    """Return responsibilities against workflows; the evidence is the steps that fulfil them."""
    retired = relations.retired

    def met(statement: str) -> Met:
        found = [
            (workflow, Evidence(step, relations.one("stepOrder", step) or "•"))
            for step in relations.behind("fulfils", statement)
            if (workflow := relations.one("stepOf", step)) and retired.isdisjoint((step, workflow))
        ]
        return sorted(found, key=lambda one: (len(one[1].mark), one[1].mark))

    return _matrix(
        view,
        relations,
        (
            "steps",
            "Responsibilities and the steps that fulfil them",
            "No step fulfils it.",
            "Its steps fulfil no responsibility.",
        ),
        ("responsibilities", "workflows"),
        met,
        roles,
    )


class _OfTools(dict[str, Evidence]):
    """Gives the same evidence wherever the same tool is it."""

    def __missing__(self, tool: str) -> Evidence:
        found = self[tool] = Evidence(tool, "yes")
        return found


def tools_matrix(
    view: View, relations: RoleRelations, roles: AbstractSet[str] | None = None
) -> CoverageMatrix:
    """Return responsibilities against the tools that support them."""
    retired, evidence = relations.retired, _OfTools()

    def met(statement: str) -> Met:
        tools = relations.behind("supportsStatement", statement)
        return [(tool, evidence[tool]) for tool in tools if tool not in retired]

    busy = set()
    if roles is None:
        for tool, statements in relations.pairs("supportsStatement").items():
            if tool not in retired and not retired.issuperset(statements):
                busy.add(tool)
    return _matrix(
        view,
        relations,
        (
            "tools",
            "Responsibilities and the tools that support them",
            "No tool supports it.",
            "It supports nothing.",
        ),
        ("responsibilities", "tools"),
        met,
        roles,
        frozenset(busy),
    )


def stages_matrix(
    view: View, relations: RoleRelations, roles: AbstractSet[str] | None = None
) -> CoverageMatrix:
    """Return roles against lifecycle stages: by statement of the curators, and by steps."""

    def met(role: str) -> Met:
        stated = [(stage, Evidence(role, STATED)) for stage in in_stage(role)]
        steps = relations.behind("performedByRole", role)
        found = [(stage, Evidence(step, "step")) for step in steps for stage in in_stage(step)]
        return [*stated, *found]

    def in_stage(thing: str) -> Sequence[str]:
        return relations.ahead("operatesInStage", thing)

    return _matrix(
        view,
        relations,
        (
            "stages",
            "Roles and the lifecycle stages they work in",
            "It works in no stage.",
            "No role works in it.",
        ),
        ("roles", "lifecycle-stages"),
        met,
        roles,
    )


def frameworks_matrix(
    view: View, relations: RoleRelations, roles: AbstractSet[str] | None = None
) -> CoverageMatrix:
    """Return roles against frameworks; the evidence is mappings, negative ones included."""

    def met(role: str) -> Iterator[tuple[str, Evidence]]:
        for mapping in relations.behind(OWL + "annotatedSource", role):
            if relations.one(OWL + "annotatedSource", mapping) != role:
                continue
            target = relations.one(OWL + "annotatedTarget", mapping)
            framework = relations.one(SKOS + "inScheme", target) if target else None
            if framework and target:
                predicate = relations.one(OWL + "annotatedProperty", mapping) or ""
                negative = bool(relations.one(PREFIXES["sssom"] + "predicate_modifier", mapping))
                mark = _MARKS.get(predicate, "mapped")
                yield framework, Evidence(mapping, mark, negative, target)

    return _matrix(
        view,
        relations,
        (
            "frameworks",
            "Roles and the frameworks that know them",
            "No entry of a framework matches it.",
            "None of its entries matches a role.",
        ),
        ("roles", "frameworks"),
        met,
        roles,
    )


class MatrixMaker(Protocol):
    """Makes a matrix of coverage."""

    def __call__(
        self, view: View, relations: RoleRelations, roles: AbstractSet[str] | None = None
    ) -> CoverageMatrix:
        """Return it; only the rows of some roles, where they are given."""


MATRICES: Mapping[str, MatrixMaker] = {
    "steps": steps_matrix,
    "tools": tools_matrix,
    "stages": stages_matrix,
    "frameworks": frameworks_matrix,
}
"""Name of each matrix → what makes it."""


def _matrix(
    view: View,
    relations: RoleRelations,
    texts: tuple[str, str, str, str],
    plurals: tuple[str, str],
    met: Callable[[str], Met],
    roles: AbstractSet[str] | None,
    busy: frozenset[str] = frozenset(),
) -> CoverageMatrix:
    """Return a matrix.

    Args:
        view: gives rows and columns in the order of the catalogue.
        relations: say what a row belongs to.
        texts: name, title, and what an empty row and an empty column mean.
        plurals: the types of rows and columns.
        met: gives the columns that meet a row, and why.
        roles: whose rows are wanted; None for all.
        busy: see `CoverageMatrix`.
    """
    retired = relations.retired
    listed, columns = plurals
    wanted = None
    if roles is not None:
        own = (relations.behind("statementOf", role) for role in roles)
        wanted = roles if listed == "roles" else {one for found in own for one in found}
    rows = [
        iri
        for iri in iris(view, listed)
        if (wanted is None or iri in wanted) and iri not in retired
    ]
    owners = {iri: owner for iri in rows if (owner := relations.one("statementOf", iri))}
    if roles is not None:
        rows = [iri for iri in rows if owners.get(iri, iri) in roles]
    places = {role: place for place, role in enumerate(iris(view, "roles"))}
    # Sorting is stable: within a role the order of the list remains.
    rows.sort(key=lambda iri: places.get(owners.get(iri, ""), len(places)))
    cells: dict[str, dict[str, tuple[Evidence, ...]]] = {}
    shared: dict[object, dict[str, tuple[Evidence, ...]]] = {}
    for row in rows:
        found: dict[str, list[Evidence]] = {}
        for column, evidence in met(row):
            found.setdefault(column, []).append(evidence)
        if found:
            cell = {column: tuple(why) for column, why in found.items()}
            # Many rows are met by the same tools; each copy of that would take 400 bytes.
            cells[row] = shared.setdefault(tuple(cell.items()), cell)
    return CoverageMatrix(
        *texts,
        rows=rows,
        columns=[iri for iri in iris(view, columns) if iri not in retired],
        owners=owners,
        cells=cells,
        busy=busy,
    )


def iris(view: View, plural: str) -> list[str]:
    """Return the things of a type, none where the shapes have no such type."""
    try:
        return view.iris(plural)
    except KeyError:
        return []
