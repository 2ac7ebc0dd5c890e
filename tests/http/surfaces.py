"""Every surface of the service, for tests that ask each of them the same."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import httpx

TOKEN = "a-token-for-the-tests-of-every-surface"
WRITE = {"Authorization": f"Bearer {TOKEN}"}
GRAPH = "urn:surfaces:graph"
PERSONA = {
    "label": "Ana Müller",
    "description": "Ana curates data for a test range.",
    "representsRole": "data-analyst",
    "quote": "Show me the gaps first.",
    "goals": ["Know what the data lacks."],
    "painPoints": ["Files without a description."],
    "contexts": ["Works alone."],
    "skills": ["Writes Python."],
    "scenarios": ["A delivery arrives on Friday."],
    "workflows": ["prepare-training-dataset"],
    "evidenceBasis": "assumption",
    "status": "draft",
}

TAGGED = (
    "/sparql",
    "/sparql?query=ASK%20%7B%7D",
    "/graphs?default",
    "/graphs",
    "/api/v1/roles",
    "/api/v1/roles/data-analyst",
    "/api/v1/changes",
    "/api/v1/changes/1",
    "/api/v1/changes/diff?from=1",
    "/api/v1/search?q=data",
    "/api/v1/queries",
    "/api/v1/queries/framework-entries-matching-each-role",
    "/api/v1/analysis/separation",
    "/context.jsonld",
    "/openapi.json",
    "/",
    "/roles",
    "/roles/data-analyst",
    "/roles/data-analyst.ttl",
    "/coverage",
    "/changes",
    "/changes.atom",
    "/ontology",
    "/ontology.ttl",
    "/shapes",
    "/shapes.ttl",
    "/docs",
    "/static/rolegraph.css",
)
"""Addresses whose answers have an entity tag."""
FRESH = ("/health/live", "/health/ready", "/metrics", "/id/roles/data-analyst")
"""Addresses whose answers are never kept."""
READ = (*TAGGED, *FRESH)

Write = Callable[[httpx.Client, dict[str, str | bytes]], httpx.Response]


def _persona(client: httpx.Client, headers: dict[str, str | bytes]) -> httpx.Response:
    address = "/api/v1/personas/robin-castellanos"
    etag = client.get(address).headers["etag"]
    quote = {"quote": f"After {etag}"}
    kind = {"Content-Type": "application/merge-patch+json"}
    return client.patch(address, json=quote, headers={"If-Match": etag, **kind, **headers})


def _create(client: httpx.Client, headers: dict[str, str | bytes]) -> httpx.Response:
    body = PERSONA | {"id": f"made-{uuid.uuid4()}"}
    return client.post("/api/v1/personas", json=body, headers=headers)


def _batch(client: httpx.Client, headers: dict[str, str | bytes]) -> httpx.Response:
    address = "/api/v1/personas/robin-castellanos"
    etag = client.get(address).headers["etag"]
    operation = {
        "method": "PATCH",
        "path": "personas/robin-castellanos",
        "ifMatch": etag,
        "body": {"quote": f"In a batch, after {etag}"},
    }
    return client.post("/api/v1/batch", json={"operations": [operation]}, headers=headers)


def _revert(client: httpx.Client, headers: dict[str, str | bytes]) -> httpx.Response:
    made = _update(client, {}).headers["rolegraph-revision"]
    return client.post(f"/api/v1/changes/{made}/revert", headers=headers)


def _update(client: httpx.Client, headers: dict[str, str | bytes]) -> httpx.Response:
    update = f"INSERT {{ GRAPH <{GRAPH}> {{ <urn:s> <urn:p> ?x }} }} WHERE {{ BIND(UUID() AS ?x) }}"
    return client.post("/sparql", data={"update": update}, headers=headers)


def _graph(client: httpx.Client, headers: dict[str, str | bytes]) -> httpx.Response:
    kind = {"Content-Type": "text/turtle"}
    present = client.get("/graphs", params={"graph": GRAPH}).text
    text = f'<urn:s> <urn:was> """{hash(present)}""" .'
    return client.put("/graphs", params={"graph": GRAPH}, content=text, headers=kind | headers)


WRITES: dict[str, Write] = {
    "merge patch": _persona,
    "create": _create,
    "batch": _batch,
    "revert": _revert,
    "update": _update,
    "graph": _graph,
}
"""One write of each kind; each changes something whenever it is made."""
