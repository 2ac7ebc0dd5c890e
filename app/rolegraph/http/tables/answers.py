"""Tables as answers: negotiated, tagged, and described in OpenAPI."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from rolegraph.http.answers import tagged
from rolegraph.http.tables.table import DataTable
from rolegraph.http.tables.writers import CSV, NAMES, NDJSON, write_table

_ENDINGS = {media_type: name for name, media_type in NAMES.items()}


def tabled(
    request: Request, table: DataTable, media_type: str, headers: Mapping[str, str] | None = None
) -> Response:
    """Return a table with its entity tag and the name of a file."""
    disposition = f'inline; filename="{table.name}.{_ENDINGS[media_type]}"'
    fields = {"Content-Disposition": disposition, **(headers or {})}
    return tagged(request, write_table(table, media_type), media_type, headers=fields)


def table_contents() -> dict[str, Any]:
    """Return what OpenAPI says of the media types of tables."""
    text = {"schema": {"type": "string"}}
    binary = {"schema": {"type": "string", "format": "binary"}}
    return {kind: text if kind in {CSV, NDJSON} else binary for kind in NAMES.values()}


def format_parameter(*further: str) -> dict[str, Any]:
    """Return what OpenAPI says of the parameter `format`."""
    return {
        "name": "format",
        "in": "query",
        "required": False,
        "description": "The form of the answer, whatever the Accept header says. Arrow and "
        "Parquet need pyarrow on the service.",
        "schema": {"type": "string", "enum": [*further, *NAMES]},
    }
