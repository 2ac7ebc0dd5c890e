"""Pairs of texts as bytes, looked up as they lie in a file by the first or the second of a pair.

All tables of a file share one table of names, so that a name stands there once.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, islice
from sys import intern

from msgspec import Struct, msgpack

from rolegraph.store.files.sorted_table import SortedTable, packed_table

_NUMBERS = "I"


class _Packed(Struct, array_like=True):
    """Places of the keys among the names, in order, where the values of each end, and the values.

    All are 32-bit numbers in the order of bytes of this machine.
    """

    keys: bytes
    ends: bytes
    values: bytes


def packed_names(tables: Sequence[Mapping[str, Sequence[str]]]) -> bytes:
    """Return the table of the names of some tables."""
    names = {name for pairs in tables for key, found in pairs.items() for name in (key, *found)}
    return packed_table(dict.fromkeys(names, b""))


def packed_pairs(pairs: Mapping[str, Sequence[str]], places: Mapping[str, int]) -> bytes:
    """Return pairs as bytes.

    Args:
        pairs: key → values.
        places: the place of each name in the table of names.
    """
    rows = sorted((places[key], [places[one] for one in values]) for key, values in pairs.items())
    return msgpack.encode(
        _Packed(
            array(_NUMBERS, (key for key, _ in rows)).tobytes(),
            array(_NUMBERS, accumulate(len(values) for _, values in rows)).tobytes(),
            array(_NUMBERS, (one for _, values in rows for one in values)).tobytes(),
        )
    )


class PairsTable:
    """The values of keys.

    Args:
        content: what `packed_pairs` gave.
        names: the table of names.

    Raises:
        msgspec.DecodeError: it is nothing of that kind.
        ValueError: the same.
    """

    def __init__(self, content: bytes, names: SortedTable) -> None:
        known = msgpack.decode(content, type=_Packed)
        self._keys, self._values = array(_NUMBERS), array(_NUMBERS)
        self._ends = array(_NUMBERS, (0,))
        self._keys.frombytes(known.keys)
        self._values.frombytes(known.values)
        self._ends.frombytes(known.ends)
        self._names = names

    def __len__(self) -> int:
        return len(self._keys)

    def packed(self) -> bytes:
        """Return the table as bytes."""
        ends = self._ends[1:].tobytes()
        return msgpack.encode(_Packed(self._keys.tobytes(), ends, self._values.tobytes()))

    def items(self) -> Iterator[tuple[str, Iterator[str]]]:
        """Yield the keys, each with its values."""
        name, values, first = self._names.key, self._values, 0
        for key, end in zip(self._keys, islice(self._ends, 1, None), strict=True):
            yield name(key), map(name, values[first:end])
            first = end

    def get(self, key: str) -> tuple[str, ...]:
        """Return the values of a key, none where it is not there."""
        place = self._names.place(key)
        if place is None:
            return ()
        row = bisect_left(self._keys, place)
        if row == len(self._keys) or self._keys[row] != place:
            return ()
        found = self._values[self._ends[row] : self._ends[row + 1]]
        # Others have the same names as well: one text of each is enough.
        return tuple(map(intern, map(self._names.key, found)))
