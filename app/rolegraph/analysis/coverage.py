"""Coverage: which things of one kind are met by things of another, and where nothing meets them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rolegraph.analysis.relations import Relations
from rolegraph.catalogue import View
from rolegraph.catalogue.view import Thing
from rolegraph.errors import NotFound
from rolegraph.rdf.namespaces import OWL, PREFIXES, SKOS

STATED = "stated"
RETIRED = "retired"
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
        thing: link to what meets the row there.
        mark: a word or number for it.
        negative: whether it says that row and column do *not* go together.
    """

    thing: Thing
    mark: str
    negative: bool = False


@dataclass(frozen=True)
class MatrixRow:
    """One row.

    Attributes:
        thing: link to what is to be met.
        group: link to what it belongs to, such as the role of a responsibility.
        cells: IRI of a column → evidence; columns without any are left out.
    """

    thing: Thing
    group: Thing | None
    cells: Mapping[str, Sequence[Evidence]]

    @property
    def gap(self) -> bool:
        """Whether no column meets the row."""
        return all(one.negative for found in self.cells.values() for one in found)


@dataclass(frozen=True)
class Matrix:
    """Rows against columns.

    Attributes:
        name: name in addresses.
        title: what is set against what.
        gap_text: what an empty row means.
        idle_text: what an empty column means.
        rows: in the order of the catalogue.
        columns: links, in the order of the catalogue.
        idle: IRIs of the columns that meet no row.
    """

    name: str
    title: str
    gap_text: str
    idle_text: str
    rows: Sequence[MatrixRow]
    columns: Sequence[Thing]
    idle: Sequence[str]

    @property
    def gaps(self) -> list[MatrixRow]:
        """The rows that nothing meets."""
        return [row for row in self.rows if row.gap]


Cells = dict[str, dict[str, list[Evidence]]]
"""Row → column → evidence."""


def steps_matrix(view: View, relations: Relations) -> Matrix:
    """Return responsibilities against workflows; the evidence is the steps that fulfil them."""
    cells = _cells()
    for statement, steps in relations.inverse("fulfils").items():
        for step in steps:
            workflow = relations.one("stepOf", step)
            if workflow and not _retired(relations, step, workflow):
                mark = relations.one("stepOrder", step) or "•"
                cells[statement][workflow].append(Evidence(view.link(step), mark))
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


def tools_matrix(view: View, relations: Relations) -> Matrix:
    """Return responsibilities against the tools that support them."""
    cells = _cells()
    for tool, statements in relations.pairs("supportsStatement").items():
        for statement in () if _retired(relations, tool) else statements:
            cells[statement][tool].append(Evidence(view.link(tool), "yes"))
    return _matrix(
        view,
        relations,
        (
            "tools",
            "Responsibilities and the tools that support them",
            "No tool supports it.",
            "It supports no responsibility.",
        ),
        ("responsibilities", "tools"),
        cells,
    )


def stages_matrix(view: View, relations: Relations) -> Matrix:
    """Return roles against lifecycle stages: by statement of the curators, and by steps."""
    cells = _cells()
    roles = set(view.iris("roles"))
    for thing, stages in relations.pairs("operatesInStage").items():
        role = thing if thing in roles else relations.one("performedByRole", thing)
        for stage in stages if role else ():
            mark = STATED if thing == role else "step"
            cells[str(role)][stage].append(Evidence(view.link(thing), mark))
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


def frameworks_matrix(view: View, relations: Relations) -> Matrix:
    """Return roles against frameworks; the evidence is mappings, negative ones included."""
    cells = _cells()
    for mapping, sources in relations.pairs(OWL + "annotatedSource").items():
        target = relations.one(OWL + "annotatedTarget", mapping)
        framework = relations.one(SKOS + "inScheme", target) if target else None
        if framework and target:
            predicate = relations.one(OWL + "annotatedProperty", mapping) or ""
            negative = bool(relations.one(PREFIXES["sssom"] + "predicate_modifier", mapping))
            mark = _MARKS.get(predicate, "mapped")
            found = {**view.link(mapping), "label": view.link(target)["label"]}
            cells[sources[0]][framework].append(Evidence(found, mark, negative))
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


MATRICES: Mapping[str, Callable[[View, Relations], Matrix]] = {
    "steps": steps_matrix,
    "tools": tools_matrix,
    "stages": stages_matrix,
    "frameworks": frameworks_matrix,
}
"""Name of each matrix → what makes it."""


def matrix(name: str, view: View, relations: Relations) -> Matrix:
    """Return a matrix by name.

    Raises:
        NotFound: there is none of that name.
    """
    if name not in MATRICES:
        raise NotFound(f"There is no matrix {name!r}; there are {', '.join(MATRICES)}.")
    return MATRICES[name](view, relations)


def _cells() -> Cells:
    return defaultdict(lambda: defaultdict(list))


def _retired(relations: Relations, *things: str) -> bool:
    return any(relations.one("status", thing) == RETIRED for thing in things)


def _matrix(
    view: View,
    relations: Relations,
    texts: tuple[str, str, str, str],
    plurals: tuple[str, str],
    cells: Cells,
) -> Matrix:
    columns = [iri for iri in _iris(view, plurals[1]) if not _retired(relations, iri)]
    rows = [iri for iri in _iris(view, plurals[0]) if not _retired(relations, iri)]
    places = {role: place for place, role in enumerate(_iris(view, "roles"))}
    owners = {iri: relations.one("statementOf", iri) for iri in rows}
    rows.sort(key=lambda iri: places.get(owners[iri] or "", len(places)))  # stable within a role
    met = {column for iri in rows for column in cells.get(iri, ())}
    return Matrix(
        *texts,
        rows=[
            MatrixRow(
                view.link(iri),
                view.link(owner) if (owner := owners[iri]) else None,
                {column: tuple(found) for column, found in cells.get(iri, {}).items()},
            )
            for iri in rows
        ],
        columns=[view.link(iri) for iri in columns],
        idle=tuple(iri for iri in columns if iri not in met),
    )


def _iris(view: View, plural: str) -> Iterable[str]:
    """Return the things of a type, none where the shapes have no such type."""
    try:
        return view.iris(plural)
    except KeyError:
        return ()
