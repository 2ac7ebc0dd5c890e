"""The change log as it stands, as a stream: what replicas copy and then follow."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import aclosing

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from rolegraph.api.changes.log import ADDRESS, RDF_PATCH
from rolegraph.api.operations.late_routes import LateRouter
from rolegraph.api.schema.shared_schemas import query_parameters
from rolegraph.errors import Conflict, ParameterError
from rolegraph.history.feed import Feed
from rolegraph.http.request import boolean, known_parameters
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.journal.entry_format import Entry, names_of
from rolegraph.store.journal.log_stream import PART, mark, parts_of

LOG = f"{ADDRESS}/log"
HEARTBEAT = 5.0
"""Seconds after which a silent stream tells how far the log is."""
_DIGEST = re.compile("[0-9a-f]{64}")


def router(store: EmbeddedStore, feed: Feed) -> APIRouter:
    """Return the route of `/api/v1/changes/log`.

    Args:
        store: whose log it is.
        feed: tells of commits.
    """
    routes = LateRouter()

    @routes.get(
        LOG,
        tags=["changes"],
        operation_id="getChangeLog",
        summary="Copy the change log as it stands, and follow it",
        description="RDF Patch, entry by entry with all headers. Comments `# revision N` tell "
        "how far the log is.",
        response_class=StreamingResponse,
        responses={
            200: {"content": {RDF_PATCH: {"schema": {"type": "string"}}}},
            409: {"description": "The log has no such commit: it is another history."},
            410: {"description": "Commits behind `after` are archived; begin with 0."},
        },
        openapi_extra=query_parameters(
            (
                "after",
                {"type": "integer", "minimum": 0},
                "Begin behind this revision; by default at the beginning.",
            ),
            (
                "known",
                {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                "SHA-256 of the headers of `after` with `TX .`; 409 where the log has another.",
            ),
            ("follow", {"type": "boolean", "default": False}, "Go on with the commits to come."),
        ),
    )
    async def log(request: Request) -> StreamingResponse:
        known_parameters(request, ("after", "known", "follow"))
        given = request.query_params
        after = _number(given.get("after", "0"))
        _check_same(store, after, given.get("known"))
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        stream = _stream(store, feed, after, follow=boolean(given.get("follow")))
        return StreamingResponse(stream, media_type=RDF_PATCH, headers=headers)

    return routes


def _check_same(store: EmbeddedStore, after: int, known: str | None) -> None:
    """Go on only if whoever asks has the same history up to where it is.

    Raises:
        Conflict: it is another one, or it is longer.
        Archived: the commits that it lacks are archived.
    """
    if known is not None and not _DIGEST.fullmatch(known):
        raise ParameterError("known= is no SHA-256 in hexadecimal digits.")
    if after > store.revision:
        raise Conflict(
            f"There is no revision {after} here; the last is {store.revision}. A replica that has "
            "more copied another history: have it follow that one, or begin with an empty folder."
        )
    store.journal.since(after)  # which says where archived commits are
    entry = store.journal.entry(after) if after else None
    if known is not None and entry is not None and known not in names_of(entry.headers):
        raise Conflict(
            f"Revision {after} here is another commit: the histories differ. Have the replica "
            "follow the service that it copied, or begin with an empty folder."
        )


async def _stream(
    store: EmbeddedStore, feed: Feed, after: int, *, follow: bool
) -> AsyncIterator[bytes]:
    last = store.revision
    yield mark(last)
    if not follow:
        for entry in store.journal.since(after):
            if entry.revision > last:
                return
            async for part in _parts(store, entry):
                yield part
        return
    async with aclosing(feed.after(after, HEARTBEAT)) as entries:
        async for reported in entries:
            if reported is None:
                yield mark(store.revision)
                continue
            async for part in _parts(store, reported):
                yield part
            if store.revision > last:
                last = store.revision
                yield mark(last)


async def _parts(store: EmbeddedStore, entry: Entry) -> AsyncIterator[bytes]:
    parts = parts_of(store.journal, entry)
    if entry.length <= PART:
        yield b"".join(parts)
        return
    # A large patch may have to come from the disk.
    while part := await asyncio.to_thread(next, parts, b""):
        yield part


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):  # noqa: PLR2004 - above any
        raise ParameterError(f"after={text!r} is no revision.")
    return int(text)
