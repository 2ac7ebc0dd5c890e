"""What `rolegraph.client` gives pandas and polars; `test_recipes.py` runs it."""

from __future__ import annotations

import sys

import polars as pl

from rolegraph.client import Client

SPARQL = """
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?iri ?whole ?real ?yes ?day ?text { VALUES (?iri ?whole ?real ?yes ?day ?text) {
  (<urn:a> 3 2.5e0 true "2026-01-31"^^xsd:date "x"@en) (UNDEF UNDEF UNDEF UNDEF UNDEF UNDEF) } }
"""

with Client(sys.argv[1]) as client:
    gaps = client.question("responsibilities-without-a-tool")
    for frame in (gaps.to_pandas(), gaps.to_polars()):
        assert [16, 19, 27, 45] == list(frame["line"])
        assert list(gaps.columns) == list(frame.columns)
        assert frame["role"][0].startswith("https://")
    assert "int64" == str(gaps.to_pandas()["line"].dtype)
    assert pl.Int64 == gaps.to_polars()["line"].dtype

    values = client.select(SPARQL)
    wide = values.to_polars()
    assert ["iri", "whole", "real", "yes", "day", "text"] == wide.columns
    assert [pl.String, pl.Int64, pl.Float64, pl.Boolean] == wide.dtypes[:4]
    assert ("urn:a", 3, 2.5, True) == wide.row(0)[:4]
    assert "2026-01-31" == str(wide.row(0)[4])
    assert (None,) * 6 == wide.row(1)
    narrow = values.to_pandas()
    assert ("urn:a", 3, 2.5, True) == tuple(narrow.iloc[0])[:4]
    assert narrow.iloc[1].isna().all()

    none = client.question("roles-without-a-persona")
    assert list(none.columns) == list(none.to_pandas().columns) == none.to_polars().columns
    assert 0 == len(none.to_pandas()) == len(none.to_polars())
