"""The table of what engines answer is that of today, as far as the embedded engine goes."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from engine_table import (
    EMBEDDED,
    TEXT,
    VERSIONS,
    conforms,
    embedded,
    expressions,
    extends,
    shown,
    table,
)

PAGE = (Path(__file__).parents[3] / "docs" / "engines.md").read_text("utf-8")
DIFFERENT = {
    "true > false": "error",
    'sameTerm("01"^^xsd:integer, 1)': "true",
    "STR(1.0)": '"1"',
    'xsd:integer(" 3 ")': "error",
}
"""Where the engine gives another answer than the specification has."""


def test_the_page_has_every_expression_and_the_answers_of_today() -> None:
    """Its first columns are written anew here; `make engines` writes the others."""
    lines = table({EMBEDDED: embedded}).splitlines()
    rows = [line.rstrip("| ") for line in lines if line.startswith("| `")]

    assert 150 <= len(rows) == len(list(expressions())) == TEXT.count(" => ") - 2
    assert [] == [row for row in rows if row not in PAGE]
    assert [] == [name for name in VERSIONS.values() if name not in PAGE]


def test_the_embedded_engine_differs_where_it_is_known() -> None:
    """A newer engine may change an answer; then somebody should know."""
    asked = [(one, embedded(one.query)) for one in expressions()]
    wrong = {one.text: shown(v) for one, v in asked if not conforms(one, v) and not extends(one, v)}

    assert DIFFERENT == wrong


@pytest.mark.parametrize(
    ("expected", "found", "right"),
    [
        ("2.5", "2.50", True),
        ("2", "2.0", False),
        ('"a"', '"a"@en', False),
        ("true", "1", False),
        ("error", "1", False),
        ("false or error", "false", True),
        ("1e0", "1.0e0", True),
    ],
)
def test_values_are_compared_by_value_and_datatype(expected: str, found: str, right: bool) -> None:
    """A comparison that is too kind would make the table worthless."""
    [one] = expressions(f"1 => {expected}")
    [value] = ox.Store().query(f"SELECT ({found} AS ?v) {{}}")  # type: ignore[misc]

    assert right == conforms(one, value["v"])
