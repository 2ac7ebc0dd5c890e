"""How a query result is put to a client: format, entity tag, compression, stream."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from starlette.types import Send

from rolegraph.api.http import Headers, answer
from rolegraph.errors import NotAcceptable, ParameterError, RolegraphError
from rolegraph.rdf.media import (
    GRAPH_FORMATS,
    RESULT_FORMATS,
    Format,
    format_of_name,
    negotiate_format,
)
from rolegraph.sparql.cache import CachedResult
from rolegraph.store.workers.job import Answer

GZIP_FROM = 1024
"""Bytes below which compressing does not pay."""

VARY = (b"vary", b"Accept, Accept-Encoding")
EXPOSED = (
    b"access-control-expose-headers",
    b"ETag, Retry-After, Rolegraph-Revision, Rolegraph-Lag, X-Request-ID",
)

Chosen = tuple[Format, str]
"""A format and the media type to call it."""


def choose_formats(name: str | None, accept: str | None) -> tuple[Chosen | None, Chosen | None]:
    """Return the formats for tables and for graphs, each with the media type to call it.

    Which of them is needed is known only when the query has been read, by its worker.
    """
    if name is not None:
        result, graph = format_of_name(name, RESULT_FORMATS), format_of_name(name, GRAPH_FORMATS)
        if result is None and graph is None:
            raise ParameterError(_unknown_format(name, (*RESULT_FORMATS, *GRAPH_FORMATS)))
        return (
            (result, result.media_type) if result else None,
            (graph, graph.media_type) if graph else None,
        )
    chosen: list[Chosen | None] = []
    refused = None
    for formats in (RESULT_FORMATS, GRAPH_FORMATS):
        try:
            chosen.append(negotiate_format(accept, formats))
        except NotAcceptable as error:
            refused = error
            chosen.append(None)
    if refused is not None and chosen == [None, None]:
        raise NotAcceptable(
            f"Nothing that queries give fits 'Accept: {accept}'.",
            [known.media_type for known in (*RESULT_FORMATS, *GRAPH_FORMATS)],
        )
    return chosen[0], chosen[1]


def choose_graph_format(name: str | None, accept: str | None) -> Chosen:
    """Return the format for a graph, by its name or else by the Accept header."""
    if name is None:
        return negotiate_format(accept, GRAPH_FORMATS)
    wanted = format_of_name(name, GRAPH_FORMATS)
    if wanted is None:
        raise ParameterError(_unknown_format(name, GRAPH_FORMATS))
    return wanted, wanted.media_type


def _unknown_format(name: str, formats: tuple[Format, ...]) -> str:
    known = ", ".join(dict.fromkeys(known.name for known in formats))
    return f"The format {name!r} is not known; known are {known}."


def whole_result(found: Answer, body: bytes, content_type: str) -> CachedResult:
    """Return a complete result with its entity tag."""
    return CachedResult(found.revision, content_type, strong_etag(body, content_type), body)


def strong_etag(body: bytes, content_type: str) -> str:
    """Return the entity tag of a representation: a hash of its bytes and their type."""
    digest = hashlib.blake2b(body, digest_size=12, person=b"result")
    digest.update(content_type.encode())
    return f'"{digest.hexdigest()}"'


@dataclass(frozen=True)
class StreamedResult:
    """A large result on its way."""

    answer: Answer
    content_type: str


async def send_result(
    send: Send,
    result: CachedResult,
    cors: Headers,
    none_match: bytes | None,
    encoding: bytes | None,
    *,
    head: bool,
) -> None:
    """Send a complete result, or 304 where the client has it already."""
    body, etag = result.body, result.etag
    headers: Headers = [
        (b"content-type", result.content_type.encode()),
        (b"rolegraph-revision", str(result.at or result.revision).encode()),
        (b"cache-control", b"no-cache"),
        VARY,
        EXPOSED,
        *cors,
    ]
    if len(body) >= GZIP_FROM and _takes_gzip(encoding):
        if result.gzipped is None:
            result.gzipped = gzip.compress(body, 5, mtime=0)
        # Another representation needs another strong entity tag.
        body, etag = result.gzipped, f'{etag[:-1]}-gzip"'
        headers.append((b"content-encoding", b"gzip"))
    headers.append((b"etag", etag.encode()))
    if none_match is not None and matches(none_match.decode("latin-1"), etag):
        await send({"type": "http.response.start", "status": 304, "headers": headers[1:]})
        await send({"type": "http.response.body", "body": b""})
        return
    await answer(send, 200, headers, body, head=head)


def matches(none_match: str, etag: str) -> bool:
    """Tell whether a list of entity tags, or `*`, has a tag; weak comparison."""
    tags = {tag.strip().removeprefix("W/") for tag in none_match.split(",")}
    return "*" in tags or etag in tags


def _takes_gzip(encoding: bytes | None) -> bool:
    if encoding is None:
        return False
    for part in encoding.decode("latin-1").lower().split(","):
        name, _, parameters = part.strip().partition(";")
        if name.strip() in {"gzip", "x-gzip"}:
            return parameters.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


async def send_stream(
    send: Send, result: StreamedResult, cors: Headers, encoding: bytes | None, *, head: bool
) -> None:
    """Send a large result as it comes.

    Where it ends early, nothing more is sent and the message is left unfinished, so that the
    server cuts the connection and the client knows.
    """
    headers: Headers = [
        (b"content-type", result.content_type.encode()),
        (b"rolegraph-revision", str(result.answer.revision).encode()),
        VARY,
        EXPOSED,
        *cors,
    ]
    packer = zlib.compressobj(5, wbits=31) if _takes_gzip(encoding) else None
    if packer:
        headers.append((b"content-encoding", b"gzip"))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    if head:
        await send({"type": "http.response.body", "body": b""})
        return
    parts: AsyncIterator[bytes] = result.answer.stream  # type: ignore[assignment]
    try:
        async for part in parts:
            data = packer.compress(part) if packer else part
            if data:
                await send({"type": "http.response.body", "body": data, "more_body": True})
    except (RolegraphError, OSError):
        return
    await send({"type": "http.response.body", "body": packer.flush() if packer else b""})
