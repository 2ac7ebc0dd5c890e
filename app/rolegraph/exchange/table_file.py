"""Brings an SSSOM table to a new state, row by row, and says what a row can hold.

A row holds a mapping if what reading it gives is all said of the mapping: its IRI and label follow
from its cells. A mapping named otherwise, and what a table has no column for, goes to the Turtle
file beside the table.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from rolegraph.errors import SyntaxFault
from rolegraph.exchange.units import Triples
from rolegraph.rdf.namespaces import SKOS, graph_of_file
from rolegraph.rdf.sssom import PREDICATES, mapping_iri, table_faults, table_quads
from rolegraph.rdf.sssom_table import Row, Table, parse_table
from rolegraph.rdf.terms import Literal, NamedNode, Term, Triple

_COLUMNS = {NamedNode(predicate): name for name, predicate in PREDICATES.items()}
_LABEL = NamedNode(SKOS + "prefLabel")
_LABEL_FORM = re.compile(r"(.+) is (?:not )?an? (?:\w+ )*match of (.+?)(?: \([^()]*\))?")
_UNFIT = re.compile(r"[\t\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")

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
        faults = table_faults(self._table)
        if faults:
            raise SyntaxFault(
                faults[0].message, source=file, line=faults[0].line, column=faults[0].column
            )
        self._rows = {mapping_iri(self._table, row): row for row in self._table.rows}
        self._lines = text.splitlines(keepends=True)
        self._columns = self._column_names()

    def _column_names(self) -> list[str]:
        head = next(line for line in self._lines if not line.startswith("#"))
        return head.rstrip("\r\n").split("\t")

    @property
    def header(self) -> str:
        """The table without its rows."""
        size = next(n for n, line in enumerate(self._lines) if not line.startswith("#"))
        return "".join(self._lines[: size + 1])

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
        return self._said(cells) if cells is not None else frozenset()

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
            line = "" if cells is None else "\t".join(cells[name] for name in self._columns)
            if row is not None:
                old = lines[row.line - 1]
                lines[row.line - 1] = line + old[len(old.rstrip("\r\n")) :] if line else ""
            elif cells is not None:
                behind[self._place(cells)].append(line + ending)
        if behind and lines and not lines[-1].endswith("\n"):
            lines[-1] += ending
        return "".join(
            line + "".join(behind.get(number, ())) for number, line in enumerate(lines, 1)
        )

    def _place(self, cells: Cells) -> int:
        """Return the line that a new row comes behind."""
        alike = [r.line for r in self._table.rows if r.get("subject_id") == cells["subject_id"]]
        return alike[-1] if alike else len(self._lines)

    def _cells(self, mapping: str, triples: Triples) -> Cells | None:
        """Return the cells of the row that holds most of a mapping, or None."""
        values: dict[NamedNode, list[Term]] = defaultdict(list)
        for triple in triples:
            values[triple.predicate].append(triple.object)
        row = self._rows.get(mapping)
        cells = {name: row.get(name) if row else "" for name in self._columns}
        for predicate, name in _COLUMNS.items():
            if name not in cells:
                continue
            texts = sorted(map(self._cell, values.get(predicate, ())))
            fits = [text for text in texts if not _UNFIT.search(text) and text == text.strip()]
            cells[name] = fits[0] if fits else ""
        for guess in self._labelled(cells, values.get(_LABEL, ())):
            table = self._alone(guess)
            if table_faults(table) or mapping_iri(table, table.rows[0]) != mapping:
                continue
            if self._said(guess) <= triples:
                return guess
        return None

    def _labelled(self, cells: dict[str, str], labels: Iterable[Term]) -> list[dict[str, str]]:
        """Return cells with the labels they have, and with those that a mapping's own names."""
        guesses = [cells]
        for label in labels:
            match = _LABEL_FORM.fullmatch(label.value) if isinstance(label, Literal) else None
            if match and not _UNFIT.search(match[0]):
                guesses.append({**cells, "subject_label": match[1], "object_label": match[2]})
        return [{name: guess.get(name, "") for name in self._columns} for guess in guesses]

    def _said(self, cells: Cells) -> Triples:
        quads = table_quads(self._alone(cells), self._graph)
        return frozenset(quad.triple for quad in quads if quad.subject != self._graph)

    def _alone(self, cells: Cells) -> Table:
        """Return a table of one row under the metadata of this one."""
        row = Row(1, {name: (text, 1) for name, text in cells.items()})
        own = self._table
        return Table(own.metadata, own.prefixes, own.extensions, [row])

    def _cell(self, term: Term) -> str:
        if isinstance(term, NamedNode):
            fits = [
                (namespace, prefix)
                for prefix, namespace in self._table.prefixes.items()
                if term.value.startswith(namespace) and term.value != namespace
            ]
            if not fits:
                return term.value
            namespace, prefix = max(fits, key=lambda fit: len(fit[0]))
            return f"{prefix}:{term.value[len(namespace) :]}"
        return term.value if isinstance(term, Literal) else str(term)
