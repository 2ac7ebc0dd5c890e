"""A compressed table says what was put into it, and nothing else, however many blocks it has."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import DecodeError

from rolegraph.store.files.compressed_table import CompressedTable, compressed_table

KEYS = st.text(st.characters(exclude_categories=("Cs",)), max_size=3)


@settings(derandomize=True, deadline=None)
@given(rows=st.dictionaries(KEYS, st.binary(max_size=3), max_size=200), other=KEYS)
def test_every_key_is_found_and_no_other(rows: dict[str, bytes], other: str) -> None:
    """Of any script, in the first block, in the last and between two; the table may be empty."""
    table = CompressedTable(compressed_table(rows))

    assert rows == {key: table.get(key) for key in rows}
    assert rows.get(other) == table.get(other)
    assert sorted(rows.items(), key=lambda row: row[0].encode()) == list(table.items())


def test_addresses_take_a_fifth_of_their_room() -> None:
    """That is what it is for: those of a catalogue differ by a few characters."""
    rows = {f"https://w3id.org/rolegraph/id/roles/harbour-{n}": b"\x91\x01" for n in range(2000)}

    assert len(compressed_table(rows)) < sum(map(len, rows)) / 5


def test_what_is_no_compressed_table_is_refused() -> None:
    """It is not read as an empty one."""
    with pytest.raises(DecodeError):
        CompressedTable(b"\x01")
