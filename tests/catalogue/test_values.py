"""Literals as JSON values."""

from __future__ import annotations

import pytest

from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.reading.read import literal_json
from rolegraph.catalogue.schema.values import Json
from rolegraph.rdf.namespaces import XSD
from rolegraph.rdf.terms import Literal, NamedNode


def _typed(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + datatype))


CASES: list[tuple[str, Literal, Json]] = [
    ("track", _typed("7", "integer"), 7),
    ("track", _typed("-7", "integer"), -7),
    ("track", _typed("007", "integer"), {"value": "007", "datatype": XSD + "integer"}),
    ("track", _typed("7", "int"), {"value": "7", "datatype": XSD + "int"}),
    ("track", _typed("9007199254740992", "integer"), {
        "value": "9007199254740992", "datatype": XSD + "integer",
    }),
    ("track", Literal("7"), {"value": "7"}),
    ("isCover", _typed("false", "boolean"), False),
    ("isCover", _typed("0", "boolean"), {"value": "0", "datatype": XSD + "boolean"}),
    ("rating", _typed("4.50", "decimal"), "4.50"),
    ("rating", _typed("4.5", "double"), {"value": "4.5", "datatype": XSD + "double"}),
    ("mood", Literal("sad"), "sad"),
    ("mood", Literal("sad", language="en"), {"value": "sad", "language": "en"}),
    ("label", Literal("Song", language="en"), "Song"),
    ("label", Literal("Lied", language="de"), {"value": "Lied", "language": "de"}),
    ("label", Literal("Song"), {"value": "Song"}),
    ("playedBy", Literal("The Larks"), {"value": "The Larks"}),
]  # fmt: skip


@pytest.mark.parametrize(("field", "literal", "expected"), CASES)
def test_a_literal_is_plain_only_where_it_reads_back_the_same(
    bands: Catalogue, field: str, literal: Literal, expected: Json
) -> None:
    """A value that changes on its way out and in is a silent edit."""
    found = literal_json(bands.types.fields[field], literal)

    assert (type(expected), expected) == (type(found), found)
