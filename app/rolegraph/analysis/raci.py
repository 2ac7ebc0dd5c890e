"""The RACI matrix: activities by roles, with the letters by which a role takes part.

R responsible, A accountable, C consulted, I informed; S supports and P approves, where a matrix
has them. A responsibility of a role that names an activity counts as R.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from sys import intern

from rolegraph.analysis.coverage import CoverageMatrix, Evidence, iris
from rolegraph.analysis.relations import RoleRelations
from rolegraph.catalogue import View
from rolegraph.documents.text.pages import page_word
from rolegraph.rdf.namespaces import OA, ONTOLOGY, SKOS

LETTERS = {
    "responsible": "R",
    "accountable": "A",
    "supports": "S",
    "approves": "P",
    "consulted": "C",
    "informed": "I",
}
"""Ways of taking part → their letters, in the order in which a cell shows them."""
_ORDER = "".join(LETTERS.values())
_WAYS = {ONTOLOGY + way: letter for way, letter in LETTERS.items()}


@dataclass(frozen=True)
class RaciMatrix(CoverageMatrix):
    """Activities against roles; the marks are letters.

    Attributes:
        assigned: whether the catalogue has assignments at all. Without any, it says nothing of who
            is accountable, and no row is a gap.
        places: an assignment or responsibility → where its document says so.
    """

    assigned: bool = False
    places: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def gaps(self) -> list[str]:
        """The activities that have not exactly one accountable role."""
        return [row for row in self.rows if self.assigned and self.accountable(row) != 1]

    def accountable(self, row: str) -> int:
        """Return how many roles are accountable for an activity."""
        cells = self.cells.get(row, {}).values()
        return sum(any(one.mark == "A" for one in cell) for cell in cells)


def raci_matrix(view: View, relations: RoleRelations) -> RaciMatrix:
    """Return activities against roles."""
    cells: dict[str, dict[str, list[Evidence]]] = defaultdict(lambda: defaultdict(list))
    places: dict[str, str] = {}
    retired = relations.retired
    roles = [iri for iri in iris(view, "roles") if iri not in retired]
    known = set(roles)
    assignments = relations.pairs("assignedActivity")
    for assignment, activities in assignments.items():
        assigned = relations.one("assignedRole", assignment) or ""
        letter = _WAYS.get(relations.one("participation", assignment) or "")
        if letter and assigned in known and assignment not in retired:
            cells[activities[0]][assigned].append(Evidence(assignment, letter))
            _place(relations, assignment, places)
    for role, statements in relations.pairs("hasResponsibility").items():
        for statement in statements if role in known else ():
            if statement in retired:
                continue
            for activity in relations.pairs("refersToActivity").get(statement, ()):
                cells[activity][role].append(Evidence(statement, "R"))
                _place(relations, statement, places)
    rows = [iri for iri in iris(view, "activities") if iri in cells and iri not in retired]
    kept = {
        row: {
            # A cell of a matrix goes before a bullet that says the same.
            role: tuple(
                sorted(
                    found,
                    key=lambda one: (
                        _ORDER.index(one.mark),
                        one.thing not in assignments,
                        one.thing,
                    ),
                )
            )
            for role, found in cells[row].items()
        }
        for row in rows
    }
    return RaciMatrix(
        "raci",
        "Activities and the roles that take part in them",
        "Not one accountable role.",
        "It takes part in nothing.",
        rows=rows,
        columns=roles,
        owners={},
        cells=kept,
        assigned=bool(assignments),
        places=places,
    )


def below(relations: RoleRelations, matrix: RaciMatrix, scope: str) -> list[str]:
    """Return the rows of an activity and of all that stand below it."""
    within = relations.below(SKOS + "broader", scope)
    return [row for row in matrix.rows if row in within]


def letters(found: tuple[Evidence, ...] | list[Evidence]) -> str:
    """Return the letters of a cell, such as `R/A`."""
    return "/".join(dict.fromkeys(one.mark for one in found))


def raci_csv(view: View, matrix: RaciMatrix) -> bytes:
    """Return the matrix as CSV, in the form in which matrices are read: a column for each role."""
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(["Activity", *(_label(view, role) for role in matrix.columns)])
    for row in matrix.rows:
        cells = matrix.cells.get(row, {})
        writer.writerow(
            [_label(view, row), *(letters(list(cells.get(role, ()))) for role in matrix.columns)]
        )
    return output.getvalue().encode()


def _label(view: View, iri: str) -> str:
    label = view.link(iri).get("label")
    return str(label["value"] if isinstance(label, dict) else label or iri)


def _place(relations: RoleRelations, thing: str, places: dict[str, str]) -> None:
    quote = relations.one("quotedFrom", thing)
    cell = relations.one("sourceCell", quote) if quote else None
    line = relations.one("sourceLine", thing) or (quote and relations.one("sourceLine", quote))
    page = relations.one("sourcePage", quote) if quote else None
    if cell or line:
        on = f" ({_page_word(relations, quote)} {page})" if page and quote else ""
        # Many stand in lines of the same number.
        places[thing] = intern((cell or f"line {line}") + on)


def _page_word(relations: RoleRelations, quote: str) -> str:
    version = relations.one(OA + "hasSource", quote)
    return page_word(relations.one("sourceFile", version) if version else None)
