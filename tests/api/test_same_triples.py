"""An address has the same triples in every format; no parameter is without effect in silence."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from openapi_rules import operations

from rolegraph.rdf.terms import RdfFormat, parse

FORMATS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/n-quads": RdfFormat.N_QUADS,
    "application/trig": RdfFormat.TRIG,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}
ASKED = {
    "/sparql": {
        "query": "CONSTRUCT { ?s ?p ?o } { ?s a <https://w3id.org/rolegraph/ontology#Role> ; ?p ?o }"
    }
}
ASKED["/graphs"] = {"graph": "https://w3id.org/rolegraph/graph/data/tools.ttl"}
ENDLESS = frozenset({"/api/v1/changes/feed", "/api/v1/changes/log"})


@pytest.fixture(scope="module")
def document(client: httpx.Client) -> dict[str, Any]:
    """The OpenAPI document."""
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def reads(document: dict[str, Any]) -> list[tuple[str, dict[str, Any], list[str]]]:
    """Return path, parameters and media types of each address that is read."""
    found = []
    for path, method, operation in operations(document):
        if method == "get":
            answer = operation["responses"].get("200", {})
            parameters = [_resolved(document, p) for p in operation.get("parameters", ())]
            found.append(
                (path, {p["name"]: p for p in parameters}, list(answer.get("content", {})))
            )
    return found


def _resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        found: Any = document
        for key in schema["$ref"].split("/")[1:]:
            found = found[key]
        schema = found
    return schema


def triples(client: httpx.Client, path: str, kind: str, **asked: Any) -> set[str]:
    answer = client.get(path, params=asked or None, headers={"Accept": kind})
    assert 200 == answer.status_code, f"{path} {kind}: {answer.text[:300]}"
    content = answer.content
    if kind == "application/ld+json" and '"@context": "http' in answer.text:
        whole = json.loads(content)
        whole["@context"] = client.get("/context.jsonld").json()["@context"]
        content = json.dumps(whole).encode()
    return {
        str(q.triple) for q in parse(content, format=FORMATS[kind], base_iri=f"{client.base_url}")
    }


def test_every_format_of_an_address_has_the_same_triples(
    client: httpx.Client, document: dict[str, Any]
) -> None:
    """Whoever changes the format of a request gets the same graph."""
    compared = 0
    for path, parameters, kinds in reads(document):
        offered = [kind for kind in kinds if kind in FORMATS]
        if len(offered) < 2:
            continue
        there, asked = path, ASKED.get(path, {})
        if path == "/api/v1/resource":
            asked = {"iri": "https://w3id.org/rolegraph/id/roles/data-analyst"}
        elif path.endswith("/{id}"):
            items = client.get(path.removesuffix("/{id}"), params={"limit": 1}).json()["items"]
            if not items:
                continue
            there = items[0]["href"]
        elif "limit" in parameters:
            asked = {"limit": 4}
        first, *others = (triples(client, there, kind, **asked) for kind in offered)
        compared += len(others) if first else 0
        for kind, other in zip(offered[1:], others, strict=True):
            assert first == other, f"{path} as {offered[0]} and as {kind}"
    assert compared > 150


def test_no_address_takes_a_parameter_that_it_does_not_know(
    client: httpx.Client, document: dict[str, Any]
) -> None:
    """A misspelt name is told, whatever the address and the format."""
    silent = []
    for path, parameters, kinds in reads(document):
        if path in ENDLESS or not path.startswith(("/api/v1/", "/changes.atom", "/context")):
            continue
        there = path.replace("{plural}", "roles").replace("{id}", "data-analyst")
        there = there.replace("{name}", "x").replace("{revision}", "1")
        asked = {
            name: "1" for name, p in parameters.items() if p["in"] == "query" and p.get("required")
        }
        for kind in kinds or ["*/*"]:
            answer = client.get(
                there, params={**asked, "no-such-parameter": "1"}, headers={"Accept": kind}
            )
            if answer.status_code < 400:
                silent.append((path, kind))

    assert [] == silent


SHAPING = {"fields": "label", "expand": "derivedFrom", "include": "referencedBy"}


def test_a_parameter_has_an_effect_or_is_refused(
    client: httpx.Client, document: dict[str, Any]
) -> None:
    """On every address that lists it, in every format: another answer than without, or 400."""
    silent = []
    for path, parameters, kinds in reads(document):
        if path.endswith("/{id}") and path.startswith("/api/v1/"):
            there = path.replace("{id}", _first(client, path.removesuffix("/{id}")) or "")
        elif "limit" in parameters and "fields" in parameters:
            there = path
        else:
            continue
        if there.endswith("/"):
            continue
        few = {"limit": 2} if there == path else {}
        for kind in kinds:
            assert 200 == client.get(there, params=few, headers={"Accept": kind}).status_code
            for name, value in SHAPING.items():
                shaped = client.get(there, params={**few, name: value}, headers={"Accept": kind})
                if kind in FORMATS and kind != "application/ld+json" and shaped.status_code != 400:
                    silent.append((path, kind, name))
                assert shaped.status_code in {200, 400}, (there, kind, name, shaped.text)

    assert [] == silent


def test_a_value_without_meaning_is_refused_or_finds_nothing(
    client: httpx.Client, document: dict[str, Any]
) -> None:
    """Each parameter of each address is read, whatever format is asked for."""
    silent, asked_for = [], 0
    for path, parameters, kinds in reads(document):
        if not path.startswith("/api/v1/") or path in ENDLESS or not kinds:
            continue
        there = path
        if path.endswith("/{id}"):
            there = path.replace("{id}", _first(client, path.removesuffix("/{id}")) or "")
        if "{" in there or there.endswith("/") or _is_empty(client, there, parameters):
            continue
        query = {name: p for name, p in parameters.items() if p["in"] == "query"}
        needed = {name: ASKED_AS.get(name, "1") for name, p in query.items() if p.get("required")}
        plain = {
            kind: client.get(there, params=needed, headers={"Accept": kind})
            for kind in kinds[: len(query)]
        }
        # The formats take turns: each parameter is tried in one, and each format with many.
        for number, name in enumerate(query):
            kind = kinds[number % len(kinds)]
            if plain[kind].status_code != 200:
                continue
            given = {**needed, name: "no such value"}
            answer = client.get(there, params=given, headers={"Accept": kind})
            asked_for += 1
            if answer.status_code < 400 and answer.content == plain[kind].content:
                silent.append((there, name, kind))

    assert [] == silent
    assert asked_for > 1000


ASKED_AS = {"iri": "https://w3id.org/rolegraph/id/roles/data-analyst", "q": "data"}


def _is_empty(client: httpx.Client, path: str, parameters: dict[str, Any]) -> bool:
    """Whether this is a list from which no filter could take anything."""
    return "cursor" in parameters and not client.get(path).json().get(
        "items", ["no list of things"]
    )


def _first(client: httpx.Client, path: str) -> str | None:
    items = client.get(path, params={"limit": 1}).json()["items"]
    return items[0]["id"].rpartition("/")[2] if items else None
