"""Results of queries as Arrow and Parquet, for data frames.

Workers write SPARQL results only: they are confined, and hold little. So a result that is wanted
as a table with types is asked for as JSON and written anew here, on a thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

from rolegraph.api.sparql.representation import Chosen
from rolegraph.errors import NotAcceptable, ResultTooLarge
from rolegraph.http.tables.solutions import table_of_results
from rolegraph.http.tables.writers import write_table
from rolegraph.rdf.media import TABLE_FORMATS
from rolegraph.store.workers.messages.job import Answer

MOST_BYTES = 64 * 2**20
"""Bytes of JSON that are made a table with types; it takes some ten times that while it is made."""


def name_for_worker(chosen: Chosen | None) -> str | None:
    """Return the name of the format that a worker is to write."""
    if chosen is None:
        return None
    return "json" if chosen[0] in TABLE_FORMATS else chosen[0].name


def refuse_typed(chosen: Chosen | None) -> None:
    """Go on only with a format that a worker writes itself.

    Raises:
        NotAcceptable: it is one with types.
    """
    if chosen is not None and chosen[0] in TABLE_FORMATS:
        raise NotAcceptable(f"{chosen[1]} is not written by a worker.")


async def as_wanted(found: Answer, chosen: Chosen) -> Answer:
    """Return an answer in the format that was chosen, whole if it is one with types.

    Raises:
        ResultTooLarge: it has too many bytes for a table with types.
    """
    if chosen[0] not in TABLE_FORMATS:
        return found
    body = found.body if found.stream is None else await _whole(found.stream)
    written = await asyncio.to_thread(_write, body or b"", chosen[0].media_type)
    return replace(found, body=written, stream=None, gzipped=None, hash=None)


async def _whole(stream: AsyncIterator[bytes]) -> bytes:
    parts, size = [], 0
    async for part in stream:
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            raise ResultTooLarge(
                f"The result has more than {MOST_BYTES // 2**20} MiB, which is too much for a "
                "table with types; ask for less (LIMIT, OFFSET), or for text/csv."
            )
    return b"".join(parts)


def _write(body: bytes, media_type: str) -> bytes:
    return write_table(table_of_results(body), media_type)
