"""Results of queries: kept while their revision lasts, and put to clients.

That is the entity tag, compression, the range that is wanted, and the stream of a large one.
Workers write SPARQL results only: they are confined, and hold little. So a result that is wanted
as a table with types (Arrow, Parquet) is asked for as JSON and written anew here, on a thread.
"""

from __future__ import annotations

import asyncio
import math
import zlib
from collections.abc import AsyncIterator, Hashable
from dataclasses import dataclass, field, replace
from operator import attrgetter

from cachetools import LRUCache
from starlette.types import Scope, Send

from rolegraph.api.operations.answer_cache import SHORTCUT_BYTES
from rolegraph.api.sparql.request import Chosen
from rolegraph.errors import NotAcceptable, ResultTooLarge, RolegraphError
from rolegraph.http.accept import takes_gzip
from rolegraph.http.answers import answer_unchanged, part_of
from rolegraph.http.conditions import is_known
from rolegraph.http.request import Headers, header
from rolegraph.http.tables.solutions import table_of_results
from rolegraph.http.tables.writers import write_table
from rolegraph.rdf.media import TABLE_FORMATS
from rolegraph.store.workers.messages.job import GZIP_FROM, VARIABLE, Answer, body_hash, compress

VARY = (b"vary", b"Accept, Accept-Encoding")

QUICK = 0.005
"""Seconds below which a result is made in a moment."""
_PLACES = 2**17


@dataclass(slots=True)
class CachedResult:
    """A complete result, ready to be sent.

    Attributes:
        revision: the revision it was computed at.
        content_type: its Content-Type.
        etag: its strong entity tag, with quotation marks.
        body: the bytes.
        gzipped: the bytes compressed; made when first asked for.
        at: the earlier revision that it is about, where it was asked for one.
        made: the heads and bodies of answers made of it before, by whether they are compressed.
    """

    revision: int
    content_type: str
    etag: str
    body: bytes
    gzipped: bytes | None = None
    at: int | None = None
    made: dict[bool, tuple[bytes, bytes]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes held."""
        # What is compressed later counts from the start, by its usual share.
        return len(self.body) + len(self.body) // 4 + 1024


class _Marks:
    """Tells what was noted before, in one byte for each.

    A place holds one mark, and the last one noted stays. So something may be forgotten, and one in
    255 that were never noted counts as noted.
    """

    def __init__(self) -> None:
        self._marks = bytearray(_PLACES)

    def note(self, what: Hashable) -> bool:
        """Note something; return whether it was noted before."""
        number = hash(what)
        place, mark = number % _PLACES, number // _PLACES % 255 + 1
        before = self._marks[place]
        self._marks[place] = mark
        return before == mark


class ResultCache:
    """Results of one revision under a bound of bytes; the least recently used goes first.

    A result may be found under its question (text, dataset, formats) and, faster, under the exact
    request it was asked with. What is made in a moment is kept from its second time on.

    Args:
        limit: bytes; 0 keeps nothing.
    """

    def __init__(self, limit: int) -> None:
        self._results: LRUCache[Hashable, CachedResult] = LRUCache(limit, attrgetter("size"))
        self._shortcuts: dict[Hashable, tuple[Hashable, bool]] = {}
        self._put_before = _Marks()
        self._revision = -1
        self.hits = 0
        self.misses = 0

    def get(self, question: Hashable, revision: int) -> CachedResult | None:
        """Return the result of a question at a revision, or None."""
        if revision != self._revision:
            self._reset(revision)
        found = self._results.get(question)
        if found is None:
            self.misses += 1
            return None
        self.hits += 1
        return found

    def get_by_request(self, request: Hashable, revision: int) -> tuple[CachedResult, bool] | None:
        """Return the result that the same request had at this revision, or None.

        With it comes what the request was linked with: whether its sender takes gzip.
        """
        if revision != self._revision:
            return None
        link = self._shortcuts.get(request)
        if link is None:
            return None
        question, gzip = link
        found = self._results.get(question)
        if found is None:
            return None
        self.hits += 1
        return found, gzip

    def put(self, question: Hashable, result: CachedResult, *, seconds: float = math.inf) -> bool:
        """Keep a result, unless a newer revision came meanwhile or it is too large.

        Args:
            question: what was asked.
            result: the result.
            seconds: how long it took to make. Where that was a moment, it is kept only if it was
                put before, at whatever revision: most questions are asked once, and would drive
                out others.

        Returns:
            Whether it is kept.
        """
        if seconds < QUICK and not self._put_before.note(question):
            return False
        if result.size > self.largest:
            return False
        if result.revision > self._revision:
            self._reset(result.revision)
        if result.revision != self._revision:
            return False
        self._results[question] = result
        return True

    def link(
        self, request: Hashable, length: int, question: Hashable, *, gzip: bool = False
    ) -> None:
        """Find a question's result under a request from now on.

        Args:
            request: the request as it came.
            length: its bytes; long ones are not remembered.
            question: what it asks.
            gzip: whether its sender takes gzip.
        """
        if length > SHORTCUT_BYTES:
            return
        if len(self._shortcuts) >= 4 * max(len(self._results), 256):
            self._shortcuts.clear()
        self._shortcuts[request] = (question, gzip)

    def __len__(self) -> int:
        return len(self._results)

    @property
    def largest(self) -> int:
        """Bytes beyond which a result is not kept."""
        return int(self._results.maxsize) // 4

    @property
    def size(self) -> int:
        """Bytes held."""
        return int(self._results.currsize)

    def _reset(self, revision: int) -> None:
        self._results.clear()
        self._shortcuts.clear()
        self._revision = revision


def whole_result(found: Answer, body: bytes, content_type: str) -> CachedResult:
    """Return a complete result; its entity tag is made of the hash of its bytes and its type."""
    tag = f'"{found.hash or body_hash(body)}-{tag_of_type(content_type)}"'
    return CachedResult(found.revision, content_type, tag, body, found.gzipped)


def tag_of_type(content_type: str) -> str:
    """Return what the entity tags of a type have in common."""
    return f"{zlib.crc32(content_type.encode()):08x}"


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

    def fixed(self, content_type: str, gzipped: bool) -> bytes:
        """Return the lines that are the same for all results of a type."""
        headers = fixed_headers(content_type, gzipped=gzipped) + self._further
        fixed = b"".join([name + b": " + value + b"\r\n" for name, value in headers])
        self._fixed[content_type, gzipped] = fixed
        return fixed

    def of(self, result: CachedResult, *, gzip: bool) -> tuple[bytes, bytes]:
        """Return the head of a response, from behind what the server itself says, and the body."""
        made = result.made.get(gzip)
        if made is None:
            body, etag, gzipped = represent(result, gzip=gzip)
            key = (result.content_type, gzipped)
            fixed = self._fixed.get(key) or self.fixed(*key)
            revision, length = result.at or result.revision, len(body)
            made = (fixed + VARIABLE % (revision, etag.encode(), length), body)
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
