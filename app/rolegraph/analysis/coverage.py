"""Coverage: which things of one kind are met by things of another, and where nothing meets them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

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


@dataclass(frozen=True)
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


def steps_matrix(view: View, relations: RoleRelations) -> CoverageMatrix:
    """Return responsibilities against workflows; the evidence is the steps that fulfil them."""
    cells, retired = _cells(), relations.retired
    for statement, steps in relations.inverse("fulfils").items():
        for step in steps:
            workflow = relations.one("stepOf", step)
            if workflow and retired.isdisjoint((step, workflow)):
                mark = relations.one("stepOrder", step) or "•"
                cells[statement][workflow].append(Evidence(step, mark))
    for found in cells.values():
        for evidence in found.values():
            evidence.sort(key=lambda one: (len(one.mark), one.mark))
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
        cells,
    )


def tools_matrix(view: View, relations: RoleRelations) -> CoverageMatrix:
    """Return responsibilities against the tools that support them."""
    cells, retired = _cells(), relations.retired
    busy = set()
    for tool, statements in relations.pairs("supportsStatement").items():
        for statement in () if tool in retired else statements:
            cells[statement][tool].append(Evidence(tool, "yes"))
            if statement not in retired:
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
        cells,
        frozenset(busy),
    )


def stages_matrix(view: View, relations: RoleRelations) -> CoverageMatrix:
    """Return roles against lifecycle stages: by statement of the curators, and by steps."""
    cells = _cells()
    roles = set(view.iris("roles"))
    for thing, stages in relations.pairs("operatesInStage").items():
        role = thing if thing in roles else relations.one("performedByRole", thing)
        for stage in stages if role else ():
            mark = STATED if thing == role else "step"
            cells[str(role)][stage].append(Evidence(thing, mark))
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
        cells,
    )


def frameworks_matrix(view: View, relations: RoleRelations) -> CoverageMatrix:
    """Return roles against frameworks; the evidence is mappings, negative ones included."""
    cells = _cells()
    for mapping, sources in relations.pairs(OWL + "annotatedSource").items():
        target = relations.one(OWL + "annotatedTarget", mapping)
        framework = relations.one(SKOS + "inScheme", target) if target else None
        if framework and target:
            predicate = relations.one(OWL + "annotatedProperty", mapping) or ""
            negative = bool(relations.one(PREFIXES["sssom"] + "predicate_modifier", mapping))
            mark = _MARKS.get(predicate, "mapped")
            cells[sources[0]][framework].append(Evidence(mapping, mark, negative, target))
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
        cells,
    )


MATRICES: Mapping[str, Callable[[View, RoleRelations], CoverageMatrix]] = {
    "steps": steps_matrix,
    "tools": tools_matrix,
    "stages": stages_matrix,
    "frameworks": frameworks_matrix,
}
"""Name of each matrix → what makes it."""


def _cells() -> dict[str, dict[str, list[Evidence]]]:
    return defaultdict(lambda: defaultdict(list))


def _matrix(
    view: View,
    relations: RoleRelations,
    texts: tuple[str, str, str, str],
    plurals: tuple[str, str],
    cells: Cells,
    busy: frozenset[str] = frozenset(),
) -> CoverageMatrix:
    retired = relations.retired
    rows, columns = (
        [iri for iri in iris(view, plural) if iri not in retired] for plural in plurals
    )
    places = {role: place for place, role in enumerate(iris(view, "roles"))}
    owners = {iri: owner for iri in rows if (owner := relations.one("statementOf", iri))}
    # Sorting is stable: within a role the order of the list remains.
    rows.sort(key=lambda iri: places.get(owners.get(iri, ""), len(places)))
    kept = {
        row: {column: tuple(found) for column, found in cells[row].items()}
        for row in rows
        if row in cells
    }
    return CoverageMatrix(*texts, rows=rows, columns=columns, owners=owners, cells=kept, busy=busy)


def iris(view: View, plural: str) -> list[str]:
    """Return the things of a type, none where the shapes have no such type."""
    try:
        return view.iris(plural)
    except KeyError:
        return []
