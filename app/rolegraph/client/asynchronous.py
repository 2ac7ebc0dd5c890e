"""The same client for asyncio: its methods are awaited, and its iterators read with `async for`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Any, Self, TypeVar, Unpack

import httpx

from rolegraph.client import requests
from rolegraph.client.documents import AsyncDocumentsClient
from rolegraph.client.events import FeedReader, feed_options
from rolegraph.client.failures import error_of
from rolegraph.client.model import Resource, ResourcePage, Rows
from rolegraph.client.proposals import AsyncProposalsClient
from rolegraph.client.requests import (
    ApiRequest,
    JsonObjects,
    Named,
    Parameters,
    Writing,
    WritingOptions,
)
from rolegraph.client.transport import TIMEOUT, options_of, sent, unanswered
from rolegraph.errors import ParameterError

T = TypeVar("T")


class AsyncClient:
    """A service by its address, for asyncio.

    The methods are those of `Client`.

    Args:
        url: its address, such as `https://roles.example.org/`.
        token: what it gives its writers, and where reading is closed its readers.
        timeout: seconds that an answer may take to begin.
        headers: further headers of each request.
        transport: how requests travel; another one in tests.

    Raises:
        InputError: the address is none.

    Every method raises `StoreError` where the service cannot be reached, `AnswerLost` where a write
    was sent and its answer did not come, and otherwise the error that the service tells of. Its
    `problem` is the problem document.
    """

    def __init__(
        self,
        url: str,
        token: str | None = None,
        *,
        timeout: float = TIMEOUT,
        headers: Mapping[str, str] | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        options = options_of(url, token, timeout, headers)
        self.url: str = options["base_url"]
        self._http = httpx.AsyncClient(transport=transport, **options)
        self.proposals = AsyncProposalsClient(self.send)
        self.documents = AsyncDocumentsClient(self.send)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """End its connections."""
        await self._http.aclose()

    async def send(self, request: ApiRequest[T]) -> T:
        """Send a request and return what its answer means."""
        return request.read(await self.answer(request))

    async def answer(self, request: ApiRequest[Any]) -> httpx.Response:
        """Send a request and return the answer as it came, if it is a success."""
        try:
            answer = await self._http.request(**sent(request))
        except httpx.HTTPError as error:
            raise unanswered(error, self.url, may_change=request.may_change) from error
        if not answer.is_success:
            raise error_of(answer)
        return answer

    async def follow(self, after: int | None = None) -> AsyncIterator[dict[str, Any]]:
        """Yield commits as they happen, for ever; a broken connection is taken up again.

        Args:
            after: the revision behind which to begin; by default the present one.

        Raises:
            RolegraphError: the service refuses; or it cannot be reached at the first try.
        """
        reader = FeedReader(after)
        while True:
            try:
                async with self._http.stream("GET", **feed_options(reader)) as answer:
                    if not answer.is_success:
                        await answer.aread()
                        raise error_of(answer)
                    async for line in answer.aiter_lines():
                        event = reader.feed(line)
                        if event is not None:
                            yield event
            except httpx.HTTPError as error:
                if not reader.stood:
                    raise unanswered(error, self.url, may_change=False) from error
            await asyncio.sleep(reader.pause)

    async def get(self, thing: Named, **shape: Any) -> Resource:
        """As `Client.get`."""
        return await self.send(requests.get(thing, shape))

    async def list(
        self, plural: str, *, limit: int = 100, cursor: str | None = None, **shape: Any
    ) -> ResourcePage:
        """As `Client.list`."""
        return await self.send(requests.page(plural, limit, cursor, shape))

    async def iterate(
        self, plural: str, *, limit: int = 100, **shape: Any
    ) -> AsyncIterator[Resource]:
        """As `Client.iterate`."""
        cursor = None
        while True:
            page = await self.list(plural, limit=limit, cursor=cursor, **shape)
            for item in page.items:
                yield item
            cursor = page.cursor
            if cursor is None:
                return

    async def create(
        self, plural: str, body: Parameters, **how: Unpack[WritingOptions]
    ) -> Resource:
        """As `Client.create`."""
        return await self.send(requests.create(plural, body, Writing(**how)))

    async def replace(
        self,
        thing: Named,
        body: Parameters | None = None,
        *,
        etag: str | None = None,
        **how: Unpack[WritingOptions],
    ) -> Resource:
        """As `Client.replace`."""
        fields = body if body is not None else thing
        if isinstance(fields, str):
            raise ParameterError("replace needs the fields of the thing, as its body.")
        return await self.send(requests.replace(thing, fields, etag, Writing(**how)))

    async def patch(
        self,
        thing: Named,
        body: Parameters,
        *,
        etag: str | None = None,
        **how: Unpack[WritingOptions],
    ) -> Resource:
        """As `Client.patch`."""
        return await self.send(requests.patch(thing, body, etag, Writing(**how)))

    async def delete(
        self, thing: Named, *, etag: str | None = None, **how: Unpack[WritingOptions]
    ) -> Resource:
        """As `Client.delete`."""
        return await self.send(requests.delete(thing, etag, Writing(**how)))

    async def batch(
        self, operations: Iterable[Parameters], **how: Unpack[WritingOptions]
    ) -> Resource:
        """As `Client.batch`."""
        return await self.send(requests.batch(operations, Writing(**how)))

    async def propose(
        self, operations: Iterable[Parameters], *, confirm: Iterable[str] = ()
    ) -> Resource:
        """As `Client.propose`."""
        return await self.batch(operations, dry_run=True, confirm=confirm)

    async def search(self, query: str, /, **params: Any) -> dict[str, Any]:
        """As `Client.search`."""
        return await self.send(requests.search(query, params))

    async def questions(self) -> JsonObjects:
        """As `Client.questions`."""
        return await self.send(requests.questions())

    async def question(self, name: str, /, **values: Any) -> Rows:
        """As `Client.question`."""
        return await self.send(requests.question(name, values))

    async def select(self, query: str) -> Rows:
        """As `Client.select`."""
        return await self.send(requests.select(query))

    async def ask(self, query: str) -> bool:
        """As `Client.ask`."""
        return await self.send(requests.ask(query))

    async def construct(self, query: str, media_type: str = "text/turtle") -> str:
        """Run CONSTRUCT or DESCRIBE and return RDF as text."""
        return await self.send(requests.construct(query, media_type))

    async def rule(self, name: str) -> dict[str, Any]:
        """As `Client.rule`."""
        return await self.send(requests.rule(name))

    async def sources(self, *things: str) -> JsonObjects:
        """As `Client.sources`."""
        return await self.send(requests.sources(things))

    async def validate(
        self, text: str, media_type: str = "text/turtle", **params: Any
    ) -> dict[str, Any]:
        """As `Client.validate`."""
        return await self.send(requests.validate(text, media_type, params))

    async def read_document(self, name: str, content: bytes) -> dict[str, Any]:
        """As `Client.read_document`."""
        answer = await self.send(requests.read_document(name, content, requests.JSON))
        return requests.json_of(answer)

    async def document_catalogue(self, name: str, content: bytes) -> bytes:
        """As `Client.document_catalogue`."""
        return (await self.send(requests.read_document(name, content, requests.ZIP))).content

    async def changes(self, limit: int = 100, cursor: int | None = None) -> dict[str, Any]:
        """As `Client.changes`."""
        return await self.send(requests.changes(limit, cursor))

    async def change(self, revision: int) -> dict[str, Any]:
        """As `Client.change`."""
        return await self.send(requests.change(revision))

    async def diff(
        self, old: str | int, new: str | int | None = None, media_type: str = "text/markdown"
    ) -> str:
        """As `Client.diff`."""
        return await self.send(requests.difference(old, new, media_type))

    async def revert(self, revision: int, **how: Unpack[WritingOptions]) -> dict[str, Any]:
        """As `Client.revert`."""
        return await self.send(requests.revert(revision, Writing(**how)))
