"""Brings an SSSOM table to a new state, row by row, and says what a row can hold.

A row holds a mapping if what reading it gives is all said of the mapping: its IRI and label follow
from its cells. A mapping named otherwise, and what a table has no column for, goes to the Turtle
file beside the table.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from rolegraph.errors import SyntaxFault
from rolegraph.exchange.files.units import Triples
from rolegraph.rdf.namespaces import SKOS, graph_of_file
from rolegraph.rdf.sssom.graph import (
    label_parts,
    mapping_iri,
    predicates,
    stopping,
    table_faults,
    table_quads,
)
from rolegraph.rdf.sssom.prefixes import curie
from rolegraph.rdf.sssom.slots import SLOTS, SlotKind
from rolegraph.rdf.sssom.table import SssomRow, SssomTable, parse_table, written
from rolegraph.rdf.terms import Literal, NamedNode, Term, Triple

_LABEL = NamedNode(SKOS + "prefLabel")

Cells = Mapping[str, str]


class TableFile:
    """One table.

    Args:
        text: the table.
        file: its path below the catalogue, such as `data/mappings.sssom.tsv`.

    Raises:
        SyntaxFault: it departs from the format.
    """

    def __init__(self, text: str, file: str) -> None:
        self.text, self._file = text, file
        self._graph = NamedNode(graph_of_file(file))
        self._table = parse_table(text)
        faults = stopping(table_faults(self._table))
        if faults:
            raise SyntaxFault(
                faults[0].message, source=file, line=faults[0].line, column=faults[0].column
            )
        self._rows = {mapping_iri(self._table, row): row for row in self._table.rows}
        self._lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", text)
        self._columns = self._table.columns
        # A slot that may hold several values is one cell: such cells are left as they are.
        self._single = {
            NamedNode(predicate): name
            for name, predicate in predicates(self._table).items()
            if name in self._columns and not (name in SLOTS and SLOTS[name].many)
        }

    @property
    def header(self) -> str:
        """The table without its rows."""
        return "".join(self._lines[: self._table.first_row - 1])

    def things(self) -> dict[str, Triples]:
        """Return what the table says, by mapping; of itself under the name of its graph."""
        things: dict[str, set[Triple]] = defaultdict(set)
        for quad in table_quads(self._table, self._graph):
            if isinstance(quad.subject, NamedNode):
                things[quad.subject.value].add(quad.triple)
        return {subject: frozenset(triples) for subject, triples in things.items()}

    def held(self, mapping: str, triples: Triples) -> Triples:
        """Return what of a mapping a row of this table can hold: a part, or nothing at all."""
        cells = self._cells(mapping, triples)
        return self._said(cells, self._rows.get(mapping)) if cells is not None else frozenset()

    def edit(self, changes: Mapping[str, Triples | None]) -> str:
        """Return the text with rows changed, added behind those of the same role, or removed.

        Args:
            changes: mapping → what a row shall hold, which it can; None removes the row.
        """
        lines = list(self._lines)
        behind: dict[int, list[str]] = defaultdict(list)
        ending = "\r\n" if lines[-1].endswith("\r\n") else "\n"
        for mapping, triples in sorted(changes.items()):
            row = self._rows.get(mapping)
            cells = None if triples is None else self._cells(mapping, triples)
            line = "" if cells is None else written(cells[name] for name in self._columns)
            if row is not None:
                end = re.search(r"[\r\n]*\Z", lines[row.end_line - 1])
                lines[row.line - 1 : row.end_line] = [""] * (row.end_line - row.line + 1)
                lines[row.line - 1] = line + (end[0] if end else "") if line else ""
            elif cells is not None:
                behind[self._place(cells)].append(line + ending)
        if behind and lines and not lines[-1].endswith("\n"):
            lines[-1] += ending
        return "".join(
            line + "".join(behind.get(number, ())) for number, line in enumerate(lines, 1)
        )

    def _place(self, cells: Cells) -> int:
        """Return the line that a new row comes behind."""
        subject = cells.get("subject_id")
        alike = [r.end_line for r in self._table.rows if r.get("subject_id") == subject]
        return alike[-1] if alike else len(self._lines)

    def _cells(self, mapping: str, triples: Triples) -> Cells | None:
        """Return the cells of the row that holds most of a mapping, or None."""
        values: dict[NamedNode, list[Term]] = defaultdict(list)
        for triple in triples:
            values[triple.predicate].append(triple.object)
        row = self._rows.get(mapping)
        old = {name: row.cells[name].text if row else "" for name in self._columns}
        cells = dict(old)
        for predicate, name in self._single.items():
            texts = sorted(self._cell(name, term) for term in values.get(predicate, ()))
            fits = [text for text in texts if text == text.strip()]
            cells[name] = fits[0] if fits else ""
            if _same_number(name, old[name], cells[name]):
                cells[name] = old[name]
            elif row and not old[name] and cells[name] == row.common.get(name):
                cells[name] = ""
        for guess in self._labelled(cells, values.get(_LABEL, ())):
            table = self._alone(guess, row)
            if stopping(table_faults(table)) or mapping_iri(table, table.rows[0]) != mapping:
                continue
            if self._said(guess, row) <= triples:
                return guess
        return None

    def _labelled(self, cells: dict[str, str], labels: Iterable[Term]) -> list[dict[str, str]]:
        """Return cells with the labels they have, and with those that a mapping's own names."""
        guesses = [cells]
        for label in labels:
            parts = label_parts(label.value) if isinstance(label, Literal) else None
            if parts:
                guesses.append({**cells, "subject_label": parts[0], "object_label": parts[1]})
        return [{name: guess.get(name, "") for name in self._columns} for guess in guesses]

    def _said(self, cells: Cells, row: SssomRow | None) -> Triples:
        quads = table_quads(self._alone(cells, row), self._graph)
        return frozenset(quad.triple for quad in quads if quad.subject != self._graph)

    def _alone(self, cells: Cells, row: SssomRow | None) -> SssomTable:
        """Return a table of one row under the metadata of this one."""
        return self._table.alone(SssomRow.of(cells, row or next(iter(self._table.rows), None)))

    def _cell(self, name: str, term: Term) -> str:
        slot = SLOTS.get(name)
        if isinstance(term, NamedNode):
            words = {iri: word for word, iri in slot.choices if iri} if slot else {}
            if term.value in words or (slot and slot.kind is SlotKind.URI):
                return words.get(term.value, term.value)
            return curie(term.value, self._table.prefixes)
        return term.value if isinstance(term, Literal) else str(term)


def _same_number(name: str, old: str, new: str) -> bool:
    """Tell whether two cells spell one number, such as `.5` and `0.5`."""
    slot = SLOTS.get(name)
    if slot is None or slot.kind is not SlotKind.NUMBER:
        return False
    try:
        return Decimal(old) == Decimal(new)
    except InvalidOperation:
        return False
