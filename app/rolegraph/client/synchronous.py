"""The client that waits for each answer."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Any, Self, TypeVar

import httpx

from rolegraph.client.documents import DocumentsClient
from rolegraph.client.events import FeedReader, feed_options
from rolegraph.client.failures import error_of
from rolegraph.client.methods import CatalogueCalls
from rolegraph.client.model import Resource
from rolegraph.client.proposals import ProposalsClient
from rolegraph.client.requests import ApiRequest
from rolegraph.client.transport import TIMEOUT, options_of, sent, unanswered

T = TypeVar("T")


class Client(CatalogueCalls):
    """A service by its address.

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

    Attributes:
        url: the address of the service.
        proposals: changes that are discussed before they are made; see `ProposalsClient`.
        documents: the documents of the catalogue; see `DocumentsClient`.
    """

    def __init__(
        self,
        url: str,
        token: str | None = None,
        *,
        timeout: float = TIMEOUT,
        headers: Mapping[str, str] | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        options = options_of(url, token, timeout, headers)
        self.url: str = options["base_url"]
        self._http = httpx.Client(transport=transport, **options)
        self.proposals = ProposalsClient(self)
        self.documents = DocumentsClient(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End its connections."""
        self._http.close()

    def send(self, request: ApiRequest[T]) -> T:
        """Send a request and return what its answer means."""
        return request.read(self.answer(request))

    def answer(self, request: ApiRequest[Any]) -> httpx.Response:
        """Send a request and return the answer as it came, if it is a success."""
        try:
            answer = self._http.request(**sent(request))
        except httpx.HTTPError as error:
            raise unanswered(error, self.url, may_change=request.may_change) from error
        if not answer.is_success:
            raise error_of(answer)
        return answer

    def follow(self, after: int | None = None) -> Iterator[dict[str, Any]]:
        """Yield commits as they happen, for ever; a broken connection is taken up again.

        Args:
            after: the revision behind which to begin; by default the present one.

        Raises:
            RolegraphError: the service refuses; or it cannot be reached at the first try.
        """
        reader = FeedReader(after)
        while True:
            try:
                with self._http.stream("GET", **feed_options(reader)) as answer:
                    if not answer.is_success:
                        answer.read()
                        raise error_of(answer)
                    for line in answer.iter_lines():
                        event = reader.feed(line)
                        if event is not None:
                            yield event
            except httpx.HTTPError as error:
                if not reader.stood:
                    raise unanswered(error, self.url, may_change=False) from error
            time.sleep(reader.pause)

    def iterate(self, plural: str, *, limit: int = 100, **shape: Any) -> Iterator[Resource]:
        """Yield all things of a list, page by page; the arguments are those of `list`."""
        cursor = None
        while True:
            page = self.list(plural, limit=limit, cursor=cursor, **shape)
            yield from page.items
            cursor = page.cursor
            if cursor is None:
                return
