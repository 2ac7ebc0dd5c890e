"""Answers in SPARQL's result formats keep every term as it is."""

from __future__ import annotations

import pyoxigraph
import pytest

from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Term, integer
from rolegraph.sparql.library_results import WRITERS, plain_rows, results_csv, text_of

XSD = "http://www.w3.org/2001/XMLSchema#"
COLUMNS = ("thing", "text", "number", "gap")
ROWS: list[dict[str, Term]] = [
    {
        "thing": NamedNode("https://example.org/a?b=1&c=<"[:-1]),
        "text": Literal('a "b", <c> & d\n\te', language="en"),
        "number": integer(-3),
    },
    {
        "thing": BlankNode("x"),
        "text": Literal("plain"),
        "number": Literal("1.50", datatype=NamedNode(XSD + "decimal")),
    },
    {},
]
FORMATS = {
    "json": pyoxigraph.QueryResultsFormat.JSON,
    "xml": pyoxigraph.QueryResultsFormat.XML,
    "tsv": pyoxigraph.QueryResultsFormat.TSV,
}


@pytest.mark.parametrize("name", FORMATS)
def test_formats_are_read_back_as_the_same_terms(name: str) -> None:
    """Datatypes and languages survive, as another implementation reads them."""
    written = WRITERS[name](COLUMNS, ROWS)

    solutions = pyoxigraph.parse_query_results(written, FORMATS[name])
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    read = [
        {column: term for column in COLUMNS if (term := row[column]) is not None}
        for row in solutions
    ]

    assert ROWS == read


def test_csv_has_the_bare_values() -> None:
    """A spreadsheet wants values, quoted where they must be."""
    expected = b'number,text\r\n-3,"a ""b"", <c> & d\n\te"\r\n1.50,plain\r\n,\r\n'

    assert expected == results_csv(("number", "text"), ROWS)


def test_plain_rows_have_links_numbers_and_nulls() -> None:
    """JSON for people who do not know RDF."""
    rows: list[dict[str, Term]] = [
        {
            "role": NamedNode("https://w3id.org/rolegraph/id/roles/x"),
            "roleLabel": Literal("X", language="en"),
            "share": Literal("0.5", datatype=NamedNode(XSD + "decimal")),
            "stated": Literal("true", datatype=NamedNode(XSD + "boolean")),
            "line": integer(4),
        }
    ]
    columns = ("role", "roleLabel", "share", "stated", "line", "gap")

    assert [
        {
            "role": {"id": "https://w3id.org/rolegraph/id/roles/x", "label": "X", "href": "/x"},
            "roleLabel": "X",
            "share": 0.5,
            "stated": True,
            "line": 4,
            "gap": None,
        }
    ] == plain_rows(columns, rows, lambda iri: "/" + iri.rsplit("/", 1)[1])


def test_things_are_shown_by_plural_and_slug() -> None:
    """What is printed can be given back as a parameter."""
    assert "roles/x" == text_of(NamedNode("https://w3id.org/rolegraph/id/roles/x"))
    assert "https://example.org/" == text_of(NamedNode("https://example.org/"))
    assert "" == text_of(None)
