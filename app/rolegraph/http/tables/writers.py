"""Tables as bytes: CSV by RFC 4180, XLSX by openpyxl, Arrow and Parquet by pyarrow."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import Any

from rolegraph.errors import NotAcceptable, ParameterError
from rolegraph.http.tables.columns import Cell, arrow_column
from rolegraph.http.tables.sheets import workbook_of
from rolegraph.http.tables.table import DataTable
from rolegraph.rdf.media import TABLE_FORMATS

CSV, NDJSON = "text/csv", "application/x-ndjson"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ARROW, PARQUET = (known.media_type for known in TABLE_FORMATS)
NAMES = {"csv": CSV, "xlsx": XLSX, "ndjson": NDJSON, "arrow": ARROW, "parquet": PARQUET}
"""Value of `?format=` → media type."""
TYPED = (ARROW, PARQUET)
"""Formats whose columns have types; pyarrow writes them."""


def write_table(table: DataTable, media_type: str) -> bytes:
    """Return a table in a media type of `NAMES`.

    Raises:
        NotAcceptable: it needs pyarrow, which is not installed.
    """
    if media_type in TYPED and not has_pyarrow():
        raise without_pyarrow(media_type, (CSV, XLSX, NDJSON))
    return _WRITERS[media_type](table)


def has_pyarrow() -> bool:
    """Tell whether this service can write formats with types."""
    return find_spec("pyarrow") is not None


def without_pyarrow(media_type: str, others: Sequence[str]) -> NotAcceptable:
    """Return the error of a format that this service cannot write."""
    return NotAcceptable(
        f"{media_type} needs the package pyarrow on the service: pip install 'rolegraph[arrow]'. "
        f"There without it: {', '.join(others)}.",
        others,
    )


def _csv(table: DataTable) -> bytes:
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([_csv_cell(cell) for cell in row] for row in table.rows)
    return output.getvalue().encode()


def _csv_cell(cell: Cell) -> Cell:
    return str(cell).lower() if isinstance(cell, bool) else cell


def _ndjson(table: DataTable) -> bytes:
    return b"".join(json.dumps(item, ensure_ascii=False).encode() + b"\n" for item in table.items)


def _arrow_table(table: DataTable) -> Any:
    import pyarrow as pa

    columns = zip(*table.rows, strict=True) if table.rows else [()] * len(table.columns)
    arrays, fields = [], []
    for name, cells in zip(table.columns, columns, strict=True):
        datatype = table.datatypes.get(name)
        arrays.append(arrow_column(cells, datatype))
        metadata = {"datatype": datatype} if datatype else None
        fields.append(pa.field(name, arrays[-1].type, metadata=metadata))
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def _arrow(table: DataTable) -> bytes:
    import pyarrow as pa

    found, output = _arrow_table(table), io.BytesIO()
    with pa.ipc.new_stream(output, found.schema) as stream:
        stream.write_table(found)
    return output.getvalue()


def _parquet(table: DataTable) -> bytes:
    from pyarrow import parquet

    output = io.BytesIO()
    parquet.write_table(_arrow_table(table), output)
    return output.getvalue()


_WRITERS: dict[str, Callable[[DataTable], bytes]] = {
    CSV: _csv,
    NDJSON: _ndjson,
    XLSX: workbook_of,
    ARROW: _arrow,
    PARQUET: _parquet,
}


def named_format(chosen: str | None, known: dict[str, str]) -> str | None:
    """Return the media type that `?format=` names, None where it is not given.

    Raises:
        ParameterError: it names none.
    """
    if chosen is None:
        return None
    if chosen not in known:
        raise ParameterError(f"format: {chosen!r} is none of {', '.join(known)}.")
    return known[chosen]
