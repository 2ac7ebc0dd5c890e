"""Requests about the whole dataset, which `rolegraph push` and `rolegraph pull` make."""

from __future__ import annotations

import httpx

from rolegraph.client.addresses import API
from rolegraph.client.requests import ApiRequest, Writing
from rolegraph.errors import StoreError

_REVISION = "rolegraph-revision"


def dataset() -> ApiRequest[httpx.Response]:
    """Read all quads, as N-Quads."""
    return _whole("GET", "graphs", "application/n-quads")


def present_revision() -> ApiRequest[int]:
    """Ask for the present revision."""
    return ApiRequest("HEAD", "graphs", revision_of, {"default": ""})


def logged_patch(revision: int) -> ApiRequest[httpx.Response]:
    """Read what a commit did, as RDF Patch."""
    return _whole("GET", f"{API}changes/{revision}", "application/rdf-patch")


def memberships() -> ApiRequest[httpx.Response]:
    """Ask who holds which role; refused to those who may not know."""
    return _whole("GET", f"{API}memberships", "application/json")


def update(text: str, expected: int, how: Writing) -> ApiRequest[httpx.Response]:
    """Run a SPARQL update, if the dataset is still at a revision.

    Args:
        text: the update.
        expected: the revision that it was made for.
        how: see `Writing`.
    """
    headers = {
        "Content-Type": "application/sparql-update",
        "If-Match": f'"revision-{expected}"',
        **how.headers(),
    }
    return ApiRequest("POST", "sparql", _as_it_came, how.params(), headers, text.encode())


def revision_of(answer: httpx.Response) -> int:
    """Return the revision that an answer names.

    Raises:
        StoreError: it names none, so what answered is no rolegraph.
    """
    text = answer.headers.get(_REVISION, "")
    if not text.isdecimal():
        address = answer.request.url.copy_with(path="/", query=None)
        raise StoreError(f"{address} is no rolegraph service: it names no revision.")
    return int(text)


def _whole(method: str, path: str, accept: str) -> ApiRequest[httpx.Response]:
    return ApiRequest(method, path, _as_it_came, {}, {"Accept": accept})


def _as_it_came(answer: httpx.Response) -> httpx.Response:
    return answer
