"""A quick look at the log: is the head still where it was?

Most looks find that it is. So they are one small question over one plain connection of the event
loop, without a thread, a task or a future. Whatever is unusual about it is left to the client that
knows how to ask again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import httpx

from rolegraph.store.remote.endpoints.client import StoreClient
from rolegraph.store.remote.endpoints.plain_connection import PlainConnection
from rolegraph.store.remote.log.questions import (
    AskForHead,
    Question,
    protocol_of_rdf4j,
    question_for,
)

_CLOSED = {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}

Wanted = tuple[int, str]
_NEVER: Wanted = -1, ""
Tell = Callable[[bool | None], None]
"""Takes what a look has found: whether the head is there, or None where that is not known."""


class QuickLook:
    """Asks where the head is; httpx takes four times the processor time for this.

    All calls come from one event loop, and each after the one before has been told.

    Args:
        client: the store; its addresses and credentials are used.
    """

    def __init__(self, client: StoreClient) -> None:
        self._client = client
        self._address: str | None = None
        self._host, self._port = "", 0
        self._behind, self._seconds = b"", 0.0
        self._question: Question | None = None
        self._connection: PlainConnection | None = None
        self._asked: tuple[int, str] = _NEVER
        self._request = b""
        self._tell: Tell | None = None
        self._preparing: asyncio.Task[None] | None = None

    def ask(self, revision: int, tell: Tell, lease: str = "") -> None:
        """Look whether the head is settled at a revision.

        Args:
            revision: the revision.
            tell: called once, later.
            lease: the object of a mark that has to be there as well; none where empty.
        """
        wanted = revision, lease
        if self._client.addresses.query != self._address:
            self.close()
            self._turn_to(self._client.addresses.query)
        connection, question = self._connection, self._question
        if not self._host:
            asyncio.get_running_loop().call_soon(tell, None)
        elif connection is None or not connection.open or question is None:
            self._preparing = asyncio.ensure_future(self._prepare(wanted, tell))
        else:
            self._send(connection, question, wanted, tell)

    def doubt(self) -> None:
        """Ask by SPARQL from now on: what the last look found was not so."""
        if self._address is not None and not isinstance(self._question, AskForHead):
            self._question, self._asked = AskForHead(self._address), _NEVER

    def close(self) -> None:
        """Close the connection."""
        if self._preparing is not None:
            self._preparing.cancel()
        if self._connection is not None:
            self._connection.close()
        self._connection = self._address = self._question = self._preparing = None

    def _send(
        self, connection: PlainConnection, question: Question, wanted: Wanted, tell: Tell
    ) -> None:
        if wanted != self._asked:  # most often it is the same text as before
            self._asked = wanted
            self._request = self._get(question.target(*wanted), question.accept)
        self._tell = tell
        connection.ask(self._request, self._seconds, self._answered)

    def _answered(self, status: int, body: bytes | None) -> None:
        tell, self._tell = self._tell, None
        if tell is None or self._question is None:  # closed meanwhile
            if tell is not None:
                tell(None)
        elif body is None or status != httpx.codes.OK:
            if self._connection is not None:
                self._connection.close()
            if status in _CLOSED:  # to who does not sign, which only the other client can
                self._host = ""
            tell(None)
        else:
            tell(self._question.says_yes(body, *self._asked))

    async def _prepare(self, wanted: Wanted, tell: Tell) -> None:
        """Connect, find out how this engine is asked, and ask it."""
        address = self._address
        assert address is not None  # noqa: S101 - `ask` has turned to one
        try:
            async with asyncio.timeout(self._seconds):
                connection = await self._connect()
                if self._question is None:
                    protocol = protocol_of_rdf4j(address)
                    said = None
                    if protocol is not None:
                        said = await self._read(connection, protocol)
                        if not connection.open:
                            connection = await self._connect()
                    self._question, self._asked = question_for(address, said), _NEVER
        except OSError:  # `TimeoutError` is one as well
            if self._connection is not None:
                self._connection.close()
            tell(None)
            return
        except asyncio.CancelledError:
            tell(None)
            raise
        self._send(connection, self._question, wanted, tell)

    async def _connect(self) -> PlainConnection:
        loop = asyncio.get_running_loop()
        made = await loop.create_connection(PlainConnection, self._host, self._port)
        self._connection = made[1]
        return made[1]

    async def _read(self, connection: PlainConnection, target: str) -> bytes | None:
        """Return what is at a target, None where that is no good answer.

        Raises:
            OSError: there is no answer.
        """
        answer: asyncio.Future[tuple[int, bytes | None]]
        answer = asyncio.get_running_loop().create_future()

        def answered(status: int, body: bytes | None) -> None:
            if not answer.done():
                answer.set_result((status, body))

        connection.ask(self._get(target, "text/plain"), self._seconds, answered)
        status, body = await answer
        if body is None:
            raise ConnectionResetError
        return body if status == httpx.codes.OK else None

    def _get(self, target: str, accept: str) -> bytes:
        # What stands between must not answer for the store.
        return (
            f"GET {target} HTTP/1.1\r\nAccept: {accept}\r\nCache-Control: no-cache\r\n".encode()
            + self._behind
        )

    def _turn_to(self, address: str) -> None:
        """Be ready to ask an address, unless only the other client can."""
        self._address, self._host, self._question = address, "", None
        self._seconds = self._client.limits.connect or 0.0
        url, given = httpx.URL(address), self._client.credentials
        if url.scheme != "http":
            return
        self._host, self._port = url.host, url.port or 80
        request = httpx.Request("GET", address)
        # Digest begins without credentials as well, and most often nobody asks for them.
        if given is not None and not isinstance(given, httpx.DigestAuth):
            request = next(given.auth_flow(request))
        lines = [
            b"%s: %s\r\n" % (name, value)
            for name, value in request.headers.raw
            if name.lower() in (b"host", b"authorization")
        ]
        self._behind = b"".join(lines) + b"\r\n"
