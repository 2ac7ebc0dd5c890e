"""The same client for asyncio: its methods are awaited, and its iterators read with `async for`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any, Self, TypeVar

import httpx

from rolegraph.client.documents import AsyncDocumentsClient
from rolegraph.client.events import FeedReader, feed_options
from rolegraph.client.failures import error_of
from rolegraph.client.methods import CatalogueCalls
from rolegraph.client.model import Resource
from rolegraph.client.proposals import AsyncProposalsClient
from rolegraph.client.requests import ApiRequest
from rolegraph.client.transport import TIMEOUT, options_of, sent, unanswered

T = TypeVar("T")


class AsyncClient(CatalogueCalls):
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
        self.proposals = AsyncProposalsClient(self)
        self.documents = AsyncDocumentsClient(self)

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
