"""Each request of the API once: what is sent, and how the answer is read. No input or output."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from urllib.parse import quote

import httpx

from rolegraph.client.addresses import list_path
from rolegraph.client.model import Rows
from rolegraph.client.values import value_of
from rolegraph.errors import ParameterError, StoreError

T = TypeVar("T")
Named = str | Mapping[str, Any]
"""A thing, as `addresses.path_of` takes it."""
Parameters = Mapping[str, Any]
JsonObjects = list[dict[str, Any]]

JSON, MERGE_PATCH = "application/json", "application/merge-patch+json"
ZIP = "application/zip"
SPARQL_RESULTS = "application/sparql-results+json"
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


def result_document(name: str, values: Parameters) -> ApiRequest[bytes]:
    """Ask a named question for SPARQL results in JSON, as they come."""
    headers = {"Accept": SPARQL_RESULTS}
    return ApiRequest("GET", question_path(name), lambda a: a.content, joined(values), headers)


def question_path(name: str) -> str:
    """Return the path of a named question."""
    return f"{list_path('queries')}/{quote(name, safe='')}"


def rows_of(results: Mapping[str, Any]) -> Rows:
    """Return the rows of SPARQL results in JSON."""
    columns = tuple(results["head"]["vars"])
    rows = [
        {name: value_of(row[name]) if name in row else None for name in columns}
        for row in results["results"]["bindings"]
    ]
    return Rows(columns, rows)


def document(path: str) -> ApiRequest[dict[str, Any]]:
    """Read a JSON document of the service, such as `openapi.json`."""
    return ApiRequest("GET", path, json_of)


def graph(iri: str, media_type: str) -> ApiRequest[str]:
    """Read a named graph, by the graph store protocol."""
    headers = {"Accept": media_type}
    return ApiRequest("GET", "graphs", lambda answer: answer.text, {"graph": iri}, headers)


def query(text: str, accept: str) -> ApiRequest[httpx.Response]:
    """Run a query of any kind, and return the answer as it comes."""
    return query_request(text, accept, lambda answer: answer)


def results_of(answer: httpx.Response, part: str) -> dict[str, Any]:
    """Return the results of a query.

    Raises:
        ParameterError: they are of another kind of query.
    """
    found = json_of(answer)
    if part not in found:
        raise ParameterError("select is for SELECT, ask for ASK, construct for the others.")
    return found


def query_request(query: str, accept: str, read: Callable[[httpx.Response], T]) -> ApiRequest[T]:
    """Return the request of a query; its text may be longer than an address."""
    headers = {"Content-Type": "application/sparql-query", "Accept": accept}
    return ApiRequest("POST", "sparql", read, {}, headers, query.encode(), only_reads=True)


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


def joined(params: Parameters) -> dict[str, Any]:
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
