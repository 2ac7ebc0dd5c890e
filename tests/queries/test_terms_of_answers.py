"""Answers of named queries have every kind of term, in every format that has kinds."""

from __future__ import annotations

import pytest
from pyoxigraph import QueryResultsFormat, parse_query_results

from rolegraph.rdf.terms import Literal, NamedNode, RdfFormat, Term, parse
from rolegraph.sparql.library_results import WRITERS

TURTLE = """@prefix : <urn:> .
:a :p :iri, "text", "tab\\tand \\"quotes\\"", "Text"@de, "نص"@ar--rtl, 7, 1.5e0, true ;
    :q <<( :a :p "said"@en--ltr )>>, <<( :a :p <<( :b :q 1 )>> )>> .
"""
FORMATS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "tsv": QueryResultsFormat.TSV,
}


@pytest.mark.parametrize("name", FORMATS)
def test_an_answer_reads_back_as_what_was_found(name: str) -> None:
    """A statement about a triple was a failure of the service, and a direction was lost."""
    found: list[Term] = [triple.object for triple in parse(TURTLE, format=RdfFormat.TURTLE)]
    rows = [{"term": term, "n": NamedNode(f"urn:{n}")} for n, term in enumerate(found)]

    text = WRITERS[name](["n", "term", "none"], rows)
    read = list(parse_query_results(text, format=FORMATS[name]))

    assert found == [row["term"] for row in read]
    assert [row["n"] for row in rows] == [row["n"] for row in read]
    assert any(isinstance(term, Literal) and term.direction for term in found)
