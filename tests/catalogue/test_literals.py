"""JSON values on their way to literals: only what the datatype has a value for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from rolegraph.catalogue.schema.fields import Field
from rolegraph.catalogue.writing.bodies import Misfit, literal_of, read_json
from rolegraph.errors import SyntaxFault, Unreadable
from rolegraph.rdf.namespaces import XSD


def field(datatype: str) -> Field:
    """Return a field of one datatype of XML Schema."""
    return Field(
        name="number",
        predicate="urn:number",
        inverse=False,
        kind="literal",
        datatype=XSD + datatype,
        language=None,
        single=True,
        min_count=0,
        choices=(),
        pattern=None,
        minimum=None,
        maximum=None,
        label="number",
        description="",
        order=0,
        group=None,
        targets=(),
        nested=None,
        shapes=(),
    )


@pytest.mark.parametrize(
    ("datatype", "value"),
    [
        ("byte", 300),
        ("nonNegativeInteger", -1),
        ("date", "2026-02-30"),
        ("dateTimeStamp", "2026-01-31T12:00:00"),
        ("integer", {"value": "300", "datatype": XSD + "byte"}),
    ],
)
def test_what_is_no_value_of_the_datatype_is_refused(datatype: str, value: Any) -> None:
    """A number that nobody wrote must not come back."""
    with pytest.raises(Misfit):
        literal_of(field(datatype), value)


@pytest.mark.parametrize("value", [Decimal("1e999999999"), Decimal("1e-999999999")])
def test_a_short_number_is_not_written_out_to_a_gigabyte(value: Decimal) -> None:
    """Ten letters of a request must not take the memory of the service."""
    with pytest.raises(Misfit):
        literal_of(field("decimal"), value)


def test_a_body_nests_only_so_deep() -> None:
    """Nothing of the catalogue nests deeper than a few levels."""
    read_json(b"[" * 128 + b"]" * 128)

    with pytest.raises(Unreadable):
        read_json(b"[" * 129 + b"]" * 129)


def test_a_name_that_comes_twice_is_found_in_a_body_of_any_size() -> None:
    """Looking for it must not take the square of the number of names: this would not end."""
    names = ",".join(f'"n{number}": 1' for number in range(200_000))

    with pytest.raises(SyntaxFault, match="n199999"):
        read_json(f'{{{names}, "n199999": 2}}'.encode())
