"""Each request of the API once: what is sent, and how the answer is read. No input or output."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypedDict, TypeVar
from urllib.parse import parse_qs, quote, urlsplit

import httpx

from rolegraph.client.addresses import API, list_path, path_of
from rolegraph.client.model import Resource, ResourcePage, Rows
from rolegraph.client.values import value_of
from rolegraph.errors import ParameterError, PreconditionRequired, StoreError

T = TypeVar("T")
Named = str | Mapping[str, Any]
"""A thing, as `addresses.path_of` takes it."""
Parameters = Mapping[str, Any]
JsonObjects = list[dict[str, Any]]

JSON, MERGE_PATCH = "application/json", "application/merge-patch+json"
ZIP = "application/zip"
_RESULTS = "application/sparql-results+json"
_BY_COMMAS = frozenset({"fields", "expand", "include", "order", "types", "checks"})
"""Parameters that take several values in one; others are sent once for each value."""


@dataclass(frozen=True)
class ApiRequest(Generic[T]):
    """A request, and what its answer means.

    Attributes:
        method, path: the HTTP method, and the path below the service's address.
        read: makes the result of a successful answer.
        params, headers, content: as httpx takes them.
        only_reads: whether it is known to change nothing, although it is a POST.
    """

    method: str
    path: str
    read: Callable[[httpx.Response], T]
    params: Parameters = field(default_factory=dict)
    headers: Mapping[str, str | bytes] = field(default_factory=dict)
    content: bytes | None = None
    only_reads: bool = False

    @property
    def may_change(self) -> bool:
        """Whether something may be stored although no answer comes."""
        return self.method not in {"GET", "HEAD"} and not self.only_reads


class WritingOptions(TypedDict, total=False):
    """The keyword arguments of writes; see `Writing`."""

    dry_run: bool
    message: str | None
    confirm: Iterable[str]


@dataclass(frozen=True)
class Writing:
    """How a write is made.

    Attributes:
        dry_run: judge it, and store nothing.
        message: what it does, for the change log.
        confirm: words by which a large change is confirmed, as the refusal of it names them.
    """

    dry_run: bool = False
    message: str | None = None
    confirm: Iterable[str] = ()

    def params(self) -> dict[str, str]:
        """Return the parameters of the request."""
        words = ",".join(sorted(self.confirm))
        asked = {"dry-run": "true"} if self.dry_run else {}
        return {**asked, "confirm": words} if words else asked

    def headers(self) -> dict[str, str | bytes]:
        """Return the headers of the request."""
        said = " ".join((self.message or "").split())
        return {"Rolegraph-Message": said.encode()} if said else {}


def get(thing: Named, shape: Parameters) -> ApiRequest[Resource]:
    """Read a thing."""
    return ApiRequest("GET", path_of(thing), _resource, _joined(shape))


def page(
    plural: str, limit: int, cursor: str | None, shape: Parameters
) -> ApiRequest[ResourcePage]:
    """Read a page of a list."""
    params = {"limit": limit, "cursor": cursor, **shape}
    return ApiRequest("GET", list_path(plural), _page, _joined(params))


def create(plural: str, body: Parameters, how: Writing) -> ApiRequest[Resource]:
    """Make a thing."""
    return _write("POST", list_path(plural), body, how, {})


def replace(thing: Named, body: Parameters, etag: str | None, how: Writing) -> ApiRequest[Resource]:
    """Put a whole thing in the place of another."""
    return _write("PUT", path_of(thing), body, how, _state(thing, etag))


def patch(thing: Named, body: Parameters, etag: str | None, how: Writing) -> ApiRequest[Resource]:
    """Change some fields of a thing (JSON Merge Patch, RFC 7396)."""
    return _write("PATCH", path_of(thing), body, how, _state(thing, etag), MERGE_PATCH)


def delete(thing: Named, etag: str | None, how: Writing) -> ApiRequest[Resource]:
    """Delete a thing."""
    headers = {**how.headers(), **_state(thing, etag)}
    return ApiRequest("DELETE", path_of(thing), _resource, how.params(), headers)


def batch(operations: Iterable[Parameters], how: Writing) -> ApiRequest[Resource]:
    """Make several writes in one commit."""
    return _write("POST", f"{API}batch", {"operations": list(operations)}, how, {})


def search(query: str, params: Parameters) -> ApiRequest[dict[str, Any]]:
    """Look for things by their names and texts."""
    return ApiRequest("GET", f"{API}search", json_of, _joined({"q": query, **params}))


def questions() -> ApiRequest[JsonObjects]:
    """List the named questions."""
    return ApiRequest("GET", f"{API}queries", lambda answer: list(json_of(answer)["items"]))


def question(name: str, values: Parameters) -> ApiRequest[Rows]:
    """Ask a named question."""

    def read(answer: httpx.Response) -> Rows:
        found = json_of(answer)
        return Rows(tuple(found["columns"]), found["rows"], found["none"])

    return ApiRequest("GET", _question_path(name), read, _joined(values), {"Accept": JSON})


def result_document(name: str, values: Parameters) -> ApiRequest[bytes]:
    """Ask a named question for SPARQL results in JSON, as they come."""
    headers = {"Accept": _RESULTS}
    return ApiRequest("GET", _question_path(name), lambda a: a.content, _joined(values), headers)


def _question_path(name: str) -> str:
    return f"{list_path('queries')}/{quote(name, safe='')}"


def ask(query: str) -> ApiRequest[bool]:
    """Run ASK."""
    return _query(query, _RESULTS, lambda answer: bool(_results(answer, "boolean")["boolean"]))


def select(query: str) -> ApiRequest[Rows]:
    """Run SELECT."""
    return _query(query, _RESULTS, lambda answer: rows_of(_results(answer, "results")))


def rows_of(results: Mapping[str, Any]) -> Rows:
    """Return the rows of SPARQL results in JSON."""
    columns = tuple(results["head"]["vars"])
    rows = [
        {name: value_of(row[name]) if name in row else None for name in columns}
        for row in results["results"]["bindings"]
    ]
    return Rows(columns, rows)


def construct(query: str, media_type: str) -> ApiRequest[str]:
    """Run CONSTRUCT or DESCRIBE."""
    return _query(query, media_type, lambda answer: answer.text)


def document(path: str) -> ApiRequest[dict[str, Any]]:
    """Read a JSON document of the service, such as `openapi.json`."""
    return ApiRequest("GET", path, json_of)


def graph(iri: str, media_type: str) -> ApiRequest[str]:
    """Read a named graph, by the graph store protocol."""
    headers = {"Accept": media_type}
    return ApiRequest("GET", "graphs", lambda answer: answer.text, {"graph": iri}, headers)


def query(text: str, accept: str) -> ApiRequest[httpx.Response]:
    """Run a query of any kind, and return the answer as it comes."""
    return _query(text, accept, lambda answer: answer)


def rule(name: str) -> ApiRequest[dict[str, Any]]:
    """Ask what a rule asks for."""
    return ApiRequest("GET", f"{API}rules/{quote(name, safe='')}", json_of)


def sources(things: Iterable[str]) -> ApiRequest[JsonObjects]:
    """Ask where things stand, by their IRIs."""
    params = {"iri": list(things)}
    return ApiRequest("GET", f"{API}sources", lambda answer: list(json_of(answer)["items"]), params)


def validate(text: str, media_type: str, params: Parameters) -> ApiRequest[dict[str, Any]]:
    """Check RDF against the rules of the catalogue."""
    headers = {"Content-Type": media_type, "Accept": JSON}
    content = text.encode()
    return ApiRequest(
        "POST", f"{API}validate", json_of, _joined(params), headers, content, only_reads=True
    )


def read_document(name: str, content: bytes, accept: str) -> ApiRequest[httpx.Response]:
    """Have a document read, and return the answer as it comes."""
    headers = {"Content-Type": "application/octet-stream", "Accept": accept}
    return ApiRequest(
        "POST",
        f"{API}readings",
        lambda answer: answer,
        {"name": name},
        headers,
        content,
        only_reads=True,
    )


def changes(limit: int, cursor: int | None) -> ApiRequest[dict[str, Any]]:
    """Read a page of commits, the newest first."""
    return ApiRequest("GET", f"{API}changes", json_of, _joined({"limit": limit, "cursor": cursor}))


def change(revision: int) -> ApiRequest[dict[str, Any]]:
    """Read a commit: who, when, what, and what the guard said."""
    return ApiRequest("GET", f"{API}changes/{revision}", json_of, headers={"Accept": JSON})


def difference(old: str | int, new: str | int | None, media_type: str) -> ApiRequest[str]:
    """Compare two revisions or times."""
    params = _joined({"from": old, "to": new})
    headers = {"Accept": media_type}
    return ApiRequest("GET", f"{API}changes/diff", lambda answer: answer.text, params, headers)


def revert(revision: int, how: Writing) -> ApiRequest[dict[str, Any]]:
    """Take a commit back."""
    path = f"{API}changes/{revision}/revert"
    return ApiRequest("POST", path, json_of, how.params(), how.headers())


def _results(answer: httpx.Response, part: str) -> dict[str, Any]:
    """Return the results of a query.

    Raises:
        ParameterError: they are of another kind of query.
    """
    found = json_of(answer)
    if part not in found:
        raise ParameterError("select is for SELECT, ask for ASK, construct for the others.")
    return found


def _query(query: str, accept: str, read: Callable[[httpx.Response], T]) -> ApiRequest[T]:
    headers = {"Content-Type": "application/sparql-query", "Accept": accept}
    return ApiRequest("POST", "sparql", read, {}, headers, query.encode(), only_reads=True)


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


def json_of(answer: httpx.Response) -> dict[str, Any]:
    """Return the object that an answer holds.

    Raises:
        StoreError: it holds none, so what answered is no rolegraph.
    """
    try:
        found = answer.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise StoreError(f"{answer.request.url.host} did not answer as a rolegraph service does.")
    return found


def _joined(params: Parameters) -> dict[str, Any]:
    """Return parameters as the API takes them, without those that are None."""
    return {name: _text(name, value) for name, value in params.items() if value is not None}


def _text(name: str, value: Any) -> str | list[str]:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    if isinstance(value, Mapping):
        return str(_name(value))
    values = [str(_name(part)) for part in value]
    return ",".join(values) if name in _BY_COMMAS else values


def _name(value: Any) -> Any:
    return value.get("id") if isinstance(value, Mapping) else value
