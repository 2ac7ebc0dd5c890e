"""Saved queries: a text that others shall run is a query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rolegraph.rdf.namespaces import ONTOLOGY
from rolegraph.rdf.terms import Literal, Quad
from rolegraph.shacl.findings import VIOLATION, Finding
from rolegraph.shacl.results import term_text
from rolegraph.store.workers.inside.syntax import faults

RULE = "saved-query"
QUERY_TEXT = ONTOLOGY + "queryText"
"""The predicate that gives the text of a saved query."""


def texts_in(quads: Iterable[Quad]) -> list[Quad]:
    """Return the quads that give the text of a saved query."""
    return [
        quad
        for quad in quads
        if quad.predicate.value == QUERY_TEXT and isinstance(quad.object, Literal)
    ]


def query_findings(quads: Iterable[Quad]) -> Iterator[Finding]:
    """Yield a violation for each text of a saved query that is none."""
    given = texts_in(quads)
    texts = [quad.object.value for quad in given if isinstance(quad.object, Literal)]
    for quad, fault in zip(given, faults(texts), strict=True):
        if fault is None:
            continue
        yield Finding(
            severity=VIOLATION,
            rule=RULE,
            rule_iri=f"https://w3id.org/rolegraph/checks#{RULE}",
            focus=term_text(quad.subject),
            focus_label=None,
            path=QUERY_TEXT,
            value=None,
            message=f"The text of a saved query must be one query in SPARQL; {fault}.",
            check="values",
            hint="Run it on the query page: the place is marked there.",
        )
