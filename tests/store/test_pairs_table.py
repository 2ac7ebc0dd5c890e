"""Pairs that are looked up as they lie in a file are those that were put there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rolegraph.store.files.pairs_table import PairsTable, packed_names, packed_pairs
from rolegraph.store.files.sorted_table import SortedTable

NAMES = st.text(max_size=4)


@given(st.dictionaries(NAMES, st.lists(NAMES, min_size=1, max_size=3)), st.lists(NAMES))
def test_each_key_has_its_values_and_no_other_has_any(
    pairs: dict[str, list[str]], others: list[str]
) -> None:
    """A first page takes what it says from there."""
    names = SortedTable(packed_names([pairs]))
    places = {names.key(place): place for place in range(len(names))}
    table = PairsTable(packed_pairs(pairs, places), names)

    assert {key: tuple(values) for key, values in pairs.items()} == {
        key: table.get(key) for key in pairs
    }
    assert not any(table.get(one) for one in others if one not in pairs)
    assert len(pairs) == len(table)
    assert {key: tuple(values) for key, values in pairs.items()} == {
        key: tuple(values) for key, values in table.items()
    }
    again = PairsTable(table.packed(), SortedTable(names.packed()))
    assert list(map(again.get, pairs)) == list(map(table.get, pairs))
