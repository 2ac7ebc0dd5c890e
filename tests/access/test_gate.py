"""No address changes data for those who may not, whatever was forgotten behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from fastapi.routing import APIRoute
from starlette.routing import Route

from rolegraph.access.identity import AccessRole
from rolegraph.access.tokens import Tokens
from rolegraph.api.operations.gate import (
    OPEN_FOLDERS,
    OPEN_PATHS,
    READING_POSTS,
    SAFE_METHODS,
    SIGNING,
)
from rolegraph.main import create_app
from rolegraph.settings import Settings
from serving import Server, StartServer

UPDATE = "INSERT DATA { <urn:s> <urn:p> <urn:o> }"
FILL = {"plural": "roles", "id": "data-analyst", "name": "roles-without-a-persona"}
STATE = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"


@dataclass
class Place:
    """A server with tokens of every kind, and all its routes."""

    server: Server
    tokens: dict[str, str]
    routes: list[tuple[str, str]]
    folder: Path

    def headers(self, who: str) -> dict[str, str]:
        token = self.tokens.get(who)
        return {"Authorization": f"Bearer {token}"} if token else {}


@pytest.fixture(scope="module")
def place(
    start_module_server: StartServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("gate")
    tokens = Tokens(folder)
    secrets = {name: tokens.create(name, AccessRole.named(name)) for name in ("reader", "editor")}
    secrets["expired"] = tokens.create("expired", AccessRole.EDITOR, timedelta(seconds=-1))
    secrets["revoked"] = tokens.create("revoked", AccessRole.EDITOR)
    tokens.revoke("revoked")
    secrets["wrong"] = secrets["editor"][:-1] + "~"
    app = create_app(Settings(data_dir=tmp_path_factory.mktemp("routes")))
    routes = [(method, path) for path in app.plain for method in ("GET", "POST", "PUT", "DELETE")]
    for route in app.api.routes:
        if isinstance(route, APIRoute | Route):
            path = re.sub(r"{(\w+)[^}]*}", lambda match: FILL.get(match[1], "1"), route.path)
            routes += [(method, path) for method in sorted(route.methods or ())]
    app.state.store.close()
    assert ("DELETE", "/api/v1/roles/data-analyst") in routes
    server = start_module_server(data_dir=folder)
    yield Place(server, secrets, routes, folder)
    server.stop()


def state(client: httpx.Client) -> str:
    return client.get("/sparql", params={"query": STATE}, headers={"Accept": "text/csv"}).text


BAD = ("nobody", "wrong", "expired", "revoked", "reader")


@pytest.mark.parametrize("who", BAD)
def test_no_route_writes_for_those_who_may_not(place: Place, who: str) -> None:
    """Walks every route there is, so that a new one cannot be forgotten."""
    expected = 403 if who == "reader" else 401
    with place.server.client(headers=place.headers(who)) as client:
        before = state(client)
        answers = {
            (method, path): client.request(method, path, json={}).status_code
            for method, path in place.routes
            if method not in SAFE_METHODS
            and (method, path) not in {("POST", p) for p in READING_POSTS | SIGNING}
        }

        assert answers
        assert {expected} == set(answers.values())
        assert before == state(client)


@pytest.mark.parametrize("who", BAD)
def test_the_posts_that_read_cannot_be_made_to_write(place: Place, who: str) -> None:
    """`/sparql` takes queries and updates at the same address, in four forms."""
    kind = {"Content-Type": "application/sparql-update"}
    with place.server.client(headers=place.headers(who)) as client:
        before = state(client)
        refused = [
            client.post("/sparql", content=UPDATE, headers=kind),
            client.post("/sparql", data={"update": UPDATE}),
        ]
        useless = [
            client.get("/sparql", params={"update": UPDATE}),
            client.get("/sparql", params={"query": UPDATE}),
            client.post("/sparql", data={"query": UPDATE}),
            client.post("/sparql?query=ASK{}", data={"update": UPDATE}),
        ]

        assert {True} == {answer.status_code in {401, 403} for answer in refused}
        assert {True} == {answer.is_client_error for answer in useless}
        assert before == state(client)


def test_no_get_changes_anything(place: Place) -> None:
    """Crawlers follow every link they find."""
    with place.server.client() as client:
        before = state(client)
        for method, path in place.routes:
            if method == "GET":
                with client.stream(method, path) as answer:
                    waits = answer.status_code == 503 and "Refresh" in answer.headers
                    assert waits or answer.status_code < 500, path

        assert before == state(client)


def test_a_refusal_says_how_to_come_in(place: Place) -> None:
    """RFC 6750 asks for the challenge; people ask for the way."""
    with place.server.client() as client:
        answer = client.put("/api/v1/roles/data-analyst", json={})

        assert "Bearer" in answer.headers["WWW-Authenticate"]
        assert "application/problem+json" == answer.headers["Content-Type"]
        assert "Authorization: Bearer" in answer.json()["detail"]


def test_closed_reading_lets_in_readers_alone(start_server: StartServer, place: Place) -> None:
    """One setting makes a catalogue private, and every route that tells of it."""
    closed = start_server(ROLEGRAPH_OPEN_READING="false", ROLEGRAPH_WRITE_TOKEN="swordfish")
    opened = (*OPEN_FOLDERS, *OPEN_PATHS, *SIGNING)
    paths = {path for method, path in place.routes if method == "GET"}
    with closed.client() as client:
        for path in sorted(paths):
            with client.stream("GET", path) as answer:
                assert (answer.status_code != 401) == path.startswith(opened), path
        head = client.head("/api/v1/roles")
        assert (401, b"") == (head.status_code, head.content)
        assert 401 == client.post("/sparql", data={"query": "ASK {}"}).status_code
        assert client.options("/sparql").is_success

        good = {"Authorization": "Bearer swordfish"}
        answer = client.get("/sparql", params={"query": "ASK {}"}, headers=good)
        assert 200 == answer.status_code
        assert "private, no-cache" == answer.headers["Cache-Control"]
    closed.stop()


def test_without_tokens_a_loopback_server_prints_one(
    start_server: StartServer, tmp_path: Path
) -> None:
    """A first try should need no set-up; the token ends with the server."""
    server = start_server("--empty", data_dir=tmp_path)
    assert server.process.stdout is not None
    secret = server.process.stdout.readline().split()[-1]
    headers = {"Authorization": f"Bearer {secret}"}
    with server.client(headers=headers) as client:
        assert client.put("/api/v1/roles/x", json={}).status_code != 401
    server.stop()

    again = start_server("--empty", data_dir=tmp_path, ROLEGRAPH_WRITE_TOKEN="swordfish")
    with again.client(headers=headers) as client:
        assert 401 == client.put("/api/v1/roles/x", json={}).status_code
    again.stop()


def test_without_tokens_a_server_that_others_reach_takes_no_writes(
    start_server: StartServer,
) -> None:
    """A token on the terminal of a public server would be in its log."""
    server = start_server("--empty", "--host", "0.0.0.0")
    assert server.process.stdout is not None
    line = server.process.stdout.readline()
    with server.client() as client:
        answer = client.put("/api/v1/roles/x", json={})
    server.stop()

    assert "writes are refused" in line
    assert "rolegraph_" not in line
    assert 401 == answer.status_code
    assert "rolegraph token create" in answer.json()["detail"]
