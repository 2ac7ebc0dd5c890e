"""The HTTP protocol with limits: what no client may take of the server, whoever it is.

uvicorn has a limit on idle connections after an answer, and none on headers, bodies or clients
that say nothing. Here is counted what comes, and `EndingServer` has every connection look at the
clock twice a second, which costs a request nothing.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import httptools
import structlog

from rolegraph.http.front import is_host
from rolegraph.http.problems import MEDIA_TYPE, TYPES
from rolegraph.http.request import ALWAYS
from rolegraph.server.gathering import GatheringProtocol
from rolegraph.server.limits import ConnectionLimits

_SLACK = 4096
"""Bytes that a head on its way may have beyond its limits: its first line, and blanks."""
_LINGER = 2.0
"""Seconds that a refused client may take to read why, before its connection is cut."""
_log = structlog.get_logger(__name__)

Note = Callable[[int, str, float], str]
"""Counts and logs a refusal by status, client and beginning, and returns the request's name."""


class Crowd:
    """Tells once that connections are refused, and how many were, not for each of them.

    Args:
        most: connections at once.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._refused = 0

    def refuse(self) -> None:
        """Note that a connection is refused."""
        if not self._refused:
            _log.warning("server.connections_full", limit=self.most)
        self._refused += 1

    def look(self, present: int) -> None:
        """Note how many connections there are."""
        if self._refused and present < self.most:
            _log.warning("server.connections_free_again", refused=self._refused)
            self._refused = 0


class LimitedProtocol(GatheringProtocol):
    """uvicorn's protocol with limits.

    Args:
        limits: what a connection may take.
        crowd: is told of connections beyond the limit; shared by all.
        note: counts and logs a refusal.
        options: of uvicorn.
    """

    def __init__(
        self, *, limits: ConnectionLimits, crowd: Crowd, note: Note, **options: Any
    ) -> None:
        super().__init__(**options)
        self._limits, self._crowd, self._note = limits, crowd, note
        self._in_head = self._in_body = self._refused = False
        self._heads = self._head_bytes = self._size = self._count = self._came = 0
        self._due: float | None = None
        self._stuck: float | None = None
        self._peer_name = ""

    # What uvicorn calls

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request, or refuse a connection beyond the limit."""
        present = len(self.connections)
        super().connection_made(transport)
        self._peer_name = str(self.client[0]) if self.client else "local"
        self._due = self.loop.time() + self._limits.header_timeout
        if present < self._limits.connections:
            return
        self._crowd.refuse()
        if present > 2 * self._limits.connections:  # too many to tell each of them why
            self._refused = True
            transport.abort()
            return
        self._refuse(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "busy",
            "The service has as many connections as it takes; try again later.",
            retry_after=5,
            quietly=True,
        )

    def data_received(self, data: bytes) -> None:
        """Have the parser read what came, within the limits."""
        if self._refused:
            return
        before = self._heads
        super().data_received(data)
        if self._in_head and not self._refused:
            self._head_bytes += len(data)
            if self._head_bytes - len(self.url) > self._limits.header_bytes + _SLACK:
                self._refuse_headers(f"more than {self._limits.header_bytes} bytes")
        elif before == self._heads and self._due is None and self._is_waiting():
            # Empty lines between requests are no request yet, and are no reason to stay.
            self._due = self.loop.time() + self._limits.header_timeout

    def _is_waiting(self) -> bool:
        """Tell whether nothing is under way: no body comes, and no answer is worked out."""
        return not self._in_body and (self.cycle is None or self.cycle.response_complete)

    def on_message_begin(self) -> None:
        """Begin to count a head."""
        if self._refused:
            return
        self._in_head = True
        self._heads += 1
        self._head_bytes = self._size = self._count = 0
        if self._due is None:
            self._due = self.loop.time() + self._limits.header_timeout
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """Count the address."""
        if self._refused:
            return
        super().on_url(url)
        if len(self.url) > self._limits.target_bytes:
            self._refuse(
                HTTPStatus.REQUEST_URI_TOO_LONG,
                "address-too-long",
                f"The address has more than {self._limits.target_bytes} bytes. Send a long query "
                "by POST.",
            )

    def on_header(self, name: bytes, value: bytes) -> None:
        """Count a header."""
        if self._refused:
            return
        self._count += 1
        self._size += len(name) + len(value) + 4  # with ": " and the end of the line
        if self._count > self._limits.header_count:
            self._refuse_headers(f"more than {self._limits.header_count} lines")
        elif self._size > self._limits.header_bytes:
            self._refuse_headers(f"more than {self._limits.header_bytes} bytes")
        else:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Begin to count a body."""
        if self._refused:
            return
        fault = self._fault_of_host()
        if fault:
            self._refuse(HTTPStatus.BAD_REQUEST, "bad-request", fault)
            return
        self._in_head, self._in_body, self._came = False, True, 0
        self._due = self.loop.time() + self._limits.body_timeout
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Count a piece of a body."""
        if not self._refused:
            self._came += len(body)
            super().on_body(body)

    def on_message_complete(self) -> None:
        """End the count of a body."""
        if not self._refused:
            self._in_body, self._due = False, None
            super().on_message_complete()

    def on_response_complete(self) -> None:
        """Do not wait long for the rest of a body that is answered already."""
        if self._in_body and not self.pipeline:
            self._due = self.loop.time() + _LINGER
        super().on_response_complete()

    def pause_writing(self) -> None:
        """Note since when the client takes nothing."""
        self._stuck = self.loop.time()
        super().pause_writing()

    def resume_writing(self) -> None:
        """Note that it goes on."""
        self._stuck = None
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP."""
        self._refuse(HTTPStatus.BAD_REQUEST, "bad-request", f"{msg} It is no HTTP/1.1.")

    # What the clock calls

    def look_at_the_clock(self, now: float) -> None:
        """End the connection where its time is over.

        Args:
            now: the time of the event loop.
        """
        if self._stuck is not None and now - self._stuck > self._limits.write_timeout:
            self.transport.abort()
            return
        if self._due is None or now < self._due:
            return
        if self._refused or (not self._in_head and not self._in_body):
            self.transport.close()
        elif self._in_head:
            self._refuse(
                HTTPStatus.REQUEST_TIMEOUT,
                "request-timeout",
                f"The headers were not there after {self._limits.header_timeout:g} seconds.",
            )
        else:
            self._look_at_the_body(now)

    def _look_at_the_body(self, now: float) -> None:
        limits = self._limits
        if self.cycle.response_complete:
            self.transport.close()
        elif self.flow.read_paused or self._came >= limits.body_timeout * limits.body_rate:
            self._came, self._due = 0, now + limits.body_timeout
        else:
            cycle = self.cycle
            cycle.disconnected = True  # so that the application stops waiting for the rest
            cycle.message_event.set()
            if cycle.response_started:
                self.transport.close()
                return
            cycle.response_complete = True
            self._refuse(
                HTTPStatus.REQUEST_TIMEOUT,
                "request-timeout",
                f"The body came too slowly: fewer than {limits.body_rate} bytes a second for "
                f"{limits.body_timeout:g} seconds.",
            )

    # Refusals

    def _fault_of_host(self) -> str | None:
        """Say what is wrong with the Host header (RFC 9112, 3.2); None where it is well."""
        hosts = [value for name, value in self.headers if name == b"host"]
        if len(hosts) > 1:
            return f"The request has {len(hosts)} Host headers; send exactly one."
        if not hosts:
            return None if self.parser.get_http_version() == "1.0" else "Send a Host header."
        if not is_host(hosts[0].decode("latin-1")):
            return "The Host header is no host name."
        if self.url.startswith(b"/"):
            return None
        host, port = _authority(self.url)
        if host and hosts[0].lower() not in {host, host + b":" + port, host + b":80"}:
            return "The address of the request and its Host header name different hosts."
        return None

    def _refuse_headers(self, what: str) -> None:
        self._refuse(
            HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
            "headers-too-large",
            f"The headers of the request have {what}.",
        )

    def _refuse(
        self,
        status: HTTPStatus,
        kind: str,
        detail: str,
        *,
        retry_after: int | None = None,
        quietly: bool = False,
    ) -> None:
        """Answer with a problem document, read nothing more, and end the connection soon."""
        self._refused = True
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.keep_alive = False  # an earlier answer is under way; it is the last one
            return
        self._unset_keepalive_if_required()
        self._due = self.loop.time() + _LINGER
        name = "" if quietly else self._note(status, self._peer_name, 0.0)
        document = {
            "type": TYPES + kind,
            "title": status.phrase,
            "status": status.value,
            "detail": detail,
            **({"requestId": name} if name else {}),
        }
        body = json.dumps(document, ensure_ascii=False).encode()
        headers = [
            *self.server_state.default_headers,
            (b"content-type", MEDIA_TYPE.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"),
            (b"connection", b"close"),
            *ALWAYS,
            *([(b"x-request-id", name.encode())] if name else []),
            *([(b"retry-after", str(retry_after).encode())] if retry_after else []),
        ]
        lines = b"".join([key + b": " + value + b"\r\n" for key, value in headers])
        start = f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode()
        self.transport.finish(start + lines + b"\r\n" + body)  # type: ignore[attr-defined]


def _authority(target: bytes) -> tuple[bytes, bytes]:
    """Return host and port of a target in absolute form; empty where it is of another form."""
    try:
        parsed = httptools.parse_url(target)
    except httptools.HttpParserInvalidURLError:
        return b"", b""
    host = parsed.host or b""
    return host.lower(), str(parsed.port or 80).encode()
