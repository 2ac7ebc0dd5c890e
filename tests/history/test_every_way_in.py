"""Whatever way a change comes in, the same fault is refused with the same findings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from commands import rolegraph
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, parse, serialize
from serving import Server, StartServer

TOKEN = "a-token-for-the-tests-of-every-way-0123456789"
WRITE = {"Authorization": f"Bearer {TOKEN}"}
THINGS = "https://w3id.org/rolegraph/id/"
GRAPH = "https://w3id.org/rolegraph/graph/data/personas.ttl"
MODEL, NOBODY = f"{THINGS}personas/kai-okonedo", f"{THINGS}personas/nobody"
GOAL = "https://w3id.org/rolegraph/ontology#hasGoal"
EXPECTED = {("PersonaShape-goal", NOBODY)}


@pytest.fixture(scope="module")
def guarded(start_module_server: StartServer) -> Iterator[Server]:
    """A service that enforces its shapes."""
    server = start_module_server(ROLEGRAPH_WRITE_TOKEN=TOKEN)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def api(guarded: Server) -> Iterator[httpx.Client]:
    """A client with an editor's token."""
    with guarded.client(headers=WRITE) as client:
        yield client


def faulty_triples(api: httpx.Client, *, goal: bool = False) -> str:
    """A persona like another one, but without a goal, as N-Triples."""
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ <{MODEL}> }} ?s ?p ?o }}"
    answer = api.get(
        "/sparql", params={"query": query}, headers={"Accept": "application/n-triples"}
    )
    quads = [
        Quad(NamedNode(NOBODY), quad.predicate, quad.object)
        for quad in parse(answer.content, format=RdfFormat.N_TRIPLES)
        if goal or quad.predicate.value != GOAL
    ]
    return (serialize(quads, format=RdfFormat.N_TRIPLES) or b"").decode()


def faulty_json(api: httpx.Client) -> dict[str, Any]:
    """The same persona as JSON."""
    document: dict[str, Any] = api.get("/api/v1/personas/kai-okonedo").json()
    for name in ("@context", "href", "type", "goals"):
        document.pop(name, None)
    return {**document, "id": NOBODY}


def by_json(api: httpx.Client, _: Path) -> httpx.Response:
    return api.post("/api/v1/personas", json=faulty_json(api))


def by_batch(api: httpx.Client, _: Path) -> httpx.Response:
    operation = {"method": "POST", "path": "personas", "body": faulty_json(api)}
    return api.post("/api/v1/batch", json={"operations": [operation]})


def by_update(api: httpx.Client, _: Path) -> httpx.Response:
    text = f"INSERT DATA {{ GRAPH <{GRAPH}> {{ {faulty_triples(api)} }} }}"
    return api.post("/sparql", data={"update": text})


def by_graph_store(api: httpx.Client, _: Path) -> httpx.Response:
    kind = {"Content-Type": "application/n-triples"}
    return api.post("/graphs", params={"graph": GRAPH}, content=faulty_triples(api), headers=kind)


def by_graph_store_put(api: httpx.Client, _: Path) -> httpx.Response:
    kind = {"Content-Type": "application/n-triples"}
    whole = api.get("/graphs", params={"graph": GRAPH}, headers={"Accept": "application/n-triples"})
    content = whole.text + faulty_triples(api)
    return api.put("/graphs", params={"graph": GRAPH}, content=content, headers=kind)


WAYS = [by_json, by_batch, by_update, by_graph_store, by_graph_store_put]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_over_http_the_same_fault_has_the_same_findings(
    api: httpx.Client, tmp_path: Path, way: Any
) -> None:
    """422 with every finding, and nothing stored."""
    before = api.get("/health/ready").json()["revision"]
    answer = way(api, tmp_path)

    assert 422 == answer.status_code, answer.text
    found = {
        (finding["rule"], finding["focus"])
        for finding in answer.json()["findings"]
        if finding["severity"] == "Violation"
    }
    assert EXPECTED == found
    assert before == api.get("/health/ready").json()["revision"]


@pytest.mark.parametrize("command", ["load", "push"])
def test_on_the_command_line_as_well(
    api: httpx.Client, guarded: Server, tmp_path: Path, command: str
) -> None:
    """Exit code 1, the rule and the thing named, and nothing stored."""
    before = api.get("/health/ready").json()["revision"]
    where = ["--url", guarded.url, "--token", TOKEN]
    if command == "load":
        path = tmp_path / "nobody.nt"
        path.write_text(faulty_triples(api))
        arguments = ["load", str(path), "--graph", GRAPH]
    else:
        (tmp_path / "data").mkdir()
        assert 0 == rolegraph("pull", tmp_path / "data", *where).returncode
        path = tmp_path / "data" / "personas.ttl"
        path.write_text(path.read_text() + "\n" + faulty_triples(api))
        arguments = ["push", str(tmp_path / "data")]
    ran = rolegraph(*arguments, *where)

    assert 1 == ran.returncode, ran.stdout + ran.stderr
    assert "PersonaShape-goal" in ran.stderr
    assert NOBODY in ran.stderr
    assert before == api.get("/health/ready").json()["revision"]


def test_taking_a_commit_back_is_a_change_like_others(api: httpx.Client) -> None:
    """Reverting what gave a persona its last goal would leave it without one."""
    first = f'<{NOBODY}> <{GOAL}> "Have one goal."@en'
    second = f'<{NOBODY}> <{GOAL}> "Have another goal."@en'
    triples = faulty_triples(api)
    created = f"INSERT DATA {{ GRAPH <{GRAPH}> {{ {triples} {first} }} }}"
    api.post("/sparql", data={"update": created}).raise_for_status()
    more = api.post("/sparql", data={"update": f"INSERT DATA {{ GRAPH <{GRAPH}> {{ {second} }} }}"})
    revision = more.raise_for_status().headers["rolegraph-revision"]
    gone = f"DELETE DATA {{ GRAPH <{GRAPH}> {{ {first} }} }}"
    api.post("/sparql", data={"update": gone}).raise_for_status()

    answer = api.post(f"/api/v1/changes/{revision}/revert")

    assert 422 == answer.status_code, answer.text
    found = {(finding["rule"], finding["focus"]) for finding in answer.json()["findings"]}
    assert EXPECTED <= found
