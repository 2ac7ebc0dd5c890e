"""How a query result is put to a client: format, entity tag, compression, stream.

Workers write SPARQL results only: they are confined, and hold little. So a result that is wanted
as a table with types (Arrow, Parquet) is asked for as JSON and written anew here, on a thread.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from starlette.types import Scope, Send

from rolegraph.api.sparql.request import QueryRequest
from rolegraph.errors import NotAcceptable, ParameterError, ResultTooLarge, RolegraphError
from rolegraph.http.accept import negotiate_format, takes_gzip
from rolegraph.http.answers import answer_unchanged, part_of
from rolegraph.http.conditions import is_known
from rolegraph.http.request import Headers, header
from rolegraph.http.tables.solutions import table_of_results
from rolegraph.http.tables.writers import has_pyarrow, without_pyarrow, write_table
from rolegraph.rdf.media import (
    GRAPH_FORMATS,
    QUERY_FORMATS,
    RESULT_FORMATS,
    TABLE_FORMATS,
    Format,
    format_of_name,
)
from rolegraph.sparql.cache import CachedResult
from rolegraph.store.workers.messages.job import GZIP_FROM, Answer, body_hash, compress

_REMEMBERED = 256
_VARIABLE = b"rolegraph-revision: %d\r\netag: %b\r\ncontent-length: %d\r\n\r\n"
_WITHOUT_PYARROW = [known.media_type for known in RESULT_FORMATS]
VARY = (b"vary", b"Accept, Accept-Encoding")


class Chosen(NamedTuple):
    """A format, the media type to call it, and the Content-Type that this makes."""

    format: Format
    media_type: str
    content_type: str

    @classmethod
    def of(cls, wanted: Format, media_type: str | None = None) -> Chosen:
        """Return a format under the media type that was asked for, or under its own."""
        return cls(wanted, media_type or wanted.media_type, wanted.content_type(media_type))


class Formats:
    """Chooses formats, and remembers what it chose: clients send the same headers all the time."""

    def __init__(self) -> None:
        self._chosen: dict[tuple[str | None, bytes | None], tuple[Chosen | None, Chosen | None]]
        self._chosen = {}

    def choose(self, name: str | None, accept: bytes | None) -> tuple[Chosen | None, Chosen | None]:
        """Return the formats for tables and for graphs; see `choose_formats`."""
        known = self._chosen.get((name, accept))
        if known is None:
            if len(self._chosen) >= _REMEMBERED:
                self._chosen.clear()
            text = None if accept is None else accept.decode("latin-1")
            known = self._chosen[name, accept] = choose_formats(name, text)
        return known


def choose_formats(name: str | None, accept: str | None) -> tuple[Chosen | None, Chosen | None]:
    """Return the formats for tables and for graphs, each with the media type to call it.

    Which of them is needed is known only when the query has been read, by its worker.
    """
    if name is not None:
        return _named(name)
    tables = (*RESULT_FORMATS, *TABLE_FORMATS) if has_pyarrow() else RESULT_FORMATS
    result, graph = _accepted(accept, tables), _accepted(accept, GRAPH_FORMATS)
    if result is None and graph is None:
        typed = _accepted(accept, TABLE_FORMATS)
        if typed is not None:
            raise without_pyarrow(typed.media_type, _WITHOUT_PYARROW)
        raise NotAcceptable(
            f"Nothing that queries give fits 'Accept: {accept}'.",
            [known.media_type for known in QUERY_FORMATS],
        )
    return result, graph


def _named(name: str) -> tuple[Chosen | None, Chosen | None]:
    result = format_of_name(name, (*RESULT_FORMATS, *TABLE_FORMATS))
    graph = format_of_name(name, GRAPH_FORMATS)
    if result is None and graph is None:
        raise ParameterError(_unknown_format(name, QUERY_FORMATS))
    if result in TABLE_FORMATS and not has_pyarrow():
        raise without_pyarrow(result.media_type, _WITHOUT_PYARROW)
    return (
        Chosen.of(result) if result else None,
        Chosen.of(graph) if graph else None,
    )


def _accepted(accept: str | None, formats: Sequence[Format]) -> Chosen | None:
    try:
        return Chosen.of(*negotiate_format(accept, formats))
    except NotAcceptable:
        return None


def choose_graph_format(name: str | None, accept: str | None) -> Chosen:
    """Return the format for a graph, by its name or else by the Accept header."""
    if name is None:
        return Chosen.of(*negotiate_format(accept, GRAPH_FORMATS))
    wanted = format_of_name(name, GRAPH_FORMATS)
    if wanted is None:
        raise ParameterError(_unknown_format(name, GRAPH_FORMATS))
    return Chosen.of(wanted)


def _unknown_format(name: str, formats: tuple[Format, ...]) -> str:
    known = ", ".join(dict.fromkeys(known.name for known in formats))
    return f"The format {name!r} is not known; known are {known}."


def question_of(
    request: QueryRequest, results: Chosen | None, graphs: Chosen | None
) -> tuple[object, ...]:
    """Return what decides the bytes of an answer at one revision."""
    return (
        *(request.text, request.default_graphs, request.named_graphs, request.at, request.base),
        request.inferred,
        *(
            results and (results.format.name, results.media_type),
            graphs and (graphs.format.name, graphs.media_type),
        ),
    )


def whole_result(found: Answer, body: bytes, content_type: str) -> CachedResult:
    """Return a complete result; its entity tag is made of the hash of its bytes and its type."""
    tag = f'"{found.hash or body_hash(body)}-{zlib.crc32(content_type.encode()):08x}"'
    return CachedResult(found.revision, content_type, tag, body, found.gzipped)


@dataclass(frozen=True)
class StreamedResult:
    """A large result on its way."""

    answer: Answer
    content_type: str


def fixed_headers(content_type: str, *, gzipped: bool) -> Headers:
    """Return the headers that are the same for many results."""
    kind, encoding = (b"content-type", content_type.encode()), (b"content-encoding", b"gzip")
    fixed = [kind, (b"cache-control", b"no-cache"), VARY, (b"accept-ranges", b"bytes")]
    return [*fixed, encoding] if gzipped else fixed


def represent(result: CachedResult, *, gzip: bool) -> tuple[bytes, str, bool]:
    """Return the body and entity tag that a result is sent with, and whether it is compressed."""
    if not gzip or len(result.body) < GZIP_FROM:
        return result.body, result.etag, False
    if result.gzipped is None:
        result.gzipped = compress(result.body)
    # Another representation needs another strong entity tag.
    return result.gzipped, f'{result.etag[:-1]}-gzip"', True


class ResultHeads:
    """Makes the heads of the responses that `send_result` sends, as bytes.

    Args:
        further: headers that each of them has.
    """

    def __init__(self, further: Headers) -> None:
        self._further = further
        self._fixed: dict[tuple[str, bool], bytes] = {}

    def of(self, result: CachedResult, *, gzip: bool) -> tuple[bytes, bytes]:
        """Return the head of a response, from behind what the server itself says, and the body."""
        made = result.made.get(gzip)
        if made is None:
            body, etag, gzipped = represent(result, gzip=gzip)
            key = (result.content_type, gzipped)
            fixed = self._fixed.get(key)
            if fixed is None:
                headers = fixed_headers(result.content_type, gzipped=gzipped) + self._further
                fixed = b"".join([name + b": " + value + b"\r\n" for name, value in headers])
                self._fixed[key] = fixed
            revision, length = result.at or result.revision, len(body)
            made = (fixed + _VARIABLE % (revision, etag.encode(), length), body)
            result.made[gzip] = made
        return made


async def send_result(
    send: Send,
    result: CachedResult,
    scope: Scope,
    encoding: bytes | None,
    *,
    conditional: bool,
    head: bool,
) -> None:
    """Send a complete result or the range that is wanted, or 304 where the client has it already.

    Raises:
        PreconditionFailed: the request is for another representation only.
    """
    # A range is one of the plain bytes: clients do not decompress a part.
    plain = header(scope, b"range") is not None
    body, etag, gzipped = represent(result, gzip=takes_gzip(encoding) and not plain)
    headers = fixed_headers(result.content_type, gzipped=gzipped)
    headers.append((b"rolegraph-revision", str(result.at or result.revision).encode()))
    headers.append((b"etag", etag.encode()))
    if conditional and is_known(scope, etag):
        await answer_unchanged(send, headers[1:])
        return
    status = 200
    if plain:
        status, body, place = part_of(scope, etag, body)
        headers += [(name.lower().encode(), value.encode()) for name, value in place.items()]
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if head else body})


async def send_stream(
    send: Send, result: StreamedResult, encoding: bytes | None, *, head: bool
) -> None:
    """Send a large result as it comes.

    Where it ends early, nothing more is sent and the message is left unfinished, so that the
    server cuts the connection and the client knows.
    """
    headers: Headers = [
        (b"content-type", result.content_type.encode()),
        (b"rolegraph-revision", str(result.answer.revision).encode()),
        VARY,
    ]
    packer = zlib.compressobj(5, wbits=31) if takes_gzip(encoding) else None
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


MOST_BYTES = 64 * 2**20
"""Bytes of JSON that are made a table with types; it takes some ten times that while it is made."""


def name_for_worker(chosen: Chosen | None) -> str | None:
    """Return the name of the format that a worker is to write."""
    if chosen is None:
        return None
    return "json" if chosen.format in TABLE_FORMATS else chosen.format.name


def refuse_typed(chosen: Chosen | None) -> None:
    """Go on only with a format that a worker writes itself.

    Raises:
        NotAcceptable: it is one with types.
    """
    if chosen is not None and chosen.format in TABLE_FORMATS:
        raise NotAcceptable(f"{chosen.media_type} is not written by a worker.")


async def as_wanted(found: Answer, chosen: Chosen) -> Answer:
    """Return an answer in the format that was chosen, whole if it is one with types.

    Raises:
        ResultTooLarge: it has too many bytes for a table with types.
    """
    if chosen.format not in TABLE_FORMATS:
        return found
    body = found.body if found.stream is None else await _whole(found.stream)
    written = await asyncio.to_thread(_write, body or b"", chosen.format.media_type)
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
