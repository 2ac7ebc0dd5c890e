"""Collects the triples of a document, with the few forms they come in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import date
from functools import cache

from rolegraph.documents.text.home import Home
from rolegraph.documents.text.model import Span
from rolegraph.documents.text.quotes import Quotes
from rolegraph.rdf.namespaces import PREFIXES
from rolegraph.rdf.terms import Literal, NamedNode, Triple, integer

_CELL_OF_SHEET = re.compile(r".*![A-Z]+([0-9]+)", re.DOTALL)
"""A cell where several sheets are read: `Roles!B4`."""


@cache
def term(name: str) -> NamedNode:
    """Return the IRI of a prefixed name, such as `rg:Role`."""
    prefix, local = name.split(":", 1)
    return NamedNode(PREFIXES[prefix] + local)


class GraphBuilder:
    """Adds triples by prefixed names.

    Args:
        text: the text of the document, for the context of quotes.
        version: IRI of the document version that quotes are taken from.
        home: what the catalogue around the document says of it.
    """

    def __init__(self, text: str, version: str, home: Home) -> None:
        self.whole = text
        self.home = home
        self.version = version
        # In the order in which they were made, those of a thing are near each other in memory.
        self._triples: dict[Triple, None] = {}
        self._quotes = Quotes(text)

    @property
    def triples(self) -> AbstractSet[Triple]:
        """The triples so far."""
        return self._triples.keys()

    def include(self, triples: Iterable[Triple]) -> None:
        """Add triples."""
        self._triples.update(dict.fromkeys(triples))

    def exclude(self, triples: Iterable[Triple]) -> None:
        """Take triples away."""
        for triple in triples:
            self._triples.pop(triple, None)

    def thing(self, iri: str, kind: str, label: str) -> None:
        """Add a thing with its class and its label."""
        self.link(iri, "rdf:type", term(kind).value)
        self.text(iri, "skos:prefLabel", label)

    def link(self, subject: str, predicate: str, *objects: str) -> None:
        """Add links to IRIs."""
        for target in objects:
            self._add(subject, predicate, NamedNode(target))

    def string(self, subject: str, predicate: str, *values: str) -> None:
        """Add plain strings."""
        for value in values:
            self._add(subject, predicate, Literal(value))

    def text(self, subject: str, predicate: str, *values: str | None) -> None:
        """Add text for people, in the language of the document; None adds nothing."""
        for value in values:
            if value is not None:
                self._add(subject, predicate, Literal(value, language=self.home.language))

    def number(self, subject: str, predicate: str, value: int) -> None:
        """Add an integer."""
        self._add(subject, predicate, integer(value))

    def truth(self, subject: str, predicate: str, value: bool | None) -> None:
        """Add a boolean; None adds nothing."""
        if value is not None:
            text = "true" if value else "false"
            self._add(subject, predicate, Literal(text, datatype=term("xsd:boolean")))

    def day(self, subject: str, predicate: str, value: date | None) -> None:
        """Add the beginning of a day, by UTC; None adds nothing.

        OWL 2 has no `xsd:date`, so that a reasoner would refuse one.
        """
        if value is not None:
            text = f"{value.isoformat()}T00:00:00Z"
            self._add(subject, predicate, Literal(text, datatype=term("xsd:dateTime")))

    def quote(self, owner: str, span: Span, suffix: str = "", cell: str = "") -> None:
        """Add the place a thing is quoted from: text with context, offsets and line.

        Args:
            owner: IRI of the thing; the parts of the quote get fragments of it as names.
            span: the passage.
            suffix: tells several quotes of one thing apart, such as `-list`.
            cell: the cell of a table that the passage stands in.
        """
        quote, text, position = (
            f"{owner}#{name}{suffix}" for name in ("quote", "text", "position")
        )
        prefix, after = self._quotes.context(span)
        self.link(owner, "rg:quotedFrom", quote)
        self.link(quote, "rdf:type", term("oa:SpecificResource").value)
        self.link(quote, "oa:hasSource", self.version)
        self.link(quote, "oa:hasSelector", text, position)
        self.number(quote, "rg:sourceLine", _line(span, cell))
        if cell:
            self.string(quote, "rg:sourceCell", cell)
        if span.page:
            self.number(quote, "rg:sourcePage", span.page)
        self.link(text, "rdf:type", term("oa:TextQuoteSelector").value)
        self.string(text, "oa:exact", span.text)
        self.string(text, "oa:prefix", prefix)
        self.string(text, "oa:suffix", after)
        self.link(position, "rdf:type", term("oa:TextPositionSelector").value)
        self.number(position, "oa:start", span.start)
        self.number(position, "oa:end", span.end)

    def passage(self, owner: str, span: Span, cell: str = "") -> None:
        """Add that a thing is one passage: its quote and its line."""
        self.quote(owner, span, cell=cell)
        self.number(owner, "rg:sourceLine", _line(span, cell))

    def origin(self, subject: str, status: str) -> None:
        """Add which version a thing comes from, and how near to its words (assertion status)."""
        self.link(subject, "prov:wasDerivedFrom", self.version)
        self.string(subject, "rg:assertionStatus", status)

    def _add(self, subject: str, predicate: str, value: NamedNode | Literal) -> None:
        self._triples[Triple(NamedNode(subject), term(predicate), value)] = None


def _line(span: Span, cell: str) -> int:
    """Return the line of a passage; where several sheets are read, the row in its own sheet."""
    found = _CELL_OF_SHEET.fullmatch(cell)
    return int(found[1]) if found else span.line
