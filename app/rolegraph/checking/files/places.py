"""Where subjects and triples are written, for each format of a file."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Protocol

from rolegraph.checking.files.sources import Source
from rolegraph.checking.files.syntax import SSSOM_SUFFIX, file_label
from rolegraph.rdf.sssom.graph import mapping_iri, predicates
from rolegraph.rdf.sssom.table import SssomRow, SssomTable, parse_table
from rolegraph.rdf.terms import BlankNode, NamedNode, Quad, RdfFormat, Term
from rolegraph.rdf.turtle.places import TurtlePlaces, WrittenAt
from rolegraph.rdf.turtle.tokens import TokenSpan
from rolegraph.rdf.written.pairing import Pairing


class FilePlaces(Protocol):
    """The places of one file."""

    def around(self, node: str) -> list[WrittenAt]:
        """Return the triples in the statements of a subject, those of nodes in it included."""

    def subject(self, node: str) -> TokenSpan | None:
        """Return where a subject (an IRI or `_:label`) is named first."""

    def triples(self, node: str) -> list[WrittenAt]:
        """Return the triples of a subject with their places."""


def open_places(source: Source) -> FilePlaces:
    """Return the places of a file by what it was read as."""
    if source.path.name.lower().endswith(SSSOM_SUFFIX):
        return SssomPlaces(source)
    if source.report.rdf_format in {RdfFormat.JSON_LD, RdfFormat.RDF_XML}:
        return WrittenPlaces(source)
    return TurtleFilePlaces(source)


class TurtleFilePlaces:
    """Places in Turtle, TriG, N-Triples and N-Quads, blank nodes included."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._places = TurtlePlaces(source.text, source.base)
        self._paired: dict[str, list[WrittenAt]] = {}

    def subject(self, node: str) -> TokenSpan | None:
        """Return where a subject is named first."""
        if not node.startswith("_:"):
            return self._places.subject(node)
        label = file_label(node)
        triples = self.triples(node)
        return self._places.subject(label) or (triples[0].at_subject if triples else None)

    def around(self, node: str) -> list[WrittenAt]:
        """Return the triples in the statements of a subject, those of nodes in it included."""
        return self._places.triples(node if not node.startswith("_:") else file_label(node))

    def triples(self, node: str) -> list[WrittenAt]:
        """Return the triples of a subject with their places."""
        if not node.startswith("_:"):
            subject: Term = NamedNode(node)
            found = self._places.triples(node)
            if any(isinstance(triple.object, BlankNode) for triple in found):
                found = self._in(node)
            return [triple for triple in found if triple.subject == subject]
        labelled = self._places.triples(file_label(node))
        if labelled:
            found = self._in(file_label(node))
            return [triple for triple in found if str(triple.subject) == node]
        return self._nested(BlankNode(node[2:]))

    def _nested(self, node: BlankNode) -> list[WrittenAt]:
        """Find a node written as `[…]` or `(…)` in the statement around it."""
        outer: Term | None = node
        seen: set[Term] = set()
        while isinstance(outer, BlankNode) and outer not in seen:
            seen.add(outer)
            outer = self._parents.get(outer)
            if isinstance(outer, BlankNode) and self._places.blocks(file_label(str(outer))):
                break
        name = ""
        if outer is not None:
            name = outer.value if isinstance(outer, NamedNode) else file_label(str(outer))
        return [triple for triple in self._in(name) if triple.subject == node]

    def _in(self, name: str) -> list[WrittenAt]:
        """Return the triples in the statements of a subject, blank nodes as the parser has them."""
        if name not in self._paired:
            self._paired[name] = self._pairing.paired(self._places.triples(name))
        return self._paired[name]

    @cached_property
    def _parents(self) -> dict[Term, Term]:
        """Blank node → a node that leads to it."""
        return {q.object: q.subject for q in self._nameless if isinstance(q.object, BlankNode)}

    @cached_property
    def _pairing(self) -> Pairing:
        # Turtle is written as its parser gives it, but for the blank nodes.
        return Pairing(self._nameless)

    @cached_property
    def _nameless(self) -> list[Quad]:
        """The triples with blank nodes."""
        return list(self._source.triples.of_blank_nodes())


class SssomPlaces:
    """Places in a table: a mapping is its row, a value its cell."""

    def __init__(self, source: Source) -> None:
        self._source = source
        table = parse_table(source.text)
        self._rows = {mapping_iri(table, row): row for row in table.rows}
        self._table: SssomTable = table

    def subject(self, node: str) -> TokenSpan | None:
        """Return the first cell of a mapping's row."""
        row = self._rows.get(node)
        return self._cell(row, next(iter(row.cells))) if row else None

    def around(self, node: str) -> list[WrittenAt]:
        """Return the triples of a mapping: nothing is nested in a table."""
        return self.triples(node)

    def triples(self, node: str) -> list[WrittenAt]:
        """Return the triples of a mapping, each at its cell."""
        row = self._rows.get(node)
        if row is None:
            return []
        columns = {iri: column for column, iri in predicates(self._table).items()}
        at_subject = self._cell(row, next(iter(row.cells)))
        return [
            WrittenAt(q.subject, q.predicate, q.object, at_subject, at, at)
            for q in self._source.quads
            if isinstance(q.subject, NamedNode) and q.subject.value == node
            for at in [self._cell(row, columns.get(q.predicate.value, "subject_id"))]
        ]

    def _cell(self, row: SssomRow, column: str) -> TokenSpan:
        start = self._source.lines.offset(*row.place(column))
        return TokenSpan(start, start + row.length(column))


class WrittenPlaces:
    """Places in JSON-LD and RDF/XML, blank nodes included."""

    def __init__(self, source: Source) -> None:
        self._triples: dict[str, list[WrittenAt]] = {}
        for triple in Pairing(source.quads).paired(_read(source)):
            self._triples.setdefault(str(triple.subject).strip("<>"), []).append(triple)

    def subject(self, node: str) -> TokenSpan | None:
        """Return where a subject is named first."""
        triples = self._triples.get(node)
        return min((t.at_subject for t in triples), key=lambda at: at.start) if triples else None

    def around(self, node: str) -> list[WrittenAt]:
        """Return the triples of a subject and of the nodes without a name in it."""
        found: list[WrittenAt] = []
        waiting, seen = [node], {node}
        while waiting:
            triples = self.triples(waiting.pop())
            found += triples
            nested = {str(t.object) for t in triples if isinstance(t.object, BlankNode)} - seen
            waiting += nested
            seen |= nested
        return found

    def triples(self, node: str) -> list[WrittenAt]:
        """Return the triples of a subject with their places."""
        return self._triples.get(node, [])


def _read(source: Source) -> list[WrittenAt]:
    """Return the triples of a file as written; none where this reader cannot follow it."""
    try:
        if source.report.rdf_format == RdfFormat.RDF_XML:
            from rolegraph.rdf.written.rdf_xml import read_rdf_xml

            return read_rdf_xml(source.text, source.base)
        from rolegraph.rdf.written.json_ld import read_json_ld  # loads rdflib

        document = json.loads(source.report.parsed or source.text)
        return read_json_ld(source.text, document, source.base)
    except (RecursionError, AttributeError, LookupError, TypeError, ValueError):
        return []  # rdflib refuses some contexts that the parser read; a finding matters more
