"""Rows that the server reads as TSV are those of JSON."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from msgspec import json

from rolegraph.rdf.results import DistinctRows, rows_of
from rolegraph.sparql.json_rows import json_rows
from rolegraph.sparql.library_results import plain_rows

XSD = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
ODD = """
(1 01) ("+1"^^xsd:integer "1 "^^xsd:integer) (""^^xsd:integer "-"^^xsd:integer) (1.0 1.50)
("1."^^xsd:decimal ".5"^^xsd:decimal) ("1"^^xsd:double "INF"^^xsd:double) (1e0 1.5E3)
("e1"^^xsd:double "1.5"^^xsd:float) (true "1"^^xsd:boolean) ("true" "a\\tb") ("a\\nb\\r\\\\\\"" "")
("x"@en "x"@en-GB) (UNDEF "") ("" UNDEF) (UNDEF UNDEF) (<urn:a> "é\\u0007漢😀") ("'" "?x")
"""
"""Terms that TSV writes short, with escapes, or not at all."""
LINKS = """
(<urn:a> "A") (<urn:a> "B"@en) (<urn:a> UNDEF) (<urn:b> "with \\"quotes\\" and \\t") (<urn:b> 5)
(<urn:b> <urn:c>) (<http://e/é> "é") ("a" "A") (UNDEF "A") (<urn:b> "5") (<urn:c> "") (<urn:c> 1e0)
"""
"""Things with labels, and what stands in the place of either."""


def result(values: str, variables: str, form: ox.QueryResultsFormat) -> bytes:
    """Return the result that some values are."""
    found = ox.Store().query(f"{XSD}SELECT {variables} {{ VALUES ({variables}) {{ {values} }} }}")
    assert isinstance(found, ox.QuerySolutions)
    return found.serialize(format=form) or b""


@pytest.mark.parametrize(
    ("values", "variables"), [(ODD, "?a ?b"), ("(UNDEF) (1)", "?a"), ("", "?a")]
)
def test_no_term_is_read_as_another(values: str, variables: str) -> None:
    """Numbers, texts and gaps must come through as the engine found them."""
    tsv = result(values, variables, ox.QueryResultsFormat.TSV)

    assert list(DistinctRows(tsv)) == rows_of(result(values, variables, ox.QueryResultsFormat.JSON))


@pytest.mark.parametrize(
    ("values", "variables", "columns"),
    [
        (ODD, "?a ?b", ("a", "b", "gap")),
        (LINKS, "?a ?aLabel", ("a", "aLabel")),
        ("(UNDEF) (1)", "?a", ("a",)),
        ("", "?a", ("a",)),
    ],
)
def test_json_made_of_lines_is_that_made_of_terms(
    values: str, variables: str, columns: tuple[str, ...]
) -> None:
    """Large answers are written without terms; nobody must see a difference."""
    found = DistinctRows(result(values, variables, ox.QueryResultsFormat.TSV))

    def address(iri: str) -> str | None:
        return f"/{iri}" if iri.startswith("urn:") else None

    expected = json.encode(plain_rows(columns, list(found), address))
    assert json.decode(json_rows(columns, found, address)) == json.decode(expected)


def test_a_row_that_comes_twice_counts_once_where_it_stands_first() -> None:
    """Two graphs may name a label; the answer names it once, in the order of the query."""
    tsv = result("(2 1) (1 1) (2 1) (1 1.5)", "?a ?b", ox.QueryResultsFormat.TSV)

    found = [[str(term.value) for term in row.values()] for row in DistinctRows(tsv)]  # type: ignore[union-attr]
    assert found == [["2", "1"], ["1", "1"], ["1", "1.5"]]
