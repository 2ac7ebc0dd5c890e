"""Where subjects and triples are written, for each format of a file."""

from __future__ import annotations

import re
from typing import Protocol

from rolegraph.checking.files.sources import Source
from rolegraph.checking.files.syntax import SSSOM_SUFFIX, file_label
from rolegraph.rdf.sssom.graph import mapping_iri, predicates
from rolegraph.rdf.sssom.table import Row, Table, parse_table
from rolegraph.rdf.terms import BlankNode, NamedNode
from rolegraph.rdf.turtle.places import TurtlePlaces, Written
from rolegraph.rdf.turtle.tokens import Span


class FilePlaces(Protocol):
    """The places of one file."""

    def around(self, node: str) -> list[Written]:
        """Return the triples in the statements of a subject, those of nodes in it included."""

    def subject(self, node: str) -> Span | None:
        """Return where a subject (an IRI or `_:label`) is named first."""

    def triples(self, node: str) -> list[Written]:
        """Return the triples of a subject with their places."""


def open_places(source: Source) -> FilePlaces:
    """Return the places of a file by the ending of its name."""
    name = source.path.name
    if name.endswith(SSSOM_SUFFIX):
        return SssomPlaces(source)
    if name.endswith((".jsonld", ".rdf", ".owl")):
        return TextPlaces(source)
    return TurtleFilePlaces(source)


class TurtleFilePlaces:
    """Places in Turtle, TriG, N-Triples and N-Quads, blank nodes included."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._places = TurtlePlaces(source.text, source.base)

    def subject(self, node: str) -> Span | None:
        """Return where a subject is named first."""
        if not node.startswith("_:"):
            return self._places.subject(node)
        label = file_label(node)
        triples = self.triples(node)
        return self._places.subject(label) or (triples[0].at_subject if triples else None)

    def around(self, node: str) -> list[Written]:
        """Return the triples in the statements of a subject, those of nodes in it included."""
        return self._places.triples(node if not node.startswith("_:") else file_label(node))

    def triples(self, node: str) -> list[Written]:
        """Return the triples of a subject with their places."""
        if not node.startswith("_:"):
            named = NamedNode(node)
            return [t for t in self._places.triples(node) if t.subject == named]
        labelled = self._places.triples(file_label(node))
        return labelled or self._nested(BlankNode(node[2:]))

    def _nested(self, node: BlankNode) -> list[Written]:
        """Find a node written as `[…]` in the statement around it, by what it says."""
        quads = self._source.quads
        said = {
            (q.predicate, q.object)
            for q in quads
            if q.subject == node and not isinstance(q.object, BlankNode)
        }
        around, seen = node, {node}
        while parents := [q.subject for q in quads if q.object == around]:
            parent = parents[0]
            if not isinstance(parent, BlankNode) or parent in seen:
                break
            around = parent
            seen.add(parent)
        outer = next((q.subject for q in quads if q.object == around), None)
        name = outer.value if isinstance(outer, NamedNode) else ""
        groups: dict[str, list[Written]] = {}
        for triple in self._places.triples(name):
            if isinstance(triple.subject, BlankNode):
                groups.setdefault(triple.subject.value, []).append(triple)
        for group in groups.values():
            if said == {
                (t.predicate, t.object) for t in group if not isinstance(t.object, BlankNode)
            }:
                return group
        return []


class SssomPlaces:
    """Places in a table: a mapping is its row, a value its cell."""

    def __init__(self, source: Source) -> None:
        self._source = source
        table = parse_table(source.text)
        self._rows = {mapping_iri(table, row): row for row in table.rows}
        self._table: Table = table

    def subject(self, node: str) -> Span | None:
        """Return the first cell of a mapping's row."""
        row = self._rows.get(node)
        return self._cell(row, next(iter(row.cells))) if row else None

    def around(self, node: str) -> list[Written]:
        """Return the triples of a mapping: nothing is nested in a table."""
        return self.triples(node)

    def triples(self, node: str) -> list[Written]:
        """Return the triples of a mapping, each at its cell."""
        row = self._rows.get(node)
        if row is None:
            return []
        columns = {iri: column for column, iri in predicates(self._table).items()}
        at_subject = self._cell(row, next(iter(row.cells)))
        return [
            Written(q.subject, q.predicate, q.object, at_subject, at, at)
            for q in self._source.quads
            if isinstance(q.subject, NamedNode) and q.subject.value == node
            for at in [self._cell(row, columns.get(q.predicate.value, "subject_id"))]
        ]

    def _cell(self, row: Row, column: str) -> Span:
        start = self._source.lines.offset(*row.place(column))
        return Span(start, start + row.length(column))


class TextPlaces:
    """Places in JSON-LD and RDF/XML: a subject is where its IRI, or the end of it, stands."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def subject(self, node: str) -> Span | None:
        """Return where a subject's identifier stands first, if it can be as `@id`."""
        text = self._source.text
        for name in self._names(node):
            quoted = re.escape(name)
            for form in (
                rf'"(?:@id|id)"\s*:\s*("[^"]*{quoted}")',
                rf'rdf:(?:about|ID)\s*=\s*("[^"]*{quoted}")',
                rf'("[^"]*{quoted}")',
            ):
                match = re.search(form, text)
                if match:
                    return Span(match.start(1), match.end(1))
        return None

    def around(self, node: str) -> list[Written]:
        """Return the triples of a subject: what is nested in it has no place here."""
        return self.triples(node)

    def triples(self, node: str) -> list[Written]:
        """Return each triple at the place of its subject."""
        at = self.subject(node)
        if at is None:
            return []
        named = NamedNode(node)
        return [
            Written(q.subject, q.predicate, q.object, at, at, at)
            for q in self._source.quads
            if q.subject == named
        ]

    @staticmethod
    def _names(node: str) -> list[str]:
        """Return an IRI and its endings behind `/`, `#` and `:`, the longest first."""
        if node.startswith("_:"):
            return []
        return [node, *(node[m.end() :] for m in re.finditer(r"[/#:]+", node) if node[m.end() :])]
