"""Counts the rows of a result while it is written, by the marks that stand between rows."""

from __future__ import annotations

_MARKS = {
    # In JSON a quotation mark inside a string is escaped, so this stands only between two rows.
    "json": b'},{"',
    "xml": b"<result>",
    "tsv": b"\n",
    "csv": b"\n",
}


class TooManyRows(Exception):
    """The result has more rows than the limit allows."""


class RowCounter:
    """Counts rows in the chunks of a result.

    A line break inside a CSV value counts as a row, so CSV may reach the limit a little early; a
    JSON row without any bound variable does not count.

    Args:
        format_name: json, xml, csv or tsv.
        limit: rows allowed.
    """

    def __init__(self, format_name: str, limit: int) -> None:
        self._mark = _MARKS[format_name]
        self._limit = limit
        # JSON has a mark fewer than rows; CSV and TSV have a header line.
        self._seen = {"json": 1, "xml": 0}.get(format_name, -1)
        self._tail = b""

    def feed(self, data: bytes) -> None:
        """Count the rows that end in `data`.

        Raises:
            TooManyRows: there are more than the limit.
        """
        window = self._tail + data
        self._seen += window.count(self._mark)
        overlap = len(self._mark) - 1
        self._tail = window[-overlap:] if overlap else b""
        if self._seen > self._limit:
            raise TooManyRows(
                f"The result has more than {self._limit} rows; add a LIMIT or ask for less."
            )
