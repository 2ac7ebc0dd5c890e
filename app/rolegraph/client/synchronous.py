"""The client that waits for each answer."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Self, TypeVar, Unpack

import httpx

from rolegraph.client import requests
from rolegraph.client.documents import DocumentsClient
from rolegraph.client.events import FeedReader, feed_options
from rolegraph.client.failures import error_of
from rolegraph.client.model import Resource, ResourcePage, Rows
from rolegraph.client.proposals import ProposalsClient
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


class Client:
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
        self.proposals = ProposalsClient(self.send)
        self.documents = DocumentsClient(self.send)

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

    def get(self, thing: Named, **shape: Any) -> Resource:
        """Return a thing.

        Args:
            thing: `plural/id` such as `roles/data-analyst`, or a link, an href or an IRI of it.
            shape: `fields`, `expand`, `include` and `at`, as the API has them.

        Raises:
            NotFound: there is no such thing.
        """
        return self.send(requests.get(thing, shape))

    def list(
        self, plural: str, *, limit: int = 100, cursor: str | None = None, **shape: Any
    ) -> ResourcePage:
        """Return a page of a list.

        Args:
            plural: the name of the type, such as `roles`.
            limit: how many things a page has.
            cursor: of the page before.
            shape: as in `get`; and filters by field, such as `representsRole="roles/data-analyst"`.
        """
        return self.send(requests.page(plural, limit, cursor, shape))

    def iterate(self, plural: str, *, limit: int = 100, **shape: Any) -> Iterator[Resource]:
        """Yield all things of a list, page by page; the arguments are those of `list`."""
        cursor = None
        while True:
            page = self.list(plural, limit=limit, cursor=cursor, **shape)
            yield from page.items
            cursor = page.cursor
            if cursor is None:
                return

    def create(self, plural: str, body: Parameters, **how: Unpack[WritingOptions]) -> Resource:
        """Make a thing.

        Args:
            plural: the name of its type.
            body: its fields; `id` names it, else its label does.
            how: `dry_run`, `message` and `confirm`; see `Writing`.

        Returns:
            The thing with its `etag`, and in `commit` what became of the write.

        Raises:
            FieldFaults: the body does not fit the type.
            Refused: the rules are not kept; has the findings.
            Unauthenticated: there is no token, or a wrong one.
        """
        return self.send(requests.create(plural, body, Writing(**how)))

    def replace(
        self,
        thing: Named,
        body: Parameters | None = None,
        *,
        etag: str | None = None,
        **how: Unpack[WritingOptions],
    ) -> Resource:
        """Put a whole thing in the place of another.

        Args:
            thing: which.
            body: its fields; None where `thing` is a `Resource` that was changed.
            etag: the state that the change is for; by default that of `thing`.
            how: as in `create`.

        Raises:
            PreconditionFailed: somebody changed it meanwhile.
        """
        fields = body if body is not None else thing
        if isinstance(fields, str):
            raise ParameterError("replace needs the fields of the thing, as its body.")
        return self.send(requests.replace(thing, fields, etag, Writing(**how)))

    def patch(
        self,
        thing: Named,
        body: Parameters,
        *,
        etag: str | None = None,
        **how: Unpack[WritingOptions],
    ) -> Resource:
        """Change some fields of a thing; None as a value takes a field away.

        The arguments are those of `replace`; `body` has the fields that change.
        """
        return self.send(requests.patch(thing, body, etag, Writing(**how)))

    def delete(
        self, thing: Named, *, etag: str | None = None, **how: Unpack[WritingOptions]
    ) -> Resource:
        """Delete a thing; the arguments are those of `replace`.

        Raises:
            StillNeeded: others refer to it; says which.
        """
        return self.send(requests.delete(thing, etag, Writing(**how)))

    def batch(self, operations: Iterable[Parameters], **how: Unpack[WritingOptions]) -> Resource:
        """Make several writes in one commit, or none of them.

        Args:
            operations: each with `method`, `path`, `body` and `ifMatch`, as the API has them.
            how: as in `create`; the commit is in `commit` of the result.
        """
        return self.send(requests.batch(operations, Writing(**how)))

    def propose(self, operations: Iterable[Parameters], *, confirm: Iterable[str] = ()) -> Resource:
        """Judge several writes and store nothing: a dry run of `batch`.

        Args:
            operations: as in `batch`.
            confirm: as in `create`.
        """
        return self.batch(operations, dry_run=True, confirm=confirm)

    def search(self, query: str, /, **params: Any) -> dict[str, Any]:
        """Look for things by their names and texts.

        Args:
            query: words.
            params: `types`, `limit`, `cursor`, `suggest` and `at`, as the API has them.

        Returns:
            `items`, the best first, each with the reason for it; `total`; `near`.
        """
        return self.send(requests.search(query, params))

    def questions(self) -> JsonObjects:
        """Return the named questions: name, title, parameters and columns of each."""
        return self.send(requests.questions())

    def question(self, name: str, /, **values: Any) -> Rows:
        """Ask a named question.

        Args:
            name: of the question, such as `responsibilities-without-a-tool`.
            values: of its parameters.
        """
        return self.send(requests.question(name, values))

    def select(self, query: str) -> Rows:
        """Run a SPARQL SELECT query.

        Raises:
            SyntaxFault: it does not parse; says where.
        """
        return self.send(requests.select(query))

    def ask(self, query: str) -> bool:
        """Run a SPARQL ASK query."""
        return self.send(requests.ask(query))

    def construct(self, query: str, media_type: str = "text/turtle") -> str:
        """Run CONSTRUCT or DESCRIBE and return RDF as text."""
        return self.send(requests.construct(query, media_type))

    def rule(self, name: str) -> dict[str, Any]:
        """Return what a rule asks for: its severity and text, by the name that findings give it."""
        return self.send(requests.rule(name))

    def sources(self, *things: str) -> JsonObjects:
        """Return where things stand, by their IRIs: their files, and words of documents by line."""
        return self.send(requests.sources(things))

    def validate(self, text: str, media_type: str = "text/turtle", **params: Any) -> dict[str, Any]:
        """Check RDF against the rules of the catalogue, and return the report.

        Args:
            text: the data.
            media_type: its format.
            params: `checks`, `context` and `engine`, as the API has them.
        """
        return self.send(requests.validate(text, media_type, params))

    def read_document(self, name: str, content: bytes) -> dict[str, Any]:
        """Have a document read, and return what an import would make of it; nothing is stored.

        Args:
            name: the name of its file; the ending says of which format it is.
            content: its bytes.

        Raises:
            InputError: it cannot be read.
        """
        return requests.json_of(self.send(requests.read_document(name, content, requests.JSON)))

    def document_catalogue(self, name: str, content: bytes) -> bytes:
        """Have a document read, and return a folder that is a catalogue with it, as a ZIP file.

        Args:
            name: the name of its file.
            content: its bytes.

        Raises:
            InputError: it cannot be read.
        """
        return self.send(requests.read_document(name, content, requests.ZIP)).content

    def changes(self, limit: int = 100, cursor: int | None = None) -> dict[str, Any]:
        """Return a page of commits, the newest first: `items`, `total` and `next`.

        Args:
            limit: how many.
            cursor: the revision before which the page begins.
        """
        return self.send(requests.changes(limit, cursor))

    def change(self, revision: int) -> dict[str, Any]:
        """Return a commit: who, when, and what changed, thing by thing."""
        return self.send(requests.change(revision))

    def diff(
        self, old: str | int, new: str | int | None = None, media_type: str = "text/markdown"
    ) -> str:
        """Return what changed between two revisions or times.

        Args:
            old: the older state.
            new: the newer one; by default the present.
            media_type: text/markdown, text/plain or application/rdf-patch.
        """
        return self.send(requests.difference(old, new, media_type))

    def revert(self, revision: int, **how: Unpack[WritingOptions]) -> dict[str, Any]:
        """Take a commit back by another one.

        Args:
            revision: which.
            how: as in `create`.

        Raises:
            Conflict: later commits changed the same.
        """
        return self.send(requests.revert(revision, Writing(**how)))
