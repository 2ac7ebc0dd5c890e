"""Asks the engine of a remote store what users ask, without waiting in a thread."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import IO, cast

import httpx

from rolegraph.errors import (
    QueryTimeout,
    ResultTooLarge,
    StoreTimeout,
    StoreUnavailable,
)
from rolegraph.store.remote.endpoints.client import StoreClient, check_answer, failure_of
from rolegraph.store.remote.endpoints.results import JSON, check_whole, no_room

TURTLE = "text/turtle"
_CHUNK = 2**16
IN_MEMORY = 2**20
_SHORTENED = "S1TAT"
"""SQLSTATE by which Virtuoso says that it gave what it had when the time was up."""


@dataclass(frozen=True)
class RemoteQuestion:
    """A query with its dataset; None leaves that to the query.

    Attributes:
        text: the query.
        graph: whether it gives an RDF graph.
        default_graphs: IRIs of the graphs that make up the default graph.
        named_graphs: IRIs of the named graphs.
    """

    text: str
    graph: bool
    default_graphs: Sequence[str] | None
    named_graphs: Sequence[str] | None


class AsyncStoreClient:
    """Sends queries of users; shares the circuit breaker with the other client.

    Args:
        client: the other client of the store.
        seconds: how long an answer may take, from the first byte to the last.
        limit: bytes that an answer may have.
    """

    def __init__(self, client: StoreClient, seconds: float, limit: int) -> None:
        self._client, self._seconds, self._limit = client, seconds, limit
        timeout = httpx.Timeout(seconds + 1, connect=client.limits.connect)
        self._http = httpx.AsyncClient(auth=client.credentials, timeout=timeout, trust_env=False)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    @asynccontextmanager
    async def ask(self, question: RemoteQuestion) -> AsyncIterator[IO[bytes]]:
        """Give the answer as a file: JSON results, or Turtle.

        Raises:
            QueryTimeout: it took too long.
            ResultTooLarge: it has too many bytes, or the engine has left rows out.
            QueryResourceLimit: the disk has no room for it.
            StoreRefusal: the engine does not take the query.
            StoreError: the store fails.
        """
        self._client.breaker.check()
        with _room() as body:
            try:
                async with asyncio.timeout(self._seconds):
                    await self._fetch_from_any(question, body)
            except TimeoutError:
                raise QueryTimeout(self._seconds) from None
            except (httpx.ReadTimeout, StoreTimeout):
                raise QueryTimeout(self._seconds) from None
            self._client.breaker.succeeded()
            self._client.engines.worked()
            body.seek(0)
            yield body

    async def _fetch_from_any(self, question: RemoteQuestion, body: IO[bytes]) -> None:
        while True:
            engine = self._client.addresses
            try:
                return await self._fetch(engine.query, question, body)
            except httpx.ReadTimeout:
                raise
            except httpx.HTTPError as error:
                if not self._client.failed(engine):
                    raise failure_of(error) from None
            except StoreUnavailable:
                if not self._client.failed(engine):
                    raise
            body.seek(0)
            body.truncate()

    async def _fetch(self, address: str, question: RemoteQuestion, body: IO[bytes]) -> None:
        form: dict[str, str | Sequence[str]] = {"query": question.text}
        if question.default_graphs is not None:
            form["default-graph-uri"] = question.default_graphs
        if question.named_graphs is not None:
            form["named-graph-uri"] = question.named_graphs
        if self._client.is_virtuoso:
            form["timeout"] = str(int(self._seconds * 1000))
        accept = {"Accept": TURTLE if question.graph else JSON}
        size = 0
        async with self._http.stream("POST", address, data=form, headers=accept) as answer:
            if answer.is_error:
                await answer.aread()
                check_answer(answer.status_code, answer.text)
            if _SHORTENED in answer.headers.get("x-sql-state", ""):
                raise QueryTimeout(self._seconds)
            check_whole(answer.headers)
            async for part in answer.aiter_bytes(_CHUNK):
                size += len(part)
                if size > self._limit:
                    raise ResultTooLarge(
                        f"The result has more than {self._limit} bytes; add a LIMIT or ask for "
                        "less."
                    )
                body.write(part)


@contextmanager
def _room() -> Iterator[IO[bytes]]:
    """Give a file for a result, in memory while it is small.

    Raises:
        QueryResourceLimit: the disk takes no more.
    """
    try:
        with room() as body:
            yield body
    except TimeoutError:  # is an OSError as well
        raise
    except OSError as error:
        raise no_room(error) from error


def room() -> IO[bytes]:
    """Return a file for a result, in memory while it is small; to be closed."""
    return cast("IO[bytes]", tempfile.SpooledTemporaryFile(IN_MEMORY))
