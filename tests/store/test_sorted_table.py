"""A table is looked up as it lies in a file: it says what was put into it, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import DecodeError

from rolegraph.store.files.sorted_table import SortedTable, packed_table

KEYS = st.text(st.characters(exclude_categories=("Cs",)), max_size=6)


@settings(derandomize=True, deadline=None)
@given(rows=st.dictionaries(KEYS, st.binary(max_size=5), max_size=12), other=KEYS)
def test_a_table_says_what_was_put_into_it(rows: dict[str, bytes], other: str) -> None:
    """Keys of any script, empty keys and empty values as well."""
    table = SortedTable(packed_table(rows))

    assert rows == {key: table.get(key) for key in rows}
    assert rows.get(other) == table.get(other)
    assert sorted(rows.items(), key=lambda row: row[0].encode()) == list(table.items())
    assert [(place, key) for place, key in enumerate(sorted(rows, key=str.encode))] == [
        (table.place(key), key) for key, _ in table.items()
    ]


def test_a_key_that_another_one_begins_with_is_another_key() -> None:
    """`roles/a` is not `roles/ab`, whichever of them is there."""
    table = SortedTable(packed_table({"roles/ab": b"1", "roles/b": b"2"}))

    assert table.get("roles/a") is table.get("roles/abc") is None
    assert b"1" == table.get("roles/ab")


def test_what_is_no_table_is_refused() -> None:
    """It is not read as an empty one."""
    with pytest.raises(DecodeError):
        SortedTable(b"\x01")
