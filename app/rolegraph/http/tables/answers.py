"""Tables as answers: negotiated, tagged, and described in OpenAPI."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from rolegraph.errors import ParameterError
from rolegraph.http.answers import tagged
from rolegraph.http.languages import languages_of
from rolegraph.http.tables.table import DataTable
from rolegraph.http.tables.writers import CSV, NAMES, NDJSON, XLSX, write_table

_ENDINGS = {media_type: name for name, media_type in NAMES.items()}

HEADINGS = "headings"
"""The parameter that says for whom the headings of a table are."""
_NAMES, _WORDS = "names", "words"
_FOR_PEOPLE = (CSV, XLSX)


def tabled(
    request: Request, table: DataTable, media_type: str, headers: Mapping[str, str] | None = None
) -> Response:
    """Return a table with its entity tag and the name of a file.

    Raises:
        ParameterError: `headings` is neither `names` nor `words`, or words are asked for in a
            format that programs read.
    """
    if for_people(request, media_type):
        table = table.for_people()
        headers = {"Vary": "Accept, Accept-Language, Cookie", **(headers or {})}
    disposition = f'inline; filename="{table.name}.{_ENDINGS[media_type]}"'
    fields = {"Content-Disposition": disposition, **(headers or {})}
    return tagged(request, write_table(table, media_type), media_type, headers=fields)


def for_people(request: Request, media_type: str) -> bool:
    """Tell whether the headings of an answer are to be words for people.

    Raises:
        ParameterError: `headings` has another value, or no effect on the answer.
    """
    given = request.query_params.get(HEADINGS)
    if given is None:
        return False
    if given not in (_NAMES, _WORDS):
        raise ParameterError(f"{HEADINGS}: {given!r} is none of {_NAMES}, {_WORDS}.")
    if media_type not in _FOR_PEOPLE:
        raise ParameterError(
            f"{HEADINGS} has no effect on {media_type}; leave it out, or ask for csv or xlsx."
        )
    return given == _WORDS


def table_languages(
    request: Request, media_type: str, known: Sequence[str]
) -> tuple[str, ...] | None:
    """Return the languages in which a table for people is wanted; None for programs.

    Args:
        request: what is answered.
        media_type: of the answer.
        known: the languages of the catalogue, the main one first.

    Raises:
        ParameterError: see `for_people`.
    """
    if not for_people(request, media_type):
        return None
    return (*languages_of(request.scope), *known)


def table_contents() -> dict[str, Any]:
    """Return what OpenAPI says of the media types of tables."""
    text = {"schema": {"type": "string"}}
    binary = {"schema": {"type": "string", "format": "binary"}}
    return {kind: text if kind in {CSV, NDJSON} else binary for kind in NAMES.values()}


def headings_parameter() -> dict[str, Any]:
    """Return what OpenAPI says of the parameter `headings`."""
    return {
        "name": HEADINGS,
        "in": "query",
        "required": False,
        "description": "For whom the first row of a CSV or XLSX table is: `names` of fields for "
        "programs, or `words` for people. With `words` a link is its label alone, and texts are in "
        "the language that Accept-Language asks for, where they are there in it.",
        "schema": {"type": "string", "enum": [_NAMES, _WORDS], "default": _NAMES},
    }


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
