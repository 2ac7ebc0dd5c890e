"""The log says who asked: by the name of a token, and when tokens and sessions come and go."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from rolegraph.access.identity import AccessRole
from rolegraph.access.tokens import Tokens
from serving import Server, StartServer

PATIENCE = 30.0
TOKEN = "a-token-for-the-tests-of-who-asked"


@pytest.fixture(scope="module")
def place(
    start_module_server: StartServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, Tokens]]:
    """A server that writes JSON lines, and its tokens."""
    folder: Path = tmp_path_factory.mktemp("who")
    server = start_module_server(
        data_dir=folder, ROLEGRAPH_WRITE_TOKEN=TOKEN, ROLEGRAPH_LOG_FORMAT="json"
    )
    yield server, Tokens(folder)
    server.stop()


def lines(server: Server) -> list[dict[str, Any]]:
    return [json.loads(line) for line in server.log.read_text().splitlines() if line[:1] == "{"]


def line_of(server: Server, **wanted: str) -> dict[str, Any]:
    """Wait for a line of the log that has these values."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for line in lines(server):
            if wanted.items() <= line.items():
                return line
        time.sleep(0.05)
    raise AssertionError(f"no line of the log has {wanted}")


QUERY = "/sparql?query=ASK%20%7B%7D"


@pytest.mark.parametrize("address", [QUERY, "/api/v1/roles/data-analyst", "/roles"])
def test_a_line_names_the_token_of_a_request(place: tuple[Server, Tokens], address: str) -> None:
    """Below the application as well, where the token decides nothing; never the token itself."""
    server, tokens = place
    name = f"reader{abs(hash(address))}"
    secret = tokens.create(name, AccessRole.READER)
    for user, header in ((name, {"Authorization": f"Bearer {secret}"}), ("anonymous", {})):
        for _ in range(2):  # the second is answered from memory
            with server.client(headers=header) as client:
                answer = client.get(address)
            line = line_of(server, event="request", request_id=answer.headers["x-request-id"])

            assert (200, user) == (line["status"], line["user"])
    assert secret not in server.log.read_text()


def test_a_wrong_token_names_nobody(place: tuple[Server, Tokens]) -> None:
    """What anybody can send is no name."""
    server, _ = place
    for header in ("Bearer write-token", "Basic d3JpdGUtdG9rZW46", "Bearer " + TOKEN + "x"):
        with server.client(headers={"Authorization": header}) as client:
            read, written = client.get(QUERY), client.put("/graphs?default", content="")

        assert (200, 401) == (read.status_code, written.status_code)
        for answer in (read, written):
            line = line_of(server, event="request", request_id=answer.headers["x-request-id"])
            assert "anonymous" == line["user"]


def test_a_write_is_logged_with_its_author(place: tuple[Server, Tokens]) -> None:
    """The same name as in the change log."""
    server, _ = place
    with server.client(headers={"Authorization": f"Bearer {TOKEN}"}) as client:
        answer = client.post("/sparql", data={"update": "INSERT DATA { <urn:w> <urn:w> 1 }"})
        author = client.get("/api/v1/changes?limit=1").json()["items"][0]["author"]

    line = line_of(server, event="request", request_id=answer.headers["x-request-id"])
    assert "write-token" == author == line["user"]


def test_tokens_that_are_made_and_revoked_are_logged(place: tuple[Server, Tokens]) -> None:
    """A running server tells of it, though another process did it and nobody came yet."""
    server, tokens = place
    secret = tokens.create("short-lived", AccessRole.EDITOR)
    made = line_of(server, event="access.token_created", token="short-lived")
    tokens.revoke("short-lived")
    line_of(server, event="access.token_revoked", token="short-lived")

    assert "editor" == made["role"]
    with server.client(headers={"Authorization": f"Bearer {secret}"}) as client:
        assert "revoked" in client.put("/graphs?default", content="").json()["detail"]
    assert secret not in server.log.read_text()


def test_signing_in_and_out_is_logged(place: tuple[Server, Tokens]) -> None:
    """Also where it is refused."""
    server, tokens = place
    secret = tokens.create("browsing", AccessRole.READER)
    with server.client() as client:
        client.post("/sign-in", data={"token": "wrong"})
        client.post("/sign-in", data={"token": secret})
        client.post("/sign-out")

    line_of(server, event="access.sign_in_refused", client="127.0.0.1")
    line_of(server, event="access.signed_in", user="browsing", role="reader", client="127.0.0.1")
    line_of(server, event="access.signed_out", user="browsing")
    assert secret not in server.log.read_text()


def test_the_log_of_a_closed_service_names_sessions(start_server: StartServer) -> None:
    """Whoever browses with a cookie is the owner of the token behind it."""
    server = start_server(
        ROLEGRAPH_OPEN_READING="false", ROLEGRAPH_WRITE_TOKEN=TOKEN, ROLEGRAPH_LOG_FORMAT="json"
    )
    with server.client() as client:
        client.post("/sign-in", data={"token": TOKEN})
        answer: httpx.Response = client.get("/roles")

    assert 200 == answer.status_code
    line = line_of(server, event="request", request_id=answer.headers["x-request-id"])
    assert "write-token" == line["user"]
    server.stop()
