"""Requests plain enough to be answered without the ASGI application.

Plain is a GET or POST of `/sparql` that came in one piece, over HTTP/1.1, on a connection that
stays open, with headers that are all known here. Everything else is left to the server's parser
and the application. Header blocks hardly differ between the requests of one client, so each is
read once, by the same parser that the server uses, and looked up afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass

import httptools

from rolegraph.http.front import AllowedHosts
from rolegraph.http.proxies import FORWARDED_FOR
from rolegraph.http.request import text_of
from rolegraph.server.limits import ConnectionLimits
from rolegraph.store.workers.lent.terms import IN_QUERY

PATH = "/sparql"
_GET, _POST = f"GET {PATH}?".encode(), f"POST {PATH} HTTP/1.1\r\n".encode()
_VERSION = b" HTTP/1.1"
_IGNORED = frozenset(
    {b"user-agent", b"accept-language", b"cache-control", b"pragma", b"referer", b"cookie"}
    | {b"dnt", b"priority", b"upgrade-insecure-requests", b"sec-gpc"}
    | {b"sec-fetch-dest", b"sec-fetch-mode", b"sec-fetch-site", b"sec-fetch-user"}
    | {b"sec-ch-ua", b"sec-ch-ua-mobile", b"sec-ch-ua-platform"}
    | {b"x-forwarded-proto", b"x-forwarded-host", b"x-forwarded-port", b"x-real-ip", b"via"}
)
"""Headers that change nothing about the answer to a query where anybody may read."""
_READ = frozenset({b"accept", b"accept-encoding", b"connection", b"content-length"}) | {
    b"content-type",
    b"host",
    b"authorization",
    FORWARDED_FOR,
}
_BLOCK_LIMIT, _KNOWN_LIMIT = 4096, 512


@dataclass(frozen=True, slots=True)
class RequestHead:
    """What a header block says.

    Attributes:
        accept, encoding, content_type, forwarded_for: the values of these headers, None where they
            are missing.
        length: of the body; None where none is told.
        authorization: who the log names; it decides nothing where anybody may read.
    """

    accept: bytes | None
    encoding: bytes | None
    content_type: bytes | None
    forwarded_for: bytes | None
    length: int | None
    authorization: str | None


@dataclass(slots=True)
class PlainRequest:
    """A plain request.

    Attributes:
        method: GET or POST.
        query_string: the undecoded query part of the target.
        body: the body, as sent.
        head: its headers.
    """

    method: str
    query_string: bytes
    body: bytes
    head: RequestHead


class PlainRequests:
    """Tells plain requests from others.

    Args:
        hosts: the names that the service answers to.
        limits: what is beyond them is not plain.
    """

    def __init__(self, hosts: AllowedHosts, limits: ConnectionLimits) -> None:
        self._hosts, self._limits = hosts, limits
        self._longest = min(_BLOCK_LIMIT, limits.header_bytes)
        self._heads: dict[bytes, RequestHead | None] = {}

    def read(self, data: bytes) -> PlainRequest | None:
        """Return the one request that `data` is, or None where it is not plain."""
        line_end = data.find(b"\r\n")
        body = data.find(b"\r\n\r\n", max(line_end, 0)) + 4
        if line_end < 0 or body < 4 or line_end > self._limits.target_bytes:  # noqa: PLR2004 - not found
            return None
        if data.startswith(_GET):
            if not data.endswith(_VERSION, 0, line_end):
                return None
            query_string = data[len(_GET) : line_end - len(_VERSION)]
            if query_string.translate(None, IN_QUERY):
                return None
            method, length = "GET", None
        elif data.startswith(_POST):
            method, query_string, length = "POST", b"", len(data) - body
        else:
            return None
        head = self._head(data[line_end + 2 : body])
        if head is None or head.length != length or (length is None and body != len(data)):
            return None
        return PlainRequest(method, query_string, data[body:], head)

    @staticmethod
    def block(data: bytes) -> bytes:
        """Return the header block of a plain request, with the empty line at its end."""
        start = data.find(b"\r\n") + 2
        return data[start : data.find(b"\r\n\r\n", start - 2) + 4]

    def _head(self, block: bytes) -> RequestHead | None:
        if block in self._heads:
            return self._heads[block]
        if len(block) > self._longest:
            return None
        if len(self._heads) >= _KNOWN_LIMIT:
            self._heads.clear()
        head = self._heads[block] = _Block(self._hosts, self._limits.header_count).read(block)
        return head


class _Block:
    """Reads one header block; the parser calls the methods named `on_…`."""

    def __init__(self, hosts: AllowedHosts, most: int) -> None:
        self._hosts, self._most, self._count = hosts, most, 0
        self._found: dict[bytes, bytes] = {}
        self._plain, self._stays_open = True, False
        self._parser = httptools.HttpRequestParser(self)

    def read(self, block: bytes) -> RequestHead | None:
        try:
            self._parser.feed_data(b"POST / HTTP/1.1\r\n" + block)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            return None
        host = self._found.get(b"host")
        if not (self._plain and self._stays_open) or host is None or self._count > self._most:
            return None
        if not self._hosts.allows(host.decode("latin-1")):
            return None
        length = self._found.get(b"content-length")
        return RequestHead(
            self._found.get(b"accept"),
            self._found.get(b"accept-encoding"),
            self._found.get(b"content-type"),
            self._found.get(FORWARDED_FOR),
            None if length is None else int(length),
            text_of(self._found.get(b"authorization")),
        )

    def on_header(self, name: bytes, value: bytes) -> None:
        self._count += 1
        name = name.lower()
        if name in _IGNORED:
            return
        if name not in _READ or name in self._found:
            self._plain = False
        self._found[name] = value

    def on_headers_complete(self) -> None:
        self._stays_open = self._parser.should_keep_alive()
