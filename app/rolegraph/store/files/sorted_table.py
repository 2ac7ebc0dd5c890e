"""A table of texts and bytes that is looked up as it lies in a file, without being unpacked."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from itertools import accumulate

from msgspec import Struct, msgpack


class _Packed(Struct, array_like=True):
    """Keys in the order of their UTF-8 bytes, one after the other, and where each ends.

    The same of the values. The ends are 32-bit numbers in the order of bytes of this machine.
    """

    keys: bytes
    key_ends: bytes
    values: bytes
    value_ends: bytes


_ENDS = "I"


def packed_table(rows: Mapping[str, bytes]) -> bytes:
    """Return a table as bytes.

    Args:
        rows: key → value.

    Raises:
        OverflowError: keys or values have 4 GiB or more.
    """
    keyed = sorted((key.encode(), value) for key, value in rows.items())
    keys, values = [key for key, _ in keyed], [value for _, value in keyed]
    return msgpack.encode(
        _Packed(b"".join(keys), _ends_of(keys), b"".join(values), _ends_of(values))
    )


class SortedTable:
    """Values by their keys; a look-up takes as many steps as the number of keys has binary digits.

    Args:
        content: what `packed_table` gave.

    Raises:
        msgspec.DecodeError: it is nothing of that kind.
        ValueError: the same.
    """

    def __init__(self, content: bytes) -> None:
        known = msgpack.decode(content, type=_Packed)
        self._keys, self._values = known.keys, known.values
        self._key_ends, self._value_ends = array(_ENDS, (0,)), array(_ENDS, (0,))
        self._key_ends.frombytes(known.key_ends)
        self._value_ends.frombytes(known.value_ends)

    def __len__(self) -> int:
        return len(self._key_ends) - 1

    def packed(self) -> bytes:
        """Return the table as bytes."""
        ends = (self._key_ends[1:].tobytes(), self._value_ends[1:].tobytes())
        return msgpack.encode(_Packed(self._keys, ends[0], self._values, ends[1]))

    def place(self, key: str) -> int | None:
        """Return the place of a key among all keys, from 0; None where it is not there."""
        found = self._first_from(key)
        return found if found < len(self) and self.key(found) == key else None

    def floor(self, key: str) -> int | None:
        """Return the place of the last key that is not behind this one; None where all are."""
        found = self._first_from(key)
        if found < len(self) and self.key(found) == key:
            return found
        return found - 1 if found else None

    def _first_from(self, key: str) -> int:
        """Return the place of the first key that is this one or behind it."""
        wanted, keys, ends = key.encode(), self._keys, self._key_ends
        low, high = 0, len(ends) - 1
        while low < high:
            middle = (low + high) // 2
            if keys[ends[middle] : ends[middle + 1]] < wanted:
                low = middle + 1
            else:
                high = middle
        return low

    def key(self, place: int) -> str:
        """Return the key of a place."""
        return self._keys[self._key_ends[place] : self._key_ends[place + 1]].decode()

    def value(self, place: int) -> bytes:
        """Return the value of a place."""
        return self._values[self._value_ends[place] : self._value_ends[place + 1]]

    def get(self, key: str) -> bytes | None:
        """Return the value of a key; None where it is not there."""
        place = self.place(key)
        return None if place is None else self.value(place)

    def items(self) -> Iterator[tuple[str, bytes]]:
        """Yield the keys with their values, in order."""
        for place in range(len(self)):
            yield self.key(place), self.value(place)


def _ends_of(pieces: list[bytes]) -> bytes:
    return array(_ENDS, accumulate(map(len, pieces))).tobytes()
