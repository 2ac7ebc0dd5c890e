"""What both clients can do: each call of the API with what it sends, and how its answer is read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypedDict, TypeVar, Unpack
from urllib.parse import parse_qs, quote, urlsplit

import httpx

from rolegraph.client.addresses import API, list_path, path_of
from rolegraph.client.calls import ApiCall
from rolegraph.client.model import Resource, ResourcePage, Rows
from rolegraph.client.requests import (
    JSON,
    MERGE_PATCH,
    SPARQL_RESULTS,
    ZIP,
    ApiRequest,
    JsonObjects,
    Named,
    Parameters,
    Writing,
    joined,
    json_of,
    query_request,
    question_path,
    results_of,
    rows_of,
)
from rolegraph.errors import ParameterError, PreconditionRequired

T = TypeVar("T")


class WritingOptions(TypedDict, total=False):
    """The keyword arguments of writes; see `Writing`."""

    dry_run: bool
    message: str | None
    confirm: Iterable[str]


class CatalogueCalls:
    """The methods that `Client` and `AsyncClient` share."""

    @ApiCall
    def get(self, /, thing: Named, **shape: Any) -> ApiRequest[Resource]:
        """Return a thing.

        Args:
            thing: `plural/id` such as `roles/data-analyst`, or a link, an href or an IRI of it.
            shape: `fields`, `expand`, `include` and `at`, as the API has them.

        Raises:
            NotFound: there is no such thing.
        """
        return ApiRequest("GET", path_of(thing), _resource, joined(shape))

    @ApiCall
    def list(
        self, /, plural: str, *, limit: int = 100, cursor: str | None = None, **shape: Any
    ) -> ApiRequest[ResourcePage]:
        """Return a page of a list.

        Args:
            plural: the name of the type, such as `roles`.
            limit: how many things a page has.
            cursor: of the page before.
            shape: as in `get`; and filters by field, such as `representsRole="roles/data-analyst"`.
        """
        params = {"limit": limit, "cursor": cursor, **shape}
        return ApiRequest("GET", list_path(plural), _page, joined(params))

    @ApiCall
    def create(
        self, plural: str, body: Parameters, **how: Unpack[WritingOptions]
    ) -> ApiRequest[Resource]:
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
        return _write("POST", list_path(plural), body, Writing(**how), {})

    @ApiCall
    def replace(
        self,
        thing: Named,
        body: Parameters | None = None,
        *,
        etag: str | None = None,
        **how: Unpack[WritingOptions],
    ) -> ApiRequest[Resource]:
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
        return _write("PUT", path_of(thing), fields, Writing(**how), _state(thing, etag))

    @ApiCall
    def patch(
        self,
        thing: Named,
        body: Parameters,
        *,
        etag: str | None = None,
        **how: Unpack[WritingOptions],
    ) -> ApiRequest[Resource]:
        """Change some fields of a thing; None as a value takes a field away.

        The arguments are those of `replace`; `body` has the fields that change.
        """
        return _write(
            "PATCH", path_of(thing), body, Writing(**how), _state(thing, etag), MERGE_PATCH
        )

    @ApiCall
    def delete(
        self, thing: Named, *, etag: str | None = None, **how: Unpack[WritingOptions]
    ) -> ApiRequest[Resource]:
        """Delete a thing; the arguments are those of `replace`.

        Raises:
            StillNeeded: others refer to it; says which.
        """
        asked = Writing(**how)
        headers = {**asked.headers(), **_state(thing, etag)}
        return ApiRequest("DELETE", path_of(thing), _resource, asked.params(), headers)

    @ApiCall
    def batch(
        self, operations: Iterable[Parameters], **how: Unpack[WritingOptions]
    ) -> ApiRequest[Resource]:
        """Make several writes in one commit, or none of them.

        Args:
            operations: each with `method`, `path`, `body` and `ifMatch`, as the API has them.
            how: as in `create`; the commit is in `commit` of the result.
        """
        return _batch(operations, Writing(**how))

    @ApiCall
    def propose(
        self, operations: Iterable[Parameters], *, confirm: Iterable[str] = ()
    ) -> ApiRequest[Resource]:
        """Judge several writes and store nothing: a dry run of `batch`.

        Args:
            operations: as in `batch`.
            confirm: as in `create`.
        """
        return _batch(operations, Writing(dry_run=True, confirm=confirm))

    @ApiCall
    def search(self, query: str, /, **params: Any) -> ApiRequest[dict[str, Any]]:
        """Look for things by their names and texts.

        Args:
            query: words.
            params: `types`, `limit`, `cursor`, `suggest` and `at`, as the API has them.

        Returns:
            `items`, the best first, each with the reason for it; `total`; `near`.
        """
        return ApiRequest("GET", f"{API}search", json_of, joined({"q": query, **params}))

    @ApiCall
    def questions(self) -> ApiRequest[JsonObjects]:
        """Return the named questions: name, title, parameters and columns of each."""
        return ApiRequest("GET", f"{API}queries", lambda answer: list(json_of(answer)["items"]))

    @ApiCall
    def question(self, name: str, /, **values: Any) -> ApiRequest[Rows]:
        """Ask a named question.

        Args:
            name: of the question, such as `responsibilities-without-a-tool`.
            values: of its parameters.
        """

        def read(answer: httpx.Response) -> Rows:
            found = json_of(answer)
            return Rows(tuple(found["columns"]), found["rows"], found["none"])

        return ApiRequest("GET", question_path(name), read, joined(values), {"Accept": JSON})

    @ApiCall
    def select(self, query: str) -> ApiRequest[Rows]:
        """Run a SPARQL SELECT query.

        Raises:
            SyntaxFault: it does not parse; says where.
        """
        return query_request(
            query, SPARQL_RESULTS, lambda answer: rows_of(results_of(answer, "results"))
        )

    @ApiCall
    def ask(self, query: str) -> ApiRequest[bool]:
        """Run a SPARQL ASK query."""
        return query_request(
            query, SPARQL_RESULTS, lambda answer: bool(results_of(answer, "boolean")["boolean"])
        )

    @ApiCall
    def construct(self, query: str, media_type: str = "text/turtle") -> ApiRequest[str]:
        """Run CONSTRUCT or DESCRIBE and return RDF as text."""
        return query_request(query, media_type, lambda answer: answer.text)

    @ApiCall
    def rule(self, name: str) -> ApiRequest[dict[str, Any]]:
        """Return what a rule asks for: its severity and text, by the name that findings give it."""
        return ApiRequest("GET", f"{API}rules/{quote(name, safe='')}", json_of)

    @ApiCall
    def sources(self, *things: str) -> ApiRequest[JsonObjects]:
        """Return where things stand, by their IRIs: their files, and words of documents by line."""
        params = {"iri": list(things)}
        return ApiRequest(
            "GET", f"{API}sources", lambda answer: list(json_of(answer)["items"]), params
        )

    @ApiCall
    def validate(
        self, /, text: str, media_type: str = "text/turtle", **params: Any
    ) -> ApiRequest[dict[str, Any]]:
        """Check RDF against the rules of the catalogue, and return the report.

        Args:
            text: the data.
            media_type: its format.
            params: `checks`, `context` and `engine`, as the API has them.
        """
        headers = {"Content-Type": media_type, "Accept": JSON}
        content = text.encode()
        return ApiRequest(
            "POST", f"{API}validate", json_of, joined(params), headers, content, only_reads=True
        )

    @ApiCall
    def read_document(self, name: str, content: bytes) -> ApiRequest[dict[str, Any]]:
        """Have a document read, and return what an import would make of it; nothing is stored.

        Args:
            name: the name of its file; the ending says of which format it is.
            content: its bytes.

        Raises:
            InputError: it cannot be read.
        """
        return _reading(name, content, JSON, json_of)

    @ApiCall
    def document_catalogue(self, name: str, content: bytes) -> ApiRequest[bytes]:
        """Have a document read, and return a folder that is a catalogue with it, as a ZIP file.

        Args:
            name: the name of its file.
            content: its bytes.

        Raises:
            InputError: it cannot be read.
        """
        return _reading(name, content, ZIP, lambda answer: answer.content)

    @ApiCall
    def changes(self, limit: int = 100, cursor: int | None = None) -> ApiRequest[dict[str, Any]]:
        """Return a page of commits, the newest first: `items`, `total` and `next`.

        Args:
            limit: how many.
            cursor: the revision before which the page begins.
        """
        return ApiRequest(
            "GET", f"{API}changes", json_of, joined({"limit": limit, "cursor": cursor})
        )

    @ApiCall
    def change(self, revision: int) -> ApiRequest[dict[str, Any]]:
        """Return a commit: who, when, and what changed, thing by thing."""
        return ApiRequest("GET", f"{API}changes/{revision}", json_of, headers={"Accept": JSON})

    @ApiCall
    def diff(
        self, old: str | int, new: str | int | None = None, media_type: str = "text/markdown"
    ) -> ApiRequest[str]:
        """Return what changed between two revisions or times.

        Args:
            old: the older state.
            new: the newer one; by default the present.
            media_type: text/markdown, text/plain or application/rdf-patch.
        """
        params = joined({"from": old, "to": new})
        headers = {"Accept": media_type}
        return ApiRequest("GET", f"{API}changes/diff", lambda answer: answer.text, params, headers)

    @ApiCall
    def revert(self, revision: int, **how: Unpack[WritingOptions]) -> ApiRequest[dict[str, Any]]:
        """Take a commit back by another one.

        Args:
            revision: which.
            how: as in `create`.

        Raises:
            Conflict: later commits changed the same.
        """
        asked = Writing(**how)
        path = f"{API}changes/{revision}/revert"
        return ApiRequest("POST", path, json_of, asked.params(), asked.headers())


def _write(
    method: str,
    path: str,
    body: Parameters,
    how: Writing,
    state: Mapping[str, str],
    media_type: str = JSON,
) -> ApiRequest[Resource]:
    headers = {"Content-Type": media_type, **how.headers(), **state}
    content = json.dumps(body, ensure_ascii=False).encode()
    return ApiRequest(method, path, _resource, how.params(), headers, content)


def _state(thing: Named, etag: str | None) -> dict[str, str]:
    """Return the header that names the state which a write is for.

    Raises:
        PreconditionRequired: nobody said which.
    """
    known = etag or (thing.etag if isinstance(thing, Resource) else None)
    if known is None:
        raise PreconditionRequired(
            "Say which state the change is for: give the thing as `get` returned it, or its etag. "
            'etag="*" is for any state.'
        )
    return {"If-Match": known}


def _resource(answer: httpx.Response) -> Resource:
    fields = json_of(answer)
    return Resource(fields, answer.headers.get("etag"), fields.pop("commit", None))


def _page(answer: httpx.Response) -> ResourcePage:
    found = json_of(answer)
    following = parse_qs(urlsplit(found["next"] or "").query).get("cursor", [None])
    return ResourcePage([Resource(item) for item in found["items"]], found["total"], following[0])


def _batch(operations: Iterable[Parameters], how: Writing) -> ApiRequest[Resource]:
    return _write("POST", f"{API}batch", {"operations": list(operations)}, how, {})


def _reading(
    name: str, content: bytes, accept: str, read: Callable[[httpx.Response], T]
) -> ApiRequest[T]:
    headers = {"Content-Type": "application/octet-stream", "Accept": accept}
    return ApiRequest(
        "POST", f"{API}readings", read, {"name": name}, headers, content, only_reads=True
    )
