"""Results of remote engines pass through: memory does not grow with them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import chain, repeat

import pytest

from rolegraph.errors import QueryResourceLimit, ResultTooLarge
from rolegraph.store.files.pieces import as_file
from rolegraph.store.remote.endpoints.results import rewrite

ROWS = 200_000
BOOLEAN = b'{"type": "typed-literal", "datatype": "http://www.w3.org/2001/XMLSchema#boolean", '


class Between:
    """Stands between an answer and what is written of it, and sees how much is held."""

    def __init__(self, row: bytes) -> None:
        self.read = self.written = self.most = 0
        self._row = row
        self.flush = lambda: None

    def answer(self) -> Iterator[bytes]:
        rows = repeat(self._row + b"," + self._row, ROWS // 2 - 1)
        begin, last = b'{"head":{"vars":["a"]},"results":{"bindings":[', self._row
        for part in chain([begin + last + b",", last], (b"," + row for row in rows), [b"]}}"]):
            self.read += len(part)
            self.most = max(self.most, self.read - self.written)
            yield part

    def write(self, text: bytes) -> int:
        self.written += len(text)
        return len(text)


def test_no_more_than_a_part_of_a_result_is_held() -> None:
    """A result of gigabytes must not end the service that passes it on."""
    between = Between(b'{"a":{"type":"literal","value":"' + b"much " * 20 + b'"}}')

    rewrite(as_file(between.answer()), "bindings", "json", 0, between)  # type: ignore[arg-type]

    assert between.written > 20_000_000
    assert between.most < 3_000_000


def test_rows_beyond_the_limit_end_it_early() -> None:
    """What is refused for its length is not read to its end first."""
    between = Between(b'{"a":{"type":"literal","value":"x"}}')

    with pytest.raises(ResultTooLarge, match="more than 1000 rows"):
        rewrite(as_file(between.answer()), "bindings", "csv", 1000, between)  # type: ignore[arg-type]

    assert between.read < 4_000_000


def test_booleans_of_virtuoso_are_found_where_parts_meet() -> None:
    """It writes 1 for true; a value that is cut in two must not stay as it is."""
    one = b'{"a":' + BOOLEAN + b'"value": "1"}}'
    between, output = Between(one), io.BytesIO()

    rewrite(as_file(between.answer()), "bindings", "csv", 0, output)

    assert set(output.getvalue().split()[1:]) == {b"true"}


def test_a_full_disk_is_said_as_such() -> None:
    """The operator frees space; a message about the store would send them elsewhere."""

    class Full(io.BytesIO):
        def write(self, _: object) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(QueryResourceLimit, match="No space left on device"):
        rewrite(as_file(Between(b"{}").answer()), "bindings", "json", 0, Full())
